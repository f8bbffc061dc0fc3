"""From the entry to now, criterion by criterion; what was not observed never counts as nought."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A note on a criterion. `level` None: not observed, or not noted yet."""

    level: int | None = None
    not_observed: bool = False
    comment: str = ""

    @property
    def given(self) -> bool:
        """Whether the line was dealt with: a level, or « non observé »."""
        return self.level is not None or self.not_observed


Marks = Mapping[uuid.UUID, Mark]
"""By criterion."""


@dataclass(frozen=True, slots=True)
class Progression:
    """Mean of the differences over the `compared` criteria noted at both moments, of `total`.

    `tenths`: the mean in tenths of a level, rounded half away from nought; None when nothing can be compared
    (domain I17).
    """

    tenths: int | None
    compared: int
    total: int


def progression(before: Marks, after: Marks, criteria: Iterable[uuid.UUID]) -> Progression:
    """The mean progression of somebody between two moments of one grid."""
    lines = list(criteria)
    gaps = [gap for line in lines if (gap := difference(before.get(line), after.get(line))) is not None]
    if not gaps:
        return Progression(None, 0, len(lines))
    total, n = sum(gaps) * 10, len(gaps)
    tenths = (2 * abs(total) + n) // (2 * n)
    return Progression(tenths if total >= 0 else -tenths, n, len(lines))


def difference(before: Mark | None, after: Mark | None) -> int | None:
    """Levels gained, None unless both moments hold a level."""
    if before is None or after is None or before.level is None or after.level is None:
        return None
    return after.level - before.level


def family_means(
    marks: Marks, families: Iterable[tuple[str, Iterable[uuid.UUID]]]
) -> tuple[tuple[str, float | None], ...]:
    """The mean level of each family over its noted criteria, None when none is."""
    found: list[tuple[str, float | None]] = []
    for family, lines in families:
        levels = [
            mark.level for line in lines if (mark := marks.get(line)) is not None and mark.level is not None
        ]
        found.append((family, sum(levels) / len(levels) if levels else None))
    return tuple(found)
