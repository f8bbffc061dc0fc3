"""Meetings of the instances: when and where, who is convoked, present or represented, the quorum.

A meeting is numbered in its instance: 1, 2, 3… Its decisions carry another number, unique in the classeur
(`governance_decisions`).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.text import sort_key
from elans_desktop.models.governance import Body, Decision, Meeting
from elans_desktop.models.organisation import Place
from elans_desktop.services import kept
from elans_desktop.services.contact_fields import tidy
from elans_desktop.services.governance import governance
from elans_desktop.services.governance.governance_agenda import AgendaView, agenda
from elans_desktop.services.governance.governance_attendance import (
    PRESENT,
    AttendanceView,
    Quorum,
    attendance,
    convoke,
)
from elans_desktop.services.governance.governance_decisions import DecisionView, of_meeting, overdue_before
from elans_desktop.services.kept import Kept
from elans_desktop.services.organisation import professionals
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import EVERYTHING, Scope

PLANNED, HELD, CANCELLED = "prevue", "tenue", "annulee"
STATES = {PLANNED: "Prévue", HELD: "Tenue", CANCELLED: "Annulée"}


@dataclass(frozen=True, slots=True)
class MeetingInput:
    """What the form of a meeting holds. Times in minutes of the local day."""

    id: uuid.UUID | None = None
    body_id: uuid.UUID | None = None
    day: date | None = None
    start: int | None = None
    end: int | None = None
    place_id: uuid.UUID | None = None
    place_text: str = ""
    """A place written by hand, when it is not in the list."""
    chair_id: uuid.UUID | None = None
    secretary_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A line of the list of meetings."""

    id: uuid.UUID
    body_id: uuid.UUID
    body: str
    number: int
    day: date
    start: int | None
    place: str
    state: str
    decisions: int

    @property
    def coming(self) -> bool:
        """Still to be held: today or later, or past and not closed."""
        return self.state == PLANNED

    @property
    def title(self) -> str:
        """« Groupe projet n° 4 »."""
        return f"{self.body} n°\u00a0{self.number}"


@dataclass(frozen=True, slots=True)
class MeetingView(Kept):
    """A meeting, whole."""

    input: MeetingInput
    body: str
    number: int
    place: str
    state: str
    chair: str = field(repr=False)
    secretary: str = field(repr=False)
    agenda: tuple[AgendaView, ...] = field(repr=False)
    attendance: tuple[AttendanceView, ...]
    quorum: Quorum
    decisions: tuple[DecisionView, ...] = field(repr=False)
    overdue: tuple[DecisionView, ...] = field(repr=False)
    """Decisions of earlier meetings of the instance whose date has passed."""

    @property
    def day(self) -> date:
        """Its day."""
        assert self.input.day is not None
        return self.input.day

    @property
    def title(self) -> str:
        """« Groupe projet n° 4 »."""
        return f"{self.body} n°\u00a0{self.number}"

    def counted(self, status: str) -> int:
        """How many are « present », « excuse »… apart from those represented."""
        return sum(1 for one in self.attendance if one.status == status and not one.represented)

    @property
    def proxies(self) -> int:
        """How many are represented."""
        return sum(1 for one in self.attendance if one.represented)


def rows(session: Session, scope: Scope = EVERYTHING) -> tuple[MeetingRow, ...]:
    """Meetings by instance: those to come by date, then those held, the latest first."""
    query = (
        select(Meeting, Body.title, Place.name)
        .join(Body, Body.id == Meeting.body_id)
        .outerjoin(Place, Place.id == Meeting.place_id)
    )
    if scope.agreement_id:
        query = query.where(or_(Body.agreement_id == scope.agreement_id, Body.agreement_id.is_(None)))
    if days := scope.days():
        query = query.where(Meeting.day.between(*days))
    counted = select(Decision.meeting_id, func.count()).group_by(Decision.meeting_id)
    decided = {row[0]: row[1] for row in session.execute(counted)}
    found = [
        MeetingRow(
            id=meeting.id,
            body_id=meeting.body_id,
            body=title,
            number=meeting.number,
            day=meeting.day,
            start=meeting.start,
            place=place or meeting.place_text,
            state=meeting.state,
            decisions=decided.get(meeting.id, 0),
        )
        for meeting, title, place in session.execute(query)
    ]
    return tuple(sorted(found, key=_list_order))


