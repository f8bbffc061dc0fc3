from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.models.organisation import Agreement
from elans_desktop.services.budget import (
    budget,
    budget_choices,
    budget_expenses,
    budget_funding,
    budget_matrix,
)
from elans_desktop.services.budget.budget import LineInput
from elans_desktop.services.budget.budget_expenses import ExpenseInput, amount_of
from elans_desktop.services.budget.budget_funding import FundingInput, PaymentInput
from elans_desktop.services.budget.budget_matrix import WITHOUT, Amounts
from elans_desktop.services.scope import Scope
from elans_desktop.storage.workspace import Workspace
from tests.support import money_world
from tests.support.money_world import Money, expense, line


@pytest.fixture
def session(workspace: Workspace) -> Generator[Session]:
    with workspace.write("Essai") as session, clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield session


@pytest.fixture
def money(session: Session) -> Money:
    return money_world.build(session)


def test_a_year_opens_once_and_only_inside_the_agreement(session: Session, money: Money) -> None:
    assert budget.create_year(session, money.agreement, 2027) == money.year
    with pytest.raises(RuleError):
        budget.create_year(session, money.agreement, 2031)
    view = budget.year_view(session, Scope(money.agreement, 2028))
    assert view is not None
    assert (view.year, view.id) == (2028, None)
    whole = budget.year_view(session, Scope(money.agreement))
    assert whole is not None
    assert (whole.year, whole.version) == (2027, "Budget initial")


def test_a_line_needs_a_member_an_account_of_its_side_and_an_amount(session: Session, money: Money) -> None:
    with pytest.raises(InputError) as caught:
        budget.save_line(session, LineInput(money.version, account_code="74_etat"))
    assert set(caught.value.fields) == {"member_id", "account_code", "amount"}


def test_a_line_changes_in_place_and_a_produit_loses_what_only_charges_have(
    session: Session, money: Money
) -> None:
    made = line(session, money, 10_000, running_cost=True)
    assert line(session, money, 12_500, id=made) == made
    only = budget.lines(session, money.version)
    assert [(row.input.amount, row.input.running_cost, row.member) for row in only] == [
        (12_500, False, "Le Pressoir")
    ]
    produit = budget.save_line(
        session,
        LineInput(money.version, "produit", None, "M", "74_etat", money.member, "", 5_000, True),
    )
    kept = next(row.input for row in budget.lines(session, money.version) if row.id == produit)
    assert (kept.brique_code, kept.running_cost, kept.funder_id) == (None, False, money.member)
    budget.delete_line(session, made)
    assert [row.id for row in budget.lines(session, money.version)] == [produit]


@given(st.integers(0, 10**10), st.integers(1, 10_000))
def test_the_part_of_an_expense_is_rounded_half_up(gross: int, share: int) -> None:
    exact = gross * share
    assert abs(amount_of(gross, share) * 10_000 - exact) <= 5_000
    assert amount_of(gross, 10_000) == gross


def test_half_a_cent_goes_up() -> None:
    assert amount_of(101, 5_000) == 51
    assert amount_of(33_333, 3_333) == 11_110


def test_the_status_follows_the_dates_unless_chosen(session: Session, money: Money) -> None:
    planned = budget_expenses.save(session, expense(money, 1_000))
    committed = budget_expenses.save(session, expense(money, 2_000, committed_on=date(2027, 2, 1)))
    paid = budget_expenses.save(
        session, expense(money, 3_000, committed_on=date(2027, 2, 1), paid_on=date(2027, 3, 1))
    )
    refused = budget_expenses.save(session, expense(money, 4_000, status="ecartee"))
    found = {row.id: row for row in budget_expenses.rows(session, money.year)}
    assert [found[key].input.status for key in (planned, committed, paid, refused)] == [
        "prevue", "engagee", "acquittee", "ecartee",
    ]  # fmt: skip
    assert found[paid].number == "DE-2027-A0003"
    assert found[paid].day == date(2027, 3, 1)


def test_an_expense_says_each_wrong_field(session: Session, money: Money) -> None:
    wrong = ExpenseInput(
        money.year,
        account_code="74_etat",
        share=0,
        invoiced_on=date(2027, 3, 2),
        paid_on=date(2027, 3, 1),
    )
    with pytest.raises(InputError) as caught:
        budget_expenses.save(session, wrong)
    assert set(caught.value.fields) == {"member_id", "label", "account_code", "gross", "share", "paid_on"}


def test_a_paid_status_needs_its_date(session: Session, money: Money) -> None:
    with pytest.raises(InputError) as caught:
        budget_expenses.save(session, expense(money, 1_000, status="justifiee"))
    assert set(caught.value.fields) == {"paid_on"}


