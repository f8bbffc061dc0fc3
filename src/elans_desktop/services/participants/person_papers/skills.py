"""What a bilan says of evaluations: the entry and the latest moment of one grid, and the mean progression."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.formats import MINUS, NBSP, count, date_short
from elans_desktop.models.evaluations import Answer, Evaluation
from elans_desktop.services.evaluations import evaluation_grids
from elans_desktop.services.evaluations.evaluation_grids import GridView
from elans_desktop.services.evaluations.evaluation_progress import Mark, Marks, family_means, progression
from elans_desktop.services.evaluations.evaluations import ENTRY, EXIT, MIDDLE, PROFESSIONAL
from elans_desktop.services.paper import GridLevelMark
from elans_desktop.services.participants.paper_people import SkillMark, SkillsView

MOST_LINES = 10
"""Criteria one by one up to ten; the means of the families beyond."""
_WORDS = {ENTRY: "entrée", MIDDLE: "mi-parcours", EXIT: "sortie", "plus_6_mois": "6\u00a0mois après"}

Pair = tuple[Evaluation | None, Evaluation]
"""The entry, if any, and the latest evaluation of one grid."""


class Skills:
    """The pairs of several people, their answers and their grids: one read a grid, one for the answers."""

    def __init__(
        self, session: Session, evaluations: Mapping[uuid.UUID, Sequence[tuple[Evaluation, str]]]
    ) -> None:
        self._pairs = {
            person: pair
            for person, found in evaluations.items()
            if (pair := _pair([evaluation for evaluation, _title in found]))
        }
        wanted = [one.id for pair in self._pairs.values() for one in pair if one is not None]
        self._answers: dict[uuid.UUID, dict[uuid.UUID, Mark]] = {}
        if wanted:
            for answer in session.scalars(select(Answer).where(Answer.evaluation_id.in_(wanted))):
                mark = Mark(answer.level, answer.not_observed, "")
                self._answers.setdefault(answer.evaluation_id, {})[answer.criterion_id] = mark
        grids = {pair[1].grid_id for pair in self._pairs.values()}
        self._grids = {key: evaluation_grids.view(session, key) for key in grids}

    def words(self, person: uuid.UUID) -> str:
        """What the person said at the latest evaluation."""
        pair = self._pairs.get(person)
        return pair[1].person_words.strip() if pair else ""

    def view(self, person: uuid.UUID) -> SkillsView | None:
        """The skills of a person, when they were evaluated."""
        pair = self._pairs.get(person)
        if pair is None:
            return None
        entry, later = pair
        grid = self._grids[later.grid_id]
        before = self._answers.get(entry.id, {}) if entry else {}
        after = self._answers.get(later.id, {})
        if not any(mark.level is not None for mark in after.values()):
            return None
        by_family = len(grid.criteria) > MOST_LINES and len(grid.families) > 1
        marks = _by_family(grid, before, after) if by_family else _by_line(grid, before, after)
        return SkillsView(
            grid=grid.title,
            levels=tuple(GridLevelMark(level.value, level.label) for level in grid.levels),
            marks=marks,
            before_label=_label(entry) if entry else "",
            after_label=_label(later),
            progress=_progress(grid, before, after) if entry else "",
            by_family=by_family,
        )


def _pair(evaluations: Sequence[Evaluation]) -> Pair | None:
    """The latest finished evaluation by a professional, and the entry made with the same grid."""
    done = [one for one in evaluations if one.voice == PROFESSIONAL and one.finished_at is not None]
    if not done:
        return None
    later = max(done, key=lambda one: (one.moment != ENTRY, one.day))
    same = [one for one in done if one.moment == ENTRY and one.grid_id == later.grid_id and one is not later]
    return max(same, key=lambda one: one.day, default=None), later


def _label(evaluation: Evaluation) -> str:
    return f"{_WORDS.get(evaluation.moment, evaluation.moment)}, {date_short(evaluation.day)}"


def _by_line(grid: GridView, before: Marks, after: Marks) -> tuple[SkillMark, ...]:
    return tuple(
        SkillMark(line.label, _level(before.get(line.id)), _level(after.get(line.id)))
        for line in grid.criteria
    )


def _by_family(grid: GridView, before: Marks, after: Marks) -> tuple[SkillMark, ...]:
    families = [(family, [line.id for line in lines]) for family, lines in grid.families]
    return tuple(
        SkillMark(family, first, last)
        for (family, first), (_same, last) in zip(
            family_means(before, families), family_means(after, families), strict=True
        )
    )


def _level(mark: Mark | None) -> float | None:
    return None if mark is None or mark.level is None else float(mark.level)


def _progress(grid: GridView, before: Marks, after: Marks) -> str:
    found = progression(before, after, [line.id for line in grid.criteria])
    if found.tenths is None:
        return ""
    sign = MINUS if found.tenths < 0 else "+" if found.tenths else ""
    whole, tenth = divmod(abs(found.tenths), 10)
    compared = count(found.compared, "repère évalué", "repères évalués")
    return (
        f"Progression moyenne{NBSP}: {sign}{whole},{tenth} sur {compared} aux deux moments, "
        f"sur {found.total} dans la grille. Un repère non observé ne compte pas."
    )
