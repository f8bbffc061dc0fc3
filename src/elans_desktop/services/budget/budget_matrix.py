"""Members × briques: planned, committed, spent and what is left, in cents; totals are sums of cents."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core.resources import read_json
from elans_desktop.models.budget import BudgetLine, Expense
from elans_desktop.models.organisation import Structure
from elans_desktop.services.budget.budget import (
    BRIQUES,
    CHARGE,
    VOLUNTARY,
    YearView,
    nature,
    structure_names,
    top_brique,
    year_view,
)
from elans_desktop.services.governance import structures
from elans_desktop.services.organisation import agreements
from elans_desktop.services.scope import Scope

LEAD = "chef_de_file"
WITHOUT = "-"
"""Column of what belongs to no brique."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Cents of a cell, a row, a column or the whole."""

    planned: int = 0
    committed: int = 0
    """Ordered, not paid yet."""
    spent: int = 0

    @property
    def rest(self) -> int:
        """Planned less spent and committed; below zero when overspent."""
        return self.planned - self.spent - self.committed

    def __add__(self, other: Amounts) -> Amounts:
        """The sum, cent by cent."""
        return Amounts(
            self.planned + other.planned, self.committed + other.committed, self.spent + other.spent
        )


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A member: its cells by column, its role and place."""

    member_id: uuid.UUID
    name: str
    detail: str
    """« chef de file, Vire »."""
    cells: Mapping[str, Amounts]

    @property
    def total(self) -> Amounts:
        """Sum of the cells."""
        return total(self.cells.values())


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table of a year. `columns`: R, M, A, C (only those used, in a scheme that asks for none), and
    WITHOUT when something beside them has no brique."""

    year: YearView
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    sums: Mapping[str, Amounts] = field(default_factory=dict[str, Amounts])

    @property
    def total(self) -> Amounts:
        """The whole year."""
        return total(self.sums.values())


def matrix(session: Session, scope: Scope) -> Matrix | None:
    """The matrix of the scope's year, voluntary contributions left out; None without an agreement.

    Members: those whose role spends (chef de file, membre, porteur), and whoever has a line or an expense;
    those without any amount come last.
    """
    year = year_view(session, scope)
    if year is None:
        return None
    cells: dict[tuple[uuid.UUID, str], Amounts] = {}
    for member, column, amounts in (*_planned(session, year), *_spent(session, year)):
        key = (member, column)
        cells[key] = cells.get(key, Amounts()) + amounts
    used = {column for _member, column in cells}
    required = agreements.scheme_of_scope(session, scope).briques_required
    briques = tuple(brique for brique in BRIQUES if required or brique in used)
    columns = (*briques, *((WITHOUT,) if WITHOUT in used and briques else ()))
    every = {*columns, *used}
    rows = tuple(
        MatrixRow(
            member_id=member,
            name=name,
            detail=detail,
            cells={column: cells.get((member, column), Amounts()) for column in every},
        )
        for member, name, detail in members(session, year.agreement.id, {key[0] for key in cells})
    )
    rows = tuple(sorted(rows, key=lambda row: row.total == Amounts()))
    sums = {column: total(row.cells[column] for row in rows) for column in every}
    return Matrix(year, columns, rows, sums)


def members(
    session: Session, agreement_id: uuid.UUID, also: Iterable[uuid.UUID] = ()
) -> tuple[tuple[uuid.UUID, str, str], ...]:
    """Who spends in an agreement: id, short name, « rôle, commune »; the chef de file first, then by name."""
    found = structures.rows(session, agreement_id=agreement_id, role_codes=_spending_roles())
    known = {row.id: row for row in found}
    made = [
        (
            row.id,
            row.display_name,
            ", ".join(part for part in (_role(row), row.commune) if part),
            not any(role.role_code == LEAD for role in row.roles),
        )
        for row in found
    ]
    if missing := set(also) - known.keys():
        query = select(Structure.id, Structure.commune).where(Structure.id.in_(missing))
        names = structure_names(session)
        made += [(key, names[key], commune, True) for key, commune in session.execute(query)]
    made.sort(key=lambda one: (one[3], one[1]))
    return tuple((key, name, detail) for key, name, detail, _rank in made)


def counts_as(status: str) -> str:
    """What an expense status counts as: planned, committed, spent or excluded."""
    return _statuses().get(status, "planned")


def total(amounts: Iterable[Amounts]) -> Amounts:
    """The sum of several cells."""
    made = Amounts()
    for one in amounts:
        made = made + one
    return made


def _planned(session: Session, year: YearView) -> list[tuple[uuid.UUID, str, Amounts]]:
    if year.version_id is None:
        return []
    query = (
        select(
            BudgetLine.member_id, BudgetLine.brique_code, BudgetLine.account_code, func.sum(BudgetLine.amount)
        )
        .where(BudgetLine.version_id == year.version_id, BudgetLine.side == CHARGE)
        .group_by(BudgetLine.member_id, BudgetLine.brique_code, BudgetLine.account_code)
    )
    return [
        (member, top_brique(brique) or WITHOUT, Amounts(planned=int(amount)))
        for member, brique, account, amount in session.execute(query)
        if member is not None and nature(account) != VOLUNTARY
    ]


def _spent(session: Session, year: YearView) -> list[tuple[uuid.UUID, str, Amounts]]:
    if year.id is None:
        return []
    query = (
        select(
            Expense.member_id,
            Expense.brique_code,
            Expense.account_code,
            Expense.status,
            func.sum(Expense.amount),
        )
        .where(Expense.budget_year_id == year.id)
        .group_by(Expense.member_id, Expense.brique_code, Expense.account_code, Expense.status)
    )
    found: list[tuple[uuid.UUID, str, Amounts]] = []
    for member, brique, account, status, amount in session.execute(query):
        kind = counts_as(status)
        if nature(account) == VOLUNTARY or kind not in ("committed", "spent"):
            continue
        cell = Amounts(committed=int(amount)) if kind == "committed" else Amounts(spent=int(amount))
        found.append((member, top_brique(brique) or WITHOUT, cell))
    return found


def _role(row: structures.StructureRow) -> str:
    """« chef de file »: the other roles say nothing more in a list of members."""
    return next((role.role.lower() for role in row.roles if role.role_code == LEAD), "")


@cache
def _spending_roles() -> frozenset[str]:
    rows = read_json("reference/structure_roles.json")["rows"]
    return frozenset(row["code"] for row in rows if row.get("spends"))


@cache
def _statuses() -> Mapping[str, str]:
    rows = read_json("reference/expense_statuses.json")["rows"]
    return {row["code"]: row["counts_as"] for row in rows}
