"""Who is expected at an activity, and when: enrolments and their periods.

An enrolment without any period holds for every séance while it is « inscrit ». With periods it holds on their
days, also after the person has withdrawn: the sheets of the past keep their names.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.text import fold, sort_key
from elans_desktop.models.activities import Activity, Enrolment, EnrolmentPeriod, Seance
from elans_desktop.models.participants import Participant
from elans_desktop.services import restricted
from elans_desktop.services.kept import existing
from elans_desktop.services.permissions import Right, require

ENROLLED = "inscrit"
PROPOSED = "propose"
WAITING = "attente"
WITHDRAWN = "retire"
STATUSES = {ENROLLED: "inscrit", PROPOSED: "proposé", WAITING: "en attente", WITHDRAWN: "retiré"}

Period = tuple[date, date | None]
"""First and last day; an open end has no last day."""


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """A person in an activity."""

    participant_id: uuid.UUID
    last_name: str = field(repr=False)
    first_name: str = field(repr=False)
    number: str
    status: str
    periods: tuple[Period, ...] = ()
    rank: int | None = None
    """Place in the waiting list, from 1."""
    proposed_on: date | None = None

    def expected_on(self, day: date) -> bool:
        """Whether the person is expected that day."""
        if not self.periods:
            return self.status == ENROLLED
        if self.status not in (ENROLLED, WITHDRAWN):
            return False
        return any(start <= day and (end is None or day <= end) for start, end in self.periods)


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """A person who can be enrolled."""

    id: uuid.UUID
    last_name: str = field(repr=False)
    first_name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    number: str = ""


def enrolments(session: Session, activity_id: uuid.UUID) -> tuple[EnrolmentRow, ...]:
    """The people of one activity, by name, withdrawn ones included."""
    return enrolments_of(session, [activity_id])[activity_id]


def enrolments_of(
    session: Session, activity_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, tuple[EnrolmentRow, ...]]:
    """The people of several activities, by name, in two selects; each activity asked for has an entry."""
    periods: dict[uuid.UUID, list[Period]] = {}
    for enrolment_id, start, end in session.execute(
        select(EnrolmentPeriod.enrolment_id, EnrolmentPeriod.start_on, EnrolmentPeriod.end_on)
        .join(Enrolment, Enrolment.id == EnrolmentPeriod.enrolment_id)
        .where(Enrolment.activity_id.in_(activity_ids))
        .order_by(EnrolmentPeriod.start_on)
    ):
        periods.setdefault(enrolment_id, []).append((start, end))
    made: dict[uuid.UUID, list[EnrolmentRow]] = {activity_id: [] for activity_id in activity_ids}
    for (
        enrolment_id,
        activity_id,
        status,
        person_id,
        last_name,
        birth_name,
        first_name,
        number,
        rank,
        proposed_on,
    ) in session.execute(
        select(
            Enrolment.id,
            Enrolment.activity_id,
            Enrolment.status,
            Participant.id,
            restricted.LAST,
            restricted.BIRTH,
            restricted.FIRST,
            Participant.number,
            Enrolment.rank,
            Enrolment.proposed_on,
        )
        .join(Participant, Participant.id == Enrolment.participant_id)
        .where(Enrolment.activity_id.in_(activity_ids))
    ):
        held = tuple(periods.get(enrolment_id, ()))
        made[activity_id].append(
            EnrolmentRow(
                person_id, last_name or birth_name, first_name, number, status, held, rank, proposed_on
            )
        )
    return {key: tuple(sorted(people, key=by_name)) for key, people in made.items()}


def holds_on_its_day() -> ColumnElement[bool]:
    """The same rule as `EnrolmentRow.expected_on`, for a select of Enrolment and Seance, nested or not."""
    has_period = exists().where(EnrolmentPeriod.enrolment_id == Enrolment.id).correlate(Enrolment)
    holds = (
        exists()
        .where(
            EnrolmentPeriod.enrolment_id == Enrolment.id,
            EnrolmentPeriod.start_on <= Seance.day,
            or_(EnrolmentPeriod.end_on.is_(None), EnrolmentPeriod.end_on >= Seance.day),
        )
        .correlate(Enrolment, Seance)  # the séance may be two selects above
    )
    return or_(
        and_(Enrolment.status == ENROLLED, ~has_period),
        and_(Enrolment.status.in_((ENROLLED, WITHDRAWN)), holds),
    )


def by_name(person: EnrolmentRow | PersonChoice) -> tuple[tuple[str, str], tuple[str, str], str]:
    """The order of lists and sheets: surname, first name, then number."""
    return sort_key(person.last_name), sort_key(person.first_name), person.number


def expected(people: Iterable[EnrolmentRow], day: date) -> tuple[EnrolmentRow, ...]:
    """Those expected on a day, in the order given."""
    return tuple(person for person in people if person.expected_on(day))


def candidates(session: Session, activity_id: uuid.UUID, text: str = "") -> tuple[PersonChoice, ...]:
    """People who can still be enrolled (neither archived nor enrolled now), found by name or number."""
    require(session, Right.READ_PEOPLE)
    taken = select(Enrolment.participant_id).where(
        Enrolment.activity_id == activity_id, Enrolment.status == ENROLLED
    )
    statement = select(
        Participant.id,
        Participant.last_name,
        Participant.birth_name,
        Participant.first_name,
        Participant.birth_date,
        Participant.number,
    ).where(Participant.archived_on.is_(None), Participant.id.not_in(taken))
    for word in fold(text).split():
        statement = statement.where(Participant.search_key.contains(word, autoescape=True))
    made = (
        PersonChoice(person_id, last_name or birth_name, first_name, birth_date, number)
        for person_id, last_name, birth_name, first_name, birth_date, number in session.execute(statement)
    )
    return tuple(sorted(made, key=by_name))


def enrol(
    session: Session,
    activity_id: uuid.UUID,
    participant_ids: Iterable[uuid.UUID],
    *,
    since: date | None = None,
    until: date | None = None,
    status: str = ENROLLED,
) -> int:
    """Enrol people, from `since` (the first séance when None) to `until`; returns how many were not already.

    Raises InputError, NotFoundError, PermissionDenied, RuleError (a file of the restricted archive, or
    anonymised).
    """
    require(session, Right.EDIT_CALENDAR)
    return _enrol(session, activity_id, participant_ids, since, until, status)


def withdraw(
    session: Session,
    activity_id: uuid.UUID,
    participant_ids: Iterable[uuid.UUID],
    *,
    last_day: date,
    end_code: str | None = None,
) -> int:
    """Withdraw people after `last_day`: sheets and presences until then are kept. Returns how many.

    `end_code`: why (list `enrolment_end`). Somebody who waited leaves the list, the others move up.
    """
    require(session, Right.EDIT_CALENDAR)
    first = session.scalar(select(func.min(Seance.day)).where(Seance.activity_id == activity_id))
    count = 0
    for person_id in participant_ids:
        enrolment = session.get(Enrolment, Enrolment.key(person_id, activity_id))
        if enrolment is None or enrolment.status == WITHDRAWN:
            continue
        was_expected = enrolment.status == ENROLLED
        enrolment.status, enrolment.rank, enrolment.end_code = WITHDRAWN, None, end_code or None
        count += 1
        held = _periods(session, enrolment.id)
        for period in held:
            if period.start_on > last_day:
                session.delete(period)
            elif period.end_on is None or period.end_on > last_day:
                period.end_on = last_day
        if not held and was_expected and first is not None and first <= last_day:
            session.add(EnrolmentPeriod(enrolment_id=enrolment.id, start_on=first, end_on=last_day))
    close_ranks(session, activity_id)
    return count


def close_ranks(session: Session, activity_id: uuid.UUID) -> None:
    """Number those who wait 1, 2, 3… in their order; those without a rank come last."""
    session.flush()
    waiting = session.scalars(
        select(Enrolment).where(Enrolment.activity_id == activity_id, Enrolment.status == WAITING)
    )
    ordered = sorted(waiting, key=lambda one: (one.rank is None, one.rank or 0, one.id))
    for rank, enrolment in enumerate(ordered, start=1):
        if enrolment.rank != rank:
            enrolment.rank = rank
    session.flush()


def _enrol(
    session: Session,
    activity_id: uuid.UUID,
    participant_ids: Iterable[uuid.UUID],
    since: date | None,
    until: date | None,
    status: str,
) -> int:
    existing(session, Activity, activity_id, "Cette activité n’existe plus.", "Revenez au calendrier.")
    if status not in STATUSES:
        raise InputError({"status": "Choisissez inscrit, proposé ou en attente."})
    if since and until and until < since:
        raise InputError({"until": "La fin de l’inscription vient après son début."})
    people = list(dict.fromkeys(participant_ids))
    restricted.refuse_writing_about_any(session, people)
    count = 0
    for person_id in people:
        key = Enrolment.key(person_id, activity_id)
        enrolment = session.get(Enrolment, key)
        if enrolment is None:
            enrolment = Enrolment(id=key, participant_id=person_id, activity_id=activity_id)
            _become(enrolment, status)
            session.add(enrolment)
            session.flush()
            if since:
                session.add(EnrolmentPeriod(enrolment_id=key, start_on=since, end_on=until))
            count += 1
            continue
        held = _periods(session, key)
        always = enrolment.status == ENROLLED and not held
        open_now = enrolment.status == ENROLLED and any(period.end_on is None for period in held)
        if always or (open_now and until is None) or (enrolment.status == status != ENROLLED):
            continue
        _become(enrolment, status)
        count += 1
        if held or since:
            session.add(EnrolmentPeriod(enrolment_id=key, start_on=since or _after(held), end_on=until))
    close_ranks(session, activity_id)
    return count


def _become(enrolment: Enrolment, status: str) -> None:
    """Take a status, and note since when it is proposed or confirmed."""
    today = clock.today()
    if status == PROPOSED:
        enrolment.proposed_on = today
    if status == ENROLLED:
        enrolment.confirmed_on = today
    enrolment.status, enrolment.rank, enrolment.end_code = status, None, None


def _after(held: list[EnrolmentPeriod]) -> date:
    ends = [period.end_on for period in held if period.end_on]
    return max(ends) + timedelta(days=1) if ends else clock.today()


def _periods(session: Session, enrolment_id: uuid.UUID) -> list[EnrolmentPeriod]:
    return list(
        session.scalars(
            select(EnrolmentPeriod)
            .where(EnrolmentPeriod.enrolment_id == enrolment_id)
            .order_by(EnrolmentPeriod.start_on)
        )
    )
