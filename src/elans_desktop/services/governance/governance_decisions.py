"""Numbered decisions, who carries them and by when; the late ones come back at the next meeting.

Number `2026-A04-02`: year of the meeting, letter of the laptop, order of the meeting among those of that year
for which this laptop noted a decision, whatever the instance, then rank in the meeting. Two instances thus
never share a number, nor two laptops; and as both counters are kept apart from the decisions, a number undone
or deleted is never given again.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.text import natural_name
from elans_desktop.models.governance import Decision, Meeting
from elans_desktop.models.journal import NumberSequence
from elans_desktop.models.organisation import Professional
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.organisation import reference
from elans_desktop.services.permissions import Right, require
from elans_desktop.storage.actor import actor_of

TO_DO, ONGOING, DONE, POSTPONED, DROPPED = "a_faire", "en_cours", "fait", "reporte", "abandonne"
OPEN = (TO_DO, ONGOING, POSTPONED)
STATES = (TO_DO, ONGOING, DONE, POSTPONED, DROPPED)
DEFAULT_TYPE = "decision"


@dataclass(frozen=True, slots=True)
class DecisionInput:
    """What is noted of a decision. Without consensus, the votes are counted."""

    meeting_id: uuid.UUID
    text: str = field(default="", repr=False)
    type_code: str = DEFAULT_TYPE
    consensus: bool = True
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None
    responsible_id: uuid.UUID | None = None
    due_on: date | None = None
    state: str = TO_DO
    agenda_item_id: uuid.UUID | None = None
    id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class DecisionView(Kept):
    """A decision, with its words."""

    input: DecisionInput
    number: str
    type: str
    responsible: str = field(repr=False)
    state: str
    """The words of the state; its code is in the input."""
    done_on: date | None
    meeting_number: int
    meeting_day: date
    late_days: int
    """Days since the date passed, 0 when it has not or when the decision is settled."""


def of_meeting(session: Session, meeting_id: uuid.UUID) -> tuple[DecisionView, ...]:
    """The decisions of a meeting, in the order taken."""
    return _views(session, Decision.meeting_id == meeting_id)


def overdue_before(session: Session, meeting: Meeting) -> tuple[DecisionView, ...]:
    """Decisions of the earlier meetings of the same instance, open and late today, the latest date last."""
    found = _views(
        session,
        Meeting.body_id == meeting.body_id,
        Meeting.id != meeting.id,
        Meeting.day <= meeting.day,
        Decision.due_on < clock.today(),
        Decision.state.in_(OPEN),
    )
    return tuple(sorted(found, key=lambda one: (one.input.due_on or date.min, one.number)))


def note(session: Session, entered: DecisionInput) -> uuid.UUID:
    """Note a decision, which takes its number, or change one, which keeps it.

    Raises InputError, NotFoundError, PermissionDenied.
    """
    require(session, Right.GOVERN)
    meeting = existing(session, Meeting, entered.meeting_id, "Cette réunion n’existe plus.")
    _check(entered)
    if entered.id is None:
        decision = Decision(
            meeting_id=meeting.id, number=_next_number(session, meeting), budget=None, done_on=None
        )
    else:
        decision = _existing(session, entered.id)
    decision.agenda_item_id = entered.agenda_item_id
    decision.text = entered.text.strip()
    decision.type_code = entered.type_code
    decision.consensus = entered.consensus
    decision.votes_for = None if entered.consensus else entered.votes_for
    decision.votes_against = None if entered.consensus else entered.votes_against
    decision.abstentions = None if entered.consensus else entered.abstentions
    decision.responsible_id = entered.responsible_id
    decision.due_on = entered.due_on
    _settle(decision, entered.state)
    session.add(decision)
    session.flush()
    return decision.id


def set_state(session: Session, decision_id: uuid.UUID, state: str) -> None:
    """Move a decision on: à faire, en cours, fait (dated today), reporté, abandonné."""
    require(session, Right.GOVERN)
    if state not in STATES:
        raise InputError({"state": "Choisissez un état."})
    _settle(_existing(session, decision_id), state)


def postpone(session: Session, decision_id: uuid.UUID, due_on: date | None) -> None:
    """Give a late decision a new date. Raises InputError for a date that is not to come."""
    require(session, Right.GOVERN)
    decision = _existing(session, decision_id)
    if due_on is None or due_on < clock.today():
        raise InputError({"due_on": "Choisissez une date à venir."})
    decision.due_on = due_on
    _settle(decision, POSTPONED)


def delete(session: Session, decision_id: uuid.UUID) -> None:
    """Take away a decision noted by mistake; its number is lost."""
    require(session, Right.GOVERN)
    session.delete(_existing(session, decision_id))


def next_number_words(session: Session, meeting_id: uuid.UUID) -> str:
    """The number the next decision of a meeting would take now: shown beside what is being typed."""
    meeting = existing(session, Meeting, meeting_id, "Cette réunion n’existe plus.")
    letter, year = actor_of(session).letter, meeting.day.year
    order = _last(session, _order_kind(meeting), year, letter) or (_last(session, _ORDERS, year, letter) + 1)
    return _written(year, letter, order, _last(session, _rank_kind(meeting), year, letter) + 1)


_ORDERS = "reunion"


def _order_kind(meeting: Meeting) -> str:
    return f"reunion:{meeting.id.hex}"


def _rank_kind(meeting: Meeting) -> str:
    return f"decision:{meeting.id.hex}"


def _written(year: int, letter: str, order: int, rank: int) -> str:
    return f"{year}-{letter}{order:02}-{rank:02}"


def _next_number(session: Session, meeting: Meeting) -> str:
    letter, year = actor_of(session).letter, meeting.day.year
    order = _last(session, _order_kind(meeting), year, letter)
    if not order:
        order = _draw(session, _ORDERS, year, letter)
        _set(session, _order_kind(meeting), year, letter, order)
    return _written(year, letter, order, _draw(session, _rank_kind(meeting), year, letter))


def _last(session: Session, kind: str, year: int, letter: str) -> int:
    sequence = session.get(NumberSequence, NumberSequence.key(kind, year, letter))
    return sequence.last if sequence else 0


def _draw(session: Session, kind: str, year: int, letter: str) -> int:
    value = _last(session, kind, year, letter) + 1
    _set(session, kind, year, letter, value)
    return value


def _set(session: Session, kind: str, year: int, letter: str, value: int) -> None:
    key = NumberSequence.key(kind, year, letter)
    sequence = session.get(NumberSequence, key)
    if sequence is None:
        session.add(NumberSequence(id=key, kind=kind, year=year, letter=letter, last=value))
    else:
        sequence.last = value
    session.flush()


def _settle(decision: Decision, state: str) -> None:
    if state == DONE and decision.state != DONE:
        decision.done_on = clock.today()
    elif state != DONE:
        decision.done_on = None
    decision.state = state


def _check(entered: DecisionInput) -> None:
    errors: dict[str, str] = {}
    if not entered.text.strip():
        errors["text"] = "Écrivez la décision."
    if entered.state not in STATES:
        errors["state"] = "Choisissez un état."
    if not entered.consensus:
        for name in ("votes_for", "votes_against", "abstentions"):
            if (getattr(entered, name) or 0) < 0:
                errors[name] = "Un nombre de voix ne peut pas être négatif."
        if not any((entered.votes_for, entered.votes_against, entered.abstentions)):
            errors["votes_for"] = "Comptez les voix, ou choisissez le consensus."
    if errors:
        raise InputError(errors)


def _views(session: Session, *conditions: ColumnElement[bool]) -> tuple[DecisionView, ...]:
    today = clock.today()
    words = reference.labels(session, "decision_types", "decision_states")
    query = (
        select(Decision, Meeting.number, Meeting.day, Professional.last_name, Professional.first_name)
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .outerjoin(Professional, Professional.id == Decision.responsible_id)
        .where(*conditions)
        .order_by(Decision.number, Decision.id)
    )
    return tuple(
        DecisionView(
            input=DecisionInput(
                id=one.id,
                meeting_id=one.meeting_id,
                text=one.text,
                type_code=one.type_code,
                consensus=one.consensus,
                votes_for=one.votes_for,
                votes_against=one.votes_against,
                abstentions=one.abstentions,
                responsible_id=one.responsible_id,
                due_on=one.due_on,
                state=one.state,
                agenda_item_id=one.agenda_item_id,
            ),
            number=one.number,
            type=words("decision_types", one.type_code),
            responsible=natural_name(last, first) if one.responsible_id else "",
            state=words("decision_states", one.state),
            done_on=one.done_on,
            meeting_number=number,
            meeting_day=day,
            late_days=(today - one.due_on).days
            if one.due_on and one.due_on < today and one.state in OPEN
            else 0,
        )
        for one, number, day, last, first in session.execute(query)
    )


def _existing(session: Session, decision_id: uuid.UUID) -> Decision:
    return existing(session, Decision, decision_id, "Cette décision n’existe plus.")
