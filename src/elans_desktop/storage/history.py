"""« Historique »: what was done to a row, a field, or a set of rows, by whom and when."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models import Base
from elans_desktop.models.journal import Change, Operation
from elans_desktop.models.organisation import User
from elans_desktop.storage import filing, references, values
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
    found: list[Any] = []
    for start in range(0, len(keys), _CHUNK):
        found += session.execute(_ENTRIES.where(filing.of_rows(keys[start : start + _CHUNK]))).all()
    found.sort(key=_order, reverse=True)
    users = {user.id: user.name for user in session.scalars(select(User))}
    return [_entry(row, users) for row in found[:limit]]


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


# A selection of columns, not of mapped objects: the history of one person is read in 20 ms at most.
_CHANGE = Base.metadata.tables[Change.__tablename__].c
_OPERATION = Base.metadata.tables[Operation.__tablename__].c
_ENTRIES = select(
    _OPERATION.id,
    _OPERATION.stamp_ms,
    _OPERATION.stamp_counter,
    _OPERATION.laptop_id,
    _OPERATION.user_id,
    _OPERATION.label,
    _OPERATION.kind,
    _CHANGE.position,
    _CHANGE.table_name,
    _CHANGE.row_id,
    _CHANGE.action,
    _CHANGE.fields,
).join_from(_OPERATION.id.table, _CHANGE.operation_id.table, _OPERATION.id == _CHANGE.operation_id)


def _entry(row: Any, users: dict[uuid.UUID, str]) -> Entry:
    table: str = row.table_name
    fields = tuple(
        FieldChange(name, values.decode(table, name, old), values.decode(table, name, new))
        for name, (old, new) in row.fields.items()
    )
    user = users.get(row.user_id, "")
    return Entry(row.id, row.stamp_ms, user, row.label, row.kind, table, row.row_id, row.action, fields)


def _order(row: Any) -> tuple[int, int, bytes, int]:
    return row.stamp_ms, row.stamp_counter, row.laptop_id.bytes, row.position
