"""The pathway drawn: stays in the briques, what marked it, today, the usual and the exceptional limits."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen

from elans_desktop.core.formats import NBSP, SHORT_MONTHS, date_short
from elans_desktop.services.participants.person_timeline import TimelineView
from elans_desktop.services.pathways.pathway_status import limit_day
from elans_desktop.services.pathways.pathways import PathwayView
from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.letter import NAMES
from elans_desktop.ui.kit.painted import Painted
from elans_desktop.ui.participants import timeline_marks

_MOST_MONTHS = 15
LEGEND_TOP = 116
"""Where the legend begins, under the months."""


def span(pathway: PathwayView, view: TimelineView, today: date) -> tuple[date, date]:
    """First day of the first month drawn, first day after the last one."""
    typed = pathway.input
    days = [stay.start for stay in typed.stays] + [mark.day for mark in view.marks if mark.day <= today]
    days += [day for day in (typed.entry_on, typed.exit_on) if day]
    ends = [day for day in (pathway.exceptional_limit_on, pathway.limit_on, typed.exit_on) if day]
    first = min([*days, today])
    last = max([*ends, *days] if typed.exit_on else [*ends, *days, today])
    start = first.replace(day=1)
    end = _next_month(last)
    return start, end


def _next_month(day: date) -> date:
    following = limit_day(day.replace(day=1), 1)
    assert following is not None
    return following


class Timeline(Painted):
    """A painted pathway; `set_pathway` shows one. Its words are said to a screen reader too."""

    def __init__(self) -> None:
        super().__init__(wide=True)
        self.height_follows_width()
        self._pathway: PathwayView | None = None
        self._view = TimelineView()
        self._told = timeline_marks.legend(self._view)
        self._heights: dict[tuple[int, int], int] = {}
        self._today = date.min
        self._start, self._end = date.min, date.max

    def set_pathway(self, pathway: PathwayView | None, view: TimelineView, today: date) -> None:
        """Show a pathway and what marked it."""
        self._pathway, self._view, self._today = pathway, view, today
        self._told = timeline_marks.legend(view)
        self._heights.clear()
        self.setVisible(pathway is not None)
        if pathway is not None:
            self._start, self._end = span(pathway, view, today)
            stays = (
                f"{NAMES.get(stay.brique, stay.brique)} du {date_short(stay.start)}"
                + (f" au {date_short(stay.end)}" if stay.end else "")
                for stay in pathway.input.stays
            )
            told = (entry.words for entry in self._told)
            self.setAccessibleName("Parcours\u00a0: " + ", ".join((*stays, *told)))
        self.updateGeometry()
        self.update()

    def design_size(self) -> QSize:
        """Captions, bars, marks, months, legend."""
        return QSize(theme.px(600), self.heightForWidth(theme.px(600)))

    def heightForWidth(self, width: int) -> int:
        """The legend takes as many lines as it needs; asked a hundred times while a page is laid out."""
        asked = (width, theme.px(LEGEND_TOP))  # the size of the text may change
        if asked not in self._heights:
            self._heights[asked] = asked[1] + timeline_marks.legend_height(self._told, width)
        return self._heights[asked]

    def _x(self, day: date) -> float:
        whole = (self._end - self._start).days
        return 1 + (self.width() - 2) * (day - self._start).days / max(1, whole)

    def draw(self, painter: QPainter) -> None:
        """From the ground up."""
        if self._pathway is None:
            return
        self._months(painter)
        self._bars(painter)
        self._draw_marks(painter)
        self._limits(painter)
        self._legend(painter)

    def _months(self, painter: QPainter) -> None:
        top, foot = theme.px(22), theme.px(94)
        painter.fillRect(QRectF(0, foot, self.width(), 1), theme.color("line-strong"))
        month, edges = self._start, list[date]()
        while month <= self._end:
            edges.append(month)
            month = _next_month(month)
        step = 1 + (len(edges) - 1) // _MOST_MONTHS
        for place, edge in enumerate(edges):
            x = round(self._x(edge))
            if place and edge < self._end:
                painter.fillRect(QRectF(x, top, 1, foot - top), theme.color("line"))
            if place % step == 0 and edge < self._end:
                words = SHORT_MONTHS[edge.month - 1]
                if edge.month == 1 and len(edges) > 13:
                    words = str(edge.year)
                line = QRectF(
                    x + 2, foot + 1, self._x(edges[min(place + step, len(edges) - 1)]) - x, theme.px(20)
                )
                paint.line_of_text(painter, line, words, size=13, token="muted", elide=False)

    def _bars(self, painter: QPainter) -> None:
        assert self._pathway is not None
        typed = self._pathway.input
        top, height = theme.px(36), theme.px(24)
        if not typed.stays and typed.entry_on:
            left, right = self._x(typed.entry_on), self._x((typed.exit_on or self._today) + timedelta(days=1))
            place = QRectF(round(left), top, max(theme.px(6), right - left - 1), height)
            paint.box(painter, place, "sunken", "line-strong", radius=0)
            paint.line_of_text(painter, place.adjusted(8, -1, -4, -1), "En parcours", size=14, weight=600)
        for stay in sorted(typed.stays, key=lambda s: s.start):
            end = stay.end or typed.exit_on or self._today
            left, right = self._x(stay.start), self._x(max(end, stay.start) + timedelta(days=1))
            place = QRectF(round(left), top, max(theme.px(6), right - left - 1), height)
            code = stay.brique if stay.brique in NAMES else "C"
            painter.fillRect(place, theme.color(f"{code}-tint"))
            painter.fillRect(QRectF(place.left(), top, 4, height), theme.color(code))
            if place.width() >= theme.px(30):
                paint.letter(painter, place.left() + theme.px(9), top + theme.px(4), code, side=16)
            words = place.adjusted(theme.px(31), -1, -4, -1)
            if words.width() >= paint.text_width(NAMES[code], 14, 600):
                paint.line_of_text(painter, words, NAMES[code], size=14, weight=600, token=f"{code}-ink")
            if stay.end is None and typed.exit_on is None and (limit := self._pathway.limit_on):
                self._to_come(painter, place.right() + 1, limit, code, top, height)
        for pause in typed.pauses:
            end = pause.end or self._today
            place = QRectF(self._x(pause.start), top, self._x(end) - self._x(pause.start), height)
            painter.fillRect(place, theme.color("hatch"))
            paint.line_of_text(painter, place.adjusted(4, -1, 0, -1), "Suspendu", size=13, token="muted")

    def _to_come(
        self, painter: QPainter, left: float, limit: date, code: str, top: float, height: float
    ) -> None:
        width = self._x(limit) - left
        if width > 2:
            place = QRectF(left, top, width, height)
            paint.box(painter, place, f"{code}-tint", code, radius=0, dashed=True)

    def _draw_marks(self, painter: QPainter) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        foot = theme.px(94)
        for monday, minutes in self._view.weeks:
            left, right = self._x(monday), self._x(monday + timedelta(days=7))
            timeline_marks.draw_week(painter, left, right, foot, minutes)
        middle, half = theme.px(75), theme.px(4)
        for mark in self._view.marks:
            x = max(half + 2, self._x(mark.day))
            until = self._x(mark.until + timedelta(days=1)) if mark.until else x
            timeline_marks.draw(painter, mark.kind, x, middle, half, until)
        painter.restore()

    def _limits(self, painter: QPainter) -> None:
        assert self._pathway is not None
        pathway, shown = self._pathway, list[tuple[float, float]]()
        foot = theme.px(94)
        if pathway.input.exit_on is None and self._start <= self._today < self._end:
            x = self._x(self._today)
            painter.fillRect(
                QRectF(round(x) - 1, theme.px(22), 2, foot - theme.px(22)), theme.color("primary")
            )
            self._caption(painter, x, "aujourd’hui", "primary-ink", shown, before=True)
        if pathway.limit_on and pathway.limit_on < self._end:
            x = self._x(pathway.limit_on)
            painter.fillRect(
                QRectF(round(x) - 1, theme.px(22), 2, foot - theme.px(22)), theme.color("accent")
            )
            words = f"{pathway.max_months}{NBSP}mois · {pathway.limit_on:%d/%m}"
            self._caption(painter, x, words, "accent-ink", shown)
        if pathway.exceptional_limit_on and pathway.exceptional_limit_on < self._end:
            x = round(self._x(pathway.exceptional_limit_on)) + 0.5
            painter.setPen(QPen(theme.color("text"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, theme.px(22)), QPointF(x, foot))
            words = f"{pathway.exceptional_months}{NBSP}mois"
            self._caption(painter, x, words, "muted", shown, before=True, low=True)

    def _caption(
        self,
        painter: QPainter,
        x: float,
        words: str,
        token: str,
        shown: list[tuple[float, float]],
        *,
        before: bool = False,
        low: bool = False,
    ) -> None:
        """Words at one side of a line, on the side where they meet no others and stay inside."""
        width = paint.text_width(words, 13, 600)
        sides = (x - width - 4, x + 4) if before else (x + 4, x - width - 4)
        fits = [
            left
            for left in sides
            if left >= 0
            and left + width <= self.width()
            and (low or all(left + width < a or left > b for a, b in shown))
        ]
        left = fits[0] if fits else max(0.0, min(sides[0], self.width() - width))
        if not low:
            shown.append((left, left + width))
        line = QRectF(left, theme.px(20) if low else 0, width + 2, theme.px(18))
        paint.line_of_text(painter, line, words, size=13, weight=600, token=token, elide=False)

    def _legend(self, painter: QPainter) -> None:
        timeline_marks.draw_legend(painter, self._told, theme.px(LEGEND_TOP), self.width())
