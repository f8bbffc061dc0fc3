"""Calendar and paper of presence: series, stops, guests, scans, corrections, closures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elans_desktop.storage.migrations.extending import extended
from elans_desktop.storage.migrations.row_id import ROW_ID

revision = "0011_calendar"
down_revision = "0010_privacy"


def upgrade() -> None:
    op.create_table(
        "closure",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=True),
        sa.Column("insee", sa.String(length=60), nullable=False),
        sa.Column("external_uid", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    op.create_index(op.f("ix_closure_start_on"), "closure", ["start_on"], unique=False)
    op.create_table(
        "month_closing",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("agreement_id", ROW_ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=False),
        sa.Column("user_id", ROW_ID, nullable=True),
        sa.Column("remarks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_month_closing_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_closing")),
    )
    op.create_index(op.f("ix_month_closing_agreement_id"), "month_closing", ["agreement_id"], unique=False)
    op.create_table(
        "project",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("agreement_id", ROW_ID, nullable=True),
        sa.Column("structure_id", ROW_ID, nullable=True),
        sa.Column("domain_code", sa.String(length=60), nullable=True),
        sa.Column("territory", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_project_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_project_structure_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    op.create_index(op.f("ix_project_agreement_id"), "project", ["agreement_id"], unique=False)
    op.create_table(
        "activity_target",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("activity_id", ROW_ID, nullable=False),
        sa.Column("list_code", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_target_activity_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_target")),
    )
    op.create_index(op.f("ix_activity_target_activity_id"), "activity_target", ["activity_id"], unique=False)
    op.create_table(
        "series_exception",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("series_id", ROW_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["activity_series.id"],
            name=op.f("fk_series_exception_series_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_exception")),
    )
    op.create_index(op.f("ix_series_exception_series_id"), "series_exception", ["series_id"], unique=False)
    op.create_table(
        "sheet_scan",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("sheet_id", ROW_ID, nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("filed_at", sa.BigInteger(), nullable=False),
        sa.Column("user_id", ROW_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["attendance_sheet.id"],
            name=op.f("fk_sheet_scan_sheet_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_scan")),
    )
    op.create_index(op.f("ix_sheet_scan_sheet_id"), "sheet_scan", ["sheet_id"], unique=False)
    op.create_table(
        "unfiled_scan",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("reason_code", sa.String(length=60), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("sheet_id", ROW_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["attendance_sheet.id"],
            name=op.f("fk_unfiled_scan_sheet_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unfiled_scan")),
    )
    op.create_table(
        "seance_guest",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("seance_id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("improvised", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_seance_guest_participant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["seance_id"],
            ["seance.id"],
            name=op.f("fk_seance_guest_seance_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seance_guest")),
    )
    op.create_index(op.f("ix_seance_guest_participant_id"), "seance_guest", ["participant_id"], unique=False)
    op.create_index(op.f("ix_seance_guest_seance_id"), "seance_guest", ["seance_id"], unique=False)
    op.create_table(
        "seance_stop",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("seance_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place_id", ROW_ID, nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["place.id"],
            name=op.f("fk_seance_stop_place_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["seance_id"],
            ["seance.id"],
            name=op.f("fk_seance_stop_seance_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seance_stop")),
    )
    op.create_index(op.f("ix_seance_stop_seance_id"), "seance_stop", ["seance_id"], unique=False)
    op.create_table(
        "presence_correction",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("slot_id", ROW_ID, nullable=False),
        sa.Column("sheet_id", ROW_ID, nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("user_id", ROW_ID, nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_presence_correction_participant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["attendance_sheet.id"],
            name=op.f("fk_presence_correction_sheet_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["seance_slot.id"],
            name=op.f("fk_presence_correction_slot_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence_correction")),
    )
    op.create_index(
        op.f("ix_presence_correction_participant_id"), "presence_correction", ["participant_id"], unique=False
    )
    op.create_index(
        op.f("ix_presence_correction_sheet_id"), "presence_correction", ["sheet_id"], unique=False
    )
    op.create_index(op.f("ix_presence_correction_slot_id"), "presence_correction", ["slot_id"], unique=False)
    with extended("activity") as batch:
        batch.add_column(sa.Column("project_id", ROW_ID, nullable=True))
        batch.add_column(sa.Column("cost_member_id", ROW_ID, nullable=True))
        batch.add_column(sa.Column("cost_brique_code", sa.String(length=60), nullable=True))
        batch.create_foreign_key(
            op.f("fk_activity_project_id"),
            "project",
            ["project_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        batch.create_foreign_key(
            op.f("fk_activity_cost_member_id"),
            "structure",
            ["cost_member_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
    with extended("activity_series") as batch:
        batch.add_column(sa.Column("template", sa.JSON(), nullable=False))
    with extended("attendance_sheet") as batch:
        batch.drop_column("scan_sha256")
        batch.add_column(sa.Column("participant_id", ROW_ID, nullable=True))
        batch.create_foreign_key(
            op.f("fk_attendance_sheet_participant_id"),
            "participant",
            ["participant_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
    with extended("enrolment") as batch:
        batch.add_column(sa.Column("rank", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("proposed_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("confirmed_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("end_code", sa.String(length=60), nullable=True))
    with extended("seance") as batch:
        batch.add_column(sa.Column("planned_day", sa.Date(), nullable=True))
        batch.add_column(sa.Column("detached", sa.Boolean(), nullable=False))
        batch.add_column(sa.Column("postponed_to_id", ROW_ID, nullable=True))
        batch.add_column(sa.Column("external_uid", sa.String(length=200), nullable=False))
        batch.create_foreign_key(
            op.f("fk_seance_postponed_to_id"),
            "seance",
            ["postponed_to_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
