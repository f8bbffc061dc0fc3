"""The focus ring: 2 px, 2 px away from the control, shown when the keyboard brought the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from elans_desktop.ui.kit import paint

MARGIN = 4


class FocusRing(QWidget):
    """A ring around one widget; it follows its moves and goes with the focus."""

    def __init__(self, target: QWidget, radius: int = 4) -> None:
        super().__init__(_place_with_room(target))
        self._target = target
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for widget in self._moving():
            widget.installEventFilter(self)
        self._follow()
        self.raise_()
        self.show()

    def _moving(self) -> list[QWidget]:
        """The target and what carries it, inside the place of the ring."""
        found, place = [self._target], self._target.parentWidget()
        while place is not None and place is not self.parentWidget():
            found.append(place)
            place = place.parentWidget()
        return found

    def _follow(self) -> None:
        place = self.parentWidget()
        if place is None:
            return
        rect = QRect(self._target.mapTo(place, QPoint(0, 0)), self._target.size())
        self.setGeometry(rect.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.Move, QEvent.Type.Resize):
            self._follow()
        elif watched is self._target and kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            for widget in self._moving():
                widget.removeEventFilter(self)
            self.hide()
            self.deleteLater()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        paint.box(painter, rect, None, "primary", radius=self._radius + MARGIN, width=2)
        painter.end()


def _place_with_room(target: QWidget) -> QWidget | None:
    """The nearest ancestor that does not cut the ring (what a scroll area shows always may)."""
    place = target.parentWidget()
    while place is not None and not _has_room(place, target):
        place = place.parentWidget()
    return place


def _has_room(place: QWidget, target: QWidget) -> bool:
    above = place.parentWidget()
    if above is None or place.isWindow() or isinstance(above, QAbstractScrollArea):
        return True
    rect = QRect(target.mapTo(place, QPoint(0, 0)), target.size())
    return place.rect().contains(rect.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))


def came_by_keyboard(reason: Qt.FocusReason) -> bool:
    """Whether a focus deserves its ring: a click does not."""
    return reason in (
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    )
