"""« Historique »: what the journal says of one person, in French: who, when, which field, old → new."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.journal import Change, Operation
from elans_desktop.models.organisation import User
from elans_desktop.services import restricted
from elans_desktop.services.history import history_rows
from elans_desktop.services.history.history_reading import Reading
from elans_desktop.services.history.history_words import TABLES
from elans_desktop.services.permissions import Right, require
from elans_desktop.storage import condensing, merge

MOST_OPERATIONS = 200
ADDED, REMOVED, ERASED = "ajout", "suppression", "effacement"
_INSERT = "insert"
CONDENSED = "condensé"
"""What came before is told by its result alone: see `storage.condensing`."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One field of one thing: « Commune : Flers → Argentan ». An empty side was not filled in."""

    what: str = field(repr=False)
    """« Identité », « Parcours », « Situation, à l’entrée »…"""
    name: str
    """The field in French; ADDED, REMOVED, ERASED or CONDENSED for a whole row."""
    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One operation about the person."""

    at: datetime
    """Local time."""
    who: str = field(repr=False)
    label: str = field(repr=False)
    lines: tuple[HistoryLine, ...] = field(repr=False)
    undone: bool = False
    """It was cancelled afterwards, and not done again."""
    undoes: bool = False
    """It only cancels another, or does it again."""
    condensed: bool = False
    """It stands for what came before it too."""


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where a field of a form is kept: columns of one row, or the rows that hang on it.

    With `parent_id`: every row of `table` under it, those deleted since included; `having` keeps the rows
    with this value of a column, in the journal's form (`("theme_code", "mobilite")`).
    """

    table: str
    row_id: uuid.UUID | None = None
    columns: tuple[str, ...] = ()
    parent_id: uuid.UUID | None = None
    having: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FieldPast:
    """One change of a field."""

    at: datetime
    who: str = field(repr=False)
    lines: tuple[HistoryLine, ...] = field(repr=False)
    undone: bool
    condensed: bool = False
    """What it held at that moment; how it came to that has been condensed."""


def of_participant(
    session: Session,
    participant_id: uuid.UUID,
    limit: int = MOST_OPERATIONS,
    *,
    own: frozenset[uuid.UUID] | None = None,
) -> tuple[HistoryEntry, ...]:
    """The operations about a person, their pathways, situations, enrolments…, the latest first.

    What is now somebody else's (two files joined by mistake, then separated) is left out; of that joining and
    of its undoing, the day and the author alone stay. `own`: every row of the person, when the caller knows
    them better than their file does: those of the files that joined it. Rows deleted since are there too.
    Private notes of others, and what the role does not see, are not. Presences are in the sheets, not here,
    but for those corrected after validation.
    A fixed number of reads.
    """
    require(session, Right.READ_PEOPLE)
    restricted.check_id(session, participant_id)
    changes, mistaken = _own_changes(session, participant_id, own)
    words = Reading(session, participant_id, changes)
    return tuple(
        HistoryEntry(
            told.at,
            told.who,
            told.label,
            () if told.of(mistaken) else tuple(_lines(words, told.changes)),
            told.undone,
            told.undoes and not told.condensed,
            told.condensed,
        )
        for told in _operations(session, changes, limit)
    )


def of_field(session: Session, participant_id: uuid.UUID, source: FieldSource) -> tuple[FieldPast, ...]:
    """The past of one field of a file, the latest change first; what the role does not see is not there."""
    require(session, Right.READ_PEOPLE)
    restricted.check_id(session, participant_id)
    everything, _mistaken = _own_changes(session, participant_id)
    rows = _rows_under(everything, source)
    changes = [
        change
        for change in everything
        if change.table_name == source.table
        and (change.row_id in rows)
        and (
            not source.columns or change.action == "delete" or any(c in change.fields for c in source.columns)
        )
    ]
    words = Reading(session, participant_id, changes)
    past = (
        FieldPast(
            told.at,
            told.who,
            tuple(_field_lines(words, told.changes, source.columns)),
            told.undone,
            told.condensed,
        )
        for told in _operations(session, changes, MOST_OPERATIONS)
    )
    return tuple(one for one in past if one.lines)


def condensed_until(session: Session) -> date | None:
    """The day up to which the history is told by its results; None when nothing was condensed."""
    instant = condensing.until(session)
    return None if instant is None else clock.from_ms(instant).date()


