"""Accueil: what happens this week, and whether the classeur is still brand new."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.activities import Activity, Seance, SeanceSlot
from elans_desktop.models.governance import Body, Meeting, MeetingAttendance
from elans_desktop.models.organisation import Place
from elans_desktop.models.participants import Participant
from elans_desktop.services.calendar.seance_cards import PLANNED, SeanceCard, cards
from elans_desktop.services.calendar.seance_list import DayInfo, day_infos
from elans_desktop.services.calendar.seance_warnings import warned
from elans_desktop.services.indexes import unindexed
from elans_desktop.services.pathways import support_tasks
from elans_desktop.services.pathways.support_tasks import Appointment
from elans_desktop.services.scope import Scope

MOST_SEANCES = 24
"""Beyond, the calendar shows the rest."""
LARGE = 5000
"""Séances from which the slow questions are asked on the worker, after the window is drawn."""


@dataclass(frozen=True, slots=True)
class WeekMeeting:
    """A meeting of the week. Times in minutes of the local day."""

    id: uuid.UUID
    title: str
    day: date
    start: int | None
    end: int | None
    place: str
    convoked: int
    state: str


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of the card: its holiday, its meetings, its séances and its appointments by hour."""

    info: DayInfo
    meetings: tuple[WeekMeeting, ...]
    seances: tuple[SeanceCard, ...]
    appointments: tuple[Appointment, ...] = ()
    """Interviews to come, by hour."""


@dataclass(frozen=True, slots=True)
class HomeWeek:
    """What is left of the week, from today; the whole next week when nothing is left of this one."""

    monday: date
    is_next: bool
    total: int
    """Séances, meetings and appointments from `first` to Sunday."""
    days: tuple[WeekDay, ...]
    """Days with something to show: a séance, a meeting, an appointment, a public holiday."""
    hidden: int
    """Séances beyond MOST_SEANCES."""
    to_print: int
    """Planned séances of the whole week, Monday to Sunday: what « Imprimer les feuilles » prints."""

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a new classeur already holds."""

    people: bool
    activities: bool
    seances: bool

    @property
    def done(self) -> bool:
        """Nothing is left to begin."""
        return self.people and self.activities and self.seances


def week(session: Session, scope: Scope) -> HomeWeek:
    """This week from today or, when nothing is left of it, the next one; about sixteen selects."""
    today = clock.today()
    monday = clock.monday_of(today)
    found = _week(session, scope, monday, today, is_next=False)
    if found.total:
        return found
    after = monday + timedelta(days=7)
    coming = _week(session, scope, after, after, is_next=True)
    return coming if coming.total else found


def first_steps(session: Session) -> FirstSteps:
    """Whether there are people, activities and séances."""
    return FirstSteps(*(_any(session, model) for model in (Participant, Activity, Seance)))


def is_large(session: Session) -> bool:
    """Whether the slow questions deserve the worker."""
    return session.scalars(select(Seance.id).offset(LARGE).limit(1)).first() is not None


def _any(session: Session, model: type[Participant] | type[Activity] | type[Seance]) -> bool:
    return session.scalars(select(model.id).limit(1)).first() is not None


def _week(session: Session, scope: Scope, monday: date, first: date, *, is_next: bool) -> HomeWeek:
    sunday = monday + timedelta(days=6)
    shown = _first_seances(session, scope, first, sunday)
    left = _count(session, scope, first, sunday)
    meetings = _meetings(session, scope, first, sunday)
    infos = day_infos(session, first, sunday)
    expected = support_tasks.appointments(session, scope, first, sunday)
    found = warned(session, cards(session, shown))
    return HomeWeek(
        monday=monday,
        is_next=is_next,
        total=left + len(meetings) + len(expected),
        days=_days(infos, meetings, found, expected),
        hidden=max(0, left - len(shown)),
        to_print=_count(session, scope, monday, sunday, planned=True),
    )


def _days(
    infos: Sequence[DayInfo],
    meetings: Sequence[WeekMeeting],
    seances: Sequence[SeanceCard],
    expected: Sequence[Appointment],
) -> tuple[WeekDay, ...]:
    made = (
        WeekDay(
            info,
            tuple(meeting for meeting in meetings if meeting.day == info.day),
            tuple(card for card in seances if card.day == info.day),
            tuple(one for one in expected if one.day == info.day),
        )
        for info in infos
    )
    return tuple(
        day for day in made if day.meetings or day.seances or day.appointments or day.info.bank_holiday
    )


def _first_seances(session: Session, scope: Scope, start: date, end: date) -> Sequence[uuid.UUID]:
    begins = select(func.min(SeanceSlot.start)).where(SeanceSlot.seance_id == Seance.id).scalar_subquery()
    query = (
        select(Seance.id)
        .join(Activity, Activity.id == Seance.activity_id)
        .where(Seance.day.between(start, end))
        .order_by(Seance.day, begins, Activity.title)
        .limit(MOST_SEANCES)
    )
    if scope.agreement_id:
        query = query.where(_of_agreement(scope))
    return session.scalars(query).all()


def _count(session: Session, scope: Scope, start: date, end: date, *, planned: bool = False) -> int:
    query = select(func.count()).select_from(Seance).where(Seance.day.between(start, end))
    if planned:
        query = query.where(Seance.state == PLANNED)
    if scope.agreement_id:
        query = query.join(Activity, Activity.id == Seance.activity_id)
        query = query.where(_of_agreement(scope))
    return session.scalar(query) or 0


def _of_agreement(scope: Scope) -> ColumnElement[bool]:
    """The activities of its agreement, by no index: the days of the week must lead the search."""
    return unindexed(Activity.agreement_id) == scope.agreement_id


def _meetings(session: Session, scope: Scope, start: date, end: date) -> tuple[WeekMeeting, ...]:
    convoked = (
        select(func.count())
        .where(MeetingAttendance.meeting_id == Meeting.id)
        .correlate(Meeting)
        .scalar_subquery()
    )
    query = (
        select(Meeting, Body.title, Place.name, Place.commune, convoked)
        .join(Body, Body.id == Meeting.body_id)
        .outerjoin(Place, Place.id == Meeting.place_id)
        .where(Meeting.day.between(start, end), Meeting.state != "annulee")
        .order_by(Meeting.day, Meeting.start)
    )
    if scope.agreement_id:
        query = query.where(or_(Body.agreement_id == scope.agreement_id, Body.agreement_id.is_(None)))
    return tuple(
        WeekMeeting(
            id=meeting.id,
            title=f"{title} n°\u00a0{meeting.number}",
            day=meeting.day,
            start=meeting.start,
            end=meeting.end,
            place=", ".join(part for part in (commune, name) if part) or meeting.place_text,
            convoked=people,
            state=meeting.state,
        )
        for meeting, title, name, commune, people in session.execute(query)
    )
