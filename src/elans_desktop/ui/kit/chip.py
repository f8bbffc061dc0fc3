"""Filter chips: 28 high, round; on they carry a check or a letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from elans_desktop.core.formats import number
from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.focus_ring import FocusRing, came_by_keyboard


class Chip(QAbstractButton):
    """A filter that is on or off. `letter`: a brique shown before the words; `count`: a bold figure after.
    `trailing`: an icon after (a menu's chevron)."""

    def __init__(
        self,
        text: str,
        *,
        on: bool = False,
        letter: str = "",
        count: int | None = None,
        trailing: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setChecked(on)
        self._letter, self._count, self._trailing = letter, count, trailing
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._resized)
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(self.text() if self._count is None else f"{self.text()} {self._count}")

    def _resized(self, _on: bool) -> None:
        self.updateGeometry()

    def set_count(self, count: int | None) -> None:
        """Change the figure."""
        if count != self._count:
            self._count = count
            self._name()
            self.updateGeometry()
            self.update()

    def _mark(self) -> int:
        if self._letter:
            return theme.px(24 if self.text() else 16)
        return theme.px(22) if self.isChecked() and not self._trailing else 0

    def sizeHint(self) -> QSize:
        """28 high; words, mark, figure and padding."""
        width = (
            theme.px(20)
            + 2
            + self._mark()
            + paint.text_width(self.text(), 14, 600 if self.isChecked() else 400)
        )
        if self._count is not None:
            width += theme.px(8) + paint.text_width(number(self._count), 14, 700)
        if self._trailing:
            width += theme.px(22)
        return QSize(round(width), theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, mark, words, figure."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        ground = "primary-tint" if on else "hover" if self.underMouse() else "surface"
        paint.box(painter, rect, ground, "primary" if on else "line-strong", radius=rect.height() / 2)
        ink = "primary-ink" if on else "text"
        left = theme.px(11)
        middle = rect.center().y()
        if self._letter:
            paint.letter(painter, left, middle - theme.px(16) / 2, self._letter, side=16)
        elif self._mark():
            theme.draw_icon(painter, "check", ink, left, middle - theme.px(16) / 2, 16)
        left += self._mark()
        line = QRectF(left, -1, rect.width() - left, rect.height())
        weight = 600 if on else 400
        paint.line_of_text(painter, line, self.text(), size=14, weight=weight, token=ink, elide=False)
        left += paint.text_width(self.text(), 14, weight) + theme.px(8)
        if self._count is not None:
            line.setLeft(left)
            figure = number(self._count)
            paint.line_of_text(painter, line, figure, size=14, weight=700, token=ink, elide=False)
            left += paint.text_width(figure, 14, 700) + theme.px(8)
        if self._trailing:
            theme.draw_icon(painter, self._trailing, ink, left, middle - theme.px(16) / 2, 16)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring the chip when the keyboard came to it."""
        super().focusInEvent(event)
        if came_by_keyboard(event.reason()):
            FocusRing(self, radius=theme.px(14))


@dataclass(frozen=True)
class Filter:
    """A declared filter: `test(row)` keeps a row when the chip is on. Filters of one `group` exclude each
    other. `counted`: the chip shows how many rows pass."""

    key: str
    label: str
    test: Callable[[Any], bool]
    on: bool = False
    counted: bool = False
    group: str = ""
    letter: str = ""


class FilterChips(QWidget):
    """The chips of a list; several on together narrow the list further."""

    changed = Signal()

    def __init__(self, filters: Sequence[Filter], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters: dict[str, Filter] = {}
        self._chips: dict[str, Chip] = {}
        self._last: QWidget | None = None
        self._line = FlowLayout(self, spacing=8)
        for declared in filters:
            self.add(declared)

    def add(self, declared: Filter) -> Chip:
        """Add the chip of a filter, before the widget of `end_with`. Switches off the others of its group."""
        chip = Chip(declared.label, on=declared.on, letter=declared.letter)
        chip.clicked.connect(self._clicked_for(declared))
        self._filters[declared.key], self._chips[declared.key] = declared, chip
        if declared.on:
            self._leave_alone(declared)
        self._line.addWidget(chip)
        chip.show()
        if self._last is not None:
            self.end_with(self._last)
        return chip

    def remove(self, key: str) -> None:
        """Take the chip of a filter away. Raises KeyError."""
        del self._filters[key]
        chip = self._chips.pop(key)
        self._line.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        self.updateGeometry()

    def end_with(self, widget: QWidget) -> None:
        """Keep a widget after the chips: the « + » that offers more."""
        self._line.removeWidget(widget)
        self._line.addWidget(widget)
        self._last = widget

    def _leave_alone(self, declared: Filter) -> None:
        for other in self._filters.values():
            if declared.group and other.group == declared.group and other.key != declared.key:
                self._chips[other.key].setChecked(False)

    def _clicked_for(self, declared: Filter) -> Callable[[], None]:
        def clicked() -> None:
            self._leave_alone(declared)
            self.changed.emit()

        return clicked

    def active(self) -> tuple[str, ...]:
        """The keys of the filters that are on."""
        return tuple(key for key, chip in self._chips.items() if chip.isChecked())

    def declared(self) -> tuple[str, ...]:
        """The keys of every filter, in the order of the chips."""
        return tuple(self._chips)

    def tests(self) -> list[Callable[[Any], bool]]:
        """The tests of the filters that are on."""
        return [declared.test for key, declared in self._filters.items() if self._chips[key].isChecked()]

    def set_on(self, key: str, on: bool) -> None:
        """Switch one filter. Raises KeyError."""
        self._chips[key].setChecked(on)
        self.changed.emit()

    def chip(self, key: str) -> Chip:
        """The chip of a filter. Raises KeyError."""
        return self._chips[key]

    def count(self, rows: Sequence[Any]) -> None:
        """Refresh the figures of the counted filters."""
        for key, declared in self._filters.items():
            if declared.counted:
                self._chips[key].set_count(sum(1 for row in rows if declared.test(row)))
