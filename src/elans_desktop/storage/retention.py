"""Which backups are kept: 10 last, 7 daily, 4 weekly, 12 monthly, within a budget, never fewer than 3."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

LAST, DAILY, WEEKLY, MONTHLY = 10, 7, 4, 12
FEWEST = 3
MEGABYTE = 1_000_000
BUDGET = 2048 * MEGABYTE
"""Bytes, where the organisation chose nothing else."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup on disk: when it was made (local), its size in bytes."""

    path: Path
    moment: datetime
    size: int


def last_day(made_on: date) -> date:
    """The day the monthly backup of a month leaves, when one is made each month: twelve months later."""
    return date(made_on.year + 1, made_on.month, 1)


def to_delete(backups: Sequence[Kept], budget: int = BUDGET) -> list[Kept]:
    """The backups that no rule keeps, then the oldest ones beyond the budget."""
    newest_first = sorted(backups, key=lambda backup: (backup.moment, backup.path.name), reverse=True)
    chosen = newest_first[:LAST]
    rules: list[tuple[Callable[[datetime], object], int]] = [
        (datetime.date, DAILY),
        (lambda moment: moment.isocalendar()[:2], WEEKLY),
        (lambda moment: (moment.year, moment.month), MONTHLY),
    ]
    for period, most in rules:
        seen: dict[object, Kept] = {}
        for backup in newest_first:
            seen.setdefault(period(backup.moment), backup)
        chosen += list(seen.values())[:most]
    kept = [backup for backup in newest_first if backup in chosen]
    while len(kept) > FEWEST and sum(backup.size for backup in kept) > budget:
        kept.pop()
    return [backup for backup in newest_first if backup not in kept]
