"""What becomes of the rows of one thing when it joins another: a plan made from the tables themselves.

Each row that points to the thing that joins is pointed to the one that stays; a row known by a natural key
is made again under its new key. Where a row already stands there, the two clash: a person chooses. Read from
the foreign keys and the `key()` of the models, so that a new table is never forgotten.
"""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models import Base, JournalMode, is_derived, journal_mode, mapped_class
from elans_desktop.models.base import Row
from elans_desktop.storage import references
from elans_desktop.storage.journal import RowKey

KEPT: Final = "kept"
OTHER: Final = "other"
BOTH: Final = "both"

ClashKey = tuple[str, uuid.UUID, uuid.UUID]
"""Table, row that stays, row that joins it."""

PERIODS: Mapping[str, tuple[str, ...]] = {
    "enrolment_period": (),
    "pathway_brique": ("brique_code",),
    "pathway_suspension": (),
}
"""Rows that are stretches of days; overlapping ones of one parent, alike in these columns, become one."""

_KEYS: Mapping[str, tuple[str, ...]] = {"distinct_pair": ("first_id", "second_id")}
"""Columns of the keys whose parameters do not bear their names."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two rows of which one alone may stay (or both, as one)."""

    table: str
    kept_id: uuid.UUID
    other_id: uuid.UUID
    choices: tuple[str, ...]
    proposed: str

    @property
    def key(self) -> ClashKey:
        """What a choice is known by."""
        return self.table, self.kept_id, self.other_id


Unite = Callable[[Row, Row], None]
"""Makes one row of two, field by field."""

Judge = Callable[[Row, Row], Clash | None]
"""What to ask about two rows of one key that differ; None: nothing, the first stays."""


@dataclass(slots=True)
class Plan:
    """What is to be written. Nothing is before `carry_out`."""

    values: dict[RowKey, dict[str, Any]] = field(default_factory=dict[RowKey, dict[str, Any]], repr=False)
    rekeyed: dict[RowKey, uuid.UUID] = field(default_factory=dict[RowKey, uuid.UUID])
    dropped: set[RowKey] = field(default_factory=set[RowKey])
    clashes: list[Clash] = field(default_factory=list[Clash])
    moved: dict[str, set[uuid.UUID]] = field(default_factory=dict[str, set[uuid.UUID]])
    """Rows of each table that change hands, under their first identifier."""


class Mover:
    """Plans how the rows under one thing go to another."""

    def __init__(
        self,
        session: Session,
        *,
        judges: Mapping[str, Judge] | None = None,
        unites: Mapping[str, Unite] | None = None,
        chosen: Mapping[ClashKey, str] | None = None,
    ) -> None:
        """`judges`: for some tables, the choices that two rows of one key leave; elsewhere one or the other.
        `unites`: the tables where they become one field by field."""
        self.plan = Plan()
        self._session = session
        self._judges = judges or {}
        self._unites = unites or {}
        self._chosen = chosen or {}
        self._arrived: dict[tuple[str, uuid.UUID], list[Row]] = {}

    def absorb(self, table: str, kept_id: uuid.UUID, other_id: uuid.UUID) -> None:
        """Send what points to a row of `table` to another of its rows. Permanent tables stay as written."""
        for name, column in references.children(table):
            if journal_mode(name) is not JournalMode.UNDOABLE:
                continue
            for row in self._pointing(name, column, other_id):
                if (name, row.id) not in self.plan.dropped:
                    self._move(row, column, kept_id)

    def decide(self, clash: Clash) -> str:
        """What was chosen of a clash, else what is proposed; the clash is told."""
        self.plan.clashes.append(clash)
        chosen = self._chosen.get(clash.key, clash.proposed)
        return chosen if chosen in clash.choices else clash.proposed

    def drop(self, row: Row) -> None:
        """Remove a row and what hangs on it."""
        key = (row.__tablename__, row.id)
        if key in self.plan.dropped:
            return
        self.plan.dropped.add(key)
        for name, column in references.children(row.__tablename__):
            if journal_mode(name) is JournalMode.UNDOABLE:
                for part in self._pointing(name, column, row.id):
                    self.drop(part)

    def set(self, row: Row, **values: Any) -> None:
        """Change some columns of a row."""
        self.plan.values.setdefault((row.__tablename__, row.id), {}).update(values)

    def value(self, row: Row, column: str) -> Any:
        """A column as it will be."""
        changed = self.plan.values.get((row.__tablename__, row.id), {})
        return changed.get(column, getattr(row, column))

    def _move(self, row: Row, column: str, target: uuid.UUID) -> None:
        table = row.__tablename__
        if table in PERIODS:
            self._move_period(row, column, target)
            return
        names = key_columns(type(row))
        if column not in names or not _bears_its_key(row, names):
            self._hand_over(row, column, target)
            return
        values = {name: self.value(row, name) for name in names} | {column: target}
        if table in _KEYS:
            parts = sorted(values.values())
            if len(set(parts)) < len(parts):  # the two of a pair have become one
                self.drop(row)
                return
            values = dict(zip(names, parts, strict=True))
        there = self._session.get(type(row), _key(type(row), values))
        if there is None:
            self._rekey(row, values)
        else:
            self._meet(there, row)

    def _hand_over(self, row: Row, column: str, target: uuid.UUID) -> None:
        self.set(row, **{column: target})
        self.plan.moved.setdefault(row.__tablename__, set()).add(row.id)

    def _rekey(self, row: Row, values: dict[str, Any]) -> None:
        table, new_id = row.__tablename__, _key(type(row), values)
        self.set(row, **values)
        self.plan.rekeyed[table, row.id] = new_id
        self.plan.moved.setdefault(table, set()).add(row.id)
        self.absorb(table, new_id, row.id)

    def _meet(self, there: Row, row: Row) -> None:
        """A row already bears the key to which this one goes."""
        table = row.__tablename__
        contents = content_columns(type(row))
        if unite := self._unites.get(table):
            unite(there, row)
            self.absorb(table, there.id, row.id)
            self.plan.dropped.add((table, row.id))
            return
        alike = all(self.value(there, name) == self.value(row, name) for name in contents)
        judge = self._judges.get(table, either)
        clash = None if alike and not self._has_parts(there, row) else judge(there, row)
        choice = BOTH if alike and clash is None else self.decide(clash) if clash else KEPT
        if choice == OTHER:
            for name, column in references.children(table):
                for part in self._pointing(name, column, there.id):
                    self.drop(part)
            self.set(there, **{name: self.value(row, name) for name in contents})
        if choice in (OTHER, BOTH):
            self.absorb(table, there.id, row.id)
        self.drop(row) if choice == KEPT else self.plan.dropped.add((table, row.id))

    def _has_parts(self, *rows: Row) -> bool:
        return any(
            self._pointing(name, column, row.id)
            for row in rows
            for name, column in references.children(row.__tablename__)
        )

    def _move_period(self, row: Row, column: str, target: uuid.UUID) -> None:
        """Join a stretch of days to those that the target has already."""
        table = row.__tablename__
        alike = PERIODS[table]
        around = [
            *self._pointing(table, column, target),
            *self._arrived.get((table, target), ()),
        ]
        standing = [
            other
            for other in around
            if (table, other.id) not in self.plan.dropped
            and all(self.value(other, name) == self.value(row, name) for name in alike)
            and self._overlap(other, row)
        ]
        if not standing:
            self._hand_over(row, column, target)
            self._arrived.setdefault((table, target), []).append(row)
            return
        first, *rest = standing
        for other in (*rest, row):
            ends = (self.value(first, "end_on"), self.value(other, "end_on"))
            start = min(self.value(first, "start_on"), self.value(other, "start_on"))
            self.set(first, start_on=start, end_on=None if None in ends else max(ends))
            if "reason" in content_columns(type(row)):
                self.set(
                    first, reason=joined(self.value(first, "reason"), self.value(other, "reason"), " ; ")
                )
            self.plan.dropped.add((table, other.id))

    def _overlap(self, one: Row, other: Row) -> bool:
        return overlap(
            (self.value(one, "start_on"), self.value(one, "end_on")),
            (self.value(other, "start_on"), self.value(other, "end_on")),
        )

    def _pointing(self, table: str, column: str, row_id: uuid.UUID) -> Sequence[Row]:
        model = mapped_class(table)
        return self._session.scalars(
            select(model).where(getattr(model, column) == row_id).order_by(model.id)
        ).all()


