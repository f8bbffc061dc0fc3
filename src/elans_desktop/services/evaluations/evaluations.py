"""Evaluations: a grid filled about a person at a moment by a professional, one note at a time."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.text import list_name, natural_name, short_name
from elans_desktop.models.evaluations import Answer, Criterion, Evaluation, Grid
from elans_desktop.models.organisation import Professional
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.services import kept, restricted
from elans_desktop.services.evaluations import evaluation_grids
from elans_desktop.services.evaluations.evaluation_grids import GridView
from elans_desktop.services.evaluations.evaluation_progress import Mark, Progression, progression
from elans_desktop.services.organisation import settings
from elans_desktop.services.pathways import pathway_status
from elans_desktop.services.pathways.pathway_status import RawId, as_uuid, raw
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.actor import actor_of

ENTRY, MIDDLE, EXIT, LATER = "entree", "mi_parcours", "sortie", "plus_6_mois"
MOMENTS = {
    ENTRY: "Évaluation d’entrée",
    MIDDLE: "Évaluation de mi-parcours",
    EXIT: "Évaluation de sortie",
    LATER: "Évaluation à 6\u00a0mois",
}
"""The moments of an evaluation, in the words of a title."""
PROFESSIONAL = "professionnel"


@dataclass(frozen=True, slots=True)
class EvaluationInput:
    """Who, with what, when, by whom."""

    id: uuid.UUID | None = None
    participant_id: uuid.UUID | None = None
    grid_id: uuid.UUID | None = None
    moment: str = ENTRY
    day: date | None = None
    evaluator_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """A line of the list of evaluations."""

    id: uuid.UUID
    participant_id: uuid.UUID
    name: str = field(repr=False)
    """« Bazin Lucie »."""
    grid: str
    moment: str
    day: date
    evaluator: str = field(repr=False)
    noted: int
    total: int
    finished: bool


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """An evaluation beside that of the entry. `input.id` None: it is only proposed, nothing is written."""

    input: EvaluationInput
    name: str = field(repr=False)
    """« Lucie Bazin »."""
    short: str = field(repr=False)
    """« Lucie B. »."""
    evaluator: str = field(repr=False)
    grid: GridView
    marks: Mapping[uuid.UUID, Mark] = field(repr=False)
    entry_marks: Mapping[uuid.UUID, Mark] = field(repr=False)
    """Those of the entry, when this is a later moment; else nothing."""
    entry_day: date | None
    entry_evaluator: str = field(repr=False)
    person_words: str = field(repr=False)
    comment: str = field(repr=False)
    finished: bool
    frozen: bool
    """Finished for longer than the classeur allows to take up again."""
    progression: Progression

    @property
    def noted(self) -> int:
        """How many lines have a level or « non observé »."""
        return sum(1 for mark in self.marks.values() if mark.given)

    @property
    def total(self) -> int:
        """How many lines the grid has."""
        return len(self.grid.criteria)


def rows(
    session: Session, scope: Scope = EVERYTHING, *, finished: bool | None = None
) -> tuple[EvaluationRow, ...]:
    """Evaluations by the professionals, the latest first: four reads. Raises PermissionDenied."""
    require(session, Right.READ_PEOPLE)
    query = (
        select(
            raw(Evaluation.id), Evaluation.participant_id, Evaluation.moment, Evaluation.day,
            Evaluation.evaluator_id.is_not(None), Evaluation.finished_at.is_not(None),
            raw(Evaluation.grid_id), Grid.title,
            Participant.last_name, Participant.birth_name, Participant.first_name,
            func.coalesce(Professional.last_name, ""), func.coalesce(Professional.first_name, ""),
        )
        .join(Grid, Grid.id == Evaluation.grid_id)
        .join(Participant, Participant.id == Evaluation.participant_id)
        .outerjoin(Professional, Professional.id == Evaluation.evaluator_id)
        .where(Evaluation.voice == PROFESSIONAL, Participant.restricted_on.is_(None))
        .order_by(Evaluation.day.desc(), Evaluation.id.desc())
    )  # fmt: skip
    if scope.agreement_id:
        query = query.outerjoin(Pathway, Pathway.id == Evaluation.pathway_id)
        query = query.where(or_(Pathway.agreement_id == scope.agreement_id, Evaluation.pathway_id.is_(None)))
    if days := scope.days():
        query = query.where(Evaluation.day.between(*days))
    given = select(raw(Answer.evaluation_id), func.count()).where(
        or_(Answer.level.is_not(None), Answer.not_observed)
    )
    if finished is not None:
        ended = Evaluation.finished_at.is_not(None) if finished else Evaluation.finished_at.is_(None)
        query = query.where(ended)
        given = given.where(Answer.evaluation_id.in_(select(Evaluation.id).where(ended)))
    noted: dict[RawId, int] = {
        row[0]: row[1] for row in session.execute(given.group_by(Answer.evaluation_id))
    }
    lines = select(raw(Criterion.grid_id), func.count()).group_by(Criterion.grid_id)
    totals: dict[RawId, int] = {row[0]: row[1] for row in session.execute(lines)}
    return tuple(
        EvaluationRow(
            id=as_uuid(key),
            participant_id=participant_id,
            name=list_name(last or birth, first),
            grid=grid,
            moment=moment,
            day=day,
            evaluator=short_name(by_last, by_first) if has_evaluator else "",
            noted=noted.get(key, 0),
            total=totals.get(grid_id, 0),
            finished=bool(is_finished),
        )
        for (
            key, participant_id, moment, day, has_evaluator, is_finished, grid_id, grid,
            last, birth, first, by_last, by_first,
        ) in session.execute(query)
    )  # fmt: skip


def view(session: Session, evaluation_id: uuid.UUID) -> EvaluationView:
    """One evaluation. Raises NotFoundError, PermissionDenied."""
    require(session, Right.READ_PEOPLE)
    one = existing(session, evaluation_id)
    return _view(session, one, _input(one))


def proposal(session: Session, entered: EvaluationInput) -> EvaluationView:
    """What an evaluation not begun yet would show: the grid, the entry beside. Raises InputError."""
    require(session, Right.READ_PEOPLE)
    check(session, entered)
    return _view(session, None, entered)


def new_input(
    session: Session, participant_id: uuid.UUID, moment: str | None = None, scope: Scope = EVERYTHING
) -> EvaluationInput:
    """The usual evaluation of somebody today: grid of the scheme, next moment not done, by oneself."""
    require(session, Right.READ_PEOPLE)
    standings = pathway_status.current(session, scope, clock.today(), participant_id)
    standing = next(iter(standings.values()), None)
    done = set(session.scalars(select(Evaluation.moment).where(Evaluation.participant_id == participant_id)))
    left = standing is not None and standing.status == pathway_status.LEFT
    usual = EXIT if left else ENTRY if ENTRY not in done else MIDDLE if MIDDLE not in done else EXIT
    agreement = pathway_status.as_uuid(standing.agreement_id) if standing else scope.agreement_id
    return EvaluationInput(
        participant_id=participant_id,
        grid_id=evaluation_grids.proposed(session, agreement),
        moment=moment or usual,
        day=clock.today(),
        evaluator_id=actor_of(session).professional_id,
    )


def _view(session: Session, one: Evaluation | None, entered: EvaluationInput) -> EvaluationView:
    person = kept.existing(
        session, Participant, entered.participant_id, "Cette personne n’est plus dans le classeur."
    )
    assert entered.grid_id
    grid = evaluation_grids.view(session, entered.grid_id)
    entry = None if entered.moment == ENTRY else _entry(session, entered)
    entry_marks = noted_marks(session, entry.id) if entry else {}
    marks = noted_marks(session, one.id) if one else {}
    restricted.check(session, (person,))
    last = person.last_name or person.birth_name
    return EvaluationView(
        input=entered,
        name=natural_name(last, person.first_name),
        short=short_name(last, person.first_name),
        evaluator=_name(session, entered.evaluator_id),
        grid=grid,
        marks=marks,
        entry_marks=entry_marks,
        entry_day=entry.day if entry else None,
        entry_evaluator=_name(session, entry.evaluator_id) if entry else "",
        person_words=one.person_words if one else "",
        comment=one.comment if one else "",
        finished=one is not None and one.finished_at is not None,
        frozen=one is not None and is_frozen(session, one),
        progression=progression(entry_marks, marks, [line.id for line in grid.criteria]),
    )


def _entry(session: Session, entered: EvaluationInput) -> Evaluation | None:
    """The entry evaluation to compare with: same person, same version of the grid, the latest before."""
    query = select(Evaluation).where(
        Evaluation.participant_id == entered.participant_id,
        Evaluation.grid_id == entered.grid_id,
        Evaluation.moment == ENTRY,
        Evaluation.voice == PROFESSIONAL,
    )
    if entered.day:
        query = query.where(Evaluation.day <= entered.day)
    return session.scalar(query.order_by(Evaluation.day.desc(), Evaluation.id.desc()).limit(1))


def noted_marks(session: Session, evaluation_id: uuid.UUID) -> dict[uuid.UUID, Mark]:
    """What was noted, by criterion."""
    query = select(Answer).where(Answer.evaluation_id == evaluation_id)
    return {
        answer.criterion_id: Mark(answer.level, answer.not_observed, answer.comment)
        for answer in session.scalars(query)
    }


def _input(one: Evaluation) -> EvaluationInput:
    return EvaluationInput(
        id=one.id,
        participant_id=one.participant_id,
        grid_id=one.grid_id,
        moment=one.moment,
        day=one.day,
        evaluator_id=one.evaluator_id,
    )


def check(session: Session, entered: EvaluationInput) -> None:
    """Raises InputError for what an evaluation cannot be."""
    errors: dict[str, str] = {}
    if entered.participant_id is None:
        errors["participant_id"] = "Choisissez la personne."
    if entered.grid_id is None or session.get(Grid, entered.grid_id) is None:
        errors["grid_id"] = "Choisissez une grille."
    if entered.moment not in MOMENTS:
        errors["moment"] = "Choisissez l’entrée, le mi-parcours, la sortie ou six mois après."
    if entered.day is None:
        errors["day"] = "Donnez le jour de l’évaluation."
    elif entered.day > clock.today():
        errors["day"] = "Cette date est à venir : une évaluation porte la date où l’on a observé."
    if errors:
        raise InputError(errors)


def existing(session: Session, evaluation_id: uuid.UUID) -> Evaluation:
    """The row of an evaluation. Raises NotFoundError."""
    return kept.existing(session, Evaluation, evaluation_id, "Cette évaluation n’existe plus.")


def is_frozen(session: Session, one: Evaluation) -> bool:
    """Whether it is finished for longer than the settings allow to take up again."""
    if one.finished_at is None:
        return False
    ended = clock.from_ms(one.finished_at).date()
    return clock.today() > ended + timedelta(days=settings.integer(session, "evaluation_frozen_days"))


def _name(session: Session, professional_id: uuid.UUID | None) -> str:
    person = session.get(Professional, professional_id) if professional_id else None
    return natural_name(person.last_name, person.first_name) if person else ""
