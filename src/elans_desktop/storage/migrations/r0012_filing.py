"""Changes join the index by row some time after they are written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_filing"
down_revision = "0011_calendar"


def upgrade() -> None:
    filed, fresh = sa.text("fresh IS NULL"), sa.text("fresh IS NOT NULL")
    op.add_column("change", sa.Column("fresh", sa.Boolean(), nullable=True))
    op.drop_index(op.f("ix_change_table_name_row_id"), "change")
    op.create_index(
        op.f("ix_change_table_name_row_id"),
        "change",
        ["table_name", "row_id"],
        unique=False,
        sqlite_where=filed,
        postgresql_where=filed,
    )
    op.create_index(
        op.f("ix_change_fresh"), "change", ["fresh"], unique=False, sqlite_where=fresh, postgresql_where=fresh
    )
