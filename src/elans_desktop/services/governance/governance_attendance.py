"""Who is at a meeting: convoked, present, excused, absent, « pouvoirs », and the quorum they make."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.text import natural_name, sort_key
from elans_desktop.models.governance import Meeting, MeetingAttendance
from elans_desktop.models.organisation import Professional, Structure
from elans_desktop.services.kept import existing
from elans_desktop.services.organisation import professionals
from elans_desktop.services.permissions import Right, require

CONVOKED, PRESENT, EXCUSED, ABSENT = "convoque", "present", "excuse", "absent"
PRESENCES = {CONVOKED: "Convoqué", PRESENT: "Présent", EXCUSED: "Excusé", ABSENT: "Absent"}


@dataclass(frozen=True, slots=True)
class AttendanceView:
    """Somebody convoked or invited."""

    professional_id: uuid.UUID
    name: str = field(repr=False)
    structure: str
    status: str
    proxy_id: uuid.UUID | None
    proxy: str = field(repr=False)
    """Who holds their « pouvoir »."""
    represented: bool
    """Absent or excused, but whoever holds the « pouvoir » is present."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """Voices present or represented, of how many convoked, and how many are needed (None: no rule)."""

    voices: int
    convoked: int
    needed: int | None

    @property
    def reached(self) -> bool:
        """Whether the instance may decide."""
        return self.needed is None or self.voices >= self.needed


def attendance(
    session: Session, meeting_id: uuid.UUID, *, by_status: bool = False
) -> tuple[AttendanceView, ...]:
    """The people of a meeting by name; `by_status`: present first, then represented, excused, absent."""
    query = (
        select(MeetingAttendance, Professional, Structure.short_name, Structure.name)
        .join(Professional, Professional.id == MeetingAttendance.professional_id)
        .outerjoin(
            Structure,
            Structure.id == func.coalesce(MeetingAttendance.structure_id, Professional.structure_id),
        )
        .where(MeetingAttendance.meeting_id == meeting_id)
    )
    lines = session.execute(query).all()
    there = {line[0].professional_id for line in lines if line[0].status == PRESENT}
    names = professionals.names(session)
    found = [
        AttendanceView(
            professional_id=person.id,
            name=natural_name(person.last_name, person.first_name),
            structure=short or name or "",
            status=row.status,
            proxy_id=row.proxy_id,
            proxy=names.get(row.proxy_id, "") if row.proxy_id else "",
            represented=row.status in (EXCUSED, ABSENT) and row.proxy_id in there,
        )
        for row, person, short, name in lines
    ]
    return tuple(sorted(found, key=_by_status if by_status else lambda one: sort_key(one.name)))


def invite(session: Session, meeting_id: uuid.UUID, professional_id: uuid.UUID) -> None:
    """Convoke somebody more: a guest, a member who came since. Raises InputError."""
    require(session, Right.GOVERN)
    existing(session, Meeting, meeting_id, "Cette réunion n’existe plus.")
    person = session.get(Professional, professional_id)
    if person is None:
        raise InputError({"professional_id": "Choisissez une personne."})
    if session.get(MeetingAttendance, MeetingAttendance.key(meeting_id, professional_id)):
        raise InputError({"professional_id": "Cette personne est déjà convoquée."})
    convoke(session, meeting_id, professional_id, person.structure_id)
    session.flush()


def remove_guest(session: Session, meeting_id: uuid.UUID, professional_id: uuid.UUID) -> None:
    """Take somebody out of the list of the convoked; the « pouvoirs » they held fall."""
    require(session, Right.GOVERN)
    _drop_proxies(session, meeting_id, professional_id)
    session.delete(_attendance(session, meeting_id, professional_id))


def set_presence(
    session: Session,
    meeting_id: uuid.UUID,
    professional_id: uuid.UUID,
    status: str,
    proxy_id: uuid.UUID | None = None,
) -> None:
    """Note somebody convoked, present, excused (who may give a « pouvoir » to `proxy_id`) or absent.

    A « pouvoir » goes to somebody else who is convoked and not excused. Raises RuleError, NotFoundError.
    """
    require(session, Right.GOVERN)
    row = _attendance(session, meeting_id, professional_id)
    if status not in PRESENCES:
        raise InputError({"status": "Choisissez présent, excusé ou absent."})
    if proxy_id is not None:
        holder = _attendance(session, meeting_id, proxy_id)
        if proxy_id == professional_id:
            raise RuleError("Un pouvoir se donne à quelqu’un d’autre.")
        if holder.status in (EXCUSED, ABSENT):
            raise RuleError(
                "La personne qui reçoit un pouvoir doit être présente.", "Notez d’abord sa présence."
            )
        if status not in (EXCUSED, ABSENT):
            raise RuleError("Une personne présente ne donne pas de pouvoir.")
    row.status = status
    row.proxy_id = proxy_id
    if status in (EXCUSED, ABSENT):
        _drop_proxies(session, meeting_id, professional_id)


def all_present(session: Session, meeting_id: uuid.UUID) -> None:
    """Note present everybody about whom nothing was noted yet."""
    require(session, Right.GOVERN)
    query = select(MeetingAttendance).where(
        MeetingAttendance.meeting_id == meeting_id, MeetingAttendance.status == CONVOKED
    )
    for row in session.scalars(query):
        row.status = PRESENT


def _drop_proxies(session: Session, meeting_id: uuid.UUID, holder: uuid.UUID) -> None:
    query = select(MeetingAttendance).where(
        MeetingAttendance.meeting_id == meeting_id, MeetingAttendance.proxy_id == holder
    )
    for row in session.scalars(query):
        row.proxy_id = None


def convoke(
    session: Session, meeting_id: uuid.UUID, professional_id: uuid.UUID, structure_id: uuid.UUID | None
) -> None:
    """Put somebody on the list of a meeting, without any check."""
    session.add(
        MeetingAttendance(
            id=MeetingAttendance.key(meeting_id, professional_id),
            meeting_id=meeting_id,
            professional_id=professional_id,
            structure_id=structure_id,
            status=CONVOKED,
            proxy_id=None,
        )
    )


def _attendance(session: Session, meeting_id: uuid.UUID, professional_id: uuid.UUID) -> MeetingAttendance:
    return existing(
        session,
        MeetingAttendance,
        MeetingAttendance.key(meeting_id, professional_id),
        "Cette personne n’est pas convoquée à la réunion.",
        "Ajoutez-la d’abord.",
    )


_RANKS = {PRESENT: 0, CONVOKED: 1, EXCUSED: 3, ABSENT: 4}


def _by_status(one: AttendanceView) -> tuple[object, ...]:
    return (2 if one.represented else _RANKS.get(one.status, 5), *sort_key(one.name))
