"""The keyboard: tabs, search, undo by name, help, locking, silence."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from elans_desktop.services.participants import participants
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.ui.participants.view import ParticipantsView
from elans_desktop.ui.shell.help import HelpPage, ShortcutPage
from elans_desktop.ui.shell.tabs import TABS
from elans_desktop.ui.shell.workbench import Workbench
from tests.support.pages import TIMEOUT, Shell, press, type_text

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
DIGITS = [(Qt.Key(Qt.Key.Key_1.value + place), str(place + 1)) for place in range(7)]
AZERTY = [
    (Qt.Key.Key_Ampersand, "&"),
    (Qt.Key.Key_Eacute, "é"),
    (Qt.Key.Key_QuoteDbl, '"'),
    (Qt.Key.Key_Apostrophe, "'"),
    (Qt.Key.Key_ParenLeft, "("),
    (Qt.Key.Key_Minus, "-"),
    (Qt.Key.Key_Egrave, "è"),
]


@pytest.mark.parametrize("keyboard", [DIGITS, AZERTY], ids=["digits", "azerty"])
def test_ctrl_and_the_top_row_walk_the_tabs(
    shell: Shell, bench: Workbench, keyboard: list[tuple[Qt.Key, str]]
) -> None:
    for (key, text), tab in reversed(list(zip(keyboard, TABS, strict=True))):
        press(shell.window, key, text, CTRL)
        assert bench._current == tab.name
        assert bench.pages.currentWidget() is bench.view(tab.name)


def test_search_finds_without_accents_and_goes_there(shell: Shell, bench: Workbench) -> None:
    press(shell.window, Qt.Key.Key_K, "k", CTRL)
    search = bench.header.search
    shell.qtbot.waitUntil(search.hasFocus)
    type_text(search, "epreu")
    assert search.answers.isVisible()
    press(search, Qt.Key.Key_Return)
    assert bench._current == "participants"
    assert not search.answers.isVisible()
    assert search.text() == ""


def test_search_takes_accents_too_and_escape_leaves(shell: Shell, bench: Workbench) -> None:
    search = bench.header.search
    type_text(search, "Łukasz")
    assert [found.kind for found in search.answers._found] == ["participant"]
    press(search, Qt.Key.Key_Escape)
    assert not search.answers.isVisible()
    assert bench._current == "home"


def test_undo_and_redo_go_by_name(shell: Shell, bench: Workbench) -> None:
    bridge = bench.bridge
    bridge.write("Ajouter une personne", participants.save, ParticipantInput(last_name="Delaunay"))
    assert "Ajouter une personne" in bench.header.undo.toolTip()
    press(shell.window, Qt.Key.Key_Z, "z", CTRL)
    assert "Annulé" in bench.status._notice.text()
    assert "Ajouter une personne" in bench.status._notice.text()
    assert bridge.redo_label() == "Ajouter une personne"
    press(shell.window, Qt.Key.Key_Z, "Z", CTRL | SHIFT)
    assert bridge.undo_label() == "Ajouter une personne"


def test_nothing_to_undo_is_said_quietly(shell: Shell, bench: Workbench) -> None:
    assert not bench.header.undo.isEnabled()
    press(shell.window, Qt.Key.Key_Z, "z", CTRL)
    assert "rien à annuler" in bench.status._notice.text()


def test_the_keyboard_comes_back_where_it_was_when_a_page_closes(shell: Shell, bench: Workbench) -> None:
    press(shell.window, Qt.Key.Key_3, "3", CTRL)
    view = bench.view("participants")
    assert isinstance(view, ParticipantsView)
    view.pane.search.setFocus()
    press(shell.window, Qt.Key.Key_F1)
    page = bench.pages.currentWidget()
    assert isinstance(page, HelpPage)
    press(page, Qt.Key.Key_Escape)
    assert bench.pages.currentWidget() is view
    shell.qtbot.waitUntil(view.pane.search.hasFocus)


def test_f1_opens_the_guide_and_escape_comes_back(shell: Shell, bench: Workbench) -> None:
    press(shell.window, Qt.Key.Key_F1)
    page = bench.pages.currentWidget()
    assert isinstance(page, HelpPage)
    press(page, Qt.Key.Key_Escape)
    assert bench.pages.currentWidget() is bench.current_view()


def test_the_help_goes_back_to_the_page_read_before(qtbot: QtBot) -> None:
    page = HelpPage("presences")
    qtbot.addWidget(page)
    page.resize(1000, 500)
    page.show()
    assert not page.back.isEnabled()
    first = page.browser.toPlainText()
    page.browser.verticalScrollBar().setValue(40)
    page.browser.page_requested.emit("importer", "")
    page.open("budget")
    page.back.click()
    assert page.pages.currentItem().data(Qt.ItemDataRole.UserRole) == "importer"
    page.back.click()
    assert page.browser.toPlainText() == first
    assert page.browser.verticalScrollBar().value() == 40
    assert not page.back.isEnabled()


def test_pictures_never_make_the_help_scroll_sideways(qtbot: QtBot) -> None:
    page = HelpPage("premiers-pas")
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    assert page.browser.horizontalScrollBar().maximum() == 0


def test_the_sheet_of_keys(shell: Shell, bench: Workbench) -> None:
    press(shell.window, Qt.Key.Key_Question, "?", CTRL | SHIFT)
    assert isinstance(bench.pages.currentWidget(), ShortcutPage)


def test_f1_before_anything_is_open(shell: Shell) -> None:
    shell.qtbot.waitUntil(lambda: not shell.window.windowIcon().isNull())
    press(shell.window.welcome, Qt.Key.Key_F1)
    page = shell.page(HelpPage)
    press(page, Qt.Key.Key_Escape)
    assert shell.window.pages.currentWidget() is shell.window.welcome


def test_ctrl_l_locks(shell: Shell, bench: Workbench) -> None:
    press(shell.window, Qt.Key.Key_L, "l", CTRL)
    window = shell.window
    shell.qtbot.waitUntil(lambda: window.pages.currentWidget() is window.welcome, timeout=TIMEOUT)
    assert window.workbench is None


def test_silence_locks(shell: Shell, bench: Workbench) -> None:
    timer = bench.autolock._timer
    assert timer.isActive()
    assert timer.interval() % 60_000 == 0
    timer.timeout.emit()
    window = shell.window
    shell.qtbot.waitUntil(lambda: window.pages.currentWidget() is window.welcome, timeout=TIMEOUT)


def test_a_key_is_heard_once_then_again_after_a_rest(shell: Shell, bench: Workbench) -> None:
    heard = bench.autolock
    for _turn in range(2):
        heard._rest.stop()
        heard._rest.timeout.emit()
        press(shell.window, Qt.Key.Key_F5)
        assert heard._rest.isActive()
        heard._rest.stop()
        press(shell.window, Qt.Key.Key_F5)
        assert not heard._rest.isActive(), "events are not listened to while it rests"


def test_no_delay_never_locks(bench: Workbench) -> None:
    bench.autolock.set_minutes(0)
    assert not bench.autolock._timer.isActive()
    bench.autolock.set_minutes(5)
    assert bench.autolock._timer.interval() == 300_000
