"""The private note: sand ground, dashed border, a lock and the name of its only reader."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.layout import column, label, row
from elans_desktop.ui.kit.sides import Sides


class PrivateNote(QWidget):
    """« Note privée de Nadia L. … ne s’imprime pas », then the text, or an editor given as `content`."""

    def __init__(self, text: str = "", reader: str = "", content: QWidget | None = None) -> None:
        super().__init__()
        title = f"Note privée de {reader}" if reader else "Note privée"
        self.title = label(title, "strong", tone="note-ink")
        never = label("ne s’imprime pas", "secondary", tone="note-ink")
        self.words = label(text, "body", wrap=True, selectable=True)
        self.words.setVisible(bool(text))
        named = row(Icon("lock", "note-ink"), self.title, None, spacing=4)
        head = Sides(named, never, spacing=0)
        whole = column(head, self.words, spacing=4, margins=(12, 8, 12, 8))
        if content is not None:
            whole.addWidget(content)
        self.setLayout(whole)
        self.setAccessibleName(title)
        self.title.setToolTip("Cette personne seule la lit dans le programme")

    def set_text(self, text: str) -> None:
        """Change the note."""
        self.words.setText(text)
        self.words.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Sand, dashed."""
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), "note", "note-border", dashed=True)
        painter.end()
