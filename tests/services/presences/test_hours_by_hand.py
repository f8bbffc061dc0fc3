"""Hours against sums done by hand: the same on the grid, in the sums and on the monthly statement."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.services.calendar import seances
from elans_desktop.services.presences import attendance, attendance_grid, attendance_hours
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.presences.presence_papers import statements
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
"""Sundays of 2027 when the clocks go forward, and back."""


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 11, 30, 9, 0)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session, people=1)


def sums(session: Session, world: World, activity: uuid.UUID, first: date, last: date) -> tuple[int, ...]:
    """Realised, planned, late, justified, unjustified: three readings that must agree."""
    person = world.people[0]
    found = attendance_hours.hours(session, period=(first, last), participant_ids=[person])
    by_base = found.realised, found.planned, found.late, found.justified, found.unjustified
    grid = attendance_grid.totals(attendance_grid.grid(session, activity, first, last))
    assert (grid.realised, grid.planned, grid.late, grid.justified, grid.unjustified) == by_base
    (paper,) = statements.prepare(session, DocumentRequest("releve-presence", first, last, (person,)))
    names = ("present", "planned", "late", "justified", "unjustified")
    assert tuple(sum(getattr(row, name) for row in paper.rows) for name in names) == by_base
    return by_base


def enter(session: Session, world: World, seance: uuid.UUID, *cells: tuple[str, int, int]) -> None:
    slots = seances.view(session, seance).card.slots
    attendance.set_presences(
        session,
        [
            PresenceInput(world.people[0], slot.id, status, late, early)
            for slot, (status, late, early) in zip(slots, cells, strict=True)
        ],
    )


@pytest.mark.parametrize("sunday", [SPRING, AUTUMN])
def test_a_night_when_the_clocks_change_counts_its_local_minutes(
    session: Session, world: World, sunday: date
) -> None:
    """From 1 h to 4 h is three hours on the sheet, whatever the clocks did meanwhile (`data-model`)."""
    activity = calendar_world.activity(session, world, people=1)
    seance = calendar_world.seance(session, world, activity, sunday, (1, 4), (9, 12))
    enter(session, world, seance, ("P", 0, 0), ("P", 10, 5))
    assert sums(session, world, activity, sunday, sunday) == (345, 360, 15, 0, 0)


def test_a_week_of_mixed_half_days(session: Session, world: World) -> None:
    """Mon. present, 20 late then 15 early; Tue. justified then excused; Wed. unjustified then exempt;
    Thu. cancelled; Fri. a present minute of one hour: 4 h 26 of 16 h."""
    activity = calendar_world.activity(session, world, people=1)
    days = [date(2027, 4, day) for day in range(26, 31)]
    made = [calendar_world.seance(session, world, activity, day) for day in days[:4]]
    friday = calendar_world.seance(session, world, activity, days[4], (9, 10))
    enter(session, world, made[0], ("P", 20, 0), ("P", 60, 15))
    enter(session, world, made[1], ("A", 0, 0), ("E", 0, 0))
    enter(session, world, made[2], ("I", 0, 0), ("D", 0, 0))
    seances.cancel(session, made[3], "Neige")
    enter(session, world, friday, ("P", 59, 0))
    realised = (180 - 20) + (180 - 75) + 1
    planned = 6 * 180 - 180 + 60
    assert sums(session, world, activity, days[0], days[4]) == (realised, planned, 154, 360, 180)
    assert realised == 4 * 60 + 26
    assert planned == 16 * 60


def test_somebody_away_the_whole_slot_though_present_counts_nothing(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=1)
    seance = calendar_world.seance(session, world, activity, date(2027, 4, 26), (9, 12))
    enter(session, world, seance, ("P", 120, 60))
    assert sums(session, world, activity, date(2027, 4, 26), date(2027, 4, 26)) == (0, 180, 180, 0, 0)
