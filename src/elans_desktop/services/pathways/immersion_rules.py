"""The arithmetic of immersions (PMSMP): one month date to date, two months over any twelve in one host.

The texts count « de date à date », continuous or not. Our reading, said on screen: a month runs from the 10th
to the 9th (from the 31st to the last day of a shorter month); over several immersions each whole month counts
for one and each day left for a thirtieth.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.pathways.pathway_status import limit_day

MONTH = 30
"""Parts of a month: a day left over is one of them."""
WINDOW = 12
"""Months over which the stays of one person in one host are added up."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """First and last day of an immersion, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Total:
    """The most time spent in one host over twelve months, and which twelve months."""

    parts: int
    window: Stretch

    @property
    def words(self) -> str:
        """« 2 mois et 10 jours »."""
        return length_words(self.parts)


def last_day(start: date, months: int) -> date:
    """The last day of so many months begun on a day: from 10 March, one month ends on 9 April."""
    reached = limit_day(start, months)
    assert reached is not None
    return reached - timedelta(days=1) if reached.day == start.day else reached


def length(stretch: Stretch) -> int:
    """How long it lasts, in thirtieths of a month."""
    months = 0
    while last_day(stretch.start, months + 1) <= stretch.end:
        months += 1
    if months == 0:
        return (stretch.end - stretch.start).days + 1
    return MONTH * months + (stretch.end - last_day(stretch.start, months)).days


def length_words(parts: int) -> str:
    """« 1 mois », « 2 mois et 10 jours », « 12 jours »."""
    months, days = divmod(parts, MONTH)
    said = [f"{months}{NBSP}mois"] if months else []
    if days or not months:
        said.append(count(days, "jour"))
    return " et ".join(said)


def most_in_a_year(stretches: Sequence[Stretch]) -> Total | None:
    """The largest sum over any twelve months; the windows that matter begin or end with an immersion."""
    windows = [Stretch(one.start, last_day(one.start, WINDOW)) for one in stretches]
    windows += [Stretch(_year_before(one.end), one.end) for one in stretches]
    totals = [Total(sum(length(part) for part in _inside(stretches, w)), w) for w in windows]
    return max(totals, key=lambda total: total.parts, default=None)


def _year_before(end: date) -> date:
    before = limit_day(end, -WINDOW)
    assert before is not None
    return before + timedelta(days=1)


def _inside(stretches: Iterable[Stretch], window: Stretch) -> list[Stretch]:
    cut = (Stretch(max(one.start, window.start), min(one.end, window.end)) for one in stretches)
    return [one for one in cut if one.start <= one.end]
