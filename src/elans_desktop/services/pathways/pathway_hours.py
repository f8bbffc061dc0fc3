"""Hours lived so far in a pathway, by brique, and their weekly mean beside the aim: shown, never refused."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.participants import Pathway
from elans_desktop.services.organisation import settings
from elans_desktop.services.organisation.settings import Values
from elans_desktop.services.pathways.pathway_inputs import PathwayInput
from elans_desktop.services.pathways.pathway_status import LEFT, READ_AT_ONCE, Current, RawId, raw, raw_id
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences import attendance_hours
from elans_desktop.services.scope import Scope

OTHER = ""
"""Activities without a brique."""
COURSES = frozenset({"stagiaire", "stagiaire_remunere"})
"""Statuses of somebody on a course (list `training_status`): 30 hours a week at full time, by default."""
BRIQUES = ("R", "M", "A", "C", OTHER)


@dataclass(frozen=True, slots=True)
class PathwayHours:
    """Minutes present, from entered presences only."""

    by_brique: Mapping[str, int]
    """In the order of the briques, those without an hour left out; sub-briques with their brique."""
    weekly: int | None
    """Mean a week since the entry; None before it, or without an hour."""
    target: int | None
    """Aim a week: that of the contract, else that of a full-time course for who is on one, else the setting;
    None when no aim is followed."""
    this_week: int | None = None
    """From the Monday of this week, while the pathway is open."""

    @property
    def total(self) -> int:
        """Sum of the briques."""
        return sum(self.by_brique.values())


class Week(NamedTuple):
    """The week of somebody whose hours are followed, in minutes."""

    lived: int
    target: int


def week_of_each(
    session: Session, standings: Mapping[RawId, Current], participant_id: uuid.UUID | None = None
) -> dict[RawId, Week]:
    """The hours of this week beside the aim, for the open pathways that have one: a fixed number of reads.

    The same sums as `of_pathway`: in the agreement of the pathway, from its entry. Callers have the right.
    """
    today, values = clock.today(), settings.values(session)
    table = Pathway.__table__.c
    query = select(raw(table.id), table.weekly_target, table.training_status)
    if participant_id:
        query = query.where(table.participant_id == participant_id)
    if not values.flag("weekly_hours_target_enabled"):
        query = query.where(table.weekly_target.is_not(None))
    aims = {
        key: aim
        for key, contract, training in session.connection().execute(query).yield_per(READ_AT_ONCE)
        if (aim := _aim(contract, training, values)) is not None
    }
    if not aims:
        return {}
    monday = clock.monday_of(today)
    lived = attendance_hours.realised_by_day(session, (monday, today), participant_id)
    mine = {
        (raw_id(session, person), raw_id(session, agreement)): days
        for (person, agreement), days in lived.items()
    }
    made: dict[RawId, Week] = {}
    for person, standing in standings.items():
        aim, entry = aims.get(standing.pathway_id), standing.entry_on
        if aim is None or entry is None or entry > today or standing.status == LEFT:
            continue
        days = mine.get((person, standing.agreement_id), {})
        made[person] = Week(sum(minutes for day, minutes in days.items() if day >= entry), aim)
    return made


def of_pathway(session: Session, pathway: PathwayInput) -> PathwayHours:
    """The hours of the activities of its agreement, from its first day to its exit."""
    require(session, Right.READ_PEOPLE)
    period = (pathway.first_day or date.min, pathway.exit_on or date.max)
    sums = attendance_hours.hours_by(
        session,
        "brique",
        Scope(pathway.agreement_id),
        period,
        participant_ids=[pathway.participant_id],
    )
    found: dict[str, int] = {}
    for code, hours in sums.items():
        letter = str(code or OTHER)[:1]
        found[letter] = found.get(letter, 0) + hours.realised
    by_brique = {code: found[code] for code in BRIQUES if found.get(code)}
    return PathwayHours(
        by_brique,
        _weekly(pathway, sum(by_brique.values())),
        _target(session, pathway),
        _this_week(session, pathway),
    )


def _weekly(pathway: PathwayInput, minutes: int) -> int | None:
    last = min(pathway.exit_on or date.max, clock.today())
    if pathway.entry_on is None or last < pathway.entry_on or not minutes:
        return None
    days = (last - pathway.entry_on).days + 1
    return round(minutes * 7 / max(7, days))


def _this_week(session: Session, pathway: PathwayInput) -> int | None:
    today = clock.today()
    if pathway.entry_on is None or today < pathway.entry_on or today > (pathway.exit_on or today):
        return None
    week = max(clock.monday_of(today), pathway.entry_on), today
    return attendance_hours.hours(
        session, Scope(pathway.agreement_id), week, participant_ids=[pathway.participant_id]
    ).realised


def _target(session: Session, pathway: PathwayInput) -> int | None:
    return _aim(pathway.weekly_target, pathway.training_status, settings.values(session))


def _aim(of_contract: int | None, training_status: str | None, values: Values) -> int | None:
    """The aim of a pathway, in minutes a week: see `PathwayHours.target`."""
    if of_contract is not None:
        return of_contract
    if not values.flag("weekly_hours_target_enabled"):
        return None
    name = "full_time_weekly_hours" if training_status in COURSES else "weekly_hours_target"
    return values.integer(name) * 60
