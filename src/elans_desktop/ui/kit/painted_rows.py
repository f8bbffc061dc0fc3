"""A column of painted rows of any height, led by keyboard and mouse: short lists that are not tables.

Subclasses say how high a row is, whether it can be chosen, how it is drawn, and what a key or a click does.
Put it in a scroll area (`layout.scrolled`): the current row is kept in sight.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.focus_ring import came_by_keyboard

_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_Home: -1_000_000,
    Qt.Key.Key_End: 1_000_000,
}


class PaintedRows(QWidget):
    """See the head of this file. `current_changed(index)`, `opened(index)` (Entrée, double click)."""

    current_changed = Signal(int)
    opened = Signal(int)

    def __init__(self, name: str, *, ground: str = "background") -> None:
        """`name`: the accessible name. `ground`: the token behind the rows."""
        super().__init__()
        self.rows: list[Any] = []
        self.current = -1
        self._name, self._ground = name, ground
        self._tops: list[int] = [0]
        self._hovered = -1
        self._keyboard = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals.changed.connect(self.place)

    def row_height(self, row: Any) -> int:
        """The height of a row in pixels at the current scale."""
        raise NotImplementedError

    def can_choose(self, row: Any) -> bool:
        """Whether a row may be the current one (a title may not)."""
        return True

    def paint_row(self, painter: QPainter, rect: QRectF, index: int, row: Any, chosen: bool) -> None:
        """Draw a row over its ground."""
        raise NotImplementedError

    def row_words(self, row: Any) -> str:
        """What a screen reader says of a row."""
        return ""

    def row_tip(self, row: Any) -> str:
        """What the pointer shows over a row."""
        return ""

    def row_pressed(self, index: int, point: QPointF) -> None:
        """A click on a row already made current; `point` is in the widget."""

    def row_key(self, event: QKeyEvent) -> bool:
        """A key on the current row; True when it was used."""
        return False

    def ground_of(self, row: Any, chosen: bool, hovered: bool) -> str:
        """The token behind a row."""
        return "selected" if chosen else "hover" if hovered else self._ground

    def set_rows(self, rows: Sequence[Any], current: int = -1) -> None:
        """Replace every row, and choose one without any signal."""
        self.rows = list(rows)
        self.current = current if 0 <= current < len(self.rows) else -1
        self._hovered = -1
        self.place()
        self._say()

    def place(self) -> None:
        """Measure again: the rows, the width or the text scale changed."""
        tops = [0]
        for row in self.rows:
            tops.append(tops[-1] + self.row_height(row))
        self._tops = tops
        self.setFixedHeight(max(1, tops[-1]))
        self.updateGeometry()
        self.update()

    def row_rect(self, index: int) -> QRectF:
        """The place of a row."""
        return QRectF(0, self._tops[index], self.width(), self._tops[index + 1] - self._tops[index])

    def index_at(self, y: float) -> int:
        """The row at this height, -1 for none."""
        index = bisect_right(self._tops, y) - 1
        return index if 0 <= index < len(self.rows) else -1

    def set_current(self, index: int) -> None:
        """Make a row the current one and show it."""
        if index == self.current or not (0 <= index < len(self.rows) and self.can_choose(self.rows[index])):
            return
        self.current = index
        self.show_current()
        self._say()
        self.update()
        self.current_changed.emit(index)

    def current_row(self) -> Any:
        """The current row, or None."""
        return self.rows[self.current] if 0 <= self.current < len(self.rows) else None

    def step(self, by: int) -> bool:
        """Go some rows down or up, over the titles; False when there is nowhere to go."""
        choosable = [index for index, row in enumerate(self.rows) if self.can_choose(row)]
        if not choosable:
            return False
        if self.current not in choosable:
            self.set_current(choosable[0])
            return True
        place = choosable.index(self.current) + by
        target = choosable[max(0, min(len(choosable) - 1, place))]
        moved = target != self.current
        self.set_current(target)
        return moved

    def show_current(self) -> None:
        """Scroll so that the current row is in sight."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        content = area.widget() if isinstance(area, QScrollArea) else None
        if isinstance(area, QScrollArea) and content is not None and self.current >= 0:
            rect = self.row_rect(self.current)
            inside = self.mapTo(content, rect.center().toPoint())
            area.ensureVisible(0, inside.y(), 0, round(rect.height() / 2) + theme.px(8))

    def _say(self) -> None:
        row = self.current_row()
        self.setAccessibleDescription(self.row_words(row) if row is not None else "")

    def sizeHint(self) -> QSize:
        """All the rows."""
        return QSize(theme.px(200), max(1, self._tops[-1]))

    def minimumSizeHint(self) -> QSize:
        """All the rows, narrow."""
        return QSize(theme.px(80), max(1, self._tops[-1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows may follow the width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows in sight."""
        painter = QPainter(self)
        seen = event.rect()
        index = max(0, self.index_at(seen.top()))
        while index < len(self.rows) and self._tops[index] <= seen.bottom():
            row, rect = self.rows[index], self.row_rect(index)
            chosen = index == self.current
            token = self.ground_of(row, chosen, index == self._hovered and self.can_choose(row))
            painter.fillRect(rect, theme.color(token))
            self.paint_row(painter, rect, index, row, chosen)
            if chosen and self._keyboard and self.hasFocus():
                paint.box(painter, rect, None, "primary", radius=0, width=2)
            index += 1
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the pointer, then let it act."""
        self._keyboard = False
        index = self.index_at(event.position().y())
        if index >= 0 and self.can_choose(self.rows[index]):
            self.set_current(index)
            if 0 <= index < len(self.rows):
                self.row_pressed(index, event.position())
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        index = self.index_at(event.position().y())
        if index >= 0 and self.can_choose(self.rows[index]):
            self.opened.emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the hover and the words of the row."""
        index = self.index_at(event.position().y())
        if index != self._hovered:
            self._hovered = index
            self.setToolTip(self.row_tip(self.rows[index]) if index >= 0 else "")
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """End the hover."""
        self._hovered = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the subclass knows, then arrows and Entrée."""
        self._keyboard = True
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.current < 0 and key not in _STEPS:
            self.step(0)
        if self.current >= 0 and self.row_key(event):
            self.update()
        elif key in _STEPS and plain:
            self.step(_STEPS[key])
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.current >= 0:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Frame the row when the keyboard came; start on the first."""
        super().focusInEvent(event)
        self._keyboard = came_by_keyboard(event.reason())
        if self._keyboard and self.current < 0:
            self.step(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No frame any more."""
        super().focusOutEvent(event)
        self.update()
