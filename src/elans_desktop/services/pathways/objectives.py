"""The objectives of a person and their actions: who does what, by when. One objective is one operation."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP
from elans_desktop.core.text import fold, natural_name, short_name
from elans_desktop.models.organisation import Professional, Structure
from elans_desktop.models.support import Objective, ObjectiveAction
from elans_desktop.services.kept import existing
from elans_desktop.services.organisation import reference
from elans_desktop.services.pathways import support_days
from elans_desktop.services.permissions import Right, require

STATUSES, ACTION_STATUSES = "objective_status", "action_status"
WAITING, UNDER_WAY, REACHED, GIVEN_UP = "non_aborde", "en_cours", "atteint", "abandonne"
OPEN = (WAITING, UNDER_WAY)
TO_DO, DOING, PENDING, DONE, DROPPED = "a_faire", "en_cours", "en_attente", "fait", "abandonne"
OPEN_ACTIONS = (TO_DO, DOING, PENDING)
MOST_OPEN = 3
"""Objectives open at once that the domain advises at most: said, never imposed."""
GONE = "Cet objectif n’est plus dans le classeur."


@dataclass(frozen=True, slots=True)
class ActionInput:
    """A step: the person does it, or a professional, or a partner of the directory or not."""

    wording: str = field(repr=False)
    id: uuid.UUID | None = None
    status_code: str = TO_DO
    due_on: date | None = None
    done_on: date | None = None
    by_person: bool = False
    responsible_id: uuid.UUID | None = None
    partner_id: uuid.UUID | None = None
    partner_name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ObjectiveInput:
    """An objective as typed. `actions` replace those recorded, as a whole."""

    pathway_id: uuid.UUID
    id: uuid.UUID | None = None
    wording: str = field(default="", repr=False)
    theme_code: str | None = None
    elans_code: str | None = None
    opened_on: date | None = None
    due_on: date | None = None
    status_code: str = UNDER_WAY
    closed_on: date | None = None
    actions: tuple[ActionInput, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A step, in words."""

    input: ActionInput
    id: uuid.UUID
    status: str
    who: str = field(repr=False)
    """« la personne », « Jonas P. », « Orne Mobilité »."""
    late: bool
    created_on: date


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """An objective with its steps."""

    input: ObjectiveInput
    id: uuid.UUID
    status: str
    theme: str
    elans: str
    actions: tuple[ActionRow, ...]

    @property
    def is_open(self) -> bool:
        """Neither reached nor given up."""
        return self.input.status_code in OPEN


@dataclass(frozen=True, slots=True)
class ObjectivesView:
    """The objectives of a pathway: the open ones first."""

    rows: tuple[ObjectiveRow, ...]

    @property
    def open_count(self) -> int:
        """How many are open."""
        return sum(row.is_open for row in self.rows)

    @property
    def advice(self) -> str:
        """What is said beyond MOST_OPEN open objectives; "" below."""
        if self.open_count <= MOST_OPEN:
            return ""
        return (
            f"{self.open_count}{NBSP}objectifs sont ouverts\u00a0: "
            f"{MOST_OPEN} à la fois au plus, c’est plus facile à tenir."
        )


def of_pathway(session: Session, pathway_id: uuid.UUID) -> ObjectivesView:
    """The objectives of a pathway: three reads."""
    require(session, Right.SUPPORT)
    found = session.scalars(
        select(Objective).where(Objective.pathway_id == pathway_id).order_by(Objective.position, Objective.id)
    ).all()
    labels = reference.labels(session, STATUSES, ACTION_STATUSES, "barriers", "elans_objectives")
    actions = _actions(session, [row.id for row in found], labels)
    rows = [
        ObjectiveRow(
            input=_input(row, actions.get(row.id, [])),
            id=row.id,
            status=labels(STATUSES, row.status_code),
            theme=labels("barriers", row.theme_code),
            elans=labels("elans_objectives", row.elans_code),
            actions=tuple(actions.get(row.id, ())),
        )
        for row in found
    ]
    return ObjectivesView(tuple(sorted(rows, key=lambda row: not row.is_open)))


