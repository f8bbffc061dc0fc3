"""Hours lived so far in a pathway, by brique, and their weekly mean beside the aim: shown, never refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.services.organisation import settings
from elans_desktop.services.pathways.pathway_inputs import PathwayInput
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
    if pathway.weekly_target is not None:
        return pathway.weekly_target
    values = settings.values(session)
    if not values.flag("weekly_hours_target_enabled"):
        return None
    name = "full_time_weekly_hours" if pathway.training_status in COURSES else "weekly_hours_target"
    return values.integer(name) * 60