def test_a_deleted_expense_never_gives_its_number_back(session: Session, money: Money) -> None:
    gone = budget_expenses.save(session, expense(money, 1_000))
    budget_expenses.delete(session, gone)
    budget_expenses.save(session, expense(money, 1_000))
    assert [row.number for row in budget_expenses.rows(session, money.year)] == ["DE-2027-A0002"]


def test_the_matrix_adds_by_member_and_brique_to_the_cent(session: Session, money: Money) -> None:
    line(session, money, 100_001)
    line(session, money, 50_002, brique_code="A_soc")
    line(session, money, 30_003, member_id=money.member, brique_code="C", account_code="64_remunerations")
    line(session, money, 70_000, account_code="86_benevoles")
    paid = date(2027, 3, 1)
    budget_expenses.save(session, expense(money, 40_005, paid_on=paid))
    budget_expenses.save(session, expense(money, 10_001, committed_on=paid))
    budget_expenses.save(session, expense(money, 9_999))
    budget_expenses.save(session, expense(money, 8_888, status="ecartee"))
    budget_expenses.save(
        session, expense(money, 60_000, member_id=money.member, brique_code="C", paid_on=paid)
    )

    found = budget_matrix.matrix(session, money.scope)
    assert found is not None
    assert found.columns == ("R", "M", "A", "C")
    assert [row.name for row in found.rows] == ["Le Pressoir", "Le Fil Vert"]
    assert found.rows[0].detail == "chef de file, Vire"
    lead, member = found.rows
    assert lead.cells["M"] == Amounts(100_001, 10_001, 40_005)
    assert lead.cells["M"].rest == 49_995
    assert lead.cells["A"] == Amounts(50_002)
    assert member.cells["C"].rest == -29_997
    assert lead.total == Amounts(150_003, 10_001, 40_005)
    assert found.sums["C"] == Amounts(30_003, 0, 60_000)
    assert found.total == Amounts(180_006, 10_001, 100_005)


def test_what_has_no_brique_gets_its_own_column(session: Session, money: Money) -> None:
    line(session, money, 1_000, brique_code=None)
    found = budget_matrix.matrix(session, money.scope)
    assert found is not None
    assert found.columns[-1] == WITHOUT
    assert found.sums[WITHOUT].planned == 1_000


def test_cash_is_what_came_in_less_what_was_paid(session: Session, money: Money) -> None:
    grant = budget_funding.save(
        session,
        FundingInput(
            money.year, None, money.member, "Subvention", "74_etat", 100_000, date(2027, 1, 20), "accorde"
        ),
    )
    year = budget.year_view(session, money.scope)
    assert year is not None
    for amount, received in ((30_000, date(2027, 2, 20)), (20_000, None)):
        budget_funding.save_payment(
            session,
            year,
            PaymentInput(grant, None, money.lead, "avance", date(2027, 2, 15), received, amount),
        )
    budget_expenses.save(session, expense(money, 45_000, paid_on=date(2027, 3, 1)))
    budget_expenses.save(session, expense(money, 7_000, committed_on=date(2027, 3, 1)))

    lead, other = budget_funding.cash(session, year)
    assert (lead.received, lead.paid, lead.cash, lead.due) == (30_000, 45_000, -15_000, 20_000)
    assert (other.received, other.paid) == (0, 0)
    row = budget_funding.rows(session, money.year)[0]
    assert (row.received, row.expected, row.left) == (30_000, 20_000, 70_000)
    assert [payment.late for payment in budget_funding.payments(session, money.year)] == [True, False]
    with pytest.raises(RuleError):
        budget_funding.delete(session, grant)


def test_money_is_passed_on_only_with_its_clause(session: Session, money: Money) -> None:
    grant = budget_funding.save(
        session, FundingInput(money.year, None, money.member, "Subvention", "74_etat", 100_000)
    )
    payment = PaymentInput(grant, None, money.member, "reversement", date(2027, 6, 1), None, 1_000)
    year = budget.year_view(session, money.scope)
    assert year is not None
    with pytest.raises(RuleError):
        budget_funding.save_payment(session, year, payment)
    session.get_one(Agreement, money.agreement).transfer_clause = "article 12"
    session.flush()
    allowed = budget.year_view(session, money.scope)
    assert allowed is not None
    budget_funding.save_payment(session, allowed, payment)
    assert [row.kind for row in budget_funding.payments(session, money.year)] == ["Reversement"]


def test_the_forms_offer_accounts_of_the_right_side(session: Session, money: Money) -> None:
    found = budget_choices.choices(session, money.agreement)
    charges, produits = {code for code, _ in found.charges}, {code for code, _ in found.produits}
    assert "60_matieres" in charges
    assert "60" not in charges
    assert "74_etat" in produits
    assert not charges & produits
    assert "86_benevoles" in charges - {code for code, _ in found.expenses}
    assert [name for _key, name in found.members] == ["Le Pressoir", "Le Fil Vert"]
