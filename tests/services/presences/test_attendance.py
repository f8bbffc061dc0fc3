from __future__ import annotations

import uuid
from collections.abc import Generator
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.parsing import Unreadable
from elans_desktop.services.calendar import guests, seances
from elans_desktop.services.presences import attendance, attendance_grid
from elans_desktop.services.presences.attendance import PresenceInput, minutes_words, parse_minutes
from elans_desktop.services.presences.attendance_grid import totals
from elans_desktop.services.presences.attendance_hours import hours, hours_by, to_enter
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World

MONDAY = date(2027, 4, 26)


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 4, 29, 18, 0)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session)


def slots_of(session: Session, seance_id: uuid.UUID) -> list[uuid.UUID]:
    return [slot.id for slot in seances.view(session, seance_id).card.slots]


def test_the_example_of_the_rules(session: Session, world: World) -> None:
    """domain.md §4.3: morning 180 min, 20 min late; afternoon 180 min, justified: 160 of 360, 44,4 %."""
    activity = calendar_world.activity(session, world, people=1)
    made = calendar_world.seance(session, world, activity, MONDAY, (9, 12), (13, 16))
    morning, afternoon = slots_of(session, made)
    person = world.people[0]
    attendance.set_presences(
        session, [PresenceInput(person, morning, "P", late=20), PresenceInput(person, afternoon, "A")]
    )
    sums = totals(attendance_grid.grid(session, activity, seance_id=made))
    assert (sums.realised, sums.planned, sums.late, sums.justified) == (160, 360, 20, 180)
    assert (sums.unjustified, sums.unentered, sums.present, sums.entered) == (0, 0, 1, 2)
    assert sums.rate == 4444
    summed = hours(session)
    assert (summed.realised, summed.planned, summed.late, summed.justified) == (160, 360, 20, 180)
    assert (summed.rate, summed.people, summed.presences) == (4444, 1, 1)


def test_what_counts_and_what_does_not(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=4)
    made = calendar_world.seance(session, world, activity, MONDAY, (9, 12))
    cancelled = calendar_world.seance(session, world, activity, date(2027, 4, 27), (9, 12))
    past = calendar_world.seance(session, world, activity, date(2027, 4, 28), (9, 12))
    calendar_world.seance(session, world, activity, date(2027, 5, 25), (9, 12))
    (slot,) = slots_of(session, made)
    (gone,) = slots_of(session, cancelled)
    attendance.set_presences(session, [PresenceInput(world.people[0], gone, "I")])
    seances.cancel(session, cancelled, "Neige")
    excused, unjustified, exempted, overlong = world.people[:4]
    attendance.set_presences(
        session,
        [
            PresenceInput(excused, slot, "E"),
            PresenceInput(unjustified, slot, "I"),
            PresenceInput(exempted, slot, "D"),
            PresenceInput(overlong, slot, "P", late=100, early=80),
        ],
    )
    view = attendance_grid.grid(session, activity)
    sums = totals(view)
    assert (sums.realised, sums.planned, sums.late) == (0, 540, 180)
    assert (sums.justified, sums.unjustified) == (180, 180)
    assert sums.unentered == 4 * 180  # the past slot alone, not the one to come
    assert (sums.rate, sums.expected, sums.entered) == (0, 12, 4)
    assert [s.past for s in view.slots] == [True, True, True, False]
    assert [(p.seance_id, p.missing) for p in to_enter(session)] == [(past, 4)]
    summed = hours(session)
    assert (summed.realised, summed.planned, summed.justified, summed.unjustified) == (0, 540, 180, 180)
    assert totals(attendance_grid.grid(session, activity, start=date(2027, 5, 1))).rate is None


def test_what_cannot_be_is_refused_beside_its_field(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=1)
    (slot,) = slots_of(session, calendar_world.seance(session, world, activity, MONDAY, (9, 12)))
    person = world.people[0]
    for wrong in (
        PresenceInput(person, slot, "P", late=100, early=81),
        PresenceInput(person, slot, "P", late=-1),
        PresenceInput(person, slot, "A", late=5),
    ):
        with pytest.raises(InputError) as caught:
            attendance.set_presences(session, [wrong])
        assert set(caught.value.fields) == {"minutes"}
    with pytest.raises(InputError):
        attendance.set_presences(session, [PresenceInput(person, slot, "R")])
    assert attendance_grid.grid(session, activity).cells == {}


def test_everyone_present_leaves_the_exceptions(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=5)
    (slot,) = slots_of(session, calendar_world.seance(session, world, activity, MONDAY, (9, 12)))
    attendance.set_presences(session, [PresenceInput(world.people[1], slot, "A", reason_code="sante")])
    assert attendance.all_present(session, [slot]) == 4
    assert attendance.all_present(session, [slot]) == 0
    view = attendance_grid.grid(session, activity)
    assert view.cells[world.people[1], slot].reason_code == "sante"
    assert totals(view).present == 4
    same = PresenceInput(world.people[0], slot, "P")
    assert attendance.set_presences(session, [same]) == 0


def test_a_cancelled_seance_takes_no_presence(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=1)
    made = calendar_world.seance(session, world, activity, MONDAY, (9, 12))
    (slot,) = slots_of(session, made)
    seances.cancel(session, made, "Neige")
    with pytest.raises(RuleError, match="annulée"):
        attendance.set_presences(session, [PresenceInput(world.people[0], slot, "P")])


def test_someone_who_came_without_being_enrolled(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world, people=1)
    made = calendar_world.seance(session, world, activity, MONDAY, (9, 12))
    calendar_world.seance(session, world, activity, date(2027, 4, 27), (9, 12))
    guests.add_for_day(session, activity, world.people[7], MONDAY)
    view = attendance_grid.grid(session, activity)
    visitor = next(person for person in view.people if person.id == world.people[7])
    assert visitor.expected == frozenset(slots_of(session, made))


def test_hours_by_brique_person_and_period(session: Session, world: World) -> None:
    bike = calendar_world.activity(session, world, "Atelier vélo", people=2)
    resume = calendar_world.activity(session, world, "Atelier CV", brique="A", people=1)
    first = slots_of(session, calendar_world.seance(session, world, bike, MONDAY, (9, 12)))
    other = slots_of(session, calendar_world.seance(session, world, resume, date(2026, 11, 2), (9, 11)))
    attendance.all_present(session, [*first, *other])
    by_brique = {code: sums.realised for code, sums in hours_by(session, "brique").items()}
    assert by_brique == {"M": 360, "A": 120}
    assert hours_by(session, "person", Scope(year=2027))[world.people[0]].realised == 180
    assert hours(session, EVERYTHING, (MONDAY, MONDAY)).realised == 360
    assert hours(session, participant_ids=[world.people[1]]).realised == 180
    assert hours(session, participant_ids=[]).planned == 0
    assert hours(session, activity_id=resume).realised == 120


@pytest.mark.parametrize(
    ("text", "minutes"), [("20", (20, 0)), (" 20/15 ", (20, 15)), ("/15", (0, 15)), ("5 min", (5, 0))]
)
def test_minutes_as_people_type_them(text: str, minutes: tuple[int, int]) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "/", "vingt", "20/15/3", "-5", "1000"])
def test_unreadable_minutes_get_a_sentence(text: str) -> None:
    with pytest.raises(Unreadable, match="20/15"):
        parse_minutes(text)


@given(late=st.integers(0, 600), early=st.integers(0, 600))
def test_minutes_written_read_back(late: int, early: int) -> None:
    if late or early:
        assert parse_minutes(minutes_words(late, early)) == (late, early)
