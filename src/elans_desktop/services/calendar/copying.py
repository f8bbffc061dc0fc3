"""Copying a week of the calendar, or a whole activity to another year or agreement: one operation each.

Dates are shifted by whole weeks, so that weekdays stay; « le 2e mardi du mois » stays the second Tuesday of a
month. Presences, sheets, reasons and the people of
appointments are never copied; days already taken by the same activity at the same hour are not doubled, those
of a closed month receive nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import count
from elans_desktop.models.activities import Activity, Seance, SeanceGuest, SeanceSlot
from elans_desktop.models.organisation import Place
from elans_desktop.services import restricted
from elans_desktop.services.calendar import (
    activities,
    activity_targets,
    calendar_days,
    copied_series,
    enrolments,
    seance_store,
    series_members,
)
from elans_desktop.services.calendar.activities import ActivityInput
from elans_desktop.services.calendar.appointments import INDIVIDUAL
from elans_desktop.services.calendar.copied_series import ShiftedSeries, own_day
from elans_desktop.services.calendar.enrolments import ENROLLED
from elans_desktop.services.calendar.recurrence import BANK_HOLIDAYS, CLOSURES
from elans_desktop.services.calendar.seance_cards import PLANNED, POSTPONED
from elans_desktop.services.calendar.seance_inputs import SeanceInput
from elans_desktop.services.calendar.series_results import Left
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences import month_closing
from elans_desktop.services.presences.month_closing import CLOSED
from elans_desktop.services.scope import EVERYTHING, Scope

USUAL_SKIP = frozenset({BANK_HOLIDAYS, CLOSURES})
MOST_COPIES = 1_000


@dataclass(frozen=True, slots=True)
class CopyActivityInput:
    """What the form gathers; its errors are of these names."""

    activity_id: uuid.UUID
    title: str
    agreement_id: uuid.UUID | None
    first_day: date | None
    """The first séance comes that day, or the next one of the same weekday."""
    with_people: bool = False
    """Those enrolled today are enrolled in the copy."""
    skip: frozenset[str] = USUAL_SKIP


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied, and what was not."""

    seances: int
    skipped: tuple[Left, ...] = ()
    activity_id: uuid.UUID | None = None

    @property
    def words(self) -> str:
        """« 12 séances copiées, 1 laissée (Ascension) »."""
        said = count(self.seances, "séance copiée", "séances copiées")
        if not self.skipped:
            return said
        why = ", ".join(dict.fromkeys(left.reason for left in self.skipped))
        return f"{said}, {count(len(self.skipped), 'laissée', 'laissées')} ({why})"


def copy_week(
    session: Session,
    monday: date,
    target: date,
    scope: Scope = EVERYTHING,
    *,
    activity_ids: frozenset[uuid.UUID] | None = None,
    skip: frozenset[str] = USUAL_SKIP,
) -> Copied:
    """Copy the planned séances of a week to the week of `target`, of some activities when given.

    Raises InputError (`target`) for the same week, RuleError when there is nothing to copy.
    """
    require(session, Right.EDIT_CALENDAR)
    monday, arrival = clock.monday_of(monday), clock.monday_of(target)
    if arrival == monday:
        raise InputError({"target": "C’est la même semaine. Choisissez-en une autre."})
    found = _seances_of_week(session, monday, scope, activity_ids)
    if not found:
        raise RuleError("Cette semaine n’a pas de séance à copier.", "Choisissez une semaine qui en a.")
    copied, left = _copy(session, found, arrival - monday, skip)
    for activity_id in {seance.activity_id for seance in found}:
        seance_store.renumber(session, activity_id)
    return Copied(copied, left)