def view(session: Session, meeting_id: uuid.UUID) -> MeetingView:
    """One meeting with its agenda, its people, its decisions and the late ones of before."""
    meeting = existing(session, meeting_id)
    body = governance.existing_body(session, meeting.body_id)
    place = session.get(Place, meeting.place_id) if meeting.place_id else None
    people = attendance(session, meeting_id, by_status=meeting.state == HELD)
    voices = sum(1 for one in people if one.status == PRESENT or one.represented)
    names = professionals.names(session)
    return MeetingView(
        input=MeetingInput(
            id=meeting.id,
            body_id=meeting.body_id,
            day=meeting.day,
            start=meeting.start,
            end=meeting.end,
            place_id=meeting.place_id,
            place_text=meeting.place_text,
            chair_id=meeting.chair_id,
            secretary_id=meeting.secretary_id,
        ),
        body=body.title,
        number=meeting.number,
        place=place.name if place else meeting.place_text,
        state=meeting.state,
        chair=names.get(meeting.chair_id, "") if meeting.chair_id else "",
        secretary=names.get(meeting.secretary_id, "") if meeting.secretary_id else "",
        agenda=agenda(session, meeting_id),
        attendance=people,
        quorum=Quorum(voices, len(people), body.quorum),
        decisions=of_meeting(session, meeting_id),
        overdue=overdue_before(session, meeting),
    )


def save(session: Session, entered: MeetingInput) -> uuid.UUID:
    """Plan a meeting, which convokes the members of the day, or change one.

    Raises InputError, NotFoundError, RuleError (archived instance), PermissionDenied.
    """
    require(session, Right.GOVERN)
    _check(entered)
    body = governance.existing_body(session, entered.body_id)
    assert entered.day
    if entered.id is None:
        governance.check_open(body)
        last = session.scalar(select(func.max(Meeting.number)).where(Meeting.body_id == body.id))
        meeting = Meeting(body_id=body.id, number=(last or 0) + 1, notes="", state=PLANNED)
    else:
        meeting = existing(session, entered.id)
    meeting.day = entered.day
    meeting.start = entered.start
    meeting.end = entered.end
    meeting.place_id = entered.place_id
    meeting.place_text = "" if entered.place_id else tidy(entered.place_text)
    meeting.chair_id = entered.chair_id
    meeting.secretary_id = entered.secretary_id
    session.add(meeting)
    session.flush()
    if entered.id is None:
        for member in governance.sitting_on(session, body.id, entered.day):
            convoke(session, meeting.id, member.professional_id, member.structure_id)
        session.flush()
    return meeting.id


def set_state(session: Session, meeting_id: uuid.UUID, state: str) -> None:
    """Close (« tenue »), cancel or reopen a meeting. Raises RuleError."""
    require(session, Right.GOVERN)
    meeting = existing(session, meeting_id)
    if state == HELD and meeting.day > clock.today():
        raise RuleError("Cette réunion n’a pas encore eu lieu.", "Corrigez sa date si elle a été avancée.")
    if state == CANCELLED and of_meeting(session, meeting_id):
        raise RuleError("Cette réunion a pris des décisions : elle ne peut plus être annulée.")
    meeting.state = state


def existing(session: Session, meeting_id: uuid.UUID) -> Meeting:
    """The row of a meeting. Raises NotFoundError."""
    return kept.existing(session, Meeting, meeting_id, "Cette réunion n’existe plus.")


def _check(entered: MeetingInput) -> None:
    errors: dict[str, str] = {}
    if entered.body_id is None:
        errors["body_id"] = "Choisissez l’instance qui se réunit."
    if entered.day is None:
        errors["day"] = "Donnez le jour de la réunion."
    if entered.start is not None and entered.end is not None and entered.end <= entered.start:
        errors["end"] = "La fin vient avant le début."
    if len(entered.place_text) > 200:
        errors["place_text"] = "Ce texte est trop long\u00a0: 200 lettres au plus."
    if errors:
        raise InputError(errors)


def _list_order(row: MeetingRow) -> tuple[object, ...]:
    days = row.day.toordinal()
    return (*sort_key(row.body), not row.coming, days if row.coming else -days, row.number)
