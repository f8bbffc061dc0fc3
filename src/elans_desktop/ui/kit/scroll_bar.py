"""The scroll bar: a handle alone. It is dressed when it is first needed: most are never shown."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollBar

from elans_desktop.ui.theme.dress import dress

_WIDE = 12
_LYING = 1
"""Qt.Orientation.Horizontal, by its number: see `ui/__init__`."""


class ScrollBar(QScrollBar):
    """Twelve pixels, whatever the scale of the text."""

    def __init__(self, *, lying: bool = False) -> None:
        """Upright, or `lying`."""
        super().__init__()
        if lying:
            self.setProperty("orientation", _LYING)

    def sizeHint(self) -> QSize:
        """As wide before it is dressed as after."""
        return QSize(_WIDE, _WIDE)

    def showEvent(self, event: QShowEvent) -> None:
        """Dress it once."""
        super().showEvent(event)
        if not self.property("dress"):
            dress(self, "bar")
