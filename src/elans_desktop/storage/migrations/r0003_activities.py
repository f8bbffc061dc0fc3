"""First schema: activities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elans_desktop.storage.migrations.row_id import ROW_ID

revision = "0003_activities"
down_revision = "0002_participants"


def upgrade() -> None:
    op.create_table(
        "activity",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("agreement_id", ROW_ID, nullable=False),
        sa.Column("structure_id", ROW_ID, nullable=False),
        sa.Column("brique_code", sa.String(length=60), nullable=True),
        sa.Column("type_code", sa.String(length=60), nullable=True),
        sa.Column("domain_code", sa.String(length=60), nullable=True),
        sa.Column("mode_code", sa.String(length=60), nullable=True),
        sa.Column("setting_code", sa.String(length=60), nullable=True),
        sa.Column("place_id", ROW_ID, nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_activity_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["place.id"],
            name=op.f("fk_activity_place_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_activity_structure_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    op.create_index(op.f("ix_activity_agreement_id"), "activity", ["agreement_id"], unique=False)
    op.create_table(
        "activity_series",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("activity_id", ROW_ID, nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_series_activity_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_series")),
    )
    op.create_index(op.f("ix_activity_series_activity_id"), "activity_series", ["activity_id"], unique=False)
    op.create_table(
        "activity_trainer",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("activity_id", ROW_ID, nullable=False),
        sa.Column("professional_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_trainer_activity_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professional.id"],
            name=op.f("fk_activity_trainer_professional_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_trainer")),
    )
    op.create_index(
        op.f("ix_activity_trainer_activity_id"), "activity_trainer", ["activity_id"], unique=False
    )
    op.create_table(
        "attendance_sheet",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("activity_id", ROW_ID, nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("control_code", sa.String(length=60), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.BigInteger(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("entered_at", sa.BigInteger(), nullable=True),
        sa.Column("validated_at", sa.BigInteger(), nullable=True),
        sa.Column("validated_by", ROW_ID, nullable=True),
        sa.Column("superseded_by_id", ROW_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_attendance_sheet_activity_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"],
            ["attendance_sheet.id"],
            name=op.f("fk_attendance_sheet_superseded_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_sheet")),
    )
    op.create_index(
        op.f("ix_attendance_sheet_activity_id"), "attendance_sheet", ["activity_id"], unique=False
    )
    op.create_index(op.f("ix_attendance_sheet_number"), "attendance_sheet", ["number"], unique=False)
    op.create_index(op.f("ix_attendance_sheet_start_on"), "attendance_sheet", ["start_on"], unique=False)
    op.create_table(
        "enrolment",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("activity_id", ROW_ID, nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_enrolment_activity_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_enrolment_participant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    op.create_index(op.f("ix_enrolment_activity_id"), "enrolment", ["activity_id"], unique=False)
    op.create_index(op.f("ix_enrolment_participant_id"), "enrolment", ["participant_id"], unique=False)
    op.create_table(
        "enrolment_period",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("enrolment_id", ROW_ID, nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_enrolment_period_enrolment_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_period")),
    )
    op.create_index(
        op.f("ix_enrolment_period_enrolment_id"), "enrolment_period", ["enrolment_id"], unique=False
    )
    op.create_table(
        "seance",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("activity_id", ROW_ID, nullable=False),
        sa.Column("series_id", ROW_ID, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place_id", ROW_ID, nullable=True),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("state_reason", sa.String(length=200), nullable=False),
        sa.Column("improvised", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_seance_activity_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_seance_place_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["activity_series.id"],
            name=op.f("fk_seance_series_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seance")),
    )
    op.create_index(op.f("ix_seance_activity_id"), "seance", ["activity_id"], unique=False)
    op.create_index(op.f("ix_seance_day"), "seance", ["day"], unique=False)
    op.create_table(
        "seance_slot",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("seance_id", ROW_ID, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["seance_id"],
            ["seance.id"],
            name=op.f("fk_seance_slot_seance_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seance_slot")),
    )
    op.create_index(op.f("ix_seance_slot_seance_id"), "seance_slot", ["seance_id"], unique=False)
    op.create_table(
        "presence",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("slot_id", ROW_ID, nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("early", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.String(length=60), nullable=True),
        sa.Column("proof_received", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.String(length=200), nullable=False),
        sa.Column("carried_over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_presence_participant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["seance_slot.id"],
            name=op.f("fk_presence_slot_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
    )
    op.create_index(op.f("ix_presence_participant_id"), "presence", ["participant_id"], unique=False)
    op.create_index(op.f("ix_presence_slot_id"), "presence", ["slot_id"], unique=False)
    op.create_table(
        "sheet_slot",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("sheet_id", ROW_ID, nullable=False),
        sa.Column("slot_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["attendance_sheet.id"],
            name=op.f("fk_sheet_slot_sheet_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["seance_slot.id"],
            name=op.f("fk_sheet_slot_slot_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_slot")),
    )
    op.create_index(op.f("ix_sheet_slot_sheet_id"), "sheet_slot", ["sheet_id"], unique=False)
    op.create_index(op.f("ix_sheet_slot_slot_id"), "sheet_slot", ["slot_id"], unique=False)
    op.create_table(
        "slot_trainer",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("slot_id", ROW_ID, nullable=False),
        sa.Column("professional_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professional.id"],
            name=op.f("fk_slot_trainer_professional_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["seance_slot.id"],
            name=op.f("fk_slot_trainer_slot_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_trainer")),
    )
    op.create_index(
        op.f("ix_slot_trainer_professional_id"), "slot_trainer", ["professional_id"], unique=False
    )
    op.create_index(op.f("ix_slot_trainer_slot_id"), "slot_trainer", ["slot_id"], unique=False)
