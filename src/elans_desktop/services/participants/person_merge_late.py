"""What reached a file after it had joined another: entered on a laptop that did not know it yet.

Nothing of it is lost: rows hang on the file that joined until somebody sends them on; changes to rows that
the joining had taken away are told, to be entered again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.models import JournalMode, journal_mode, mapped_class
from elans_desktop.models.journal import Change, Operation
from elans_desktop.models.participants import Participant
from elans_desktop.services import interface_state
from elans_desktop.services.history import history_words
from elans_desktop.services.kept import existing
from elans_desktop.services.participants import merged_files
from elans_desktop.services.participants.merge_rows import carry_out
from elans_desktop.services.participants.person_merge import MergeInput, Merging
from elans_desktop.services.participants.person_merge_words import field_label
from elans_desktop.services.permissions import Right, allowed, require
from elans_desktop.storage import filing, labels, references
from elans_desktop.storage.actor import actor_of
from elans_desktop.storage.journal import RowKey

_CHUNK = 300
_STATE = "participants.late"
MOST_MARKS = 500
_OWN = frozenset({"merged_into_id", "archived_on"})


@dataclass(frozen=True, slots=True)
class LateView:
    """What came late to one file."""

    joined_id: uuid.UUID
    joined_number: str
    kept_id: uuid.UUID
    kept_number: str
    rows: str
    """« 1 présence et 2 entretiens », or nothing."""
    changes: tuple[str, ...] = field(repr=False)
    """Changes made elsewhere that no longer show: « présence : État, A → P »."""
    marks: tuple[str, ...] = ()
    """What each change is known by, to put it aside once entered again."""


def arrivals(session: Session) -> tuple[LateView, ...]:
    """What came late, by file; nothing for who may not send it on. A fixed number of reads."""
    known = merged_files.links(session)
    gone = merged_files.joined(known)
    if not gone or not allowed(actor_of(session), Right.MERGE_PEOPLE):
        return ()
    numbers: Mapping[uuid.UUID, str] = dict(
        session.execute(
            select(Participant.id, Participant.number).where(Participant.id.in_(_with_ends(known)))
        ).all()
    )
    waiting: dict[uuid.UUID, dict[str, int]] = {row_id: {} for row_id in gone}
    for table, person, many in _hanging(session, gone):
        counts = waiting[person]
        counts[table] = counts.get(table, 0) + many
    aside = frozenset(interface_state.get(session, _STATE).get("marks", ()))
    changed = {row_id: told for row_id, told in _unseen_changes(session, gone, aside).items() if told}
    return tuple(
        LateView(
            joined_id=row_id,
            joined_number=numbers[row_id],
            kept_id=(end := merged_files.final(known, row_id)),
            kept_number=numbers[end],
            rows=labels.listed(waiting[row_id]) if waiting[row_id] else "",
            changes=tuple(words for _mark, words in changed.get(row_id, ())),
            marks=tuple(dict.fromkeys(mark for mark, _words in changed.get(row_id, ()))),
        )
        for row_id in sorted(gone, key=lambda row_id: numbers[row_id])
        if waiting[row_id] or changed.get(row_id)
    )


def gather(session: Session, joined_id: uuid.UUID) -> uuid.UUID:
    """Send on what hangs on a file that joined another; returns that other.

    Where both say something of one thing, what was proposed at the joining is done. Raises PermissionDenied,
    NotFoundError.
    """
    require(session, Right.MERGE_PEOPLE)
    gone = "Ce dossier n’est plus dans le classeur."
    other = existing(session, Participant, joined_id, gone)
    kept = existing(session, Participant, merged_files.where(session, joined_id), gone)
    if kept.id == other.id:
        return kept.id
    work = Merging(session, MergeInput(kept.id, other.id))
    work.plan_rows(kept, other)
    work.mover.set(other, merged_into_id=kept.id)
    if kept.merged_into_id is not None:  # each was joined to the other, on two laptops
        work.mover.set(kept, merged_into_id=None, archived_on=None)
    carry_out(session, work.mover.plan)
    return kept.id


def _with_ends(known: merged_files.Links) -> set[uuid.UUID]:
    return {*known, *known.values()}


def _hanging(session: Session, gone: frozenset[uuid.UUID]) -> Iterator[tuple[str, uuid.UUID, int]]:
    """Table, person, how many rows: what points to files that joined another."""
    people = sorted(gone)
    for table, column in references.children("participant"):
        if table == "participant" or journal_mode(table) is not JournalMode.UNDOABLE:
            continue
        pointer = getattr(mapped_class(table), column)
        for start in range(0, len(people), _CHUNK):
            query = (
                select(pointer, func.count())
                .where(pointer.in_(people[start : start + _CHUNK]))
                .group_by(pointer)
            )
            for person, many in session.execute(query):
                yield table, person, many


def put_aside(session: Session, late: LateView) -> None:
    """Tell this user no more of these changes: they have been entered again, or are not wanted."""
    kept = interface_state.get(session, _STATE).get("marks", [])
    interface_state.put(session, _STATE, {"marks": [*kept, *late.marks][-MOST_MARKS:]})


def _unseen_changes(
    session: Session, gone: frozenset[uuid.UUID], aside: frozenset[str]
) -> dict[uuid.UUID, list[tuple[str, str]]]:
    """Changes, by operations a joining did not know, of the file it set aside or of rows it took away."""
    found: dict[uuid.UUID, list[tuple[str, str]]] = {}
    for operation, joined_id, rows in _joinings(session, gone):
        for change, later in _changes_of(session, rows):
            knew = operation.context.get(later.laptop_id.hex, 0) >= later.seq
            mark = f"{later.id.hex}:{change.position}"
            if later.laptop_id != operation.laptop_id and not knew and mark not in aside:
                found.setdefault(joined_id, []).extend((mark, words) for words in _told(change))
    return found


def _joinings(
    session: Session, gone: frozenset[uuid.UUID]
) -> Iterator[tuple[Operation, uuid.UUID, Sequence[RowKey]]]:
    """Each operation that joined a file to another, with that file and the rows it took away."""
    people = sorted(gone)
    for start in range(0, len(people), _CHUNK):
        query = (
            select(Change, Operation)
            .join(Operation, Operation.id == Change.operation_id)
            .where(
                filing.of_rows(("participant", person) for person in people[start : start + _CHUNK]),
                Change.action == "update",
                Operation.kind != "undo",
            )
        )
        for change, operation in session.execute(query).all():
            if (change.fields.get("merged_into_id") or (None, None))[1] is None:
                continue
            taken = session.execute(
                select(Change.table_name, Change.row_id).where(
                    Change.operation_id == operation.id, Change.action == "delete"
                )
            ).all()
            yield operation, change.row_id, [("participant", change.row_id), *((t, r) for t, r in taken)]


def _changes_of(session: Session, rows: Sequence[RowKey]) -> Iterator[tuple[Change, Operation]]:
    for start in range(0, len(rows), _CHUNK):
        query = (
            select(Change, Operation)
            .join(Operation, Operation.id == Change.operation_id)
            .where(
                filing.of_rows(rows[start : start + _CHUNK]),
                Change.action == "update",
            )
        )
        yield from session.execute(query)


def _told(change: Change) -> Iterator[str]:
    """« présence : status, A → P »: words where the history has some."""
    what = labels.TABLES.get(change.table_name, ("ligne", ""))[0]
    named = change.table_name in history_words.TABLES
    for name, (old, new) in change.fields.items():
        if name in _OWN:
            continue
        title = field_label(change.table_name, name) if named else name
        yield f"{what}, {title}\u00a0: {_side(old)} → {_side(new)}"


def _side(value: Any) -> str:
    return str(value) if value not in (None, "") else "vide"
