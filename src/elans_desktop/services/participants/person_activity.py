"""What a person does: activities they are enrolled in, last séances, hours, evaluations."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.text import natural_name
from elans_desktop.models.activities import (
    Activity,
    Enrolment,
    EnrolmentPeriod,
    Presence,
    Seance,
    SeanceSlot,
)
from elans_desktop.models.evaluations import Answer, Evaluation, Grid
from elans_desktop.models.organisation import Professional
from elans_desktop.services.calendar.enrolments import ENROLLED
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences import attendance_hours
from elans_desktop.services.presences.attendance_hours import Hours
from elans_desktop.services.scope import EVERYTHING

LAST_SEANCES = 8


@dataclass(frozen=True, slots=True)
class EnrolledRow:
    """An activity of a person."""

    activity_id: uuid.UUID
    title: str
    brique_code: str | None
    status: str
    """inscrit · propose · attente · retire."""
    since: date | None
    until: date | None
    hours: Hours
    next_day: date | None


@dataclass(frozen=True, slots=True)
class AttendedRow:
    """A half-day of a person whose presence was entered. Times in minutes."""

    seance_id: uuid.UUID
    title: str
    brique_code: str | None
    day: date
    start: int
    end: int
    status: str
    """P A I E D."""
    late: int
    early: int


@dataclass(frozen=True, slots=True)
class AttendanceView:
    """The presences of a person, all agreements together."""

    hours: Hours
    last: tuple[AttendedRow, ...]
    missing: int
    """Past half-days still to enter: out of the assiduité."""


@dataclass(frozen=True, slots=True)
class EvaluatedRow:
    """An evaluation of a person."""

    id: uuid.UUID
    day: date
    grid: str
    moment: str
    """entree · mi_parcours · sortie · plus_6_mois."""
    voice: str
    """professionnel · personne."""
    evaluator: str
    answered: int
    finished: bool


def enrolled(session: Session, participant_id: uuid.UUID) -> tuple[EnrolledRow, ...]:
    """The activities of a person, those under way first, then by title: four reads."""
    require(session, Right.READ_PEOPLE)
    today = clock.today()
    periods: dict[uuid.UUID, list[tuple[date, date | None]]] = {}
    for enrolment_id, start, end in session.execute(
        select(EnrolmentPeriod.enrolment_id, EnrolmentPeriod.start_on, EnrolmentPeriod.end_on)
        .join(Enrolment, Enrolment.id == EnrolmentPeriod.enrolment_id)
        .where(Enrolment.participant_id == participant_id)
        .order_by(EnrolmentPeriod.start_on)
    ):
        periods.setdefault(enrolment_id, []).append((start, end))
    found = session.execute(
        select(Enrolment.id, Enrolment.status, Activity.id, Activity.title, Activity.brique_code)
        .join(Activity, Activity.id == Enrolment.activity_id)
        .where(Enrolment.participant_id == participant_id)
    ).all()
    ids = [row[2] for row in found]
    upcoming = dict(
        session.execute(
            select(Seance.activity_id, func.min(Seance.day))
            .where(Seance.activity_id.in_(ids), Seance.day >= today, Seance.state == "prevue")
            .group_by(Seance.activity_id)
        ).all()
    )
    sums = attendance_hours.hours_by(session, "activity", participant_ids=[participant_id])
    rows = [
        EnrolledRow(
            activity_id=activity_id,
            title=title,
            brique_code=brique,
            status=status,
            since=periods[key][0][0] if key in periods else None,
            until=periods[key][-1][1] if key in periods else None,
            hours=sums.get(activity_id, Hours()),
            next_day=upcoming.get(activity_id) if status == ENROLLED else None,
        )
        for key, status, activity_id, title, brique in found
    ]
    return tuple(sorted(rows, key=lambda row: (row.status != ENROLLED, row.title)))


def attendance(session: Session, participant_id: uuid.UUID) -> AttendanceView:
    """Hours, the last half-days entered and what is still to enter."""
    require(session, Right.READ_PEOPLE)
    last = session.execute(
        select(
            Seance.id,
            Activity.title,
            Activity.brique_code,
            Seance.day,
            SeanceSlot.start,
            SeanceSlot.end,
            Presence.status,
            Presence.late,
            Presence.early,
        )
        .select_from(Presence)
        .join(SeanceSlot, SeanceSlot.id == Presence.slot_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .join(Activity, Activity.id == Seance.activity_id)
        .where(Presence.participant_id == participant_id)
        .order_by(Seance.day.desc(), SeanceSlot.start.desc())
        .limit(LAST_SEANCES)
    )
    waiting = attendance_hours.to_enter(session, EVERYTHING, participant_id=participant_id)
    return AttendanceView(
        hours=attendance_hours.hours(session, participant_ids=[participant_id]),
        last=tuple(AttendedRow(*row) for row in last),
        missing=sum(seance.missing for seance in waiting),
    )


def available_activities(session: Session, participant_id: uuid.UUID) -> tuple[tuple[uuid.UUID, str], ...]:
    """The activities in which a person can still be enrolled, by title."""
    taken = select(Enrolment.activity_id).where(
        Enrolment.participant_id == participant_id, Enrolment.status == ENROLLED
    )
    query = (
        select(Activity.id, Activity.title)
        .where(Activity.archived_on.is_(None), Activity.id.not_in(taken))
        .order_by(Activity.title)
    )
    return tuple(session.execute(query).all())


def evaluated(session: Session, participant_id: uuid.UUID) -> tuple[EvaluatedRow, ...]:
    """The evaluations of a person, the latest first: two reads."""
    require(session, Right.READ_PEOPLE)
    found = session.execute(
        select(Evaluation, Grid.title, Professional.last_name, Professional.first_name)
        .join(Grid, Grid.id == Evaluation.grid_id)
        .outerjoin(Professional, Professional.id == Evaluation.evaluator_id)
        .where(Evaluation.participant_id == participant_id)
        .order_by(Evaluation.day.desc(), Evaluation.id)
    ).all()
    answers = dict(
        session.execute(
            select(Answer.evaluation_id, func.count())
            .where(
                Answer.evaluation_id.in_([row[0].id for row in found]),
                (Answer.level.is_not(None)) | Answer.not_observed,
            )
            .group_by(Answer.evaluation_id)
        ).all()
    )
    return tuple(
        EvaluatedRow(
            id=evaluation.id,
            day=evaluation.day,
            grid=title,
            moment=evaluation.moment,
            voice=evaluation.voice,
            evaluator=natural_name(last or "", first or ""),
            answered=answers.get(evaluation.id, 0),
            finished=evaluation.finished_at is not None,
        )
        for evaluation, title, last, first in found
    )
