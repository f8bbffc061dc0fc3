"""Which rows point to which: read from the foreign keys of the tables."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models import Base

CHUNK = 500


@cache
def parents(table: str) -> dict[str, str]:
    """The columns of a table that point to another row: `{column: table pointed to}`."""
    found = Base.metadata.tables[table]
    return {key.parent.name: key.column.table.name for key in found.foreign_keys}


@cache
def children(table: str) -> tuple[tuple[str, str], ...]:
    """The `(table, column)` that point to the rows of a table."""
    return tuple(
        (name, column)
        for name in sorted(Base.metadata.tables)
        for column, parent in sorted(parents(name).items())
        if parent == table
    )


def pointing(session: Session, table: str, column: str, row_ids: Iterable[uuid.UUID]) -> Iterator[uuid.UUID]:
    """The rows of a table whose column points to one of some rows."""
    found = Base.metadata.tables[table]
    targets = list(row_ids)
    for start in range(0, len(targets), CHUNK):
        among = found.columns[column].in_(targets[start : start + CHUNK])
        yield from session.scalars(select(found.c.id).where(among))


def count_references(
    session: Session, table: str, row_ids: Sequence[uuid.UUID], ignoring: Collection[uuid.UUID] = frozenset()
) -> dict[str, int]:
    """How many rows of each table point to some rows, those of `ignoring` left out: `{table: count}`."""
    counts: dict[str, int] = {}
    for name, column in children(table):
        many = sum(1 for other in pointing(session, name, column, row_ids) if other not in ignoring)
        if many:
            counts[name] = counts.get(name, 0) + many
    return counts
