"""The radar: a ring per level, a numbered disc per axis, up to two series told apart without colour.

A value that was not observed leaves a hole: the line opens there, it is never drawn as a nought.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from elans_desktop.documents import blocks, style
from elans_desktop.documents.page import Page
from elans_desktop.services.paper import GridLevelMark

AXES = range(3, 11)
"""How many axes a radar may have: bars or a table beyond."""
_DASH = "3 2.4"


@dataclass(frozen=True, slots=True)
class Series:
    """A value for each axis, None where nothing was observed. `later`: full line and discs, tinted."""

    values: tuple[float | None, ...] = field(repr=False)
    later: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a value stands on the page."""

    x: float
    y: float
    radius: float
    axes: int
    lowest: float
    highest: float

    def at(self, axis: int, reach: float) -> tuple[float, float]:
        """The point of an axis at `reach` mm from the centre."""
        angle = 2 * math.pi * axis / self.axes
        return self.x + reach * math.sin(angle), self.y - reach * math.cos(angle)

    def value(self, axis: int, value: float) -> tuple[float, float]:
        """The point of a value: the first level is the first ring."""
        count = self.highest - self.lowest + 1
        return self.at(axis, self.radius * (min(value, self.highest) - self.lowest + 1) / count)


def draw(
    page: Page,
    levels: Sequence[GridLevelMark],
    axes: Sequence[str],
    x: float,
    y: float,
    radius: float,
    series: Sequence[Series] = (),
) -> None:
    """A radar around a centre, levels written left of the first axis; empty without any series."""
    count = max(1, len(levels))
    lowest = levels[0].value if levels else 1
    frame = _Frame(x, y, radius, len(axes), lowest, lowest + count - 1)
    for one in series:
        if one.later and None not in one.values:
            page.shape(_corners(frame, one), fill=style.TINT)
    for axis in range(len(axes)):
        page.rule(x, y, *frame.at(axis, radius), 0.6, style.GRID)
    for ring in range(1, count + 1):
        corners = [frame.at(axis, radius * ring / count) for axis in range(len(axes))]
        last = ring == count
        page.shape(corners, stroke=style.LINE if last else style.GRID, pen=0.8 if last else 0.6)
    for ring, level in enumerate(levels, start=1):
        height = y - radius * ring / count
        page.rect(x - 4.4, height - 1.5, 3.2, 3, fill=style.WHITE)
        page.text(x - 2.8, height + 1, str(level.value), style.MEDIUM, 8, align="center")
    for one in series:
        _line(page, frame, one)
    for axis, mark in enumerate(axes):
        blocks.marked_disc(page, *frame.at(axis, radius + 4.4), mark)


def legend(page: Page, x: float, y: float, words: str, *, later: bool) -> float:
    """A sample of the line and its words on the baseline `y`; answers the right edge."""
    middle = y - 1.2
    if later:
        page.rule(x, middle, x + 12, middle, 1.6, style.PRIMARY)
    else:
        page.shape([(x, middle), (x + 12, middle)], stroke=style.INK, pen=1.1, closed=False, dash=_DASH)
    _dot(page, x + 6, middle, later=later)
    return x + 14 + page.text(x + 14, y, words, size=9)


def _corners(frame: _Frame, one: Series) -> list[tuple[float, float]]:
    return [frame.value(axis, value) for axis, value in enumerate(one.values) if value is not None]


def _line(page: Page, frame: _Frame, one: Series) -> None:
    colour, pen, dash = (style.PRIMARY, 1.6, "") if one.later else (style.INK, 1.1, _DASH)
    for run in runs(one.values):
        points = [frame.value(axis, one.values[axis] or 0) for axis in run]
        if len(points) > 1:
            whole = len(run) == len(one.values)
            page.shape(points, stroke=colour, pen=pen, closed=whole, dash=dash)
    for axis, value in enumerate(one.values):
        if value is not None:
            _dot(page, *frame.value(axis, value), later=one.later)


def runs(values: Sequence[float | None]) -> list[list[int]]:
    """Neighbouring axes that have a value, around the circle; all of them make one run."""
    many = len(values)
    holes = [axis for axis, value in enumerate(values) if value is None]
    if not holes:
        return [list(range(many))]
    runs: list[list[int]] = []
    current: list[int] = []
    for step in range(1, many + 1):
        axis = (holes[0] + step) % many
        if values[axis] is None:
            if current:
                runs.append(current)
            current = []
        else:
            current.append(axis)
    return runs


def _dot(page: Page, x: float, y: float, *, later: bool) -> None:
    if later:
        page.circle(x, y, 1.05, fill=style.PRIMARY)
    else:
        page.circle(x, y, 1.35, fill=style.WHITE, stroke=style.INK, pen=1.1)
