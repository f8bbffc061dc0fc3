"""The rights people use on their data, and what they object to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elans_desktop.storage.migrations.extending import extended
from elans_desktop.storage.migrations.row_id import ROW_ID

revision = "0013_rights"
down_revision = "0012_filing"


def upgrade() -> None:
    op.create_table(
        "person_request",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("participant_id", ROW_ID, nullable=False),
        sa.Column("kind_code", sa.String(length=60), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("means_code", sa.String(length=60), nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("outcome_code", sa.String(length=60), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_person_request_participant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_request")),
    )
    op.create_index(
        op.f("ix_person_request_participant_id"), "person_request", ["participant_id"], unique=False
    )
    with extended("participant") as batch:
        batch.add_column(sa.Column("opposes_contact", sa.Boolean(), nullable=False))
        batch.add_column(sa.Column("opposes_sharing", sa.Boolean(), nullable=False))
    # an opposition noted before did not say to what: it holds for both
    op.execute("UPDATE participant SET opposes_contact = 1, opposes_sharing = 1 WHERE opposed_on IS NOT NULL")