def carry_out(session: Session, plan: Plan) -> None:
    """Write a plan: changes, rows made again under their key, rows removed."""
    for (table, row_id), values in plan.values.items():
        row = None if (table, row_id) in plan.dropped else session.get(mapped_class(table), row_id)
        if row is None:
            continue
        if (table, row_id) not in plan.rekeyed:
            for name, value in values.items():
                if getattr(row, name) != value:
                    setattr(row, name, value)
            continue
        names = (*key_columns(type(row)), *content_columns(type(row)))
        made = {name: getattr(row, name) for name in names} | values
        session.add(type(row)(id=plan.rekeyed[table, row_id], **made))
        session.delete(row)
    for table, row_id in plan.dropped:
        row = session.get(mapped_class(table), row_id)
        if row is not None:
            session.delete(row)
    session.flush()


def either(kept: Row, other: Row) -> Clash:
    """One row or the other, whole; the first is proposed."""
    return Clash(kept.__tablename__, kept.id, other.id, (KEPT, OTHER), KEPT)


@cache
def key_columns(model: type[Row]) -> tuple[str, ...]:
    """The columns of the natural key of a table; none when its rows have no such key. Raises KeyError."""
    maker = getattr(model, "key", None)
    if maker is None:
        return ()
    names = tuple(inspect.signature(maker).parameters)
    columns = Base.metadata.tables[model.__tablename__].columns
    return names if all(name in columns for name in names) else _KEYS[model.__tablename__]


@cache
def content_columns(model: type[Row]) -> tuple[str, ...]:
    """The columns that are neither the key nor computed."""
    table = Base.metadata.tables[model.__tablename__]
    keys = key_columns(model)
    return tuple(
        c.name
        for c in table.columns
        if not c.primary_key and c.name not in keys and not is_derived(table, c.name)
    )


def overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether two stretches of days have a day in common; an open side has no bound."""
    return (one[0] or date.min) <= (other[1] or date.max) and (other[0] or date.min) <= (one[1] or date.max)


def joined(one: str, other: str, between: str = "\n\n") -> str:
    """Two texts as one; once when one holds the other."""
    if other.strip() in one:
        return one
    return other if one.strip() in other else f"{one}{between}{other}"


def _bears_its_key(row: Row, names: tuple[str, ...]) -> bool:
    """Whether the row is known by its key: a shipped one, where others of its table are not."""
    return row.id == _key(type(row), {name: getattr(row, name) for name in names})


def _key(model: type[Row], values: Mapping[str, Any]) -> uuid.UUID:
    maker: Any = getattr(model, "key")  # noqa: B009 - not every row has one
    return maker(*values.values())
