"""« Historique »: what was done to a row, a field, or a set of rows, by whom and when."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from elans_desktop.models.journal import Change, Operation
from elans_desktop.models.organisation import User
from elans_desktop.storage import references, values
from elans_desktop.storage.journal import RowKey

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after, as Python values of its column (dates, UUIDs, cents, minutes)."""

    name: str
    old: Any = field(repr=False)
    new: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one operation did to one row (insert · update · delete · erase). `at`: UTC milliseconds."""

    operation_id: uuid.UUID
    at: int
    user: str = field(repr=False)
    label: str = field(repr=False)
    kind: str
    table: str
    row_id: uuid.UUID
    action: str
    fields: tuple[FieldChange, ...]


def of_rows(session: Session, rows: Iterable[RowKey], *, limit: int | None = None) -> list[Entry]:
    """The history of some rows `(table, id)`, latest first."""
    keys = list(dict.fromkeys(rows))
    found: list[tuple[Change, Operation]] = []
    for start in range(0, len(keys), _CHUNK):
        query = (
            select(Change, Operation)
            .join(Operation, Operation.id == Change.operation_id)
            .where(tuple_(Change.table_name, Change.row_id).in_(keys[start : start + _CHUNK]))
        )
        found += [(change, operation) for change, operation in session.execute(query)]
    found.sort(key=lambda pair: (_order(pair[1]), pair[0].position), reverse=True)
    users = {user.id: user.name for user in session.scalars(select(User))}
    return [_entry(change, operation, users) for change, operation in found[:limit]]


def of_row(session: Session, table: str, row_id: uuid.UUID, *, limit: int | None = None) -> list[Entry]:
    """The history of one row, latest first."""
    return of_rows(session, [(table, row_id)], limit=limit)


def of_field(session: Session, table: str, row_id: uuid.UUID, name: str) -> list[Entry]:
    """The history of one field: the entries that wrote it, latest first, with that field alone."""
    entries: list[Entry] = []
    for entry in of_row(session, table, row_id):
        if kept := tuple(change for change in entry.fields if change.name == name):
            entries.append(replace(entry, fields=kept))
    return entries


def family(session: Session, table: str, row_id: uuid.UUID, *, among: Iterable[str]) -> list[RowKey]:
    """A row and the rows that point to it, directly or through one another, in the tables `among`.

    For a person: `among={"pathway", "situation", "enrolment", "presence", "evaluation", …}`.
    Rows that exist now; those deleted since are in the journal alone.
    """
    wanted = frozenset(among)
    known: dict[RowKey, None] = {(table, row_id): None}
    frontier: dict[str, set[uuid.UUID]] = {table: {row_id}}
    while frontier:
        following: dict[str, set[uuid.UUID]] = {}
        for parent, row_ids in frontier.items():
            for child, column in references.children(parent):
                if child in wanted:
                    for found in references.pointing(session, child, column, row_ids):
                        if (child, found) not in known:
                            known[child, found] = None
                            following.setdefault(child, set()).add(found)
        frontier = following
    return list(known)


def _entry(change: Change, operation: Operation, users: dict[uuid.UUID, str]) -> Entry:
    fields = tuple(
        FieldChange(
            name,
            values.decode(change.table_name, name, old),
            values.decode(change.table_name, name, new),
        )
        for name, (old, new) in change.fields.items()
    )
    user = users.get(operation.user_id, "") if operation.user_id else ""
    return Entry(
        operation.id,
        operation.stamp_ms,
        user,
        operation.label,
        operation.kind,
        change.table_name,
        change.row_id,
        change.action,
        fields,
    )


def _order(operation: Operation) -> tuple[int, int, bytes]:
    return operation.stamp_ms, operation.stamp_counter, operation.laptop_id.bytes
