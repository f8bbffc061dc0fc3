"""What several laptops' operations make together: pure functions over the rows of the journal.

The same set of operations gives the same rows and the same conflicts, whatever the order in which
they were learned. Rules 1 to 4 of the journal: last writer of each field, existence is a field too,
erasure beats everything, a child brings its deleted parent back, a conflict is derived.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models import Base
from elans_desktop.models.journal import Change, Operation
from elans_desktop.storage import references
from elans_desktop.storage.journal import RowKey
from elans_desktop.storage.values import Fields

EXISTS = "*"
"""Name under which existence stands among the fields of a conflict."""

Row = dict[str, Any]
Parents = Callable[[str], Mapping[str, tuple[str, bool]]]
"""For a table, its columns that point to a row: `{column: (table, nullable)}`."""


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """A row of `change`; values in JSON form."""

    table: str
    row_id: uuid.UUID
    action: str
    fields: Fields = field(repr=False)


@dataclass(frozen=True, slots=True)
class OperationRecord:
    """A row of `operation` with its changes in order."""

    id: uuid.UUID
    laptop_id: uuid.UUID
    seq: int
    stamp: tuple[int, int]
    context: Mapping[str, int]
    kind: str
    undoes: uuid.UUID | None
    changes: tuple[ChangeRecord, ...]

    @property
    def order(self) -> tuple[tuple[int, int], bytes]:
        """The total order: `(stamp, laptop)`."""
        return self.stamp, self.laptop_id.bytes

    def knew(self, other: OperationRecord) -> bool:
        """Whether the other was held on the laptop that made this one."""
        return self.context.get(other.laptop_id.hex, 0) >= other.seq


@dataclass(frozen=True, slots=True)
class Conflict:
    """Values of one column (JSON form) written by operations that did not know each other; the last shows."""

    table: str
    row_id: uuid.UUID
    column: str
    candidates: tuple[tuple[uuid.UUID, Any], ...] = field(repr=False)
    """`(operation, value)`, in order."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The rows that exist, the conflicts left to people, and the parents their children brought back."""

    rows: dict[RowKey, Row] = field(repr=False)
    conflicts: tuple[Conflict, ...]
    revived: tuple[RowKey, ...]


@dataclass(slots=True)
class _RowLog:
    """Every write of one row: by field, in order."""

    fields: dict[str, list[tuple[OperationRecord, Any]]]
    erasures: list[tuple[OperationRecord, Fields]]


def load(session: Session) -> list[OperationRecord]:
    """The whole journal of a workspace."""
    changes: dict[uuid.UUID, list[ChangeRecord]] = {}
    for change in session.scalars(select(Change).order_by(Change.operation_id, Change.position)):
        record = ChangeRecord(change.table_name, change.row_id, change.action, change.fields)
        changes.setdefault(change.operation_id, []).append(record)
    return [
        OperationRecord(
            operation.id,
            operation.laptop_id,
            operation.seq,
            (operation.stamp_ms, operation.stamp_counter),
            operation.context,
            operation.kind,
            operation.undoes,
            tuple(changes.get(operation.id, ())),
        )
        for operation in session.scalars(select(Operation))
    ]


def union(*journals: Iterable[OperationRecord]) -> list[OperationRecord]:
    """The operations of several journals, each once, in order, what was erased blanked in all of them.

    Raises ValueError when one rank of a laptop names two operations (a laptop put back to an earlier state).
    """
    known: dict[tuple[uuid.UUID, int], OperationRecord] = {}
    for journal in journals:
        for operation in journal:
            twin = known.setdefault((operation.laptop_id, operation.seq), operation)
            if twin.id != operation.id:
                raise ValueError("two operations bear the same rank of one laptop")
    ordered = sorted(known.values(), key=lambda operation: operation.order)
    erased = {
        (change.table, change.row_id)
        for operation in ordered
        for change in operation.changes
        if change.action == "erase"
    }
    return [_blanked(operation, erased) for operation in ordered] if erased else ordered


