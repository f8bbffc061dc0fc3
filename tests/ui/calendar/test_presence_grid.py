from __future__ import annotations

import uuid
from datetime import date

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from elans_desktop.models.activities import Activity
from elans_desktop.models.journal import Operation
from elans_desktop.models.participants import Participant
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.services.calendar import seances
from elans_desktop.services.presences import attendance, attendance_grid, attendance_sheets
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.presences.attendance_grid import Cell, GridView
from elans_desktop.services.presences.presence_papers import sheets
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.calendar.presence_grid import PresenceGrid
from elans_desktop.ui.calendar.presence_state import PresenceState
from elans_desktop.ui.calendar.view import CalendarView
from tests.support import calendar_world
from tests.support.calendar_window import Keyboard, RecordedWindow
from tests.support.calendar_world import World
from tests.support.dialogs import RecordedDialogs

MONDAY = date(2027, 4, 26)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def activity(workspace: Workspace, world: World) -> uuid.UUID:
    """Four people, Monday morning and afternoon, and Tuesday morning."""
    with workspace.write("Séances d’essai") as session:
        made = calendar_world.activity(session, world, "Sas de rupture", people=4)
        calendar_world.seance(session, world, made, MONDAY, (9, 12), (14, 17))
        calendar_world.seance(session, world, made, date(2027, 4, 27), (9, 12))
    return made


@pytest.fixture
def grid(view: CalendarView, activity: uuid.UUID) -> PresenceGrid:
    view.open_item("presences", activity)
    return view.presences.grid


def saved(workspace: Workspace, activity: uuid.UUID) -> GridView:
    with workspace.read() as session:
        return attendance_grid.grid(session, activity)


def state_of(grid: PresenceGrid) -> PresenceState:
    assert grid.state is not None
    return grid.state


def test_the_help_is_about_the_grid_while_it_is_on_show(view: CalendarView, activity: uuid.UUID) -> None:
    assert view.current_help_page() == "calendrier"
    view.open_item("presences", activity)
    assert view.current_help_page() == "presences"
    view.leave_presences()
    assert view.current_help_page() == "calendrier"


def test_a_session_is_entered_without_the_mouse(
    workspace: Workspace, activity: uuid.UUID, grid: PresenceGrid, keyboard: Keyboard, world: World
) -> None:
    keys = Qt.Key
    assert (state_of(grid).row, state_of(grid).column) == (0, 0)
    keyboard.type(grid, "p")
    keyboard.press(grid, keys.Key_Return, "\r")
    keyboard.type(grid, "A")
    keyboard.press(grid, keys.Key_Return, "\r")
    keyboard.type(grid, "r20/15")
    keyboard.press(grid, keys.Key_Return, "\r")
    keyboard.press(grid, keys.Key_Space, " ")
    keyboard.press(grid, keys.Key_Return, "\r")  # the last person: on to the top of the afternoon
    assert (state_of(grid).row, state_of(grid).column) == (0, 1)
    keyboard.press(grid, keys.Key_Down)
    keyboard.type(grid, "i")
    keyboard.press(grid, keys.Key_Down)
    keyboard.type(grid, "e")
    keyboard.press(grid, keys.Key_Down)
    keyboard.type(grid, "d")
    keyboard.press(grid, keys.Key_Return, "\r", CONTROL)  # the one left is present
    grid.save_asked.emit()
    view = saved(workspace, activity)
    morning, afternoon, _ = (slot.id for slot in view.slots)
    people = world.people
    assert [view.cells[person, morning] for person in people[:4]] == [
        Cell("P"), Cell("A"), Cell("P", 20, 15), Cell("P"),
    ]  # fmt: skip
    assert [view.cells[person, afternoon].status for person in people[:4]] == ["P", "I", "E", "D"]


def test_minutes_are_corrected_where_they_are_typed(
    workspace: Workspace, activity: uuid.UUID, grid: PresenceGrid, keyboard: Keyboard, view: CalendarView
) -> None:
    keyboard.type(grid, "200")
    keyboard.press(grid, Qt.Key.Key_Return, "\r")
    assert state_of(grid).typed == "200"
    assert "dépassent" in view.presences.said.text()
    keyboard.press(grid, Qt.Key.Key_Backspace, "\b")
    keyboard.press(grid, Qt.Key.Key_Down)
    assert (state_of(grid).typed, state_of(grid).row) == (None, 1)
    keyboard.type(grid, "r5")
    keyboard.press(grid, Qt.Key.Key_Escape, "\x1b")
    grid.save_asked.emit()
    assert list(saved(workspace, activity).cells.values()) == [Cell("P", 20)]


