"""Carrying a séance, or stretching a new one, over a plan: where it would land. No drawing here.

The mouse and the keyboard share it: both make a `Carry`, both end in a `Drop`.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from elans_desktop.services.calendar.seances import SeanceCard

STEP = 15
"""Minutes: a séance is carried by quarters of an hour; any minute can be typed in its form."""
SHORTEST = 15
DAY = 24 * 60


class Hold(Enum):
    """By what a séance is held."""

    WHOLE = "whole"
    START = "start"
    END = "end"
    NEW = "new"
    """Nothing is held: the stretch of a new séance is being drawn."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a plan; no minute where the plan has no hours, no row where it has no rows."""

    day: date
    minute: int | None = None
    row: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a slot stands, or would stand. In a plan without hours a séance keeps its own."""

    day: date
    start: int
    end: int
    row: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    """A séance was let go: the slot held stood at `before`, `after` is where it should stand."""

    card: SeanceCard
    slot_id: uuid.UUID | None
    before: Landing
    after: Landing
    rows: str = ""
    """« trainers » or « places » when rows are one of them, else empty."""


@dataclass
class Carry:
    """What is under way, from `before` (the pointer at `at`) to `now`."""

    hold: Hold
    before: Landing
    at: Spot
    card: SeanceCard | None = None
    slot_id: uuid.UUID | None = None
    now: Landing = Landing(date.min, 0, 0)
    refused: str = ""
    """Why the séance will not be moved, in two words, when it is known before it is let go."""

    def __post_init__(self) -> None:
        self.now = self.before

    def to(self, spot: Spot) -> None:
        """Follow the pointer."""
        self.now = landed(self.hold, self.before, self.at, spot)

    @property
    def moved(self) -> bool:
        """Whether letting go would change something."""
        return self.hold is Hold.NEW or self.now != self.before


def landed(hold: Hold, before: Landing, at: Spot, spot: Spot) -> Landing:
    """Where the slot stands once the pointer went from `at` to `spot`."""
    if hold is Hold.NEW:
        return _drawn(before, at, spot)
    if hold is Hold.WHOLE:
        moved = replace(before, day=spot.day, row=spot.row)
        if spot.minute is None or at.minute is None:
            return moved
        return shifted(moved, _near(spot.minute - at.minute))
    if spot.minute is None or at.minute is None:
        return before
    delta = spot.minute - at.minute
    if hold is Hold.START:
        start = max(0, min(_near(before.start + delta), before.end - SHORTEST))
        return replace(before, start=start)
    return lengthened(before, _near(before.end + delta) - before.end)


def shifted(held: Landing, minutes: int) -> Landing:
    """The same, earlier or later, within its day."""
    minutes = max(-held.start, min(minutes, DAY - held.end))
    return replace(held, start=held.start + minutes, end=held.end + minutes)


def lengthened(held: Landing, minutes: int) -> Landing:
    """The same, ending earlier or later, within its day and never before its start."""
    return replace(held, end=max(held.start + SHORTEST, min(held.end + minutes, DAY)))


def within(held: Landing, before: Landing, first: int, last: int) -> Landing:
    """The same between two minutes of the day: moved back when it was carried, cut when it was lengthened."""
    if held.end - held.start != before.end - before.start:
        return replace(held, start=max(first, held.start), end=min(last, held.end))
    return shifted(held, max(0, first - held.start) - max(0, held.end - last))


def _drawn(before: Landing, at: Spot, spot: Spot) -> Landing:
    if at.minute is None or spot.minute is None:
        return before
    first, last = sorted((at.minute, spot.minute))
    start = first // STEP * STEP
    end = -(-last // STEP) * STEP
    return replace(before, start=start, end=min(DAY, max(end, start + 2 * STEP)))


def _near(minutes: float) -> int:
    return round(minutes / STEP) * STEP
