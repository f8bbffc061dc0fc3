"""A label that ends with « … » where its words do not fit; they stand under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from elans_desktop.ui import theme
from elans_desktop.ui.theme.dress import wear

LEAST = 64
TITLE = 260
"""For a title, which gives way last."""


class Elided(QLabel):
    """One line, as wide as its words at most, which gives way before buttons do."""

    def __init__(self, text: str, role: str = "body", *, least: int = LEAST) -> None:
        """`least`: design pixels that it keeps."""
        super().__init__()
        self._words, self._least = text, least
        self.setTextFormat(Qt.TextFormat.PlainText)
        wear(self, role)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._shorten()

    def setText(self, text: str) -> None:
        """Change the words."""
        self._words = text
        self.setAccessibleName(text)
        self._shorten()
        self.updateGeometry()

    def text(self) -> str:
        """All the words."""
        return self._words

    def sizeHint(self) -> QSize:
        """Room for every word."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(min(theme.px(self._least), self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten to the new width."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, max(0, self.width()))
        if shown != super().text():
            super().setText(shown)
            self.setToolTip("" if shown == self._words else self._words)
