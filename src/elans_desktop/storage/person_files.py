"""The files that hold somebody who is anonymised: their papers, and the scans of the sheets they signed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models import Base
from elans_desktop.models.activities import Presence
from elans_desktop.models.journal import Change
from elans_desktop.models.participants import Participant
from elans_desktop.models.sheets import AttendanceSheet, SheetScan, SheetSlot, UnfiledScan
from elans_desktop.storage import filing, unused_files
from elans_desktop.storage.journal import recorder_of

_CHUNK = 500


def release(session: Session, family: Mapping[str, Sequence[uuid.UUID]]) -> set[str]:
    """Drop the scans of the sheets of these people; returns the hashes that may now serve nobody.

    A scan shows everybody who signed: it stays while somebody else of that sheet is kept for a reason.
    """
    found = _hashes(session, "attachment", family.get("attachment", ()))
    sheets: set[uuid.UUID] = set()
    people = family["participant"]
    for start in range(0, len(people), _CHUNK):
        some = people[start : start + _CHUNK]
        came = select(Presence.slot_id).where(Presence.participant_id.in_(some))
        sheets.update(session.scalars(select(SheetSlot.sheet_id).where(SheetSlot.slot_id.in_(came))))
        own = select(AttendanceSheet.id).where(AttendanceSheet.participant_id.in_(some))
        sheets.update(session.scalars(own))
    sheets -= _held(session, people)
    for model in (SheetScan, UnfiledScan):
        ids = [
            key
            for start in range(0, len(sheets), _CHUNK)
            for key in session.scalars(
                select(model.id).where(model.sheet_id.in_(sorted(sheets)[start : start + _CHUNK]))
            )
        ]
        found |= _hashes(session, model.__tablename__, ids)
        _drop(session, model.__tablename__, ids)
    return found


def remove_unused(session: Session, hashes: Iterable[str]) -> None:
    """Remove the bytes that no row points to any more, without waiting for the next sweep."""
    left = set(hashes)
    tables = Base.metadata.tables
    for table, name in unused_files.holders() if left else ():
        column = tables[table].c[name]
        for start in range(0, len(left), _CHUNK):
            some = sorted(left)[start : start + _CHUNK]
            left -= set(session.connection().execute(select(column).where(column.in_(some))).scalars())
    unused_files.remove(session, left)


def _held(session: Session, people: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Sheets where somebody else is kept for a written reason."""
    mine = set(people)
    kept = [
        key
        for key in session.scalars(
            select(Participant.id).where(
                Participant.keep_until >= clock.today(), Participant.anonymised_on.is_(None)
            )
        )
        if key not in mine
    ]
    if not kept:
        return set()
    came = select(Presence.slot_id).where(Presence.participant_id.in_(kept))
    return set(session.scalars(select(SheetSlot.sheet_id).where(SheetSlot.slot_id.in_(came))))


def _hashes(session: Session, table: str, ids: Sequence[uuid.UUID]) -> set[str]:
    columns = Base.metadata.tables[table].c
    found: set[str] = set()
    for start in range(0, len(ids), _CHUNK):
        query = select(columns.sha256).where(columns.id.in_(ids[start : start + _CHUNK]))
        found.update(session.connection().execute(query).scalars())
    return found


def _drop(session: Session, table: str, ids: Sequence[uuid.UUID]) -> None:
    recorder = recorder_of(session)
    columns = Base.metadata.tables[table].c
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        session.connection().execute(delete(Base.metadata.tables[table]).where(columns.id.in_(some)))
        concerned = filing.of_rows((table, key) for key in some)
        session.execute(update(Change).where(concerned, Change.action != "erase").values(fields={}))
        for key in some:
            recorder.replace(table, key, "erase", {})
