"""An evaluation filled without the mouse, from the list to « Terminer »."""

from __future__ import annotations

import uuid

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from elans_desktop.models.evaluations import Grid
from elans_desktop.services.evaluations import evaluation_entry, evaluations
from elans_desktop.services.evaluations.evaluation_entry import Note
from elans_desktop.services.evaluations.evaluation_grids import CriterionView
from elans_desktop.services.evaluations.evaluations import EXIT, EvaluationInput
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.evaluations.radar import segments
from elans_desktop.ui.evaluations.view import DONE, DUE, GRIDS, EvaluationsView
from tests.support.calendar_window import Keyboard, RecordedWindow
from tests.support.council import TODAY
from tests.support.dialogs import RecordedDialogs

GRID = Grid.key("savoir_etre_o2r", 1)


def levels(view: EvaluationsView) -> list[int | str | None]:
    """What the lines hold, in order; « NO » for not observed, « … » for nothing."""
    shown = view.page.shown
    assert shown is not None
    found: list[int | str | None] = []
    for line in shown.grid.criteria:
        mark = shown.marks.get(line.id)
        found.append("…" if mark is None or not mark.given else "NO" if mark.not_observed else mark.level)
    return found


def open_due(view: EvaluationsView, keyboard: Keyboard) -> None:
    rows = view.lists[DUE].rows
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    keyboard.press(rows, Qt.Key.Key_Home)
    keyboard.press(rows, Qt.Key.Key_Return)


def test_keyboard_alone_from_the_list_to_the_end(
    view: EvaluationsView, workspace: Workspace, keyboard: Keyboard, recorded_dialogs: RecordedDialogs
) -> None:
    open_due(view, keyboard)
    table = view.page.table
    assert QApplication.focusWidget() is table
    for key in "3204N1":
        keyboard.type(table, key)
        keyboard.press(table, Qt.Key.Key_Return)
    assert levels(view) == [3, 2, "NO", 4, "NO", 1, "…", "…"]
    keyboard.press(table, Qt.Key.Key_Up)
    keyboard.type(table, "2")
    assert levels(view)[5] == 2
    keyboard.press(table, Qt.Key.Key_Delete)
    assert levels(view)[5] == "…"
    recorded_dialogs.answer("ask", "yes")
    view.page.finish.click()
    assert "3" in recorded_dialogs.requests[0].text
    with workspace.read() as session:
        (row,) = evaluations.rows(session)
    assert (row.finished, row.noted) == (True, 5)
    assert view.lists[DUE].all_rows() == []


def test_the_list_says_how_far_each_evaluation_is(view: EvaluationsView, keyboard: Keyboard) -> None:
    open_due(view, keyboard)
    for expected in (1, 2):
        keyboard.type(view.page.table, "3")
        keyboard.press(view.page.table, Qt.Key.Key_Return)
        (due,) = view.lists[DUE].all_rows()
        assert (due.noted, due.total) == (expected, 8)
    view.context.bridge.undo()
    assert view.lists[DUE].all_rows()[0].noted == 1
    assert view.lists[DUE].current_id() == due.key


def test_the_keys_of_an_azerty_keyboard_need_no_shift(view: EvaluationsView, keyboard: Keyboard) -> None:
    open_due(view, keyboard)
    for key in "&é\"'à":
        keyboard.type(view.page.table, key)
        keyboard.press(view.page.table, Qt.Key.Key_Down)
    assert levels(view)[:5] == [1, 2, 3, 4, "NO"]


def test_each_note_is_one_operation_undone_by_name(
    view: EvaluationsView, workspace: Workspace, keyboard: Keyboard
) -> None:
    open_due(view, keyboard)
    keyboard.type(view.page.table, "3")
    keyboard.press(view.page.table, Qt.Key.Key_Return)
    keyboard.type(view.page.table, "4")
    assert workspace.undo_label() == "Noter «\u00a0Ponctualité\u00a0» 4, Rémi B."
    view.context.bridge.undo()
    assert levels(view)[:2] == [3, "…"]
    view.context.bridge.undo()
    with workspace.read() as session:
        assert evaluations.rows(session) == ()


