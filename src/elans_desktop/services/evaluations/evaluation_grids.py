"""The grids: families, criteria, scale, whole on screen; a version that was answered is frozen."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.models.evaluations import Answer, Criterion, Evaluation, Grid, GridLevel
from elans_desktop.services.contact_fields import tidy
from elans_desktop.services.kept import existing
from elans_desktop.services.organisation import agreements
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import Scope


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level of the scale."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A line of a grid; `number` is its rank in the grid, 1, 2, 3…"""

    id: uuid.UUID
    number: int
    family: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line of the list of grids."""

    id: uuid.UUID
    title: str
    version: int
    description: str
    criteria: int
    evaluations: int
    """How many were made with it."""
    scheme_code: str | None


@dataclass(frozen=True, slots=True)
class GridView:
    """A grid, whole."""

    id: uuid.UUID
    title: str
    version: int
    description: str
    subject: str
    levels: tuple[LevelView, ...]
    criteria: tuple[CriterionView, ...]
    frozen: bool
    """Answers were given with it."""

    @property
    def families(self) -> tuple[tuple[str, tuple[CriterionView, ...]], ...]:
        """The criteria under the title of their family."""
        return tuple(
            (family, tuple(lines)) for family, lines in groupby(self.criteria, key=lambda one: one.family)
        )

    @property
    def scale_words(self) -> str:
        """« 1 avec aide, 2 seul… »."""
        return ", ".join(f"{level.value} {level.label}" for level in self.levels)


@dataclass(frozen=True, slots=True)
class CriterionInput:
    """The words of a criterion: its line, and what one observes."""

    id: uuid.UUID
    label: str = ""
    hint: str = ""


def rows(session: Session) -> tuple[GridRow, ...]:
    """The grids in use, by title and version: three reads."""
    lines = {
        row[0]: row[1]
        for row in session.execute(select(Criterion.grid_id, func.count()).group_by(Criterion.grid_id))
    }
    used = {
        row[0]: row[1]
        for row in session.execute(select(Evaluation.grid_id, func.count()).group_by(Evaluation.grid_id))
    }
    query = select(Grid).where(Grid.archived_on.is_(None)).order_by(Grid.title, Grid.version.desc())
    return tuple(
        GridRow(
            id=grid.id,
            title=grid.title,
            version=grid.version,
            description=grid.description,
            criteria=lines.get(grid.id, 0),
            evaluations=used.get(grid.id, 0),
            scheme_code=grid.scheme_code,
        )
        for grid in session.scalars(query)
    )


def view(session: Session, grid_id: uuid.UUID) -> GridView:
    """One grid. Raises NotFoundError."""
    grid = existing(
        session, Grid, grid_id, "Cette grille n’est plus dans le classeur.", "Choisissez-la dans la liste."
    )
    levels = session.scalars(select(GridLevel).where(GridLevel.grid_id == grid_id).order_by(GridLevel.value))
    criteria = session.scalars(
        select(Criterion).where(Criterion.grid_id == grid_id).order_by(Criterion.position)
    )
    return GridView(
        id=grid.id,
        title=grid.title,
        version=grid.version,
        description=grid.description,
        subject=grid.subject,
        levels=tuple(LevelView(level.value, level.label) for level in levels),
        criteria=tuple(
            CriterionView(one.id, number, one.family, one.label, one.hint)
            for number, one in enumerate(criteria, start=1)
        ),
        frozen=is_frozen(session, grid_id),
    )


def proposed(session: Session, agreement_id: uuid.UUID | None) -> uuid.UUID | None:
    """The grid an agreement (the one in force when None) uses for people: the first of its scheme's default
    grids, the latest version; else any."""
    scheme = agreements.scheme_of_scope(session, Scope(agreement_id))
    usual: list[str] = scheme.options.get("default_grids", [])
    rank = {code: len(usual) - place for place, code in enumerate(usual)}
    grids = session.scalars(
        select(Grid).where(Grid.archived_on.is_(None), Grid.subject == "personne").order_by(Grid.title)
    ).all()
    best = max(
        grids,
        key=lambda grid: (rank.get(grid.code, 0), grid.scheme_code == scheme.code, grid.version),
        default=None,
    )
    return best.id if best else None


def is_frozen(session: Session, grid_id: uuid.UUID) -> bool:
    """Whether answers were given with this version."""
    query = select(exists().where(Evaluation.grid_id == grid_id, Answer.evaluation_id == Evaluation.id))
    return bool(session.scalar(query))


def reword(session: Session, entered: CriterionInput) -> None:
    """Give a criterion the organisation's own words, before anybody was evaluated with the grid.

    Raises RuleError once the version was answered: what was noted must keep meaning what it meant.
    """
    require(session, Right.ADMINISTER)
    criterion = existing(session, Criterion, entered.id, "Cette ligne n’est plus dans la grille.")
    if is_frozen(session, criterion.grid_id):
        raise RuleError(
            "Cette version de la grille a déjà servi : ses mots ne changent plus.",
            "Les notes déjà données garderaient d’autres mots que ceux qu’on avait sous les yeux.",
        )
    label = tidy(entered.label)
    if not label:
        raise InputError({"label": "Écrivez ce que l’on observe, en quelques mots."})
    if len(label) > 200:
        raise InputError({"label": "Ce texte est trop long\u00a0: 200 lettres au plus."})
    criterion.label = label
    criterion.hint = entered.hint.strip()
