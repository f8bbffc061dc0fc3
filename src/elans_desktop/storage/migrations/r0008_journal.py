"""First schema: journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elans_desktop.storage.migrations.row_id import ROW_ID

revision = "0008_journal"
down_revision = "0007_documents"


def upgrade() -> None:
    op.create_table(
        "access_trace",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("user_id", ROW_ID, nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=True),
        sa.Column("row_id", ROW_ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_trace")),
    )
    op.create_index(op.f("ix_access_trace_at"), "access_trace", ["at"], unique=False)
    op.create_index(op.f("ix_access_trace_row_id"), "access_trace", ["row_id"], unique=False)
    op.create_table(
        "blob",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blob")),
        sa.UniqueConstraint("sha256", name=op.f("uq_blob_sha256")),
    )
    op.create_table(
        "draft",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("user_id", ROW_ID, nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("subject_id", ROW_ID, nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_user_id"), "draft", ["user_id"], unique=False)
    op.create_table(
        "import_mapping",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("target", sa.String(length=60), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
    )
    op.create_table(
        "interface_state",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("user_id", ROW_ID, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interface_state")),
    )
    op.create_table(
        "laptop",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("letter", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laptop")),
    )
    op.create_table(
        "number_sequence",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=60), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_sequence")),
    )
    op.create_table(
        "operation",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("laptop_id", ROW_ID, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("stamp_ms", sa.BigInteger(), nullable=False),
        sa.Column("stamp_counter", sa.Integer(), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("user_id", ROW_ID, nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("undoes", ROW_ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
        sa.UniqueConstraint("laptop_id", "seq", name=op.f("uq_operation_laptop_id_seq")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_operation_stamp_ms_stamp_counter"), "operation", ["stamp_ms", "stamp_counter"], unique=False
    )
    op.create_index(
        op.f("ix_operation_undoes"),
        "operation",
        ["undoes"],
        unique=False,
        sqlite_where=sa.text("undoes IS NOT NULL"),
        postgresql_where=sa.text("undoes IS NOT NULL"),
    )
    op.create_table(
        "change",
        sa.Column("operation_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("row_id", ROW_ID, nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["operation.id"],
            name=op.f("fk_change_operation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("operation_id", "position", name=op.f("pk_change")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_change_table_name_row_id"), "change", ["table_name", "row_id"], unique=False)
