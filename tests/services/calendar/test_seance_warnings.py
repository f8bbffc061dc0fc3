"""Warnings: each kind, on both séances, in a fixed number of reads."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from datetime import date, datetime

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.activities import Activity
from elans_desktop.models.governance import Body, Meeting, MeetingAttendance
from elans_desktop.models.organisation import Agreement, Place, Professional
from elans_desktop.services.calendar import closures, guests, seance_forewarnings, seances, waiting
from elans_desktop.services.calendar.closures import ClosureInput
from elans_desktop.services.calendar.seance_cards import Remark
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput, StopInput
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.pathway_world import pathway

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
    return calendar_world.activity(session, world, "Atelier vélo", people=3)


@pytest.fixture
def resume(session: Session, world: World) -> uuid.UUID:
    return calendar_world.activity(session, world, "Atelier CV", brique="A", structure=1)


def warnings(session: Session, seance_id: uuid.UUID) -> dict[str, Remark]:
    return {remark.kind: remark for remark in seances.view(session, seance_id).card.warnings}


def test_each_kind_of_double_booking_stands_on_both(
    session: Session, world: World, bike: uuid.UUID, resume: uuid.UUID
) -> None:
    first = calendar_world.seance(session, world, bike, TUESDAY, (14, 17))
    second = calendar_world.seance(session, world, resume, TUESDAY, (16, 18))
    guests.invite(session, second, world.people[:2])
    for one, other in ((first, second), (second, first)):
        found = warnings(session, one)
        assert set(found) == {"trainer", "place", "participant"}
        assert {remark.other_id for remark in found.values()} == {other}
        assert "2 personnes sont aussi attendues" in found["participant"].sentence
        assert seances.view(session, one).card.conflict


def test_a_stop_of_a_round_books_its_place_at_its_own_hours(
    session: Session, world: World, bike: uuid.UUID, resume: uuid.UUID
) -> None:
    """The bus stands at the town hall from 9 h to 10 h only; the other room is elsewhere."""
    slots = (SlotInput(540, 720, None, (world.trainers[2],)),)
    stops = (StopInput(world.places[1], 540, 600), StopInput(world.places[0], 610, 720))
    data = SeanceInput(bike, TUESDAY, slots, stops=stops)
    meeting = calendar_world.seance(session, world, resume, TUESDAY, (9, 10), place=1, trainers=(1,))
    later = calendar_world.seance(session, world, resume, TUESDAY, (11, 12), place=1, trainers=(0,))
    assert [one.kind for one in seance_forewarnings.of_input(session, data)] == ["place"]
    bus = seances.save(session, data)
    for one, other in ((bus, meeting), (meeting, bus)):
        assert [(r.kind, r.other_id) for r in warnings(session, one).values()] == [("place", other)]
    assert "place" not in warnings(session, later)
    (shown,) = [
        card for card in seances.span(session, EVERYTHING, TUESDAY, TUESDAY).seances if card.id == bus
    ]
    assert [remark.kind for remark in shown.warnings] == ["place"]


def test_the_smaller_of_the_activity_and_the_room_is_what_it_can_take(
    session: Session, world: World, bike: uuid.UUID
) -> None:
    """Three people are expected; the form says twelve, the room holds two."""
    made = calendar_world.seance(session, world, bike, TUESDAY, (9, 12))
    session.get_one(Activity, bike).capacity = 12
    session.get_one(Place, world.places[0]).capacity = 2
    session.flush()
    assert warnings(session, made)["capacity"].sentence == "3\u00a0personnes pour 2\u00a0places."
    assert waiting.places(session, bike).free == 0
    data = SeanceInput(bike, TUESDAY, (SlotInput(540, 720),), world.places[0], id=made)
    assert "capacity" in {one.kind for one in seance_forewarnings.of_input(session, data)}
    session.get_one(Activity, bike).capacity = 1
    session.get_one(Place, world.places[0]).capacity = None
    session.flush()
    assert warnings(session, made)["capacity"].sentence == "3\u00a0personnes pour 1\u00a0place."


def test_another_agreement_counts_too(session: Session, world: World, bike: uuid.UUID) -> None:
    elans = Agreement(
        scheme_id=session.get_one(Agreement, world.agreement).scheme_id,
        title="ELAN’S",
        number="",
        start=date(2026, 1, 1),
        end=date(2028, 12, 31),
        ceiling_rate=0,
        ceiling_base="",
        transfer_clause="",
        eu_cofunded=False,
    )
    session.add(elans)
    session.flush()
    other = World(elans.id, world.structures, world.places, world.trainers, world.people)
    baking = calendar_world.activity(session, other, "Four à pain")
    calendar_world.seance(session, world, bike, TUESDAY, (14, 17))
    calendar_world.seance(session, other, baking, TUESDAY, (14, 17), place=1)
    (mine,) = seances.week(session, Scope(world.agreement, 2027), TUESDAY).seances
    assert [remark.kind for remark in mine.warnings] == ["trainer"]


def test_a_trainer_needs_time_from_one_commune_to_another(
    session: Session, world: World, bike: uuid.UUID, resume: uuid.UUID
) -> None:
    morning = calendar_world.seance(session, world, bike, TUESDAY, (9, 12))
    noon = calendar_world.seance(session, world, resume, TUESDAY, (12, 14), place=1)
    for one, other in ((morning, noon), (noon, morning)):
        found = warnings(session, one)
        assert found["elsewhere"].other_id == other
        assert "sans un instant entre les deux" in found["elsewhere"].sentence
    later = calendar_world.seance(session, world, resume, TUESDAY, (15, 16), place=0)
    assert set(warnings(session, later)) == set()


def test_a_trainer_in_a_meeting_or_gone(session: Session, world: World, bike: uuid.UUID) -> None:
    body = Body(title="Groupe projet", purpose="")
    session.add(body)
    session.flush()
    meeting = Meeting(
        body_id=body.id, number=1, day=TUESDAY, start=600, end=720, place_text="", notes="", state="prevue"
    )
    session.add(meeting)
    session.flush()
    key = MeetingAttendance.key(meeting.id, world.trainers[0])
    session.add(
        MeetingAttendance(id=key, meeting_id=meeting.id, professional_id=world.trainers[0], status="convoque")
    )
    made = calendar_world.seance(session, world, bike, TUESDAY, (11, 13))
    after = calendar_world.seance(session, world, bike, TUESDAY, (14, 16))
    found = warnings(session, made)
    assert found["elsewhere"].sentence == "Jonas Prével est en réunion, Groupe projet, de 10:00 à 12:00."
    assert "elsewhere" not in warnings(session, after)
    trainer = session.get_one(Professional, world.trainers[0])
    trainer.end = date(2027, 4, 30)
    assert "depuis le 30/04/2027" in warnings(session, after)["away"].sentence
    trainer.start, trainer.end = date(2027, 6, 1), None
    assert "n’arrive que le 01/06/2027" in warnings(session, after)["away"].sentence


def test_holidays_and_closures_of_the_place(session: Session, world: World, bike: uuid.UUID) -> None:
    session.get_one(Place, world.places[0]).insee = "14762"
    session.get_one(Place, world.places[1]).insee = "61169"
    session.flush()
    closed = date(2027, 5, 6)
    closures.save(session, ClosureInput(None, "organisme", "Inventaire", closed, date(2027, 5, 7)))
    closures.save(session, ClosureInput(None, "municipale", "Foire", TUESDAY, TUESDAY, insee="61169"))
    ascension = calendar_world.seance(session, world, bike, closed)
    assert {k: r.sentence for k, r in warnings(session, ascension).items()} == {
        "holiday": "Jour férié\u00a0: Ascension.", "closure": "Fermeture\u00a0: Inventaire.",
    }  # fmt: skip
    here = calendar_world.seance(session, world, bike, TUESDAY, (9, 12))
    there = calendar_world.seance(session, world, bike, TUESDAY, (14, 17), place=1)
    assert "closure" not in warnings(session, here)
    assert warnings(session, there)["closure"].sentence == "Fermeture\u00a0: Foire."


def test_people_before_their_entry_or_after_their_exit(
    session: Session, world: World, bike: uuid.UUID
) -> None:
    pathway(session, world, 0, entry=date(2027, 5, 5))
    pathway(session, world, 1, entry=date(2027, 1, 4), left=date(2027, 5, 3))
    pathway(session, world, 2, entry=date(2027, 5, 4), left=date(2027, 5, 4))
    made = calendar_world.seance(session, world, bike, TUESDAY)
    remark = warnings(session, made)["outside"]
    assert remark.people == frozenset(world.people[:2])
    assert remark.sentence == "2\u00a0personnes attendues sont hors de leur parcours, ce jour-là."
    pathway(session, world, 1, entry=date(2027, 5, 4))
    assert warnings(session, made)["outside"].people == {world.people[0]}


def test_nobody_leads_or_a_part_only(session: Session, world: World, bike: uuid.UUID) -> None:
    made = calendar_world.seance(session, world, bike, TUESDAY, trainers=())
    assert warnings(session, made)["no_trainer"].sentence == "Aucun intervenant n’est choisi."
    card = seances.view(session, made).card
    slots = tuple(
        seances.SlotInput(slot.start, slot.end, slot.kind, trainers, slot.id)
        for slot, trainers in zip(card.slots, ((world.trainers[0],), ()), strict=True)
    )
    seances.save(session, seances.SeanceInput(bike, TUESDAY, slots, world.places[0], id=made))
    assert warnings(session, made)["no_trainer"].sentence == "Un créneau est sans intervenant."


def test_a_busy_week_takes_few_reads(
    session: Session, world: World, bike: uuid.UUID, resume: uuid.UUID
) -> None:
    for hour in range(8, 20):
        for day in (3, 4, 5, 6, 7):
            calendar_world.seance(
                session, world, (bike, resume)[hour % 2], date(2027, 5, day), (hour, hour + 1)
            )
    session.flush()
    session.expire_all()
    asked: list[str] = []
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    found = seances.week(session, EVERYTHING, TUESDAY)
    assert len(found.seances) == 60
    assert len(asked) < 30
