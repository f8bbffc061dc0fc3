"""Condensing: what is older than two years keeps its result and forgets how it came about (journal, rule 9).

Run at the closing of the classeur, after the backup, a few seconds at most each time; or when asked. Each
step is one transaction that leaves a whole journal: the same rows, the same conflicts, nothing of what
Ctrl+Z can reach. The pages it frees serve what is written next; backups are made without them.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.ids import new_id
from elans_desktop.models import Base
from elans_desktop.models.journal import Change, Condensing, Operation
from elans_desktop.storage import condensing_bounds as bounds
from elans_desktop.storage import engine as engines
from elans_desktop.storage import filing
from elans_desktop.storage.condensing_bounds import OPERATION, Known
from elans_desktop.storage.condensing_rows import KEPT_WHOLE, Folded, Place, Write, fold
from elans_desktop.storage.erasure import NAMELESS_KINDS
from elans_desktop.storage.fast_insert import driver_connection
from elans_desktop.storage.journal import RowKey
from elans_desktop.storage.merge import ChangeRecord, OperationRecord

if TYPE_CHECKING:
    from elans_desktop.storage.workspace import Workspace

SETTING = "condense_after_months"
DEFAULT_MONTHS = 24
GRACE_MONTHS = 1
"""By itself, only once something is older than the delay by that much: one run a month, not one a day."""
LABEL = "Historique condensé"
"""Instead of the label of an operation that lost something: it could name somebody erased since."""
OPERATIONS_AT_ONCE = 1_000
SECONDS_AT_CLOSE = 3.0
_CHUNK = 300
_MONTH_MS = 2_629_746_000
"""A mean month."""
_CHANGE = Base.metadata.tables[Change.__tablename__].c
_SETTING = Base.metadata.tables["setting"].c

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Gain:
    """What a condensing did."""

    operations: int = 0
    """Of which nothing is left."""
    changes: int = 0
    freed: int = 0
    """Bytes."""

    def __add__(self, other: Gain) -> Gain:
        return Gain(
            self.operations + other.operations, self.changes + other.changes, self.freed + other.freed
        )


@dataclass(frozen=True, slots=True)
class Status:
    """For the settings. Instants in UTC milliseconds."""

    months: int
    """0: never."""
    done_at: int | None
    last: Gain
    """What the last condensing gained."""
    told_short_before: int | None
    """Operations up to that instant are told in short."""
    waiting_for: frozenset[uuid.UUID]
    """Laptops that have not said that they know what could be condensed."""


def condense(
    workspace: Workspace,
    before_ms: int | None = None,
    *,
    seconds: float | None = None,
    progress: Progress | None = None,
) -> Gain:
    """Condense what is older than an instant (by default, what the setting says), step by step.

    `seconds`: begin no other step after that. `progress(done, total)`, in operations, may raise to stop: what
    is done stays done. Raises SystemProblem, DamagedData.
    """
    until = time.monotonic() + seconds if seconds is not None else None
    limit = before_ms if before_ms is not None else _limit(workspace, 0)
    if limit is None:
        return Gain()
    run, whole = new_id(), Gain()
    done, total = 0, _waiting(workspace, limit) if progress else 0
    while until is None or time.monotonic() < until:
        step = _step(workspace, limit, run)
        if step is None:
            break
        condensed, gain = step
        whole, done = whole + gain, done + condensed
        if progress:
            progress(done, max(done, total))
    return whole


def at_close(workspace: Workspace) -> Gain:
    """Condense for a few seconds, when something has been old enough for a month."""
    due = _limit(workspace, GRACE_MONTHS)
    if due is None or not _waiting(workspace, due):
        return Gain()
    return condense(workspace, seconds=SECONDS_AT_CLOSE)


def status(workspace: Workspace) -> Status:
    """What the settings say of it."""
    limit = _limit(workspace, 0)
    with workspace.read() as session:
        connection = session.connection()
        last = bounds.last_run(connection)
        waiting = frozenset[uuid.UUID]()
        if limit is not None:
            found = bounds.reach(connection, limit, OPERATIONS_AT_ONCE, workspace.actor.laptop_id)
            waiting = found.waiting_for
        return Status(
            months=_months(connection),
            done_at=last.at if last else None,
            last=Gain(last.operations, last.changes, last.freed) if last else Gain(),
            told_short_before=last.stamp_ms if last else None,
            waiting_for=waiting,
        )


def until(session: Session) -> int | None:
    """Operations up to that instant (UTC milliseconds) are condensed; None when none is."""
    return session.scalar(select(func.max(bounds.CONDENSING.stamp_ms)))


def _limit(workspace: Workspace, grace: int) -> int | None:
    """The instant before which operations are old; None when they never are.

    A clock that runs ahead makes nothing old: the last operation known counts as now.
    """
    with workspace.read() as session:
        connection = session.connection()
        months = _months(connection)
        newest = connection.scalar(select(func.max(OPERATION.stamp_ms)))
    if not months or newest is None:
        return None
    return min(clock.now_ms(), newest) - (months + grace) * _MONTH_MS


def _months(connection: Connection) -> int:
    stored: Any = connection.scalar(select(_SETTING.value).where(_SETTING.name == SETTING))
    value = json.loads(stored)["value"] if isinstance(stored, str) else stored["value"] if stored else None
    return value if isinstance(value, int) else DEFAULT_MONTHS


def _waiting(workspace: Workspace, limit: int) -> int:
    """How many operations are older than an instant and not condensed."""
    with workspace.read() as session:
        connection = session.connection()
        floor = bounds.floor_of(bounds.last_run(connection))
        old = select(func.count()).select_from(OPERATION.id.table).where(OPERATION.stamp_ms < limit)
        return connection.scalar(old.where(bounds.after(floor))) or 0


def _step(workspace: Workspace, limit: int, run: uuid.UUID) -> tuple[int, Gain] | None:
    """One transaction: how many operations it went through, what it gained; None when none is left."""
    mine = workspace.actor.laptop_id
    with workspace.exclusive() as engine:
        writer = engine.execution_options(**{engines.WRITES: True})
        with writer.begin() as connection:
            found = bounds.reach(connection, limit, OPERATIONS_AT_ONCE, mine).operations
            return (len(found), _Step(connection, found, run).carry_out()) if found else None


class _Step:
    """The condensing of some operations, inside a transaction."""

    def __init__(self, connection: Connection, found: Sequence[Known], run: uuid.UUID) -> None:
        self._connection = connection
        self._found = found
        self._run = run
        last = bounds.last_run(connection)
        self._context: dict[str, int] = dict(last.context) if last else {}
        self._removed: dict[str, int] = dict(last.removed) if last else {}
        self._linear = (last is None or last.linear) and bounds.is_linear(found, self._context)
        self._before = last

    def carry_out(self) -> Gain:
        free = self._free_pages()
        folded = list(self._folded())
        dropped = [place for one in folded for place in one.dropped]
        self._drop(dropped)
        self._rewrite([one for one in folded if one.kept])
        touched = {operation for operation, _position in dropped}
        self._forget_labels(touched)
        operations = self._remove_empty(touched)
        page = self._pragma("page_size")
        gain = Gain(operations, len(dropped), max(0, self._free_pages() - free) * page)
        self._note(gain)
        return gain

    def _folded(self) -> Iterator[Folded]:
        keys = self._touched_again()
        for start in range(0, len(keys), _CHUNK):
            for writes in self._writes(keys[start : start + _CHUNK]).values():
                if done := fold(writes, linear=self._linear):
                    yield done

    def _touched_again(self) -> list[RowKey]:
        """The rows that these operations changed or deleted: of the others, one insertion says all."""
        keys: dict[RowKey, None] = {}
        for ids in _chunks([operation.id for operation in self._found]):
            query = (
                select(_CHANGE.table_name, _CHANGE.row_id)
                .where(_CHANGE.operation_id.in_(ids), _CHANGE.action.in_(("update", "delete")))
                .distinct()
            )
            for table, row_id in self._connection.execute(query):
                if table not in KEPT_WHOLE:
                    keys[table, row_id] = None
        return list(keys)

    def _writes(self, keys: Sequence[RowKey]) -> dict[RowKey, list[Write]]:
        """Everything said of these rows up to the last of these operations, in order."""
        query = (
            select(
                *(OPERATION.id, OPERATION.laptop_id, OPERATION.seq, OPERATION.stamp_ms),
                *(OPERATION.stamp_counter, OPERATION.context, OPERATION.kind, OPERATION.undoes),
                *(_CHANGE.position, _CHANGE.table_name, _CHANGE.row_id, _CHANGE.action, _CHANGE.fields),
            )
            .join_from(_CHANGE.operation_id.table, OPERATION.id.table, OPERATION.id == _CHANGE.operation_id)
            .where(filing.of_rows(keys), ~bounds.after(self._found[-1].order))
        )
        writes: dict[RowKey, list[Write]] = {}
        for row in self._connection.execute(query):
            stamp = row.stamp_ms, row.stamp_counter
            known = (row.id, row.laptop_id, row.seq, stamp, row.context, row.kind, row.undoes)
            change = ChangeRecord(row.table_name, row.row_id, row.action, row.fields)
            write = Write((row.id, row.position), OperationRecord(*known, ()), change)
            writes.setdefault((row.table_name, row.row_id), []).append(write)
        for found in writes.values():
            found.sort(key=lambda write: (write.operation.order, write.place[1]))
        return writes

    def _drop(self, places: Sequence[Place]) -> None:
        if places:
            statement = delete(Change).where(
                _CHANGE.operation_id == bindparam("of"), _CHANGE.position == bindparam("at")
            )
            self._connection.execute(statement, [{"of": of, "at": at} for of, at in places])

    def _rewrite(self, folded: Sequence[Folded]) -> None:
        if folded:
            statement = (
                update(Change)
                .where(_CHANGE.operation_id == bindparam("of"), _CHANGE.position == bindparam("at"))
                .values(action=bindparam("becomes"), fields=bindparam("state"))
            )
            rows = [
                {"of": one.kept[0], "at": one.kept[1], "becomes": one.action, "state": one.fields}
                for one in folded
                if one.kept
            ]
            self._connection.execute(statement, rows)

    def _forget_labels(self, touched: set[uuid.UUID]) -> None:
        """Blank the labels of the operations that lost a change: one may name the person it was about, and an
        erasure would no longer find it."""
        for ids in _chunks(list(touched)):
            named = OPERATION.id.in_(ids) & OPERATION.kind.not_in(NAMELESS_KINDS)
            self._connection.execute(update(Operation).where(named).values(label=LABEL))

    def _remove_empty(self, touched: set[uuid.UUID]) -> int:
        """Remove the operations of which nothing is left, save the last of each laptop: ranks follow it."""
        ranks = bounds.last_ranks(self._connection)
        empty = ~exists().where(_CHANGE.operation_id == OPERATION.id)
        formerly_last = [
            (OPERATION.laptop_id == uuid.UUID(hex=laptop)) & (OPERATION.seq == rank)
            for laptop, rank in self._context.items()
        ]
        candidates = [OPERATION.id.in_(ids) for ids in _chunks(list(touched))]
        removed: list[uuid.UUID] = []
        for condition in (*candidates, *([or_(*formerly_last)] if formerly_last else ())):
            query = select(OPERATION.id, OPERATION.laptop_id, OPERATION.seq).where(condition, empty)
            for row in self._connection.execute(query).all():
                if row.id in removed:
                    continue
                if ranks[row.laptop_id] == row.seq:
                    blank = update(Operation).where(OPERATION.id == row.id).values(label=LABEL)
                    self._connection.execute(blank)
                else:
                    removed.append(row.id)
                    laptop = row.laptop_id.hex
                    self._removed[laptop] = self._removed.get(laptop, 0) + 1
        for ids in _chunks(removed):
            self._connection.execute(delete(Operation).where(OPERATION.id.in_(ids)))
        return len(removed)

    def _note(self, gain: Gain) -> None:
        """Say where the floor now is; the steps of one run are one line."""
        last = self._found[-1]
        context = self._context | {operation.laptop: operation.seq for operation in self._found}
        same = self._before if self._before is not None and self._before.id == self._run else None
        whole = gain + Gain(same.operations, same.changes, same.freed) if same else gain
        values = {
            "at": clock.now_ms(),
            "stamp_ms": last.stamp[0],
            "stamp_counter": last.stamp[1],
            "laptop_id": last.laptop_id,
            "context": context,
            "removed": self._removed,
            "linear": self._linear,
            "operations": whole.operations,
            "changes": whole.changes,
            "freed": whole.freed,
        }
        if same:
            row = Base.metadata.tables[Condensing.__tablename__].c.id == self._run
            self._connection.execute(update(Condensing).where(row).values(**values))
        else:
            self._connection.execute(insert(Condensing).values(id=self._run, **values))

    def _free_pages(self) -> int:
        return self._pragma("freelist_count")

    def _pragma(self, name: str) -> int:
        return int(driver_connection(self._connection).execute(f"PRAGMA {name}").fetchone()[0])


def _chunks(ids: Sequence[uuid.UUID]) -> Iterable[Sequence[uuid.UUID]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
