"""The focus ring: 2 px, 2 px away from the control, shown when the keyboard brought the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from elans_desktop.ui.kit import paint

MARGIN = 4


class FocusRing(QWidget):
    """A ring around one widget; it follows its moves and goes with the focus."""

    def __init__(self, target: QWidget, radius: int = 4) -> None:
        super().__init__(target.parentWidget())
        self._target = target
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        target.installEventFilter(self)
        self._follow()
        self.raise_()
        self.show()

    def _follow(self) -> None:
        self.setGeometry(self._target.geometry().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.Move, QEvent.Type.Resize):
            self._follow()
        elif kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            watched.removeEventFilter(self)
            self.hide()
            self.deleteLater()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        paint.box(painter, rect, None, "primary", radius=self._radius + MARGIN, width=2)
        painter.end()


def came_by_keyboard(reason: Qt.FocusReason) -> bool:
    """Whether a focus deserves its ring: a click does not."""
    return reason in (
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    )
