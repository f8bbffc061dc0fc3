"""Activities: what is proposed to people, its usual trainers; who is enrolled stands in `enrolments`."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import NBSP
from elans_desktop.core.text import fold, sort_key
from elans_desktop.models.activities import Activity, ActivityTrainer, Enrolment, Seance
from elans_desktop.models.governance import Project
from elans_desktop.models.organisation import Agreement, Place, Professional, Structure
from elans_desktop.services.calendar import activity_targets
from elans_desktop.services.calendar.activity_targets import Target
from elans_desktop.services.calendar.enrolments import EnrolmentRow, enrolments
from elans_desktop.services.kept import existing
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import EVERYTHING, Scope

PLANNED = "prevue"
"""State of a séance that is neither cancelled nor postponed."""


@dataclass(frozen=True, slots=True)
class ActivityFilters:
    """Which activities a list shows."""

    scope: Scope = EVERYTHING
    text: str = ""
    brique_codes: frozenset[str] = frozenset()
    structure_id: uuid.UUID | None = None
    with_archived: bool = False


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One line of the list of activities."""

    id: uuid.UUID
    title: str
    brique_code: str | None
    type_code: str | None
    structure_id: uuid.UUID
    structure_name: str
    place_id: uuid.UUID | None
    place_name: str
    capacity: int | None
    seances: int
    """Séances that are neither cancelled nor postponed."""
    enrolled: int
    next_day: date | None
    archived: bool


@dataclass(frozen=True, slots=True)
class UsualTrainer:
    """A trainer proposed for the new slots of an activity."""

    id: uuid.UUID
    last_name: str
    first_name: str
    structure_name: str


