"""When each pathway was spotted, mobilised, accompanied and left: the dates every indicator counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.participants import DetectionContact, Pathway, PathwayBrique
from elans_desktop.services.organisation import agreements
from elans_desktop.services.scope import Scope

NEVER = date(9999, 12, 31)
"""Stands for « not yet » in the comparisons made by the database."""


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included."""

    start: date
    end: date


def period_of(session: Session, scope: Scope, today: date | None = None) -> Period:
    """The year of the scope up to today; the whole agreement, or everything recorded, without a year."""
    day = today or clock.today()
    if days := scope.days():
        return Period(days[0], max(days[0], min(days[1], day)))
    if scope.agreement_id:
        agreement = agreements.view(session, scope.agreement_id)
        return Period(agreement.start, max(agreement.start, min(agreement.end, day)))
    first = min((row.start for row in agreements.rows(session, archived=True)), default=date(day.year, 1, 1))
    return Period(min(first, day), day)


def milestones(scope: Scope) -> Subquery:
    """One row a pathway of the scope's agreement: participant_id, pathway_id, spotted, mobilised, supported
    (NEVER when it has not come), entry_on, exit_on, exit_code.

    Spotted: the first of the first contact, the first day in a brique and the entry, whichever is known.
    """
    stays = (
        select(
            PathwayBrique.pathway_id,
            func.min(PathwayBrique.start_on).label("first"),
            func.min(case((PathwayBrique.brique_code == "M", PathwayBrique.start_on))).label("mobilised"),
            func.min(case((_support(), PathwayBrique.start_on))).label("supported"),
        )
        .group_by(PathwayBrique.pathway_id)
        .subquery()
    )
    contacts = (
        select(DetectionContact.participant_id, func.min(DetectionContact.day).label("first"))
        .where(DetectionContact.participant_id.is_not(None), contact_scope(scope))
        .group_by(DetectionContact.participant_id)
        .subquery()
    )
    query = (
        select(
            Pathway.id.label("pathway_id"),
            Pathway.participant_id,
            _first(contacts.c.first, stays.c.first, Pathway.entry_on).label("spotted"),
            func.coalesce(stays.c.mobilised, literal(NEVER)).label("mobilised"),
            func.coalesce(stays.c.supported, literal(NEVER)).label("supported"),
            Pathway.entry_on,
            Pathway.exit_on,
            Pathway.exit_code,
            Pathway.registered_job_seeker,
            Pathway.has_network_referent,
        )
        .outerjoin(stays, stays.c.pathway_id == Pathway.id)
        .outerjoin(contacts, contacts.c.participant_id == Pathway.participant_id)
    )
    return query.where(pathway_scope(scope)).subquery()


def pathway_scope(scope: Scope) -> ColumnElement[bool]:
    """The pathways of the scope's agreement, and of its member when one is chosen."""
    conditions: list[ColumnElement[bool]] = [literal(True)]
    if scope.agreement_id is not None:
        conditions.append(Pathway.agreement_id == scope.agreement_id)
    if scope.member_id is not None:
        conditions.append(Pathway.member_id == scope.member_id)
    return and_(*conditions)


def contact_scope(scope: Scope) -> ColumnElement[bool]:
    """The contacts of the scope's agreement, those noted without an agreement included; those that its member
    made when one is chosen."""
    conditions: list[ColumnElement[bool]] = [literal(True)]
    if scope.agreement_id is not None:
        column = DetectionContact.agreement_id
        conditions.append(or_(column == scope.agreement_id, column.is_(None)))
    if scope.member_id is not None:
        conditions.append(DetectionContact.member_id == scope.member_id)
    return and_(*conditions)


def within(column: Any, period: Period) -> ColumnElement[bool]:
    """The day falls in the period."""
    return column.between(period.start, period.end)


def distinct_people(table: Subquery, condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many people (not pathways) meet a condition."""
    return func.count(case((condition, table.c.participant_id)).distinct())


def _support() -> ColumnElement[bool]:
    return PathwayBrique.brique_code.in_(("A", "A_pro", "A_soc"))


def _first(*columns: Any) -> ColumnElement[date]:
    """The earliest of several days, some of them unknown (portable: no scalar MIN nor LEAST)."""
    known = [func.coalesce(column, literal(NEVER)) for column in columns]
    best = known[0]
    for other in known[1:]:
        best = case((other < best, other), else_=best)
    return best
