"""The journal: every committed write is one operation, recorded in the same transaction as the data.

Captured from the flush events of the session: what a flush inserts, updates and deletes is folded
into one change for each row, old values against new. Routes that escape those events are refused by
`guard`, or declared through `bulk`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, event, inspect, select
from sqlalchemy.orm import InstanceState, Session, UOWTransaction
from sqlalchemy.orm.base import NEVER_SET, NO_VALUE

from elans_desktop.core import clock
from elans_desktop.core.ids import new_id
from elans_desktop.models import JournalMode, journal_mode
from elans_desktop.models.base import Row
from elans_desktop.models.journal import Change, Operation
from elans_desktop.storage import filing, values
from elans_desktop.storage.actor import Actor, actor_of
from elans_desktop.storage.fast_insert import driver_connection, insert_tuples
from elans_desktop.storage.values import Fields

RowKey = tuple[str, uuid.UUID]


@dataclass(slots=True)
class _Pending:
    """What the operation did to one row so far."""

    action: str
    fields: Fields


@dataclass(slots=True)
class Recorder:
    """Gathers the changes of one write session, and writes them as one operation."""

    label: str = field(repr=False)
    kind: str = "normal"
    undoes: uuid.UUID | None = None
    operation_id: uuid.UUID = field(default_factory=new_id)
    tables: set[str] = field(default_factory=set[str])
    """Every table touched, journalled or not."""
    flushing: bool = False
    declared: int = 0
    """Above zero inside a declared bulk."""
    position: int = 0
    """Changes already written by declared bulks."""
    left_fresh: int = 0
    """Changes written outside the index by row."""
    bulk_parents: dict[str, set[uuid.UUID]] = field(default_factory=dict[str, set[uuid.UUID]], repr=False)
    """The rows that those of declared bulks point to, by table."""
    _pending: dict[RowKey, _Pending] = field(default_factory=dict[RowKey, _Pending], repr=False)

    def listen(self, session: Session) -> None:
        """Follow the flushes of a session."""
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "after_flush", self._after_flush)
        event.listen(session, "after_soft_rollback", self._after_rollback)

    def note(self, table: str, row_id: uuid.UUID, action: str, fields: Fields) -> None:
        """Fold one change (values in JSON form) into what the operation already did to that row."""
        key = (table, row_id)
        before = self._pending.get(key)
        if before is None:
            self._pending[key] = _Pending(action, fields)
        elif (merged := _fold(before, _Pending(action, fields))) is None:
            del self._pending[key]
        else:
            self._pending[key] = merged

    def replace(self, table: str, row_id: uuid.UUID, action: str, fields: Fields) -> None:
        """Say this of a row instead of what its flushes said: erasures carry no old value."""
        self._pending[(table, row_id)] = _Pending(action, fields)

    def changes(self) -> Iterator[tuple[str, uuid.UUID, str, Fields]]:
        """`(table, row, action, fields)` of what the operation did so far, declared bulks left out."""
        for (table, row_id), change in self._pending.items():
            yield table, row_id, change.action, change.fields

    def write(self, session: Session) -> bool:
        """Record the operation, if it changed anything journalled. Call after the last flush."""
        changes = [
            (table, row_id, change)
            for (table, row_id), change in self._pending.items()
            if change.action != "update" or change.fields
        ]
        if not changes and not self.position:
            return False
        self.left_fresh = len(changes) if len(changes) <= filing.MOST_OF_ONE else 0
        connection = session.connection()
        insert_tuples(connection, Operation.__tablename__, [self._operation(connection, actor_of(session))])
        insert_tuples(
            connection,
            Change.__tablename__,
            (
                (
                    self.operation_id,
                    place,
                    table,
                    row_id,
                    change.action,
                    change.fields,
                    None if self.left_fresh else row_id,
                )
                for place, (table, row_id, change) in enumerate(changes, start=self.position)
            ),
        )
        return True

    def _operation(self, connection: Connection, actor: Actor) -> tuple[Any, ...]:
        """The row of `operation`, as a tuple of its columns."""
        context, stamp = known_operations(connection)
        return (
            self.operation_id,
            actor.laptop_id,
            context.get(actor.laptop_id.hex, 0) + 1,
            *stamp,
            context,
            self.label,
            actor.user_id,
            self.kind,
            self.undoes,
        )

    def _before_flush(self, session: Session, _context: UOWTransaction, _objects: object) -> None:
        self.flushing = True
        for instance in session.new:
            _complete(instance)
        for instance in (*session.dirty, *session.deleted):
            _load_old_values(session, instance)

    def _after_flush(self, session: Session, _context: UOWTransaction) -> None:
        self.flushing = False
        # deletions first: a row deleted and made again in one flush reaches the base as one update
        for instance in session.deleted:
            self._capture(instance, "delete")
        for instance in session.new:
            self._capture(instance, "insert")
        for instance in session.dirty:
            self._capture(instance, "update")

    def _after_rollback(self, _session: Session, _transaction: object) -> None:
        self.flushing = False

    def _capture(self, row: Row, action: str) -> None:
        state = inspect(row)
        table = row.__tablename__
        self.tables.add(table)
        if not is_recorded(table):
            return
        if action == "update":
            fields = _changed_fields(table, state)
            if fields:
                self.note(table, row.id, action, fields)
        elif action == "insert":
            now = values.row_values(table, state.dict)
            self.note(table, row.id, action, {name: [None, value] for name, value in now.items()})
        else:
            stored = values.row_values(table, {**state.dict, **state.committed_state})
            self.note(table, row.id, action, {name: [value, None] for name, value in stored.items()})


@cache
def is_recorded(table: str) -> bool:
    """Whether the journal carries a table; asked for every row."""
    return journal_mode(table) is not JournalMode.UNRECORDED


def recorder_of(session: Session) -> Recorder:
    """The recorder of a write session."""
    return session.info["recorder"]


def known_operations(connection: Connection) -> tuple[dict[str, int], tuple[int, int]]:
    """What a new operation says of those held here: their context, and a stamp that is after all of them.

    Context: for each laptop (32 hex digits), the highest `seq`. Stamp: this machine's clock, unless an
    operation held here bears a later one.
    """
    rows = driver_connection(connection).execute(_KNOWN).fetchall()
    now = clock.now_ms()
    stamp = (now, 0)
    if rows and rows[0][2] is not None and rows[0][2] >= now:
        stamp = rows[0][2], rows[0][3] + 1
    return {bytes(laptop).hex(): seq for laptop, seq, *_latest in rows if seq}, stamp


_KNOWN = """
SELECT laptop.id, (SELECT max(seq) FROM operation WHERE laptop_id = laptop.id), stamp_ms, stamp_counter
FROM laptop LEFT JOIN
     (SELECT stamp_ms, stamp_counter FROM operation ORDER BY stamp_ms DESC, stamp_counter DESC LIMIT 1)
