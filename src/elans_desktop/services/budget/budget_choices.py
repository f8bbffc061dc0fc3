"""The lists that the forms of the budget offer, in one read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from elans_desktop.services.budget.budget import BRIQUES, CHARGE, PRODUIT, VOLUNTARY, nature, sides
from elans_desktop.services.budget.budget_matrix import members
from elans_desktop.services.governance import structures
from elans_desktop.services.organisation import reference
from elans_desktop.services.organisation.reference import ReferenceRow

Choice = tuple[uuid.UUID | str, str]


@dataclass(frozen=True, slots=True)
class BudgetChoices:
    """(value, label) pairs."""

    members: tuple[Choice, ...]
    briques: tuple[Choice, ...]
    charges: tuple[Choice, ...]
    """Accounts of charges, voluntary contributions last."""
    expenses: tuple[Choice, ...]
    """Accounts of charges that money pays."""
    produits: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    funders: tuple[Choice, ...]


def choices(session: Session, agreement_id: uuid.UUID) -> BudgetChoices:
    """What may be chosen in the budget of an agreement."""
    accounts = reference.tree(session, "budget_accounts")
    parents = {row.parent_code for row in accounts}
    leaves = [row for row in accounts if row.code not in parents]
    charges = [row for row in leaves if sides().get(row.code, row.extra.get("side")) == CHARGE]
    funders = structures.rows(session, role_codes=frozenset({"financeur"}))
    others = [row for row in structures.rows(session) if row.id not in {one.id for one in funders}]
    labels = {row.code: row.label for row in accounts}
    return BudgetChoices(
        members=tuple((key, name) for key, name, _detail in members(session, agreement_id)),
        briques=tuple(
            (row.code, row.label) for row in reference.items(session, "briques") if row.code in BRIQUES
        ),
        charges=tuple(_account(row, labels) for row in charges),
        expenses=tuple(_account(row, labels) for row in charges if nature(row.code) != VOLUNTARY),
        produits=tuple(
            _account(row, labels) for row in leaves if sides().get(row.code, row.extra.get("side")) == PRODUIT
        ),
        statuses=_items(session, "expense_statuses"),
        kinds=_items(session, "payment_kinds"),
        funders=tuple((row.id, row.display_name) for row in (*funders, *others)),
    )


def _items(session: Session, list_code: str) -> tuple[Choice, ...]:
    return tuple((row.code, row.label) for row in reference.items(session, list_code))


def _account(row: ReferenceRow, labels: dict[str, str]) -> Choice:
    number = str(row.extra.get("number", ""))
    if not number and row.parent_code:
        parent = labels[row.parent_code].removesuffix(" affectées à l’action")
        return row.code, f"{row.label} ({parent.lower()})"
    return row.code, f"{number} {row.label}".strip()
