"""The clickable figure: dotted under, it opens the list behind it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.focus_ring import FocusRing, came_by_keyboard


class Figure(QAbstractButton):
    """`text` (« 146 », « 63,4 % ») at `size` 28, 18 or 15; `name` says what it counts, for the screen reader
    and the tooltip."""

    def __init__(
        self, text: str, name: str, on_click: Callable[[], object] | None = None, *, size: int = 28
    ) -> None:
        super().__init__()
        self.setText(text)
        self._size = size
        self._name = name
        self.setToolTip(f"{name} : voir la liste")
        self.setAccessibleName(f"{name} : {text}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if on_click is not None:
            self.clicked.connect(lambda: on_click())

    def set_figure(self, text: str) -> None:
        """Change the figure."""
        self.setText(text)
        self.setAccessibleName(f"{self._name} : {text}")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The figure and its line; at least 28 high to be clicked."""
        width = round(paint.text_width(self.text(), self._size, 600)) + 1
        return QSize(width, max(theme.px(28), paint.line_height(self._size, 600)))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The figure, dotted under."""
        painter = QPainter(self)
        token = "primary-ink" if self.underMouse() else "text"
        rect = QRectF(self.rect())
        paint.line_of_text(painter, rect, self.text(), size=self._size, weight=600, token=token, elide=False)
        tall = paint.line_height(self._size, 600)
        paint.dotted_line(painter, 0, rect.width(), round(rect.center().y() + tall / 2) - 2)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring the figure when the keyboard came to it."""
        super().focusInEvent(event)
        if came_by_keyboard(event.reason()):
            FocusRing(self)
