"""The form of a séance that repeats: its rule, and how far a change of it goes."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from elans_desktop.services.calendar import activities, seances, series
from elans_desktop.services.calendar.recurrence import Recurrence
from elans_desktop.services.calendar.seances import SeanceFilters, SeanceInput, SlotInput
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.calendar.seance_form import SeanceForm
from elans_desktop.ui.calendar.view import CalendarView
from tests.support import calendar_world
from tests.support.calendar_window import RecordedWindow
from tests.support.calendar_world import World
from tests.support.dialogs import RecordedDialogs

TUESDAY = date(2027, 5, 4)
WEEK = timedelta(weeks=1)


@pytest.fixture
def bike(workspace: Workspace, world: World) -> uuid.UUID:
    with workspace.write("Activité d’essai") as session:
        return calendar_world.activity(session, world, "Atelier vélo", people=2)


@pytest.fixture
def made(workspace: Workspace, world: World, bike: uuid.UUID) -> tuple[uuid.UUID, ...]:
    with workspace.write("Série d’essai") as session:
        slots = (SlotInput(540, 720, None, (world.trainers[0],)),)
        data = SeanceInput(bike, TUESDAY, slots, world.places[0])
        return series.create(session, data, Recurrence(times=5, skip=frozenset())).ids


def starts(view: CalendarView, activity: uuid.UUID) -> list[tuple[date, int]]:
    found = view.context.bridge.read(seances.rows, SeanceFilters(activity_id=activity))
    return [(card.day, card.start) for card in found]


def edit(view: CalendarView, seance_id: uuid.UUID) -> SeanceForm:
    view.side.edit_seance(seance_id)
    return view.side.form


def test_the_question_says_how_many_and_the_answer_goes_so_far(
    view: CalendarView,
    bike: uuid.UUID,
    made: tuple[uuid.UUID, ...],
    window: RecordedWindow,
    recorded_dialogs: RecordedDialogs,
) -> None:
    form = edit(view, made[2])
    form.slots.rows[0].start.set_value(600)
    recorded_dialogs.answer("ask", None)
    assert not form.save()
    (asked,) = recorded_dialogs.requests
    assert asked.actions == (
        ("one", "Cette séance"), ("following", "Celle-ci et les suivantes (3)"), ("all", "Toutes (5)"),
    )  # fmt: skip
    assert "tous les mardis" in asked.text
    recorded_dialogs.answer("ask", "following")
    assert form.save()
    assert [start for _, start in starts(view, bike)] == [540, 540, 600, 600, 600]
    assert window.said[-1] == "3\u00a0séances modifiées"
    assert view.context.bridge.undo_label() == "Modifier les séances à partir du mar.\u00a018/05"
    view.context.bridge.undo()
    assert [start for _, start in starts(view, bike)] == [540] * 5


def test_notes_alone_never_ask(view: CalendarView, made: tuple[uuid.UUID, ...]) -> None:
    form = edit(view, made[1])
    form.notes.field("notes").set_value("Prendre la clé")
    assert form.save()


def test_the_rule_itself_is_changed(
    view: CalendarView, bike: uuid.UUID, made: tuple[uuid.UUID, ...], recorded_dialogs: RecordedDialogs
) -> None:
    form = edit(view, made[0])
    assert not form.repeat.isVisibleTo(form)
    form._change_rule.click()
    assert form.repeat.words.text().startswith("Tous les mardis, du mar.")
    form.repeat.toggles[3].click()
    form.repeat.form.field("times").set_value(4)
    form.repeat.form.field("times").changed.emit()
    recorded_dialogs.answer("ask", "all")
    assert form.save()
    assert recorded_dialogs.requests[-1].actions == (("all", "Toutes (5)"),)
    assert [day for day, _ in starts(view, bike)] == [
        TUESDAY, TUESDAY + timedelta(days=2), TUESDAY + WEEK, TUESDAY + WEEK + timedelta(days=2),
    ]  # fmt: skip


def test_a_monthly_rule_by_rank(view: CalendarView, bike: uuid.UUID) -> None:
    view.start_new()
    form = view.side.form
    form._set(activity_id=bike, day=date(2027, 5, 25))
    form.repeat.unit.set_value("monthly")
    form.repeat.unit.changed.emit()
    form.repeat.form.set_values({"month_rank": -1, "times": 3})
    assert form.save()
    assert [day for day, _ in starts(view, bike)] == [
        date(2027, 5, 25), date(2027, 6, 29), date(2027, 7, 27),
    ]  # fmt: skip


def test_a_series_too_long_is_refused_with_the_limit(view: CalendarView, bike: uuid.UUID) -> None:
    view.start_new()
    form = view.side.form
    form._set(activity_id=bike, day=TUESDAY)
    form.repeat.unit.set_value("weekly")
    form.repeat.form.field("times").set_value(9999)
    assert not form.save()
    assert "366\u00a0séances au plus" in form.repeat.form.field("times").error()
    assert starts(view, bike) == []


def test_each_slot_may_have_its_own_trainers(view: CalendarView, bike: uuid.UUID, world: World) -> None:
    view.start_new()
    form = view.side.form
    form._set(activity_id=bike, day=TUESDAY)
    form._activity_chosen()
    assert not form.slots.each.isVisibleTo(form)
    form.slots.add.click()
    form.slots.each.box.click()
    assert not form.trainers.isVisibleTo(form)
    form.slots.rows[0].trainers.set_value([world.trainers[0], world.trainers[1]])
    form.slots.rows[1].trainers.set_value([world.trainers[2]])
    assert form.save()
    (card,) = view.context.bridge.read(seances.rows, SeanceFilters(activity_id=bike))
    assert [[t.id for t in slot.trainers] for slot in card.slots] == [
        list(world.trainers[:2]), [world.trainers[2]],
    ]  # fmt: skip
    form = edit(view, card.id)
    assert form.slots.each.value()
    form.subject.field("title").set_value("Freins")
    assert form.save()
    (again,) = view.context.bridge.read(seances.rows, SeanceFilters(activity_id=bike))
    assert again.slots == card.slots


def test_an_itinerant_seance_has_its_round(view: CalendarView, bike: uuid.UUID, world: World) -> None:
    def itinerant() -> None:
        with view.context.bridge.workspace.write("Bus") as session:
            held = activities.view(session, bike)
            activities.save(
                session,
                activities.ActivityInput(
                    held.title, held.agreement_id, held.structure_id, setting_code="itinerant", id=bike
                ),
            )

    view.start_new()
    form = view.side.form
    form._set(activity_id=bike, day=TUESDAY)
    form._activity_chosen()
    assert not form.stops.isVisibleTo(form)
    itinerant()
    form._activity_chosen()
    assert form.stops.isVisibleTo(form)
    form.stops.add.click()
    form.stops.add.click()
    assert not form.save()
    assert form.stops.rows[0].place.error() == "Choisissez le lieu de cette halte."
    form.stops.rows[0].place.set_value(world.places[0])
    form.stops.rows[1].place.set_value(world.places[1])
    form.stops.rows[1].start.set_value(600)
    form.stops.rows[1].up.click()
    assert form.save()
    (card,) = view.context.bridge.read(seances.rows, SeanceFilters(activity_id=bike))
    assert [(stop.name, stop.start) for stop in card.stops] == [
        ("Mairie, salle 2", 600), ("Hangar du Pressoir", None),
    ]  # fmt: skip
    assert card.where == "Flers, Vire"
