"""Corrections of presences after validation: what was, what is, why, by whom and when (domain.md §4.3).

A validated sheet is locked; a correction is the one way to change a presence that it holds, and leaves a row
beside the sheet. Hours are always those of the presences, hence of the last correction.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, RuleError
from elans_desktop.core.formats import NBSP, date_short, duration
from elans_desktop.core.text import list_name
from elans_desktop.models.activities import Presence, Seance, SeanceSlot
from elans_desktop.models.organisation import User
from elans_desktop.models.participants import Participant
from elans_desktop.models.sheets import AttendanceSheet, PresenceCorrection
from elans_desktop.services import restricted
from elans_desktop.services.calendar.seance_inputs import KINDS
from elans_desktop.services.calendar.sheet_states import Locks, locks
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.attendance import STATUSES, PresenceInput
from elans_desktop.services.presences.month_closing import refuse_closed

NOTHING = "rien de noté"


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction, as the screens and the papers tell it."""

    id: uuid.UUID
    participant_id: uuid.UUID
    slot_id: uuid.UUID
    seance_id: uuid.UUID
    day: date
    kind: str
    """Half-day: matin · apres_midi · soir."""
    sheet: str
    """Number of the validated sheet."""
    last_name: str = field(repr=False)
    first_name: str = field(repr=False)
    before: str = field(repr=False)
    """« présent », « présent, retard 0 h 20 », « rien de noté »."""
    after: str = field(repr=False)
    reason: str = field(repr=False)
    who: str = field(repr=False)
    """Name of the user; empty when the account is gone."""
    made_at: datetime

    @property
    def person(self) -> str:
        """« Aubert Kévin »."""
        return list_name(self.last_name, self.first_name)

    @property
    def change(self) -> str:
        """« présent → absent justifié »."""
        return f"{self.before} → {self.after}"

    @property
    def slot_words(self) -> str:
        """« matin »."""
        return KINDS.get(self.kind, self.kind)

    @property
    def trace(self) -> str:
        """« corrigé le 04/05/2027 par Marie D. »."""
        return f"{note(self.made_at.date())}{f' par {self.who}' if self.who else ''}"


def note(day: date) -> str:
    """« corrigé le 04/05/2027 »: what papers say of a corrected presence."""
    return f"corrigé le {date_short(day)}"


def words(values: Mapping[str, Any]) -> str:
    """A side of a correction: « présent, retard 0 h 20, départ 0 h 15 »."""
    if not values:
        return NOTHING
    parts = [STATUSES[values["status"]]]
    parts += [f"retard {duration(values['late'])}"] if values.get("late") else []
    parts += [f"départ {duration(values['early'])}"] if values.get("early") else []
    return ", ".join(parts)


def correct(session: Session, entry: PresenceInput, reason: str) -> uuid.UUID:
    """Change a presence held by a validated sheet, and trace it; the sheet stays validated.

    Raises InputError (no reason, a status or minutes that cannot be, nothing changed), RuleError when no
    validated sheet holds the slot.
    """
    actor = require(session, Right.VALIDATE_SHEETS)
    sheet = locks(session, [entry.slot_id]).get(entry.slot_id, Locks()).of(entry.participant_id)
    found = session.execute(
        select(SeanceSlot, Seance)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .where(SeanceSlot.id == entry.slot_id)
    ).first()
    if found is None:
        raise NotFoundError("Ce créneau n’existe plus.", "Revenez au calendrier.")
    if sheet is None:
        raise RuleError(
            f"Aucune feuille validée ne tient cette présence{NBSP}: elle n’a pas besoin de correction.",
            "Changez-la dans la grille.",
        )
    if not reason.strip():
        raise InputError({"reason": f"Dites pourquoi{NBSP}: le motif reste avec la feuille."})
    if entry.status is None:
        raise InputError({"status": "Choisissez P, A, I, E ou D."})
    refuse_closed(session, [entry.slot_id], "ses présences ne se corrigent plus")
    attendance.check_entry(entry, found[0], found[1])
    row = session.get(Presence, Presence.key(entry.participant_id, entry.slot_id))
    before = _side(row)
    if not attendance.write_entry(session, row, entry):
        raise InputError({"status": f"Rien ne change{NBSP}: choisissez ce qui est juste."})
    session.flush()
    after = _side(session.get_one(Presence, Presence.key(entry.participant_id, entry.slot_id)))
    made = PresenceCorrection(
        participant_id=entry.participant_id,
        slot_id=entry.slot_id,
        sheet_id=sheet[0],
        before=before,
        after=after,
        reason=reason.strip(),
        user_id=actor.user_id,
        made_at=clock.now_ms(),
    )
    session.add(made)
    session.flush()
    return made.id


