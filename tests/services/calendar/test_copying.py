"""Copying a week, or a whole activity: weekdays stay, nothing is doubled, one Ctrl+Z takes it all back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.models.activities import Enrolment, Presence, Seance, SeanceGuest
from elans_desktop.models.organisation import Agreement, Place
from elans_desktop.services.calendar import activities, appointments, closures, copying, seances, series
from elans_desktop.services.calendar.appointments import AppointmentInput
from elans_desktop.services.calendar.closures import ClosureInput
from elans_desktop.services.calendar.copying import Copied, CopyActivityInput
from elans_desktop.services.calendar.recurrence import LAST, Recurrence
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.services.calendar.series import Left
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World

MONDAY = date(2027, 4, 26)
TUESDAY = date(2027, 4, 27)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield


@pytest.fixture
def world(workspace: Workspace) -> World:
    with workspace.write("Données d’essai") as session:
        return calendar_world.build(session)


@pytest.fixture
def bike(workspace: Workspace, world: World) -> uuid.UUID:
    with workspace.write("Activité") as session:
        return calendar_world.activity(session, world, "Atelier vélo", people=3)


def days(session: Session, activity: uuid.UUID) -> list[date]:
    return sorted(session.scalars(select(Seance.day).where(Seance.activity_id == activity)))


def test_a_week_is_copied_without_its_presences(workspace: Workspace, world: World, bike: uuid.UUID) -> None:
    with workspace.write("Semaine") as session:
        first = calendar_world.seance(session, world, bike, TUESDAY, (9, 12), trainers=(0, 1))
        calendar_world.seance(session, world, bike, date(2027, 4, 29), (9, 12))
        dropped = calendar_world.seance(session, world, bike, date(2027, 4, 30), (9, 12))
        seances.cancel(session, dropped, "Neige")
        slot = seances.view(session, first).card.slots[0]
        attendance.set_presences(session, [PresenceInput(world.people[0], slot.id, "P")])
        appointments.create(session, AppointmentInput(world.people[1], TUESDAY, 840))
    with workspace.write("Copier la semaine") as session:
        done = copying.copy_week(session, TUESDAY, date(2027, 5, 5))
        assert done == Copied(1, (Left(date(2027, 5, 6), "Ascension"),))
        assert done.words == "1\u00a0séance copiée, 1\u00a0laissée (Ascension)"
        again = copying.copy_week(session, TUESDAY, date(2027, 5, 5), skip=frozenset())
        assert (again.seances, [left.reason for left in again.skipped]) == (1, ["déjà au calendrier"])
        copied = session.scalars(select(Seance).where(Seance.day == date(2027, 5, 4))).one()
        card = seances.view(session, copied.id).card
        assert [t.last_name for t in card.trainers] == ["Prével", "Lefort"]
        assert (card.place_id, card.number, card.expected) == (world.places[0], 3, 3)
        assert session.query(Presence).count() == 1
        with pytest.raises(InputError):
            copying.copy_week(session, TUESDAY, MONDAY)
        with pytest.raises(RuleError, match="pas de séance"):
            copying.copy_week(session, date(2027, 9, 6), date(2027, 9, 13))
        with pytest.raises(RuleError, match="pas de séance"):
            copying.copy_week(session, TUESDAY, date(2027, 6, 1), Scope(uuid.uuid4()))
    workspace.undo()
    with workspace.read() as session:
        assert max(days(session, bike)) == date(2027, 4, 30)


def test_an_activity_is_copied_to_another_year_and_agreement(
    workspace: Workspace, world: World, bike: uuid.UUID
) -> None:
    with workspace.write("Série") as session:
        slots = (SlotInput(540, 720, None, (world.trainers[0],)),)
        data = SeanceInput(bike, TUESDAY, slots, world.places[0])
        made = series.create(session, data, Recurrence(times=4, skip=frozenset())).ids
        seances.move(session, made[1], date(2027, 5, 7))
        seances.cancel(session, made[2], "Neige")
        seances.postpone(session, made[3], "Neige", date(2027, 5, 20))
        elans = Agreement(
            scheme_id=session.get_one(Agreement, world.agreement).scheme_id,
            title="ELAN’S 2028",
            number="",
            start=date(2028, 1, 1),
            end=date(2028, 12, 31),
            ceiling_rate=0,
            ceiling_base="",
            transfer_clause="",
            eu_cofunded=False,
        )
        session.add(elans)
        session.flush()
        agreement = elans.id
    with workspace.write("Copier l’activité") as session:
        wanted = CopyActivityInput(bike, "Atelier vélo 2028", agreement, date(2028, 1, 3), with_people=True)
        done = copying.copy_activity(session, wanted)
        assert done.activity_id is not None
        assert done.seances == 4
        view = activities.view(session, done.activity_id)
        assert (view.title, view.agreement_title, view.place_id) == (
            "Atelier vélo 2028", "ELAN’S 2028", world.places[0],
        )  # fmt: skip
        assert len(view.enrolments) == 3
        first = date(2028, 1, 4)
        assert days(session, done.activity_id) == [
            first, first + timedelta(weeks=1), first + timedelta(weeks=2), date(2028, 1, 27),
        ]  # fmt: skip
        states = session.scalars(select(Seance.state).where(Seance.activity_id == done.activity_id))
        assert set(states) == {"prevue"}
        one = session.scalars(select(Seance.id).where(Seance.activity_id == done.activity_id)).first()
        assert one is not None
        repeated = series.view_of(session, one)
        assert repeated is not None
        assert (repeated.start, repeated.rule.times) == (first, 4)
        assert repeated.exceptions == (Left(first + timedelta(weeks=3), "Absente du modèle copié"),)
    workspace.undo()
    with workspace.read() as session:
        assert [row.title for row in activities.rows(session)] == ["Atelier vélo"]
        assert session.query(Enrolment).count() == 3


@pytest.mark.parametrize(
    ("first", "rank", "wanted", "copies"),
    [
        # second Tuesdays, from April 2027 to October 2028: 78 weeks later is the fourth of September or the
        # second of October
        (date(2027, 4, 13), 2, date(2028, 10, 10), [(2028, 10, 10), (2028, 11, 14), (2028, 12, 12)]),
        # first Fridays: 52 weeks after 1 October 2027 is the last Friday of September 2028
        (date(2027, 10, 1), 1, date(2028, 9, 28), [(2028, 10, 6), (2028, 11, 3), (2028, 12, 1)]),
        (date(2027, 5, 25), LAST, date(2028, 5, 22), [(2028, 5, 30), (2028, 6, 27), (2028, 7, 25)]),
    ],
)
def test_a_monthly_repetition_keeps_its_rank(
    workspace: Workspace,
    world: World,
    bike: uuid.UUID,
    first: date,
    rank: int,
    wanted: date,
    copies: list[tuple[int, int, int]],
) -> None:
    with workspace.write("Série") as session:
        slots = (SlotInput(540, 720, None, (world.trainers[0],)),)
        rule = Recurrence(until=first + timedelta(days=75), month_rank=rank, skip=frozenset())
        made = series.create(session, SeanceInput(bike, first, slots, world.places[0]), rule).ids
        assert len(made) == 3
        seances.move(session, made[1], days(session, bike)[1] + timedelta(days=1))
        data = CopyActivityInput(bike, "Copie", world.agreement, wanted, skip=frozenset())
        done = copying.copy_activity(session, data)
        assert done.activity_id is not None
        there = [date(*one) for one in copies]
        assert days(session, done.activity_id) == there
        one = session.scalars(select(Seance.id).where(Seance.activity_id == done.activity_id)).first()
        assert one is not None
        repeated = series.view_of(session, one)
        assert repeated is not None
        assert (repeated.rule.month_rank, repeated.start, repeated.rule.until) == (rank, there[0], there[-1])
        assert repeated.exceptions == ()


def test_a_closure_of_another_commune_lets_the_copy_be(
    workspace: Workspace, world: World, bike: uuid.UUID
) -> None:
    with workspace.write("Semaine") as session:
        here = session.get_one(Place, world.places[0])
        here.insee = "61169"
        calendar_world.seance(session, world, bike, TUESDAY, (9, 12))
        calendar_world.seance(session, world, bike, date(2027, 4, 28), (9, 12))
        closures.save(
            session,
            ClosureInput(kind=closures.MUNICIPAL, label="Foire", start_on=date(2027, 5, 11), insee="61169"),
        )
        closures.save(
            session,
            ClosureInput(kind=closures.MUNICIPAL, label="Marché", start_on=date(2027, 5, 12), insee="14762"),
        )
        done = copying.copy_week(session, TUESDAY, date(2027, 5, 10))
        assert done == Copied(1, (Left(date(2027, 5, 11), "Foire"),))


def test_a_copy_says_what_is_missing(workspace: Workspace, world: World, bike: uuid.UUID) -> None:
    with workspace.write("Copier") as session:
        with pytest.raises(InputError) as caught:
            copying.copy_activity(session, CopyActivityInput(bike, " ", None, None))
        assert set(caught.value.fields) == {"title", "agreement_id", "first_day"}
        done = copying.copy_activity(session, CopyActivityInput(bike, "Vide", world.agreement, MONDAY))
        assert done.seances == 0
        assert copying.first_day_of(session, bike) is None


def test_appointments_are_made_in_two_fields(workspace: Workspace, world: World) -> None:
    with workspace.write("Rendez-vous") as session:
        scope = Scope(world.agreement, 2027)
        made = appointments.create(session, AppointmentInput(world.people[4], TUESDAY, 14 * 60), scope)
        other = appointments.create(session, AppointmentInput(world.people[5], TUESDAY, 15 * 60, 45), scope)
        card = seances.view(session, made).card
        assert (card.name, card.start, card.end, card.expected) == ("Rendez-vous individuels", 840, 900, 1)
        assert card.mode_code == "individuel"
        assert seances.view(session, other).card.activity_id == card.activity_id
        assert seances.view(session, other).card.end == 15 * 60 + 45
        assert [one.seance_id for one in appointments.of_person(session, world.people[4])] == [made]
        (guest,) = session.scalars(select(SeanceGuest).where(SeanceGuest.seance_id == made))
        assert guest.participant_id == world.people[4]
        assert appointments.activities_of(session, scope) == ((card.activity_id, "Rendez-vous individuels"),)
        for wrong, fields in (
            (AppointmentInput(None, None, None), {"participant_id", "day", "start"}),
            (AppointmentInput(world.people[4], TUESDAY, 23 * 60 + 30), {"start"}),
            (AppointmentInput(world.people[4], TUESDAY, 600, 0), {"minutes"}),
        ):
            with pytest.raises(InputError) as caught:
                appointments.create(session, wrong, EVERYTHING)
            assert set(caught.value.fields) == fields
