"""The month: weeks down, days across, a line a séance. Arrows go from day to day and along each of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from elans_desktop.core import clock
from elans_desktop.core.formats import DAYS, NBSP, SHORT_MONTHS, count, date_day_month, date_long, short_time
from elans_desktop.services.calendar.seance_list import DayInfo
from elans_desktop.services.calendar.seances import SeanceCard, SpanView
from elans_desktop.ui import theme
from elans_desktop.ui.calendar import week_paint
from elans_desktop.ui.calendar.carrying import Landing, Spot
from elans_desktop.ui.calendar.month_layout import Cell, cell_of, days_of, shares_of
from elans_desktop.ui.calendar.plan_body import PlanBody
from elans_desktop.ui.calendar.plan_grid import PlanGrid, PlanHead
from elans_desktop.ui.calendar.plan_paint import day_ground, day_note
from elans_desktop.ui.calendar.week_layout import Block
from elans_desktop.ui.kit import paint

TOP, LINE, LEAST = 23, 21, 86
WEEK = 7


class MonthBody(PlanBody):
    """The days and their lines; the day the keyboard is on is framed."""

    def __init__(self) -> None:
        super().__init__("Mois")
        self.month = clock.today().replace(day=1)
        self.at = clock.today()
        self.shares: tuple[float, ...] = (1.0,) * WEEK
        self._days: tuple[tuple[SeanceCard, ...], ...] = ()
        self._cells: list[Cell] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_span(self, span: SpanView, shown: Iterable[SeanceCard], month: date) -> None:
        """Show the weeks of a month, and the séances that passed the filters."""
        self.month = month
        self._days = days_of(span, shown)
        self.shares = shares_of(self._days)
        blocks = tuple(
            Block(card, card.start, card.end, index, 0, 1)
            for index, found in enumerate(self._days)
            for card in found
        )
        self.set_blocks(span, blocks)
        if not span.first <= self.at <= span.last or self.at.replace(day=1) != month:
            self.at = clock.today() if clock.today().replace(day=1) == month else month
        self.setMinimumHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Weeks that hold a number, two lines and « + 3 autres » at least."""
        weeks = len(self._days) // WEEK or 5
        return QSize(theme.px(720), weeks * theme.px(LEAST))

    def set_current(self, seance_id: uuid.UUID | None) -> None:
        """Frame a séance: its line is shown, were it one of the « autres »."""
        held = next((block for block in self.blocks if block.card.id == seance_id), None)
        if held is not None:
            self.at = held.card.day
        self._rects = None
        super().set_current(seance_id)

    def nothing_chosen(self) -> str:
        """The day the keyboard is on."""
        found = self._of(self.at)
        return f"{date_long(self.at)}, {count(len(found), 'séance') if found else 'aucune séance'}"

    def day_in_hand(self) -> date | None:
        """The day the keyboard is on, or that was clicked."""
        return self.at

    def _of(self, day: date) -> tuple[SeanceCard, ...]:
        index = self._index(day)
        return self._days[index] if 0 <= index < len(self._days) else ()

    def _index(self, day: date) -> int:
        return (day - self.span.first).days if self.span else -1

    def edges(self) -> list[int]:
        """Where the columns begin, and where the last one ends."""
        total = sum(self.shares)
        return [round(self.width() * part / total) for part in (0.0, *accumulate(self.shares))]

    def cell_rect(self, index: int) -> QRectF:
        """The cell of a day."""
        week, weekday = divmod(index, WEEK)
        weeks = max(1, len(self._days) // WEEK)
        edges = self.edges()
        top = round(self.height() * week / weeks)
        bottom = round(self.height() * (week + 1) / weeks)
        return QRectF(edges[weekday], top, edges[weekday + 1] - edges[weekday], bottom - top)

    def _line(self, cell: QRectF, lane: int) -> QRectF:
        top = cell.top() + theme.px(TOP) + lane * theme.px(LINE)
        return QRectF(cell.left() + 4, top, cell.width() - 7, theme.px(LINE - 1) - 1)

    def lay_out(self) -> list[tuple[QRectF, Block]]:
        """The lines that fit."""
        self._cells = []
        made: list[tuple[QRectF, Block]] = []
        for index, cards in enumerate(self._days):
            rect = self.cell_rect(index)
            room = int((rect.height() - theme.px(TOP)) // theme.px(LINE))
            cell = cell_of(index, cards, max(1, room), self.current)
            self._cells.append(cell)
            made += [(self._line(rect, held.lane), held) for held in cell.lines]
        return made

    def more_rect(self, index: int) -> QRectF:
        """Where « + 3 autres » is written; nowhere when all is shown."""
        self.places()
        cell = self._cells[index]
        return self._line(self.cell_rect(index), len(cell.lines)) if cell.more else QRectF()

    def spot_at(self, point: QPointF) -> Spot | None:
        """A day."""
        if self.span is None:
            return None
        edges = self.edges()
        weekday = sum(point.x() >= edge for edge in edges[1:-1])
        weeks = len(self._days) // WEEK
        week = max(0, min(weeks - 1, int(point.y() * weeks / max(1, self.height()))))
        return Spot(self.span.days[week * WEEK + weekday].day)

    def rect_of_landing(self, landing: Landing) -> QRectF:
        """The whole of the day where it would go, and the day it leaves."""
        return self.cell_rect(self._index(landing.day)).adjusted(2, 2, -1, -1)

    def ghost_words(self, landing: Landing) -> str:
        """« jeu. 06/05, 9 h »."""
        return f"{date_day_month(landing.day)}, {short_time(landing.start)}"

    def ground_words(self, point: QPointF) -> str:
        """The day and its holiday."""
        spot = self.spot_at(point)
        if spot is None or self.span is None:
            return ""
        note = day_note(self.span.days[self._index(spot.day)])[1]
        return f"{date_long(spot.day)}, {note}" if note else ""

    def pressed_ground(self, spot: Spot, point: QPointF) -> None:
        """A click on « + 3 autres » opens the day, elsewhere it goes there."""
        if self.more_rect(self._index(spot.day)).contains(point):
            self.day_asked.emit(spot.day)
            return
        self._go(spot.day, None)

    def usual_landing(self) -> Landing:
        """The day the keyboard is on."""
        return Landing(self.at, 9 * 60, 12 * 60)

    def open_choice(self) -> None:
        """Entrée: the séance chosen, else the day."""
        if self.current_block() is not None:
            super().open_choice()
        else:
            self.day_asked.emit(self.at)

    def move_choice(self, across: int, down: int) -> None:
        """Along the séances of a day, then to the same day of another week; sideways, from day to day."""
        found = self._of(self.at)
        place = next((rank for rank, card in enumerate(found) if card.id == self.current), None)
        if down and found:
            rank = (0 if down > 0 else len(found) - 1) if place is None else place + down
            if 0 <= rank < len(found):
                self._go(self.at, found[rank])
                return
        day = self.at + timedelta(days=across + WEEK * down)
        if self.span is None or not self.span.first <= day <= self.span.last:
            self.step_asked.emit(across + down)
            return
        there = self._of(day)
        self._go(day, there[-1 if down < 0 else 0] if there else None)

    def _go(self, day: date, card: SeanceCard | None) -> None:
        """The séance shown at the right stays on a day without any: it would come and go at each arrow."""
        self.at = day
        self.set_current(card.id if card else None)
        if card is not None:
            self.selected.emit(card.id)

    def nudge(self, landing: Landing, across: int, down: int) -> Landing:
        """A day, or a week."""
        assert self.span is not None
        day = landing.day + timedelta(days=across + WEEK * down)
        return replace(landing, day=day) if self.span.first <= day <= self.span.last else landing

    def paint_ground(self, painter: QPainter, dirty: QRectF) -> None:
        """The days, their numbers and names, and how many séances are not shown."""
        span = self.span
        assert span is not None
        self.places()
        for index, info in enumerate(span.days):
            cell = self.cell_rect(index)
            if cell.intersects(dirty):
                self._paint_day(painter, cell, info, self._cells[index].more)
        line = theme.color("line")
        for week in range(1, len(span.days) // WEEK):
            painter.fillRect(QRectF(0, self.cell_rect(week * WEEK).top(), self.width(), 1), line)
        for edge in self.edges()[1:-1]:
            painter.fillRect(QRectF(edge, 0, 1, self.height()), line)
        if self.hasFocus() and self.carry is None:
            frame = self.cell_rect(self._index(self.at)).adjusted(1, 1, 0, 0)
            paint.box(painter, frame, None, "primary", radius=2, width=2)

    def _paint_day(self, painter: QPainter, cell: QRectF, info: DayInfo, more: int) -> None:
        other = info.day.replace(day=1) != self.month
        if other:
            painter.fillRect(cell, theme.color("background"))
        day_ground(painter, cell, info)
        today = info.day == clock.today()
        words = str(info.day.day)
        if info.day.day == 1:
            words += f"{NBSP}{SHORT_MONTHS[info.day.month - 1]}"
        wide = max(theme.px(24), round(paint.text_width(words, 15, 600)) + theme.px(12))
        place = QRectF(cell.left() + 3, cell.top() + theme.px(2), wide, theme.px(20))
        if today:
            paint.box(painter, place, "primary", radius=place.height() / 2)
        token = "on-primary" if today else "muted" if other else "text"
        paint.line_of_text(painter, place, words, weight=600, token=token, align=paint.CENTER, elide=False)
        icon, note = self._note(info)
        if note:
            left = place.right() + theme.px(4)
            theme.draw_icon(painter, icon, "muted", left, cell.top() + theme.px(5), 14)
            line = QRectF(
                left + theme.px(18), place.top(), cell.right() - left - theme.px(20), place.height()
            )
            paint.line_of_text(painter, line, note, size=13, token="muted")
        if more:
            index = self._index(info.day)
            line = self.more_rect(index).adjusted(theme.px(4), 0, 0, 0)
            shown = self._cells[index].lines
            words = f"+{NBSP}{more} {'autre' if more == 1 else 'autres'}" if shown else count(more, "séance")
            paint.line_of_text(painter, line, words, size=14, weight=600, token="primary-ink")

    def _note(self, info: DayInfo) -> tuple[str, str]:
        """What a day is; holidays that last are named on their first day and on each Monday."""
        found = day_note(info)
        before = self._index(info.day) - 1
        assert self.span is not None
        if info.day.weekday() and before >= 0 and day_note(self.span.days[before]) == found:
            return "", ""
        return found

    def paint_block(self, painter: QPainter, rect: QRectF, held: Block, *, selected: bool) -> None:
        """One séance on one line: letter, hour, name, and a mark when there is a conflict."""
        week_paint.line(painter, rect, held, selected=selected)


class MonthHead(PlanHead):
    """The names of the days."""

    high = 32
    body: MonthBody

    def paint_cells(self, painter: QPainter, width: int) -> None:
        """Over each column."""
        edges = self.body.edges()
        painter.fillRect(self.rect(), theme.color("surface"))
        for index, words in enumerate(DAYS):
            cell = QRectF(edges[index], 0, edges[index + 1] - edges[index], self.height())
            if cell.width() < paint.text_width(words, 15, 600) + theme.px(12):
                words = f"{words[:3]}."
            paint.line_of_text(painter, cell, words, weight=600, align=paint.CENTER)
            if index:
                painter.fillRect(QRectF(cell.left(), 0, 1, cell.height()), theme.color("line"))


class MonthGrid(PlanGrid):
    """The names of the days over the weeks."""

    def __init__(self) -> None:
        head, self.body = MonthHead(), MonthBody()
        head.body = self.body
        super().__init__(head, self.body)

    def show_month(self, span: SpanView, shown: Iterable[SeanceCard], month: date) -> None:
        """Show a month, given the whole weeks it is drawn in."""
        self.body.show_span(span, shown, month)
        self.plan_head.update()
