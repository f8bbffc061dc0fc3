"""First schema: documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elans_desktop.storage.migrations.row_id import ROW_ID

revision = "0007_documents"
down_revision = "0006_budget"


def upgrade() -> None:
    op.create_table(
        "issued_document",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("subject_table", sa.String(length=60), nullable=True),
        sa.Column("subject_id", ROW_ID, nullable=True),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("user_id", ROW_ID, nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_document")),
    )
    op.create_index(op.f("ix_issued_document_issued_at"), "issued_document", ["issued_at"], unique=False)
    op.create_index(op.f("ix_issued_document_subject_id"), "issued_document", ["subject_id"], unique=False)
