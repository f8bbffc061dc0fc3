"""A figure of the bench, and the table that shows them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

COLUMNS = (58, 11, 11, 7)


@dataclass(frozen=True)
class Figure:
    """`value` and `limit` are in `unit`; without a limit, the figure is only told."""

    label: str
    value: float
    limit: float | None = None
    unit: str = "ms"

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        return self.limit is None or self.value <= self.limit


@dataclass(frozen=True)
class Skipped:
    """What could not be measured, and why."""

    label: str
    why: str


Measured = Figure | Skipped


def milliseconds(act: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def median(act: Callable[[], object], times: int = 5) -> float:
    """The median of several calls, in milliseconds."""
    return statistics.median(milliseconds(act) for _ in range(times))


def show_header() -> None:
    """The first lines of the table."""
    _line("", "mesuré", "limite", "rapport", "")
    print("-" * (sum(COLUMNS) + 12))


def show(found: Iterable[Measured]) -> bool:
    """Print figures as they come; whether all of them hold."""
    sound = True
    for one in found:
        if isinstance(one, Skipped):
            print(f"{one.label} : non mesuré, {one.why}", flush=True)
            continue
        limit = "" if one.limit is None else f"≤ {_number(one.limit, one.unit)}"
        share = f"{one.value / one.limit:.2f}" if one.limit else ""
        _line(
            one.label,
            _number(one.value, one.unit),
            limit,
            share,
            "" if not limit else "ok" if one.holds else "—",
        )
        sound = sound and one.holds
    return sound


def _number(value: float, unit: str) -> str:
    digits = 0 if value >= 100 or (unit == "ms" and value >= 10) else 1 if unit in ("ms", "%", "Mo") else 2
    return f"{value:.{digits}f} {unit}".replace(".", ",")


def _line(label: str, *cells: str) -> None:
    sizes = zip(cells, (*COLUMNS[1:], 3), strict=True)
    print(f"{label:<{COLUMNS[0]}}", *(f"{cell:>{size}}" for cell, size in sizes), sep="  ", flush=True)
