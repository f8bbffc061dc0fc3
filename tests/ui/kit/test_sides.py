"""Words at the left, actions at the right; under the words when both have no room."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.ui.kit.flow import flow
from elans_desktop.ui.kit.layout import column, holder
from elans_desktop.ui.kit.sides import Sides


def block(width: int, height: int) -> QWidget:
    made = QWidget()
    made.setMinimumSize(width, height)
    made.setFixedHeight(height)
    return made


def test_actions_are_at_the_right_then_under(qtbot: QtBot) -> None:
    words, act, below = block(300, 20), block(120, 32), block(10, 10)
    page = holder(column(Sides(words, act, gap=16, spacing=4), below, None, spacing=0))
    qtbot.addWidget(page)
    page.resize(600, 200)
    page.show()
    assert act.geometry().right() == 599
    assert abs(words.geometry().center().y() - act.geometry().center().y()) <= 1
    assert below.y() == 32
    page.resize(400, 200)
    assert act.geometry().topLeft().toTuple() == (0, 24)
    assert below.y() == 56


def test_words_that_flow_give_way_before_the_actions_do(qtbot: QtBot) -> None:
    words = [block(150, 20) for _word in range(3)]
    act = block(120, 20)
    page = holder(column(Sides(flow(*words), act), None, spacing=0))
    qtbot.addWidget(page)
    page.resize(460, 200)
    page.show()
    tops = [one.mapTo(page, one.rect().topLeft()).y() for one in words]
    assert tops == [0, 0, 24]
    assert act.geometry().right() == 459


def test_a_hidden_action_leaves_its_room(qtbot: QtBot) -> None:
    words, act = block(300, 20), block(120, 32)
    page = holder(column(Sides(words, act), None, spacing=0))
    qtbot.addWidget(page)
    act.hide()
    page.resize(320, 100)
    page.show()
    assert words.geometry().width() == 320
