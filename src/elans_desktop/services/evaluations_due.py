"""Who is to be evaluated: at the entry, half way, around the exit, six months later.

Delays are settings: entry within 15 days, exit 7 days before or after (domain, evaluation moments); half way
is half of the longest pathway of the settings. What is begun and not finished stays in the list.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.text import list_name, short_name, sort_key
from elans_desktop.models.evaluations import Evaluation
from elans_desktop.models.organisation import Professional
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.services import evaluations, pathway_status, settings
from elans_desktop.services.evaluations import ENTRY, EXIT, LATER, MIDDLE, EvaluationRow
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import EVERYTHING, Scope

NOTICE = 15
"""Days before the half way and the six months from which an evaluation is proposed."""
GRACE = 60
"""Days after the date past which the exit and the six months are no longer proposed."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """An evaluation to make, or to finish when `evaluation_id` is given."""

    participant_id: uuid.UUID
    name: str = field(repr=False)
    moment: str
    due_on: date
    """The last day to make it."""
    reference_on: date
    """The entry, the half way, the exit, or six months after it."""
    referent: str = field(repr=False)
    evaluation_id: uuid.UUID | None = None
    noted: int = 0
    total: int = 0

    @property
    def key(self) -> tuple[uuid.UUID, str]:
        """What tells it from the others."""
        return self.participant_id, self.moment

    @property
    def days_left(self) -> int:
        """Days until the date, negative when it has passed."""
        return (self.due_on - clock.today()).days


def rows(session: Session, scope: Scope = EVERYTHING) -> tuple[DueRow, ...]:
    """What is to be done, by moment (exit, half way, entry, six months) then by date.

    Raises PermissionDenied.
    """
    require(session, Right.READ_PEOPLE)
    today = clock.today()
    values = settings.values(session)
    entry_days = values.integer("entry_evaluation_days")
    exit_days = values.integer("exit_evaluation_days")
    months = values.integer("pathway_max_months")
    begun = {
        (one.participant_id, one.moment): one for one in evaluations.rows(session, scope, finished=False)
    }
    made = _made(session)
    found: list[DueRow] = []
    for person in _people(session, scope):
        dates = due_dates(
            person.entry_on,
            person.exit_on,
            today=today,
            entry_days=entry_days,
            exit_days=exit_days,
            months=months,
        )
        for moment, (reference_on, due_on) in dates.items():
            if _is_made(made, person, moment):
                continue
            found.append(
                _row(person, moment, reference_on, due_on, begun.pop((person.participant_id, moment), None))
            )
    found += [_unfinished(one) for one in begun.values()]
    return tuple(sorted(found, key=lambda row: (_ORDER[row.moment], row.due_on, *sort_key(row.name))))


def due_dates(
    entry_on: date | None,
    exit_on: date | None,
    *,
    today: date,
    entry_days: int,
    exit_days: int,
    months: int,
) -> dict[str, tuple[date, date]]:
    """For each moment that is due `today`: the day it refers to, and the last day to make it."""
    found: dict[str, tuple[date, date]] = {}
    left = exit_on is not None and exit_on <= today
    if entry_on is not None and entry_on <= today and not left:
        found[ENTRY] = (entry_on, entry_on + timedelta(days=entry_days))
        middle = entry_on + timedelta(days=months * 365 // 24)
        if today >= middle - timedelta(days=NOTICE):
            found[MIDDLE] = (middle, middle)
    if exit_on is not None:
        last = exit_on + timedelta(days=exit_days)
        if exit_on - timedelta(days=exit_days) <= today <= last + timedelta(days=GRACE):
            found[EXIT] = (exit_on, last)
            found.pop(MIDDLE, None)
        later = pathway_status.limit_day(exit_on, 6)
        if later and later - timedelta(days=NOTICE) <= today <= later + timedelta(days=GRACE):
            found[LATER] = (later, later + timedelta(days=NOTICE))
    return found


_ORDER = {EXIT: 0, MIDDLE: 1, ENTRY: 2, LATER: 3}


@dataclass(frozen=True, slots=True)
class _Person:
    participant_id: uuid.UUID
    pathway_id: uuid.UUID
    name: str = field(repr=False)
    referent: str = field(repr=False)
    entry_on: date
    exit_on: date | None


def _people(session: Session, scope: Scope) -> list[_Person]:
    """The latest pathway begun of each person of the scope who is not archived: one read."""
    query = (
        select(
            Pathway.participant_id, Pathway.id, Pathway.entry_on, Pathway.exit_on,
            Participant.last_name, Participant.birth_name, Participant.first_name,
            Professional.last_name, Professional.first_name,
        )
        .join(Participant, Participant.id == Pathway.participant_id)
        .outerjoin(Professional, Professional.id == Pathway.referent_id)
        .where(
            pathway_status.in_scope(scope), Participant.archived_on.is_(None), Pathway.entry_on.is_not(None)
        )
        .order_by(Pathway.entry_on, Pathway.id)
    )  # fmt: skip
    latest: dict[uuid.UUID, _Person] = {}
    for person, pathway, entry, left, last, birth, first, ref_last, ref_first in session.execute(query):
        name, referent = list_name(last or birth, first), short_name(ref_last or "", ref_first or "")
        assert entry  # asked for
        latest[person] = _Person(person, pathway, name, referent, entry, left)
    return list(latest.values())


def _made(session: Session) -> dict[tuple[uuid.UUID, str], list[tuple[uuid.UUID | None, date]]]:
    query = select(Evaluation.participant_id, Evaluation.moment, Evaluation.pathway_id, Evaluation.day).where(
        Evaluation.voice == evaluations.PROFESSIONAL, Evaluation.finished_at.is_not(None)
    )
    found: dict[tuple[uuid.UUID, str], list[tuple[uuid.UUID | None, date]]] = {}
    for person, moment, pathway, day in session.execute(query):
        found.setdefault((person, moment), []).append((pathway, day))
    return found


def _is_made(
    made: dict[tuple[uuid.UUID, str], list[tuple[uuid.UUID | None, date]]], person: _Person, moment: str
) -> bool:
    return any(of in (person.pathway_id, None) for of, _day in made.get((person.participant_id, moment), ()))


def _row(
    person: _Person,
    moment: str,
    reference_on: date,
    due_on: date,
    begun: EvaluationRow | None,
) -> DueRow:
    return DueRow(
        participant_id=person.participant_id,
        name=person.name,
        moment=moment,
        due_on=due_on,
        reference_on=reference_on,
        referent=person.referent,
        evaluation_id=begun.id if begun else None,
        noted=begun.noted if begun else 0,
        total=begun.total if begun else 0,
    )


def _unfinished(one: EvaluationRow) -> DueRow:
    """Begun outside the dates: it stays in sight until it is finished."""
    return DueRow(
        participant_id=one.participant_id,
        name=one.name,
        moment=one.moment,
        due_on=one.day,
        reference_on=one.day,
        referent=one.evaluator,
        evaluation_id=one.id,
        noted=one.noted,
        total=one.total,
    )
