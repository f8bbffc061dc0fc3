"""Page objects: what a person does in the window, by what they see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.storage import keys
from elans_desktop.ui.shell.assistant import Assistant
from elans_desktop.ui.shell.recovery import CodePage, RecoveryPage
from elans_desktop.ui.shell.unlock_card import UnlockCard
from elans_desktop.ui.shell.window import Window
from elans_desktop.ui.shell.workbench import Workbench

TIMEOUT = 20_000
Modifier = Qt.KeyboardModifier


def press(target: QWidget, key: Qt.Key, text: str = "", modifiers: Modifier = Modifier.NoModifier) -> None:
    """A key pressed and let go, shortcuts first, as a keyboard does. `text`: what the key sends (an AZERTY
    keyboard sends « é » with Ctrl held; `keyClicks` aborts on it)."""
    QTest.sendKeyEvent(QTest.KeyAction.Click, target, key, text, modifiers)


def type_text(target: QWidget, text: str) -> None:
    """Type words, accents included."""
    for sign in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, Modifier.NoModifier, sign))


class Shell:
    """The window, from the list of classeurs to the open one."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self.qtbot = qtbot
        self.window = window

    @property
    def bench(self) -> Workbench:
        """The open classeur."""
        assert self.window.workbench is not None, "no classeur is open"
        return self.window.workbench

    def page(self, kind: type[Any]) -> Any:
        """The page on show, once it is of this kind."""
        self.qtbot.waitUntil(lambda: isinstance(self.window.pages.currentWidget(), kind), timeout=TIMEOUT)
        return self.window.pages.currentWidget()

    def card(self, folder: Path) -> UnlockCard:
        """The card of a classeur, unfolded."""
        self.window.welcome.refresh(str(folder))
        card = self.window.welcome.card(str(folder))
        assert card is not None
        assert card.is_unfolded
        return card

    def unlock(self, folder: Path, phrase: str) -> Workbench:
        """Type the phrase, press Entrée, wait for Accueil."""
        card = self.card(folder)
        type_text(card.phrase.line, phrase)
        with self.qtbot.waitSignal(self.window.opened, timeout=TIMEOUT):
            card.phrase.line.returnPressed.emit()
        return self.bench

    def lock(self) -> None:
        """Lock, and wait until the list of classeurs is back."""
        self.bench.lock()
        self.qtbot.waitUntil(
            lambda: self.window.pages.currentWidget() is self.window.welcome, timeout=TIMEOUT
        )

    def create(self, title: str, user: str, phrase: str) -> CodePage:
        """Fill the assistant and go on to the recovery code."""
        self.window.welcome.create_asked.emit()
        page: Assistant = self.page(Assistant)
        page.title.set_value(title)
        page.user.set_value(user)
        page.phrase.set_value(phrase)
        page.again.set_value(phrase)
        page.go.click()
        return self.page(CodePage)

    def recover(self, folder: Path, code: str, phrase: str) -> RecoveryPage:
        """Type the four lines of the sheet and a new phrase."""
        self.card(folder).recovery_asked.emit(str(folder))
        page: RecoveryPage = self.page(RecoveryPage)
        for field, line in zip(page.lines, code.splitlines(), strict=True):
            field.set_value(line)
        page.user.set_value(keys.read(folder).users[0].id.hex)
        page.phrase.set_value(phrase)
        page.again.set_value(phrase)
        page.go.click()
        return page
