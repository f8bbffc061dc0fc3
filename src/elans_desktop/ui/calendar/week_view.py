"""The week: days across, hours down. Click or arrows choose, Entrée opens, N or a double click creates."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolTip, QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import clock_time, date_day_month, date_long
from elans_desktop.services.seance_list import DayInfo
from elans_desktop.services.seances import SeanceCard, WeekView
from elans_desktop.ui import theme
from elans_desktop.ui.calendar import week_paint
from elans_desktop.ui.calendar.week_layout import FIRST_HOUR, Block, blocks_of, hours_of
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.layout import column, surface

AXIS, HOUR, TOP, HEAD = 56, 49, 10, 48
STEP = 30  # minutes: where a double click makes a séance start


class WeekHead(QWidget):
    """The names of the days, and of their holidays."""

    def __init__(self) -> None:
        super().__init__()
        self.days: tuple[DayInfo, ...] = ()
        self.inner = 0
        self._fit()
        theme.signals.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedHeight(theme.px(HEAD))

    def paintEvent(self, event: QPaintEvent) -> None:
        """One cell a day; today is underlined."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("background"))
        today = clock.today()
        for index, info in enumerate(self.days):
            cell = day_rect(index, len(self.days), self.inner or self.width(), 0, self.height())
            now = info.day == today
            painter.fillRect(cell, theme.color("sunken" if is_off(info) else "surface"))
            painter.fillRect(QRectF(cell.left(), 0, 1, cell.height()), theme.color("line"))
            under = _under_words(info)
            words = under[1] or ("aujourd’hui" if now else "")
            name = QRectF(cell.left(), theme.px(4 if words else 14), cell.width(), theme.px(20))
            token = "primary-ink" if now else "text"
            paint.line_of_text(
                painter, name, date_day_month(info.day), weight=600, token=token, align=paint.CENTER
            )
            if words:
                self._under(painter, cell, under[0] if under[1] else "", words)
            if now:
                bar = QRectF(cell.left(), cell.bottom() - theme.px(3), cell.width(), theme.px(3))
                painter.fillRect(bar, theme.color("primary"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line-strong"))
        painter.end()

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


class WeekBody(QWidget):
    """The hours and the blocks."""

    selected = Signal(object)
    opened = Signal(object)
    create_asked = Signal(object, int)
    """A day and the minute where the séance would start."""
    week_asked = Signal(int)
    """-1: the week before, 1: the week after, 0: this week."""
    resized = Signal(int)
    """Its new width."""

    def __init__(self) -> None:
        super().__init__()
        self.week: WeekView | None = None
        self.blocks: tuple[Block, ...] = ()
        self.hours = (FIRST_HOUR, 18)
        self.current: uuid.UUID | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Semaine")
        theme.signals.changed.connect(self.updateGeometry)

    def show_week(self, week: WeekView, shown: Iterable[SeanceCard]) -> None:
        """Show the séances of a week that passed the filters."""
        self.week = week
        self.blocks = blocks_of(week, shown)
        self.hours = hours_of(self.blocks)
        self.updateGeometry()
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def set_current(self, seance_id: uuid.UUID | None) -> None:
        """Frame a séance."""
        self.current = seance_id
        held = self._current_block()
        self.setAccessibleDescription(_words(held) if held else "Aucune séance choisie")
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the hours shown."""
        hours = self.hours[1] - self.hours[0]
        return QSize(theme.px(720), theme.px(TOP + hours * HOUR + 16))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the head."""
        super().resizeEvent(event)
        self.resized.emit(self.width())

    def y_of(self, minute: int) -> float:
        """Where a minute of the day stands."""
        return theme.px(TOP) + (minute / 60 - self.hours[0]) * theme.px(HOUR)

    def rect_of(self, held: Block) -> QRectF:
        """Where a block stands."""
        assert self.week is not None
        day = day_rect(held.day, len(self.week.days), self.width(), 0, 1)
        lane = (day.width() - 4) / held.lanes
        left = day.left() + 3 + held.lane * lane
        top = self.y_of(held.start) + 1
        height = max(theme.px(24), self.y_of(held.end) - self.y_of(held.start) - 2)
        return QRectF(round(left), round(top), max(1, round(lane) - (3 if lane > 8 else 0)), round(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Days, hours, present moment, blocks."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        if self.week is not None:
            self._grid(painter, self.week)
            self._now(painter, self.week)
            ordered = sorted(self.blocks, key=lambda held: held.card.id == self.current)
            for held in ordered:
                chosen = held.card.id == self.current
                week_paint.block(painter, self.rect_of(held), held, selected=chosen)
        painter.end()

    def _grid(self, painter: QPainter, week: WeekView) -> None:
        axis = theme.px(AXIS)
        for index, info in enumerate(week.days):
            cell = day_rect(index, len(week.days), self.width(), 0, self.height())
            if is_off(info):
                painter.fillRect(cell, theme.color("sunken"))
            if info.bank_holiday or info.closure:
                week_paint.hatch(painter, cell)
        line = theme.color("line")
        for hour in range(self.hours[0], self.hours[1] + 1):
            y = round(self.y_of(hour * 60))
            painter.fillRect(QRectF(axis, y, self.width() - axis, 1), line)
            place = QRectF(0, y - theme.px(9), axis - theme.px(9), theme.px(18))
            words = clock_time(hour * 60)
            paint.line_of_text(painter, place, words, size=14, token="muted", align=paint.RIGHT)
        for index in range(len(week.days)):
            cell = day_rect(index, len(week.days), self.width(), 0, self.height())
            painter.fillRect(QRectF(cell.left(), 0, 1, self.height()), line)

    def _now(self, painter: QPainter, week: WeekView) -> None:
        now = clock.local_now()
        index = next((i for i, info in enumerate(week.days) if info.day == now.date()), None)
        if index is None:
            return
        cell = day_rect(index, len(week.days), self.width(), 0, 1)
        y = round(self.y_of(now.hour * 60 + now.minute))
        painter.fillRect(QRectF(cell.left(), y - 1, cell.width(), 2), theme.color("accent"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(QPointF(cell.left() + 0.5, y), theme.px(4), theme.px(4))

    def block_at(self, point: QPoint | QPointF) -> Block | None:
        """The block under a point."""
        where = QPointF(point)
        return next((held for held in reversed(self.blocks) if self.rect_of(held).contains(where)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a block."""
        held = self.block_at(event.position())
        if held is not None:
            self._choose(held)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a block, or create where there is none."""
        held = self.block_at(event.position())
        if held is not None:
            self.opened.emit(held.card.id)
        elif self.week is not None and event.position().x() > theme.px(AXIS):
            width = (self.width() - theme.px(AXIS)) / len(self.week.days)
            index = min(len(self.week.days) - 1, int((event.position().x() - theme.px(AXIS)) // width))
            minute = self.hours[0] * 60 + (event.position().y() - theme.px(TOP)) / theme.px(HOUR) * 60
            start = max(0, min(23 * 60, int(minute // STEP) * STEP))
            self.create_asked.emit(self.week.days[index].day, start)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows between blocks, Entrée, N, page keys between weeks, Début for today."""
        key = event.key()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in steps:
            self._step(steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step_day(-1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        elif key == Qt.Key.Key_N and not event.modifiers():
            held = self._current_block()
            self.create_asked.emit(held.card.day if held else self._usual_day(), 9 * 60)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home):
            self.week_asked.emit({Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(key), 0))
        else:
            super().keyPressEvent(event)

    def _usual_day(self) -> date:
        assert self.week is not None
        days = [info.day for info in self.week.days]
        return clock.today() if clock.today() in days else days[0]

    def _current_block(self) -> Block | None:
        return next((held for held in self.blocks if held.card.id == self.current), None)

    def _step(self, step: int) -> None:
        if not self.blocks:
            return
        held = self._current_block()
        ids = list(dict.fromkeys(block.card.id for block in self.blocks))
        place = ids.index(held.card.id) + step if held else 0
        self._choose(next(b for b in self.blocks if b.card.id == ids[max(0, min(len(ids) - 1, place))]))

    def _step_day(self, step: int) -> None:
        held = self._current_block()
        if held is None:
            self._step(0)
            return
        beyond = sorted({b.day for b in self.blocks if (b.day - held.day) * step > 0}, reverse=step < 0)
        if not beyond:
            self.week_asked.emit(step)
            return
        there = [block for block in self.blocks if block.day == beyond[0]]
        self._choose(min(there, key=lambda block: abs(block.start - held.start)))

    def _choose(self, held: Block) -> None:
        self.set_current(held.card.id)
        self.selected.emit(held.card.id)

    def event(self, event: QEvent) -> bool:
        """The words of a block that is too small to show them."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            held = self.block_at(event.pos())
            if held is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), _words(held), self)
            return True
        return super().event(event)


class WeekGrid(QWidget):
    """Head and scrolling body together."""

    def __init__(self) -> None:
        super().__init__()
        self.head = WeekHead()
        self.body = WeekBody()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.body)
        surface(self.area.viewport(), "surface")
        self.setLayout(column(self.head, self.area, spacing=0))
        self.setFocusProxy(self.body)
        self.body.selected.connect(self.reveal)
        self.body.resized.connect(self._align)
        self._monday: date | None = None

    def show_week(self, week: WeekView, shown: Iterable[SeanceCard]) -> None:
        """Show a week; a new one starts at eight o’clock or at its first séance."""
        self.head.days = week.days
        self.head.update()
        self.body.show_week(week, shown)
        if week.monday != self._monday:
            self._monday = week.monday
            self._to_morning()

    def _align(self, width: int) -> None:
        """The head has the width of the body, which a scroll bar may narrow."""
        self.head.inner = width
        self.head.update()

    def set_current(self, seance_id: uuid.UUID | None) -> None:
        """Frame a séance and bring it in sight."""
        self.body.set_current(seance_id)
        self.reveal(seance_id)

    def reveal(self, seance_id: object) -> None:
        """Scroll to a séance."""
        for held in self.body.blocks:
            if held.card.id == seance_id:
                rect = self.body.rect_of(held)
                self.area.ensureVisible(int(rect.center().x()), int(rect.bottom()), 0, 24)
                self.area.ensureVisible(int(rect.center().x()), int(rect.top()), 0, 24)
                return

    def showEvent(self, event: QShowEvent) -> None:
        """Once laid out, the morning is in sight."""
        super().showEvent(event)
        QTimer.singleShot(0, self._to_morning)

    def _to_morning(self) -> None:
        first = min((held.start for held in self.body.blocks), default=FIRST_HOUR * 60)
        wanted = max(first, FIRST_HOUR * 60 if first >= 7 * 60 else first)
        hour = min(wanted, FIRST_HOUR * 60) if first >= FIRST_HOUR * 60 else wanted
        self.area.verticalScrollBar().setValue(int(self.body.y_of(hour)) - theme.px(TOP))


def day_rect(index: int, days: int, width: int, top: float, height: float) -> QRectF:
    """The column of a day."""
    axis = theme.px(AXIS)
    each = (width - axis) / max(1, days)
    left = round(axis + index * each)
    return QRectF(left, top, round(axis + (index + 1) * each) - left, height)


def is_off(info: DayInfo) -> bool:
    """Whether a day is shaded."""
    return bool(info.bank_holiday or info.school_holiday or info.closure)


def _under_words(info: DayInfo) -> tuple[str, str]:
    """Icon and name of what the day is."""
    if info.bank_holiday:
        return "flag", info.bank_holiday
    return ("calendar-off", info.closure) if info.closure else ("school", info.school_holiday)


def _words(held: Block) -> str:
    card = held.card
    hours = f"{date_long(card.day)}, {clock_time(held.start)} – {clock_time(held.end)}"
    lines = [card.name, hours, card.place_name, ", ".join(trainer.name for trainer in card.trainers)]
    lines += [remark.sentence for remark in card.warnings]
    return "\n".join(line for line in lines if line)
