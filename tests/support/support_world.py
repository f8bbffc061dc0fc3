"""A person who is accompanied, for tests: one pathway, what is noted of it through the services."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from elans_desktop.core import clock
from elans_desktop.services.pathways import barriers, interviews, objectives
from elans_desktop.services.pathways.barriers import BarrierInput, ReviewInput
from elans_desktop.services.pathways.interviews import InterviewInput
from elans_desktop.services.pathways.objectives import ActionInput, ObjectiveInput
from elans_desktop.storage.workspace import Workspace


def days_ago(days: int) -> date:
    """A day before today."""
    return clock.today() - timedelta(days=days)


def review(workspace: Workspace, pathway: uuid.UUID, day: date | None = None, **levels: int | None) -> int:
    """Note the level of some themes (`mobilite=3`); the status follows."""
    typed = tuple(BarrierInput(theme, level) for theme, level in levels.items())
    with workspace.write("Noter les freins") as session:
        return barriers.save(session, ReviewInput(pathway, day, typed))


def objective(
    workspace: Workspace, pathway: uuid.UUID, wording: str, *actions: ActionInput, **more: Any
) -> uuid.UUID:
    """One objective and its steps."""
    with workspace.write("Noter un objectif") as session:
        return objectives.save(session, ObjectiveInput(pathway, wording=wording, actions=actions, **more))


def interview(workspace: Workspace, person: uuid.UUID, day: date, **more: Any) -> uuid.UUID:
    """One interview."""
    values: dict[str, Any] = {"medium_code": "rdv", "summary": "Le projet avance."} | more
    with workspace.write("Noter un entretien") as session:
        return interviews.save(session, InterviewInput(person, day=day, **values))
