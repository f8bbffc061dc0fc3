"""The freins and competences that an activity works on: chosen in the list of freins and in the grids."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.activities import ActivityTarget
from elans_desktop.models.evaluations import Criterion, Grid
from elans_desktop.services.organisation import reference

BARRIERS = "barriers"

Target = tuple[str, str]
"""List (`barriers`, or the code of a grid) and code in that list."""


@dataclass(frozen=True, slots=True)
class TargetChoice:
    """Something an activity may work on."""

    list_code: str
    code: str
    label: str
    family: str
    """« Frein », or the title of the grid."""

    @property
    def target(self) -> Target:
        """What is stored."""
        return self.list_code, self.code


def choices(session: Session) -> tuple[TargetChoice, ...]:
    """Freins, then the criteria of the grids in use about people, each code once."""
    made = {
        (BARRIERS, row.code): TargetChoice(BARRIERS, row.code, row.label, "Frein")
        for row in reference.items(session, BARRIERS)
    }
    for list_code, title, code, label in session.execute(
        select(Grid.code, Grid.title, Criterion.code, Criterion.label)
        .join(Criterion, Criterion.grid_id == Grid.id)
        .where(Grid.archived_on.is_(None), Grid.subject == "personne")
        .order_by(Grid.title, Grid.version.desc(), Criterion.position)
    ):
        made.setdefault((list_code, code), TargetChoice(list_code, code, label, title))
    return tuple(made.values())


def of(session: Session, activity_id: uuid.UUID) -> tuple[Target, ...]:
    """What an activity works on."""
    query = select(ActivityTarget.list_code, ActivityTarget.code)
    query = query.where(ActivityTarget.activity_id == activity_id)
    return tuple(sorted((list_code, code) for list_code, code in session.execute(query)))


def store(session: Session, activity_id: uuid.UUID, targets: Iterable[Target]) -> None:
    """Keep these targets and no other."""
    wanted = {ActivityTarget.key(activity_id, *target): target for target in targets}
    for row in session.scalars(select(ActivityTarget).where(ActivityTarget.activity_id == activity_id)):
        if wanted.pop(row.id, None) is None:
            session.delete(row)
    for key, (list_code, code) in wanted.items():
        session.add(ActivityTarget(id=key, activity_id=activity_id, list_code=list_code, code=code))
    session.flush()
