"""What the interface remembers for one user: columns, widths, own filters. Not journalled, never undone."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from elans_desktop.models.journal import InterfaceState
from elans_desktop.storage.actor import actor_of


def get(session: Session, name: str) -> dict[str, Any]:
    """What was kept under a name for this user; nothing yet: an empty dictionary."""
    row = session.get(InterfaceState, InterfaceState.key(actor_of(session).user_id, name))
    return dict(row.value) if row is not None else {}


def put(session: Session, name: str, value: dict[str, Any]) -> None:
    """Keep something for this user."""
    user_id = actor_of(session).user_id
    key = InterfaceState.key(user_id, name)
    row = session.get(InterfaceState, key)
    if row is None:
        session.add(InterfaceState(id=key, user_id=user_id, name=name, value=value))
    elif row.value != value:
        row.value = value
    session.flush()
