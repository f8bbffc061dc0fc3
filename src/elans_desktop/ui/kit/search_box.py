"""The search box of lists: its icon, Échap to empty it, Bas to go to the rows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit.line_edit import LineEdit


class SearchBox(LineEdit):
    """A field with a magnifier. `textChanged` at each letter; `left_down` when Bas is pressed."""

    left_down = Signal()

    def __init__(self, placeholder: str = "Rechercher…", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder.rstrip("…"))
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._dress()
        theme.signals.changed.connect(self._dress)

    def _dress(self) -> None:
        self._glass.setIcon(theme.icon("search", "muted"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap empties, Bas goes to the rows."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)
