"""For migrations: what is renamed in a table is renamed in the journal too."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

_CHANGE = sa.table(
    "change",
    sa.column("operation_id"),
    sa.column("position"),
    sa.column("table_name", sa.String),
    sa.column("fields", sa.Text),
)


def rename_column(table: str, old: str, new: str) -> None:
    """Rename a column of a table, and in every change the journal holds of its rows."""
    with op.batch_alter_table(table) as batch:
        batch.alter_column(old, new_column_name=new)
    connection = op.get_bind()
    concerned = (_CHANGE.c.table_name == table) & _CHANGE.c.fields.contains(f'"{old}"', autoescape=True)
    place = (_CHANGE.c.operation_id == sa.bindparam("of")) & (_CHANGE.c.position == sa.bindparam("at"))
    rewritten = sa.update(_CHANGE).where(place).values(fields=sa.bindparam("words"))
    found = connection.execute(
        sa.select(_CHANGE.c.operation_id, _CHANGE.c.position, _CHANGE.c.fields).where(concerned)
    ).all()
    renamed = [
        {"of": operation, "at": position, "words": _renamed(fields, old, new)}
        for operation, position, fields in found
    ]
    if renamed:
        connection.execute(rewritten, renamed)


def _renamed(fields: str, old: str, new: str) -> str:
    renamed = {new if name == old else name: pair for name, pair in json.loads(fields).items()}
    return json.dumps(renamed, ensure_ascii=False, separators=(",", ":"))
