"""What several laptops' operations make together: pure functions over the rows of the journal.

The same set of operations gives the same rows and the same conflicts, whatever the order in which
they were learned. Rules 1 to 4 of the journal: last writer of each field, existence is a field too,
erasure beats everything, a child brings its deleted parent back, a conflict is derived. Rule 9: what one
laptop has condensed stands for the operations that another still holds one by one.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import NBSP
from elans_desktop.models import Base
from elans_desktop.models.journal import Change, Condensing, Operation
from elans_desktop.storage import references
from elans_desktop.storage.journal import RowKey
from elans_desktop.storage.values import Fields

EXISTS = "*"
"""Name under which existence stands among the fields of a conflict."""

SNAPSHOT = "snapshot"
"""The action of a change that stands for all those of a row before it: an insertion for who reads it."""

Order = tuple[tuple[int, int], bytes]
"""`(stamp, laptop)`."""
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
    def order(self) -> Order:
        """The total order: `(stamp, laptop)`."""
        return self.stamp, self.laptop_id.bytes

    def knew(self, other: OperationRecord) -> bool:
        """Whether the other was held on the laptop that made this one."""
        return self.context.get(other.laptop_id.hex, 0) >= other.seq


@dataclass(frozen=True, slots=True)
class Floor:
    """How far a journal is condensed: up to `order`, and, of each laptop, up to the rank in `context`."""

    order: Order
    context: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Journal:
    """Operations held together, and how far they are condensed."""

    operations: tuple[OperationRecord, ...]
    floor: Floor | None = None

    def __iter__(self) -> Iterator[OperationRecord]:
        return iter(self.operations)


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


def load(session: Session) -> Journal:
    """The whole journal of a workspace."""
    changes: dict[uuid.UUID, list[ChangeRecord]] = {}
    for change in session.scalars(select(Change).order_by(Change.operation_id, Change.position)):
        record = ChangeRecord(change.table_name, change.row_id, change.action, change.fields)
        changes.setdefault(change.operation_id, []).append(record)
    operations = tuple(
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
    )
    last = session.scalar(select(Condensing).order_by(Condensing.stamp_ms.desc()).limit(1))
    if last is None:
        return Journal(operations)
    order = (last.stamp_ms, last.stamp_counter), last.laptop_id.bytes
    return Journal(operations, Floor(order, last.context))


def union(*journals: Journal) -> Journal:
    """The operations of several journals, each once, in order, what was erased blanked in all of them.

    What the journal condensed furthest holds of the old operations stands for those of the others. Raises
    ValueError when one rank of a laptop names two operations (a laptop put back to an earlier state), and
    RuleError when a journal has operations that never knew what another has condensed.
    """
    furthest = max(
        (journal for journal in journals if journal.floor),
        key=lambda journal: journal.floor.order if journal.floor else ((0, 0), b""),
        default=None,
    )
    floor = furthest.floor if furthest else None
    known: dict[tuple[uuid.UUID, int], OperationRecord] = {}
    for journal in journals:
        for operation in journal:
            if floor and _is_covered(operation, floor) and journal.floor != floor:
                continue
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
    return Journal(
        tuple(_blanked(operation, erased) if erased else operation for operation in ordered), floor
    )


def _is_covered(operation: OperationRecord, floor: Floor) -> bool:
    """Whether an operation is among those condensed. Raises RuleError for one that never knew them."""
    if operation.seq <= floor.context.get(operation.laptop_id.hex, 0):
        return True
    ranks = operation.context
    if any(
        ranks.get(laptop, 0) < rank
        for laptop, rank in floor.context.items()
        if laptop != operation.laptop_id.hex
    ):
        raise RuleError(
            "Un de ces postes est resté trop longtemps à l’écart : l’historique qui permettrait de réunir "
            "son travail a été condensé.",
            f"Gardez son classeur à part{NBSP}: reprenez une copie récente de l’autre sur ce poste, et "
            "saisissez-y de nouveau ce qui manque.",
        )
    return False


def merge(*journals: Journal, parents: Parents | None = None) -> Merged:
    """The rows and conflicts of the union of some journals. Raises as `union` does."""
    logs = _logs((operation, change) for operation in union(*journals) for change in operation.changes)
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


def has_conflict(writes: Iterable[tuple[OperationRecord, ChangeRecord]]) -> bool:
    """Whether these writes of one row, in order, leave a conflict to people."""
    [(key, log)] = _logs(writes).items()
    return any(_conflict(key, name, found) for name, found in log.fields.items())


def _logs(writes: Iterable[tuple[OperationRecord, ChangeRecord]]) -> dict[RowKey, _RowLog]:
    logs: dict[RowKey, _RowLog] = {}
    for operation, change in writes:
        log = logs.setdefault((change.table, change.row_id), _RowLog({}, []))
        if change.action == "erase":
            log.erasures.append((operation, change.fields))
            continue
        if change.action != "update":
            _append(log, EXISTS, operation, change.action != "delete")
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
