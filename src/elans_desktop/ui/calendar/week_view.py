"""Days across, hours down: a week, or one day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from elans_desktop.core import clock
from elans_desktop.core.formats import clock_time
from elans_desktop.services.calendar.seances import SeanceCard, SpanView
from elans_desktop.ui import theme
from elans_desktop.ui.calendar import week_paint
from elans_desktop.ui.calendar.carrying import (
    DAY,
    STEP,
    Carry,
    Hold,
    Landing,
    Spot,
    lengthened,
    shifted,
    within,
)
from elans_desktop.ui.calendar.plan_body import PlanBody
from elans_desktop.ui.calendar.plan_grid import DaysHead, PlanGrid, day_at, day_rect
from elans_desktop.ui.calendar.plan_paint import day_ground
from elans_desktop.ui.calendar.week_layout import FIRST_HOUR, Block, blocks_of, hours_of
from elans_desktop.ui.kit import paint

AXIS, HOUR, TOP = 56, 49, 10
EDGE = 6
"""Pixels at the top and at the bottom of a block by which it is lengthened."""


class WeekBody(PlanBody):
    """The hours and the blocks."""

    def __init__(self) -> None:
        super().__init__("Semaine")
        self.hours = (FIRST_HOUR, 18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_span(self, span: SpanView, shown: Iterable[SeanceCard]) -> None:
        """Show the séances of some days that passed the filters."""
        blocks = blocks_of(span, shown)
        self.hours = hours_of(blocks)
        self.setAccessibleName("Semaine" if len(span.days) > 1 else "Journée")
        self.set_blocks(span, blocks)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """As high as the hours shown."""
        hours = self.hours[1] - self.hours[0]
        return QSize(theme.px(720), theme.px(TOP + hours * HOUR + 16))

    def forget_places(self) -> None:
        """The height follows the text."""
        self.setFixedHeight(self.sizeHint().height())
        super().forget_places()

    def y_of(self, minute: float) -> float:
        """Where a minute of the day stands."""
        return theme.px(TOP) + (minute / 60 - self.hours[0]) * theme.px(HOUR)

    def minute_at(self, y: float) -> int:
        """The minute of the day at a height, within the day."""
        minute = self.hours[0] * 60 + (y - theme.px(TOP)) / theme.px(HOUR) * 60
        return max(0, min(24 * 60 - 1, int(minute)))

    def _day(self, index: int, height: float) -> QRectF:
        days = len(self.span.days) if self.span else 1
        return day_rect(index, days, self.width(), 0, height, AXIS)

    def _upright(self, day: int, start: int, end: int, lane: int = 0, lanes: int = 1) -> QRectF:
        cell = self._day(day, 1)
        each = (cell.width() - 4) / lanes
        left = cell.left() + 3 + lane * each
        top = self.y_of(start) + 1
        height = max(theme.px(24), self.y_of(end) - self.y_of(start) - 2)
        return QRectF(round(left), round(top), max(1, round(each) - (3 if each > 8 else 0)), round(height))

    def lay_out(self) -> list[tuple[QRectF, Block]]:
        """One block a slot."""
        return [(self._upright(b.day, b.start, b.end, b.lane, b.lanes), b) for b in self.blocks]

    def spot_at(self, point: QPointF) -> Spot | None:
        """A day and a minute."""
        if self.span is None or (self.carry is None and point.x() < theme.px(AXIS)):
            return None
        index = day_at(point.x(), len(self.span.days), self.width(), AXIS)
        return Spot(self.span.days[index].day, self.minute_at(point.y()))

    def _index(self, day: date) -> int:
        assert self.span is not None
        return (day - self.span.first).days

    def rect_of_landing(self, landing: Landing) -> QRectF:
        """The whole width of its day."""
        return self._upright(self._index(landing.day), landing.start, landing.end)

    def ghosts(self, carry: Carry) -> list[QRectF]:
        """The other slots of a séance follow it to another day, at their own hours."""
        made = super().ghosts(carry)
        if carry.card is not None and carry.now.day != carry.before.day:
            day = self._index(carry.now.day)
            others = (slot for slot in carry.card.slots if slot.id != carry.slot_id)
            made += [self._upright(day, slot.start, slot.end) for slot in others]
        return made

    def hold_at(self, rect: QRectF, point: QPointF) -> Hold:
        """The edges of a block lengthen it."""
        edge = min(theme.px(EDGE), rect.height() / 4)
        if point.y() <= rect.top() + edge:
            return Hold.START
        return Hold.END if point.y() >= rect.bottom() - edge else Hold.WHOLE

    def nudge(self, landing: Landing, across: int, down: int) -> Landing:
        """A day, or a quarter of an hour."""
        assert self.span is not None
        day = max(self.span.first, min(self.span.last, landing.day + timedelta(days=across)))
        return shifted(replace(landing, day=day), down * STEP)

    def stretch(self, landing: Landing, across: int, down: int) -> Landing:
        """A quarter of an hour."""
        return lengthened(landing, down * STEP)

    def kept_in_sight(self, carry: Carry) -> Landing:
        """Never above the first hour: the hours do not slide under the pointer. Downwards they go on."""
        kept = within(carry.now, carry.before, self.hours[0] * 60, DAY)
        self.make_room(kept)
        return kept

    def make_room(self, landing: Landing) -> None:
        """More hours, for an early morning or an evening."""
        hours = min(self.hours[0], landing.start // 60), max(self.hours[1], -(-landing.end // 60))
        if hours != self.hours:
            self.hours = hours
            self.forget_places()

    def paint_ground(self, painter: QPainter, dirty: QRectF) -> None:
        """Days, hours, present moment."""
        span = self.span
        assert span is not None
        axis = theme.px(AXIS)
        for index, info in enumerate(span.days):
            cell = self._day(index, self.height())
            if cell.intersects(dirty):
                day_ground(painter, cell, info)
        line = theme.color("line")
        for hour in range(self.hours[0], self.hours[1] + 1):
            y = round(self.y_of(hour * 60))
            painter.fillRect(QRectF(axis, y, self.width() - axis, 1), line)
            place = QRectF(0, y - theme.px(9), axis - theme.px(9), theme.px(18))
            words = clock_time(hour * 60)
            paint.line_of_text(painter, place, words, size=14, token="muted", align=paint.RIGHT)
        for index in range(len(span.days)):
            painter.fillRect(QRectF(self._day(index, 1).left(), 0, 1, self.height()), line)
        self._paint_now(painter, span)

    def _paint_now(self, painter: QPainter, span: SpanView) -> None:
        now = clock.local_now()
        if not span.first <= now.date() <= span.last:
            return
        cell = self._day(self._index(now.date()), 1)
        y = round(self.y_of(now.hour * 60 + now.minute))
        painter.fillRect(QRectF(cell.left(), y - 1, cell.width(), 2), theme.color("accent"))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(QPointF(cell.left() + 0.5, y), theme.px(4), theme.px(4))
        painter.restore()

    def paint_block(self, painter: QPainter, rect: QRectF, held: Block, *, selected: bool) -> None:
        """One slot."""
        week_paint.block(painter, rect, held, selected=selected)

    def move_choice(self, across: int, down: int) -> None:
        """From one séance to the next, from one day to the next; beyond the last one, to another week."""
        held = self.current_block()
        if not self.blocks:
            if across:
                self.step_asked.emit(across)
        elif down or held is None:
            self._choose_next(held, down)
        else:
            self._choose_day(held, across)

    def _choose_next(self, held: Block | None, step: int) -> None:
        ids = list(dict.fromkeys(block.card.id for block in self.blocks))
        place = ids.index(held.card.id) + step if held else 0
        wanted = ids[max(0, min(len(ids) - 1, place))]
        self.choose(next(block for block in self.blocks if block.card.id == wanted))

    def _choose_day(self, held: Block, step: int) -> None:
        beyond = sorted({b.day for b in self.blocks if (b.day - held.day) * step > 0}, reverse=step < 0)
        if not beyond:
            self.step_asked.emit(step)
            return
        there = [block for block in self.blocks if block.day == beyond[0]]
        self.choose(min(there, key=lambda block: abs(block.start - held.start)))


class WeekGrid(PlanGrid):
    """Head and scrolling body together."""

    def __init__(self) -> None:
        self.head, self.body = DaysHead(AXIS), WeekBody()
        super().__init__(self.head, self.body)
        self._first: date | None = None

    def show_span(self, span: SpanView, shown: Iterable[SeanceCard]) -> None:
        """Show some days; others start at eight o’clock or at their first séance."""
        self.head.days = span.days
        self.head.update()
        self.body.show_span(span, shown)
        if span.first != self._first:
            self._first = span.first
            self.begin()

    def begin(self) -> None:
        """The morning."""
        first = min((held.start for held in self.body.blocks), default=FIRST_HOUR * 60)
        wanted = max(first, FIRST_HOUR * 60 if first >= 7 * 60 else first)
        hour = min(wanted, FIRST_HOUR * 60) if first >= FIRST_HOUR * 60 else wanted
        self.area.verticalScrollBar().setValue(int(self.body.y_of(hour)) - theme.px(TOP))
