"""What was done about a person: corrections of the journal, documents that left, who opened the file."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from elans_desktop.models.documents import IssuedDocument
from elans_desktop.models.journal import AccessTrace, Change, Operation
from elans_desktop.models.organisation import User
from elans_desktop.services import restricted
from elans_desktop.services.history.history_words import TABLES
from elans_desktop.services.participants import person_history
from elans_desktop.services.participants.person_history import HistoryLine
from elans_desktop.services.privacy.person_export.reading import NONE, Gathered
from elans_desktop.services.privacy.person_export.tables import WORDS
from elans_desktop.services.privacy.person_export.telling import Telling
from elans_desktop.storage import history, traces
from elans_desktop.storage.history import Entry

_ALL = 1_000_000
ACTIONS = {
    traces.OPENED: "ouverture du classeur",
    traces.READ: "lecture du dossier",
    traces.PRINTED: "impression",
    traces.EXPORTED: "export",
    traces.CLOSED: "fermeture",
    traces.RESTRICTED: "ouverture de l’archive restreinte",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """A field before and after. An empty side was not filled in; `action`: correction · ajout · suppression ·
    effacement."""

    at: int
    """UTC milliseconds."""
    who: str = field(repr=False)
    action: str
    what: str = field(repr=False)
    name: str
    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Access:
    """Somebody opened, printed or exported what is of the person."""

    at: int
    who: str = field(repr=False)
    action: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A document printed or sent: its key in the catalogue, its number."""

    at: int
    who: str = field(repr=False)
    key: str
    number: str
    sha256: str


CORRECTION = "correction"
_TWINS = TABLES["distinct_pair"].title
_JOINED = TABLES["participant"].fields["merged_into_id"]


def corrections(session: Session, gathered: Gathered, telling: Telling) -> tuple[Correction, ...]:
    """Everything the journal says of the person, the latest first: what was added, changed, removed.

    Raises PermissionDenied.
    """
    found = [one for file_id in gathered.files for one in _of_file(session, file_id, gathered)]
    found += _of_others(session, gathered, telling)
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _of_file(session: Session, participant_id: uuid.UUID, gathered: Gathered) -> Iterable[Correction]:
    """What the history of the file tells, in its words; of private notes, one's own, when they were asked.

    Neither the words of the operations nor what compares files is told: they may name somebody else. Nor is
    what was cancelled: two files joined by mistake held for a while the life of another.
    """
    private = WORDS["private_note"].title
    own = gathered.ids()
    for entry in person_history.of_participant(session, participant_id, _ALL, own=own):
        if entry.undone or entry.undoes:
            continue
        for line in entry.lines:
            if names_another(line) or (gathered.notes == NONE and line.what.startswith(private)):
                continue
            whole = line.name in (person_history.ADDED, person_history.REMOVED, person_history.ERASED)
            yield Correction(
                at=int(entry.at.timestamp() * 1000),
                who=entry.who,
                action=line.name if whole else CORRECTION,
                what=line.what,
                name="" if whole else line.name,
                old=line.old,
                new=line.new,
            )


def names_another(line: HistoryLine) -> bool:
    """Whether a line of the history says the name of another file: a twin told apart, a file joined."""
    return line.what.startswith(_TWINS) or line.name == _JOINED


def _of_others(session: Session, gathered: Gathered, telling: Telling) -> Iterable[Correction]:
    """Changes of the tables that the history of a file leaves to their own pages: presences, answers…"""
    rows = {
        (table, row.id): row for table, found in gathered.rows.items() if table not in TABLES for row in found
    }
    entries = [one for one in history.of_rows(session, rows) if one.action == "update"]
    dropped = _cancelled(session, {one.operation_id for one in entries})
    for entry in entries:
        if entry.operation_id not in dropped:
            subject = telling.subject(entry.table, rows[entry.table, entry.row_id])
            yield from _told(entry, telling, subject)
    yield from _removed_presences(session, gathered, telling)


def _told(entry: Entry, telling: Telling, subject: str) -> Iterable[Correction]:
    words = WORDS[entry.table]
    what = f"{words.title}, {subject}" if subject else words.title
    for change in entry.fields:
        if change.name in words.fields:
            old, new = (
                telling.value(entry.table, change.name, _raw(side)) for side in (change.old, change.new)
            )
            if old != new:
                label = words.fields[change.name]
                yield Correction(entry.at, entry.user, CORRECTION, what, label, old, new)


def _cancelled(session: Session, operations: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those that were cancelled, and those that only cancel another or do it again."""
    undoing = select(Operation.id).where(Operation.undoes.is_not(None))
    return person_history.cancelled(session, operations) | frozenset(session.scalars(undoing))


def _raw(value: object) -> object:
    """Back to the form of the journal, which the words read."""
    if isinstance(value, uuid.UUID):
        return value.hex
    return value.isoformat() if isinstance(value, (date, time)) else value


def _removed_presences(session: Session, gathered: Gathered, telling: Telling) -> Iterable[Correction]:
    """Presences emptied since: their rows are in the journal alone."""
    query = (
        select(Change, Operation)
        .join(Operation, Operation.id == Change.operation_id)
        .where(Change.action == literal_column("'delete'"), Change.table_name == "presence")
    )
    mine = {file_id.hex for file_id in gathered.files}
    found = [
        (change, operation)
        for change, operation in session.execute(query)
        if mine & set(change.fields.get("participant_id", ()))
    ]
    if not found:
        return
    users = dict(session.execute(select(User.id, User.name)).all())
    dropped = _cancelled(session, {operation.id for _change, operation in found})
    for change, operation in found:
        if operation.id in dropped:
            continue
        yield Correction(
            at=operation.stamp_ms,
            who=users.get(operation.user_id, "") if operation.user_id else "",
            action=person_history.REMOVED,
            what=WORDS["presence"].title,
            name="",
            old=telling.value("presence", "status", change.fields.get("status", [None])[0]),
            new="",
        )


def accesses(session: Session, gathered: Gathered) -> tuple[Access, ...]:
    """Who opened, printed or exported something of the person, the latest first, as long as it is kept."""
    users = dict(session.execute(select(User.id, User.name)).all())
    found: list[Access] = []
    for chunk in _chunks(gathered.ids()):
        for trace in session.scalars(select(AccessTrace).where(AccessTrace.row_id.in_(chunk))):
            who = users.get(trace.user_id, "") if trace.user_id else ""
            reason = restricted.REASONS.get(trace.reason_code or "", "")
            act = ACTIONS.get(trace.action, trace.action)
            found.append(Access(trace.at, who, f"{act} ({reason.lower()})" if reason else act))
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def issued(session: Session, gathered: Gathered) -> tuple[Issued, ...]:
    """The documents printed or sent about the person, the latest first."""
    users = dict(session.execute(select(User.id, User.name)).all())
    found: list[Issued] = []
    for chunk in _chunks(gathered.ids()):
        for row in session.scalars(select(IssuedDocument).where(IssuedDocument.subject_id.in_(chunk))):
            who = users.get(row.user_id, "") if row.user_id else ""
            found.append(Issued(row.issued_at, who, row.key, row.number, row.sha256))
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _chunks(ids: Collection[uuid.UUID]) -> Iterable[list[uuid.UUID]]:
    listed = list(ids)
    return (listed[start : start + 500] for start in range(0, len(listed), 500))
