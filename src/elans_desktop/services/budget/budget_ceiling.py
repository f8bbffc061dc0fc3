"""The ceiling of « frais de fonctionnement » (seed Annexe 2: 15 %) and the balance of the forecast.

The text does not say 15 % of what: the base is chosen on the agreement and always written under the gauge.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.formats import NBSP, money, ratio
from elans_desktop.models.budget import BudgetLine
from elans_desktop.services.budget.budget import (
    CHARGE,
    DIRECT,
    PRODUIT,
    STAFF,
    VOLUNTARY,
    YearView,
    nature,
    structure_names,
    top_brique,
    year_view,
)
from elans_desktop.services.organisation import agreements, reference
from elans_desktop.services.scope import Scope

TOTAL, DIRECT_COSTS = "total_budget", "direct_costs"
COORDINATION, STAFF_COSTS, STATE_SHARE = "coordination_brique", "staff_costs", "state_share"
STATE_ACCOUNT = "74_etat"


@dataclass(frozen=True, slots=True)
class Gauge:
    """Running costs before their ceiling, for the project or one member. Cents; rate in basis points."""

    name: str
    member_id: uuid.UUID | None
    amount: int
    base: int
    rate: int

    @property
    def ceiling(self) -> int:
        """At most: the cents that fit whole under `rate` of the base."""
        return self.base * self.rate // 10_000

    @property
    def share(self) -> int | None:
        """Running costs of the base, in basis points; None without a base."""
        return ratio(self.amount, self.base)

    @property
    def exceeded(self) -> bool:
        """More than the ceiling, were it by a cent."""
        return self.amount > self.ceiling


@dataclass(frozen=True, slots=True)
class CeilingView:
    """The gauges of a year. `members` is empty when the base has no meaning for one member."""

    year: YearView
    rate: int
    base_code: str
    base_words: str
    """« total du budget »."""
    project: Gauge
    members: tuple[Gauge, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """Charges against produits, and 86 against 87, in cents."""

    charges: int
    produits: int
    voluntary_charges: int
    voluntary_produits: int

    @property
    def gap(self) -> int:
        """Produits less charges: 0 when balanced, below when own resources are needed."""
        return self.produits - self.charges

    @property
    def voluntary_gap(self) -> int:
        """87 less 86."""
        return self.voluntary_produits - self.voluntary_charges


def is_limited(session: Session, scope: Scope) -> bool:
    """Whether the agreement shown sets a ceiling to its running costs (O2R does, ELAN’S does not)."""
    agreement = agreements.of_scope(session, scope)
    return agreement is None or agreement.input.ceiling_rate > 0


def ceiling(session: Session, scope: Scope) -> CeilingView | None:
    """The gauges of the scope's year; None without a budget or without a ceiling in the agreement."""
    year = year_view(session, scope)
    if year is None or year.version_id is None or year.agreement.input.ceiling_rate == 0:
        return None
    lines = _lines(session, year.version_id)
    rate, code = year.agreement.input.ceiling_rate, year.agreement.input.ceiling_base
    names = structure_names(session)
    members = sorted(
        {line.member_id for line in lines if line.side == CHARGE and line.member_id},
        key=lambda member: names.get(member, ""),
    )
    return CeilingView(
        year=year,
        rate=rate,
        base_code=code,
        base_words=_base_words(session, code),
        project=gauge("Projet entier", None, lines, code, rate),
        members=()
        if code == STATE_SHARE
        else tuple(
            gauge(names.get(m, ""), m, [line for line in lines if line.member_id == m], code, rate)
            for m in members
        ),
    )


def gauge(
    name: str, member_id: uuid.UUID | None, lines: Iterable[BudgetLine], base_code: str, rate: int
) -> Gauge:
    """The gauge of some lines; voluntary contributions count neither above nor in the base."""
    held = [line for line in lines if nature(line.account_code) != VOLUNTARY]
    running = sum(line.amount for line in held if line.side == CHARGE and line.running_cost)
    return Gauge(name, member_id, running, sum(x.amount for x in held if _in_base(x, base_code)), rate)


def balance(session: Session, version_id: uuid.UUID) -> Balance:
    """The two sides of a version."""
    sums = {(side, free): 0 for side in (CHARGE, PRODUIT) for free in (False, True)}
    for line in _lines(session, version_id):
        sums[line.side, nature(line.account_code) == VOLUNTARY] += line.amount
    return Balance(sums[CHARGE, False], sums[PRODUIT, False], sums[CHARGE, True], sums[PRODUIT, True])


def base_sentence(view: CeilingView) -> str:
    """« Base : total du budget 2027, 186 000,00 €. »."""
    return f"Base{NBSP}: {view.base_words} {view.year.year}, {money(view.project.base)}."


def _in_base(line: BudgetLine, base_code: str) -> bool:
    if base_code == STATE_SHARE:
        return line.side == PRODUIT and line.account_code == STATE_ACCOUNT
    if line.side != CHARGE:
        return False
    if base_code == DIRECT_COSTS:
        return nature(line.account_code) in (DIRECT, STAFF) and not line.running_cost
    if base_code == COORDINATION:
        return top_brique(line.brique_code) == "C"
    if base_code == STAFF_COSTS:
        return nature(line.account_code) == STAFF
    return True


def _base_words(session: Session, code: str) -> str:
    items = {item.code: item for item in reference.items(session, "ceiling_bases", active_only=False)}
    found = items.get(code)
    return str(found.extra.get("short") or found.label) if found else code


def _lines(session: Session, version_id: uuid.UUID) -> list[BudgetLine]:
    return list(session.scalars(select(BudgetLine).where(BudgetLine.version_id == version_id)))
