"""Who is to be evaluated: at the entry, half way, around the exit, six months later.

Delays are settings: entry within 15 days, exit 7 days before or after (domain, evaluation moments); half way
is half of the longest pathway of the settings. What is begun and not finished stays in the list.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.text import fold, list_name, short_name
from elans_desktop.models.evaluations import Evaluation
from elans_desktop.models.organisation import Professional
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.services.evaluations import evaluations
from elans_desktop.services.evaluations.evaluations import ENTRY, EXIT, LATER, MIDDLE, EvaluationRow
from elans_desktop.services.organisation import settings
from elans_desktop.services.pathways import pathway_status
from elans_desktop.services.pathways.pathway_status import RawId, as_uuid, raw
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
    made, referents = _made(session), _referents(session)
    found: list[tuple[int, date, str, DueRow]] = []
    for person in _people(session, scope):
        dates = due_dates(
            person.entry_on,
            person.exit_on,
            today=today,
            entry_days=entry_days,
            exit_days=exit_days,
            months=months,
        )
        for moment, days in dates.items():
            if not _is_made(made, person, moment):
                line = _row(person, referents.get(person.referent_id, ""), moment, days, begun)
                found.append((_ORDER[moment], line.due_on, person.key, line))
    found += [(_ORDER[one.moment], one.day, fold(one.name), _unfinished(one)) for one in begun.values()]
    return tuple(line[3] for line in sorted(found, key=lambda line: line[:3]))


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


class _Person(NamedTuple):
    """The latest pathway of somebody; identifiers as the database gives them."""

    participant_id: RawId
    pathway_id: RawId
    entry_on: date
    exit_on: date | None
    referent_id: RawId | None
    last_name: str
    birth_name: str
    first_name: str
    key: str
    """The folded names: the order of the list."""


Made = dict[tuple[RawId, str], list[RawId | None]]
"""The pathways in which somebody was evaluated at a moment, by person and moment."""


def _people(session: Session, scope: Scope) -> Iterable[_Person]:
    """The latest pathway begun of each person of the scope who is not archived, in one read."""
    query = (
        select(
            raw(Pathway.participant_id), raw(Pathway.id), Pathway.entry_on, Pathway.exit_on,
            raw(Pathway.referent_id), Participant.last_name, Participant.birth_name,
            Participant.first_name, Participant.search_key,
        )
        .join(Participant, Participant.id == Pathway.participant_id)
        .where(
            pathway_status.in_scope(scope), Participant.archived_on.is_(None), Pathway.entry_on.is_not(None)
        )
        .order_by(Pathway.entry_on, Pathway.id)
    )  # fmt: skip
    return {row[0]: _Person(*row) for row in session.execute(query)}.values()


def _referents(session: Session) -> dict[RawId, str]:
    query = select(raw(Professional.id), Professional.last_name, Professional.first_name)
    return {key: short_name(last, first) for key, last, first in session.execute(query)}


def _made(session: Session) -> Made:
    query = select(raw(Evaluation.participant_id), Evaluation.moment, raw(Evaluation.pathway_id)).where(
        Evaluation.voice == evaluations.PROFESSIONAL, Evaluation.finished_at.is_not(None)
    )
    found: Made = {}
    for person, moment, pathway in session.execute(query):
        found.setdefault((person, moment), []).append(pathway)
    return found


def _is_made(made: Made, person: _Person, moment: str) -> bool:
    return any(of in (person.pathway_id, None) for of in made.get((person.participant_id, moment), ()))


def _row(
    person: _Person,
    referent: str,
    moment: str,
    days: tuple[date, date],
    begun: dict[tuple[uuid.UUID, str], EvaluationRow],
) -> DueRow:
    """The line of somebody; takes out of `begun` the evaluation already started."""
    participant_id = as_uuid(person.participant_id)
    started = begun.pop((participant_id, moment), None)
    return DueRow(
        participant_id=participant_id,
        name=list_name(person.last_name or person.birth_name, person.first_name),
        moment=moment,
        due_on=days[1],
        reference_on=days[0],
        referent=referent,
        evaluation_id=started.id if started else None,
        noted=started.noted if started else 0,
        total=started.total if started else 0,
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