def of_seance(session: Session, seance_id: uuid.UUID) -> tuple[Correction, ...]:
    """The corrections of a séance, the latest first. Raises PermissionDenied."""
    require(session, Right.READ_PEOPLE)
    return _found(session, SeanceSlot.seance_id == seance_id)


def of_participant(session: Session, participant_id: uuid.UUID) -> tuple[Correction, ...]:
    """The corrections of a person, the latest first. Raises PermissionDenied."""
    require(session, Right.READ_PEOPLE)
    return _found(session, PresenceCorrection.participant_id == participant_id)


def of_slots(session: Session, slot_ids: Collection[uuid.UUID]) -> tuple[Correction, ...]:
    """The corrections of some slots, the latest first. Raises PermissionDenied."""
    require(session, Right.READ_PEOPLE)
    return _found(session, PresenceCorrection.slot_id.in_(slot_ids)) if slot_ids else ()


def last_days(
    session: Session, slot_ids: Collection[uuid.UUID]
) -> Mapping[tuple[uuid.UUID, uuid.UUID], date]:
    """The day of the last correction of each (participant, slot) that has one, for the papers: one read."""
    if not slot_ids:
        return {}
    return {
        (person_id, slot_id): clock.from_ms(instant).date()
        for person_id, slot_id, instant in session.execute(
            select(
                PresenceCorrection.participant_id,
                PresenceCorrection.slot_id,
                func.max(PresenceCorrection.made_at),
            )
            .where(PresenceCorrection.slot_id.in_(slot_ids))
            .group_by(PresenceCorrection.participant_id, PresenceCorrection.slot_id)
        )
    }


def latest(found: Iterable[Correction]) -> dict[tuple[uuid.UUID, uuid.UUID], Correction]:
    """The last correction of each (participant, slot), of corrections given the latest first."""
    made: dict[tuple[uuid.UUID, uuid.UUID], Correction] = {}
    for one in found:
        made.setdefault((one.participant_id, one.slot_id), one)
    return made


def _side(row: Presence | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {"status": row.status, "late": row.late, "early": row.early}


def _found(session: Session, condition: ColumnElement[bool]) -> tuple[Correction, ...]:
    query = (
        select(
            PresenceCorrection,
            SeanceSlot.seance_id,
            Seance.day,
            SeanceSlot.kind,
            AttendanceSheet.number,
            restricted.LAST,
            restricted.BIRTH,
            restricted.FIRST,
            User.name,
        )
        .join(SeanceSlot, SeanceSlot.id == PresenceCorrection.slot_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .join(AttendanceSheet, AttendanceSheet.id == PresenceCorrection.sheet_id)
        .join(Participant, Participant.id == PresenceCorrection.participant_id)
        .outerjoin(User, User.id == PresenceCorrection.user_id)
        .where(condition)
        .order_by(PresenceCorrection.made_at.desc(), PresenceCorrection.id.desc())
    )
    return tuple(
        Correction(
            id=row.id,
            participant_id=row.participant_id,
            slot_id=row.slot_id,
            seance_id=seance_id,
            day=day,
            kind=kind,
            sheet=number,
            last_name=last or birth,
            first_name=first,
            before=words(row.before),
            after=words(row.after),
            reason=row.reason,
            who=who or "",
            made_at=clock.from_ms(row.made_at),
        )
        for row, seance_id, day, kind, number, last, birth, first, who in session.execute(query)
    )
