"""What is asked of a series, what it shows, and what a change of it did."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.calendar.recurrence import Recurrence


class Reach(StrEnum):
    """How far a change goes."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Left:
    """A day passed over, or a séance left as it was, and why."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class SeriesMade:
    """What a rule made: the séances in order, the days passed over."""

    ids: tuple[uuid.UUID, ...]
    skipped: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would make."""

    words: str
    """« Tous les mardis, du 4 mai au 29 juin 2027 »."""
    days: tuple[date, ...]
    skipped: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series as its form shows it."""

    id: uuid.UUID
    start: date
    rule: Recurrence
    words: str
    seances: int
    following: int
    """Séances from the one asked for on, it included."""
    exceptions: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class SeriesChanged:
    """What a change did. `kept`: séances left as they were, since paper or presences hold them."""

    changed: int = 0
    made: int = 0
    removed: int = 0
    kept: tuple[Left, ...] = ()
    skipped: tuple[Left, ...] = ()
    shown: uuid.UUID | None = None
    """The séance edited, or the nearest one when the new rule has no longer its day."""
    past_participle: str = "modifiée"

    @property
    def words(self) -> str:
        """« 12 séances modifiées, 2 ajoutées ; 3 gardées telles quelles (présences saisies) »."""
        done = self.past_participle
        parts = [count(self.changed, f"séance {done}", f"séances {done}s")] if self.changed else []
        parts += [count(self.made, "ajoutée")] if self.made else []
        parts += [count(self.removed, "séance supprimée", "séances supprimées")] if self.removed else []
        said = ", ".join(parts) or "Rien n’a changé"
        if self.kept:
            why = ", ".join(dict.fromkeys(left.reason for left in self.kept))
            kept = count(len(self.kept), "gardée telle quelle", "gardées telles quelles")
            said += f"{NBSP}; {kept} ({why})"
        return said
