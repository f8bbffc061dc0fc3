"""Cards: surface, 1 px line, radius 6; a title line with its count, and a link or actions at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLayout, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.layout import column, label, row


class Card(QWidget):
    """A titled box. Add content to `body` (a QVBoxLayout, 16 px inside; `flush` for rows edge to edge)."""

    def __init__(
        self,
        title: str = "",
        *,
        count: str = "",
        actions: Sequence[QWidget] = (),
        flush: bool = False,
        title_height: int = 48,
    ) -> None:
        super().__init__()
        self.title = label(title, "section")
        self.count = label(count, "muted")
        edge = 0 if flush else 16
        self.body = column(spacing=8, margins=(edge, 0 if title else edge, edge, edge))
        whole = column(spacing=0, margins=(1, 1, 1, 1))
        if title:
            self.head = QWidget()
            self.head.setLayout(row(self.title, self.count, None, *actions, margins=(16, 0, 16, 0)))
            self.head.setFixedHeight(theme.px(title_height))
            self.setAccessibleName(title)
            whole.addWidget(self.head)
        whole.addLayout(self.body, 1)
        self.setLayout(whole)

    def add(self, *parts: QWidget | QLayout) -> None:
        """Add to the body."""
        for part in parts:
            if isinstance(part, QWidget):
                self.body.addWidget(part)
            else:
                self.body.addLayout(part)

    def set_count(self, text: str) -> None:
        """Change the words beside the title."""
        self.count.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and line."""
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), "surface", "line", radius=6)
        painter.end()
