"""The index of the journal by row, filled in some time after the changes are written.

Presences are known by UUIDv5: those of one sheet fall on as many pages of that index as there are people,
and half the cost of recording them was to write these pages. The changes of a session stay `fresh`, a few
pages found one after the other, until the classeur closes or they are too many.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, and_, false, or_

from elans_desktop.models.journal import Change
from elans_desktop.storage import engine as engines
from elans_desktop.storage.fast_insert import driver_connection

if TYPE_CHECKING:
    from elans_desktop.storage.workspace import Workspace

MOST_FRESH = 2_000
"""Changes of a session left out of the index at most: reading them all takes some 5 ms."""
MOST_OF_ONE = 200
"""An operation with more changes than that is filed at once."""

_FILE = "UPDATE change SET fresh = NULL WHERE fresh IS NOT NULL"
_ANY = "SELECT EXISTS (SELECT 1 FROM change WHERE fresh IS NOT NULL)"


def of_rows(keys: Iterable[tuple[str, uuid.UUID]]) -> ColumnElement[bool]:
    """The changes of some rows `(table, id)`, filed or not: two indexes, never the whole journal."""
    by_table: dict[str, list[uuid.UUID]] = {}
    for table, row_id in keys:
        by_table.setdefault(table, []).append(row_id)
    rows = [
        and_(Change.table_name == table, Change.row_id.in_(row_ids)) for table, row_ids in by_table.items()
    ]
    filed = (and_(Change.fresh.is_(None), row) for row in rows)
    return or_(*filed, and_(Change.fresh.is_not(None), or_(false(), *rows)))


def of_tables(tables: Iterable[str]) -> ColumnElement[bool]:
    """The changes of every row of some tables, in the same way."""
    among = Change.table_name.in_(list(tables))
    return or_(and_(Change.fresh.is_(None), among), and_(Change.fresh.is_not(None), among))


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
