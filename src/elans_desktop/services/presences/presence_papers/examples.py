"""Whom and what the example classeur prints the papers of presences about."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.activities import Activity, Enrolment, Presence, Seance, SeanceSlot
from elans_desktop.models.organisation import Structure


def _most(session: Session, column: Any, *conditions: Any) -> tuple[uuid.UUID, ...]:
    query: Any = (
        select(column)
        .select_from(Presence)
        .join(SeanceSlot, SeanceSlot.id == Presence.slot_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .join(Activity, Activity.id == Seance.activity_id)
        .join(Structure, Structure.id == Activity.structure_id)
        .where(Presence.status == "P", *conditions)
    )
    return tuple(session.scalars(query.group_by(column).order_by(func.count().desc(), column).limit(1)))


def assiduous(session: Session) -> tuple[uuid.UUID, ...]:
    """The person with the most presences."""
    return _most(session, Presence.participant_id)


def followed_activity(session: Session) -> tuple[uuid.UUID, ...]:
    """The activity with the most presences."""
    return _most(session, Activity.id)


def coming_activity(session: Session) -> tuple[uuid.UUID, ...]:
    """The activity with the most people expected at séances to come."""
    query = (
        select(Seance.activity_id)
        .join(Enrolment, Enrolment.activity_id == Seance.activity_id)
        .where(Seance.day >= clock.today(), Seance.state == "prevue", Enrolment.status == "inscrit")
        .group_by(Seance.activity_id)
        .order_by(func.count().desc(), Seance.activity_id)
    )
    return tuple(session.scalars(query.limit(1)))


def trained(session: Session) -> tuple[uuid.UUID, ...]:
    """The person with the most presences in a declared training provider."""
    return _most(session, Presence.participant_id, Structure.is_training_provider, Structure.nda != "")
