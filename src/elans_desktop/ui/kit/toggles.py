"""Check boxes and radio buttons, drawn from the tokens."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.focus_ring import FocusRing, came_by_keyboard


def check_mark(painter: QPainter, x: float, y: float, checked: bool, *, enabled: bool = True) -> None:
    """The 16 px box of a check box, its top left corner at (x, y)."""
    rect = QRectF(x, y, theme.px(16), theme.px(16))
    if checked:
        paint.box(painter, rect, "primary" if enabled else "disabled", radius=3)
        theme.draw_icon(painter, "check", "on-primary", x + theme.px(2), y + theme.px(2), 12)
    else:
        paint.box(painter, rect, "surface" if enabled else "sunken", "field", radius=3)


def _hint(button: QAbstractButton) -> QSize:
    words = round(paint.text_width(button.text(), 15)) + theme.px(8) if button.text() else 0
    return QSize(theme.px(16) + words + 2, theme.px(28))


def _words(painter: QPainter, button: QAbstractButton, weight: int = 400) -> None:
    left = theme.px(24)
    rect = QRectF(left, -1, button.width() - left, button.height())
    token = "text" if button.isEnabled() else "disabled"
    paint.line_of_text(painter, rect, button.text(), weight=weight, token=token)


class CheckBox(QCheckBox):
    """A check box of 28 px high; its words go on to more lines where they would be cut."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The box and its words, as high as the width it was given asks."""
        return QSize(_hint(self).width(), theme.px(28) + self._more())

    def minimumSizeHint(self) -> QSize:
        """The box and a few words."""
        return QSize(min(_hint(self).width(), theme.px(200)), theme.px(28) + self._more())

    def _more(self) -> int:
        """The height of the lines after the first."""
        room = self.width() - theme.px(24)
        if self.width() >= _hint(self).width() or room <= 0:
            return 0
        return paint.wrapped_height(self.text(), room, 15) - paint.wrapped_height("x", room, 15)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may ask for more lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def hitButton(self, pos: object) -> bool:
        """The whole width answers."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, check, words."""
        painter = QPainter(self)
        more = self._more()
        top = (self.height() - more - theme.px(16)) // 2
        check_mark(painter, 0, top, self.isChecked(), enabled=self.isEnabled())
        if self.checkState() == Qt.CheckState.PartiallyChecked:
            painter.fillRect(QRectF(theme.px(4), top + theme.px(7), theme.px(8), 2), theme.color("primary"))
        if more:
            rect = QRectF(theme.px(24), -1, self.width() - theme.px(24), self.height())
            token = "text" if self.isEnabled() else "disabled"
            paint.wrapped_text(painter, rect, self.text(), 15, token)
        else:
            _words(painter, self)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring it when the keyboard came to it."""
        super().focusInEvent(event)
        if came_by_keyboard(event.reason()):
            FocusRing(self)


class RadioButton(QRadioButton):
    """A radio button of 28 px high."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The circle and its words."""
        return _hint(self)

    def minimumSizeHint(self) -> QSize:
        """The circle and its words."""
        return _hint(self)

    def hitButton(self, pos: object) -> bool:
        """The whole width answers."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Circle, dot, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.px(16) / 2
        centre = QPointF(radius, self.height() / 2)
        painter.setBrush(theme.color("surface"))
        if self.isChecked():
            width = theme.px(5)
            painter.setPen(QPen(theme.color("primary"), width))
            painter.drawEllipse(centre, radius - width / 2, radius - width / 2)
        else:
            painter.setPen(QPen(theme.color("field"), 1))
            painter.drawEllipse(centre, radius - 0.5, radius - 0.5)
        _words(painter, self)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring it when the keyboard came to it."""
        super().focusInEvent(event)
        if came_by_keyboard(event.reason()):
            FocusRing(self)
