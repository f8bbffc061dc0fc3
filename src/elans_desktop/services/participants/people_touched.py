"""Who has changed since a list of people was read, as the journal says: one row to read, not 20,000."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.models.base import Base
from elans_desktop.models.journal import Change, Operation
from elans_desktop.storage.actor import actor_of

MOST = 20
"""Beyond, the whole list is read again."""
_PEOPLE = "participant"
OWNED = frozenset({"attachment", "sensitive_record"})
"""Tables whose rows change the line of their own person alone."""

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
        select(Change.table_name, Change.row_id, Change.action, Change.fields)
        .join(Operation, Operation.id == Change.operation_id)
        .where(Operation.laptop_id == mine, Operation.seq > seen.get(mine, 0), Change.table_name.in_(tables))
        .limit(MOST + 1)
    )
    found = session.execute(query).all()
    if len(found) > MOST:
        return Touched(now, None)
    people: set[uuid.UUID] = set()
    for table, row_id, action, fields in found:
        if table == _PEOPLE and action == "update":
            people.add(row_id)
        elif table in OWNED and (owner := _owner(session, table, row_id, fields)):
            people.add(owner)
        else:
            return Touched(now, None)
    return Touched(now, frozenset(people))


def _owner(session: Session, table: str, row_id: uuid.UUID, fields: Mapping[str, Any]) -> uuid.UUID | None:
    """The person a row belongs to, as the journal or the base says."""
    if named := next((side for side in fields.get("participant_id", ()) if side), None):
        return uuid.UUID(hex=named)
    owner = Base.metadata.tables[table].c
    return session.scalar(select(owner.participant_id).where(owner.id == row_id))
