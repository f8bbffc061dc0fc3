"""The calendar out and in: stable events, no name of a participant, nothing doubled, nothing deleted."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from datetime import date, datetime

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, PermissionDenied, RuleError
from elans_desktop.models.activities import Seance
from elans_desktop.models.organisation import Professional
from elans_desktop.models.participants import Participant
from elans_desktop.services.calendar import enrolments, guests, ics_export, ics_import, seances
from elans_desktop.services.calendar.ics_export import IcsExport
from elans_desktop.services.calendar.ics_import import ImportPlan
from elans_desktop.services.calendar.ics_reading import read
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput, StopInput
from elans_desktop.services.organisation import settings
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.services.calendar.test_ics_reading import calendar
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.organisation import acting_as

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
    return calendar_world.activity(session, world, "Atelier vélo", people=2)


def events(made: IcsExport) -> list[dict[str, str]]:
    found = Calendar.from_ical(made.content).walk("VEVENT")
    return [
        {name.lower(): str(value.dt if hasattr(value, "dt") else value) for name, value in e.items()}
        for e in found
    ]


def brought(session: Session, content: bytes, activity: uuid.UUID | None = None) -> ImportPlan:
    return ics_import.apply(session, ics_import.plan(session, read(content), activity))


def days(session: Session, activity: uuid.UUID) -> list[tuple[date, int, int, str]]:
    cards = seances.rows(session, seances.SeanceFilters(activity_id=activity))
    return [(card.day, card.start, card.end, card.name) for card in cards]


def test_the_whole_calendar_goes_out_with_its_zone(session: Session, world: World, bike: uuid.UUID) -> None:
    made = calendar_world.seance(session, world, bike, TUESDAY, (9, 12), (14, 24))
    dropped = calendar_world.seance(session, world, bike, date(2027, 10, 31), (2, 3))
    seances.cancel(session, dropped, "Neige chez Kévin")
    out = ics_export.whole(session)
    assert (out.name, out.events) == ("calendrier.ics", 3)
    text = out.content.decode()
    assert "TZID:Europe/Paris" in text
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text
    assert "DTSTART;TZID=Europe/Paris:20270504T090000" in text
    assert "DTEND;TZID=Europe/Paris:20270505T000000" in text
    assert "Kévin" not in text
    first, second, cancelled = events(out)
    assert first["summary"] == "Atelier vélo"
    assert first["uid"] != second["uid"]
    assert first["location"] == "Hangar du Pressoir, Vire"
    assert "Avec\u00a0: Jonas Prével" in first["description"]
    assert (first["status"], cancelled["status"]) == ("CONFIRMED", "CANCELLED")
    again = read(out.content)
    assert [event.start for event in again.events][:2] == [datetime(2027, 5, 4, 9), datetime(2027, 5, 4, 14)]
    uids = {event["uid"] for event in events(ics_export.whole(session))}
    assert uids == {event["uid"] for event in events(out)}
    assert seances.view(session, made).card.slots[0].id == ics_export.slot_of(first["uid"])


def test_the_zone_of_an_overseas_organisation(session: Session, world: World, bike: uuid.UUID) -> None:
    settings.put(session, "holiday_zone", "974")
    calendar_world.seance(session, world, bike, TUESDAY, (9, 12))
    out = ics_export.whole(session)
    assert b"TZID:Indian/Reunion" in out.content
    (event,) = read(out.content, "974").events
    assert event.start == datetime(2027, 5, 4, 9)
    assert read(out.content).events[0].start == datetime(2027, 5, 4, 7)


def test_one_trainer_one_participant_one_activity(session: Session, world: World, bike: uuid.UUID) -> None:
    resume = calendar_world.activity(session, world, "Atelier CV", brique="A", people=4)
    calendar_world.seance(session, world, bike, TUESDAY, (9, 12), trainers=(0,))
    other = calendar_world.seance(session, world, resume, TUESDAY, (14, 17), trainers=(1,))
    calendar_world.seance(session, world, resume, date(2027, 5, 11), (14, 17), trainers=(1,))
    guests.invite(session, other, [world.people[7]])
    enrolments.withdraw(session, resume, [world.people[0]], last_day=TUESDAY)

    def summary(made: IcsExport) -> list[tuple[str, str]]:
        return [(event["dtstart"][:10], event["summary"]) for event in events(made)]

    trainer = ics_export.of_object(session, world.trainers[1])
    assert summary(trainer) == [("2027-05-04", "Atelier CV"), ("2027-05-11", "Atelier CV")]
    assert trainer.name == "calendrier-intervenant.ics"
    guest = ics_export.of_object(session, world.people[7])
    assert summary(guest) == [("2027-05-04", "Atelier CV")]
    assert (guest.name, guest.participant_id) == ("calendrier-personne.ics", world.people[7])
    left = ics_export.of_object(session, world.people[0])
    assert summary(left) == [("2027-05-04", "Atelier vélo"), ("2027-05-04", "Atelier CV")]
    assert len(events(ics_export.of_object(session, bike))) == 1
    assert len(events(ics_export.of_object(session, world.places[0]))) == 3
    names = [
        name
        for person in session.scalars(select(Participant))
        for name in (person.last_name, person.first_name)
    ]
    for made in (trainer, guest, left, ics_export.whole(session)):
        assert not [name for name in names if name in made.content.decode()]
    with pytest.raises(NotFoundError):
        ics_export.of_object(session, uuid.uuid4())
    with pytest.raises(RuleError, match="Aucune séance"):
        ics_export.whole(session, Scope(world.agreement, 2026))


def test_only_those_who_may_export(workspace: Workspace) -> None:
    with acting_as(workspace, "accueil"), workspace.read() as reading, pytest.raises(PermissionDenied):
        ics_export.whole(reading)


def test_a_round_trip_changes_nothing(session: Session, world: World, bike: uuid.UUID) -> None:
    calendar_world.seance(session, world, bike, TUESDAY, (9, 12), (14, 17))
    slots = (SlotInput(540, 720),)
    stops = (StopInput(world.places[0], 540, 600), StopInput(world.places[1], 610, 720))
    seances.save(session, SeanceInput(bike, date(2027, 5, 5), slots, title="Tournée", stops=stops))
    before = days(session, bike)
    plan = ics_import.plan(session, read(ics_export.whole(session).content))
    assert (plan.count("same"), len(plan.events), plan.removed) == (3, 3, ())
    ics_import.apply(session, plan)
    assert days(session, bike) == before


def test_what_was_moved_in_another_agenda_moves_here(session: Session, world: World, bike: uuid.UUID) -> None:
    kept = calendar_world.seance(session, world, bike, TUESDAY, (9, 12))
    moved = calendar_world.seance(session, world, bike, date(2027, 5, 5), (9, 12))
    gone = calendar_world.seance(session, world, bike, date(2027, 5, 7), (9, 12))
    dropped = calendar_world.seance(session, world, bike, date(2027, 5, 10), (9, 12))
    calendar_world.seance(session, world, bike, date(2027, 5, 12), (9, 12))
    text = ics_export.whole(session).content.decode()
    slot = seances.view(session, kept).card.slots[0]
    attendance.set_presences(session, [PresenceInput(world.people[0], slot.id, "P")])
    text = text.replace("20270504T090000", "20270504T100000").replace("20270505T", "20270506T")
    blocks = text.split("BEGIN:VEVENT")
    blocks = [block for block in blocks if "20270507T" not in block]
    text = "BEGIN:VEVENT".join(
        block.replace("CONFIRMED", "CANCELLED") if "20270510T" in block else block for block in blocks
    )
    plan = ics_import.plan(session, read(text.encode()))
    assert [line.action for line in plan.events] == ["kept", "update", "cancel", "same"]
    assert "présences saisies" in plan.events[0].sentence
    assert [(one.seance_id, one.day) for one in plan.removed] == [(gone, date(2027, 5, 7))]
    assert plan.words == (
        "Séances\u00a0: 1\u00a0mise à jour, 1\u00a0annulée, 1\u00a0inchangée, 1\u00a0gardée telle quelle, "
        "1\u00a0absente du fichier."
    )
    ics_import.apply(session, plan)
    assert seances.view(session, moved).card.day == date(2027, 5, 6)
    assert seances.view(session, kept).card.start == 540
    assert seances.view(session, gone).card.planned
    assert seances.view(session, dropped).card.state_reason == "Annulée dans le calendrier importé"


def test_foreign_events_come_once_and_are_updated(session: Session, world: World, bike: uuid.UUID) -> None:
    file = calendar(
        "UID:a@agenda\nDTSTART:20270504T070000Z\nDTEND:20270504T100000Z\nSUMMARY:Atelier Vélo\n"
        "LOCATION:Mairie\\, salle 2\\, Flers\nDESCRIPTION:avec Kévin Aubert",
        "UID:b@agenda\nDTSTART:20270505T070000Z\nDTEND:20270505T100000Z\nSUMMARY:Essai de freins\n"
        "LOCATION:Gymnase",
        "UID:c@agenda\nDTSTART:20270506T070000Z\nDTEND:20270506T080000Z\nSUMMARY:Tri\nRRULE:FREQ=WEEKLY;COUNT=2",
        "UID:d@agenda\nDTSTART;VALUE=DATE:20270507\nSUMMARY:Congé",
        "UID:e@agenda\nDTSTART:20270507T200000Z\nDTEND:20270508T010000Z\nSUMMARY:Nuit",
    )
    nowhere = ics_import.plan(session, read(file))
    assert [line.action for line in nowhere.events] == [
        "new",
        "refused",
        "refused",
        "refused",
        "refused",
        "refused",
    ]
    done = brought(session, file, bike)
    assert (done.count("new"), done.count("refused")) == (4, 2)
    assert "minuit" in done.events[4].sentence
    assert days(session, bike) == [
        (TUESDAY, 540, 720, "Atelier vélo"),
        (date(2027, 5, 5), 540, 720, "Essai de freins"),
        (date(2027, 5, 6), 540, 600, "Tri"),
        (date(2027, 5, 13), 540, 600, "Tri"),
    ]
    first, second, *_ = session.scalars(select(Seance).where(Seance.activity_id == bike).order_by(Seance.day))
    assert (first.place_id, first.notes) == (world.places[1], "")
    assert (second.place_id, second.notes) == (world.places[0], "Lieu du calendrier importé\u00a0: Gymnase")
    assert [t.name for t in seances.view(session, first.id).card.trainers] == ["Jonas Prével"]
    again = brought(session, file.replace(b"20270505T", b"20270506T").replace(b"COUNT=2", b"COUNT=1"), bike)
    assert (again.count("new"), again.count("update"), again.count("same")) == (0, 1, 2)
    assert [(one.day, one.title) for one in again.removed] == []
    assert len(days(session, bike)) == 4
    shorter = calendar(
        "UID:z@agenda\nDTSTART:20270501T070000Z\nDTEND:20270501T080000Z\nSUMMARY:Atelier vélo",
        "UID:y@agenda\nDTSTART:20270530T070000Z\nDTEND:20270530T080000Z\nSUMMARY:Atelier vélo",
    )
    assert len(ics_import.plan(session, read(shorter)).removed) == 4
    assert session.scalars(select(Professional)).first() is not None


def test_the_subject_and_the_place_follow_the_other_agenda(
    session: Session, world: World, bike: uuid.UUID
) -> None:
    """Ours is changed elsewhere; theirs moves to an unknown room, then to a known one."""
    ours = calendar_world.seance(session, world, bike, TUESDAY, (9, 12))
    text = ics_export.whole(session).content.decode()
    text = text.replace("SUMMARY:Atelier vélo", "SUMMARY:Sortie au canal")
    text = text.replace("LOCATION:Hangar du Pressoir\\, Vire", "LOCATION:Mairie\\, salle 2\\, Flers")
    assert brought(session, text.encode()).count("update") == 1
    card = seances.view(session, ours).card
    assert (card.title, card.place_id, card.start) == ("Sortie au canal", world.places[1], 540)
    event = "UID:b@agenda\nDTSTART:20270505T070000Z\nDTEND:20270505T100000Z\nSUMMARY:{}\nLOCATION:{}"
    brought(session, calendar(event.format("Essai de freins", "Gymnase")), bike)
    theirs = session.scalars(select(Seance).where(Seance.external_uid == "b@agenda")).one()
    theirs.notes = f"Prévoir des rustines\n{theirs.notes}"
    session.flush()
    moved = calendar(event.format("Atelier vélo", "Stade"))
    assert brought(session, moved, bike).count("update") == 1
    assert (theirs.title, theirs.place_id) == ("", world.places[0])
    assert theirs.notes == "Prévoir des rustines\nLieu du calendrier importé\u00a0: Stade"
    assert brought(session, moved, bike).count("same") == 1
    known = calendar(event.format("Atelier vélo", "Mairie\\, salle 2\\, Flers"))
    assert brought(session, known, bike).count("update") == 1
    assert (theirs.place_id, theirs.notes) == (world.places[1], "Prévoir des rustines")


def test_a_calendar_without_anything_to_take_is_said(session: Session, world: World, bike: uuid.UUID) -> None:
    whole_day = calendar("DTSTART;VALUE=DATE:20270507\nSUMMARY:Congé")
    with pytest.raises(InputError, match="Aucun événement"):
        brought(session, whole_day, bike)
    assert ics_import.plan(session, read(calendar()), bike, EVERYTHING).words == "Rien dans ce calendrier."
