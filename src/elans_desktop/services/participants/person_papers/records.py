"""Everything recorded about several people that their sheets print, table by table, one select each."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.models.activities import Activity, Enrolment, EnrolmentPeriod, Presence
from elans_desktop.models.evaluations import Evaluation, Grid
from elans_desktop.models.participants import DetectionContact, Situation, SituationChoice
from elans_desktop.models.privacy import SensitiveRecord
from elans_desktop.models.sheets import AttendanceSheet, SheetSlot
from elans_desktop.models.support import (
    BarrierReview,
    FinancialAid,
    FollowUpCall,
    HandedDocument,
    Immersion,
    Interview,
    Objective,
    ObjectiveAction,
    PrivateNote,
)
from elans_desktop.services.calendar.enrolments import ENROLLED, WITHDRAWN
from elans_desktop.services.organisation import settings
from elans_desktop.services.participants.person_papers.people import Case, rows_by
from elans_desktop.services.pathways.situations import CHOICES
from elans_desktop.services.presences import attendance_hours
from elans_desktop.services.presences.attendance_hours import Hours
from elans_desktop.storage.actor import actor_of

Key = uuid.UUID


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity of a person, its days and its hours."""

    title: str
    brique: str
    agreement_id: Key | None
    start: date | None
    hours: Hours


@dataclass(frozen=True, slots=True)
class SituationLine:
    """The situation at a moment, its answers among several included."""

    row: Situation = field(repr=False)
    choices: Mapping[str, tuple[str, ...]] = field(repr=False)
    """Codes by reference list."""


@dataclass(frozen=True, slots=True)
class Records:
    """By pathway, by person or by parent; an absent key has nothing."""

    situations: Mapping[Key, Mapping[str, SituationLine]] = field(repr=False)
    barriers: Mapping[Key, Sequence[BarrierReview]] = field(repr=False)
    objectives: Mapping[Key, Sequence[Objective]] = field(repr=False)
    actions: Mapping[Key, Sequence[ObjectiveAction]] = field(repr=False)
    interviews: Mapping[Key, Sequence[Interview]] = field(repr=False)
    immersions: Mapping[Key, Sequence[Immersion]] = field(repr=False)
    aids: Mapping[Key, Sequence[FinancialAid]] = field(repr=False)
    calls: Mapping[Key, Sequence[FollowUpCall]] = field(repr=False)
    contacts: Mapping[Key, Sequence[DetectionContact]] = field(repr=False)
    handed: Mapping[Key, Sequence[HandedDocument]] = field(repr=False)
    evaluations: Mapping[Key, Sequence[tuple[Evaluation, str]]] = field(repr=False)
    activities: Mapping[Key, Sequence[ActivityLine]] = field(repr=False)


def read(session: Session, cases: Sequence[Case]) -> Records:
    """What is recorded of these people and of the pathways on show: some fifteen selects, however many."""
    people = [case.id for case in cases]
    paths = [case.pathway.id for case in cases if case.pathway]
    objectives = rows_by(session, Objective, Objective.pathway_id, paths, Objective.position)
    objective_ids = [one.id for some in objectives.values() for one in some]
    return Records(
        situations=situations(session, paths),
        barriers=rows_by(session, BarrierReview, BarrierReview.pathway_id, paths, BarrierReview.day),
        objectives=objectives,
        actions=rows_by(
            session, ObjectiveAction, ObjectiveAction.objective_id, objective_ids, ObjectiveAction.position
        ),
        interviews=rows_by(session, Interview, Interview.participant_id, people, Interview.day.desc()),
        immersions=rows_by(session, Immersion, Immersion.pathway_id, paths, Immersion.start_on),
        aids=rows_by(session, FinancialAid, FinancialAid.pathway_id, paths, FinancialAid.asked_on),
        calls=rows_by(session, FollowUpCall, FollowUpCall.pathway_id, paths, FollowUpCall.day),
        contacts=rows_by(
            session, DetectionContact, DetectionContact.participant_id, people, DetectionContact.day
        ),
        handed=rows_by(session, HandedDocument, HandedDocument.participant_id, people, HandedDocument.day),
        evaluations=_evaluations(session, people),
        activities=activities(session, people),
    )


