"""What is done with a person: freins, objectives, interviews, immersions, aids, follow-up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elans_desktop.storage.migrations.extending import extended
from elans_desktop.storage.migrations.row_id import ROW_ID

revision = "0009_support"
down_revision = "0008_journal"


def upgrade() -> None:
    op.create_table(
        "handed_document",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document_key", sa.String(length=60), nullable=True),
        sa.Column("professional_id", ROW_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_handed_document_participant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professional.id"],
            name=op.f("fk_handed_document_professional_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_document")),
    )
    op.create_index(
        op.f("ix_handed_document_participant_id"), "handed_document", ["participant_id"], unique=False
    )
    op.create_table(
        "barrier_review",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("pathway_id", ROW_ID, nullable=False),
        sa.Column("theme_code", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("status_code", sa.String(length=60), nullable=False),
        sa.Column("raised_by", sa.String(length=60), nullable=True),
        sa.Column("solution", sa.Text(), nullable=False),
        sa.Column("partner_id", ROW_ID, nullable=True),
        sa.Column("partner_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["structure.id"],
            name=op.f("fk_barrier_review_partner_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["pathway.id"],
            name=op.f("fk_barrier_review_pathway_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barrier_review")),
    )
    op.create_index(op.f("ix_barrier_review_pathway_id"), "barrier_review", ["pathway_id"], unique=False)
    op.create_table(
        "financial_aid",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("pathway_id", ROW_ID, nullable=False),
        sa.Column("kind_code", sa.String(length=60), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("funder_id", ROW_ID, nullable=True),
        sa.Column("funder_name", sa.String(length=200), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("status_code", sa.String(length=60), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["funder_id"],
            ["structure.id"],
            name=op.f("fk_financial_aid_funder_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["pathway.id"],
            name=op.f("fk_financial_aid_pathway_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_financial_aid")),
    )
    op.create_index(op.f("ix_financial_aid_pathway_id"), "financial_aid", ["pathway_id"], unique=False)
    op.create_table(
        "follow_up_call",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("pathway_id", ROW_ID, nullable=False),
        sa.Column("moment", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("outcome_code", sa.String(length=60), nullable=False),
        sa.Column("professional_id", ROW_ID, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["pathway.id"],
            name=op.f("fk_follow_up_call_pathway_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professional.id"],
            name=op.f("fk_follow_up_call_professional_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_call")),
    )
    op.create_index(op.f("ix_follow_up_call_pathway_id"), "follow_up_call", ["pathway_id"], unique=False)
    op.create_table(
        "immersion",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("pathway_id", ROW_ID, nullable=False),
        sa.Column("host_id", ROW_ID, nullable=False),
        sa.Column("object_code", sa.String(length=60), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("renewal", sa.Boolean(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("agreement_number", sa.String(length=200), nullable=False),
        sa.Column("prescriber_id", ROW_ID, nullable=True),
        sa.Column("tutor", sa.String(length=200), nullable=False),
        sa.Column("job", sa.String(length=200), nullable=False),
        sa.Column("weekly", sa.Integer(), nullable=True),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("tasks", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["host_id"],
            ["structure.id"],
            name=op.f("fk_immersion_host_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["pathway.id"],
            name=op.f("fk_immersion_pathway_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["prescriber_id"],
            ["structure.id"],
            name=op.f("fk_immersion_prescriber_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_immersion")),
    )
    op.create_index(op.f("ix_immersion_host_id"), "immersion", ["host_id"], unique=False)
    op.create_index(op.f("ix_immersion_pathway_id"), "immersion", ["pathway_id"], unique=False)
    op.create_table(
        "interview",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("pathway_id", ROW_ID, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("duration", sa.Integer(), nullable=True),
        sa.Column("medium_code", sa.String(length=60), nullable=True),
        sa.Column("subject_code", sa.String(length=60), nullable=True),
        sa.Column("professional_id", ROW_ID, nullable=True),
        sa.Column("present", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("follow_up", sa.Text(), nullable=False),
        sa.Column("to_reread", sa.Boolean(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("next_start", sa.Integer(), nullable=True),
        sa.Column("next_place", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_interview_participant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["pathway.id"],
            name=op.f("fk_interview_pathway_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professional.id"],
            name=op.f("fk_interview_professional_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )
    op.create_index(op.f("ix_interview_day"), "interview", ["day"], unique=False)
    op.create_index(op.f("ix_interview_next_on"), "interview", ["next_on"], unique=False)
    op.create_index(op.f("ix_interview_participant_id"), "interview", ["participant_id"], unique=False)
    op.create_index(op.f("ix_interview_professional_id"), "interview", ["professional_id"], unique=False)
    op.create_table(
        "objective",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("pathway_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("theme_code", sa.String(length=60), nullable=True),
        sa.Column("elans_code", sa.String(length=60), nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status_code", sa.String(length=60), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["pathway.id"],
            name=op.f("fk_objective_pathway_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective")),
    )
    op.create_index(op.f("ix_objective_pathway_id"), "objective", ["pathway_id"], unique=False)
    op.create_table(
        "pathway_ground",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("pathway_id", ROW_ID, nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["pathway.id"],
            name=op.f("fk_pathway_ground_pathway_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway_ground")),
    )
    op.create_index(op.f("ix_pathway_ground_pathway_id"), "pathway_ground", ["pathway_id"], unique=False)
    op.create_table(
        "objective_action",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("objective_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("status_code", sa.String(length=60), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("by_person", sa.Boolean(), nullable=False),
        sa.Column("responsible_id", ROW_ID, nullable=True),
        sa.Column("partner_id", ROW_ID, nullable=True),
        sa.Column("partner_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["objective_id"],
            ["objective.id"],
            name=op.f("fk_objective_action_objective_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["structure.id"],
            name=op.f("fk_objective_action_partner_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"],
            ["professional.id"],
            name=op.f("fk_objective_action_responsible_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective_action")),
    )
    op.create_index(
        op.f("ix_objective_action_objective_id"), "objective_action", ["objective_id"], unique=False
    )
    op.create_table(
        "private_note",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("interview_id", ROW_ID, nullable=False),
        sa.Column("user_id", ROW_ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_private_note_interview_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_private_note_user_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_note")),
    )
    op.create_index(op.f("ix_private_note_interview_id"), "private_note", ["interview_id"], unique=False)
    deleted = sa.text("action = 'delete'")
    op.create_index(
        "ix_change_deleted", "change", ["table_name"], sqlite_where=deleted, postgresql_where=deleted
    )
    with extended("participant") as batch:
        batch.add_column(sa.Column("opposed_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("opposition_note", sa.Text(), nullable=False))
        batch.add_column(sa.Column("keep_until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("keep_reason", sa.Text(), nullable=False))
        batch.add_column(sa.Column("restricted_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("anonymised_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("merged_into_id", ROW_ID, nullable=True))
        batch.create_foreign_key(
            op.f("fk_participant_merged_into_id"),
            "participant",
            ["merged_into_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
    op.create_index(
        op.f("ix_participant_merged_into_id"),
        "participant",
        ["merged_into_id"],
        unique=False,
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    with extended("detection_contact") as batch:
        batch.add_column(sa.Column("professional_id", ROW_ID, nullable=True))
        batch.add_column(sa.Column("note", sa.Text(), nullable=False))
        batch.add_column(sa.Column("converted_on", sa.Date(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_detection_contact_professional_id"),
            "professional",
            ["professional_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
    with extended("pathway") as batch:
        batch.add_column(sa.Column("job_seeker_number", sa.String(length=200), nullable=False))
        batch.add_column(sa.Column("job_seeker_category", sa.String(length=200), nullable=False))
        batch.add_column(sa.Column("network_structure_id", ROW_ID, nullable=True))
        batch.add_column(sa.Column("network_referent_name", sa.String(length=200), nullable=False))
        batch.add_column(sa.Column("engagement_signed_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("weekly_target", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("extension_code", sa.String(length=60), nullable=True))
        batch.add_column(sa.Column("training_status", sa.String(length=60), nullable=True))
        batch.add_column(sa.Column("distance_entry", sa.String(length=60), nullable=True))
        batch.add_column(sa.Column("distance_exit", sa.String(length=60), nullable=True))
        batch.add_column(sa.Column("distance_note", sa.Text(), nullable=False))
        batch.add_column(sa.Column("distance_exit_note", sa.Text(), nullable=False))
        batch.add_column(sa.Column("exit_structure_id", ROW_ID, nullable=True))
        batch.create_foreign_key(
            op.f("fk_pathway_exit_structure_id"),
            "structure",
            ["exit_structure_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        batch.create_foreign_key(
            op.f("fk_pathway_network_structure_id"),
            "structure",
            ["network_structure_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        batch.drop_column("ground_code")
