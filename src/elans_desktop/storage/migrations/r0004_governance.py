"""First schema: governance."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elans_desktop.storage.migrations.row_id import ROW_ID

revision = "0004_governance"
down_revision = "0003_activities"


def upgrade() -> None:
    op.create_table(
        "body",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("agreement_id", ROW_ID, nullable=True),
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=True),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_body_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
    )
    op.create_index(op.f("ix_body_agreement_id"), "body", ["agreement_id"], unique=False)
    op.create_table(
        "body_member",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("body_id", ROW_ID, nullable=False),
        sa.Column("professional_id", ROW_ID, nullable=False),
        sa.Column("structure_id", ROW_ID, nullable=True),
        sa.Column("college_code", sa.String(length=60), nullable=True),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["body.id"],
            name=op.f("fk_body_member_body_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professional.id"],
            name=op.f("fk_body_member_professional_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_body_member_structure_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_member")),
    )
    op.create_index(op.f("ix_body_member_body_id"), "body_member", ["body_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("body_id", ROW_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("place_id", ROW_ID, nullable=True),
        sa.Column("place_text", sa.String(length=200), nullable=False),
        sa.Column("chair_id", ROW_ID, nullable=True),
        sa.Column("secretary_id", ROW_ID, nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_meeting_body_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["chair_id"],
            ["professional.id"],
            name=op.f("fk_meeting_chair_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["place.id"],
            name=op.f("fk_meeting_place_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["secretary_id"],
            ["professional.id"],
            name=op.f("fk_meeting_secretary_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_body_id"), "meeting", ["body_id"], unique=False)
    op.create_index(op.f("ix_meeting_day"), "meeting", ["day"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("meeting_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner_id", ROW_ID, nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_agenda_item_meeting_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["professional.id"],
            name=op.f("fk_agenda_item_owner_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    op.create_index(op.f("ix_agenda_item_meeting_id"), "agenda_item", ["meeting_id"], unique=False)
    op.create_table(
        "meeting_attendance",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("meeting_id", ROW_ID, nullable=False),
        sa.Column("professional_id", ROW_ID, nullable=False),
        sa.Column("structure_id", ROW_ID, nullable=True),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("proxy_id", ROW_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_attendance_meeting_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professional.id"],
            name=op.f("fk_meeting_attendance_professional_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["proxy_id"],
            ["professional.id"],
            name=op.f("fk_meeting_attendance_proxy_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_meeting_attendance_structure_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_attendance")),
    )
    op.create_index(
        op.f("ix_meeting_attendance_meeting_id"), "meeting_attendance", ["meeting_id"], unique=False
    )
    op.create_table(
        "decision",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("meeting_id", ROW_ID, nullable=False),
        sa.Column("agenda_item_id", ROW_ID, nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("type_code", sa.String(length=60), nullable=False),
        sa.Column("consensus", sa.Boolean(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("abstentions", sa.Integer(), nullable=True),
        sa.Column("responsible_id", ROW_ID, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"],
            ["agenda_item.id"],
            name=op.f("fk_decision_agenda_item_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_decision_meeting_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"],
            ["professional.id"],
            name=op.f("fk_decision_responsible_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_meeting_id"), "decision", ["meeting_id"], unique=False)
