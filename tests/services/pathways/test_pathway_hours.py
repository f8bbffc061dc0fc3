from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.activities import Activity
from elans_desktop.models.participants import Pathway
from elans_desktop.services.calendar import seances
from elans_desktop.services.organisation import settings
from elans_desktop.services.participants import (
    participant_list,
    people_columns,
    people_facts,
    people_filters,
)
from elans_desktop.services.pathways import pathway_hours, pathway_status, pathways
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.scope import Scope
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.pathway_world import pathway


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session)


def hours(session: Session, world: World) -> pathway_hours.PathwayHours:
    """The hours of the pathway of the first person."""
    (known,) = pathways.of_participant(session, world.people[0])
    return pathway_hours.of_pathway(session, known.input)


def attend(session: Session, world: World, day: date, brique: str | None, status: str = "P") -> None:
    """A morning of three hours of the first person."""
    activity = calendar_world.activity(session, world, people=1)
    session.get_one(Activity, activity).brique_code = brique
    seance = calendar_world.seance(session, world, activity, day, (9, 12))
    slot = seances.view(session, seance).card.slots[0].id
    attendance.set_presences(session, [PresenceInput(world.people[0], slot, status)])


def test_hours_are_summed_by_brique_within_the_days_of_the_pathway(session: Session, world: World) -> None:
    """Entered on 1 March: ten weeks, less six days, to 4 May."""
    pathway(session, world, 0, entry=date(2027, 3, 1), R=date(2027, 2, 15), M=date(2027, 3, 1))
    attend(session, world, date(2027, 2, 10), "R")  # before
    attend(session, world, date(2027, 2, 20), "R")
    attend(session, world, date(2027, 3, 10), "M")
    attend(session, world, date(2027, 3, 17), "A_pro")
    attend(session, world, date(2027, 3, 24), "A_soc")
    attend(session, world, date(2027, 3, 31), None)
    attend(session, world, date(2027, 4, 7), "M", status="A")
    found = hours(session, world)
    assert list(found.by_brique.items()) == [("R", 180), ("M", 180), ("A", 360), ("", 180)]
    assert (found.total, found.weekly) == (900, round(900 * 7 / 65))


def test_the_mean_stops_at_the_exit_and_starts_at_a_whole_week(session: Session, world: World) -> None:
    made = pathway(session, world, 0, entry=date(2027, 3, 1), left=date(2027, 3, 14), exit_code="A2")
    attend(session, world, date(2027, 3, 2), "M")
    attend(session, world, date(2027, 3, 20), "M")  # after
    found = hours(session, world)
    assert (found.total, found.weekly) == (180, 90)
    session.get_one(Pathway, made).exit_on = date(2027, 3, 2)
    session.flush()
    assert hours(session, world).weekly == 180


def test_the_aim_is_that_of_the_contract_else_the_setting_if_it_is_followed(
    session: Session, world: World
) -> None:
    made = pathway(session, world, 0, entry=date(2027, 3, 1))
    assert hours(session, world).target is None
    settings.put(session, "weekly_hours_target_enabled", True)
    assert hours(session, world).target == 15 * 60
    session.get_one(Pathway, made).weekly_target = 20 * 60
    session.flush()
    found = hours(session, world)
    assert (found.target, found.total, found.weekly) == (20 * 60, 0, None)


def test_the_aim_of_a_full_time_course_is_its_own(session: Session, world: World) -> None:
    made = pathway(session, world, 0, entry=date(2027, 3, 1))
    session.get_one(Pathway, made).training_status = "stagiaire_remunere"
    session.flush()
    assert hours(session, world).target is None, "no aim is followed yet"
    settings.put(session, "weekly_hours_target_enabled", True)
    assert hours(session, world).target == 30 * 60
    settings.put(session, "full_time_weekly_hours", 26)
    assert hours(session, world).target == 26 * 60
    session.get_one(Pathway, made).training_status = "benevole"
    session.flush()
    assert hours(session, world).target == 15 * 60