def test_minutes_are_typed_on_an_azerty_keyboard_with_or_without_shift(
    grid: PresenceGrid, keyboard: Keyboard
) -> None:
    keyboard.type(grid, "r")
    for digit in "20":
        keyboard.press(grid, Qt.Key.Key_Shift, "", Qt.KeyboardModifier.ShiftModifier)
        keyboard.type(grid, digit)
    assert state_of(grid).typed == "20"
    keyboard.press(grid, Qt.Key.Key_Return, "\r")
    keyboard.type(grid, "ré(")
    assert state_of(grid).typed == "25"


def test_everyone_present_is_one_operation_and_one_undo(
    workspace: Workspace, activity: uuid.UUID, grid: PresenceGrid, keyboard: Keyboard, view: CalendarView
) -> None:
    keyboard.press(grid, Qt.Key.Key_Return, "\r", CONTROL)
    assert len(saved(workspace, activity).cells) == 4
    assert "4 personnes notées présentes" in view.presences.said.text()
    assert "lun.\u00a026/04 matin" in (workspace.undo_label() or "")
    keyboard.press(grid, Qt.Key.Key_Z, "\x1a", CONTROL)
    assert saved(workspace, activity).cells == {}
    assert state_of(grid).cells == {}


def test_undo_saves_what_was_just_typed_and_takes_it_back(
    workspace: Workspace, activity: uuid.UUID, grid: PresenceGrid, keyboard: Keyboard
) -> None:
    keyboard.press(grid, Qt.Key.Key_Return, "\r", CONTROL)
    keyboard.type(grid, "i")
    keyboard.press(grid, Qt.Key.Key_Z, "\x1a", CONTROL)
    assert {cell.status for cell in saved(workspace, activity).cells.values()} == {"P"}


def test_typing_is_saved_after_a_pause_as_one_operation(
    qtbot: QtBot, workspace: Workspace, activity: uuid.UUID, grid: PresenceGrid, keyboard: Keyboard
) -> None:
    keyboard.type(grid, "p")
    keyboard.press(grid, Qt.Key.Key_Down)
    with qtbot.waitSignal(grid.save_asked):
        keyboard.type(grid, "p")
    assert len(saved(workspace, activity).cells) == 2
    assert "2\u00a0personnes" in (workspace.undo_label() or "")


def test_a_reason_is_given_and_kept(
    workspace: Workspace, activity: uuid.UUID, grid: PresenceGrid, keyboard: Keyboard
) -> None:
    state_of(grid).give_reason("sante")
    keyboard.type(grid, "e")
    state_of(grid).set_proof(True)
    grid.save_asked.emit()
    (cell,) = saved(workspace, activity).cells.values()
    assert (cell.status, cell.reason_code, cell.proof_received) == ("E", "sante", True)
    keyboard.press(grid, Qt.Key.Key_Delete)
    grid.save_asked.emit()
    assert saved(workspace, activity).cells == {}


def test_a_validated_sheet_refuses_every_key(
    workspace: Workspace, activity: uuid.UUID, view: CalendarView, keyboard: Keyboard
) -> None:
    with workspace.write("Valider") as session:
        request = DocumentRequest("emargement-semaine", MONDAY, date(2027, 5, 2), (activity,))
        attendance_sheets.prepare_week(session, request)
        found = attendance_grid.grid(session, activity)
        attendance.all_present(session, [slot.id for slot in found.slots])
        calendar_world.validate(session, found.sheets[0].id)
    before = saved(workspace, activity).cells
    view.open_item("seance", found.slots[0].seance_id)
    view.open_presences(found.slots[0].seance_id)
    page = view.presences
    for sign in "pi5 ":
        keyboard.type(page.grid, sign)
    keyboard.press(page.grid, Qt.Key.Key_Return, "\r", CONTROL)
    page.save()
    assert "Corriger…" in page.said.text()
    assert saved(workspace, activity).cells == before
    assert page.validate.text() == "Retirer la validation"