def copy_activity(session: Session, data: CopyActivityInput) -> Copied:
    """Copy an activity with its séances: cancelled ones are planned again, moved ones take their day back.

    Raises InputError, NotFoundError.
    """
    require(session, Right.EDIT_CALENDAR)
    source = activities.view(session, data.activity_id)
    wrong: dict[str, str] = {}
    if not data.title.strip():
        wrong["title"] = "Donnez un titre à la copie."
    if data.agreement_id is None:
        wrong["agreement_id"] = "Choisissez la convention de la copie."
    if data.first_day is None:
        wrong["first_day"] = "Donnez le premier jour de la copie."
    if wrong:
        raise InputError(wrong)
    assert data.first_day is not None
    made = activities.save(
        session,
        ActivityInput(
            title=data.title,
            agreement_id=data.agreement_id,
            structure_id=source.structure_id,
            brique_code=source.brique_code,
            type_code=source.type_code,
            domain_code=source.domain_code,
            mode_code=source.mode_code,
            setting_code=source.setting_code,
            place_id=source.place_id,
            capacity=source.capacity,
            objectives=source.objectives,
            material=source.material,
            project_id=source.project_id,
            cost_member_id=source.cost_member_id,
            cost_brique_code=source.cost_brique_code,
            targets=activity_targets.of(session, data.activity_id),
            trainer_ids=tuple(trainer.id for trainer in source.trainers),
        ),
    )
    if data.with_people:
        today = clock.today()
        closed = restricted.closed_files(session)
        there = [
            p.participant_id
            for p in source.enrolments
            if p.status == ENROLLED and p.expected_on(today) and p.participant_id not in closed
        ]
        enrolments.enrol(session, made, there)
    copied, left = 0, ()
    found = _seances_of_activity(session, data.activity_id)
    if found:
        shift = _whole_weeks(min(own_day(seance) for seance in found), data.first_day)
        copied, left = _copy(session, found, shift, data.skip, activity_id=made, usual_days=True)
        seance_store.renumber(session, made)
    return Copied(copied, left, made)


def first_day_of(session: Session, activity_id: uuid.UUID) -> date | None:
    """The first séance of an activity, to propose the day of its copy a year later."""
    found = _seances_of_activity(session, activity_id)
    return min((own_day(seance) for seance in found), default=None)


def _seances_of_week(
    session: Session, monday: date, scope: Scope, activity_ids: frozenset[uuid.UUID] | None
) -> Sequence[Seance]:
    query = (
        select(Seance)
        .join(Activity, Activity.id == Seance.activity_id)
        .where(
            Seance.day.between(monday, monday + timedelta(days=6)),
            Seance.state == PLANNED,
            Activity.archived_on.is_(None),
            Activity.mode_code.is_(None) | (Activity.mode_code != INDIVIDUAL),
        )
        .order_by(Seance.day, Seance.id)
    )
    if scope.agreement_id:
        query = query.where(Activity.agreement_id == scope.agreement_id)
    if activity_ids is not None:
        query = query.where(Activity.id.in_(activity_ids))
    return session.scalars(query).all()


def _seances_of_activity(session: Session, activity_id: uuid.UUID) -> Sequence[Seance]:
    """Its séances but the improvised, those postponed (their new date is copied), and appointments."""
    invited = select(SeanceGuest.seance_id).where(~SeanceGuest.improvised)
    appointments = Seance.id.in_(invited) & (Activity.mode_code == INDIVIDUAL)
    return session.scalars(
        select(Seance)
        .join(Activity, Activity.id == Seance.activity_id)
        .where(
            Seance.activity_id == activity_id,
            ~Seance.improvised,
            (Seance.state != POSTPONED) | Seance.postponed_to_id.is_(None),
            ~appointments,
        )
        .order_by(Seance.day, Seance.id)
    ).all()


