"""The consortium's money: years, forecast versions and lines, expenses, funding and its payments."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from elans_desktop.core.ids import keyed_id
from elans_desktop.models.base import Row
from elans_desktop.models.types import BasisPoints, Cents, Code, LongText, Short, references


class BudgetYear(Row):
    """A year of an agreement. Key: agreement × year."""

    __tablename__ = "budget_year"

    agreement_id: Mapped[uuid.UUID] = mapped_column(references("agreement.id"), index=True)
    year: Mapped[int]
    closed_on: Mapped[date | None]

    @staticmethod
    def key(agreement_id: uuid.UUID, year: int) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("budget_year", agreement_id, year)


class BudgetVersion(Row):
    """A version of the forecast of a year; the last adopted one is in force."""

    __tablename__ = "budget_version"

    budget_year_id: Mapped[uuid.UUID] = mapped_column(references("budget_year.id"), index=True)
    number: Mapped[int]
    title: Mapped[Short]
    adopted_on: Mapped[date | None]


class BudgetLine(Row):
    """A forecast amount: member × brique × account (× funder)."""

    __tablename__ = "budget_line"

    version_id: Mapped[uuid.UUID] = mapped_column(references("budget_version.id"), index=True)
    side: Mapped[Code]
    """charge · produit."""
    member_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    brique_code: Mapped[Code | None]
    account_code: Mapped[Code]
    funder_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    label: Mapped[Short]
    amount: Mapped[Cents]
    running_cost: Mapped[bool]
    """Counts under the ceiling of « frais de fonctionnement » (Annexe 2: 15 %)."""


class Expense(Row):
    """A real expense, from commitment to payment."""

    __tablename__ = "expense"

    budget_year_id: Mapped[uuid.UUID] = mapped_column(references("budget_year.id"), index=True)
    number: Mapped[Code]
    member_id: Mapped[uuid.UUID] = mapped_column(references("structure.id"))
    brique_code: Mapped[Code | None]
    account_code: Mapped[Code]
    supplier: Mapped[Short]
    label: Mapped[Short]
    committed_on: Mapped[date | None]
    invoiced_on: Mapped[date | None]
    paid_on: Mapped[date | None]
    gross: Mapped[Cents]
    """Amount of the document, VAT included."""
    share: Mapped[BasisPoints]
    """Part of it that the project bears."""
    amount: Mapped[Cents]
    """`gross` × `share`, rounded half up to the cent."""
    running_cost: Mapped[bool]
    status: Mapped[Code]
    voucher_sha256: Mapped[str | None] = mapped_column(String(64))
    notes: Mapped[LongText]


class Funding(Row):
    """What a funder grants for a year."""

    __tablename__ = "funding"

    budget_year_id: Mapped[uuid.UUID] = mapped_column(references("budget_year.id"), index=True)
    funder_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    label: Mapped[Short]
    account_code: Mapped[Code]
    granted: Mapped[Cents]
    decided_on: Mapped[date | None]
    status: Mapped[Code]
    """demande · accorde · refuse · solde."""


class FundingPayment(Row):
    """An advance, an instalment or a balance, expected then received, for a member."""

    __tablename__ = "funding_payment"

    funding_id: Mapped[uuid.UUID] = mapped_column(references("funding.id"), index=True)
    member_id: Mapped[uuid.UUID | None] = mapped_column(references("structure.id"))
    kind: Mapped[Code]
    """avance · acompte · solde."""
    expected_on: Mapped[date | None]
    received_on: Mapped[date | None]
    amount: Mapped[Cents]
