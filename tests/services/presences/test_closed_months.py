"""A closed month among many séances: series, copies, drags and imported calendars leave it as it was."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.models.activities import Seance, SeanceSlot
from elans_desktop.services.calendar import (
    copying,
    ics_export,
    ics_import,
    rescheduling,
    seance_store,
    seances,
    series,
)
from elans_desktop.services.calendar.copying import CopyActivityInput
from elans_desktop.services.calendar.ics_reading import read
from elans_desktop.services.calendar.recurrence import Recurrence
from elans_desktop.services.calendar.rescheduling import Rescheduled, Swap
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.services.calendar.series import Left, Reach
from elans_desktop.services.presences import month_closing
from elans_desktop.services.presences.month_closing import CLOSED, Month
from elans_desktop.storage.workspace import Workspace
from tests.services.calendar.test_ics_reading import calendar
from tests.support import calendar_world
from tests.support.calendar_world import World

FIRST, LAST_OF_APRIL, IN_MAY, LATER = (
    date(2027, 4, 20),
    date(2027, 4, 27),
    date(2027, 5, 4),
    date(2027, 5, 11),
)
APRIL = Month(2027, 4)
State = tuple[str, date, str, str, int, int]


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield


@pytest.fixture
def world(workspace: Workspace) -> World:
    with workspace.write("Données d’essai") as session:
        return calendar_world.build(session, people=2)


@pytest.fixture
def bike(workspace: Workspace, world: World) -> uuid.UUID:
    with workspace.write("Activité") as session:
        return calendar_world.activity(session, world, "Atelier vélo")


@pytest.fixture
def tuesdays(workspace: Workspace, world: World, bike: uuid.UUID) -> list[uuid.UUID]:
    """Two séances in April, closed since, and two in May, of one series."""
    with workspace.write("Série") as session:
        slots = (SlotInput(540, 720, None, (world.trainers[0],)),)
        data = SeanceInput(bike, FIRST, slots, world.places[0])
        made = series.create(session, data, Recurrence(times=4, skip=frozenset()))
        month_closing.close(session, world.agreement, APRIL, 0)
    return list(made.ids)


def april(session: Session) -> list[State]:
    """What April holds, séance by séance."""
    found = session.execute(
        select(Seance.id, Seance.day, Seance.state, Seance.title, SeanceSlot.start, SeanceSlot.end)
        .join(SeanceSlot, SeanceSlot.seance_id == Seance.id)
        .where(Seance.day.between(APRIL.first, APRIL.last))
        .order_by(Seance.day)
    )
    return [(key.hex, *rest) for key, *rest in found]  # type: ignore[misc]


def held(session: Session, seance_id: uuid.UUID) -> SeanceInput:
    return seance_store.parts_of(session, [seance_id]).input_of(seance_store.get(session, seance_id))


def at(data: SeanceInput, hour: int) -> SeanceInput:
    return replace(data, slots=tuple(replace(slot, start=hour * 60) for slot in data.slots))


def days(session: Session, activity: uuid.UUID) -> list[date]:
    return sorted(session.scalars(select(Seance.day).where(Seance.activity_id == activity)))


def test_all_the_series_changes_but_its_closed_month(workspace: Workspace, tuesdays: list[uuid.UUID]) -> None:
    with workspace.write("Toutes") as session:
        before = april(session)
        done = series.change(session, at(held(session, tuesdays[3]), 10), Reach.ALL)
        assert done.kept == (Left(FIRST, CLOSED), Left(LAST_OF_APRIL, CLOSED))
        assert done.words == "2\u00a0séances modifiées\u00a0; 2\u00a0gardées telles quelles (mois clos)"
        assert april(session) == before
        assert [held(session, one).slots[0].start for one in tuesdays] == [540, 540, 600, 600]


def test_a_change_from_a_closed_month_on_is_refused_whole(
    workspace: Workspace, tuesdays: list[uuid.UUID]
) -> None:
    with workspace.read() as session:
        wanted = at(held(session, tuesdays[0]), 10)
    for data in (wanted, replace(at(wanted, 9), title="Freins")):
        for reach in Reach:
            with (
                pytest.raises(RuleError, match="Avril\u00a02027 est clos"),
                workspace.write("Refusé") as session,
            ):
                series.change(session, data, reach)
    with workspace.read() as session:
        assert [held(session, one).slots[0].start for one in tuesdays] == [540] * 4
        assert {session.get_one(Seance, one).series_id for one in tuesdays} != {None}
        view = series.view_of(session, tuesdays[0])
        assert view is not None
        assert view.seances == 4


def test_notes_may_still_be_written_in_a_closed_month(
    workspace: Workspace, tuesdays: list[uuid.UUID]
) -> None:
    with workspace.write("Note") as session:
        seances.save(session, replace(held(session, tuesdays[0]), notes="Matériel rendu le 4 mai"))
        assert held(session, tuesdays[0]).notes == "Matériel rendu le 4 mai"


def test_a_series_moved_back_does_not_enter_a_closed_month(
    workspace: Workspace, bike: uuid.UUID, tuesdays: list[uuid.UUID]
) -> None:
    """The séance of 11 May goes to 5 May; that of 4 May would go to 28 April."""
    with workspace.write("Les suivantes") as session:
        before = april(session)
        done = series.move(session, tuesdays[3], date(2027, 5, 5), None, Reach.ALL)
        assert Left(IN_MAY, CLOSED) in done.kept
        assert april(session) == before
        assert days(session, bike) == [FIRST, LAST_OF_APRIL, IN_MAY, date(2027, 5, 5)]


def test_another_rule_adds_no_day_to_a_closed_month_and_takes_none(
    workspace: Workspace, bike: uuid.UUID, tuesdays: list[uuid.UUID]
) -> None:
    both = Recurrence(weekdays=(1, 3), until=LATER, skip=frozenset())
    with workspace.write("Les mardis et jeudis") as session:
        before = april(session)
        done = series.change(session, held(session, tuesdays[3]), Reach.ALL, both)
        assert [left.day for left in done.skipped] == [date(2027, 4, 22), date(2027, 4, 29)]
        assert {left.reason for left in done.skipped} == {CLOSED}
        assert april(session) == before
        assert days(session, bike) == [FIRST, LAST_OF_APRIL, IN_MAY, date(2027, 5, 6), LATER]
    thursdays = Recurrence(weekdays=(3,), until=date(2027, 5, 13), skip=frozenset())
    with workspace.write("Les jeudis") as session:
        series.change(session, held(session, tuesdays[3]), Reach.ALL, thursdays)
        assert april(session) == before


@pytest.mark.parametrize("act", ["cancel", "delete"])
def test_cancelling_or_deleting_all_keeps_the_closed_month(
    workspace: Workspace, tuesdays: list[uuid.UUID], act: str
) -> None:
    with workspace.write("Toutes") as session:
        before = april(session)
        if act == "cancel":
            done = series.cancel(session, tuesdays[2], "Panne du four", Reach.ALL)
        else:
            done = series.delete(session, tuesdays[2], Reach.ALL)
        assert done.kept == (Left(FIRST, CLOSED), Left(LAST_OF_APRIL, CLOSED))
        assert april(session) == before


def test_a_series_begun_in_a_closed_month_is_refused_whole(
    workspace: Workspace, world: World, bike: uuid.UUID, tuesdays: list[uuid.UUID]
) -> None:
    data = SeanceInput(bike, date(2027, 4, 28), (SlotInput(540, 720, None, ()),))
    with (
        pytest.raises(RuleError, match="aucune séance ne s’y ajoute"),
        workspace.write("Refusé") as session,
    ):
        series.create(session, data, Recurrence(times=3, skip=frozenset()))
    with workspace.read() as session:
        assert len(days(session, bike)) == 4


def test_a_week_is_copied_but_on_its_closed_days(
    workspace: Workspace, world: World, bike: uuid.UUID, tuesdays: list[uuid.UUID]
) -> None:
    """The week of 26 April ends on Sunday 2 May: only the Saturday is open."""
    with workspace.write("Copie") as session:
        for day in (date(2027, 5, 13), date(2027, 5, 15)):
            calendar_world.seance(session, world, bike, day, (14, 17))
        before = april(session)
        done = copying.copy_week(session, LATER, LAST_OF_APRIL, skip=frozenset())
        assert done.words == "1\u00a0séance copiée, 2\u00a0laissées (mois clos)"
        assert april(session) == before
        assert date(2027, 5, 1) in days(session, bike)


def test_a_copied_activity_begins_after_the_closed_month(
    workspace: Workspace, world: World, bike: uuid.UUID, tuesdays: list[uuid.UUID]
) -> None:
    with workspace.write("Copie") as session:
        wanted = CopyActivityInput(bike, "Atelier vélo 2", world.agreement, FIRST, skip=frozenset())
        done = copying.copy_activity(session, wanted)
        assert done.activity_id is not None
        assert done.skipped == (Left(FIRST, CLOSED), Left(LAST_OF_APRIL, CLOSED))
        assert days(session, done.activity_id) == [IN_MAY, LATER]


def test_nothing_is_dragged_out_of_a_closed_month_nor_into_it(
    workspace: Workspace, world: World, tuesdays: list[uuid.UUID]
) -> None:
    """Said before anything is asked, as well as when it is done."""
    inside, open_one = tuesdays[1], tuesdays[2]
    refused = (
        Rescheduled(inside, day=LATER),
        Rescheduled(inside, trainer=Swap(world.trainers[0], world.trainers[1])),
        Rescheduled(inside, place=Swap(world.places[0], world.places[1])),
        Rescheduled(open_one, day=date(2027, 4, 28)),
    )
    acts: tuple[Callable[..., object], ...] = (rescheduling.check, rescheduling.apply)
    for wanted in refused:
        for act in acts:
            with (
                pytest.raises(RuleError, match="Avril\u00a02027 est clos") as caught,
                workspace.write("Essai") as session,
            ):
                act(session, wanted)
            assert "Contrôle du mois" in caught.value.advice
    with workspace.write("Mai reste ouvert") as session:
        before = april(session)
        done = rescheduling.apply(session, Rescheduled(open_one, day=date(2027, 5, 5)), Reach.ALL)
        assert done.kept == (Left(FIRST, CLOSED), Left(LAST_OF_APRIL, CLOSED))
        assert april(session) == before


def test_an_imported_calendar_leaves_the_closed_month_and_says_so(
    workspace: Workspace, bike: uuid.UUID, tuesdays: list[uuid.UUID]
) -> None:
    with workspace.write("Import") as session:
        out = [event.uid for event in read(ics_export.whole(session).content).events]
        events = {key: f"UID:{uid}\n" for key, uid in zip(tuesdays, out, strict=True)}
        before = april(session)
        file = calendar(
            f"{events[tuesdays[0]]}DTSTART:20270420T140000\nDTEND:20270420T160000\nSUMMARY:Atelier vélo",
            f"{events[tuesdays[1]]}STATUS:CANCELLED\nDTSTART:20270427T090000\nDTEND:20270427T120000",
            f"{events[tuesdays[2]]}DTSTART:20270429T090000\nDTEND:20270429T120000\nSUMMARY:Atelier vélo",
            f"{events[tuesdays[3]]}DTSTART:20270512T090000\nDTEND:20270512T120000\nSUMMARY:Atelier vélo",
            "UID:neuf@ailleurs\nDTSTART:20270428T090000\nDTEND:20270428T120000\nSUMMARY:Atelier vélo",
        )
        plan = ics_import.plan(session, read(file), bike)
        assert [one.action for one in plan.events] == ["kept", "kept", "refused", "kept", "update"]
        assert plan.events[0].sentence == "Elle reste telle quelle\u00a0: mois clos."
        assert plan.events[2].sentence == "Avril\u00a02027 est clos\u00a0: aucune séance ne s’y ajoute."
        ics_import.apply(session, plan)
        assert april(session) == before
        assert days(session, bike) == [FIRST, LAST_OF_APRIL, IN_MAY, date(2027, 5, 12)]


def test_a_month_closed_after_the_plan_was_read_stops_the_whole_import(
    workspace: Workspace, world: World, bike: uuid.UUID
) -> None:
    file = calendar(
        "UID:un@ailleurs\nDTSTART:20270504T090000\nDTEND:20270504T120000\nSUMMARY:Atelier vélo",
        "UID:deux@ailleurs\nDTSTART:20270428T090000\nDTEND:20270428T120000\nSUMMARY:Atelier vélo",
    )
    with workspace.read() as session:
        plan = ics_import.plan(session, read(file), bike)
    with workspace.write("Clore") as session:
        month_closing.close(session, world.agreement, APRIL, 0)
    with pytest.raises(RuleError, match="est clos"), workspace.write("Import") as session:
        ics_import.apply(session, plan)
    with workspace.read() as session:
        assert days(session, bike) == []
