"""Expenses, from commitment to payment (domain: execution of the budget). Cents and basis points."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError
from elans_desktop.models.budget import BudgetYear, Expense
from elans_desktop.services import numbering
from elans_desktop.services.budget.budget import CHARGE, MOST_CENTS, sides, structure_names, top_brique
from elans_desktop.services.budget.budget_matrix import WITHOUT, counts_as
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.organisation import reference
from elans_desktop.services.permissions import Right, require

PLANNED, COMMITTED, PAID = "prevue", "engagee", "acquittee"


@dataclass(frozen=True, slots=True)
class ExpenseInput:
    """What is typed of an expense. `share`: part of `gross` that the project bears, in basis points."""

    budget_year_id: uuid.UUID
    id: uuid.UUID | None = None
    member_id: uuid.UUID | None = None
    brique_code: str | None = None
    account_code: str = ""
    supplier: str = ""
    label: str = ""
    committed_on: date | None = None
    invoiced_on: date | None = None
    paid_on: date | None = None
    gross: int = 0
    share: int = 10_000
    running_cost: bool = False
    status: str = ""
    """Code of the list `expense_statuses`; empty: said by the dates."""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class ExpenseRow(Kept):
    """An expense in words."""

    input: ExpenseInput
    number: str
    amount: int
    member: str
    brique: str
    account: str
    status: str

    @property
    def day(self) -> date | None:
        """The latest date known: payment, invoice, commitment."""
        return self.input.paid_on or self.input.invoiced_on or self.input.committed_on

    @property
    def column(self) -> str:
        """Its column of the matrix."""
        return top_brique(self.input.brique_code) or WITHOUT

    @property
    def kind(self) -> str:
        """planned, committed, spent or excluded."""
        return counts_as(self.input.status)


def amount_of(gross: int, share: int) -> int:
    """`gross` × `share` (basis points), rounded half up to the cent."""
    return (2 * gross * share + 10_000) // 20_000


def status_of(entered: ExpenseInput) -> str:
    """The status its dates say, when none was chosen: paid, else committed, else planned."""
    if entered.status:
        return entered.status
    if entered.paid_on:
        return PAID
    return COMMITTED if entered.committed_on or entered.invoiced_on else PLANNED


def rows(session: Session, budget_year_id: uuid.UUID) -> tuple[ExpenseRow, ...]:
    """The expenses of a year, the latest first."""
    require(session, Right.READ_BUDGET)
    words = reference.labels(session, "briques", "budget_accounts", "expense_statuses")
    names = structure_names(session)
    query = select(Expense).where(Expense.budget_year_id == budget_year_id)
    found = [
        ExpenseRow(
            input=_input(expense),
            number=expense.number,
            amount=expense.amount,
            member=names.get(expense.member_id, ""),
            brique=words("briques", expense.brique_code),
            account=words("budget_accounts", expense.account_code),
            status=words("expense_statuses", expense.status),
        )
        for expense in session.scalars(query)
    ]
    return tuple(sorted(found, key=lambda row: (row.day or date.min, row.number), reverse=True))


def save(session: Session, entered: ExpenseInput) -> uuid.UUID:
    """Create (with its number) or change an expense. Raises InputError, NotFoundError, PermissionDenied."""
    require(session, Right.EDIT_BUDGET)
    year = existing(session, BudgetYear, entered.budget_year_id, "Ce budget n’existe plus.")
    member_id = _checked(entered)
    if entered.id is None:
        expense = Expense(
            budget_year_id=year.id,
            number=numbering.next_number(session, numbering.EXPENSE, year.year),
            voucher_sha256=None,
        )
    else:
        expense = _existing(session, entered.id)
    expense.member_id = member_id
    expense.brique_code = entered.brique_code
    expense.account_code = entered.account_code
    expense.supplier = entered.supplier.strip()
    expense.label = entered.label.strip()
    expense.committed_on = entered.committed_on
    expense.invoiced_on = entered.invoiced_on
    expense.paid_on = entered.paid_on
    expense.gross = entered.gross
    expense.share = entered.share
    expense.amount = amount_of(entered.gross, entered.share)
    expense.running_cost = entered.running_cost
    expense.status = status_of(entered)
    expense.notes = entered.notes.strip()
    session.add(expense)
    session.flush()
    return expense.id


def delete(session: Session, expense_id: uuid.UUID) -> None:
    """Take an expense away; its number is never given again."""
    require(session, Right.EDIT_BUDGET)
    session.delete(_existing(session, expense_id))


def _checked(entered: ExpenseInput) -> uuid.UUID:
    errors: dict[str, str] = {}
    if entered.member_id is None:
        errors["member_id"] = "Choisissez le membre qui dépense."
    if not entered.label.strip():
        errors["label"] = "Dites en quelques mots ce qui est payé."
    if not entered.account_code or sides().get(entered.account_code, CHARGE) != CHARGE:
        errors["account_code"] = "Choisissez un compte de charges."
    if not 0 < entered.gross <= MOST_CENTS:
        errors["gross"] = "Donnez le montant de la pièce, plus grand que zéro."
    if not 0 < entered.share <= 10_000:
        errors["share"] = "La part va de 1 à 100\u00a0%."
    if entered.paid_on and entered.invoiced_on and entered.paid_on < entered.invoiced_on:
        errors["paid_on"] = "Le paiement vient avant la facture\u00a0: vérifiez les dates."
    if status_of(entered) in ("acquittee", "eligible", "justifiee") and entered.paid_on is None:
        errors.setdefault("paid_on", "Donnez la date du paiement.")
    for name in ("supplier", "label"):
        if len(getattr(entered, name)) > 200:
            errors[name] = "Ce texte est trop long\u00a0: 200 lettres au plus."
    if errors:
        raise InputError(errors)
    assert entered.member_id
    return entered.member_id


def _existing(session: Session, expense_id: uuid.UUID) -> Expense:
    return existing(session, Expense, expense_id, "Cette dépense n’existe plus.")


def _input(expense: Expense) -> ExpenseInput:
    return ExpenseInput(
        budget_year_id=expense.budget_year_id,
        id=expense.id,
        member_id=expense.member_id,
        brique_code=expense.brique_code,
        account_code=expense.account_code,
        supplier=expense.supplier,
        label=expense.label,
        committed_on=expense.committed_on,
        invoiced_on=expense.invoiced_on,
        paid_on=expense.paid_on,
        gross=expense.gross,
        share=expense.share,
        running_cost=expense.running_cost,
        status=expense.status,
        notes=expense.notes,
    )
