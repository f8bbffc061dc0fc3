"""Worked values of the rules (seed Annexe 2: 15 %; domain: ceilings and rates)."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.services.budget import budget, budget_ceiling
from elans_desktop.services.budget.budget import LineInput
from elans_desktop.services.budget.budget_ceiling import CeilingView, base_sentence
from elans_desktop.storage.workspace import Workspace
from tests.support import money_world
from tests.support.money_world import Money, choose_base, line


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def money(session: Session) -> Money:
    return money_world.build(session)


def ceiling(session: Session, money: Money) -> CeilingView:
    found = budget_ceiling.ceiling(session, money.scope)
    assert found is not None
    return found


def test_120_000_allow_18_000_and_not_a_cent_more(session: Session, money: Money) -> None:
    other = line(session, money, 10_200_000)
    running = line(session, money, 1_800_000, running_cost=True, account_code="ind_fixes")
    at_most = ceiling(session, money).project
    assert (at_most.base, at_most.ceiling, at_most.exceeded) == (12_000_000, 1_800_000, False)

    line(session, money, 1_800_001, running_cost=True, account_code="ind_fixes", id=running)
    line(session, money, 10_199_999, id=other)
    above = ceiling(session, money).project
    assert (above.base, above.amount, above.ceiling) == (12_000_000, 1_800_001, 1_800_000)
    assert above.exceeded


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("total_budget", 12_000_000),
        ("direct_costs", 9_000_000),
        ("coordination_brique", 3_000_000),
        ("staff_costs", 6_000_000),
        ("state_share", 8_000_000),
    ],
)
def test_each_base_takes_its_own_lines(session: Session, money: Money, base: str, expected: int) -> None:
    line(session, money, 6_000_000, account_code="64_remunerations")
    line(session, money, 3_000_000)
    line(session, money, 1_000_000, brique_code="C", account_code="ind_fixes", running_cost=True)
    line(session, money, 2_000_000, brique_code="C", account_code="61_locations", running_cost=True)
    line(session, money, 500_000, account_code="86_benevoles")
    for account, amount in (("74_etat", 8_000_000), ("74_region", 4_000_000)):
        budget.save_line(session, LineInput(money.version, "produit", account_code=account, amount=amount))
    choose_base(session, money, base)
    found = ceiling(session, money)
    assert found.project.base == expected
    assert found.project.amount == 3_000_000


def test_staff_base_gives_9_000_for_60_000(session: Session, money: Money) -> None:
    line(session, money, 6_000_000, account_code="64_remunerations")
    choose_base(session, money, "staff_costs")
    assert ceiling(session, money).project.ceiling == 900_000


def test_a_member_may_exceed_while_the_project_holds(session: Session, money: Money) -> None:
    line(session, money, 8_000_000)
    line(session, money, 1_500_000, member_id=money.member)
    line(session, money, 500_000, member_id=money.member, running_cost=True, account_code="ind_fixes")
    found = ceiling(session, money)
    gauges = {one.name: one for one in found.members}
    assert not found.project.exceeded
    assert found.project.share == 500
    assert gauges["Le Fil Vert"].exceeded
    assert gauges["Le Fil Vert"].share == 2_500
    assert gauges["Le Pressoir"].amount == 0


def test_the_base_is_written_in_words(session: Session, money: Money) -> None:
    line(session, money, 18_600_000)
    assert (
        base_sentence(ceiling(session, money)) == "Base\u00a0: total du budget 2027, 186\u00a0000,00\u00a0€."
    )


def test_the_state_share_has_no_meaning_for_one_member(session: Session, money: Money) -> None:
    line(session, money, 100_000)
    choose_base(session, money, "state_share")
    assert ceiling(session, money).members == ()


def test_no_ceiling_without_a_rate(session: Session, money: Money) -> None:
    choose_base(session, money, "total_budget", 0)
    assert budget_ceiling.ceiling(session, money.scope) is None


def test_the_two_sides_and_the_voluntary_contributions_balance_apart(session: Session, money: Money) -> None:
    line(session, money, 10_000)
    line(session, money, 3_000, account_code="86_benevoles")
    budget.save_line(session, LineInput(money.version, "produit", account_code="74_etat", amount=9_000))
    budget.save_line(session, LineInput(money.version, "produit", account_code="87_benevolat", amount=3_000))
    found = budget_ceiling.balance(session, money.version)
    assert (found.charges, found.produits, found.gap) == (10_000, 9_000, -1_000)
    assert found.voluntary_gap == 0