def situations(session: Session, paths: Sequence[Key]) -> dict[Key, dict[str, SituationLine]]:
    """The situations of pathways, by moment."""
    rows = [row for some in rows_by(session, Situation, Situation.pathway_id, paths).values() for row in some]
    ticked: dict[Key, dict[str, list[str]]] = {}
    if rows:
        for row in session.scalars(
            select(SituationChoice).where(SituationChoice.situation_id.in_([one.id for one in rows]))
        ):
            ticked.setdefault(row.situation_id, {}).setdefault(row.list_code, []).append(row.code)
    found: dict[Key, dict[str, SituationLine]] = {}
    for row in rows:
        answers = ticked.get(row.id, {})
        choices = {code: tuple(sorted(answers.get(code, ()))) for code in CHOICES.values()}
        found.setdefault(row.pathway_id, {})[row.moment] = SituationLine(row, choices)
    return found


def activities(session: Session, people: Sequence[Key]) -> dict[Key, list[ActivityLine]]:
    """The activities of people, the first begun first, with the hours of each."""
    hours = attendance_hours.hours_of_each(session, "activity", people)
    starts = func.min(EnrolmentPeriod.start_on)
    rows = session.execute(
        select(
            Enrolment.participant_id,
            Activity.id,
            Activity.title,
            Activity.brique_code,
            Activity.agreement_id,
            starts,
        )
        .join(Activity, Activity.id == Enrolment.activity_id)
        .outerjoin(EnrolmentPeriod, EnrolmentPeriod.enrolment_id == Enrolment.id)
        .where(Enrolment.participant_id.in_(people), Enrolment.status.in_((ENROLLED, WITHDRAWN)))
        .group_by(
            Enrolment.participant_id,
            Activity.id,
            Activity.title,
            Activity.brique_code,
            Activity.agreement_id,
        )
        .order_by(starts, Activity.title)
    )
    found: dict[Key, list[ActivityLine]] = {}
    for person, activity, title, brique, agreement, start in rows:
        line = ActivityLine(title, brique or "", agreement, start, hours.get((person, activity), Hours()))
        found.setdefault(person, []).append(line)
    return found


def validated_sheets(session: Session, people: Sequence[Key]) -> dict[tuple[Key, Key | None], int]:
    """How many validated sheets hold a presence of each person, by (person, agreement)."""
    rows = session.execute(
        select(Presence.participant_id, Activity.agreement_id, func.count(AttendanceSheet.id.distinct()))
        .join(SheetSlot, SheetSlot.slot_id == Presence.slot_id)
        .join(AttendanceSheet, AttendanceSheet.id == SheetSlot.sheet_id)
        .join(Activity, Activity.id == AttendanceSheet.activity_id)
        .where(Presence.participant_id.in_(people), AttendanceSheet.state == "validee")
        .group_by(Presence.participant_id, Activity.agreement_id)
    )
    return {(person, agreement): number for person, agreement, number in rows}


def sensitive_records(session: Session, people: Sequence[Key]) -> dict[Key, SensitiveRecord]:
    """The confidential block of each person who has one, where the classeur keeps it; whoever asks holds the
    right."""
    if not settings.get(session, settings.SENSITIVE_BLOCK):
        return {}
    found = rows_by(session, SensitiveRecord, SensitiveRecord.participant_id, people)
    return {person: rows[0] for person, rows in found.items()}


def own_notes(session: Session, interviews: Mapping[Key, Sequence[Interview]]) -> dict[Key, str]:
    """The private notes that the user at the keyboard wrote, by interview: nobody else's, ever."""
    ids = [one.id for some in interviews.values() for one in some]
    if not ids:
        return {}
    rows = session.scalars(
        select(PrivateNote).where(
            PrivateNote.interview_id.in_(ids), PrivateNote.user_id == actor_of(session).user_id
        )
    )
    return {row.interview_id: row.text for row in rows}


def _evaluations(session: Session, people: Sequence[Key]) -> dict[Key, list[tuple[Evaluation, str]]]:
    rows = session.execute(
        select(Evaluation, Grid.title)
        .join(Grid, Grid.id == Evaluation.grid_id)
        .where(Evaluation.participant_id.in_(people))
        .order_by(Evaluation.day, Evaluation.id)
    )
    found: dict[Key, list[tuple[Evaluation, str]]] = {}
    for evaluation, title in rows:
        found.setdefault(evaluation.participant_id, []).append((evaluation, title))
    return found
