"""Places of an activity: those proposed, those who wait, and what happens when a place frees.

A place is never taken away nor given without somebody saying so: a proposal is confirmed, the first of the
waiting list is enrolled when one chooses to.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.models.activities import Activity, Enrolment, EnrolmentPeriod, Seance
from elans_desktop.models.organisation import Place
from elans_desktop.services import restricted
from elans_desktop.services.calendar import enrolments
from elans_desktop.services.calendar.enrolments import ENROLLED, PROPOSED, WAITING, EnrolmentRow
from elans_desktop.services.calendar.seance_cards import smaller
from elans_desktop.services.kept import existing
from elans_desktop.services.permissions import Right, require


@dataclass(frozen=True, slots=True)
class Places:
    """What an activity has to offer."""

    capacity: int | None
    """The smaller of what the activity and its place say; None when nobody said."""
    taken: int
    """Enrolled today or later."""
    waiting: tuple[EnrolmentRow, ...] = field(default=(), repr=False)
    """In the order of the list."""
    proposed: tuple[EnrolmentRow, ...] = field(default=(), repr=False)
    """By name."""

    @property
    def free(self) -> int | None:
        """Places left; None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)


UNKNOWN = Places(None, 0)
"""Nobody said how many, and nobody waits."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What enrolling within the capacity did."""

    enrolled: int
    waiting: int


def places(session: Session, activity_id: uuid.UUID) -> Places:
    """The places of an activity and those who wait for one. Raises NotFoundError."""
    activity = _activity(session, activity_id)
    place = session.get(Place, activity.place_id) if activity.place_id else None
    people = enrolments.enrolments(session, activity_id)
    today = clock.today()
    return Places(
        capacity=smaller(activity.capacity, place.capacity if place else None),
        taken=sum(_holds_from(person, today) for person in people),
        waiting=tuple(sorted((p for p in people if p.status == WAITING), key=lambda p: p.rank or 0)),
        proposed=tuple(person for person in people if person.status == PROPOSED),
    )


def enrol_within(
    session: Session,
    activity_id: uuid.UUID,
    participant_ids: Iterable[uuid.UUID],
    *,
    since: date | None = None,
) -> Enrolled:
    """Enrol people in the order given while there are places; the others wait, in the same order."""
    require(session, Right.EDIT_CALENDAR)
    people = list(dict.fromkeys(participant_ids))
    free = places(session, activity_id).free
    there = people if free is None else people[:free]
    count = enrolments.enrol(session, activity_id, there, since=since)
    waiting = 0
    for person_id in people[len(there) :]:  # one by one: the ranks follow the order
        waiting += enrolments.enrol(session, activity_id, [person_id], status=WAITING)
    return Enrolled(count, waiting)


def confirm(
    session: Session,
    activity_id: uuid.UUID,
    participant_ids: Sequence[uuid.UUID],
    *,
    since: date | None = None,
) -> int:
    """Enrol people who were proposed or waited, from `since` (today once the activity has begun).

    Returns how many. A period given with the proposal is kept.
    """
    require(session, Right.EDIT_CALENDAR)
    begun = session.scalar(
        select(Seance.id).where(Seance.activity_id == activity_id, Seance.day < clock.today()).limit(1)
    )
    start = since or (clock.today() if begun else None)
    restricted.refuse_writing_about_any(session, participant_ids)
    count = 0
    for person_id in participant_ids:
        enrolment = session.get(Enrolment, Enrolment.key(person_id, activity_id))
        if enrolment is None or enrolment.status not in (PROPOSED, WAITING):
            continue
        enrolment.status, enrolment.rank = ENROLLED, None
        enrolment.confirmed_on = clock.today()
        count += 1
        periods = session.scalars(
            select(EnrolmentPeriod).where(EnrolmentPeriod.enrolment_id == enrolment.id)
        ).all()
        open_period = any(one.end_on is None or one.end_on >= clock.today() for one in periods)
        if not open_period and (start or periods):
            session.add(
                EnrolmentPeriod(enrolment_id=enrolment.id, start_on=start or clock.today(), end_on=None)
            )
    enrolments.close_ranks(session, activity_id)
    return count


def promote(session: Session, activity_id: uuid.UUID) -> uuid.UUID:
    """Enrol the first of the waiting list; returns who. Raises RuleError when nobody waits."""
    waiting = places(session, activity_id).waiting
    if not waiting:
        raise RuleError("Personne n’attend de place dans cette activité.")
    confirm(session, activity_id, [waiting[0].participant_id])
    return waiting[0].participant_id


def move(session: Session, activity_id: uuid.UUID, participant_id: uuid.UUID, step: int) -> None:
    """Bring somebody up (`step` -1) or down (1) the waiting list."""
    require(session, Right.EDIT_CALENDAR)
    waiting = session.scalars(
        select(Enrolment)
        .where(Enrolment.activity_id == activity_id, Enrolment.status == WAITING)
        .order_by(Enrolment.rank)
    ).all()
    index = next((i for i, one in enumerate(waiting) if one.participant_id == participant_id), None)
    if index is None or not 0 <= index + step < len(waiting):
        return
    mine, other = waiting[index], waiting[index + step]
    mine.rank, other.rank = other.rank, mine.rank
    enrolments.close_ranks(session, activity_id)


def _holds_from(person: EnrolmentRow, day: date) -> bool:
    if person.status != ENROLLED:
        return False
    return not person.periods or any(end is None or end >= day for _, end in person.periods)


def _activity(session: Session, activity_id: uuid.UUID) -> Activity:
    return existing(session, Activity, activity_id, "Cette activité n’existe plus.", "Revenez au calendrier.")
