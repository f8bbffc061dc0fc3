"""One line to type in: the field painted from the tokens, the text left to Qt."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint

HEIGHT = 32
PADDING = 7


def draw_field(painter: QPainter, widget: QWidget, *, sunken: bool) -> None:
    """Ground and border of a field: 2 px where the keyboard is, or around an error."""
    lit = widget.hasFocus() or widget.property("shown") == "focus"
    wrong = widget.property("state") == "error"
    ink = "danger" if wrong else "primary" if lit else "line-strong" if sunken else "field"
    ground = "sunken" if sunken else "surface"
    paint.box(painter, QRectF(widget.rect()), ground, ink, width=2 if wrong or lit else 1)


def bare(line: QLineEdit) -> None:
    """Leave the words of a line alone: its ground is painted by what holds it."""
    line.setFrame(False)
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor("transparent"))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text, theme.color("muted"))
    line.setPalette(palette)


class LineEdit(QLineEdit):
    """A line of text, 32 high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextMargins(PADDING, 0, PADDING, 0)
        self._refit()
        theme.signals.changed.connect(self._refit)

    def _refit(self) -> None:
        self.setFixedHeight(theme.px(HEIGHT))
        bare(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then the words."""
        painter = QPainter(self)
        draw_field(painter, self, sunken=self.isReadOnly() or not self.isEnabled())
        painter.end()
        super().paintEvent(event)
