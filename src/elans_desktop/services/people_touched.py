"""Who has changed since a list of people was read, as the journal says: one row to read, not 20,000."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.models.journal import Change, Operation
from elans_desktop.storage.actor import actor_of

MOST = 20
"""Beyond, the whole list is read again."""
_PEOPLE = "participant"

Mark = Mapping[uuid.UUID, int]
"""The last operation known of each laptop."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The people whose own row changed since a mark; None: more than that changed."""

    mark: Mark
    people: frozenset[uuid.UUID] | None


def mark(session: Session) -> Mark:
    """Where the journal stands. Read it before the list."""
    query = select(Operation.laptop_id, func.max(Operation.seq)).group_by(Operation.laptop_id)
    return {row[0]: row[1] for row in session.execute(query)}


def since(session: Session, seen: Mark, tables: frozenset[str]) -> Touched:
    """What changed after `seen` in `tables`, those a line of the list is made of."""
    now, mine = mark(session), actor_of(session).laptop_id
    if any(now[laptop] != seen.get(laptop) for laptop in now if laptop != mine):
        return Touched(now, None)
    query = (
        select(Change.table_name, Change.row_id, Change.action)
        .join(Operation, Operation.id == Change.operation_id)
        .where(Operation.laptop_id == mine, Operation.seq > seen.get(mine, 0), Change.table_name.in_(tables))
        .limit(MOST + 1)
    )
    found = session.execute(query).all()
    if len(found) > MOST or any(table != _PEOPLE or action != "update" for table, _row, action in found):
        return Touched(now, None)
    return Touched(now, frozenset(row for _table, row, _action in found))
