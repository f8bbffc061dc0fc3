"""The old history told in short, and the laptops that are no longer used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elans_desktop.storage.migrations.row_id import ROW_ID

revision = "0016_condensing"
down_revision = "0015_proofs"


def upgrade() -> None:
    op.create_table(
        "condensing",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("stamp_ms", sa.BigInteger(), nullable=False),
        sa.Column("stamp_counter", sa.Integer(), nullable=False),
        sa.Column("laptop_id", ROW_ID, nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("linear", sa.Boolean(), nullable=False),
        sa.Column("operations", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("freed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condensing")),
    )
    op.create_index(op.f("ix_condensing_stamp_ms"), "condensing", ["stamp_ms"], unique=False)
    op.add_column("laptop", sa.Column("retired_at", sa.BigInteger(), nullable=True))
