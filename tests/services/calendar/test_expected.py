"""Expected at a séance: those enrolled that day, and its guests, everywhere the same."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from datetime import date, datetime

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.models.activities import Seance
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.services.calendar import enrolments, expected, guests, seances
from elans_desktop.services.home import home_tasks
from elans_desktop.services.presences import attendance, attendance_grid, attendance_hours, attendance_sheets
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World

MONDAY = date(2027, 5, 3)
TUESDAY = date(2027, 5, 4)


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session)


@pytest.fixture
def bike(session: Session, world: World) -> uuid.UUID:
    return calendar_world.activity(session, world, people=2)


def test_a_guest_is_expected_at_one_seance_only(session: Session, world: World, bike: uuid.UUID) -> None:
    first = calendar_world.seance(session, world, bike, MONDAY, (9, 12))
    second = calendar_world.seance(session, world, bike, TUESDAY, (14, 17))
    guest = world.people[5]
    assert guests.invite(session, first, [guest, world.people[0]]) == 1
    assert guests.invite(session, first, [guest]) == 0
    found = expected.ids_at(session, [first, second])
    assert found == {first: {*world.people[:2], guest}, second: set(world.people[:2])}
    assert [p.last_name for p in expected.people_at(session, [first])[first]] == [
        "Aubert", "Brionne", "El Amrani",
    ]  # fmt: skip
    view = seances.view(session, first)
    assert view.card.expected == 3
    assert [p.status for p in view.people] == ["inscrit", "inscrit", "invite"]
    mine = select(Seance.id).where(expected.is_expected(guest))
    assert list(session.scalars(mine)) == [first]


def test_grid_sheets_and_hours_expect_the_guest(session: Session, world: World, bike: uuid.UUID) -> None:
    made = calendar_world.seance(session, world, bike, MONDAY, (9, 12))
    guest = world.people[5]
    guests.invite(session, made, [guest])
    (slot,) = (slot.id for slot in seances.view(session, made).card.slots)
    grid = attendance_grid.grid(session, bike)
    assert [person.id for person in grid.people if slot in person.expected] == [*world.people[:2], guest]
    asked = DocumentRequest("emargement-seance", object_ids=(made,))
    (sheet,) = attendance_sheets.prepare_seance(session, asked)
    (week,) = attendance_sheets.prepare_week(session, DocumentRequest("emargement-semaine", MONDAY, MONDAY))
    assert len(sheet.people) == len(week.people) == 3
    assert [(one.seance_id, one.missing) for one in attendance_hours.to_enter(session)] == [(made, 3)]
    (mine,) = attendance_hours.to_enter(session, EVERYTHING, participant_id=guest)
    assert mine.missing == 1
    assert attendance_hours.to_enter(session, Scope(uuid.uuid4())) == ()
    assert [task.id for task in home_tasks.to_enter(session, EVERYTHING)] == [made]
    attendance.set_presences(session, [PresenceInput(person, slot, "P") for person in world.people[:2]])
    assert [task.id for task in home_tasks.to_enter(session, EVERYTHING)] == [made]
    number = session.scalars(select(AttendanceSheet).where(AttendanceSheet.number == sheet.number)).one()
    attendance_sheets.mark_printed(session, [sheet.number])
    with pytest.raises(RuleError, match="présence reste"):
        attendance_sheets.validate(session, number.id)
    assert attendance.all_present(session, [slot]) == 1
    assert home_tasks.to_enter(session, EVERYTHING) == ()
    assert number.state == "saisie"
    attendance_sheets.validate(session, number.id, MONDAY)
    with pytest.raises(RuleError, match="validée"):
        guests.add_for_day(session, bike, world.people[7], MONDAY)


def test_a_guest_whose_presence_is_entered_stays(session: Session, world: World, bike: uuid.UUID) -> None:
    made = calendar_world.seance(session, world, bike, MONDAY, (9, 12))
    guest = world.people[5]
    guests.add_for_day(session, bike, guest, MONDAY)
    (slot,) = (slot.id for slot in seances.view(session, made).card.slots)
    attendance.set_presences(session, [PresenceInput(guest, slot, "P")])
    with pytest.raises(RuleError, match="présence"):
        guests.uninvite(session, made, guest)
    attendance.set_presences(session, [PresenceInput(guest, slot, None)])
    guests.uninvite(session, made, guest)
    assert guest not in expected.ids_at(session, [made])[made]
    with pytest.raises(RuleError, match="pas de séance"):
        guests.add_for_day(session, bike, guest, TUESDAY)
    guests.invite(session, made, [guest])
    seances.delete(session, made)


def test_many_seances_take_few_queries(session: Session, world: World, bike: uuid.UUID) -> None:
    made = [calendar_world.seance(session, world, bike, date(2027, 5, day), (9, 12)) for day in range(1, 29)]
    for one in made:
        guests.invite(session, one, [world.people[6]])
    enrolments.enrol(session, bike, [world.people[3]], since=TUESDAY)
    session.flush()
    session.expire_all()
    asked: list[str] = []
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    found = expected.people_at(session, made)
    assert sum(len(people) for people in found.values()) == 28 * 3 + 25
    assert len(asked) == 4
