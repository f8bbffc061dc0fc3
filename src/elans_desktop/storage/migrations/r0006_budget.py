"""First schema: budget."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from elans_desktop.storage.migrations.row_id import ROW_ID

revision = "0006_budget"
down_revision = "0005_evaluations"


def upgrade() -> None:
    op.create_table(
        "budget_year",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("agreement_id", ROW_ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_budget_year_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_year")),
    )
    op.create_index(op.f("ix_budget_year_agreement_id"), "budget_year", ["agreement_id"], unique=False)
    op.create_table(
        "budget_version",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("budget_year_id", ROW_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["budget_year_id"],
            ["budget_year.id"],
            name=op.f("fk_budget_version_budget_year_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_version")),
    )
    op.create_index(
        op.f("ix_budget_version_budget_year_id"), "budget_version", ["budget_year_id"], unique=False
    )
    op.create_table(
        "expense",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("budget_year_id", ROW_ID, nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("member_id", ROW_ID, nullable=False),
        sa.Column("brique_code", sa.String(length=60), nullable=True),
        sa.Column("account_code", sa.String(length=60), nullable=False),
        sa.Column("supplier", sa.String(length=200), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("committed_on", sa.Date(), nullable=True),
        sa.Column("invoiced_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("running_cost", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("voucher_sha256", sa.String(length=64), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["budget_year_id"],
            ["budget_year.id"],
            name=op.f("fk_expense_budget_year_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["structure.id"],
            name=op.f("fk_expense_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense")),
    )
    op.create_index(op.f("ix_expense_budget_year_id"), "expense", ["budget_year_id"], unique=False)
    op.create_table(
        "funding",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("budget_year_id", ROW_ID, nullable=False),
        sa.Column("funder_id", ROW_ID, nullable=True),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("account_code", sa.String(length=60), nullable=False),
        sa.Column("granted", sa.BigInteger(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["budget_year_id"],
            ["budget_year.id"],
            name=op.f("fk_funding_budget_year_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["funder_id"],
            ["structure.id"],
            name=op.f("fk_funding_funder_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding")),
    )
    op.create_index(op.f("ix_funding_budget_year_id"), "funding", ["budget_year_id"], unique=False)
    op.create_table(
        "budget_line",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("version_id", ROW_ID, nullable=False),
        sa.Column("side", sa.String(length=60), nullable=False),
        sa.Column("member_id", ROW_ID, nullable=True),
        sa.Column("brique_code", sa.String(length=60), nullable=True),
        sa.Column("account_code", sa.String(length=60), nullable=False),
        sa.Column("funder_id", ROW_ID, nullable=True),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("running_cost", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["funder_id"],
            ["structure.id"],
            name=op.f("fk_budget_line_funder_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["structure.id"],
            name=op.f("fk_budget_line_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["budget_version.id"],
            name=op.f("fk_budget_line_version_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
    )
    op.create_index(op.f("ix_budget_line_version_id"), "budget_line", ["version_id"], unique=False)
    op.create_table(
        "funding_payment",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("funding_id", ROW_ID, nullable=False),
        sa.Column("member_id", ROW_ID, nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["funding_id"],
            ["funding.id"],
            name=op.f("fk_funding_payment_funding_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["structure.id"],
            name=op.f("fk_funding_payment_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_payment")),
    )
    op.create_index(op.f("ix_funding_payment_funding_id"), "funding_payment", ["funding_id"], unique=False)
