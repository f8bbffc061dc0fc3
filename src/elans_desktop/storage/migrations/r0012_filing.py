"""Changes join the index by row some time after they are written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elans_desktop.storage.migrations.row_id import ROW_ID

revision = "0012_filing"
down_revision = "0011_calendar"


def upgrade() -> None:
    deleted = sa.text("action = 'delete'")
    op.drop_index("ix_change_deleted", "change")
    op.create_index(
        "ix_change_deleted",
        "change",
        ["table_name", "action"],
        sqlite_where=deleted,
        postgresql_where=deleted,
    )
    op.drop_index(op.f("ix_change_table_name_row_id"), "change")
    op.add_column("change", sa.Column("filed_id", ROW_ID, nullable=True))
    op.execute("UPDATE change SET filed_id = row_id")
    op.create_index(op.f("ix_change_table_name_filed_id"), "change", ["table_name", "filed_id"], unique=False)
