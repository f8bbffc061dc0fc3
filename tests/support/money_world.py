"""A small consortium for tests of the budget: two members, one agreement of three years, one year open."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from elans_desktop.models.organisation import Agreement, StructureRole
from elans_desktop.services.budget import budget
from elans_desktop.services.budget.budget import LineInput
from elans_desktop.services.budget.budget_expenses import ExpenseInput
from elans_desktop.services.scope import Scope
from tests.support import calendar_world


@dataclass(frozen=True)
class Money:
    """Identifiers of what was made."""

    scope: Scope
    agreement: uuid.UUID
    year: uuid.UUID
    version: uuid.UUID
    lead: uuid.UUID
    member: uuid.UUID


def build(session: Session, year: int = 2027) -> Money:
    """An empty budget year in an empty classeur."""
    world = calendar_world.build(session, people=0)
    for structure, role in zip(world.structures, ("chef_de_file", "membre"), strict=True):
        session.add(StructureRole(structure_id=structure, agreement_id=world.agreement, role_code=role))
    session.flush()
    year_id = budget.create_year(session, world.agreement, year)
    scope = Scope(world.agreement, year)
    view = budget.year_view(session, scope)
    assert view is not None
    assert view.version_id is not None
    return Money(scope, world.agreement, year_id, view.version_id, *world.structures)


def line(session: Session, money: Money, amount: int, **wanted: object) -> uuid.UUID:
    """A charge of the lead in Remobilisation, unless said otherwise. Cents."""
    blank = LineInput(money.version, member_id=money.lead, brique_code="M", account_code="60_matieres")
    return budget.save_line(session, replace(blank, amount=amount, **wanted))


def expense(money: Money, gross: int, **wanted: object) -> ExpenseInput:
    """An expense of the lead in Remobilisation, unless said otherwise. Cents."""
    blank = ExpenseInput(
        money.year, member_id=money.lead, brique_code="M", account_code="60_matieres", label="Graines"
    )
    return replace(blank, gross=gross, **wanted)


def choose_base(session: Session, money: Money, base: str, rate: int = 1500) -> None:
    """Change the ceiling of the agreement."""
    agreement = session.get_one(Agreement, money.agreement)
    agreement.ceiling_base, agreement.ceiling_rate = base, rate
    session.flush()