def test_a_validated_cell_is_corrected_with_a_reason_by_the_keyboard(
    workspace: Workspace,
    activity: uuid.UUID,
    view: CalendarView,
    keyboard: Keyboard,
    recorded_dialogs: RecordedDialogs,
) -> None:
    with workspace.write("Valider") as session:
        request = DocumentRequest("emargement-semaine", MONDAY, date(2027, 5, 2), (activity,))
        attendance_sheets.prepare_week(session, request)
        found = attendance_grid.grid(session, activity)
        attendance.all_present(session, [slot.id for slot in found.slots])
        calendar_world.validate(session, found.sheets[0].id)
    view.open_presences(found.slots[0].seance_id)
    page = view.presences
    assert page.correct.isVisible()
    recorded_dialogs.answer(
        "form",
        {
            "status": "P",
            "minutes": "20/15",
            "reason_code": None,
            "proof": False,
            "reason": "Arrivée à 9 h 20, partie à 11 h 45",
        },
    )
    keyboard.type(page.grid, "c")
    (asked,) = recorded_dialogs.requests
    assert "Noté\u00a0: présent." in asked.text
    cell = saved(workspace, activity).cells[found.people[0].id, found.slots[0].id]
    assert (cell.status, cell.late, cell.early) == ("P", 20, 15)
    keyboard.press(page.grid, Qt.Key.Key_Down)
    keyboard.press(page.grid, Qt.Key.Key_Up)
    assert "Corrigé le 04/05/2027 par Camille Essai" in page.said.text()
    keyboard.press(page.grid, Qt.Key.Key_Down)
    assert page.said.text() == ""
    view.leave_presences()
    view.open_item("seance", found.slots[0].seance_id)
    assert view.side.view is not None
    assert len(view.side.view.corrections) == 1


def test_the_sheet_is_validated_then_unlocked_with_a_reason(
    workspace: Workspace,
    activity: uuid.UUID,
    view: CalendarView,
    keyboard: Keyboard,
    recorded_dialogs: RecordedDialogs,
) -> None:
    with workspace.write("Imprimer") as session:
        request = DocumentRequest("emargement-semaine", MONDAY, date(2027, 5, 2), (activity,))
        (sheet,) = attendance_sheets.prepare_week(session, request)
        attendance_sheets.mark_printed(session, [sheet.number])
    view.open_item("presences", activity)
    page = view.presences
    assert not page.validate.isEnabled()
    for _ in range(3):
        keyboard.press(page.grid, Qt.Key.Key_Return, "\r", CONTROL)
        keyboard.press(page.grid, Qt.Key.Key_Right)
    assert page.left.text() == "Tout est saisi"
    recorded_dialogs.answer("form", None)
    page.validate.click()
    assert page.sheet is not None
    assert page.sheet.state == "saisie", "the day the paper came back was not given"
    recorded_dialogs.answer("form", {"received_on": date(2027, 5, 3)})
    page.validate.click()
    assert recorded_dialogs.requests[-1].text.startswith("La feuille signée est-elle revenue")
    assert (page.sheet.state, page.sheet.received_on) == ("validee", date(2027, 5, 3))
    recorded_dialogs.answer("text", "Une erreur de saisie")
    page.validate.click()
    assert page.sheet.state == "saisie"
    with workspace.read() as session:
        labels = session.scalars(select(Operation.label)).all()
    assert any("Une erreur de saisie" in label for label in labels)


def test_the_mouse_goes_to_a_cell_and_toggles_it(
    qtbot: QtBot, workspace: Workspace, activity: uuid.UUID, grid: PresenceGrid
) -> None:
    place = grid.cell_rect(2, 1).center().toPoint()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (state_of(grid).row, state_of(grid).column) == (2, 1)
    qtbot.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    grid.save_asked.emit()
    assert len(saved(workspace, activity).cells) == 1
    assert grid.cell_at(QPointF(5, 5)) is None


def test_weeks_are_walked_and_printed(
    activity: uuid.UUID, view: CalendarView, grid: PresenceGrid, window: RecordedWindow
) -> None:
    page = view.presences
    assert page.monday == MONDAY  # the oldest week with presences to enter, not this one
    page.print.click()
    assert window.printed[-1].object_ids == (activity,)
    assert (window.printed[-1].start, window.printed[-1].end) == (MONDAY, date(2027, 5, 2))
    page._go(1)
    assert page.empty.isVisibleTo(page)
    page.close_page()
    assert view.pages.currentIndex() == 0


