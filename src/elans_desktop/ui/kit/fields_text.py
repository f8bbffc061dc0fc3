"""Fields that are typed: text, several lines, whole number, money, time, duration, passphrase."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from elans_desktop.core import formats, parsing
from elans_desktop.ui import theme
from elans_desktop.ui.kit.field import Field


class TextField(Field):
    """One line of text. `value()` is stripped of outer spaces."""

    def __init__(
        self,
        label: str,
        *,
        required: bool = False,
        help: str = "",
        placeholder: str = "",
        max_length: int = 0,
        name: str = "",
    ) -> None:
        super().__init__(label, required=required, help=help, name=name)
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        if max_length:
            self.line.setMaxLength(max_length)
        self.line.textEdited.connect(self._edited)
        self._set_up(self.line)

    def value(self) -> str:
        """The text, stripped."""
        return self.line.text().strip()

    def set_value(self, value: Any) -> None:
        """Show a text; None is empty."""
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)
        self.set_error("")


class MultilineField(Field):
    """Several lines; Tab goes to the next field. `rows`: visible lines."""

    def __init__(
        self,
        label: str,
        *,
        required: bool = False,
        help: str = "",
        placeholder: str = "",
        rows: int = 3,
        name: str = "",
    ) -> None:
        super().__init__(label, required=required, help=help, name=name)
        self._rows = rows
        self.area = QPlainTextEdit()
        self.area.setTabChangesFocus(True)
        self.area.setPlaceholderText(placeholder)
        self.area.textChanged.connect(self._edited)
        self._set_up(self.area)
        self._fit()
        theme.signals.changed.connect(self._fit)

    def _fit(self) -> None:
        line = QFontMetrics(theme.font(15)).lineSpacing()
        self.area.setFixedHeight(line * self._rows + 16)

    def value(self) -> str:
        """The text, stripped."""
        return self.area.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        """Show a text; None is empty."""
        self.area.blockSignals(True)
        self.area.setPlainText("" if value is None else str(value))
        self.area.blockSignals(False)
        self.set_error("")


class ParsedField(TextField):
    """A value typed in French (12/3/27, 9h30, 1 234,5): read by `parse`, shown again by `show`."""

    def __init__(
        self,
        label: str,
        parse: Callable[[str], Any],
        show: Callable[[Any], str],
        *,
        required: bool = False,
        help: str = "",
        placeholder: str = "",
        name: str = "",
    ) -> None:
        super().__init__(label, required=required, help=help, placeholder=placeholder, name=name)
        self._parse, self._show = parse, show
        self.line.editingFinished.connect(self._rewrite)

    def value(self) -> Any:
        """The value read; None when empty or unreadable (then `problem()` says why)."""
        text = super().value()
        if not text:
            return None
        try:
            return self._parse(text)
        except parsing.Unreadable:
            return None

    def set_value(self, value: Any) -> None:
        """Show a value in its French form; None is empty."""
        super().set_value(None if value is None else self._show(value))

    def problem(self) -> str:
        """Why what was typed cannot be read."""
        text = super().value()
        if not text:
            return ""
        try:
            self._parse(text)
        except parsing.Unreadable as error:
            return str(error)
        return ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Focus given by the program selects the value, as Tab does: one types the new one over it."""
        if (
            isinstance(event, QFocusEvent)
            and event.gotFocus()
            and event.reason() == Qt.FocusReason.OtherFocusReason
            and isinstance(watched, QLineEdit)
        ):
            watched.selectAll()
        return super().eventFilter(watched, event)

    def _rewrite(self) -> None:
        value = self.value()
        if value is not None:
            shown = self._show(value)
            if shown != self.line.text():
                self.line.setText(shown)
        self._left()


class TimeField(ParsedField):
    """A time of day, in minutes after midnight: `9h`, `9 h 30`, `0930`; shown « 9 h 30 »."""

    def __init__(self, label: str, *, required: bool = False, help: str = "", name: str = "") -> None:
        super().__init__(
            label, parsing.parse_time, formats.time_of_day, required=required, help=help, name=name
        )


class DurationField(ParsedField):
    """A duration in minutes: `3h30`, `45 min`, `90`; shown « 3 h 30 »."""

    def __init__(self, label: str, *, required: bool = False, help: str = "", name: str = "") -> None:
        super().__init__(
            label, parsing.parse_duration, formats.duration, required=required, help=help, name=name
        )


class MoneyField(ParsedField):
    """An amount in cents: `1 234,5`; shown « 1 234,50 € » at the right."""

    def __init__(self, label: str, *, required: bool = False, help: str = "", name: str = "") -> None:
        super().__init__(label, parsing.parse_money, formats.money, required=required, help=help, name=name)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class NumberField(ParsedField):
    """A whole number between two bounds, shown « 12 345 »."""

    def __init__(
        self,
        label: str,
        *,
        minimum: int = 0,
        maximum: int = 999_999,
        required: bool = False,
        help: str = "",
        name: str = "",
    ) -> None:
        def parse(text: str) -> int:
            digits = "".join(text.replace(formats.MINUS, "-").split())
            try:
                value = int(digits)
            except ValueError:
                raise parsing.Unreadable("Écrivez un nombre entier, sans virgule.") from None
            if not minimum <= value <= maximum:
                low, high = formats.number(minimum), formats.number(maximum)
                raise parsing.Unreadable(f"Écrivez un nombre entre {low} et {high}.")
            return value

        super().__init__(label, parse, formats.number, required=required, help=help, name=name)


class PassphraseField(TextField):
    """A passphrase: hidden, shown by the eye; warns when the capitals are locked. Never stripped."""

    def __init__(self, label: str, *, required: bool = False, help: str = "", name: str = "") -> None:
        super().__init__(label, required=required, help=help, name=name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._capitals = False
        self._eye = QAction(self)
        self._eye.triggered.connect(self._switch)
        self.line.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._dress()
        theme.signals.changed.connect(self._dress)

    def value(self) -> str:
        """The phrase exactly as typed."""
        return self.line.text()

    def shown(self) -> bool:
        """Whether the phrase is readable on screen."""
        return self.line.echoMode() == QLineEdit.EchoMode.Normal

    def _switch(self) -> None:
        hidden = QLineEdit.EchoMode.Password
        self.line.setEchoMode(hidden if self.shown() else QLineEdit.EchoMode.Normal)
        self._dress()

    def _dress(self) -> None:
        self._eye.setIcon(theme.icon("eye-off" if self.shown() else "eye", "muted"))
        self._eye.setText("Cacher la phrase" if self.shown() else "Voir la phrase")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Guess the capitals lock from the letters themselves: no system tells it portably."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._watch_capitals(event)
        return super().eventFilter(watched, event)

    def _watch_capitals(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_CapsLock:
            self._capitals = False
        else:
            letter = event.text()
            if len(letter) != 1 or not letter.isalpha() or letter.lower() == letter.upper():
                return
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._capitals = letter.isupper() != shift
        if not self._error:
            warning = "Le verrouillage des majuscules est activé" if self._capitals else ""
            self.message.show_text(warning, "warning", "triangle-alert")

    def capitals_locked(self) -> bool:
        """Whether the warning about the capitals lock is due."""
        return self._capitals
