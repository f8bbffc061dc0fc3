"""Places, proposals, the waiting list, and whom one may enrol."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.models.activities import Enrolment
from elans_desktop.services.calendar import enrol_candidates, enrolments, expected, waiting
from elans_desktop.services.calendar.enrol_candidates import CandidateFilters
from elans_desktop.services.calendar.waiting import Enrolled
from elans_desktop.services.scope import Scope
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.pathway_world import complete, pathway

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
    return calendar_world.activity(session, world, people=2, capacity=3)


def waits(session: Session, activity: uuid.UUID) -> list[uuid.UUID]:
    return [person.participant_id for person in waiting.places(session, activity).waiting]


def test_beyond_the_places_people_wait_in_order(session: Session, world: World, bike: uuid.UUID) -> None:
    made = waiting.enrol_within(session, bike, [world.people[5], world.people[3], world.people[4]])
    assert made == Enrolled(1, 2)
    found = waiting.places(session, bike)
    assert (found.capacity, found.taken, found.free) == (3, 3, 0)
    assert waits(session, bike) == [world.people[3], world.people[4]]
    assert [person.rank for person in found.waiting] == [1, 2]
    seance = calendar_world.seance(session, world, bike, TUESDAY)
    assert expected.ids_at(session, [seance])[seance] == {*world.people[:2], world.people[5]}


def test_a_place_that_frees_goes_to_the_first(session: Session, world: World, bike: uuid.UUID) -> None:
    waiting.enrol_within(session, bike, world.people[2:7])
    calendar_world.seance(session, world, bike, date(2027, 4, 27))
    waiting.move(session, bike, world.people[5], -1)
    waiting.move(session, bike, world.people[3], -1)
    assert waits(session, bike) == [world.people[index] for index in (3, 5, 4, 6)]
    enrolments.withdraw(session, bike, [world.people[0]], last_day=TUESDAY, end_code="abandon")
    assert session.get_one(Enrolment, Enrolment.key(world.people[0], bike)).end_code == "abandon"
    assert waiting.promote(session, bike) == world.people[3]
    assert waits(session, bike) == [world.people[index] for index in (5, 4, 6)]
    promoted = session.get_one(Enrolment, Enrolment.key(world.people[3], bike))
    assert (promoted.status, promoted.rank, promoted.confirmed_on) == ("inscrit", None, TUESDAY)
    past, today = date(2027, 4, 27), TUESDAY
    row = next(p for p in enrolments.enrolments(session, bike) if p.participant_id == world.people[3])
    assert (row.expected_on(past), row.expected_on(today)) == (False, True)
    enrolments.withdraw(session, bike, [world.people[5]], last_day=TUESDAY)
    assert [p.rank for p in waiting.places(session, bike).waiting] == [1, 2]
    for _ in range(2):
        waiting.promote(session, bike)
    with pytest.raises(RuleError, match="Personne n’attend"):
        waiting.promote(session, bike)


def test_a_proposal_counts_once_confirmed(session: Session, world: World, bike: uuid.UUID) -> None:
    enrolments.enrol(session, bike, [world.people[7]], since=date(2027, 6, 1), status="propose")
    (proposed,) = waiting.places(session, bike).proposed
    assert (proposed.participant_id, proposed.proposed_on) == (world.people[7], TUESDAY)
    seance = calendar_world.seance(session, world, bike, date(2027, 6, 1))
    assert world.people[7] not in expected.ids_at(session, [seance])[seance]
    assert waiting.confirm(session, bike, [world.people[7], world.people[0]]) == 1
    assert world.people[7] in expected.ids_at(session, [seance])[seance]
    row = next(p for p in enrolments.enrolments(session, bike) if p.participant_id == world.people[7])
    assert row.periods == ((date(2027, 6, 1), None),)


def test_candidates_by_standing_and_previous_activity(
    session: Session, world: World, bike: uuid.UUID
) -> None:
    complete(session, world)
    pathway(session, world, 2, entry=date(2027, 1, 4))
    enrolments.enrol(session, bike, [world.people[3]], status="attente")
    resume = calendar_world.activity(session, world, "Atelier CV", people=6)
    enrolments.withdraw(session, resume, [world.people[5]], last_day=TUESDAY)

    def found(**wanted: object) -> list[uuid.UUID]:
        filters = CandidateFilters(**wanted)  # pyright: ignore[reportArgumentType]
        return [row.id for row in enrol_candidates.candidates(session, bike, filters, Scope())]

    assert set(found()) == {world.people[i] for i in range(12)} - {world.people[i] for i in (0, 1, 3)}
    assert set(found(activity_id=resume)) == {world.people[i] for i in (2, 4, 5)}
    assert found(text="DUVAL") == [world.people[4]]
    assert world.people[2] in found(status="en_parcours")
    assert world.people[4] not in found(status="en_parcours")
    assert enrol_candidates.previous_activities(session, bike) == ((resume, "Atelier CV"),)