def _input(row: Objective, actions: Sequence[ActionRow]) -> ObjectiveInput:
    values = {name: getattr(row, name) for name in ObjectiveInput.__slots__ if name != "actions"}
    return ObjectiveInput(**values, actions=tuple(action.input for action in actions))


def _actions(
    session: Session, objective_ids: Sequence[uuid.UUID], labels: reference.Labels
) -> dict[uuid.UUID, list[ActionRow]]:
    columns = (
        ObjectiveAction,
        Professional.last_name,
        Professional.first_name,
        Structure.short_name,
        Structure.name,
    )
    query = (
        select(*columns)
        .outerjoin(Professional, Professional.id == ObjectiveAction.responsible_id)
        .outerjoin(Structure, Structure.id == ObjectiveAction.partner_id)
        .where(ObjectiveAction.objective_id.in_(objective_ids))
        .order_by(ObjectiveAction.position, ObjectiveAction.id)
    )
    today = clock.today()
    grouped: dict[uuid.UUID, list[ActionRow]] = {}
    for row, last, first, short, name in session.execute(query) if objective_ids else ():
        who = "la personne" if row.by_person else short_name(last or "", first or "")
        typed = ActionInput(**{field_: getattr(row, field_) for field_ in ActionInput.__slots__})
        grouped.setdefault(row.objective_id, []).append(
            ActionRow(
                input=typed,
                id=row.id,
                status=labels(ACTION_STATUSES, row.status_code),
                who=who or short or name or row.partner_name,
                late=bool(row.status_code in OPEN_ACTIONS and row.due_on and row.due_on < today),
                created_on=row.created_on,
            )
        )
    return grouped


def save(session: Session, typed: ObjectiveInput) -> uuid.UUID:
    """Create or change an objective and its actions. Returns its id.

    Raises InputError: no wording, the same wording twice among the open objectives, a day in the future or
    before the pathway, an end before its start; « actions » for its steps. NotFoundError, PermissionDenied.
    """
    support_days.writer(session)
    pathway = support_days.pathway(session, typed.pathway_id)
    row = existing(session, Objective, typed.id, GONE) if typed.id else None
    opened = typed.opened_on or (row.opened_on if row else clock.today())
    closed = None if typed.status_code in OPEN else typed.closed_on or clock.today()
    first = support_days.first_of_pathway(session, pathway)
    _check(session, typed, opened, closed, first)
    if row is None:
        row = Objective(pathway_id=typed.pathway_id, position=_next_position(session, typed.pathway_id))
        session.add(row)
    row.wording = typed.wording.strip()
    row.theme_code, row.elans_code = typed.theme_code, typed.elans_code
    row.opened_on, row.due_on = opened, typed.due_on
    row.status_code, row.closed_on = typed.status_code, closed
    session.flush()
    _replace_actions(session, row.id, typed.actions)
    return row.id


def _check(
    session: Session, typed: ObjectiveInput, opened: date, closed: date | None, first: date | None
) -> None:
    wrong: dict[str, str] = {}
    if not typed.wording.strip():
        wrong["wording"] = "Écrivez l’objectif, avec les mots de la personne."
    elif typed.status_code in OPEN and _is_twin(session, typed):
        wrong["wording"] = "Cet objectif est déjà ouvert pour cette personne\u00a0: complétez-le."
    if typed.status_code not in (*OPEN, REACHED, GIVEN_UP):
        wrong["status_code"] = "Choisissez un statut de la liste."
    if problem := support_days.day_problem(opened, first, "Cet objectif", "le début du parcours"):
        wrong["opened_on"] = problem
    if typed.due_on and typed.due_on < opened:
        wrong["due_on"] = "L’échéance est avant le début de l’objectif\u00a0: vérifiez les deux dates."
    if closed and (problem := support_days.day_problem(closed, opened, "La fin", "le début de l’objectif")):
        wrong["closed_on"] = problem
    if problem := next(filter(None, (_action_problem(one) for one in typed.actions)), ""):
        wrong["actions"] = problem
    if wrong:
        raise InputError(wrong)


