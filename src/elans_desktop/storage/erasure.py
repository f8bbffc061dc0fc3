"""Erasure of rows: the row is blanked, and so is everything the journal ever said of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import String, delete, select, update
from sqlalchemy.orm import Session

from elans_desktop.models import Base, mapped_class
from elans_desktop.models.base import Row
from elans_desktop.models.journal import AccessTrace, Change, Draft, Operation
from elans_desktop.models.participants import Participant
from elans_desktop.storage import erased_ids, filing, person_erasure, values
from elans_desktop.storage.erased_ids import ErasedRow
from elans_desktop.storage.erasure_words import ERASED_LABEL, NAMELESS_KINDS
from elans_desktop.storage.journal import recorder_of

if TYPE_CHECKING:
    from elans_desktop.storage.workspace import Workspace

EVERYTHING = ("*",)
"""Columns of a person noted as anonymised: the whole file, as `person_erasure` says."""
_MANY = 500


def erase(workspace: Workspace, label: str, rows: Iterable[ErasedRow]) -> None:
    """Blank some columns of some rows for good, in one operation that cannot be undone.

    Texts become empty, the rest null; a required column that is not a text keeps its value. Old and new
    values leave the journal, as do the labels that may have named the person, and drafts about the row.
    The label must name nobody. The identifiers are noted beside the base first.
    """
    erased = list(rows)
    erased_ids.add(workspace.folder, erased)
    with workspace.write(label, "erase") as session:
        for row in erased:
            _erase(session, row)


def reapply(workspace: Workspace) -> None:
    """Erase again, after a restore, the rows that were erased since the backup was made."""
    noted = erased_ids.read(workspace.folder)
    if not noted:
        return
    label = "Effacer de nouveau après restauration"
    whole = [row.row_id for row in noted if row.columns == EVERYTHING]
    some = [row for row in noted if row.columns != EVERYTHING]
    with workspace.read() as session:
        back = _not_yet(session, some)
        named = _still_named(session, whole)
    if back:
        erase(workspace, label, back)
    if named:
        with workspace.write(label, "erase") as session:
            points = {row.row_id: row.points for row in noted if row.points is not None}
            person_erasure.erase_people(session, named, points=points)


def _not_yet(session: Session, noted: list[ErasedRow]) -> list[ErasedRow]:
    """Rows the journal knows and does not say erased."""
    known: set[tuple[str, uuid.UUID]] = set()
    done: set[tuple[str, uuid.UUID]] = set()
    for start in range(0, len(noted), _MANY):
        keys = [(row.table, row.row_id) for row in noted[start : start + _MANY]]
        query = select(Change.table_name, Change.row_id, Change.action).where(filing.of_rows(keys))
        for table, row_id, action in session.execute(query):
            known.add((table, row_id))
            if action == "erase":
                done.add((table, row_id))
    return [row for row in noted if (row.table, row.row_id) in known - done]


def _still_named(session: Session, noted: list[uuid.UUID]) -> list[uuid.UUID]:
    found: list[uuid.UUID] = []
    for start in range(0, len(noted), _MANY):
        query = select(Participant.id).where(
            Participant.id.in_(noted[start : start + _MANY]), Participant.anonymised_on.is_(None)
        )
        found += session.scalars(query)
    return found


def _erase(session: Session, erased: ErasedRow) -> None:
    recorder = recorder_of(session)
    row = _row(session, erased)
    if row is None:  # deleted since: what the journal said of it goes all the same
        _blank_journal(session, erased.table, erased.row_id)
        recorder.replace(erased.table, erased.row_id, "erase", {})
        return
    table = Base.metadata.tables[erased.table]
    for name in erased.columns:
        column = table.columns[name]
        if isinstance(column.type, String):
            setattr(row, name, None if column.nullable else "")
        elif column.nullable:
            setattr(row, name, None)
    session.flush()
    left = values.row_values(
        erased.table, {column.name: getattr(row, column.name) for column in table.columns}
    )
    _blank_journal(session, erased.table, erased.row_id)
    recorder.replace(
        erased.table, erased.row_id, "erase", {name: [None, kept] for name, kept in left.items()}
    )


def _blank_journal(session: Session, table: str, row_id: uuid.UUID) -> None:
    concerned = filing.of_rows([(table, row_id)])
    operations = select(Change.operation_id).where(concerned)
    session.execute(
        update(Operation)
        .where(Operation.id.in_(operations), Operation.kind.not_in(NAMELESS_KINDS))
        .values(label=ERASED_LABEL)
    )
    session.execute(update(Change).where(concerned, Change.action != "erase").values(fields={}))
    session.execute(delete(Draft).where(Draft.subject_id == row_id))
    session.execute(
        update(AccessTrace).where(AccessTrace.row_id == row_id).values(row_id=None, table_name=None)
    )


def _row(session: Session, erased: ErasedRow) -> Row | None:
    try:
        return session.get(mapped_class(erased.table), erased.row_id)
    except KeyError:
        return None
