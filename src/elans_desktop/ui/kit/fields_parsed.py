"""Fields that read what is typed: whole number, money, time, duration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

from elans_desktop.core import formats, parsing
from elans_desktop.ui.kit.fields_text import TextField


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
