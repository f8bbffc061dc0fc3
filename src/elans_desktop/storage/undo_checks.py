"""When an operation may be reversed: its fields were not written since, and nothing came to depend on it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from elans_desktop.models.journal import Change

Check = Callable[[Session, uuid.UUID, Sequence[Change]], None]


def check(session: Session, operation_id: uuid.UUID, changes: Sequence[Change]) -> None:
    """Raises RuleError, which says what came after."""
