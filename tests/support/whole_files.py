"""People with a row in every table that hangs on a person, read from the tables themselves."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, Integer, String, select
from sqlalchemy.orm import Session

from elans_desktop.core.ids import new_id
from elans_desktop.models import Base, JournalMode, journal_mode, mapped_class
from elans_desktop.models.base import Row
from elans_desktop.models.organisation import User
from elans_desktop.models.participants import Participant
from elans_desktop.models.types import RowId
from elans_desktop.services.participants.merge_rows import key_columns
from elans_desktop.storage import references, values
from elans_desktop.storage.workspace import Workspace

Snapshot = dict[tuple[str, uuid.UUID], dict[str, Any]]


def tables_of_a_person() -> list[str]:
    """Every journalled table whose rows hang on a participant, near or far."""
    found, waiting = {"participant"}, ["participant"]
    while waiting:
        for name, _column in references.children(waiting.pop()):
            if name not in found and journal_mode(name) is not JournalMode.UNRECORDED:
                found.add(name)
                waiting.append(name)
    return sorted(found)


def snapshot(workspace: Workspace) -> Snapshot:
    """Every journalled row, as the journal would write it."""
    found: Snapshot = {}
    with workspace.read() as session:
        for table in Base.metadata.tables:
            if journal_mode(table) is not JournalMode.UNRECORDED:
                for row in session.scalars(select(mapped_class(table))):
                    found[table, row.id] = values.row_values(table, row.__dict__)
    return found


class WholeFiles:
    """Makes rows; those that do not hang on a person are shared by all."""

    def __init__(self, session: Session, *, codes: str = "") -> None:
        """`codes`: what the columns of stable codes and the shared rows hold, instead of the mark."""
        self._session = session
        self._codes = codes
        self._own = set(tables_of_a_person())
        self._shared: dict[str, Row] = {"user": session.scalars(select(User)).one()}

    def person(self, mark: str) -> dict[str, Row]:
        """A row in each table of `tables_of_a_person`: texts are `mark`, days and numbers follow from it."""
        made: dict[str, Row] = {}
        for table in sorted(self._own):
            self._row(table, made, mark)
        self._session.add_all(made.values())
        self._session.flush()
        return made

    def _row(self, table: str, made: dict[str, Row], mark: str) -> Row:
        known = made if table in self._own else self._shared
        if table in known:
            return known[table]
        model = mapped_class(table)
        filled: dict[str, Any] = {}
        known[table] = row = model(id=new_id())
        for column in Base.metadata.tables[table].columns:
            if column.primary_key or column.info.get("derived"):
                continue
            target = references.parents(table).get(column.name)
            if target == table:
                filled[column.name] = None
            elif target is not None:
                filled[column.name] = self._row(target, made, mark).id
            else:
                words = mark if table in self._own else self._codes or mark
                filled[column.name] = _value(column, words, key_columns(model))
                length = getattr(column.type, "length", None)
                if self._codes and filled[column.name] == mark and length in (60, 64):
                    filled[column.name] = self._codes
                elif self._codes and isinstance(filled[column.name], dict):
                    filled[column.name] = {"value": self._codes}
        if table == "distinct_pair":  # two other people, one of them made for that
            other = Participant(id=new_id(), **_blank_person(self._codes or mark))
            self._session.add(other)
            filled |= dict(
                zip(("first_id", "second_id"), sorted((made["participant"].id, other.id)), strict=True)
            )
        for name, value in filled.items():
            setattr(row, name, value)
        maker = getattr(model, "key", None)
        if maker is not None and table in self._own:
            row.id = maker(*(filled[name] for name in key_columns(model)))
        if known is self._shared:
            self._session.add(row)
        return row


def _blank_person(mark: str) -> dict[str, Any]:
    blanks: dict[str, Any] = {}
    for column in Base.metadata.tables["participant"].columns:
        if not column.primary_key and not column.info.get("derived"):
            empty: Any = False if isinstance(column.type, Boolean) else ""
            blanks[column.name] = None if column.nullable else empty
    return blanks | {"number": f"{mark}-autre"}


def _value(column: Any, mark: str, keys: tuple[str, ...]) -> Any:
    """A value of the person's own, save in the columns of a key: there two people meet."""
    rank = 0 if column.name in keys else ord(mark[0]) % 20
    if column.nullable and column.name in (
        "archived_on",
        "exit_on",
        "end_on",
        "anonymised_on",
        "restricted_on",
    ):
        return None
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, Date):
        return date(2027, 1, 1 + rank)
    if isinstance(column.type, Integer):
        return rank
    if isinstance(column.type, String):
        return "commun" if column.name in keys else mark
    if isinstance(column.type, RowId):
        return None
    return {"status": "P", "value": mark}
