"""The field of a passphrase."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from elans_desktop.ui import theme
from elans_desktop.ui.kit.buttons import Button
from elans_desktop.ui.kit.fields_text import TextField
from elans_desktop.ui.kit.layout import NO_FOCUS
from elans_desktop.ui.kit.line_edit import PADDING


class PassphraseField(TextField):
    """A passphrase: hidden, shown by the eye; warns when the capitals are locked. Never stripped."""

    def __init__(self, label: str, *, required: bool = False, help: str = "", name: str = "") -> None:
        super().__init__(label, required=required, help=help, name=name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._capitals = False
        self._eye = Button(kind="crumb", icon="eye", parent=self.line)
        self._eye.setProperty("focusPolicy", NO_FOCUS)
        self._eye.clicked.connect(self._switch)
        self._name_eye()
        self._place_eye()

    def value(self) -> str:
        """The phrase exactly as typed."""
        return self.line.text()

    def shown(self) -> bool:
        """Whether the phrase is readable on screen."""
        return self.line.echoMode() == QLineEdit.EchoMode.Normal

    def _switch(self) -> None:
        if self.shown():
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        else:
            self.line.setEchoMode(QLineEdit.EchoMode.Normal)  # which forgets that the text is a secret
            hints = QtCore.Qt.InputMethodHint
            self.line.setInputMethodHints(hints.ImhSensitiveData | hints.ImhNoPredictiveText)
        self._name_eye()

    def _name_eye(self) -> None:
        words = "Cacher la phrase" if self.shown() else "Voir la phrase"
        self._eye.set_icon("eye-off" if self.shown() else "eye")
        self._eye.setToolTip(words)
        self._eye.setAccessibleName(words)

    def _place_eye(self) -> None:
        side = theme.px(24)
        margin = (self.line.height() - side) // 2
        self._eye.setGeometry(self.line.width() - side - margin, margin, side, side)
        self.line.setTextMargins(PADDING, 0, side, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Guess the capitals lock from the letters themselves: no system tells it portably."""
        if event.type() == QEvent.Type.Resize and watched is self.line:
            self._place_eye()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._watch_capitals(event)
        return super().eventFilter(watched, event)

    def _watch_capitals(self, event: QKeyEvent) -> None:
        if event.key() == QtCore.Qt.Key.Key_CapsLock:
            self._capitals = False
        else:
            letter = event.text()
            if len(letter) != 1 or not letter.isalpha() or letter.lower() == letter.upper():
                return
            shift = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier)
            self._capitals = letter.isupper() != shift
        if not self._error:
            warning = "Le verrouillage des majuscules est activé" if self._capitals else ""
            self.message.show_text(warning, "warning", "triangle-alert")

    def capitals_locked(self) -> bool:
        """Whether the warning about the capitals lock is due."""
        return self._capitals
