"""The budget of a year of an agreement: the year itself, its forecast versions and their lines.

Amounts are integer cents. « Charges » are what is spent, « produits » what pays for it; voluntary
contributions (86 and 87) balance apart and never enter the total (domain: structure of the budget).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.resources import read_json
from elans_desktop.models.budget import BudgetLine, BudgetVersion, BudgetYear
from elans_desktop.models.organisation import Structure
from elans_desktop.services.kept import Kept, existing
from elans_desktop.services.organisation import agreements, reference
from elans_desktop.services.organisation.agreements import AgreementRow
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import Scope

CHARGE, PRODUIT = "charge", "produit"
STAFF, DIRECT, INDIRECT, VOLUNTARY = "staff", "direct", "indirect", "voluntary"
BRIQUES = ("R", "M", "A", "C")
MOST_CENTS = 10_000_000_000
"""A line of a hundred million euros is a slip of the fingers."""


@dataclass(frozen=True, slots=True)
class YearView:
    """A budget year and the version in force."""

    agreement: AgreementRow
    year: int
    id: uuid.UUID | None
    """None: nothing was recorded for that year yet."""
    version_id: uuid.UUID | None
    version: str
    """« Budget initial »."""
    adopted_on: date | None


@dataclass(frozen=True, slots=True)
class LineInput:
    """A forecast amount in cents: member × brique × account; a « produit » names its funder."""

    version_id: uuid.UUID
    side: str = CHARGE
    member_id: uuid.UUID | None = None
    brique_code: str | None = None
    account_code: str = ""
    funder_id: uuid.UUID | None = None
    label: str = ""
    amount: int = 0
    running_cost: bool = False
    id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class LineRow(Kept):
    """A line of the forecast, in words."""

    input: LineInput
    member: str
    brique: str
    account: str
    funder: str


def year_view(session: Session, scope: Scope) -> YearView | None:
    """The budget of the scope's year (the present one when it names none); None without an agreement."""
    require(session, Right.READ_BUDGET)
    agreement = agreements.of_scope(session, scope)
    if agreement is None:
        return None
    year = scope.year or clock.today().year
    if year not in agreement.years:
        year = agreement.years[-1] if year > agreement.years[-1] else agreement.years[0]
    found = session.get(BudgetYear, BudgetYear.key(agreement.id, year))
    version = _in_force(session, found.id) if found else None
    return YearView(
        agreement=agreement,
        year=year,
        id=found.id if found else None,
        version_id=version.id if version else None,
        version=version.title if version else "",
        adopted_on=version.adopted_on if version else None,
    )


def create_year(session: Session, agreement_id: uuid.UUID, year: int) -> uuid.UUID:
    """Open the budget of a year with its first version. Raises RuleError out of the agreement."""
    require(session, Right.EDIT_BUDGET)
    if year not in agreements.view(session, agreement_id).years:
        raise RuleError(f"La convention ne couvre pas l’année {year}.", "Choisissez une autre année.")
    year_id = BudgetYear.key(agreement_id, year)
    if session.get(BudgetYear, year_id) is None:
        session.add(BudgetYear(id=year_id, agreement_id=agreement_id, year=year, closed_on=None))
    if _in_force(session, year_id) is None:
        session.add(BudgetVersion(budget_year_id=year_id, number=1, title="Budget initial", adopted_on=None))
    session.flush()
    return year_id


def lines(session: Session, version_id: uuid.UUID) -> tuple[LineRow, ...]:
    """The lines of a version: charges by member and brique, then produits."""
    require(session, Right.READ_BUDGET)
    words = reference.labels(session, "briques", "budget_accounts")
    names = structure_names(session)
    found = [
        LineRow(
            input=_input(line),
            member=names.get(line.member_id, ""),
            brique=words("briques", line.brique_code),
            account=words("budget_accounts", line.account_code),
            funder=names.get(line.funder_id, ""),
        )
        for line in session.scalars(select(BudgetLine).where(BudgetLine.version_id == version_id))
    ]
    order = {code: rank for rank, code in enumerate(BRIQUES)}
    return tuple(
        sorted(
            found,
            key=lambda row: (
                row.input.side,
                row.member,
                order.get(top_brique(row.input.brique_code) or "", 9),
                row.input.account_code,
                row.input.label,
            ),
        )
    )


