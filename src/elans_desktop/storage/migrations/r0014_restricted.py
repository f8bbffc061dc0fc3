"""The restricted archive: why a file was opened, and an index of the few that are in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_restricted"
down_revision = "0013_rights"


def upgrade() -> None:
    op.add_column("access_trace", sa.Column("reason_code", sa.String(length=60), nullable=True))
    restricted = sa.text("restricted_on IS NOT NULL")
    op.create_index(
        op.f("ix_participant_restricted_on"),
        "participant",
        ["restricted_on"],
        unique=False,
        sqlite_where=restricted,
        postgresql_where=restricted,
    )
