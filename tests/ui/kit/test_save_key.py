"""Ctrl+S typed in a form of the main window reaches the window once; elsewhere the form answers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QMainWindow, QVBoxLayout
from pytestqt.qtbot import QtBot

from elans_desktop.ui.kit.form import FieldSpec, Form, Section

CTRL = Qt.KeyboardModifier.ControlModifier


def make_form() -> Form:
    """One field."""
    return Form([Section("", (FieldSpec("title", "Titre"),))])


def test_in_the_main_window_the_key_is_the_windows(qtbot: QtBot) -> None:
    window, form = QMainWindow(), make_form()
    qtbot.addWidget(window)
    window.setCentralWidget(form)
    asked: list[str] = []
    shortcut = QShortcut(QKeySequence("Ctrl+S"), window, lambda: asked.append("window"))
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
    form.save_requested.connect(lambda: asked.append("form"))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    form.field("title").editor.setFocus()
    for _press in range(2):
        qtbot.keyClick(form.field("title").editor, Qt.Key.Key_S, CTRL)
    assert asked == ["window", "window"]


def test_in_a_dialog_the_form_answers(qtbot: QtBot) -> None:
    dialog, form = QDialog(), make_form()
    qtbot.addWidget(dialog)
    QVBoxLayout(dialog).addWidget(form)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    form.field("title").editor.setFocus()
    with qtbot.waitSignal(form.save_requested):
        qtbot.keyClick(form.field("title").editor, Qt.Key.Key_S, CTRL)
