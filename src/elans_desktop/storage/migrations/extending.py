"""For migrations: columns added to a table that already has rows."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

_BLANKS: tuple[tuple[type[Any], str], ...] = (
    (sa.JSON, "'{}'"),
    (sa.String, "''"),
    (sa.Boolean, "0"),
)
"""What the rows already there hold in a new required column. JSON first: it is no String."""


class Extension:
    """The batch of a table: required columns are filled in the rows already there."""

    def __init__(self, batch: Any) -> None:
        self._batch = batch
        self.required: list[sa.Column[Any]] = []

    def add_column(self, column: sa.Column[Any]) -> None:
        """Add a column; a required one is blank in the rows already there."""
        if not column.nullable:
            self.required.append(column)
            column = sa.Column(column.name, column.type, nullable=True)
        self._batch.add_column(column)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batch, name)


@contextmanager
def extended(table: str) -> Generator[Extension]:
    """Add columns to a table: `with extended("pathway") as batch: batch.add_column(…)`."""
    with op.batch_alter_table(table) as batch:
        extension = Extension(batch)
        yield extension
    if not extension.required:
        return
    blanks = ", ".join(f'"{column.name}" = {_blank(column)}' for column in extension.required)
    op.execute(f'UPDATE "{table}" SET {blanks}')
    with op.batch_alter_table(table) as batch:
        for column in extension.required:
            batch.alter_column(column.name, existing_type=column.type, nullable=False)


def _blank(column: sa.Column[Any]) -> str:
    return next(words for kind, words in _BLANKS if isinstance(column.type, kind))
