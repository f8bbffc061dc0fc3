"""Access traces: who opened, exported or printed which file, and log-ins. Never a value."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError
from elans_desktop.models.journal import AccessTrace
from elans_desktop.storage.actor import actor_of

if TYPE_CHECKING:
    from elans_desktop.storage.workspace import Workspace

KEPT_MONTHS = 12
_MONTH_MS = 2_629_746_000
OPENED, READ, PRINTED, EXPORTED, CLOSED = "ouverture", "lecture", "impression", "export", "fermeture"
RESTRICTED = "archive-restreinte"
"""A file of the restricted archive was opened, with the code of a reason."""


def record(
    session: Session,
    action: str,
    table: str | None = None,
    row_id: uuid.UUID | None = None,
    reason_code: str | None = None,
) -> None:
    """Note that the user did something about a row, or about the whole workspace."""
    session.add(
        AccessTrace(
            at=clock.now_ms(),
            user_id=actor_of(session).user_id,
            action=action,
            table_name=table,
            row_id=row_id,
            reason_code=reason_code,
        )
    )


def note(
    workspace: Workspace, action: str, about: Iterable[tuple[str | None, uuid.UUID | None]] = ((None, None),)
) -> bool:
    """Record in a write of its own, one trace for each (table, row), after the act: whether it was kept.
    An opening also purges the old ones.

    What prevents it (full disk, classeur that one may only read) never undoes or blocks the act.
    """
    try:
        with workspace.write("Noter un accès") as session:
            for table, row_id in about:
                record(session, action, table, row_id)
            if action == OPENED:
                purge(session)
    except ElansError:
        return False
    return True


def purge(session: Session, months: int = KEPT_MONTHS) -> int:
    """Delete the traces older than so many months; returns how many."""
    limit = clock.now_ms() - months * _MONTH_MS
    return session.connection().execute(delete(AccessTrace).where(AccessTrace.at < limit)).rowcount
