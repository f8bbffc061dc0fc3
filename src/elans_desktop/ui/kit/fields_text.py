"""Fields of plain text: one line, several lines."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit

from elans_desktop.core import formats, parsing
from elans_desktop.ui import theme
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.line_edit import LineEdit
from elans_desktop.ui.theme.dress import dress


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
        self.line = LineEdit()
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


class PhoneField(TextField):
    """A telephone number, written « 06 12 34 56 78 » when one leaves it; a doubt is said, not refused."""

    def __init__(
        self, label: str, *, required: bool = False, help: str = "", placeholder: str = "", name: str = ""
    ) -> None:
        super().__init__(label, required=required, help=help, placeholder=placeholder, name=name)
        self.line.editingFinished.connect(self._tidy)

    def set_value(self, value: Any) -> None:
        """Show a number in its usual form."""
        super().set_value(None if value is None else formats.phone(str(value)))
        self._doubt()

    def _tidy(self) -> None:
        shown = formats.phone(self.line.text())
        if shown != self.line.text():
            self.line.setText(shown)
        self._doubt()

    def _doubt(self) -> None:
        if not self._error:
            self.message.show_text(parsing.phone_doubt(self.value()), "warning", "triangle-alert")


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
        dress(self.area, "area")
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