def _action_problem(one: ActionInput) -> str:
    if not one.wording.strip():
        return "Écrivez ce qu’il y a à faire, ou retirez la ligne."
    if one.done_on and one.done_on > clock.today():
        return "Une action est faite dans le futur\u00a0: vérifiez la date."
    return ""


def _is_twin(session: Session, typed: ObjectiveInput) -> bool:
    others = session.execute(
        select(Objective.id, Objective.wording).where(
            Objective.pathway_id == typed.pathway_id, Objective.status_code.in_(OPEN)
        )
    )
    return any(key != typed.id and fold(words) == fold(typed.wording) for key, words in others)


def _next_position(session: Session, pathway_id: uuid.UUID) -> int:
    last = session.scalar(select(func.max(Objective.position)).where(Objective.pathway_id == pathway_id))
    return (last or 0) + 1


def _replace_actions(session: Session, objective_id: uuid.UUID, wanted: Sequence[ActionInput]) -> None:
    known = {
        row.id: row
        for row in session.scalars(
            select(ObjectiveAction).where(ObjectiveAction.objective_id == objective_id)
        )
    }
    for position, one in enumerate(wanted, start=1):
        row = known.pop(one.id, None) if one.id else None
        if row is None:
            row = ObjectiveAction(objective_id=objective_id, created_on=clock.today(), done_on=None)
            session.add(row)
        for name in ActionInput.__slots__:
            if name != "id":
                value = getattr(one, name)
                setattr(row, name, value.strip() if isinstance(value, str) else value)
        row.position = position
        row.done_on = (one.done_on or clock.today()) if one.status_code == DONE else None
    for row in known.values():
        session.delete(row)
    session.flush()


def set_action_status(session: Session, action_id: uuid.UUID, status_code: str) -> None:
    """Say where an action stands; « fait » is dated today. Raises InputError, NotFoundError."""
    support_days.writer(session)
    row = existing(session, ObjectiveAction, action_id, "Cette action n’est plus dans le classeur.")
    support_days.pathway(session, existing(session, Objective, row.objective_id, GONE).pathway_id)
    if status_code not in (*OPEN_ACTIONS, DONE, DROPPED):
        raise InputError({"status_code": "Ce statut n’existe pas."})
    row.status_code = status_code
    row.done_on = clock.today() if status_code == DONE else None
    session.flush()


def delete(session: Session, objective_id: uuid.UUID) -> None:
    """Remove an objective entered by mistake, with its actions. Raises NotFoundError."""
    support_days.writer(session)
    row = existing(session, Objective, objective_id, GONE)
    support_days.pathway(session, row.pathway_id)
    for action in session.scalars(
        select(ObjectiveAction).where(ObjectiveAction.objective_id == objective_id)
    ):
        session.delete(action)
    session.delete(row)
    session.flush()


def responsibles(session: Session) -> tuple[tuple[tuple[str, uuid.UUID], str], ...]:
    """Who may be given an action: professionals then structures, `(("professional", id), name)`."""
    require(session, Right.SUPPORT)
    people = session.execute(
        select(Professional.id, Professional.last_name, Professional.first_name)
        .where(Professional.archived_on.is_(None))
        .order_by(Professional.last_name, Professional.first_name)
    )
    partners = session.execute(
        select(Structure.id, Structure.short_name, Structure.name)
        .where(Structure.archived_on.is_(None))
        .order_by(Structure.name)
    )
    return (
        *((("professional", key), natural_name(last, first)) for key, last, first in people),
        *((("structure", key), short or name) for key, short, name in partners),
    )
