"""What a séance being typed would be warned about."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.services.calendar import seance_store
from elans_desktop.services.calendar.seance_forewarnings import of_input
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World

TUESDAY, ASCENSION = date(2027, 5, 4), date(2027, 5, 6)


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session)


def test_it_says_who_what_and_where_is_taken_already(session: Session, world: World) -> None:
    bike = calendar_world.activity(session, world, "Atelier vélo", people=3)
    other = calendar_world.activity(session, world, "Atelier CV", people=2, capacity=1)
    calendar_world.seance(session, world, bike, TUESDAY, (14, 17))
    wanted = SeanceInput(
        other, TUESDAY, (SlotInput(900, 960, None, (world.trainers[0],)),), place_id=world.places[0]
    )
    assert [remark.kind for remark in of_input(session, wanted)] == [
        "trainer",
        "place",
        "participant",
        "capacity",
    ]
    later = replace(wanted, slots=(SlotInput(1020, 1080, None, (world.trainers[0],)),))
    assert [remark.kind for remark in of_input(session, later)] == ["capacity"]
    elsewhere = replace(wanted, place_id=world.places[1], day=ASCENSION)
    assert [remark.kind for remark in of_input(session, elsewhere)] == ["holiday", "capacity"]


def test_a_seance_does_not_meet_itself(session: Session, world: World) -> None:
    bike = calendar_world.activity(session, world, people=3)
    made = calendar_world.seance(session, world, bike, TUESDAY, (14, 17))
    seance = seance_store.get(session, made)
    held = seance_store.parts_of(session, [made]).input_of(seance)
    assert of_input(session, held) == ()


def test_what_cannot_be_saved_yet_says_nothing(session: Session, world: World) -> None:
    bike = calendar_world.activity(session, world)
    for data in (
        SeanceInput(None, TUESDAY, (SlotInput(540, 600),)),
        SeanceInput(bike, None, (SlotInput(540, 600),)),
        SeanceInput(bike, ASCENSION, (SlotInput(540, None),)),
    ):
        assert of_input(session, data) == ()
