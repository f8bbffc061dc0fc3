from __future__ import annotations

import uuid
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from elans_desktop.services.calendar import activities, enrolments, seances
from elans_desktop.services.calendar.seances import SeanceFilters, SlotInput
from elans_desktop.services.presences import attendance_sheets
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.calendar.view import CalendarView
from elans_desktop.ui.kit.fields import CheckBox
from tests.support import calendar_world
from tests.support.calendar_window import RecordedWindow
from tests.support.calendar_world import World
from tests.support.dialogs import RecordedDialogs

TUESDAY = date(2027, 5, 4)


@pytest.fixture
def bike(workspace: Workspace, world: World) -> uuid.UUID:
    with workspace.write("Activité d’essai") as session:
        return calendar_world.activity(session, world, "Atelier vélo", people=2)


@pytest.fixture
def seance(workspace: Workspace, world: World, bike: uuid.UUID) -> uuid.UUID:
    with workspace.write("Séance d’essai") as session:
        return calendar_world.seance(session, world, bike, TUESDAY, (9, 12), (14, 17))


def card_of(view: CalendarView, seance_id: uuid.UUID) -> seances.SeanceCard:
    return view.context.bridge.read(seances.view, seance_id).card


def test_a_new_seance_takes_the_place_and_trainers_of_its_activity(
    view: CalendarView, bike: uuid.UUID, world: World
) -> None:
    view.start_new()
    form = view.side.form
    form.top.field("activity_id").set_value(bike)
    form.top.field("activity_id").changed.emit()
    assert form.entered().place_id == world.places[0]
    assert form.trainers.value() == (world.trainers[0],)
    form.slots.add.click()
    form.submit.click()
    (made,) = view.context.bridge.read(seances.rows, SeanceFilters(activity_id=bike))
    assert [(s.start, s.end, s.kind) for s in made.slots] == [
        (540, 720, "matin"),
        (840, 1020, "apres_midi"),
    ]
    assert view.side.panel.seance_id == made.id
    assert view.context.bridge.undo_label() == "Nouvelle séance, mar.\u00a004/05"


def test_escape_leaves_a_form_where_nothing_was_typed_and_no_other(
    qtbot: QtBot, view: CalendarView, bike: uuid.UUID
) -> None:
    view.start_new()
    form = view.side.form
    field = form.when.field("day")
    assert view.side.currentWidget() is form
    qtbot.keyClick(field.editor, Qt.Key.Key_Escape)
    assert view.side.isHidden() or view.side.currentWidget() is not form
    view.start_new()
    form.touched()
    qtbot.keyClick(field.editor, Qt.Key.Key_Escape)
    assert view.side.currentWidget() is form


def test_what_is_wrong_stands_beside_its_field(view: CalendarView, bike: uuid.UUID) -> None:
    view.start_new()
    form = view.side.form
    form.top.field("activity_id").set_value(bike)
    form.slots.rows[0].start.set_value(14 * 60)
    form.slots.rows[0].end.set_value(13 * 60)
    assert not form.save()
    assert "après le début" in form.slots.rows[0].end.error()
    form.slots.rows[0].end.set_value(None)
    form.when.field("day").set_value(None)
    assert not form.save()
    assert form.when.field("day").error()
    assert view.context.bridge.read(seances.rows, SeanceFilters(activity_id=bike)) == ()


def test_a_weekly_repetition_says_what_it_skipped(
    view: CalendarView, bike: uuid.UUID, window: RecordedWindow
) -> None:
    view.start_new()
    form = view.side.form
    form._set(activity_id=bike, day=date(2027, 4, 29))
    form.repeat.unit.set_value("weekly")
    form.repeat.unit.changed.emit()
    assert form.repeat.form.field("until").isVisibleTo(form)
    assert form.repeat.words.text() == "Dites jusqu’à quelle date, ou combien de fois."
    form.repeat.form.field("until").set_value(date(2027, 5, 20))
    form.repeat.form.field("until").changed.emit()
    assert form.repeat.words.text().endswith("3\u00a0séances.")
    assert "jeu.\u00a006/05 (Ascension)" in form.repeat.dates.text()
    assert form.save()
    assert len(view.context.bridge.read(seances.rows, SeanceFilters(activity_id=bike))) == 3
    assert window.said[-1] == "3\u00a0séances créées, 1\u00a0jour sauté"


def test_a_seance_is_changed_without_losing_its_slots(view: CalendarView, seance: uuid.UUID) -> None:
    before = card_of(view, seance)
    view.side.edit_seance(seance)
    view.side.form.subject.field("title").set_value("Freins et dérailleurs")
    view.side.form.slots.rows[1].end.set_value(16 * 60)
    assert view.side.form.save()
    after = card_of(view, seance)
    assert after.name == "Freins et dérailleurs"
    assert [slot.id for slot in after.slots] == [slot.id for slot in before.slots]
    assert after.slots[1].end == 16 * 60
    assert after.trainers == before.trainers


