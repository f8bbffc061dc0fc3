"""First schema: evaluations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elans_desktop.storage.migrations.row_id import ROW_ID

revision = "0005_evaluations"
down_revision = "0004_governance"


def upgrade() -> None:
    op.create_table(
        "grid",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("scheme_code", sa.String(length=60), nullable=True),
        sa.Column("shipped", sa.Boolean(), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid")),
    )
    op.create_table(
        "criterion",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("grid_id", ROW_ID, nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("family", sa.String(length=200), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grid_id"], ["grid.id"], name=op.f("fk_criterion_grid_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
    )
    op.create_index(op.f("ix_criterion_grid_id"), "criterion", ["grid_id"], unique=False)
    op.create_table(
        "grid_level",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("grid_id", ROW_ID, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["grid_id"],
            ["grid.id"],
            name=op.f("fk_grid_level_grid_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_level")),
    )
    op.create_index(op.f("ix_grid_level_grid_id"), "grid_level", ["grid_id"], unique=False)
    op.create_table(
        "evaluation",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("grid_id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("pathway_id", ROW_ID, nullable=True),
        sa.Column("moment", sa.String(length=60), nullable=False),
        sa.Column("voice", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("evaluator_id", ROW_ID, nullable=True),
        sa.Column("person_words", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["evaluator_id"],
            ["professional.id"],
            name=op.f("fk_evaluation_evaluator_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["grid_id"],
            ["grid.id"],
            name=op.f("fk_evaluation_grid_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_evaluation_participant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pathway_id"],
            ["pathway.id"],
            name=op.f("fk_evaluation_pathway_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
    )
    op.create_index(op.f("ix_evaluation_grid_id"), "evaluation", ["grid_id"], unique=False)
    op.create_index(op.f("ix_evaluation_participant_id"), "evaluation", ["participant_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("evaluation_id", ROW_ID, nullable=False),
        sa.Column("criterion_id", ROW_ID, nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("not_observed", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["criterion_id"],
            ["criterion.id"],
            name=op.f("fk_answer_criterion_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["evaluation.id"],
            name=op.f("fk_answer_evaluation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_evaluation_id"), "answer", ["evaluation_id"], unique=False)
