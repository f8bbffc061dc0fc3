"""Segments joined in one control: Mois | Semaine | Liste."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy

from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.focus_ring import FocusRing, came_by_keyboard
from elans_desktop.ui.kit.painted import Painted


class Segmented(Painted):
    """One of a few views. `options`: (key, label) pairs; `changed(key)`; Gauche and Droite choose too."""

    changed = Signal(str)

    def __init__(
        self, options: Sequence[tuple[str, str]], current: str = "", *, name: str, wide: bool = False
    ) -> None:
        """`name`: the accessible name of the whole; `wide`: segments share the width."""
        super().__init__(wide=wide)
        self._options = tuple(options)
        self._counts: dict[str, int] = {}
        self._current = current or options[0][0]
        self._hovered = -1
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._say()

    def current(self) -> str:
        """The key chosen."""
        return self._current

    def set_current(self, key: str) -> None:
        """Choose a segment; emits `changed` when it differs."""
        if key != self._current:
            self._current = key
            self._say()
            self.update()
            self.changed.emit(key)

    def set_count(self, key: str, count: int | None) -> None:
        """Write a figure after the words of a segment, or none."""
        if count is None:
            self._counts.pop(key, None)
        else:
            self._counts[key] = count
        self._dressed()

    def _say(self) -> None:
        self.setAccessibleName(f"{self._name} : {dict(self._options)[self._current]}")

    def _widths(self) -> list[float]:
        natural = [
            paint.text_width(self._words(key, text), 15, 600) + theme.px(26) for key, text in self._options
        ]
        if self.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding:
            return [self.width() / len(natural)] * len(natural)
        return natural

    def _words(self, key: str, text: str) -> str:
        return f"{text}  {self._counts[key]}" if key in self._counts else text

    def design_size(self) -> QSize:
        """32 high."""
        total = sum(paint.text_width(self._words(k, t), 15, 600) + theme.px(26) for k, t in self._options)
        return QSize(round(total), theme.px(32))

    def draw(self, painter: QPainter) -> None:
        """One border, the chosen segment on the tint."""
        rect = QRectF(self.rect())
        paint.box(painter, rect, "surface", "line-strong")
        left = 0.0
        for index, ((key, text), width) in enumerate(zip(self._options, self._widths(), strict=True)):
            place = QRectF(left, 0, width, rect.height())
            chosen = key == self._current
            if chosen or index == self._hovered:
                inner = place.adjusted(1, 1, 0 if index < len(self._options) - 1 else -1, -1)
                paint.box(painter, inner, "primary-tint" if chosen else "hover", radius=3)
            if index:
                painter.fillRect(QRectF(round(left), 1, 1, rect.height() - 2), theme.color("line-strong"))
            paint.line_of_text(
                painter,
                place.adjusted(0, -1, 0, -1),
                self._words(key, text),
                weight=600 if chosen else 400,
                token="primary-ink" if chosen else "text",
                align=paint.CENTER,
                elide=False,
            )
            left += width

    def _at(self, x: float) -> int:
        left = 0.0
        for index, width in enumerate(self._widths()):
            left += width
            if x < left:
                return index
        return -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the segment under the pointer."""
        index = self._at(event.position().x())
        if index >= 0:
            self.set_current(self._options[index][0])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the hover."""
        self._hovered = self._at(event.position().x())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """End the hover."""
        self._hovered = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Gauche and Droite."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        keys = [key for key, _text in self._options]
        place = keys.index(self._current) + step
        if 0 <= place < len(keys):
            self.set_current(keys[place])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring it when the keyboard came to it."""
        super().focusInEvent(event)
        if came_by_keyboard(event.reason()):
            FocusRing(self)
