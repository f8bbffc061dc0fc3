"""The bytes of files that nothing points to any more: removed once Ctrl+Z can no longer want them.

A row taken away may come back by an undo: its bytes stay for KEPT_DAYS after the last operation that names
them. An erasure blanks what the journal said: nothing names them any more, and they go at the next sweep.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import String, delete, func, select, type_coerce, union
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError
from elans_desktop.models import Base
from elans_desktop.models.journal import Blob, Change, Operation

if TYPE_CHECKING:
    from elans_desktop.storage.workspace import Workspace

KEPT_DAYS = 30
_DAY_MS = 86_400_000
_FINGERPRINTS = frozenset(
    {
        ("attendance_sheet", "content_sha256"),
        ("issued_certificate", "content_sha256"),
        ("issued_document", "sha256"),
    }
)
"""Fingerprints of what was printed: no bytes are kept for them."""


@cache
def holders() -> tuple[tuple[str, str], ...]:
    """The (table, column) that point to the bytes of a file."""
    return tuple(
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("sha256")
        and table.name != Blob.__tablename__
        and (table.name, column.name) not in _FINGERPRINTS
    )


def unused(session: Session, kept_days: int = KEPT_DAYS) -> list[str]:
    """The hashes of the files that no row points to, nor any operation of the last days."""
    tables = Base.metadata.tables
    used = union(
        *(
            select(tables[table].c[column]).where(tables[table].c[column].is_not(None))
            for table, column in holders()
        )
    ).subquery()
    orphans = session.scalars(
        select(Blob.sha256).where(Blob.sha256.not_in(select(used.c[0]))).order_by(Blob.sha256)
    ).all()
    limit = clock.now_ms() - kept_days * _DAY_MS
    return [sha256 for sha256 in orphans if _last_named(session, sha256) <= limit]


def _last_named(session: Session, sha256: str) -> int:
    """The instant of the last operation that names a file; 0 when the journal says nothing of it."""
    named = (
        select(func.max(Operation.stamp_ms))
        .join(Change, Change.operation_id == Operation.id)
        .where(
            Change.table_name.in_({table for table, _column in holders()}),
            type_coerce(Change.fields, String).like(f"%{sha256}%"),
        )
    )
    return session.scalar(named) or 0


def remove(session: Session, hashes: Iterable[str]) -> None:
    """Remove the bytes of these files (the base overwrites what it frees)."""
    for sha256 in hashes:
        session.execute(delete(Blob).where(Blob.sha256 == sha256))


def sweep(workspace: Workspace, kept_days: int = KEPT_DAYS) -> int:
    """Remove what nothing points to, in a write of its own; returns how many files.

    What prevents it (full disk, a long work) is left for another day.
    """
    try:
        with workspace.read() as session:
            found = unused(session, kept_days)
        if not found:
            return 0
        with workspace.write("Effacer les fichiers retirés") as session:
            again = set(unused(session, kept_days))
            remove(session, again)
            return len(again)
    except ElansError:
        return 0


def is_lost(session: Session, changes: Sequence[Change]) -> bool:
    """Whether reversing these changes would bring back a row whose file is gone."""
    columns: dict[str, list[str]] = {}
    for table, column in holders():
        columns.setdefault(table, []).append(column)
    wanted = {
        str(change.fields[column][0])
        for change in changes
        if change.action != "insert"
        for column in columns.get(change.table_name, ())
        if column in change.fields and change.fields[column][0]
    }
    kept = select(func.count()).select_from(Blob).where(Blob.sha256.in_(wanted))
    return bool(wanted) and session.scalar(kept) != len(wanted)
