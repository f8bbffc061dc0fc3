"""Months closed may be opened again with a reason; certificates and attestations keep their number."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elans_desktop.storage.migrations.extending import extended
from elans_desktop.storage.migrations.row_id import ROW_ID

revision = "0015_proofs"
down_revision = "0014_restricted"


def upgrade() -> None:
    op.create_table(
        "issued_certificate",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("subject_id", ROW_ID, nullable=True),
        sa.Column("activity_id", ROW_ID, nullable=False),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("replaces", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_certificate")),
    )
    op.create_index(
        op.f("ix_issued_certificate_activity_id"), "issued_certificate", ["activity_id"], unique=False
    )
    op.create_index(
        op.f("ix_issued_certificate_subject_id"), "issued_certificate", ["subject_id"], unique=False
    )
    with extended("month_closing") as batch:
        batch.add_column(sa.Column("reopened_at", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("reopened_by", ROW_ID, nullable=True))
        batch.add_column(sa.Column("reopen_reason", sa.Text(), nullable=False))
