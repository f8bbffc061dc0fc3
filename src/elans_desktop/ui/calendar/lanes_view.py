"""Rows by trainer or by place, over a week or along the hours of one day: who is where, and who is free."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from elans_desktop.core import clock
from elans_desktop.core.formats import clock_time, date_day_month
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
from elans_desktop.ui.calendar.lanes_layout import TRAINERS, Lane, Row, lanes_of
from elans_desktop.ui.calendar.plan_body import PlanBody
from elans_desktop.ui.calendar.plan_grid import DaysHead, PlanGrid, day_at, day_rect
from elans_desktop.ui.calendar.plan_paint import day_ground
from elans_desktop.ui.calendar.week_layout import FIRST_HOUR, Block, hours_of
from elans_desktop.ui.kit import paint

AXIS, LINE, GAP, LEAST = 176, 42, 4, 52
EDGE = 6


class LanesBody(PlanBody):
    """The rows and their blocks."""

    def __init__(self) -> None:
        super().__init__("Une ligne par intervenant")
        self.lanes: tuple[Lane, ...] = ()
        self.hours = (FIRST_HOUR, 18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def show_rows(
        self, span: SpanView, shown: Iterable[SeanceCard], kind: str, known: Iterable[Row], without: str
    ) -> None:
        """Show the séances of some days that passed the filters, a row for each trainer or place."""
        self.rows = kind
        self.setAccessibleName(f"Une ligne par {'intervenant' if kind == TRAINERS else 'lieu'}")
        self.lanes = lanes_of(span, shown, kind, known, without)
        blocks = tuple(block for lane in self.lanes for block in lane.blocks)
        self.hours = hours_of(blocks)
        self.set_blocks(span, blocks)
        self.setMinimumHeight(self.sizeHint().height())

    @property
    def by_hours(self) -> bool:
        """Whether one day is shown, along its hours."""
        return self.span is not None and len(self.span.days) == 1

    def sizeHint(self) -> QSize:
        """As high as the rows."""
        return QSize(theme.px(720), max(theme.px(LEAST), self.tops()[-1]))

    def forget_places(self) -> None:
        """The height follows the text."""
        self.setMinimumHeight(self.sizeHint().height())
        super().forget_places()

    def tops(self) -> list[int]:
        """Where each row begins, and where the last one ends."""
        high = (max(theme.px(LEAST), lane.deep * theme.px(LINE + GAP) + theme.px(6)) for lane in self.lanes)
        return [0, *accumulate(high)]

    def _column(self, index: int, height: float = 1) -> QRectF:
        return day_rect(index, len(self.span.days) if self.span else 1, self.width(), 0, height, AXIS)

    def x_of(self, minute: float) -> float:
        """Where a minute of the day stands."""
        whole = self._column(0)
        first, last = self.hours
        return whole.left() + whole.width() * (minute / 60 - first) / (last - first)

    def _rect(self, row: int, day: int, start: int, end: int, lane: int) -> QRectF:
        top = self.tops()[row] + theme.px(5) + lane * theme.px(LINE + GAP)
        if self.by_hours:
            left, right = self.x_of(start) + 1, self.x_of(end) - 1
        else:
            cell = self._column(day)
            left, right = cell.left() + 3, cell.right() - 3
        return QRectF(round(left), top, max(theme.px(20), round(right - left)), theme.px(LINE))

    def lay_out(self) -> list[tuple[QRectF, Block]]:
        """Along each row."""
        return [
            (self._rect(rank, b.day, b.start, b.end, b.lane), b)
            for rank, lane in enumerate(self.lanes)
            for b in lane.blocks
        ]

    def _rank_at(self, y: float) -> int:
        return max(0, min(len(self.lanes), sum(y >= top for top in self.tops()[:-1])) - 1)

    def spot_at(self, point: QPointF) -> Spot | None:
        """A day, or a minute of it, and a row."""
        beside = self.carry is None and (point.x() < theme.px(AXIS) or point.y() >= self.tops()[-1])
        if self.span is None or not self.lanes or beside:
            return None
        row = self.lanes[self._rank_at(point.y())].row.id
        if not self.by_hours:
            index = day_at(point.x(), len(self.span.days), self.width(), AXIS)
            return Spot(self.span.days[index].day, None, row)
        whole = self._column(0)
        share = (point.x() - whole.left()) / max(1.0, whole.width())
        minute = (self.hours[0] + share * (self.hours[1] - self.hours[0])) * 60
        return Spot(self.span.first, max(0, min(DAY - 1, int(minute))), row)

    def _rank(self, row: uuid.UUID | None) -> int:
        return next((rank for rank, lane in enumerate(self.lanes) if lane.row.id == row), 0)

    def rect_of_landing(self, landing: Landing) -> QRectF:
        """The first line of its row."""
        assert self.span is not None
        day = (landing.day - self.span.first).days
        return self._rect(self._rank(landing.row), day, landing.start, landing.end, 0)

    def spoken(self, landing: Landing) -> str:
        """With the name of its row."""
        return f"{self.lanes[self._rank(landing.row)].row.name}, {super().spoken(landing)}"

    def hold_at(self, rect: QRectF, point: QPointF) -> Hold:
        """Along the hours, the edges lengthen."""
        edge = min(theme.px(EDGE), rect.width() / 4)
        if not self.by_hours or rect.left() + edge < point.x() < rect.right() - edge:
            return Hold.WHOLE
        return Hold.START if point.x() <= rect.left() + edge else Hold.END

    def shape_of(self, hold: Hold) -> Qt.CursorShape:
        """Sideways here."""
        return Qt.CursorShape.ArrowCursor if hold is Hold.WHOLE else Qt.CursorShape.SizeHorCursor

    def nudge(self, landing: Landing, across: int, down: int) -> Landing:
        """A row up or down; sideways, a day or a quarter of an hour."""
        assert self.span is not None
        rank = max(0, min(len(self.lanes) - 1, self._rank(landing.row) + down))
        moved = replace(landing, row=self.lanes[rank].row.id)
        if self.by_hours:
            return shifted(moved, across * STEP)
        day = moved.day + timedelta(days=across)
        return replace(moved, day=max(self.span.first, min(self.span.last, day)))

    def stretch(self, landing: Landing, across: int, down: int) -> Landing:
        """A quarter of an hour, where there are hours."""
        return lengthened(landing, (across or down) * STEP) if self.by_hours else landing

    def kept_in_sight(self, carry: Carry) -> Landing:
        """Between the first hour and the last one: they do not slide under the pointer."""
        first, last = self.hours
        return within(carry.now, carry.before, first * 60, last * 60) if self.by_hours else carry.now

    def make_room(self, landing: Landing) -> None:
        """More hours, for an early morning or an evening."""
        hours = min(self.hours[0], landing.start // 60), max(self.hours[1], -(-landing.end // 60))
        if self.by_hours and hours != self.hours:
            self.hours = hours
            self.forget_places()
            self.resized.emit(self.width())  # the head writes the hours again

    def move_choice(self, across: int, down: int) -> None:
        """Along a row, then from row to row."""
        held = self.current_block()
        if held is None:
            if self.blocks:
                self.choose(self.blocks[0])
            elif across:
                self.step_asked.emit(across)
        elif across:
            self._along(held, across)
        else:
            self._to_row(held, down)

    def _along(self, held: Block, step: int) -> None:
        row = list(self.lanes[self._rank(held.row)].blocks)
        row.sort(key=lambda block: (block.day, block.start))
        place = row.index(held) + step
        if 0 <= place < len(row):
            self.choose(row[place])
        else:
            self.step_asked.emit(step)

    def _to_row(self, held: Block, step: int) -> None:
        rank = self._rank(held.row) + step
        while 0 <= rank < len(self.lanes):
            there = self.lanes[rank].blocks
            if there:
                self.choose(min(there, key=lambda b: (abs(b.day - held.day), abs(b.start - held.start))))
                return
            rank += step

    def choose(self, held: Block) -> None:
        """A séance held by two trainers stands in two rows: the keyboard stays in the one it went to."""
        self._chosen = held
        super().choose(held)

    _chosen: Block | None = None

    def current_block(self) -> Block | None:
        """The block the keyboard is on, else the first one of the séance chosen."""
        chosen = self._chosen
        if chosen is not None and chosen.card.id == self.current and chosen in self.blocks:
            return chosen
        return super().current_block()

    def paint_ground(self, painter: QPainter, dirty: QRectF) -> None:
        """Days or hours, and the names of the rows."""
        span = self.span
        assert span is not None
        line = theme.color("line")
        for index, info in enumerate(span.days):
            cell = self._column(index, self.height())
            day_ground(painter, cell, info)
            painter.fillRect(QRectF(cell.left(), 0, 1, self.height()), line)
        if self.by_hours:
            for hour in range(self.hours[0] + 1, self.hours[1]):
                painter.fillRect(QRectF(round(self.x_of(hour * 60)), 0, 1, self.height()), line)
            self._paint_now(painter, span.first)
        for lane, top, end in zip(self.lanes, self.tops(), self.tops()[1:], strict=False):
            self._paint_name(painter, lane.row, top)
            painter.fillRect(QRectF(0, end - 1, self.width(), 1), line)

    def _paint_now(self, painter: QPainter, day: date) -> None:
        now = clock.local_now()
        if now.date() == day:
            x = round(self.x_of(now.hour * 60 + now.minute))
            if x >= theme.px(AXIS):
                painter.fillRect(QRectF(x - 1, 0, 2, self.height()), theme.color("accent"))

    def _paint_name(self, painter: QPainter, row: Row, top: int) -> None:
        left, width = theme.px(24), theme.px(AXIS - 32)
        alone = not row.fact
        place = QRectF(left, top + theme.px(16 if alone else 6), width, theme.px(20))
        if row.id is None:
            theme.draw_icon(painter, "triangle-alert", "warning-ink", left, place.top() + theme.px(2), 16)
            place.setLeft(left + theme.px(22))
        paint.line_of_text(painter, place, row.name, weight=600)
        under = QRectF(left, top + theme.px(25), width, theme.px(18))
        paint.line_of_text(painter, under, row.fact, size=14, token="muted")

    def paint_block(self, painter: QPainter, rect: QRectF, held: Block, *, selected: bool) -> None:
        """Two lines: the hours, then the name."""
        week_paint.strip(painter, rect, held, selected=selected)


class LanesHead(DaysHead):
    """The days, or the hours of one day."""

    body: LanesBody

    def paint_cells(self, painter: QPainter, width: int) -> None:
        """The days as in the week; for one day, its hours under its name."""
        if not self.body.by_hours:
            super().paint_cells(painter, width)
            return
        info = self.days[0]
        whole = QRectF(theme.px(AXIS), 0, width - theme.px(AXIS), self.height())
        painter.fillRect(whole, theme.color("surface"))
        day_ground(painter, whole, replace(info, bank_holiday="", closure=""))
        place = QRectF(theme.px(24), 0, theme.px(AXIS - 28), self.height())
        paint.line_of_text(painter, place, self.corner, weight=600, token="muted")
        note = info.bank_holiday or info.closure or info.school_holiday
        words = f"{date_day_month(info.day)}{f', {note}' if note else ''}"
        day = QRectF(whole.left() + theme.px(4), theme.px(3), whole.width(), theme.px(20))
        token = "primary-ink" if info.day == clock.today() else "text"
        paint.line_of_text(painter, day, words, weight=600, token=token)
        for hour in range(*self.body.hours):
            left = self.body.x_of(hour * 60)
            line = QRectF(left + theme.px(4), theme.px(25), theme.px(60), theme.px(18))
            paint.line_of_text(painter, line, clock_time(hour * 60), size=14, token="muted")


class LanesGrid(PlanGrid):
    """Head and scrolling rows together."""

    def __init__(self) -> None:
        head, self.body = LanesHead(AXIS), LanesBody()
        head.body = self.body
        self.head = head
        super().__init__(head, self.body)

    def show_rows(
        self,
        span: SpanView,
        shown: Iterable[SeanceCard],
        kind: str,
        known: Iterable[Row],
        words: tuple[str, str],
    ) -> None:
        """`words`: what stands over the names, and the name of the row of those that have none."""
        self.head.days, self.head.corner = span.days, words[0]
        self.body.show_rows(span, shown, kind, known, words[1])
        self.head.update()
