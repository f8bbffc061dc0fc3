"""Where the lines of a month stand: a line a séance, and how many more there are. No drawing here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from elans_desktop.services.calendar.seances import SeanceCard, SpanView
from elans_desktop.ui.calendar.week_layout import Block

WEEKEND = 5
NARROW = 0.6
"""Share of a column that a Saturday or a Sunday without any séance keeps."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A day: the lines shown, and how many others there are."""

    lines: tuple[Block, ...]
    more: int


def days_of(span: SpanView, shown: Iterable[SeanceCard]) -> tuple[tuple[SeanceCard, ...], ...]:
    """The séances of each day, in order."""
    by_day: dict[date, list[SeanceCard]] = {info.day: [] for info in span.days}
    for card in shown:
        if card.day in by_day:
            by_day[card.day].append(card)
    return tuple(tuple(sorted(found, key=lambda card: (card.start, card.end))) for found in by_day.values())


def shares_of(days: Sequence[Sequence[SeanceCard]]) -> tuple[float, ...]:
    """The share of each of the seven columns."""
    used = [any(days[index] for index in range(weekday, len(days), 7)) for weekday in range(7)]
    return tuple(NARROW if weekday >= WEEKEND and not used[weekday] else 1.0 for weekday in range(7))


def cell_of(index: int, cards: Sequence[SeanceCard], room: int, current: uuid.UUID | None = None) -> Cell:
    """The lines of a day in which `room` lines fit; the one of the séance chosen is among them.

    When all do not fit, the last line says how many others there are.
    """
    if len(cards) <= room:
        shown, first = len(cards), 0
    else:
        shown = max(0, room - 1)
        place = next((rank for rank, card in enumerate(cards) if card.id == current), 0)
        first = max(0, place - shown + 1) if shown else 0
    lines = tuple(
        Block(card, card.start, card.end, index, lane, max(1, shown))
        for lane, card in enumerate(cards[first : first + shown])
    )
    return Cell(lines, len(cards) - shown)