def test_choosing_another_seance_asks_what_to_do_with_the_form(
    view: CalendarView, seance: uuid.UUID, recorded_dialogs: RecordedDialogs
) -> None:
    view.side.edit_seance(seance)
    view.side.form.subject.field("title").set_value("Freins")
    view.side.form.touched()
    recorded_dialogs.answer("ask", None)
    view.select(None)
    assert view.side.currentWidget() is view.side.form
    recorded_dialogs.answer("ask", "save")
    view.select(None)
    assert card_of(view, seance).name == "Freins"


def test_leaving_the_tab_keeps_what_is_typed_and_offers_it_again(
    view: CalendarView, bike: uuid.UUID, seance: uuid.UUID, world: World
) -> None:
    view.start_new()
    form = view.side.form
    form._set(activity_id=bike, day=date(2027, 6, 1), title="Freins")
    form.slots.rows[0].end.set_value(11 * 60)
    form.trainers.set_value([world.trainers[2]])
    form.touched()
    typed = form.entered()
    assert view.leave()
    form.start_new()
    assert form.entered() != typed
    form._resume()
    assert form.entered() == typed
    assert form.is_dirty()
    assert form.save()
    form.start_new()
    assert form.offer.count() == 0


def test_a_change_left_in_a_draft_keeps_its_slots(view: CalendarView, seance: uuid.UUID) -> None:
    before = card_of(view, seance)
    view.side.edit_seance(seance)
    view.side.form.slots.rows[1].end.set_value(16 * 60)
    view.side.form.touched()
    assert view.leave()
    view.side.edit_seance(seance)
    assert view.side.form.offer.count() == 1
    view.side.form._resume()
    assert view.side.form.save()
    after = card_of(view, seance)
    assert [slot.id for slot in after.slots] == [slot.id for slot in before.slots]
    assert (after.slots[1].end, after.trainers) == (16 * 60, before.trainers)


def test_an_empty_calendar_says_where_to_begin(view: CalendarView) -> None:
    assert view.bodies.currentWidget() is view.nothing
    assert view.nothing.action is not None
    view.nothing.action.click()
    view.side.activity.main.field("title").set_value("Théâtre")
    assert view.side.activity.save()
    assert view.bodies.currentWidget() is view.plans
    assert view.side.currentWidget() is view.side.form


def test_an_activity_is_begun_from_another_tab(view: CalendarView) -> None:
    view.open_item("activity_new", None)
    assert view.side.currentWidget() is view.side.activity
    assert not view.side.isHidden()


def test_everything_is_created_where_it_is_needed(
    view: CalendarView, recorded_dialogs: RecordedDialogs
) -> None:
    view.start_new()
    form = view.side.form
    form._new_activity.click()
    assert view.side.currentWidget() is view.side.activity
    view.side.activity.main.field("title").set_value("Théâtre")
    view.side.activity.main.field("brique_code").set_value("M")
    recorded_dialogs.answer(
        "form", {"name": "Salle des fêtes", "commune": ("Flers", "61100", "61169"), "capacity": 30}
    )
    view.side.activity._create_place()
    assert view.side.activity.save()
    assert view.side.currentWidget() is form
    answers = {"last_name": "Roussel", "first_name": "Inès", "function": "", "structure_id": None}
    recorded_dialogs.answer("form", answers)
    form.trainers.new.click()
    assert form.save()
    (made,) = view.context.bridge.read(seances.rows, SeanceFilters(text="theatre"))
    assert made.place_name == "Salle des fêtes"
    assert [trainer.name for trainer in made.trainers] == ["Inès Roussel"]


def test_an_activity_is_changed(view: CalendarView, bike: uuid.UUID, seance: uuid.UUID) -> None:
    view.open_item("activity", bike)
    assert view.side.panel.seance_id == seance
    view.side.edit_activity(bike)
    view.side.activity.main.field("capacity").set_value(6)
    assert view.side.activity.save()
    assert view.context.bridge.read(activities.view, bike).capacity == 6
    assert card_of(view, seance).capacity == 6


def test_several_people_are_enrolled_at_once(
    view: CalendarView, bike: uuid.UUID, seance: uuid.UUID, world: World
) -> None:
    view.open_item("seance", seance)
    view.side.enrol_in(bike)
    panel = view.side.enrol
    assert not panel.submit.isEnabled()
    panel.search.setText("duval")
    _tick_all(view)
    panel.search.setText("hamel")
    _tick_all(view)
    assert panel.submit.text() == "Inscrire 2\u00a0personnes"
    panel.submit.click()
    enrolled = view.context.bridge.read(enrolments.enrolments, bike)
    assert {row.last_name for row in enrolled} == {"Aubert", "Brionne", "Duval", "Hamel"}
    assert view.side.currentWidget() is view.side.panel


def _tick_all(view: CalendarView) -> None:
    lines = view.side.enrol.lines
    for index in range(lines.count()):
        item = lines.itemAt(index)
        box = item.widget() if item else None
        assert isinstance(box, CheckBox)
        box.setChecked(True)


