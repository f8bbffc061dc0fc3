"""Accueil: blocking freins that nobody works on, appointments of the week."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from elans_desktop.core import clock
from elans_desktop.core.text import natural_name, short_name
from elans_desktop.models.organisation import Professional, ReferenceItem
from elans_desktop.models.participants import Participant, Pathway, PathwaySuspension
from elans_desktop.models.support import BarrierReview, Interview, Objective, ObjectiveAction
from elans_desktop.services.organisation import settings
from elans_desktop.services.pathways.barriers import BLOCKING, SETTLED, THEMES
from elans_desktop.services.pathways.objectives import DROPPED, OPEN_ACTIONS
from elans_desktop.services.pathways.support import IDLE_DAYS
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.scope import Scope
from elans_desktop.storage.actor import actor_of


@dataclass(frozen=True, slots=True)
class IdleBarrier:
    """A frein that blocks, with no action: since when."""

    participant_id: uuid.UUID
    name: str = field(repr=False)
    theme: str
    since: date


@dataclass(frozen=True, slots=True)
class Appointment:
    """An interview to come. `start` in minutes of the local day."""

    participant_id: uuid.UUID
    name: str = field(repr=False)
    day: date
    start: int | None
    place: str = field(repr=False)
    professional: str = field(repr=False)


def idle_barriers(session: Session, scope: Scope, limit: int) -> tuple[IdleBarrier, ...]:
    """Blocking freins of open pathways without an action for IDLE_DAYS, the longest first (`limit` of them).

    The rule is that of `support.idle`: an action made or done since, or still due, is enough. Empty for a
    role that does not see the freins. One read, besides the setting.
    """
    if not allowed(actor_of(session), Right.SUPPORT):
        return ()
    today = clock.today()
    before = today - timedelta(days=settings.integer(session, IDLE_DAYS))
    later = aliased(BarrierReview)
    goes_on = ~exists().where(
        later.pathway_id == BarrierReview.pathway_id,
        later.theme_code == BarrierReview.theme_code,
        later.day > BarrierReview.day,
        or_(later.level.is_(None), later.level != BLOCKING, later.status_code.in_(SETTLED)),
    )
    acts = exists().where(
        Objective.pathway_id == BarrierReview.pathway_id,
        Objective.theme_code == BarrierReview.theme_code,
        ObjectiveAction.objective_id == Objective.id,
        ObjectiveAction.status_code != DROPPED,
        or_(
            ObjectiveAction.created_on > before,
            ObjectiveAction.done_on > before,
            and_(ObjectiveAction.status_code.in_(OPEN_ACTIONS), ObjectiveAction.due_on >= today),
        ),
    )
    paused = exists().where(
        PathwaySuspension.pathway_id == Pathway.id,
        PathwaySuspension.start_on <= today,
        or_(PathwaySuspension.end_on.is_(None), PathwaySuspension.end_on >= today),
    )
    since = func.min(BarrierReview.day)
    theme = func.coalesce(ReferenceItem.label, BarrierReview.theme_code)
    who = (Participant.id, Participant.last_name, Participant.birth_name, Participant.first_name)
    query = (
        select(*who, theme, since)
        .select_from(BarrierReview)
        .join(Pathway, Pathway.id == BarrierReview.pathway_id)
        .join(Participant, Participant.id == Pathway.participant_id)
        .outerjoin(
            ReferenceItem,
            and_(ReferenceItem.list_code == THEMES, ReferenceItem.code == BarrierReview.theme_code),
        )
        .where(
            BarrierReview.level == BLOCKING,
            BarrierReview.status_code.not_in(SETTLED),
            BarrierReview.day <= before,
            Participant.archived_on.is_(None),
            or_(Pathway.exit_on.is_(None), Pathway.exit_on > today),
            goes_on,
            ~acts,
            ~paused,
        )
        .group_by(BarrierReview.pathway_id, *who, Participant.search_key, theme)
        .order_by(since, Participant.search_key)
        .limit(limit)
    )
    if scope.agreement_id:
        query = query.where(Pathway.agreement_id == scope.agreement_id)
    return tuple(
        IdleBarrier(key, natural_name(last or birth, first), title, day)
        for key, last, birth, first, title, day in session.execute(query)
    )


def appointments(session: Session, scope: Scope, first: date, last: date) -> tuple[Appointment, ...]:
    """The interviews to come between two days, both included, by hour; those already held are left out.

    Welcome desks see them: who comes, when, with whom; never what was said. One read.
    """
    if not allowed(actor_of(session), Right.READ_PEOPLE):
        return ()
    held = aliased(Interview)
    query = (
        select(
            Participant.id,
            Participant.last_name,
            Participant.birth_name,
            Participant.first_name,
            Interview.next_on,
            Interview.next_start,
            Interview.next_place,
            func.coalesce(Professional.last_name, ""),
            func.coalesce(Professional.first_name, ""),
        )
        .join(Participant, Participant.id == Interview.participant_id)
        .outerjoin(Professional, Professional.id == Interview.professional_id)
        .outerjoin(Pathway, Pathway.id == Interview.pathway_id)
        .where(
            Interview.next_on.between(first, last),
            Participant.archived_on.is_(None),
            ~exists().where(held.participant_id == Interview.participant_id, held.day >= Interview.next_on),
        )
        .order_by(Interview.next_on, Interview.next_start, Participant.search_key)
    )
    if scope.agreement_id:
        query = query.where(or_(Pathway.agreement_id == scope.agreement_id, Pathway.id.is_(None)))
    found = (
        Appointment(key, natural_name(surname or birth, given), day, start, place, short_name(*who))
        for key, surname, birth, given, day, start, place, *who in session.execute(query)
        if day
    )
    return tuple({(one.participant_id, one.day, one.start): one for one in found}.values())
