"""Filling an evaluation: begin, note line by line, finish, take up again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, RuleError
from elans_desktop.models.evaluations import Answer, Criterion, Evaluation, GridLevel
from elans_desktop.models.participants import Pathway
from elans_desktop.services import restricted
from elans_desktop.services.evaluations.evaluations import (
    PROFESSIONAL,
    EvaluationInput,
    check,
    existing,
    is_frozen,
    noted_marks,
)
from elans_desktop.services.organisation import settings
from elans_desktop.services.permissions import Right, require


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of a criterion: a level of the scale, « non observé », or nothing yet."""

    criterion_id: uuid.UUID
    level: int | None = None
    not_observed: bool = False


def save(session: Session, entered: EvaluationInput) -> uuid.UUID:
    """Begin an evaluation, or correct its grid (before any note), moment, day, evaluator.

    Raises InputError, RuleError, NotFoundError, PermissionDenied.
    """
    require(session, Right.EVALUATE)
    check(session, entered)
    if entered.id is None:
        one = Evaluation(voice=PROFESSIONAL, person_words="", comment="", finished_at=None)
        one.participant_id = _person(session, entered)
    else:
        one = _open(session, entered.id)
        if entered.grid_id != one.grid_id and _answers(session, one.id):
            raise InputError({"grid_id": "Des notes sont déjà données avec l’autre grille."})
    assert entered.grid_id
    assert entered.day
    one.grid_id = entered.grid_id
    one.moment = entered.moment
    one.day = entered.day
    one.evaluator_id = entered.evaluator_id
    one.pathway_id = _pathway(session, one.participant_id, entered.day)
    session.add(one)
    session.flush()
    return one.id


def begin_and_note(session: Session, entered: EvaluationInput, note: Note, comment: str = "") -> uuid.UUID:
    """Begin an evaluation with its first note, or the first comment, in one operation."""
    evaluation_id = save(session, entered)
    set_note(session, evaluation_id, note)
    if comment:
        set_comment(session, evaluation_id, note.criterion_id, comment)
    return evaluation_id


def set_note(session: Session, evaluation_id: uuid.UUID, note: Note) -> None:
    """Note a criterion; the comment stays. Raises InputError for a level that the scale has not."""
    require(session, Right.EVALUATE)
    one = _open(session, evaluation_id)
    if note.level is not None:
        scale = select(GridLevel.id).where(GridLevel.grid_id == one.grid_id, GridLevel.value == note.level)
        if note.not_observed or session.scalar(scale) is None:
            raise InputError({"level": "Cette note n’est pas dans l’échelle de la grille."})
    answer = _answer(session, one, note.criterion_id)
    answer.level = note.level
    answer.not_observed = note.not_observed


def set_comment(session: Session, evaluation_id: uuid.UUID, criterion_id: uuid.UUID, comment: str) -> None:
    """Say something about a criterion, noted or not."""
    require(session, Right.EVALUATE)
    _answer(session, _open(session, evaluation_id), criterion_id).comment = comment.strip()


def set_words(session: Session, evaluation_id: uuid.UUID, person_words: str, comment: str) -> None:
    """Keep what the person says of it, and what helped."""
    require(session, Right.EVALUATE)
    one = _open(session, evaluation_id)
    one.person_words = person_words.strip()
    one.comment = comment.strip()


def finish(session: Session, evaluation_id: uuid.UUID) -> None:
    """Close an evaluation; lines left aside stay without a note. Raises RuleError when nothing is noted."""
    require(session, Right.EVALUATE)
    one = _open(session, evaluation_id)
    if not any(mark.given for mark in noted_marks(session, evaluation_id).values()):
        raise RuleError("Rien n’est encore noté.", "Notez au moins une ligne avant de terminer.")
    one.finished_at = clock.now_ms()


def reopen(session: Session, evaluation_id: uuid.UUID) -> None:
    """Take up a finished evaluation again. Raises RuleError after the delay of the settings (30 days)."""
    require(session, Right.EVALUATE)
    one = _writable(session, evaluation_id)
    if is_frozen(session, one):
        days = settings.integer(session, "evaluation_frozen_days")
        raise RuleError(
            f"Cette évaluation est terminée depuis plus de {days}\u00a0jours\u00a0: elle ne change plus.",
            "Faites-en une nouvelle.",
        )
    one.finished_at = None


def delete(session: Session, evaluation_id: uuid.UUID) -> None:
    """Take away an evaluation begun by mistake, with its notes. Raises RuleError once it is finished."""
    require(session, Right.EVALUATE)
    one = _open(session, evaluation_id)
    for answer in session.scalars(select(Answer).where(Answer.evaluation_id == evaluation_id)):
        session.delete(answer)
    session.delete(one)


def _person(session: Session, entered: EvaluationInput) -> uuid.UUID:
    assert entered.participant_id
    restricted.refuse_writing_about(session, entered.participant_id)
    return entered.participant_id


def _pathway(session: Session, participant_id: uuid.UUID, day: date) -> uuid.UUID | None:
    """The pathway on that day, else the nearest begun before, else any."""
    pathways = session.scalars(select(Pathway).where(Pathway.participant_id == participant_id)).all()
    begun = [one for one in pathways if (one.entry_on or date.min) <= day]
    best = max(begun or pathways, key=lambda one: one.entry_on or date.min, default=None)
    return best.id if best else None


def _writable(session: Session, evaluation_id: uuid.UUID) -> Evaluation:
    one = existing(session, evaluation_id)
    restricted.refuse_writing_about(session, one.participant_id)
    return one


def _open(session: Session, evaluation_id: uuid.UUID) -> Evaluation:
    one = _writable(session, evaluation_id)
    if one.finished_at is not None:
        raise RuleError("Cette évaluation est terminée.", "Choisissez Reprendre pour la corriger.")
    return one


def _answers(session: Session, evaluation_id: uuid.UUID) -> bool:
    query = select(Answer.id).where(Answer.evaluation_id == evaluation_id).limit(1)
    return session.scalar(query) is not None


def _answer(session: Session, one: Evaluation, criterion_id: uuid.UUID) -> Answer:
    key = Answer.key(one.id, criterion_id)
    answer = session.get(Answer, key)
    if answer is not None:
        return answer
    criterion = session.get(Criterion, criterion_id)
    if criterion is None or criterion.grid_id != one.grid_id:
        raise NotFoundError("Cette ligne n’est pas dans la grille de l’évaluation.")
    answer = Answer(
        id=key, evaluation_id=one.id, criterion_id=criterion_id, level=None, not_observed=False, comment=""
    )
    session.add(answer)
    return answer
