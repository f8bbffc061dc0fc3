"""Dialogs that really open, answered by the keys of a keyboard; the chooser of files of the system is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.dialog_box import DialogBox
from tests.support.pages import press, type_text

MOST_TABS = 40
WAITS = 250


def held() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the keyboard"
    return found


def hit(key: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, for what has the keyboard."""
    press(held(), key, text, modifiers)


def write(words: str) -> None:
    """Words, in what has the keyboard."""
    type_text(held(), words)


def tab_to(wanted: QWidget) -> None:
    """Tab until a control has the keyboard."""
    seen = [held()]
    for _ in range(MOST_TABS):
        if held() is wanted:
            return
        hit(Qt.Key.Key_Tab)
        seen.append(held())
    names = [f"{type(one).__name__} {one.accessibleName()}" for one in seen]
    raise AssertionError(f"Tab never comes to {wanted.accessibleName()}: {names}")


class TypedBoxes:
    """`expect(keys)` before the box opens; `keys(box)` runs once it is on show."""

    def __init__(self) -> None:
        self.file: Path | None = None
        self.titles: list[str] = []
        self._scripts: list[Callable[[DialogBox], None]] = []

    def expect(self, keys: Callable[[DialogBox], None]) -> None:
        """What to press in the next box."""
        self._scripts.append(keys)

    def handle(self, parent: QWidget | None, request: dialogs.Request) -> Any:
        """What `dialogs.handler` calls."""
        self.titles.append(request.title)
        if request.kind in ("open", "save"):
            return self.file
        assert self._scripts, f"unexpected dialog: {request.kind} « {request.title} »"
        keys = self._scripts.pop(0)
        QTimer.singleShot(0, lambda: self._press(keys))
        return dialogs.show(parent, request)

    def _press(self, keys: Callable[[DialogBox], None]) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, DialogBox)
        try:
            for _ in range(WAITS):
                if _has_keyboard(box):
                    break
                box.raise_()  # no window manager here: another window of the test may have come back over it
                box.activateWindow()
                if box.focusWidget() is None:
                    box.focusNextChild()
                QTest.qWait(20)
            assert _has_keyboard(box), "the keyboard never comes to the box"
            keys(box)
        finally:
            if box.isVisible():
                box.reject()


def _has_keyboard(box: DialogBox) -> bool:
    found = QApplication.focusWidget()
    return found is not None and found.window() is box
