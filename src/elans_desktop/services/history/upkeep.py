"""The upkeep of the journal: how far it is condensed, and the laptops it has to wait for."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import RuleError
from elans_desktop.models.journal import Laptop, Operation
from elans_desktop.services.permissions import Right, require
from elans_desktop.storage import condensing, laptops
from elans_desktop.storage.actor import actor_of
from elans_desktop.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LaptopRow:
    """A laptop that writes, or wrote, in this classeur. Instants in UTC milliseconds."""

    id: uuid.UUID
    letter: str
    """It stands in the numbers given there."""
    name: str
    """The name of the machine."""
    created_at: int
    last_at: int | None
    """Its last operation known here."""
    here: bool
    retired: bool
    awaited: bool = False
    """The old history is not condensed because it has not said that it knows it."""


@dataclass(frozen=True, slots=True)
class UpkeepView:
    """What the page of the settings shows."""

    status: condensing.Status
    laptops: tuple[LaptopRow, ...]


def view(workspace: Workspace) -> UpkeepView:
    """How far the journal is condensed, and every laptop, the last used first."""
    status = condensing.status(workspace)
    with workspace.read() as session:
        return UpkeepView(status, _laptops(session, status.waiting_for))


def retire(session: Session, laptop_id: uuid.UUID, *, retired: bool = True) -> None:
    """Say that a laptop is no longer used, or that it is after all. Raises RuleError, PermissionDenied."""
    require(session, Right.ADMINISTER)
    if laptop_id == actor_of(session).laptop_id:
        raise RuleError(
            "Ce poste est celui dont vous vous servez.", "Dites-le depuis un autre poste, le jour venu."
        )
    laptops.retire(session, laptop_id, retired=retired)


def _laptops(session: Session, awaited: frozenset[uuid.UUID]) -> tuple[LaptopRow, ...]:
    last = select(Operation.laptop_id, func.max(Operation.stamp_ms)).group_by(Operation.laptop_id)
    seen: dict[uuid.UUID, int] = {row[0]: row[1] for row in session.execute(last)}
    mine = actor_of(session).laptop_id
    found = [
        LaptopRow(
            id=laptop.id,
            letter=laptop.letter,
            name=laptop.name,
            created_at=laptop.created_at,
            last_at=seen.get(laptop.id),
            here=laptop.id == mine,
            retired=laptop.retired_at is not None,
            awaited=laptop.id in awaited,
        )
        for laptop in session.scalars(select(Laptop))
    ]
    return tuple(sorted(found, key=lambda row: (row.here, row.last_at or row.created_at), reverse=True))
