"""The head of a plan, and head and scrolling body together."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import date_day_month
from elans_desktop.services.calendar.seance_list import DayInfo
from elans_desktop.ui import theme
from elans_desktop.ui.calendar.plan_body import PlanBody
from elans_desktop.ui.calendar.plan_paint import day_note, is_off
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.layout import column, surface
from elans_desktop.ui.kit.scroll_bar import ScrollBar

HEAD = 48


class PlanHead(QWidget):
    """What stands over the columns; `inner` is the width of the body, which a scroll bar may narrow."""

    high = HEAD

    def __init__(self) -> None:
        super().__init__()
        self.days: tuple[DayInfo, ...] = ()
        self.inner = 0
        self._fit()
        theme.signals.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedHeight(theme.px(self.high))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Its cells, over a line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("background"))
        self.paint_cells(painter, self.inner or self.width())
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line-strong"))
        painter.end()

    def paint_cells(self, painter: QPainter, width: int) -> None:
        """What stands over each column."""
        raise NotImplementedError


class DaysHead(PlanHead):
    """The names of the days, and of their holidays."""

    def __init__(self, axis: int) -> None:
        """`axis`: design pixels left free at the left of the first day."""
        self.axis = axis
        self.corner = ""
        super().__init__()

    def paint_cells(self, painter: QPainter, width: int) -> None:
        """One cell a day; today is underlined."""
        if self.corner:
            place = QRectF(theme.px(24), 0, theme.px(self.axis - 28), self.height())
            paint.line_of_text(painter, place, self.corner, weight=600, token="muted")
        today = clock.today()
        for index, info in enumerate(self.days):
            cell = day_rect(index, len(self.days), width, 0, self.height(), self.axis)
            now = info.day == today
            painter.fillRect(cell, theme.color("sunken" if is_off(info) else "surface"))
            painter.fillRect(QRectF(cell.left(), 0, 1, cell.height()), theme.color("line"))
            icon, note = day_note(info)
            words = note or ("aujourd’hui" if now else "")
            name = QRectF(cell.left(), theme.px(4 if words else 14), cell.width(), theme.px(20))
            token = "primary-ink" if now else "text"
            paint.line_of_text(
                painter, name, date_day_month(info.day), weight=600, token=token, align=paint.CENTER
            )
            if words:
                self._under(painter, cell, icon, words)
            if now:
                bar = QRectF(cell.left(), cell.bottom() - theme.px(3), cell.width(), theme.px(3))
                painter.fillRect(bar, theme.color("primary"))

    def _under(self, painter: QPainter, cell: QRectF, icon: str, words: str) -> None:
        room = cell.width() - theme.px(16)
        width = min(room, paint.text_width(words, 14) + (theme.px(20) if icon else 0))
        left = cell.center().x() - width / 2
        top = cell.top() + theme.px(24)
        if icon:
            theme.draw_icon(painter, icon, "muted", left, top + theme.px(2), 14)
            left += theme.px(20)
        line = QRectF(left, top, room - (left - cell.left() - theme.px(8)), theme.px(18))
        paint.line_of_text(painter, line, words, size=14, token="muted")


class PlanGrid(QWidget):
    """Keeps the head over the columns, and what is chosen or carried in sight."""

    def __init__(self, head: PlanHead, body: PlanBody) -> None:
        super().__init__()
        self.plan_head, self.plan = head, body
        self.area = QScrollArea()
        self.area.setVerticalScrollBar(ScrollBar())
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(body)
        surface(self.area.viewport(), "surface")
        self.setLayout(column(head, self.area, spacing=0))
        self.setFocusProxy(body)
        body.selected.connect(self.reveal)
        body.carried.connect(self._follow)
        body.resized.connect(self._align)

    def begin(self) -> None:
        """Scroll to where one begins to read."""

    def _align(self, width: int) -> None:
        self.plan_head.inner = width
        self.plan_head.update()

    def set_current(self, seance_id: uuid.UUID | None) -> None:
        """Frame a séance and bring it in sight."""
        self.plan.set_current(seance_id)
        self.reveal(seance_id)

    def reveal(self, seance_id: object) -> None:
        """Scroll to a séance."""
        rect = self.plan.rect_of_seance(seance_id)
        if not rect.isEmpty():
            self.area.ensureVisible(int(rect.center().x()), int(rect.bottom()), 0, 24)
            self.area.ensureVisible(int(rect.center().x()), int(rect.top()), 0, 24)

    def _follow(self) -> None:
        carry = self.plan.carry
        if carry is not None:
            rect = self.plan.rect_of_landing(carry.now)
            self.area.ensureVisible(int(rect.center().x()), int(rect.bottom()), 0, 24)
            self.area.ensureVisible(int(rect.center().x()), int(rect.top()), 0, 24)

    def showEvent(self, event: QShowEvent) -> None:
        """Once laid out, its beginning is in sight."""
        super().showEvent(event)
        QTimer.singleShot(0, self.begin)


def day_rect(index: int, days: int, width: int, top: float, height: float, axis: int) -> QRectF:
    """The column of a day, `axis` design pixels from the left."""
    free = theme.px(axis)
    each = (width - free) / max(1, days)
    left = round(free + index * each)
    return QRectF(left, top, round(free + (index + 1) * each) - left, height)


def day_at(x: float, days: int, width: int, axis: int) -> int:
    """The index of the day under a point; the nearest one beside the columns."""
    free = theme.px(axis)
    each = max(1.0, (width - free) / max(1, days))
    return max(0, min(days - 1, int((x - free) // each)))
