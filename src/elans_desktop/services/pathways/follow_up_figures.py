"""I21: six months after, over a period: who was due, who was reached, who is in work."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.participants import Pathway
from elans_desktop.services.pathways.exit_meanings import DEATH
from elans_desktop.services.pathways.follow_up import EMPLOYED, REACHED, SIX, due_day, tries_of
from elans_desktop.services.pathways.milestones import Period, pathway_scope
from elans_desktop.services.pathways.pathway_status import limit_day
from elans_desktop.services.scope import Scope


@dataclass(frozen=True, slots=True)
class SixMonths:
    """Pathways left whose six months fall in the period, up to today."""

    due: Mapping[uuid.UUID, uuid.UUID]
    """Person of each pathway."""
    answers: Mapping[uuid.UUID, str]
    """What those reached said, by pathway: the last answer of several."""

    @property
    def people(self) -> int:
        """People who were due."""
        return len(set(self.due.values()))

    @property
    def reached(self) -> int:
        """People reached among them."""
        return len({self.due[pathway] for pathway in self.answers})

    @property
    def employed(self) -> int:
        """People in work among those reached."""
        return len({self.due[key] for key, outcome in self.answers.items() if outcome == EMPLOYED})


def six_months(session: Session, scope: Scope, period: Period) -> SixMonths:
    """The follow-up of the period in two reads. Deaths stay out."""
    until = min(period.end, clock.today())
    first, last = limit_day(period.start, -6), limit_day(until, -6)
    assert first is not None
    assert last is not None
    margin = timedelta(days=3)  # six months back from the end of a long month may fall a little later
    query = select(Pathway.id, Pathway.participant_id, Pathway.exit_on).where(
        Pathway.exit_on.between(first - margin, last + margin),
        or_(Pathway.exit_code.is_(None), Pathway.exit_code != DEATH),
    )
    query = query.where(pathway_scope(scope))
    due = {
        pathway: person
        for pathway, person, exit_on in session.execute(query)
        if exit_on and period.start <= due_day(exit_on, SIX) <= until
    }
    answers: dict[uuid.UUID, str] = {}
    for (pathway, moment), calls in tries_of(session, due).items():
        said = [outcome for _day, outcome in calls if outcome in REACHED]
        if moment == SIX and said:
            answers[pathway] = said[-1]
    return SixMonths(due, answers)
