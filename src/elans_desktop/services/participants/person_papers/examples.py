"""Whom the example classeur prints each paper about."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.models.evaluations import Evaluation
from elans_desktop.models.participants import Participant, Pathway, PathwayBrique
from elans_desktop.models.support import Interview


def followed(session: Session) -> tuple[uuid.UUID, ...]:
    """The person with the most interviews, then the most stays: a file that shows much."""
    interviews = (
        select(Interview.participant_id, func.count().label("many"))
        .group_by(Interview.participant_id)
        .subquery()
    )
    stays = (
        select(Pathway.participant_id, func.count().label("many"))
        .join(PathwayBrique, PathwayBrique.pathway_id == Pathway.id)
        .group_by(Pathway.participant_id)
        .subquery()
    )
    query = (
        select(Participant.id)
        .outerjoin(interviews, interviews.c.participant_id == Participant.id)
        .outerjoin(stays, stays.c.participant_id == Participant.id)
        .where(Participant.anonymised_on.is_(None), Participant.restricted_on.is_(None))
        .order_by(
            func.coalesce(interviews.c.many, 0).desc(),
            func.coalesce(stays.c.many, 0).desc(),
            Participant.number,
        )
    )
    return tuple(session.scalars(query.limit(1)))


def gone(session: Session) -> tuple[uuid.UUID, ...]:
    """Somebody who left the pathway with an evaluation at the exit; else anybody."""
    query = (
        select(Pathway.participant_id)
        .join(Evaluation, Evaluation.participant_id == Pathway.participant_id)
        .where(Pathway.exit_on.is_not(None), Evaluation.moment == "sortie")
        .order_by(Pathway.exit_on.desc(), Pathway.participant_id)
    )
    return tuple(session.scalars(query.limit(1))) or followed(session)


def several(session: Session) -> tuple[uuid.UUID, ...]:
    """Some thirty people, by number: labels, envelopes."""
    query = select(Participant.id).where(Participant.anonymised_on.is_(None)).order_by(Participant.number)
    return tuple(session.scalars(query.limit(30)))
