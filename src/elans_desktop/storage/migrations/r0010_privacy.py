"""What is kept apart: the sensitive block, attached files, twins, zones, purges, letters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elans_desktop.storage.migrations.row_id import ROW_ID

revision = "0010_privacy"
down_revision = "0009_support"


def upgrade() -> None:
    op.create_table(
        "commune_zone",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("insee", sa.String(length=60), nullable=False),
        sa.Column("zone_code", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune_zone")),
    )
    op.create_index(op.f("ix_commune_zone_insee"), "commune_zone", ["insee"], unique=False)
    op.create_table(
        "letter_template",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("replaces_id", ROW_ID, nullable=True),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["letter_template.id"],
            name=op.f("fk_letter_template_replaces_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_template")),
    )
    op.create_table(
        "purge_act",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=False),
        sa.Column("user_id", ROW_ID, nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purge_act")),
    )
    op.create_index(op.f("ix_purge_act_done_at"), "purge_act", ["done_at"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind_code", sa.String(length=60), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("user_id", ROW_ID, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_attachment_participant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_participant_id"), "attachment", ["participant_id"], unique=False)
    op.create_index(op.f("ix_attachment_sha256"), "attachment", ["sha256"], unique=False)
    op.create_table(
        "distinct_pair",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("first_id", ROW_ID, nullable=False),
        sa.Column("second_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["participant.id"],
            name=op.f("fk_distinct_pair_first_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["participant.id"],
            name=op.f("fk_distinct_pair_second_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_pair")),
    )
    op.create_index(op.f("ix_distinct_pair_first_id"), "distinct_pair", ["first_id"], unique=False)
    op.create_index(op.f("ix_distinct_pair_second_id"), "distinct_pair", ["second_id"], unique=False)
    op.create_table(
        "sensitive_record",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("rqth_code", sa.String(length=60), nullable=True),
        sa.Column("rqth_until", sa.Date(), nullable=True),
        sa.Column("rqth_purpose", sa.String(length=60), nullable=True),
        sa.Column("health_level", sa.Integer(), nullable=True),
        sa.Column("health_purpose", sa.String(length=60), nullable=True),
        sa.Column("justice_code", sa.String(length=60), nullable=True),
        sa.Column("justice_constraints", sa.Text(), nullable=False),
        sa.Column("justice_purpose", sa.String(length=60), nullable=True),
        sa.Column("protection_code", sa.String(length=60), nullable=True),
        sa.Column("protection_purpose", sa.String(length=60), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_purpose", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_sensitive_record_participant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensitive_record")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_sensitive_record_participant_id")),
    )