def test_c_comments_the_line_and_entree_comes_back(view: EvaluationsView, keyboard: Keyboard) -> None:
    open_due(view, keyboard)
    table, comment = view.page.table, view.page.comment
    keyboard.type(table, "2")
    keyboard.press(table, Qt.Key.Key_Down)
    keyboard.type(table, "c")
    assert QApplication.focusWidget() is comment
    keyboard.type(comment, "Prévient par téléphone")
    keyboard.press(comment, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is table
    shown = view.page.shown
    assert shown is not None
    line = shown.grid.criteria[1]
    assert (table.criterion(), shown.marks[line.id].comment) == (line, "Prévient par téléphone")


def test_a_click_on_a_key_notes_and_on_the_chosen_one_takes_away(
    view: EvaluationsView, keyboard: Keyboard
) -> None:
    open_due(view, keyboard)
    table = view.page.table
    index = next(
        i for i, line in enumerate(table.rows) if isinstance(line, CriterionView) and line.number == 4
    )
    shown = view.page.shown
    assert shown is not None
    keys = dict(table._keys(table.row_rect(index)))
    for wanted in (3, "…"):
        place: QPointF = keys[3].center()
        QTest.mouseClick(table, Qt.MouseButton.LeftButton, pos=place.toPoint())
        assert levels(view)[3] == wanted


def test_the_words_of_the_person_are_saved_with_ctrl_s(
    view: EvaluationsView, workspace: Workspace, keyboard: Keyboard
) -> None:
    open_due(view, keyboard)
    keyboard.type(view.page.table, "2")
    view.page.words.restore_draft({"person_words": "Maintenant je demande."})
    view.save()
    shown = view.page.shown
    assert shown is not None
    assert shown.person_words == "Maintenant je demande."
    assert workspace.undo_label() == "Noter les mots de Rémi B."


def test_a_draft_of_the_words_survives_and_is_offered(view: EvaluationsView, keyboard: Keyboard) -> None:
    open_due(view, keyboard)
    keyboard.type(view.page.table, "2")
    view.page.words.restore_draft({"person_words": "Je viens plus", "comment": ""})
    assert view.leave()
    view.page.words.mark_clean()
    known = view.page.shown
    assert known is not None
    view.page.shown = None
    view.open_item("evaluation", known.input.id)
    assert view.page.draft.isVisible()
    view.page.draft.action_buttons[0].click()
    assert view.page.words.values()["person_words"] == "Je viens plus"


def test_the_progression_shows_its_n(
    view: EvaluationsView, workspace: Workspace, person: uuid.UUID, keyboard: Keyboard
) -> None:
    with workspace.read() as session:
        lines = [line.id for line in evaluations.evaluation_grids.view(session, GRID).criteria]
    for moment, given in (("entree", (1, 2, None)), (EXIT, (2, 4, 3))):
        with workspace.write("Évaluer") as session:
            made = evaluation_entry.save(session, EvaluationInput(None, person, GRID, moment, TODAY))
            for line, level in zip(lines, given, strict=False):
                evaluation_entry.set_note(session, made, Note(line, level, level is None))
    view.invalidate()
    view.open_item("evaluation", made)
    beside = view.page.beside
    assert (beside.mean.text(), beside.n.text()) == ("+1,5", "n = 2 sur 8")
    assert "6" in beside.left_out.text()
    assert beside.radar.isVisible()


def test_a_gap_in_the_notes_is_a_gap_in_the_radar() -> None:
    assert segments((1.0, 2.0, None, 3.0)) == [(0, 1), (3, 0)]
    assert segments((1.0, 2.0, 3.0)) == [(0, 1), (1, 2), (2, 0)]
    assert segments((None, 2.0, None)) == []


def test_somebody_opens_on_what_is_due(view: EvaluationsView, person: uuid.UUID) -> None:
    view.open_item("participant", person)
    shown = view.page.shown
    assert shown is not None
    assert (shown.name, shown.input.id, view.right.currentWidget()) == ("Rémi Blin", None, view.page)


def test_a_new_evaluation_says_what_is_wrong_beside_the_field(
    view: EvaluationsView, person: uuid.UUID, recorded_dialogs: RecordedDialogs
) -> None:
    values = {"participant_id": person, "grid_id": GRID, "moment": EXIT, "day": TODAY, "evaluator_id": None}
    recorded_dialogs.answer("form", values)
    view.start_new()
    shown = view.page.shown
    assert shown is not None
    assert (shown.input.moment, shown.input.id) == (EXIT, None)


def test_a_grid_is_shown_whole_and_printed_blank(view: EvaluationsView, window: RecordedWindow) -> None:
    view.open_item("grid", GRID)
    assert view.modes.current() == GRIDS
    assert view.grid_page.title.text() == "Savoir-être O2R"
    view.grid_page.print.click()
    assert [(one.key, one.object_ids) for one in window.printed] == [("grille-vierge", (GRID,))]


@pytest.mark.parametrize("mode", [DUE, DONE, GRIDS])
def test_every_list_can_be_searched_or_read_without_a_name(view: EvaluationsView, mode: str) -> None:
    view.modes.set_current(mode)
    made = view.lists[mode]
    made.search.setText("zzz")
    assert made.rows.rows == []
    made.search.setText("")
    assert bool(made.all_rows()) == (mode != DONE)
