"""Versioned grids (families, criteria, scale) and the dated evaluations made with them."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from elans_desktop.core.ids import keyed_id
from elans_desktop.models.base import Row
from elans_desktop.models.types import Code, Instant, LongText, Short, references


class Grid(Row):
    """A version of a grid. Key of a shipped one: code × version. An answered version is frozen."""

    __tablename__ = "grid"

    code: Mapped[Code]
    version: Mapped[int]
    title: Mapped[Short]
    description: Mapped[LongText]
    subject: Mapped[Code]
    """personne · projet."""
    scheme_code: Mapped[Code | None]
    shipped: Mapped[bool]
    archived_on: Mapped[date | None]

    @staticmethod
    def key(code: str, version: int) -> uuid.UUID:
        """The identifier of a shipped grid."""
        return keyed_id("grid", code, version)


class GridLevel(Row):
    """A level of the scale of a grid. Key: grid × value."""

    __tablename__ = "grid_level"

    grid_id: Mapped[uuid.UUID] = mapped_column(references("grid.id"), index=True)
    value: Mapped[int]
    label: Mapped[Short]

    @staticmethod
    def key(grid_id: uuid.UUID, value: int) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("grid_level", grid_id, value)


class Criterion(Row):
    """A line of a grid, in a family. Key: grid × code."""

    __tablename__ = "criterion"

    grid_id: Mapped[uuid.UUID] = mapped_column(references("grid.id"), index=True)
    code: Mapped[Code]
    family: Mapped[Short]
    label: Mapped[Short]
    hint: Mapped[LongText]
    """What one observes."""
    position: Mapped[int]

    @staticmethod
    def key(grid_id: uuid.UUID, code: str) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("criterion", grid_id, code)


class Evaluation(Row):
    """A grid filled about a person at a moment, by one voice (professionnel · personne)."""

    __tablename__ = "evaluation"

    grid_id: Mapped[uuid.UUID] = mapped_column(references("grid.id"), index=True)
    participant_id: Mapped[uuid.UUID] = mapped_column(references("participant.id"), index=True)
    pathway_id: Mapped[uuid.UUID | None] = mapped_column(references("pathway.id"))
    moment: Mapped[Code]
    """entree · mi_parcours · sortie · plus_6_mois."""
    voice: Mapped[Code]
    day: Mapped[date]
    evaluator_id: Mapped[uuid.UUID | None] = mapped_column(references("professional.id"))
    person_words: Mapped[LongText]
    comment: Mapped[LongText]
    finished_at: Mapped[Instant | None]


class Answer(Row):
    """An answer; `level` null and `not_observed` true is « non observé », never counted as zero.

    Key: evaluation × criterion.
    """

    __tablename__ = "answer"

    evaluation_id: Mapped[uuid.UUID] = mapped_column(references("evaluation.id"), index=True)
    criterion_id: Mapped[uuid.UUID] = mapped_column(references("criterion.id"))
    level: Mapped[int | None]
    not_observed: Mapped[bool]
    comment: Mapped[LongText]

    @staticmethod
    def key(evaluation_id: uuid.UUID, criterion_id: uuid.UUID) -> uuid.UUID:
        """The row's identifier."""
        return keyed_id("answer", evaluation_id, criterion_id)