def test_totals_follow_the_keys(grid: PresenceGrid, keyboard: Keyboard) -> None:
    state = state_of(grid)
    keyboard.type(grid, "p")
    keyboard.press(grid, Qt.Key.Key_Right)
    keyboard.type(grid, "a")
    person, slot = state.person, state.slot
    sums = state.totals_of_person(person)
    assert (sums.realised, sums.planned, sums.rate) == (180, 360, 5000)
    assert state.totals_of_slot(slot).present == 0
    assert state.left_to_enter() == 10
    keyboard.type(grid, "p")
    assert state.totals_of_person(person).rate == 10_000


def test_a_cancelled_day_takes_no_key(
    workspace: Workspace, activity: uuid.UUID, view: CalendarView, keyboard: Keyboard
) -> None:
    with workspace.write("Annuler") as session:
        slots = attendance_grid.grid(session, activity).slots
        seances.cancel(session, slots[-1].seance_id, "Neige")
    view.open_presences(slots[-1].seance_id)
    keyboard.type(view.presences.grid, "p")
    assert "annulée" in view.presences.said.text()
    view.presences.save()
    assert saved(workspace, activity).cells == {}


def test_somebody_unknown_who_came_gets_a_file_and_a_line_in_one_operation(
    workspace: Workspace,
    activity: uuid.UUID,
    grid: PresenceGrid,
    view: CalendarView,
    recorded_dialogs: RecordedDialogs,
) -> None:
    recorded_dialogs.answer("form", None)
    view.presences.visitor.click()
    search = recorded_dialogs.requests[-1].data["sections"][0].fields[0].search
    assert [choice.label for choice in search("ham")] == ["Hamel Océane"]
    (new,) = search("Nouvel Zoé")
    assert new.label == "Créer le dossier de Nouvel Zoé"
    recorded_dialogs.answer("form", {"person": new.value})
    view.presences.visitor.click()
    names = [(one.last_name, one.first_name) for one in saved(workspace, activity).people]
    assert ("Nouvel", "Zoé") in names
    workspace.undo()
    assert len(saved(workspace, activity).people) == 4


def test_in_a_pair_the_keyboard_still_enters_the_one_whose_sheet_is_not_validated(
    workspace: Workspace, view: CalendarView, world: World
) -> None:
    with workspace.write("Binôme") as session:
        pairs = calendar_world.activity(session, world, "Binôme", people=2)
        session.get_one(Activity, pairs).mode_code = "binome"
        calendar_world.seance(session, world, pairs, MONDAY, (9, 10))
        signed = world.people[0]
        sheets.prepare_individual(
            session, DocumentRequest("emargement-individuel", MONDAY, MONDAY, (signed,))
        )
        (slot,) = attendance_grid.grid(session, pairs).slots
        attendance.set_presences(session, [PresenceInput(signed, slot.id, "P")])
        calendar_world.validate(session, session.scalars(select(AttendanceSheet.id)).one())
    view.open_item("presences", pairs)
    state = state_of(view.presences.grid)
    assert (state.row, state.correctable) == (1, False), "on the one who waits"
    assert state.put("A") is None
    state.move(-1, 0)
    assert state.correctable
    assert state.put("A") is not None


def test_a_person_of_the_restricted_archive_is_shown_and_takes_no_key(
    workspace: Workspace, view: CalendarView, activity: uuid.UUID, keyboard: Keyboard
) -> None:
    with workspace.write("Archiver") as session:
        session.get_one(Participant, saved(workspace, activity).people[0].id).restricted_on = MONDAY
    view.open_item("presences", activity)
    grid = view.presences.grid
    state = state_of(grid)
    away = next(row for row, person in enumerate(state.view.people) if person.refusal)
    assert state.row != away
    state.row = away
    keyboard.type(grid, "p")
    keyboard.press(grid, Qt.Key.Key_Return, "\r", CONTROL)
    refused = state.put("P")
    assert refused is not None
    assert "archive restreinte" in refused.sentence
    grid.save_asked.emit()
    written = {person for person, _slot in saved(workspace, activity).cells}
    assert len(written) == 3
    assert state.view.people[away].id not in written