def merge(*journals: Iterable[OperationRecord], parents: Parents | None = None) -> Merged:
    """The rows and conflicts of the union of some journals."""
    logs = _logs(union(*journals))
    rows: dict[RowKey, Row] = {}
    conflicts: list[Conflict] = []
    gone: set[RowKey] = set()
    for key, log in logs.items():
        if log.erasures:
            if left := _after_erasure(log.erasures):
                rows[key] = left
            else:
                gone.add(key)
            continue
        exists = log.fields[EXISTS][-1][1] if EXISTS in log.fields else True
        if exists:
            rows[key] = _values(log)
        names = sorted(log.fields) if exists else [EXISTS]
        conflicts += [found for name in names if (found := _conflict(key, name, log.fields.get(name, [])))]
    revived = _reunite(rows, logs, gone, parents or _parents)
    conflicts.sort(key=lambda found: (found.table, found.row_id.bytes, found.column))
    return Merged(rows, tuple(conflicts), tuple(revived))


def _logs(operations: Iterable[OperationRecord]) -> dict[RowKey, _RowLog]:
    logs: dict[RowKey, _RowLog] = {}
    for operation in operations:
        for change in operation.changes:
            log = logs.setdefault((change.table, change.row_id), _RowLog({}, []))
            if change.action == "erase":
                log.erasures.append((operation, change.fields))
                continue
            if change.action != "update":
                _append(log, EXISTS, operation, change.action == "insert")
            if change.action != "delete":
                for name, (_old, new) in change.fields.items():
                    _append(log, name, operation, new)
    return logs


def _append(log: _RowLog, name: str, operation: OperationRecord, value: Any) -> None:
    writes = log.fields.setdefault(name, [])
    if writes and writes[-1][0] is operation:
        writes.pop()  # the same operation wrote it twice: its last word counts
    writes.append((operation, value))


def _values(log: _RowLog) -> Row:
    return {name: writes[-1][1] for name, writes in log.fields.items() if name != EXISTS}


def _conflict(key: RowKey, name: str, writes: list[tuple[OperationRecord, Any]]) -> Conflict | None:
    if len(writes) < 2 or all(writes[-1][0].knew(operation) for operation, _value in writes[:-1]):
        return None
    heads = [
        (operation, value)
        for place, (operation, value) in enumerate(writes)
        if not any(later.knew(operation) for later, _value in writes[place + 1 :])
    ]
    if all(value == heads[0][1] for _operation, value in heads):
        return None
    return Conflict(*key, name, tuple((operation.id, value) for operation, value in heads))


def _after_erasure(erasures: list[tuple[OperationRecord, Fields]]) -> Row:
    """What erasures leave of a row: nothing if one removed it; a field blanked by any of them is blank."""
    if any(not fields for _operation, fields in erasures):
        return {}
    left = {name: new for name, (_old, new) in erasures[-1][1].items()}
    for _operation, fields in erasures:
        left.update({name: new for name, (_old, new) in fields.items() if new in (None, "")})
    return left


def _reunite(
    rows: dict[RowKey, Row], logs: dict[RowKey, _RowLog], gone: set[RowKey], parents: Parents
) -> list[RowKey]:
    """Bring back the deleted parents of rows that exist; drop the children of what was erased whole."""
    revived: set[RowKey] = set()
    waiting = sorted(rows, key=_by_key)
    while waiting:
        following: set[RowKey] = set()
        for key in waiting:
            if key not in rows:
                continue
            for column, (parent_table, nullable) in sorted(parents(key[0]).items()):
                pointed = rows[key].get(column)
                parent = (parent_table, uuid.UUID(hex=pointed)) if pointed else None
                if parent is None or parent in rows or (parent not in logs and parent not in gone):
                    continue
                if parent not in gone:
                    rows[parent] = _values(logs[parent])
                    revived.add(parent)
                    following.add(parent)
                elif nullable:
                    rows[key] = {**rows[key], column: None}
                else:
                    del rows[key]
                    gone.add(key)
                    following.update(rows)
                    break
        waiting = sorted(following, key=_by_key)
    return sorted(revived & rows.keys(), key=_by_key)


def _by_key(key: RowKey) -> tuple[str, bytes]:
    return key[0], key[1].bytes


def _blanked(operation: OperationRecord, erased: set[RowKey]) -> OperationRecord:
    changes = tuple(
        replace(change, fields={})
        if change.action != "erase" and (change.table, change.row_id) in erased
        else change
        for change in operation.changes
    )
    return replace(operation, changes=changes)


def _parents(table: str) -> dict[str, tuple[str, bool]]:
    columns = Base.metadata.tables[table].columns
    return {
        name: (parent, bool(columns[name].nullable)) for name, parent in references.parents(table).items()
    }