def _copy(
    session: Session,
    found: Sequence[Seance],
    shift: timedelta,
    skip: frozenset[str],
    *,
    activity_id: uuid.UUID | None = None,
    usual_days: bool = False,
) -> tuple[int, tuple[Left, ...]]:
    """Make the same séances `shift` later, with their series when the activity is new."""
    if len(found) > MOST_COPIES:
        most = count(MOST_COPIES, "séance")
        raise RuleError(f"On copie {most} au plus à la fois.", "Copiez une période plus courte.")
    series = copied_series.of(session, found, shift) if activity_id else {}
    days = {seance.id: _new_day(seance, shift, series, usual_days=usual_days) for seance in found}
    parts = seance_store.parts_of(session, [seance.id for seance in found])
    passed = _passed_over(session, found, days, skip)
    taken = _taken(session, {activity_id or seance.activity_id for seance in found}, set(days.values()))
    closed = month_closing.closed_of(session, {activity_id or seance.activity_id for seance in found})
    twins = copied_series.copy(session, series.values(), activity_id) if activity_id else {}
    left: list[Left] = []
    copied = 0
    for seance in found:
        day, home = days[seance.id], activity_id or seance.activity_id
        data = replace(series_members.without_ids(parts.input_of(seance)), notes="", day=day)
        if seance.id in passed:
            left.append(Left(day, passed[seance.id]))
        elif closed.holds(home, day):
            left.append(Left(day, CLOSED))
        elif (home, day, _first_minute(data)) in taken:
            left.append(Left(day, "déjà au calendrier"))
        else:
            made = seance_store.create(session, replace(data, activity_id=home, improvised=False))
            if seance.series_id is not None and seance.series_id in twins:
                made.series_id, made.detached = twins[seance.series_id], seance.detached
            copied += 1
    session.flush()
    for series_id in twins.values():
        copied_series.except_absent(session, series_id, {one.day: one.reason for one in left})
    return copied, tuple(left)


def _new_day(
    seance: Seance, shift: timedelta, series: Mapping[uuid.UUID, ShiftedSeries], *, usual_days: bool
) -> date:
    """The day of a copy: whole weeks later, or the same rank of its month for a monthly series."""
    day = own_day(seance) if usual_days else seance.day
    shifted = series.get(seance.series_id) if seance.series_id is not None else None
    return day + shift if shifted is None else shifted.day(day)


def _passed_over(
    session: Session, found: Sequence[Seance], days: Mapping[uuid.UUID, date], skip: frozenset[str]
) -> dict[uuid.UUID, str]:
    """The séances whose new day is not worked, with its name; the closures of a commune are of its places."""
    if not skip or not days:
        return {}
    special = calendar_days.special_days(session, min(days.values()), max(days.values()), None)
    communes = dict(session.execute(select(Place.id, Place.insee)).all())
    made: dict[uuid.UUID, str] = {}
    for seance in found:
        here = ("", communes.get(seance.place_id, "") if seance.place_id else "")
        there = (one for one in special.get(days[seance.id], ()) if one.kind in skip and one.insee in here)
        if (first := next(there, None)) is not None:
            made[seance.id] = first.label
    return made


def _taken(
    session: Session, activity_ids: set[uuid.UUID], days: set[date]
) -> set[tuple[uuid.UUID, date, int]]:
    """Activity, day and first minute of what is there already."""
    made: dict[uuid.UUID, tuple[uuid.UUID, date, int]] = {}
    for key, activity_id, day, start in session.execute(
        select(Seance.id, Seance.activity_id, Seance.day, SeanceSlot.start)
        .join(SeanceSlot, SeanceSlot.seance_id == Seance.id)
        .where(Seance.activity_id.in_(activity_ids), Seance.day.between(min(days), max(days)))
    ):
        known = made.get(key)
        made[key] = (activity_id, day, min(start, known[2]) if known else start)
    return set(made.values())


def _first_minute(data: SeanceInput) -> int:
    return min((slot.start or 0 for slot in data.slots), default=0)


def _whole_weeks(before: date, wanted: date) -> timedelta:
    """From a day to the first one on the same weekday, on `wanted` or after."""
    days = (wanted - before).days
    return timedelta(days=days + (-days) % 7)
