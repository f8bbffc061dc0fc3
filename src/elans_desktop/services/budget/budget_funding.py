"""What funders grant for a year, the payments expected then received, and the cash of each member."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.models.budget import BudgetYear, Expense, Funding, FundingPayment
from elans_desktop.services.budget.budget import MOST_CENTS, PRODUIT, YearView, sides, structure_names
from elans_desktop.services.budget.budget_matrix import counts_as, members
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.organisation import reference
from elans_desktop.services.permissions import Right, require

ASKED, GRANTED, REFUSED, SETTLED = "demande", "accorde", "refuse", "solde"
STATUSES = {ASKED: "Demandé", GRANTED: "Accordé", REFUSED: "Refusé", SETTLED: "Soldé"}
PASSED_ON = "reversement"


@dataclass(frozen=True, slots=True)
class FundingInput:
    """A grant: who, how much (cents), where it stands."""

    budget_year_id: uuid.UUID
    id: uuid.UUID | None = None
    funder_id: uuid.UUID | None = None
    label: str = ""
    account_code: str = ""
    granted: int = 0
    decided_on: date | None = None
    status: str = ASKED


@dataclass(frozen=True, slots=True)
class FundingRow(Kept):
    """A grant in words; `received` and `expected` in cents."""

    input: FundingInput
    funder: str
    account: str
    status: str
    received: int
    expected: int
    """Announced payments not received yet."""

    @property
    def left(self) -> int:
        """Granted and not received yet."""
        return self.input.granted - self.received if self.input.status in (GRANTED, SETTLED) else 0


@dataclass(frozen=True, slots=True)
class PaymentInput:
    """An advance, an instalment or a balance, for a member."""

    funding_id: uuid.UUID
    id: uuid.UUID | None = None
    member_id: uuid.UUID | None = None
    kind: str = "avance"
    expected_on: date | None = None
    received_on: date | None = None
    amount: int = 0


@dataclass(frozen=True, slots=True)
class PaymentRow(Kept):
    """A payment in words."""

    input: PaymentInput
    funder: str
    member: str
    kind: str
    late: bool
    """Expected before today and not received."""


@dataclass(frozen=True, slots=True)
class MemberCash:
    """Received less paid out, and what is still announced, in cents."""

    member_id: uuid.UUID
    name: str
    received: int
    paid: int
    due: int

    @property
    def cash(self) -> int:
        """What is left in hand; below zero: the member waits for its money."""
        return self.received - self.paid


def rows(session: Session, budget_year_id: uuid.UUID) -> tuple[FundingRow, ...]:
    """The grants of a year, the largest first."""
    require(session, Right.READ_BUDGET)
    words, names = reference.labels(session, "budget_accounts"), structure_names(session)
    sums: dict[tuple[uuid.UUID, bool], int] = {}
    query = (
        select(
            FundingPayment.funding_id,
            FundingPayment.received_on.is_not(None),
            func.sum(FundingPayment.amount),
        )
        .join(Funding, Funding.id == FundingPayment.funding_id)
        .where(Funding.budget_year_id == budget_year_id)
        .group_by(FundingPayment.funding_id, FundingPayment.received_on.is_not(None))
    )
    for funding_id, received, amount in session.execute(query):
        sums[funding_id, bool(received)] = int(amount)
    found = [
        FundingRow(
            input=FundingInput(
                budget_year_id=budget_year_id,
                id=one.id,
                funder_id=one.funder_id,
                label=one.label,
                account_code=one.account_code,
                granted=one.granted,
                decided_on=one.decided_on,
                status=one.status,
            ),
            funder=names.get(one.funder_id, one.label),
            account=words("budget_accounts", one.account_code),
            status=STATUSES.get(one.status, one.status),
            received=sums.get((one.id, True), 0),
            expected=sums.get((one.id, False), 0),
        )
        for one in session.scalars(select(Funding).where(Funding.budget_year_id == budget_year_id))
    ]
    return tuple(sorted(found, key=lambda row: (-row.input.granted, row.funder)))


def payments(session: Session, budget_year_id: uuid.UUID) -> tuple[PaymentRow, ...]:
    """The payments of a year, by date."""
    require(session, Right.READ_BUDGET)
    words, names, today = reference.labels(session, "payment_kinds"), structure_names(session), clock.today()
    query = (
        select(FundingPayment, Funding.funder_id, Funding.label)
        .join(Funding, Funding.id == FundingPayment.funding_id)
        .where(Funding.budget_year_id == budget_year_id)
    )
    found = [
        PaymentRow(
            input=PaymentInput(
                funding_id=one.funding_id,
                id=one.id,
                member_id=one.member_id,
                kind=one.kind,
                expected_on=one.expected_on,
                received_on=one.received_on,
                amount=one.amount,
            ),
            funder=names.get(funder_id, label),
            member=names.get(one.member_id, ""),
            kind=words("payment_kinds", one.kind),
            late=one.received_on is None and one.expected_on is not None and one.expected_on < today,
        )
        for one, funder_id, label in session.execute(query)
    ]
    return tuple(sorted(found, key=lambda row: row.input.received_on or row.input.expected_on or date.max))


def cash(session: Session, year: YearView) -> tuple[MemberCash, ...]:
    """The cash of each member of a year: received from funders, paid out, still announced."""
    if year.id is None:
        return ()
    received: dict[uuid.UUID, int] = {}
    due: dict[uuid.UUID, int] = {}
    for row in payments(session, year.id):
        if row.input.member_id is not None:
            sums = received if row.input.received_on else due
            sums[row.input.member_id] = sums.get(row.input.member_id, 0) + row.input.amount
    paid: dict[uuid.UUID, int] = {}
    query = (
        select(Expense.member_id, Expense.status, func.sum(Expense.amount))
        .where(Expense.budget_year_id == year.id)
        .group_by(Expense.member_id, Expense.status)
    )
    for member, status, amount in session.execute(query):
        if counts_as(status) == "spent":
            paid[member] = paid.get(member, 0) + int(amount)
    known = {*received, *due, *paid}
    return tuple(
        MemberCash(member, name, received.get(member, 0), paid.get(member, 0), due.get(member, 0))
        for member, name, _detail in members(session, year.agreement.id, known)
    )


def save(session: Session, entered: FundingInput) -> uuid.UUID:
    """Create or change a grant. Raises InputError, NotFoundError, PermissionDenied."""
    require(session, Right.EDIT_BUDGET)
    errors: dict[str, str] = {}
    existing(session, BudgetYear, entered.budget_year_id, "Ce budget n’existe plus.")
    if entered.funder_id is None and not entered.label.strip():
        errors["funder_id"] = "Choisissez le financeur."
    if sides().get(entered.account_code, "") != PRODUIT:
        errors["account_code"] = "Choisissez un compte de produits."
    if not 0 < entered.granted <= MOST_CENTS:
        errors["granted"] = "Donnez un montant, plus grand que zéro."
    if entered.status not in STATUSES:
        errors["status"] = "Choisissez où en est la demande."
    if errors:
        raise InputError(errors)
    funding = Funding(budget_year_id=entered.budget_year_id)
    if entered.id is not None:
        funding = existing(session, Funding, entered.id, "Ce financement n’existe plus.")
    funding.funder_id = entered.funder_id
    funding.label = entered.label.strip()
    funding.account_code = entered.account_code
    funding.granted = entered.granted
    funding.decided_on = entered.decided_on
    funding.status = entered.status
    session.add(funding)
    session.flush()
    return funding.id


def save_payment(session: Session, year: YearView, entered: PaymentInput) -> uuid.UUID:
    """Create or change a payment. Raises InputError, RuleError, NotFoundError, PermissionDenied.

    Passing money on to a member is forbidden unless the agreement says so (décret-loi du 2 mai 1938,
    art. 15): its clause must be written first.
    """
    require(session, Right.EDIT_BUDGET)
    existing(session, Funding, entered.funding_id, "Ce financement n’existe plus.")
    if entered.kind == PASSED_ON and not year.agreement.input.transfer_clause:
        raise RuleError(
            "La convention n’autorise pas de reversement à un membre.",
            "Écrivez l’article qui l’autorise dans les réglages de la convention, puis recommencez.",
        )
    errors: dict[str, str] = {}
    if entered.member_id is None:
        errors["member_id"] = "Choisissez le membre qui reçoit."
    if not 0 < entered.amount <= MOST_CENTS:
        errors["amount"] = "Donnez un montant, plus grand que zéro."
    if entered.expected_on is None and entered.received_on is None:
        errors["expected_on"] = "Donnez la date prévue ou la date reçue."
    if entered.received_on and entered.received_on > clock.today():
        errors["received_on"] = "Une somme ne peut pas être reçue dans l’avenir."
    if errors:
        raise InputError(errors)
    payment = FundingPayment(funding_id=entered.funding_id)
    if entered.id is not None:
        payment = existing(session, FundingPayment, entered.id, "Ce versement n’existe plus.")
    payment.funding_id = entered.funding_id
    payment.member_id = entered.member_id
    payment.kind = entered.kind
    payment.expected_on = entered.expected_on
    payment.received_on = entered.received_on
    payment.amount = entered.amount
    session.add(payment)
    session.flush()
    return payment.id


def delete(session: Session, funding_id: uuid.UUID) -> None:
    """Take a grant away. Raises RuleError while payments hang on it."""
    require(session, Right.EDIT_BUDGET)
    if session.scalars(select(FundingPayment.id).where(FundingPayment.funding_id == funding_id)).first():
        raise RuleError("Ce financement a des versements.", "Supprimez d’abord ses versements.")
    if funding := session.get(Funding, funding_id):
        session.delete(funding)


def delete_payment(session: Session, payment_id: uuid.UUID) -> None:
    """Take a payment away."""
    require(session, Right.EDIT_BUDGET)
    if payment := session.get(FundingPayment, payment_id):
        session.delete(payment)