def save_line(session: Session, entered: LineInput) -> uuid.UUID:
    """Create or change a forecast line. Raises InputError, NotFoundError, PermissionDenied."""
    require(session, Right.EDIT_BUDGET)
    _check(session, entered)
    line = _existing(session, entered.id) if entered.id else BudgetLine(version_id=entered.version_id)
    is_charge = entered.side == CHARGE
    line.side = entered.side
    line.member_id = entered.member_id
    line.brique_code = entered.brique_code if is_charge else None
    line.account_code = entered.account_code
    line.funder_id = None if is_charge else entered.funder_id
    line.label = entered.label.strip()
    line.amount = entered.amount
    line.running_cost = entered.running_cost and is_charge
    session.add(line)
    session.flush()
    return line.id


def delete_line(session: Session, line_id: uuid.UUID) -> None:
    """Take a forecast line away."""
    require(session, Right.EDIT_BUDGET)
    session.delete(_existing(session, line_id))


def top_brique(code: str | None) -> str | None:
    """R, M, A or C: the brique of a part of it (« A_pro » is in A)."""
    return code.partition("_")[0] if code else None


@cache
def natures() -> Mapping[str, str]:
    """Nature of each account: staff, direct, indirect, voluntary."""
    return {row["code"]: row["nature"] for row in read_json("reference/budget_accounts.json")["rows"]}


@cache
def sides() -> Mapping[str, str]:
    """Side of each account: charge or produit."""
    return {row["code"]: row["side"] for row in read_json("reference/budget_accounts.json")["rows"]}


def nature(account_code: str) -> str:
    """Nature of an account; direct for one that the organisation added."""
    return natures().get(account_code, DIRECT)


def structure_names(session: Session) -> dict[uuid.UUID | None, str]:
    """Short names of the structures."""
    query = select(Structure.id, Structure.short_name, Structure.name)
    return {key: short or name for key, short, name in session.execute(query)}


def _in_force(session: Session, year_id: uuid.UUID) -> BudgetVersion | None:
    """The last version adopted, else the last one written."""
    query = (
        select(BudgetVersion)
        .where(BudgetVersion.budget_year_id == year_id)
        .order_by(func.coalesce(BudgetVersion.adopted_on, date.min).desc(), BudgetVersion.number.desc())
    )
    return session.scalars(query).first()


def _check(session: Session, entered: LineInput) -> None:
    errors: dict[str, str] = {}
    existing(session, BudgetVersion, entered.version_id, "Ce budget n’existe plus.")
    if entered.side not in (CHARGE, PRODUIT):
        errors["side"] = "Choisissez charge ou produit."
    if not entered.account_code:
        errors["account_code"] = "Choisissez un compte."
    elif sides().get(entered.account_code, entered.side) != entered.side:
        errors["account_code"] = "Ce compte est de l’autre côté du budget."
    if entered.side == CHARGE and entered.member_id is None:
        errors["member_id"] = "Choisissez le membre qui dépensera."
    if not 0 < entered.amount <= MOST_CENTS:
        errors["amount"] = "Donnez un montant, plus grand que zéro."
    if len(entered.label) > 200:
        errors["label"] = "Ce libellé est trop long\u00a0: 200 lettres au plus."
    if errors:
        raise InputError(errors)


def _existing(session: Session, line_id: uuid.UUID) -> BudgetLine:
    return existing(session, BudgetLine, line_id, "Cette ligne du budget n’existe plus.")


def _input(line: BudgetLine) -> LineInput:
    return LineInput(
        version_id=line.version_id,
        side=line.side,
        member_id=line.member_id,
        brique_code=line.brique_code,
        account_code=line.account_code,
        funder_id=line.funder_id,
        label=line.label,
        amount=line.amount,
        running_cost=line.running_cost,
        id=line.id,
    )