def test_a_seance_is_cancelled_postponed_and_put_back(
    view: CalendarView, seance: uuid.UUID, recorded_dialogs: RecordedDialogs
) -> None:
    view.open_item("seance", seance)
    recorded_dialogs.answer("form", {"reason": "Formateur malade"})
    view.side.panel.cancel_asked.emit(seance)
    assert card_of(view, seance).state_reason == "Formateur malade"
    view.side.panel.plan_again_asked.emit(seance)
    recorded_dialogs.answer("form", {"reason": "Neige", "new_day": date(2027, 5, 18)})
    view.side.panel.postpone_asked.emit(seance)
    assert card_of(view, seance).state == seances.POSTPONED
    assert len(view.context.bridge.read(seances.rows, SeanceFilters(start=date(2027, 5, 18)))) == 1
    recorded_dialogs.answer("ask", "yes")
    view.side.panel.delete_asked.emit(seance)
    assert not view.side.isVisibleTo(view)


def test_someone_is_withdrawn_and_past_sheets_keep_the_name(
    view: CalendarView, bike: uuid.UUID, seance: uuid.UUID, world: World, recorded_dialogs: RecordedDialogs
) -> None:
    view.open_item("seance", seance)
    recorded_dialogs.answer("form", {"last_day": TUESDAY})
    view.side.panel.withdraw_asked.emit(bike, world.people[0])
    (gone,) = (row for row in view.context.bridge.read(enrolments.enrolments, bike) if row.status == "retire")
    assert gone.expected_on(TUESDAY)
    assert not gone.expected_on(date(2027, 5, 5))


def test_a_sheet_printed_before_a_change_is_said_and_printed_again(
    qtbot: QtBot, view: CalendarView, seance: uuid.UUID
) -> None:
    view.show()
    bridge, request = view.context.bridge, DocumentRequest("emargement-seance", object_ids=(seance,))

    def printed() -> None:
        (sheet,) = bridge.write("Imprimer", attendance_sheets.prepare_seance, request)
        bridge.write("Imprimer", attendance_sheets.mark_printed, [sheet.number])

    def said() -> bool:
        view.open_item("seance", seance)
        qtbot.wait(1)  # what the panel showed before is freed
        shown = view.side.panel.findChildren(QLabel)
        return any(one.text().startswith("Imprimée avant un changement") for one in shown)

    printed()
    assert not said()
    bridge.write("Déplacer", seances.move, seance, date(2027, 5, 11))
    assert said()
    printed()
    assert not said()


def test_the_signed_sheet_comes_back(
    view: CalendarView, seance: uuid.UUID, recorded_dialogs: RecordedDialogs
) -> None:
    request = DocumentRequest("emargement-seance", object_ids=(seance,))
    (sheet,) = view.context.bridge.write("Imprimer", attendance_sheets.prepare_seance, request)
    view.context.bridge.write("Imprimer", attendance_sheets.mark_printed, [sheet.number])
    view.open_item("seance", seance)
    recorded_dialogs.answer("form", {"received_on": TUESDAY})
    view.side.panel._receive()
    held = card_of(view, seance).sheet
    assert held is not None
    assert (held.state, held.received_on) == ("signee_recue", TUESDAY)


def test_a_seance_being_typed_says_what_it_would_be_warned_about(
    qtbot: QtBot, workspace: Workspace, world: World, view: CalendarView
) -> None:
    with workspace.write("Essai") as session:
        first = calendar_world.activity(session, world, "Atelier vélo")
        calendar_world.seance(session, world, first, date(2027, 5, 4), (14, 17))
        other = calendar_world.activity(session, world, "Atelier CV")
    view.invalidate()
    view.select(None)
    view.start_new()
    form = view.side.form
    form.top.field("activity_id").set_value(other)
    form._activity_chosen()
    form.when.field("day").set_value(date(2027, 5, 4))
    form.slots.set_slots([SlotInput(15 * 60, 16 * 60)])
    form.touched()
    qtbot.waitUntil(lambda: bool(form.warnings.remarks))
    assert [remark.kind for remark in form.warnings.remarks] == ["trainer", "place"]
    assert form.warnings.isVisibleTo(form)
    form.slots.set_slots([SlotInput(17 * 60, 18 * 60)])
    form.touched()
    qtbot.waitUntil(lambda: not form.warnings.remarks)
    assert not form.warnings.isVisibleTo(form)
    form.slots.set_slots([SlotInput(15 * 60, 16 * 60)])
    form.touched()
    assert form.save(), "a warning never stops anybody"
    assert form.warnings.remarks == ()


def test_a_seance_recorded_after_the_fact_says_so(
    view: CalendarView, world: World, workspace: Workspace
) -> None:
    with workspace.write("Activité") as session:
        activity = calendar_world.activity(session, world)
    form = view.side.form
    form.start_new(activity, date(2027, 4, 28))
    assert form.entered().improvised
    form.start_new(activity, date(2027, 5, 28))
    assert not form.entered().improvised
    with workspace.write("Séance") as session:
        held = calendar_world.seance(session, world, activity, date(2027, 4, 26), (9, 12))
    view.open_item("seance", held)
    view.side.edit_seance(held)
    assert not view.side.form.entered().improvised, "it was planned: changing it later changes nothing"
