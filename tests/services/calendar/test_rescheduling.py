"""A séance carried elsewhere: what changes, what stays, what is refused."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.services.calendar import rescheduling, seances, series
from elans_desktop.services.calendar.recurrence import Recurrence
from elans_desktop.services.calendar.rescheduling import Rescheduled, Swap
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput, StopInput
from elans_desktop.services.calendar.series import Reach
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World

TUESDAY, THURSDAY = date(2027, 5, 4), date(2027, 5, 6)


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def world(session: Session) -> World:
    return calendar_world.build(session)


def slots(session: Session, seance_id: uuid.UUID) -> list[tuple[int, int, str, tuple[str, ...]]]:
    card = seances.view(session, seance_id).card
    return [(s.start, s.end, s.kind, tuple(t.first_name for t in s.trainers)) for s in card.slots]


def test_the_half_day_follows_the_hours_and_the_other_slot_stays(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world)
    made = calendar_world.seance(session, world, activity, TUESDAY)
    first = seances.view(session, made).card.slots[0].id
    rescheduling.apply(session, Rescheduled(made, THURSDAY, first, (18 * 60, 20 * 60)))
    card = seances.view(session, made).card
    assert card.day == THURSDAY
    assert slots(session, made) == [(840, 1020, "apres_midi", ("Jonas",)), (1080, 1200, "soir", ("Jonas",))]


def test_a_trainer_takes_the_place_of_another_in_each_slot_he_holds(session: Session, world: World) -> None:
    jonas, nadia, claire = world.trainers
    activity = calendar_world.activity(session, world)
    data = SeanceInput(
        activity,
        TUESDAY,
        (
            SlotInput(540, 720, None, (jonas, nadia)),
            SlotInput(840, 1020, None, (nadia,)),
            SlotInput(1080, 1140),
        ),
    )
    made = seances.save(session, data)

    def names() -> list[tuple[str, ...]]:
        return [held[3] for held in slots(session, made)]

    rescheduling.apply(session, Rescheduled(made, trainer=Swap(nadia, claire)))
    assert names() == [("Jonas", "Claire"), ("Claire",), ()]
    rescheduling.apply(session, Rescheduled(made, trainer=Swap(None, nadia)))
    assert names() == [("Jonas", "Claire"), ("Claire",), ("Nadia",)]
    rescheduling.apply(session, Rescheduled(made, trainer=Swap(jonas, None)))
    assert names() == [("Claire",), ("Claire",), ("Nadia",)]
    rescheduling.apply(session, Rescheduled(made, trainer=Swap(nadia, jonas)))
    with pytest.raises(RuleError, match="Jonas Prével anime déjà"):
        rescheduling.apply(
            session,
            Rescheduled(
                seances.save(
                    session, SeanceInput(activity, TUESDAY, (SlotInput(540, 600, None, (jonas, claire)),))
                ),
                trainer=Swap(claire, jonas),
            ),
        )


def test_a_round_keeps_its_stops(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world)
    stops = (StopInput(world.places[0]), StopInput(world.places[1]))
    made = seances.save(session, SeanceInput(activity, TUESDAY, (SlotInput(540, 720),), stops=stops))
    with pytest.raises(RuleError, match="tournée"):
        rescheduling.check(session, Rescheduled(made, place=Swap(world.places[0], world.places[1])))
    rescheduling.apply(session, Rescheduled(made, THURSDAY))
    assert len(seances.view(session, made).card.stops) == 2


def test_a_cancelled_seance_stays_where_it_was(session: Session, world: World) -> None:
    made = calendar_world.seance(session, world, calendar_world.activity(session, world), TUESDAY)
    seances.cancel(session, made, "Neige")
    with pytest.raises(RuleError, match="annulée ou reportée"):
        rescheduling.apply(session, Rescheduled(made, THURSDAY))
    assert seances.view(session, made).card.day == TUESDAY


def test_the_following_ones_come_along(session: Session, world: World) -> None:
    activity = calendar_world.activity(session, world)
    data = SeanceInput(activity, TUESDAY, (SlotInput(840, 1020),), place_id=world.places[0])
    made = series.create(session, data, Recurrence(until=date(2027, 5, 25))).ids
    second = seances.view(session, made[1]).card
    wanted = Rescheduled(
        made[1],
        date(2027, 5, 12),
        second.slots[0].id,
        (540, 720),
        place=Swap(world.places[0], world.places[1]),
    )
    done = rescheduling.apply(session, wanted, Reach.FOLLOWING)
    assert done.changed == 3
    found = [seances.view(session, one).card for one in made]
    assert [(card.day.day, card.start, card.place_id) for card in found] == [
        (4, 840, world.places[0]),
        (12, 540, world.places[1]),
        (19, 540, world.places[1]),
        (26, 540, world.places[1]),
    ]
