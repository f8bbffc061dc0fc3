"""Which operations may be condensed: the oldest ones, known to every laptop that still writes.

What is condensed is a beginning of the total order that every other operation knows, those still to arrive
included. Hence nothing can come to lie before it, or beside it: its result is enough.
"""

from __future__ import annotations

import uuid
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, tuple_

from elans_desktop.models import Base
from elans_desktop.models.journal import Condensing, Laptop, Operation

Order = tuple[int, int, bytes]
"""`(stamp_ms, stamp_counter, laptop)`."""

OPERATION = Base.metadata.tables[Operation.__tablename__].c
CONDENSING = Base.metadata.tables[Condensing.__tablename__].c
_LAPTOP = Base.metadata.tables[Laptop.__tablename__].c
_IN_ORDER = (OPERATION.stamp_ms, OPERATION.stamp_counter, OPERATION.laptop_id)
_KNOWN: Any = select(OPERATION.id, OPERATION.laptop_id, OPERATION.seq, *_IN_ORDER[:2], OPERATION.context)


@dataclass(frozen=True, slots=True)
class Known:
    """An operation without its changes."""

    id: uuid.UUID
    laptop_id: uuid.UUID
    seq: int
    stamp: tuple[int, int]
    context: Mapping[str, int]

    @property
    def laptop(self) -> str:
        """Its laptop as contexts name it."""
        return self.laptop_id.hex

    @property
    def order(self) -> Order:
        """Its place in the total order."""
        return *self.stamp, self.laptop_id.bytes


@dataclass(frozen=True, slots=True)
class Reach:
    """The operations that may be condensed, and the laptops for want of which others may not."""

    operations: tuple[Known, ...]
    waiting_for: frozenset[uuid.UUID]


def last_run(connection: Connection) -> Any | None:
    """The last condensing: it says where the floor is."""
    table = CONDENSING.id.table
    return connection.execute(select(table).order_by(CONDENSING.stamp_ms.desc()).limit(1)).first()


def floor_of(run: Any | None) -> Order:
    """The order of the last operation condensed."""
    return (run.stamp_ms, run.stamp_counter, run.laptop_id.bytes) if run else (-1, 0, b"")


def after(order: Order) -> Any:
    """The condition of the operations that come after."""
    return tuple_(*_IN_ORDER) > (order[0], order[1], uuid.UUID(bytes=order[2] or bytes(16)))


def reach(connection: Connection, before_ms: int, most: int, mine: uuid.UUID) -> Reach:
    """The operations to condense next: at most so many, older than an instant, above the floor.

    `mine`: this laptop, whose next operations know all that is here.
    """
    run = last_run(connection)
    query = _KNOWN.where(after(floor_of(run)), OPERATION.stamp_ms < before_ms)
    found = _all(connection, query.order_by(*_IN_ORDER).limit(most))
    if not found:
        return Reach((), frozenset())
    seen: dict[str, int] = dict(run.context) if run else {}
    witnesses = _Witnesses(connection, found, seen, mine)
    waiting: set[uuid.UUID] = set()
    size = len(found)
    while size:
        smaller = size
        for laptop_id, context, silent in witnesses.at(size):
            limit = witnesses.unknown_from(context, size)
            if limit < size and silent:
                waiting.add(laptop_id)
            smaller = min(smaller, limit)
        smaller = min(smaller, _undone_later(connection, found[:smaller]))
        if smaller == size:
            break
        size = smaller
    return Reach(tuple(found[:size]), frozenset(waiting))


class _Witnesses:
    """For each laptop, what its operations outside those condensed know at least."""

    def __init__(
        self, connection: Connection, found: Sequence[Known], seen: Mapping[str, int], mine: uuid.UUID
    ) -> None:
        self._connection = connection
        self._found = found
        self._seen = seen
        self._ranks: dict[str, list[int]] = {}
        self._places: dict[str, list[int]] = {}
        for place, operation in enumerate(found):
            self._ranks.setdefault(operation.laptop, []).append(operation.seq)
            self._places.setdefault(operation.laptop, []).append(place)
        rows = connection.execute(select(_LAPTOP.id, _LAPTOP.retired_at)).all()
        self._closed = {row.id for row in rows if row.retired_at is not None} | {mine}
        self._laptops = {row.id for row in rows} | {operation.laptop_id for operation in found}

    def at(self, size: int) -> list[tuple[uuid.UUID, Mapping[str, int], bool]]:
        """For the first `size` operations: each laptop, the least it knows, whether it has said no more."""
        told: list[tuple[uuid.UUID, Mapping[str, int], bool]] = []
        for laptop_id in sorted(self._laptops):
            own = OPERATION.laptop_id == laptop_id
            inside = [place for place in self._places.get(laptop_id.hex, ()) if place < size]
            last = self._found[inside[-1]].seq if inside else self._seen.get(laptop_id.hex, 0)
            following = _first(
                self._connection, _KNOWN.where(own, OPERATION.seq > last).order_by(OPERATION.seq)
            )
            if following is not None:
                told.append((laptop_id, {**following.context, laptop_id.hex: last}, False))
            elif laptop_id not in self._closed:
                latest = _first(self._connection, _KNOWN.where(own).order_by(OPERATION.seq.desc()))
                known = dict(latest.context) if latest else dict[str, int]()
                told.append((laptop_id, {**known, laptop_id.hex: last}, True))
        return told

    def unknown_from(self, context: Mapping[str, int], size: int) -> int:
        """The place of the first operation that a context does not hold; `size` when it holds them all."""
        first = size
        for laptop, ranks in self._ranks.items():
            rank = bisect_right(ranks, context.get(laptop, 0))
            if rank < len(ranks):
                first = min(first, self._places[laptop][rank])
        return first


def _undone_later(connection: Connection, found: Sequence[Known]) -> int:
    """The place of the first operation undone by one that is kept: they stay together, for Ctrl+Maj+Z."""
    if not found:
        return 0
    query = select(OPERATION.undoes).where(OPERATION.undoes.is_not(None), after(found[-1].order))
    undone = set(connection.scalars(query))
    return next((place for place, known in enumerate(found) if known.id in undone), len(found))


def is_linear(operations: Sequence[Known], seen: Mapping[str, int]) -> bool:
    """Whether each operation knew all those before it."""
    known = dict(seen)
    for operation in operations:
        if any(operation.context.get(laptop, 0) < rank for laptop, rank in known.items()):
            return False
        known[operation.laptop] = operation.seq
    return True


def last_ranks(connection: Connection) -> dict[uuid.UUID, int]:
    """The rank of the last operation of each laptop."""
    query = select(OPERATION.laptop_id, func.max(OPERATION.seq)).group_by(OPERATION.laptop_id)
    return {row[0]: row[1] for row in connection.execute(query)}


def _all(connection: Connection, query: Any) -> list[Known]:
    return [
        Known(row.id, row.laptop_id, row.seq, (row.stamp_ms, row.stamp_counter), row.context)
        for row in connection.execute(query)
    ]


def _first(connection: Connection, query: Any) -> Known | None:
    return next(iter(_all(connection, query.limit(1))), None)