def test_the_week_under_way_starts_on_monday_and_at_the_entry(session: Session, world: World) -> None:
    made = pathway(session, world, 0, entry=date(2027, 3, 1))
    attend(session, world, date(2027, 4, 30), "M")  # last Friday
    attend(session, world, date(2027, 5, 3), "M")
    attend(session, world, date(2027, 5, 4), "M", status="A")
    assert hours(session, world).this_week == 180
    session.get_one(Pathway, made).entry_on = date(2027, 5, 4)
    session.flush()
    assert hours(session, world).this_week == 0
    session.get_one(Pathway, made).exit_on = date(2027, 5, 3)
    session.flush()
    assert hours(session, world).this_week is None


def test_the_list_says_the_same_week_as_the_file(session: Session, world: World) -> None:
    """Tuesday 4 May: the aim of the contract, that of a course, that of the setting; Monday counts."""
    settings.save(session, "weekly_hours_target_enabled", True)
    for index, person in enumerate(world.people[:4]):
        entry = date(2027, 5, 4) if index == 3 else date(2027, 3, 1)
        pathway(session, world, index, entry=entry)
        known = session.scalars(select(Pathway).where(Pathway.participant_id == person)).one()
        known.training_status = "stagiaire" if index == 1 else None
        known.weekly_target = 180 if index == 0 else None
    activity = calendar_world.activity(session, world, people=4)
    for day in (date(2027, 4, 30), date(2027, 5, 3)):
        seance = calendar_world.seance(session, world, activity, day, (9, 12))
        attendance.all_present(session, [seances.view(session, seance).card.slots[0].id])
    found = people_facts.facts(session, Scope(world.agreement))
    weeks = [(found[one].week, found[one].target, found[one].lacking) for one in world.people[:5]]
    assert weeks == [
        (180, 180, 0),
        (180, 1800, 1620),
        (180, 900, 720),
        (0, 900, 900),
        (None, None, None),
    ]
    for person in world.people[:4]:
        (known_pathway,) = pathways.of_participant(session, person)
        held = pathway_hours.of_pathway(session, known_pathway.input)
        assert (held.this_week, held.target) == (found[person].week, found[person].target)
        assert people_facts.facts(session, Scope(world.agreement), person)[person] == found[person]
    words = people_filters.words(session)
    under = people_filters.test_of("under", words, found)
    rows = participant_list.rows(session, Scope(world.agreement))
    assert {row.id for row in rows if under(row)} == set(world.people[1:4])
    made = people_columns.export(session, world.people[:2], ("week", "target", "lacking"))
    assert [tuple(line) for line in made.rows] == [(180, 180, 0), (180, 1800, 1620)]


def test_without_an_aim_no_week_is_followed(session: Session, world: World) -> None:
    pathway(session, world, 0, entry=date(2027, 3, 1))
    fact = people_facts.facts(session, Scope(world.agreement))[world.people[0]]
    assert (fact.week, fact.target, fact.lacking) == (None, None, None)


def test_the_weeks_of_ten_people_take_as_many_reads_as_those_of_two(session: Session, world: World) -> None:
    settings.save(session, "weekly_hours_target_enabled", True)
    activity = calendar_world.activity(session, world, people=12)
    seance = calendar_world.seance(session, world, activity, date(2027, 5, 3), (9, 12))
    attendance.all_present(session, [seances.view(session, seance).card.slots[0].id])

    def reads() -> tuple[int, int]:
        """How many people are followed, in how many reads."""
        session.flush()
        standings = pathway_status.current(session, Scope(world.agreement), clock.today())
        made = list[str]()

        def heard(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            made.append(statement)

        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", heard)
        try:
            return len(pathway_hours.week_of_each(session, standings)), len(made)
        finally:
            event.remove(engine, "before_cursor_execute", heard)

    for index in range(2):
        pathway(session, world, index, entry=date(2027, 3, 1))
    few = reads()
    for index in range(2, 10):
        pathway(session, world, index, entry=date(2027, 3, 1))
    assert (few[0], reads()) == (2, (10, few[1]))
    assert few[1] > 0