@dataclass(frozen=True, slots=True)
class ActivityView:
    """Everything about one activity but its séances."""

    id: uuid.UUID
    title: str
    agreement_id: uuid.UUID
    agreement_title: str
    structure_id: uuid.UUID
    structure_name: str
    brique_code: str | None
    type_code: str | None
    domain_code: str | None
    mode_code: str | None
    setting_code: str | None
    place_id: uuid.UUID | None
    capacity: int | None
    objectives: str
    material: str
    project_id: uuid.UUID | None
    project_title: str
    cost_member_id: uuid.UUID | None
    cost_brique_code: str | None
    targets: tuple[Target, ...]
    archived_on: date | None
    trainers: tuple[UsualTrainer, ...]
    enrolments: tuple[EnrolmentRow, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ActivityInput:
    """What the form of an activity gathers; `capacity` is a number of people."""

    title: str
    agreement_id: uuid.UUID | None
    structure_id: uuid.UUID | None
    brique_code: str | None = None
    type_code: str | None = None
    domain_code: str | None = None
    mode_code: str | None = None
    setting_code: str | None = None
    place_id: uuid.UUID | None = None
    capacity: int | None = None
    objectives: str = ""
    material: str = ""
    project_id: uuid.UUID | None = None
    cost_member_id: uuid.UUID | None = None
    """Who bears it in the budget; the organiser when None."""
    cost_brique_code: str | None = None
    """Its column of the budget; its own brique when None."""
    targets: tuple[Target, ...] = ()
    """Freins and competences it works on."""
    trainer_ids: tuple[uuid.UUID, ...] = ()
    id: uuid.UUID | None = None


def rows(session: Session, filters: ActivityFilters | None = None) -> tuple[ActivityRow, ...]:
    """Activities by title; three selects whatever their number."""
    wanted = filters or ActivityFilters()
    statement = _list_statement(wanted)
    found = session.execute(statement).all()
    enrolled = dict(
        session.execute(
            select(Enrolment.activity_id, func.count())
            .where(Enrolment.status == "inscrit")
            .group_by(Enrolment.activity_id)
        ).all()
    )
    today = clock.today()
    counted = {
        activity_id: (seances, next_day)
        for activity_id, seances, next_day in session.execute(
            select(Seance.activity_id, func.count(), func.min(Seance.day).filter(Seance.day >= today))
            .where(Seance.state == PLANNED)
            .group_by(Seance.activity_id)
        )
    }
    needle = fold(wanted.text)
    made = [
        ActivityRow(
            id=activity.id,
            title=activity.title,
            brique_code=activity.brique_code,
            type_code=activity.type_code,
            structure_id=activity.structure_id,
            structure_name=structure_name,
            place_id=activity.place_id,
            place_name=place_name or "",
            capacity=activity.capacity,
            seances=counted.get(activity.id, (0, None))[0],
            enrolled=enrolled.get(activity.id, 0),
            next_day=counted.get(activity.id, (0, None))[1],
            archived=activity.archived_on is not None,
        )
        for activity, structure_name, place_name in found
        if needle in fold(activity.title)
    ]
    return tuple(sorted(made, key=lambda row: sort_key(row.title)))


def _list_statement(wanted: ActivityFilters) -> Select[Activity, str, str]:
    conditions: list[ColumnElement[bool]] = []
    if not wanted.with_archived:
        conditions.append(Activity.archived_on.is_(None))
    if wanted.scope.agreement_id:
        conditions.append(Activity.agreement_id == wanted.scope.agreement_id)
    if wanted.brique_codes:
        conditions.append(Activity.brique_code.in_(wanted.brique_codes))
    if wanted.structure_id:
        conditions.append(Activity.structure_id == wanted.structure_id)
    return (
        select(Activity, Structure.name, Place.name)
        .join(Structure, Structure.id == Activity.structure_id)
        .outerjoin(Place, Place.id == Activity.place_id)
        .where(*conditions)
    )


def view(session: Session, activity_id: uuid.UUID) -> ActivityView:
    """One activity, its trainers and its enrolments. Raises NotFoundError."""
    activity = _get(session, activity_id)
    agreement = session.get(Agreement, activity.agreement_id)
    structure = session.get(Structure, activity.structure_id)
    project = session.get(Project, activity.project_id) if activity.project_id else None
    trainers = session.execute(
        select(Professional, Structure.name)
        .join(ActivityTrainer, ActivityTrainer.professional_id == Professional.id)
        .outerjoin(Structure, Structure.id == Professional.structure_id)
        .where(ActivityTrainer.activity_id == activity_id)
        .order_by(ActivityTrainer.position)
    )
    return ActivityView(
        id=activity.id,
        title=activity.title,
        agreement_id=activity.agreement_id,
        agreement_title=agreement.title if agreement else "",
        structure_id=activity.structure_id,
        structure_name=structure.name if structure else "",
        brique_code=activity.brique_code,
        type_code=activity.type_code,
        domain_code=activity.domain_code,
        mode_code=activity.mode_code,
        setting_code=activity.setting_code,
        place_id=activity.place_id,
        capacity=activity.capacity,
        objectives=activity.objectives,
        material=activity.material,
        project_id=activity.project_id,
        project_title=project.title if project else "",
        cost_member_id=activity.cost_member_id,
        cost_brique_code=activity.cost_brique_code,
        targets=activity_targets.of(session, activity_id),
        archived_on=activity.archived_on,
        trainers=tuple(
            UsualTrainer(person.id, person.last_name, person.first_name, structure_name or "")
            for person, structure_name in trainers
        ),
        enrolments=enrolments(session, activity_id),
    )


def save(session: Session, data: ActivityInput) -> uuid.UUID:
    """Create or change an activity. Raises InputError, NotFoundError, PermissionDenied."""
    require(session, Right.EDIT_CALENDAR)
    _check(data)
    assert data.agreement_id is not None
    assert data.structure_id is not None
    if data.id is None:
        activity = Activity(archived_on=None)
        session.add(activity)
    else:
        activity = _get(session, data.id)
    activity.title = data.title.strip()
    activity.agreement_id = data.agreement_id
    activity.structure_id = data.structure_id
    activity.brique_code = data.brique_code or None
    activity.type_code = data.type_code or None
    activity.domain_code = data.domain_code or None
    activity.mode_code = data.mode_code or None
    activity.setting_code = data.setting_code or None
    activity.place_id = data.place_id
    activity.capacity = data.capacity
    activity.objectives = data.objectives.strip()
    activity.material = data.material.strip()
    activity.project_id = data.project_id
    activity.cost_member_id = data.cost_member_id
    activity.cost_brique_code = data.cost_brique_code or None
    session.flush()
    _set_trainers(session, activity.id, data.trainer_ids)
    activity_targets.store(session, activity.id, data.targets)
    return activity.id


def archive(session: Session, activity_id: uuid.UUID) -> None:
    """Put an activity away: its séances and presences stay, it is no longer proposed."""
    require(session, Right.EDIT_CALENDAR)
    _get(session, activity_id).archived_on = clock.today()


def restore(session: Session, activity_id: uuid.UUID) -> None:
    """Take an activity back from the archive."""
    require(session, Right.EDIT_CALENDAR)
    _get(session, activity_id).archived_on = None


def delete(session: Session, activity_id: uuid.UUID) -> None:
    """Remove an activity that has neither séance nor enrolment. Raises RuleError."""
    require(session, Right.EDIT_CALENDAR)
    activity = _get(session, activity_id)
    used = session.scalar(
        select(func.count()).select_from(Seance).where(Seance.activity_id == activity_id)
    ) or session.scalar(
        select(func.count()).select_from(Enrolment).where(Enrolment.activity_id == activity_id)
    )
    if used:
        raise RuleError(
            f"Cette activité a des séances ou des inscrits{NBSP}: elle ne se supprime pas.",
            f"Archivez-la{NBSP}: elle disparaît des listes et son histoire reste.",
        )
    _set_trainers(session, activity_id, ())
    activity_targets.store(session, activity_id, ())
    session.delete(activity)


def _check(data: ActivityInput) -> None:
    wrong: dict[str, str] = {}
    if not data.title.strip():
        wrong["title"] = "Donnez un titre à l’activité."
    elif len(data.title.strip()) > 200:
        wrong["title"] = f"Ce titre est trop long{NBSP}: 200 signes au plus."
    if data.agreement_id is None:
        wrong["agreement_id"] = "Choisissez la convention à laquelle l’activité appartient."
    if data.structure_id is None:
        wrong["structure_id"] = "Choisissez la structure qui organise l’activité."
    if data.capacity is not None and not 1 <= data.capacity <= 999:
        wrong["capacity"] = "Le nombre de places va de 1 à 999."
    if wrong:
        raise InputError(wrong)


def _set_trainers(session: Session, activity_id: uuid.UUID, trainer_ids: tuple[uuid.UUID, ...]) -> None:
    wanted = {person_id: position for position, person_id in enumerate(dict.fromkeys(trainer_ids))}
    current = session.scalars(select(ActivityTrainer).where(ActivityTrainer.activity_id == activity_id)).all()
    for link in current:
        position = wanted.pop(link.professional_id, None)
        if position is None:
            session.delete(link)
        else:
            link.position = position
    for person_id, position in wanted.items():
        key = ActivityTrainer.key(activity_id, person_id)
        session.add(
            ActivityTrainer(id=key, activity_id=activity_id, professional_id=person_id, position=position)
        )
    session.flush()


def _get(session: Session, activity_id: uuid.UUID) -> Activity:
    return existing(session, Activity, activity_id, "Cette activité n’existe plus.", "Revenez au calendrier.")