def _own_changes(
    session: Session, participant_id: uuid.UUID, own: frozenset[uuid.UUID] | None = None
) -> tuple[Sequence[Change], frozenset[uuid.UUID]]:
    """The changes about a person, without the rows that are now somebody else's; the operations these shared.

    The rows of the person are read again only when one of them moved: no other file pays for it.
    """
    changes = history_rows.changes_of(session, participant_id)
    if own is None and not history_rows.any_moved(changes):
        return changes, frozenset()
    known = own if own is not None else history_rows.rows_of(session, participant_id)
    elsewhere = history_rows.held_elsewhere(session, changes, known)
    return (
        [change for change in changes if change.row_id not in elsewhere],
        frozenset(change.operation_id for change in changes if change.row_id in elsewhere),
    )


def _rows_under(changes: Iterable[Change], source: FieldSource) -> set[uuid.UUID]:
    if source.row_id is not None:
        return {source.row_id}
    return {
        change.row_id
        for change in changes
        if change.table_name == source.table
        and source.parent_id in history_rows.parents(change)
        and (source.having is None or source.having[1] in change.fields.get(source.having[0], ()))
    }


@dataclass(frozen=True, slots=True)
class _Told:
    at: datetime
    who: str
    label: str
    changes: Sequence[Change]
    undone: bool
    undoes: bool

    def of(self, mistaken: frozenset[uuid.UUID]) -> bool:
        """Whether it joined another's rows and was cancelled, or cancels that."""
        return (self.undone or self.undoes) and self.changes[0].operation_id in mistaken

    @property
    def condensed(self) -> bool:
        return any(change.action == merge.SNAPSHOT for change in self.changes)


def _operations(session: Session, changes: Sequence[Change], limit: int) -> list[_Told]:
    """The operations of these changes, the latest first, each with its own changes in order."""
    if not changes:
        return []
    operations = session.scalars(
        select(Operation)
        .where(Operation.id.in_({change.operation_id for change in changes}))
        .order_by(Operation.stamp_ms.desc(), Operation.stamp_counter.desc(), Operation.laptop_id)
        .limit(limit)
    ).all()
    users = dict(session.execute(select(User.id, User.name)).all())
    undone = cancelled(session, {operation.id for operation in operations})
    grouped: dict[uuid.UUID, list[Change]] = {}
    for change in sorted(changes, key=lambda change: change.position):
        grouped.setdefault(change.operation_id, []).append(change)
    return [
        _Told(
            at=clock.from_ms(operation.stamp_ms),
            who=users.get(operation.user_id, "") if operation.user_id else "",
            label=operation.label,
            changes=grouped[operation.id],
            undone=operation.id in undone,
            undoes=operation.undoes is not None,
        )
        for operation in operations
    ]


def cancelled(session: Session, operations: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of some operations that were cancelled, and not done again since (a redo undoes the undo)."""
    query = select(Operation.undoes, Operation.id).where(Operation.undoes.is_not(None))
    by = {undone: undoer for undone, undoer in session.execute(query.order_by(Operation.stamp_ms)) if undone}

    def is_cancelled(operation_id: uuid.UUID) -> bool:
        found, last = False, operation_id
        while (undoer := by.get(last)) is not None:  # a loop: somebody may go back and forth a thousand times
            found, last = not found, undoer
        return found

    return frozenset(one for one in operations if is_cancelled(one))


def _lines(reading: Reading, changes: Iterable[Change]) -> Iterable[HistoryLine]:
    """The lines of one operation."""
    for change in changes:
        words, what = TABLES[change.table_name], reading.thing(change)
        if change.action == "delete":
            yield HistoryLine(what, REMOVED, reading.summary(words, change.fields, 0), "")
        elif change.action == "erase":
            yield HistoryLine(what, ERASED, "", "")
        elif change.action in (_INSERT, merge.SNAPSHOT):
            name = ADDED if change.action == _INSERT else CONDENSED
            yield HistoryLine(what, name, "", reading.summary(words, change.fields, 1))
        else:
            yield from _fields(reading, change, what, words.fields)


def _field_lines(
    reading: Reading, changes: Iterable[Change], columns: tuple[str, ...]
) -> Iterable[HistoryLine]:
    """The lines of one operation about some columns; whole rows when no column is named."""
    for change in changes:
        if not columns or change.action == "erase":
            yield from _lines(reading, (change,))
        else:
            labels = TABLES[change.table_name].fields
            told = {name: labels[name] for name in columns if name in labels}
            yield from _fields(reading, change, reading.thing(change), told)


def _fields(reading: Reading, change: Change, what: str, labels: Any) -> Iterable[HistoryLine]:
    words = TABLES[change.table_name]
    for name, label in labels.items():
        if name in change.fields:
            old, new = (reading.value(words, name, side) for side in change.fields[name])
            if old != new:
                yield HistoryLine(what, label, old, new)
