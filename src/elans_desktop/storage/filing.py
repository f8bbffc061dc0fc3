"""The index of the journal by row, filled in some time after the changes are written.

Presences are known by UUIDv5: those of one sheet fall on as many pages of that index as there are people,
and half the cost of recording them was to write these pages. The changes of a session stay fresh (without
their `filed_id`, hence side by side in the index) until the classeur closes or they are too many.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, and_, false, or_

from elans_desktop.models import Base
from elans_desktop.models.journal import Change
from elans_desktop.storage import engine as engines
from elans_desktop.storage.fast_insert import driver_connection

if TYPE_CHECKING:
    from elans_desktop.storage.workspace import Workspace

MOST_FRESH = 2_000
"""Changes of a session left out of the index at most: reading them all takes some 5 ms."""
MOST_OF_ONE = 200
"""An operation with more changes than that is filed at once."""

_ARE_FRESH = f"filed_id IS NULL AND table_name IN ({', '.join(repr(name) for name in Base.metadata.tables)})"
_FILE = f"UPDATE change SET filed_id = row_id WHERE {_ARE_FRESH}"
_ANY = f"SELECT EXISTS (SELECT 1 FROM change WHERE {_ARE_FRESH})"


def of_rows(keys: Iterable[tuple[str, uuid.UUID]]) -> ColumnElement[bool]:
    """The changes of some rows `(table, id)`, filed or fresh, by the index."""
    by_table: dict[str, list[uuid.UUID]] = {}
    for table, row_id in keys:
        by_table.setdefault(table, []).append(row_id)
    return or_(false(), *_filed_or_fresh(by_table))


def _filed_or_fresh(by_table: dict[str, list[uuid.UUID]]) -> Iterator[ColumnElement[bool]]:
    for table, row_ids in by_table.items():
        yield and_(Change.table_name == table, Change.filed_id.in_(row_ids))
        yield and_(Change.table_name == table, Change.filed_id.is_(None), Change.row_id.in_(row_ids))


def file_changes(connection: Connection) -> None:
    """Put the fresh changes in the index, inside the transaction of a connection that writes."""
    driver_connection(connection).execute(_FILE)


def file_workspace(workspace: Workspace) -> None:
    """Put the fresh changes of an open classeur in the index. Raises SystemProblem, DamagedData."""
    with workspace.exclusive() as engine:
        with engine.connect() as reading:
            (any_fresh,) = driver_connection(reading).execute(_ANY).fetchone()
        if any_fresh:
            writer = engine.execution_options(**{engines.WRITES: True})
            with writer.begin() as connection:
                file_changes(connection)
