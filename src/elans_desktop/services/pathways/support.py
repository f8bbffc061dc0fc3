"""The accompaniment of a person as their file shows it: freins, objectives, interviews, what stands still."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.services.organisation import settings
from elans_desktop.services.pathways import barriers, interviews, objectives
from elans_desktop.services.pathways.barriers import BarrierRow, BarriersView
from elans_desktop.services.pathways.interviews import InterviewsView
from elans_desktop.services.pathways.objectives import DROPPED, OPEN_ACTIONS, ActionRow, ObjectivesView
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.storage.actor import actor_of

IDLE_DAYS = "blocking_barrier_days"
"""Setting: days after which a blocking frein without any action is signalled."""


@dataclass(frozen=True, slots=True)
class SupportView:
    """All that hangs on the pathway shown, and the interviews of the person."""

    barriers: BarriersView | None
    """None without a pathway."""
    objectives: ObjectivesView | None
    interviews: InterviewsView = field(repr=False)
    idle: tuple[BarrierRow, ...] = ()
    """Blocking freins for which nothing was done nor planned for IDLE_DAYS."""


def of_person(
    session: Session, participant_id: uuid.UUID, pathway_id: uuid.UUID | None
) -> SupportView | None:
    """The accompaniment of a person; None for a role that does not see it. A fixed number of reads."""
    if not allowed(actor_of(session), Right.SUPPORT):
        return None
    met = interviews.of_participant(session, participant_id)
    if pathway_id is None:
        return SupportView(None, None, met)
    found = barriers.of_pathway(session, pathway_id)
    aims = objectives.of_pathway(session, pathway_id)
    return SupportView(found, aims, met, idle(found, aims, settings.integer(session, IDLE_DAYS)))


def idle(found: BarriersView, aims: ObjectivesView, days: int) -> tuple[BarrierRow, ...]:
    """Freins at level 3 for `days` at least, without an action made, done or still due since."""
    limit = clock.today() - timedelta(days=days)
    busy = {
        objective.input.theme_code
        for objective in aims.rows
        if _acts(objective.actions, limit, clock.today())
    }
    return tuple(
        row
        for row in found.rows
        if row.blocking_since and row.blocking_since <= limit and row.input.theme_code not in busy
    )


def _acts(actions: Iterable[ActionRow], limit: date, today: date) -> bool:
    for action in actions:
        typed = action.input
        if typed.status_code == DROPPED:
            continue
        recent = action.created_on > limit or (typed.done_on is not None and typed.done_on > limit)
        planned = typed.status_code in OPEN_ACTIONS and typed.due_on is not None and typed.due_on >= today
        if recent or planned:
            return True
    return False
