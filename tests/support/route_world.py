"""Lucie, her pathway in an O2R and two structures, for the tests of the road of a person."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.services.governance import structures
from elans_desktop.services.governance.structures import StructureInput
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import fill
from tests.support.people import NOW, add_pathway, add_person

BORN, ENTRY = date(1996, 3, 2), date(2026, 8, 18)


@dataclass
class Road:
    """A classeur held at 4 May 2027."""

    workspace: Workspace
    agreement: uuid.UUID
    person: uuid.UUID
    pathway: uuid.UUID

    def write(self, act: Any, *args: Any, **kwargs: Any) -> Any:
        """One operation."""
        with self.workspace.write("Essai") as session:
            return act(session, *args, **kwargs)

    def read(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """One read."""
        with self.workspace.read() as session:
            return query(session, *args, **kwargs)

    def structure(self, name: str, kind: str | None = None) -> uuid.UUID:
        """A structure of the directory."""
        return self.write(structures.save, StructureInput(name=name, kind_code=kind))


@contextmanager
def road(workspace: Workspace, **pathway: Any) -> Generator[Road]:
    """Lucie entered on 18 August 2026."""
    with clock.fixed(NOW):
        agreement = fill(workspace)
        person = add_person(workspace, "Bazin", "Lucie", birth_date=BORN, phone="06 12 34 56 78")
        facts: dict[str, Any] = {"entry_on": ENTRY, **pathway}
        made = add_pathway(workspace, person, agreement, **facts)
        yield Road(workspace, agreement, person, made)


def count(session: Session, model: Any) -> int:
    """How many rows of a table."""
    from sqlalchemy import func, select

    return session.scalar(select(func.count()).select_from(model)) or 0
