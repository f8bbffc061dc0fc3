"""The marks of the timeline and its legend: a shape for each kind, told apart without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen

from elans_desktop.core.formats import count
from elans_desktop.services.participants.person_timeline import (
    CONTACT,
    DOCUMENT,
    EVALUATION,
    IMMERSION,
    INTERVIEW,
    TimelineView,
)
from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint

WEEK, TO_COME = "week", "to_come"
_NAMES = {
    CONTACT: "contact",
    INTERVIEW: "entretien",
    EVALUATION: "évaluation",
    IMMERSION: "immersion",
    DOCUMENT: "document",
}
FULL_WEEK = 15 * 60
"""Minutes of presence of a week as high as it is drawn."""
LINE, WEEK_HIGH = 20, 9


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the legend."""

    kind: str
    words: str


def legend(view: TimelineView) -> tuple[Entry, ...]:
    """What is drawn, with its count: « entretien (10) »."""
    entries = [
        Entry(kind, f"{name} ({view.count(kind)})") for kind, name in _NAMES.items() if view.count(kind)
    ]
    if view.weeks:
        entries.append(Entry(WEEK, f"présences ({count(len(view.weeks), 'semaine')})"))
    return (*entries, Entry(TO_COME, "à venir"))


def draw(painter: QPainter, kind: str, x: float, y: float, half: float, until: float = 0) -> None:
    """The mark of a kind, centred; what lasts goes on `until`."""
    ink = theme.color("primary" if kind == IMMERSION else "text")
    painter.setPen(QPen(ink, 1.6))
    painter.setBrush(theme.color("surface"))
    if kind == INTERVIEW:
        painter.drawEllipse(QPointF(x, y), half, half)
    elif kind == EVALUATION:
        painter.fillRect(QRectF(x - half, y - half, 2 * half, 2 * half), ink)
    elif kind == IMMERSION:
        if until > x + half:
            painter.fillRect(QRectF(x, y - 1, until - x, 2), ink)
        painter.fillPath(_diamond(x, y, half + 1), ink)
    elif kind == CONTACT:
        painter.drawPath(_triangle(x, y, half))
    else:
        painter.drawRect(QRectF(x - half * 0.6, y - half, half * 1.2, 2 * half))


def draw_week(painter: QPainter, left: float, right: float, foot: float, minutes: int) -> None:
    """A week of presence: a bar as high as its hours, at the foot of the timeline."""
    high = max(2.0, theme.px(WEEK_HIGH) * min(1.0, minutes / FULL_WEEK))
    width = max(2.0, right - left - 1)
    painter.fillRect(QRectF(left, foot - high, width, high), theme.color("line-strong"))


def _diamond(x: float, y: float, half: float) -> QPainterPath:
    path = QPainterPath(QPointF(x, y - half))
    for place in (QPointF(x + half, y), QPointF(x, y + half), QPointF(x - half, y)):
        path.lineTo(place)
    path.closeSubpath()
    return path


def _triangle(x: float, y: float, half: float) -> QPainterPath:
    path = QPainterPath(QPointF(x, y - half))
    path.lineTo(QPointF(x + half, y + half))
    path.lineTo(QPointF(x - half, y + half))
    path.closeSubpath()
    return path


def _places(entries: Sequence[Entry], width: float) -> list[tuple[float, int]]:
    """Left edge and line of each entry."""
    places: list[tuple[float, int]] = []
    left, line = 0.0, 0
    for entry in entries:
        need = theme.px(18) + paint.text_width(entry.words, 13)
        if left and left + need > width:
            left, line = 0.0, line + 1
        places.append((left, line))
        left += need + theme.px(18)
    return places


def legend_height(entries: Sequence[Entry], width: float) -> int:
    """The lines that the legend takes."""
    return theme.px(LINE) * (1 + max((line for _left, line in _places(entries, width)), default=0))


def draw_legend(painter: QPainter, entries: Sequence[Entry], top: float, width: float) -> None:
    """Each mark and its words."""
    for entry, (left, line) in zip(entries, _places(entries, width), strict=True):
        middle = top + theme.px(LINE) * line + theme.px(9)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.kind == WEEK:
            draw_week(painter, left + 1, left + theme.px(11), middle + theme.px(5), FULL_WEEK)
        elif entry.kind == TO_COME:
            box = QRectF(left, middle - theme.px(5), theme.px(11), theme.px(10))
            paint.box(painter, box, "primary-tint", "primary", radius=0, dashed=True)
        else:
            draw(painter, entry.kind, left + theme.px(6), middle, theme.px(4))
        painter.restore()
        place = QRectF(left + theme.px(18), top + theme.px(LINE) * line, width, theme.px(18))
        paint.line_of_text(painter, place, entry.words, size=13, token="muted", elide=False)