"""


def _fold(before: _Pending, after: _Pending) -> _Pending | None:
    """Two changes of one row as one; None when nothing is left of them."""
    if before.action == "insert":
        if after.action == "delete":
            return None
        return _Pending("insert", before.fields | {n: [None, pair[1]] for n, pair in after.fields.items()})
    if after.action == "delete":
        olds = {name: [before.fields.get(name, pair)[0], None] for name, pair in after.fields.items()}
        return _Pending("delete", olds)
    merged = dict(before.fields)
    for name, (old, new) in after.fields.items():
        merged[name] = [merged[name][0] if name in merged else old, new]
    fields = {name: pair for name, pair in merged.items() if pair[0] != pair[1]}
    return _Pending("update", fields) if fields or before.action == "delete" else None


def _complete(row: Row) -> None:
    """Give an explicit None to what a new row leaves out: base and journal then say the same."""
    known = inspect(row).dict
    for name in values.journalled_columns(row.__tablename__):
        if name not in known:
            setattr(row, name, None)


def _load_old_values(session: Session, row: Row) -> None:
    """Make sure the old values are known: an attribute set before it was loaded has none."""
    state = inspect(row)
    before = state.committed_state.get("id", _MISSING)
    if _known(before) and before != row.id:
        raise ValueError(f"the key of a row of {row.__tablename__} cannot change")
    deleted = row in session.deleted
    unknown = [
        name
        for name in values.journalled_columns(row.__tablename__)
        if (deleted or name in state.committed_state)
        and not _known(state.committed_state.get(name, state.dict.get(name, _MISSING)))
    ]
    if unknown:
        table = state.mapper.local_table
        query = select(*(table.c[name] for name in unknown)).where(table.c.id == row.id)
        stored = session.connection().execute(query).first()
        if stored is not None:
            state.committed_state.update(zip(unknown, stored, strict=True))


_MISSING = object()
_UNKNOWN = (_MISSING, NO_VALUE, NEVER_SET)


def _known(value: object) -> bool:
    return all(value is not unknown for unknown in _UNKNOWN)


def _changed_fields(table: str, state: InstanceState[Any]) -> Fields:
    fields: Fields = {}
    for name in values.journalled_columns(table):
        if name in state.committed_state:
            old = values.encode(table, name, state.committed_state[name])
            new = values.encode(table, name, state.dict.get(name))
            if old != new:
                fields[name] = [old, new]
    return fields
