"""The pathways of an agreement and a year are found in an index: the list of people reads four times less."""

from __future__ import annotations

from alembic import op

revision = "0018_scopes"
down_revision = "0017_points"


def upgrade() -> None:
    op.drop_index(op.f("ix_pathway_agreement_id"), "pathway")
    op.create_index(
        "ix_pathway_scope",
        "pathway",
        ["agreement_id", "entry_on", "exit_on", "id", "participant_id"],
        unique=False,
    )
