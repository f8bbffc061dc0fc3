"""A line of « À traiter », and a group of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

MOST = 100
"""Lines of a group at most; its count says when there are more."""


@dataclass(frozen=True, slots=True)
class Task:
    """A line to deal with: what, since or until when. `words` names a person: kept out of reprs."""

    id: uuid.UUID
    words: str = field(repr=False)
    day: date | None = None
    detail: str = ""
    urgent: bool = False
    """The date has passed, or comes within two weeks."""
    other_id: uuid.UUID | None = None
    """Where to go, when it is not `id`: the séance of a sheet, the meeting of a decision."""


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Lines of one kind; `cut` when there are more than MOST of them."""

    kind: str
    tasks: tuple[Task, ...]
    cut: bool = False

    @property
    def count(self) -> int:
        """How many lines are known."""
        return len(self.tasks)
