"""The path of a person on a scale of months: a lane per brique, dated lines across (« 9 mois »)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from elans_desktop.core.formats import SHORT_MONTHS, date_short
from elans_desktop.documents import style
from elans_desktop.documents.geometry import MM, PORTRAIT
from elans_desktop.documents.page import Page
from elans_desktop.services.participants.paper_people import TimelineBar, TimelineLane, TimelineMark

_LEFT, _RIGHT = PORTRAIT.left, PORTRAIT.right
_LABELS = 38.2
_LANE = 10.4
_BAR = 7.0
_ABOVE = 2.6
_SCALE = 6.2
_LABEL_ROOM = 10.5
_BOX = 5.2


def height(lanes: int) -> float:
    """Millimetres that a timeline takes."""
    return _ABOVE + _LANE * max(1, lanes) + _SCALE


def draw(
    page: Page,
    top: float,
    lanes: Sequence[TimelineLane],
    marks: Sequence[TimelineMark],
    first: date,
    last: date,
) -> None:
    """From the month of `first` to the month of `last`; a bar too narrow for its words shows none."""
    scale = _Scale(first, last)
    bottom = top + _ABOVE + _LANE * max(1, len(lanes))
    _months(page, scale, top, bottom)
    for index, lane in enumerate(lanes):
        middle = top + _ABOVE + _LANE * (index + 0.5)
        _lane_title(page, lane, middle)
        for bar in lane.bars:
            _bar(page, scale, lane.letter, bar, middle)
    for index, mark in enumerate(marks):
        _mark(page, scale, mark, top, bottom, low=index % 2 == 1)


class _Scale:
    """Days to millimetres, whole months shown."""

    def __init__(self, first: date, last: date) -> None:
        self.left = _LEFT + _LABELS
        self.months = max(1, (last.year - first.year) * 12 + last.month - first.month + 1)
        self.start = (first.year, first.month)
        self.width = (_RIGHT - self.left - 7) / self.months

    def month(self, index: int) -> tuple[int, int]:
        """Year and month of a column."""
        year, month = divmod(self.start[1] - 1 + index, 12)
        return self.start[0] + year, month + 1

    def x(self, day: date) -> float:
        """Where a day begins, held inside the scale."""
        index = (day.year - self.start[0]) * 12 + day.month - self.start[1]
        days = (date(day.year + day.month // 12, day.month % 12 + 1, 1) - date(day.year, day.month, 1)).days
        place = index + (day.day - 1) / days
        return self.left + self.width * min(max(place, 0.0), float(self.months))


def _months(page: Page, scale: _Scale, top: float, bottom: float) -> None:
    step = max(1, math.ceil(_LABEL_ROOM / scale.width))
    for index in range(scale.months):
        x = scale.left + index * scale.width
        if index % 2 == 0:
            page.rect(x, top, scale.width, bottom - top, fill=style.GROUP)
        if index % step:
            continue
        year, month = scale.month(index)
        label = SHORT_MONTHS[month - 1] if step < 3 else f"{month:02}/{year % 100:02}"
        centre = (
            x + scale.width * step / 2 if step > 1 and index + step <= scale.months else x + scale.width / 2
        )
        page.text(centre, bottom + 4.1, label, size=9, colour=style.GREY, align="center")
    page.rule(scale.left, bottom, scale.left + scale.width * scale.months, bottom, 0.6, style.LINE)


def _lane_title(page: Page, lane: TimelineLane, middle: float) -> None:
    x = _LEFT
    if lane.letter:
        letter_box(page, x, middle, lane.letter)
        x += _BOX + 1.8
    page.fit(x, middle + 10 * style.CAP_HALF / MM, _LEFT + _LABELS - x - 1.5, lane.label, size=10)


def letter_box(page: Page, x: float, middle: float, letter: str) -> None:
    """The letter of a brique in its box."""
    page.rect(x, middle - _BOX / 2, _BOX, _BOX, fill=style.BRIQUE_BOX.get(letter, style.INK), radius=0.9)
    size = _BOX * 0.66 * MM
    page.text(
        x + _BOX / 2, middle + size * style.CAP_HALF / MM, letter, style.BOLD, size, style.WHITE, "center"
    )


def _bar(page: Page, scale: _Scale, letter: str, bar: TimelineBar, middle: float) -> None:
    left, right = scale.x(bar.start), scale.x(bar.end)
    width = max(1.2, right - left)
    fill = style.BRIQUE_BOX.get(letter, style.PRIMARY)
    page.rect(left, middle - _BAR / 2, width, _BAR, fill=fill, radius=0.9)
    words = _fitting(page, bar.names, 9, width - 3.2)
    if words:
        page.text(left + 1.6, middle + 9 * style.CAP_HALF / MM, words, style.MEDIUM, 9, style.WHITE)


def _fitting(page: Page, names: Sequence[str], size: float, width: float) -> str:
    """As many of the names as hold in `width` mm, then « + 2 »; nothing when not even one does."""
    for kept in range(len(names), 0, -1):
        rest = len(names) - kept
        text = ", ".join(names[:kept]) + (f" +\u00a0{rest}" if rest else "")
        if page.type.line(text, style.MEDIUM).width * size / MM <= width:
            return text
    return ""


def _mark(page: Page, scale: _Scale, mark: TimelineMark, top: float, bottom: float, *, low: bool) -> None:
    x = scale.x(mark.day)
    page.shape([(x, top - 1.6), (x, bottom)], stroke=style.ACCENT, pen=1.6, closed=False, dash="3 2")
    y = top + (11.5 if low else 2.6)
    left_side = x > _RIGHT - 17
    edge = x - 1.3 if left_side else x + 1.3
    side = "right" if left_side else "left"
    page.text(edge, y, mark.label, style.SEMIBOLD, 9.2, align=side)
    page.text(edge, y + 3.9, date_short(mark.day), size=8.5, align=side)
