"""Series: « cette séance / les suivantes / toutes », and what always survives."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.models.activities import ActivitySeries, Seance, SeriesException
from elans_desktop.services.calendar import seance_store, seances, series
from elans_desktop.services.calendar.recurrence import LAST, Recurrence
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.services.calendar.series import Left, Reach
from elans_desktop.services.presences import attendance, attendance_sheets
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World

TUESDAY = date(2027, 5, 11)
WEEK = timedelta(weeks=1)


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


def weekly(
    session: Session, world: World, activity: uuid.UUID, times: int = 6, rule: Recurrence | None = None
) -> list[uuid.UUID]:
    slots = (
        SlotInput(540, 720, None, (world.trainers[0],)),
        SlotInput(840, 1020, None, (world.trainers[0],)),
    )
    data = SeanceInput(activity, TUESDAY, slots, world.places[0])
    return list(series.create(session, data, rule or Recurrence(times=times, skip=frozenset())).ids)


def held(session: Session, seance_id: uuid.UUID) -> SeanceInput:
    return seance_store.parts_of(session, [seance_id]).input_of(seance_store.get(session, seance_id))


def at(data: SeanceInput, hour: int) -> SeanceInput:
    """The same séance, its first slot at another hour."""
    slots = tuple(
        replace(slot, start=hour * 60 if i == 0 else slot.start) for i, slot in enumerate(data.slots)
    )
    return replace(data, slots=slots)


def days(session: Session, activity: uuid.UUID) -> list[date]:
    return sorted(session.scalars(select(Seance.day).where(Seance.activity_id == activity)))


def starts(session: Session, made: list[uuid.UUID]) -> list[int | None]:
    return [held(session, one).slots[0].start for one in made]


def signed(session: Session, world: World, seance_id: uuid.UUID) -> None:
    slot = seances.view(session, seance_id).card.slots[0]
    attendance.set_presences(session, [PresenceInput(world.people[0], slot.id, "A")])


def test_a_preview_says_the_days_and_those_passed_over(session: Session, world: World) -> None:
    found = series.preview(session, date(2027, 4, 29), Recurrence(until=date(2027, 5, 20)))
    assert found.words == "Tous les jeudis, du jeu.\u00a029/04/2027 au jeu.\u00a020/05/2027"
    assert found.days == (date(2027, 4, 29), date(2027, 5, 13), date(2027, 5, 20))
    assert found.skipped == (Left(date(2027, 5, 6), "Ascension"),)
    every = series.preview(session, date(2027, 4, 29), Recurrence(until=date(2027, 5, 20), skip=frozenset()))
    assert len(every.days) == 4


def test_school_holidays_may_be_passed_over(session: Session, world: World) -> None:
    rule = Recurrence(until=date(2027, 5, 4), skip=frozenset({"vacances"}))
    found = series.preview(session, date(2027, 4, 6), rule)
    assert [left.reason for left in found.skipped] == ["Vacances de printemps"] * len(found.skipped)
    assert found.skipped


def test_one_seance_alone_is_changed(session: Session, world: World, bike: uuid.UUID) -> None:
    made = weekly(session, world, bike)
    done = series.change(session, at(held(session, made[2]), 10), Reach.ONE)
    assert starts(session, made) == [540, 540, 600, 540, 540, 540]
    assert (done.changed, session.get_one(Seance, made[2]).detached) == (1, True)


def test_notes_alone_leave_a_seance_in_its_series(session: Session, world: World, bike: uuid.UUID) -> None:
    made = weekly(session, world, bike)
    series.change(session, replace(held(session, made[2]), notes="Clé chez le gardien"), Reach.ONE)
    assert not session.get_one(Seance, made[2]).detached
    done = series.change(session, replace(at(held(session, made[2]), 10), notes="Rien"), Reach.ALL)
    assert done.words == "6\u00a0séances modifiées"
    assert [held(session, one).notes for one in made] == ["", "", "Rien", "", "", ""]


def test_the_following_change_and_the_past_stays(session: Session, world: World, bike: uuid.UUID) -> None:
    made = weekly(session, world, bike)
    wanted = replace(at(held(session, made[3]), 10), place_id=world.places[1])
    series.change(session, wanted, Reach.FOLLOWING)
    assert starts(session, made) == [540, 540, 540, 600, 600, 600]
    assert [held(session, one).place_id == world.places[1] for one in made] == [False] * 3 + [True] * 3
    rows = session.scalars(select(ActivitySeries).order_by(ActivitySeries.start)).all()
    assert [row.rule for row in rows] == [
        "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;UNTIL=20270525", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;COUNT=3",
    ]  # fmt: skip
    view = series.view_of(session, made[4])
    assert view is not None
    assert (view.seances, view.following, view.words) == (3, 2, "tous les mardis")


def test_all_move_to_another_weekday_but_the_exceptions(
    session: Session, world: World, bike: uuid.UUID
) -> None:
    made = weekly(session, world, bike)
    seances.move(session, made[1], TUESDAY + WEEK + timedelta(days=3))
    seances.cancel(session, made[2], "Neige")
    seances.delete(session, made[3])
    series.move(session, made[0], TUESDAY + timedelta(days=1), 600, Reach.ALL)
    assert days(session, bike) == [
        TUESDAY + timedelta(days=1), TUESDAY + WEEK + timedelta(days=3), TUESDAY + 2 * WEEK,
        TUESDAY + 4 * WEEK + timedelta(days=1), TUESDAY + 5 * WEEK + timedelta(days=1),
    ]  # fmt: skip
    assert starts(session, [made[0], made[1], made[2], made[4], made[5]]) == [600, 540, 540, 600, 600]
    (gone,) = session.scalars(select(SeriesException.day))
    assert gone == TUESDAY + 3 * WEEK + timedelta(days=1)
    view = series.view_of(session, made[0])
    assert view is not None
    again = series.change(session, held(session, made[0]), Reach.ALL, replace(view.rule, times=7))
    assert (again.made, again.removed) == (1, 0)
    assert days(session, bike)[-1] == TUESDAY + 6 * WEEK + timedelta(days=1)


def test_a_monthly_series_moves_by_rank(session: Session, world: World, bike: uuid.UUID) -> None:
    rule = Recurrence(times=3, month_rank=2, skip=frozenset())
    made = weekly(session, world, bike, rule=rule)
    assert days(session, bike) == [date(2027, 5, 11), date(2027, 6, 8), date(2027, 7, 13)]
    series.move(session, made[1], date(2027, 6, 24), None, Reach.ALL)
    assert days(session, bike) == [date(2027, 5, 27), date(2027, 6, 24), date(2027, 7, 22)]
    view = series.view_of(session, made[0])
    assert view is not None
    assert view.words == "le 4e jeudi de chaque mois"
    series.move(session, made[2], date(2027, 7, 30), None, Reach.FOLLOWING)
    assert days(session, bike) == [date(2027, 5, 27), date(2027, 6, 24), date(2027, 7, 30)]
    assert LAST in {series_rank(session, one) for one in made}


def series_rank(session: Session, seance_id: uuid.UUID) -> int | None:
    view = series.view_of(session, seance_id)
    return view.rule.month_rank if view else None


def test_what_holds_presences_or_a_sheet_is_kept_and_said(
    session: Session, world: World, bike: uuid.UUID
) -> None:
    with clock.fixed(datetime(2027, 7, 1, 9, 0)):
        made = weekly(session, world, bike)
        signed(session, world, made[0])
        attendance_sheets.prepare_seance(session, DocumentRequest("emargement-seance", object_ids=(made[1],)))
        done = series.change(session, at(held(session, made[2]), 10), Reach.ALL)
    assert starts(session, made) == [540, 540, 600, 600, 600, 600]
    assert done.kept == (Left(TUESDAY, "présences saisies"), Left(TUESDAY + WEEK, "feuille numérotée"))
    assert done.words == (
        "4\u00a0séances modifiées\u00a0; 2\u00a0gardées telles quelles (présences saisies, feuille numérotée)"
    )
    assert [session.get_one(Seance, one).detached for one in made[:3]] == [True, True, False]


def test_another_rule_keeps_the_days_that_stay(session: Session, world: World, bike: uuid.UUID) -> None:
    made = weekly(session, world, bike)
    signed(session, world, made[1])
    rule = Recurrence(every=2, weekdays=(1, 3), times=5, skip=frozenset())
    done = series.change(session, held(session, made[0]), Reach.ALL, rule)
    assert (done.made, done.removed, done.kept) == (2, 2, (Left(TUESDAY + WEEK, "présences saisies"),))
    found = days(session, bike)
    assert found == [
        TUESDAY, date(2027, 5, 13), TUESDAY + WEEK, date(2027, 5, 25), date(2027, 5, 27), date(2027, 6, 8),
    ]  # fmt: skip
    assert {held(session, one).slots[0].trainer_ids for one in made[:1]} == {(world.trainers[0],)}
    numbers = session.scalars(select(Seance.number).where(Seance.activity_id == bike).order_by(Seance.day))
    assert list(numbers) == [1, 2, 3, 4, 5, 6]


def test_another_weekday_in_the_rule_moves_the_seances(
    session: Session, world: World, bike: uuid.UUID
) -> None:
    made = weekly(session, world, bike, times=3)
    rule = Recurrence(weekdays=(3,), times=4, skip=frozenset())
    done = series.change(session, held(session, made[0]), Reach.ALL, rule)
    assert (done.changed, done.made, done.removed, done.shown) == (3, 1, 0, made[0])
    assert held(session, made[0]).day == date(2027, 5, 13)
    gone = Recurrence(weekdays=(0, 2), times=2, skip=frozenset())
    done = series.change(session, held(session, made[1]), Reach.FOLLOWING, gone)
    assert done.shown is not None
    assert held(session, done.shown).day in days(session, bike)
    assert [day.isoformat()[5:] for day in days(session, bike)] == ["05-13", "05-24", "05-26"]


def test_the_days_passed_over_are_found_again_with_another_rule(
    session: Session, world: World, bike: uuid.UUID
) -> None:
    data = SeanceInput(bike, date(2027, 4, 29), (SlotInput(540, 720),))
    made = series.create(session, data, Recurrence(until=date(2027, 5, 20)))
    seances.delete(session, made.ids[1])
    rule = Recurrence(until=date(2027, 5, 27), skip=frozenset())
    done = series.change(session, held(session, made.ids[0]), Reach.ALL, rule)
    assert done.made == 2
    assert days(session, bike) == [date(2027, 4, 29), date(2027, 5, 6), date(2027, 5, 20), date(2027, 5, 27)]


def test_deleting_keeps_what_is_proof(session: Session, world: World, bike: uuid.UUID) -> None:
    with clock.fixed(datetime(2027, 7, 1, 9, 0)):
        made = weekly(session, world, bike)
        signed(session, world, made[4])
        seances.cancel(session, made[3], "Neige")
        done = series.delete(session, made[2], Reach.FOLLOWING)
    assert days(session, bike) == [TUESDAY + i * WEEK for i in (0, 1, 3, 4)]
    assert done.removed == 2
    assert {left.reason for left in done.kept} == {"présences saisies", "annulée ou reportée"}
    view = series.view_of(session, made[0])
    assert view is not None
    assert view.rule.until == TUESDAY + WEEK
    done = series.delete(session, made[0], Reach.ALL)
    assert days(session, bike) == [TUESDAY + 3 * WEEK, TUESDAY + 4 * WEEK]
    assert session.scalars(select(ActivitySeries)).all() == []
    assert session.get_one(Seance, made[4]).series_id is None


def test_one_seance_deleted_does_not_come_back(session: Session, world: World, bike: uuid.UUID) -> None:
    made = weekly(session, world, bike)
    seances.delete(session, made[2])
    view = series.view_of(session, made[0])
    assert view is not None
    assert view.exceptions == (Left(TUESDAY + 2 * WEEK, "Séance supprimée"),)
    series.change(session, at(held(session, made[0]), 10), Reach.ALL, replace(view.rule, times=8))
    assert days(session, bike) == [TUESDAY + i * WEEK for i in (0, 1, 3, 4, 5, 6, 7)]


def test_cancelling_the_following_keeps_those_where_somebody_came(
    session: Session, world: World, bike: uuid.UUID
) -> None:
    with clock.fixed(datetime(2027, 7, 1, 9, 0)):
        made = weekly(session, world, bike)
        slot = seances.view(session, made[3]).card.slots[0]
        attendance.set_presences(session, [PresenceInput(world.people[0], slot.id, "P")])
        done = series.cancel(session, made[2], "Plus de salle", Reach.FOLLOWING)
    states = [session.get_one(Seance, one).state for one in made]
    assert states == ["prevue", "prevue", "annulee", "prevue", "annulee", "annulee"]
    assert done.kept == (Left(TUESDAY + 3 * WEEK, "personnes présentes"),)
    with pytest.raises(InputError):
        series.cancel(session, made[0], " ", Reach.ALL)
    with pytest.raises(RuleError, match="annulée"):
        series.change(session, held(session, made[2]), Reach.ALL)


def test_a_series_is_refused_whole(session: Session, world: World, bike: uuid.UUID) -> None:
    data = SeanceInput(bike, TUESDAY, (SlotInput(540, 720),))
    with pytest.raises(InputError, match="366"):
        series.create(session, data, Recurrence(times=10_000))
    with pytest.raises(InputError, match="366"):
        series.create(session, data, Recurrence(weekdays=tuple(range(7)), until=date(2060, 1, 1)))
    with pytest.raises(InputError, match="fériés"):
        series.create(session, replace(data, day=date(2027, 5, 6)), Recurrence(times=1))
    assert days(session, bike) == []


def test_a_postponed_seance_is_linked_to_its_new_date(
    session: Session, world: World, bike: uuid.UUID
) -> None:
    made = weekly(session, world, bike, times=2)
    assert seances.postpone(session, made[0], "Neige", None) is None
    later = seances.postpone(session, made[0], "Neige", TUESDAY + timedelta(days=2))
    assert later is not None
    assert session.get_one(Seance, made[0]).postponed_to_id == later
    with pytest.raises(RuleError, match="déjà"):
        seances.postpone(session, made[0], "Neige", TUESDAY + timedelta(days=3))
    seances.delete(session, later)
    assert session.get_one(Seance, made[0]).postponed_to_id is None
    assert session.get_one(Seance, made[0]).state == seances.POSTPONED
