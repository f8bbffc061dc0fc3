"""Rows of the example, gathered by table, then written in one declared bulk."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Integer, String, Text
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.ids import new_id
from elans_desktop.models.base import Row
from elans_desktop.storage.bulk import bulk_insert

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is made."""

    people: int
    activities: int
    weeks_before: int
    weeks_after: int
    group: int
    """People enrolled in an activity."""


NORMAL = Scale(people=60, activities=13, weeks_before=34, weeks_after=12, group=9)
LARGE = Scale(people=20_000, activities=1_000, weeks_before=248, weeks_after=12, group=22)


@dataclass
class Rows:
    """What has been made so far; `dice` is seeded, so that two examples of one day are the same."""

    today: date
    scale: Scale
    dice: random.Random = field(default_factory=lambda: random.Random(2027))
    now_ms: int = field(default_factory=clock.now_ms)
    sheet_rank: int = 0
    expense_rank: int = 0
    meeting_orders: dict[int, int] = field(default_factory=dict[int, int])
    """Meetings with decisions, by year."""
    tables: dict[type[Row], list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, model: type[Row], **values: Any) -> uuid.UUID:
        """Add a row; a column not given is empty. Returns its id."""
        row = dict(_blank(model))
        row.update(values)
        if row.get("id") is None:
            row["id"] = new_id()
        self.tables.setdefault(model, []).append(row)
        return row["id"]

    def write(self, session: Session, progress: Progress) -> None:
        """Insert everything, table by table."""
        total = sum(len(rows) for rows in self.tables.values())
        done = 0
        for model, rows in self.tables.items():
            for start in range(0, len(rows), 20_000):
                part = rows[start : start + 20_000]
                bulk_insert(session, model, part)
                done += len(part)
                progress(done, total)


_blanks: dict[type[Row], dict[str, Any]] = {}


def _blank(model: type[Row]) -> dict[str, Any]:
    if model not in _blanks:
        _blanks[model] = {column.name: _empty(column) for column in model.__table__.columns}
    return _blanks[model]


def _empty(column: Any) -> Any:
    if column.nullable or column.primary_key:
        return None
    kinds: tuple[tuple[type, Any], ...] = ((Boolean, False), (Integer, 0), (String, ""), (Text, ""))
    return next((value for kind, value in kinds if isinstance(column.type, kind)), None)
