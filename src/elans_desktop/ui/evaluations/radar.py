"""The radar: numbered axes, a line by moment; what was not noted leaves a gap, never a nought."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.painted import Painted

MOST_AXES = 12
FEWEST_AXES = 3
_SIDE = 296


@dataclass(frozen=True)
class Series:
    """A line of the radar. `values`: one for each axis, None for a gap. `style`: now or before."""

    name: str
    detail: str
    values: tuple[float | None, ...]
    style: str = "now"


def segments(values: Sequence[float | None]) -> list[tuple[int, int]]:
    """The pairs of neighbouring axes that both hold a value: the lines drawn; the others are gaps."""
    count = len(values)
    pairs = [(axis, (axis + 1) % count) for axis in range(count)] if count > 2 else []
    return [(a, b) for a, b in pairs if values[a] is not None and values[b] is not None]


class Radar(Painted):
    """Axes numbered from 1 at the top, clockwise; rings for each level."""

    def __init__(self) -> None:
        super().__init__(wide=True)
        self._series: tuple[Series, ...] = ()
        self._axes = 0
        self._low, self._high = 1, 4
        self.setAccessibleName("Radar des notes")

    def show_series(self, series: Sequence[Series], levels: Sequence[int], words: str = "") -> None:
        """Draw these lines on a scale of levels; `words` say it to a screen reader."""
        self._series = tuple(series)
        self._axes = len(series[0].values) if series else 0
        self._low, self._high = (min(levels), max(levels)) if levels else (1, 4)
        self.setVisible(FEWEST_AXES <= self._axes <= MOST_AXES)
        self.setAccessibleDescription(words)
        self.update()

    def design_size(self) -> QSize:
        """A square."""
        return QSize(theme.px(_SIDE), theme.px(_SIDE))

    def draw(self, painter: QPainter) -> None:
        """Rings and axes, then each line from the oldest."""
        if self._axes < FEWEST_AXES:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base = min(self._low, 1) - 1 if self._low >= 1 else self._low
        rings = [level for level in range(self._low, self._high + 1) if level > base]
        span = max(1, self._high - base)
        for level in rings:
            self._ring(painter, (level - base) / span, outer=level == self._high)
        painter.setPen(QPen(theme.color("line"), 1))
        for axis in range(self._axes):
            painter.drawLine(self._centre(), self._point(axis, 1.0))
        for series in sorted(self._series, key=lambda one: one.style == "now"):
            scaled = [None if v is None else (v - base) / span for v in series.values]
            self._line(painter, series.style, scaled)
        for level in rings:
            place = self._point(0, (level - base) / span)
            words = QRectF(place.x() + theme.px(5), place.y() - theme.px(14), theme.px(20), theme.px(14))
            paint.line_of_text(painter, words, str(level), size=13, token="muted", elide=False)
        for axis in range(self._axes):
            place = self._point(axis, 1 + theme.px(15) / self._radius())
            box = QRectF(place.x() - 20, place.y() - 10, 40, 20)
            number = str(axis + 1)
            paint.line_of_text(painter, box, number, size=14, weight=600, align=paint.CENTER, elide=False)

    def _centre(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    def _radius(self) -> float:
        return min(self.width(), self.height()) / 2 - theme.px(26)

    def _point(self, axis: int, share: float) -> QPointF:
        angle = 2 * math.pi * axis / self._axes - math.pi / 2
        centre, radius = self._centre(), self._radius() * share
        return QPointF(centre.x() + radius * math.cos(angle), centre.y() + radius * math.sin(angle))

    def _ring(self, painter: QPainter, share: float, *, outer: bool) -> None:
        painter.setPen(QPen(theme.color("line-strong" if outer else "line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF([self._point(axis, share) for axis in range(self._axes)]))

    def _line(self, painter: QPainter, style: str, values: list[float | None]) -> None:
        points = [None if value is None else self._point(axis, value) for axis, value in enumerate(values)]
        whole = [point for point in points if point is not None]
        if style == "now" and len(whole) == len(points):
            fill = QColor(theme.color("primary"))
            fill.setAlpha(22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawPolygon(QPolygonF(whole))
        painter.setPen(pen_of(style))
        for first, second in segments(values):
            start, end = points[first], points[second]
            if start is not None and end is not None:
                painter.drawLine(start, end)
        for point in whole:
            marker(painter, style, point)


def pen_of(style: str) -> QPen:
    """Solid 2.5 now, dashed grey before: told apart in greyscale."""
    if style == "now":
        return QPen(theme.color("primary"), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    return QPen(theme.color("muted"), 1.5, Qt.PenStyle.DashLine)


def marker(painter: QPainter, style: str, point: QPointF) -> None:
    """A square now, a circle before."""
    if style == "now":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("primary"))
        painter.drawRect(QRectF(point.x() - 4, point.y() - 4, 8, 8))
    else:
        painter.setPen(QPen(theme.color("muted"), 1.5))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(point, 3.5, 3.5)


class LegendMark(Painted):
    """The line of a series, 36 wide, for the legend."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self._style = style

    def design_size(self) -> QSize:
        """36 × 20."""
        return QSize(theme.px(36), theme.px(20))

    def draw(self, painter: QPainter) -> None:
        """A stroke and its marker."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(pen_of(self._style))
        painter.drawLine(QPointF(2, middle), QPointF(self.width() - 2, middle))
        marker(painter, self._style, QPointF(self.width() / 2, middle))
