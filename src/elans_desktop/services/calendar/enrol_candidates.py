"""Whom one may enrol: found by name, by where they stand, by référent, or in a previous activity."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.text import fold
from elans_desktop.models.activities import Activity, Enrolment
from elans_desktop.services.calendar.enrolments import ENROLLED, PROPOSED, WAITING, WITHDRAWN
from elans_desktop.services.participants import participant_list
from elans_desktop.services.participants.participant_list import ParticipantRow
from elans_desktop.services.pathways.pathway_status import ARCHIVED, LEFT
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class CandidateFilters:
    """Which people are proposed. Empty: everyone who has not left."""

    text: str = ""
    status: str | None = None
    """A status of `pathway_status.STATUS_LABELS`."""
    referent_id: uuid.UUID | None = None
    activity_id: uuid.UUID | None = None
    """Those of another activity, withdrawn ones included."""


def candidates(
    session: Session,
    activity_id: uuid.UUID,
    wanted: CandidateFilters | None = None,
    scope: Scope = EVERYTHING,
) -> tuple[ParticipantRow, ...]:
    """The people who are neither enrolled, proposed nor waiting, in the order of a directory."""
    require(session, Right.READ_PEOPLE)
    filters = wanted or CandidateFilters()
    taken = set(
        session.scalars(
            select(Enrolment.participant_id).where(
                Enrolment.activity_id == activity_id, Enrolment.status.in_((ENROLLED, PROPOSED, WAITING))
            )
        )
    )
    among = _of_activity(session, filters.activity_id) if filters.activity_id else None
    words = fold(filters.text).split()
    gone = frozenset({LEFT, ARCHIVED})
    return tuple(
        row
        for row in participant_list.rows(session, scope)
        if row.id not in taken
        and (row.status == filters.status if filters.status else row.status not in gone)
        and (filters.referent_id is None or row.referent_id == filters.referent_id)
        and (among is None or row.id in among)
        and all(word in row.search for word in words)
    )


def previous_activities(
    session: Session, activity_id: uuid.UUID, scope: Scope = EVERYTHING
) -> tuple[tuple[uuid.UUID, str], ...]:
    """The other activities that have people, by title, archived ones included."""
    held = select(Enrolment.activity_id).where(Enrolment.status.in_((ENROLLED, WITHDRAWN)))
    query = select(Activity.id, Activity.title).where(Activity.id != activity_id, Activity.id.in_(held))
    if scope.agreement_id:
        query = query.where(Activity.agreement_id == scope.agreement_id)
    return tuple((key, title) for key, title in session.execute(query.order_by(Activity.title)))


def _of_activity(session: Session, activity_id: uuid.UUID) -> frozenset[uuid.UUID]:
    return frozenset(
        session.scalars(
            select(Enrolment.participant_id).where(
                Enrolment.activity_id == activity_id, Enrolment.status.in_((ENROLLED, WITHDRAWN))
            )
        )
    )
