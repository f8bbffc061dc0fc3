"""The declarative base, the naming convention, and how the journal treats each table."""

from __future__ import annotations

import uuid
from enum import Enum
from typing import Any, ClassVar

from sqlalchemy import JSON, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from elans_desktop.core.ids import new_id
from elans_desktop.models.types import RowId

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class JournalMode(Enum):
    """What the journal does with the rows of a table."""

    UNDOABLE = "undoable"
    """Recorded, and put back by Ctrl+Z."""
    PERMANENT = "permanent"
    """Recorded, never undone: numbers, issued documents, laptops, users."""
    UNRECORDED = "unrecorded"
    """Not recorded: traces, drafts, interface state, the journal itself."""


class Base(DeclarativeBase):
    """Root of every table. Journalled tables have no database default, no `onupdate`, no cascade."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {uuid.UUID: RowId(), dict[str, Any]: JSON}
    journal_mode: ClassVar[JournalMode] = JournalMode.UNDOABLE


class Row(Base):
    """A row known by a UUID: v7 unless its class documents a natural key (then v5)."""

    __abstract__ = True

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-10)


def mapped_class(table: str) -> type[Row]:
    """The class of a table name, whose rows are known by a UUID. Raises KeyError."""
    found = _by_table()[table]
    if not issubclass(found, Row):
        raise KeyError(table)
    return found


def journal_mode(table: str) -> JournalMode:
    """How the journal treats a table; a table without a class (Alembic's) is not recorded."""
    found = _by_table().get(table)
    return found.journal_mode if found else JournalMode.UNRECORDED


def is_derived(table: Table, column: str) -> bool:
    """Whether a column is computed from others of its row, hence not journalled."""
    return bool(table.columns[column].info.get("derived"))


_classes: dict[str, type[Base]] = {}


def _by_table() -> dict[str, type[Base]]:
    if len(_classes) != len(Base.registry.mappers):
        _classes.clear()
        _classes.update({m.class_.__tablename__: m.class_ for m in Base.registry.mappers})
    return _classes
