"""The only place that knows what time it is."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

_fixed: list[datetime] = []


def local_now() -> datetime:
    """The present moment on this machine, naive local time."""
    return _fixed[-1] if _fixed else datetime.now()


def today() -> date:
    """The present local date."""
    return local_now().date()


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def now_ms() -> int:
    """The present instant in UTC milliseconds since 1970."""
    return int(_fixed[-1].timestamp() * 1000) if _fixed else time.time_ns() // 1_000_000


def from_ms(instant: int) -> datetime:
    """The local moment of an `instant` in UTC milliseconds."""
    return datetime.fromtimestamp(instant / 1000)


@contextmanager
def fixed(moment: datetime) -> Generator[None]:
    """Hold the clock at a local `moment` (examples, tests)."""
    _fixed.append(moment)
    try:
        yield
    finally:
        _fixed.pop()
