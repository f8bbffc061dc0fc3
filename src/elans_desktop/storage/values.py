"""Values of the tables as the journal writes them: JSON, dates ISO, identifiers as 32 hex digits."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Column, Date, Table

from elans_desktop.models import Base, is_derived
from elans_desktop.models.types import RowId

Fields = dict[str, list[Any]]
"""`{column: [old, new]}`, both in JSON form."""


@cache
def journalled_columns(table: str) -> tuple[str, ...]:
    """The columns of a table that the journal carries: all but its key and those computed from others."""
    found = _table(table)
    return tuple(c.name for c in found.columns if not c.primary_key and not is_derived(found, c.name))


@cache
def encoders(table: str) -> dict[str, Callable[[Any], Any]]:
    """For each column whose values are not JSON already, the function that makes them so."""
    return {c.name: encoder for c in _table(table).columns if (encoder := _encoder(c)) is not None}


def encode(table: str, column: str, value: Any) -> Any:
    """A value of a column in JSON form."""
    encoder = encoders(table).get(column)
    return value if encoder is None or value is None else encoder(value)


@cache
def decoders(table: str) -> dict[str, Callable[[Any], Any]]:
    """For each column whose values are not JSON already, the function that reads them back."""
    return {c.name: decoder for c in _table(table).columns if (decoder := _decoder(c)) is not None}


def decode(table: str, column: str, value: Any) -> Any:
    """A value of a column from its JSON form; a column that no longer exists is left in JSON form."""
    decoder = decoders(table).get(column)
    return value if decoder is None or value is None else decoder(value)


def row_values(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The journalled values of a row (attribute or column names), in JSON form."""
    return {name: encode(table, name, row.get(name)) for name in journalled_columns(table)}


def _encoder(column: Column[Any]) -> Callable[[Any], Any] | None:
    if isinstance(column.type, RowId):
        return _hex
    if isinstance(column.type, Date):
        return date.isoformat
    return None


def _decoder(column: Column[Any]) -> Callable[[Any], Any] | None:
    if isinstance(column.type, RowId):
        return uuid.UUID
    if isinstance(column.type, Date):
        return date.fromisoformat
    return None


def _hex(value: uuid.UUID) -> str:
    return value.hex


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
