"""First schema: participants."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elans_desktop.storage.migrations.row_id import ROW_ID

revision = "0002_participants"
down_revision = "0001_organisation"


def upgrade() -> None:
    op.create_table(
        "participant",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("civility", sa.String(length=60), nullable=True),
        sa.Column("last_name", sa.String(length=200), nullable=False),
        sa.Column("birth_name", sa.String(length=200), nullable=False),
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(length=60), nullable=True),
        sa.Column("nationality", sa.String(length=60), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("domiciliation", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=60), nullable=False),
        sa.Column("commune", sa.String(length=200), nullable=False),
        sa.Column("insee", sa.String(length=60), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=True),
        sa.Column("phone", sa.String(length=200), nullable=False),
        sa.Column("sms_accepted", sa.Boolean(), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("contact_person", sa.String(length=200), nullable=False),
        sa.Column("reachable_referent", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("information_given_on", sa.Date(), nullable=True),
        sa.Column("information_given_by", sa.String(length=200), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("search_key", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
    )
    op.create_index(op.f("ix_participant_birth_date"), "participant", ["birth_date"], unique=False)
    op.create_index(op.f("ix_participant_number"), "participant", ["number"], unique=False)
    op.create_index(op.f("ix_participant_search_key"), "participant", ["search_key"], unique=False)
    op.create_table(
        "detection_contact",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=True),
        sa.Column("agreement_id", ROW_ID, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mode_code", sa.String(length=60), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("oriented_by_kind", sa.String(length=60), nullable=True),
        sa.Column("oriented_by_structure_id", ROW_ID, nullable=True),
        sa.Column("oriented_by_name", sa.String(length=200), nullable=False),
        sa.Column("member_id", ROW_ID, nullable=True),
        sa.Column("recall_consent", sa.Boolean(), nullable=True),
        sa.Column("outcome_code", sa.String(length=60), nullable=True),
        sa.Column("recall_on", sa.Date(), nullable=True),
        sa.Column("age_band", sa.String(length=60), nullable=True),
        sa.Column("sex", sa.String(length=60), nullable=True),
        sa.Column("commune", sa.String(length=200), nullable=False),
        sa.Column("insee", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_detection_contact_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["structure.id"],
            name=op.f("fk_detection_contact_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["oriented_by_structure_id"],
            ["structure.id"],
            name=op.f("fk_detection_contact_oriented_by_structure_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_detection_contact_participant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_detection_contact")),
    )
    op.create_index(op.f("ix_detection_contact_day"), "detection_contact", ["day"], unique=False)
    op.create_index(
        op.f("ix_detection_contact_participant_id"), "detection_contact", ["participant_id"], unique=False
    )
    op.create_table(
        "pathway",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("agreement_id", ROW_ID, nullable=False),
        sa.Column("entry_on", sa.Date(), nullable=True),
        sa.Column("member_id", ROW_ID, nullable=True),
        sa.Column("referent_id", ROW_ID, nullable=True),
        sa.Column("prescriber_id", ROW_ID, nullable=True),
        sa.Column("prescriber_name", sa.String(length=200), nullable=False),
        sa.Column("registered_job_seeker", sa.Boolean(), nullable=True),
        sa.Column("has_network_referent", sa.Boolean(), nullable=True),
        sa.Column("last_referent_contact_on", sa.Date(), nullable=True),
        sa.Column("ground_code", sa.String(length=60), nullable=True),
        sa.Column("eligibility_note", sa.Text(), nullable=False),
        sa.Column("elans_profile", sa.String(length=60), nullable=True),
        sa.Column("espoir_site", sa.String(length=200), nullable=False),
        sa.Column("diagnosis_on", sa.Date(), nullable=True),
        sa.Column("diagnosis_summary", sa.Text(), nullable=False),
        sa.Column("charter_signed_on", sa.Date(), nullable=True),
        sa.Column("own_words", sa.Text(), nullable=False),
        sa.Column("extension_reason", sa.Text(), nullable=False),
        sa.Column("exit_on", sa.Date(), nullable=True),
        sa.Column("exit_code", sa.String(length=60), nullable=True),
        sa.Column("certified", sa.Boolean(), nullable=False),
        sa.Column("exit_note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_pathway_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["structure.id"],
            name=op.f("fk_pathway_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_pathway_participant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["prescriber_id"],
            ["structure.id"],
            name=op.f("fk_pathway_prescriber_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["referent_id"],
            ["professional.id"],
            name=op.f("fk_pathway_referent_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway")),
    )
    op.create_index(op.f("ix_pathway_agreement_id"), "pathway", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_pathway_entry_on"), "pathway", ["entry_on"], unique=False)
    op.create_index(op.f("ix_pathway_exit_on"), "pathway", ["exit_on"], unique=False)
    op.create_index(op.f("ix_pathway_participant_id"), "pathway", ["participant_id"], unique=False)
    op.create_index(op.f("ix_pathway_referent_id"), "pathway", ["referent_id"], unique=False)
    op.create_table(
        "pathway_brique",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("pathway_id", ROW_ID, nullable=False),
        sa.Column("brique_code", sa.String(length=60), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["pathway.id"],
            name=op.f("fk_pathway_brique_pathway_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway_brique")),
    )
    op.create_index(op.f("ix_pathway_brique_pathway_id"), "pathway_brique", ["pathway_id"], unique=False)
    op.create_table(
        "pathway_suspension",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("pathway_id", ROW_ID, nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["pathway.id"],
            name=op.f("fk_pathway_suspension_pathway_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway_suspension")),
    )
    op.create_index(
        op.f("ix_pathway_suspension_pathway_id"), "pathway_suspension", ["pathway_id"], unique=False
    )
    op.create_table(
        "situation",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("pathway_id", ROW_ID, nullable=False),
        sa.Column("moment", sa.String(length=60), nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("family", sa.String(length=60), nullable=True),
        sa.Column("children", sa.Integer(), nullable=True),
        sa.Column("children_under_3", sa.Integer(), nullable=True),
        sa.Column("housing", sa.String(length=60), nullable=True),
        sa.Column("education", sa.String(length=60), nullable=True),
        sa.Column("last_class", sa.String(length=200), nullable=False),
        sa.Column("employment", sa.String(length=60), nullable=True),
        sa.Column("unemployed_for", sa.String(length=60), nullable=True),
        sa.Column("french", sa.String(length=60), nullable=True),
        sa.Column("administrative", sa.String(length=60), nullable=True),
        sa.Column("administrative_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["pathway.id"],
            name=op.f("fk_situation_pathway_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situation")),
    )
    op.create_index(op.f("ix_situation_pathway_id"), "situation", ["pathway_id"], unique=False)
    op.create_table(
        "situation_choice",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("situation_id", ROW_ID, nullable=False),
        sa.Column("list_code", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["situation_id"],
            ["situation.id"],
            name=op.f("fk_situation_choice_situation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situation_choice")),
    )
    op.create_index(
        op.f("ix_situation_choice_situation_id"), "situation_choice", ["situation_id"], unique=False
    )
