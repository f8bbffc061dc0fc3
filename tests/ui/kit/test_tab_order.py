"""Tab goes where the eye goes, even to what was built late."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.ui.kit import buttons, dialogs, tab_order
from elans_desktop.ui.kit.dialog_box import DialogBox
from elans_desktop.ui.kit.fields import ChoiceField, TimeField
from elans_desktop.ui.kit.layout import column, row, scrolled


def test_reading_order_is_the_order_of_the_layouts(qtbot: QtBot) -> None:
    late = column()
    save = buttons.primary("Enregistrer")
    first, last, choice = QLineEdit(), QLineEdit(), ChoiceField("Lieu", [(1, "Flers")])
    inside = QWidget()
    inside.setLayout(column(first, late, last, choice))
    window = QWidget()
    window.setLayout(column(scrolled(inside), row(save)))
    qtbot.addWidget(window)
    between, hidden = TimeField("De"), QLineEdit()
    late.addWidget(between)
    late.addWidget(hidden)
    hidden.hide()
    window.show()
    reached = list(tab_order.reachable(window))
    assert reached == [first, between.line, last, choice.editor, save]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus()
    choice.setEnabled(False)
    walked: list[QWidget | None] = []
    for forward in (True, True, True, True, False, False):
        assert tab_order.step(window, forward=forward)
        walked.append(window.focusWidget())
    assert walked == [between.line, last, save, first, save, last]
    for forward, wanted in ((False, save), (True, first)):
        last.clearFocus()
        assert tab_order.step(window, forward=forward)
        assert window.focusWidget() is wanted, "from nowhere, at one end or the other"
        window.focusWidget().clearFocus()


def test_a_value_given_the_focus_is_typed_over(qtbot: QtBot) -> None:
    before, field = QLineEdit(), TimeField("De")
    window = QWidget()
    window.setLayout(column(before, field))
    qtbot.addWidget(window)
    field.set_value(540)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    before.setFocus()
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.keyClicks(field.line, "14h")
    assert field.value() == 14 * 60


def test_enter_accepts_a_question_and_gives_up_a_removal(qtbot: QtBot) -> None:
    answers: list[str | None] = []
    for danger in (False, True):
        request = dialogs.Request(
            "ask", "Continuer\u00a0?", actions=(("yes", "Oui"), ("else", "Autrement")), danger=danger
        )
        box = DialogBox(request, None)
        qtbot.addWidget(box)
        box.show()
        box.activateWindow()
        qtbot.waitUntil(box.isActiveWindow)
        held = box.focusWidget()
        assert held is not None
        qtbot.keyClick(held, Qt.Key.Key_Return)
        answers.append(box.answer)
    assert answers == ["yes", None]
