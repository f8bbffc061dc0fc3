"""Which rows of the journal speak of a person, and which of these the actor may read.

A fixed number of reads, whatever the length of the file: three to find the rows, by rank of kinship; two
for those deleted since; one for the changes.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Table, literal, literal_column, or_, select, union_all
from sqlalchemy.orm import Session

from elans_desktop.models.base import Base
from elans_desktop.models.journal import Change
from elans_desktop.models.support import PrivateNote
from elans_desktop.services import confidentiality
from elans_desktop.services.history.history_tables import TableWords
from elans_desktop.services.history.history_words import TABLES
from elans_desktop.services.organisation import settings
from elans_desktop.services.pathways import iae_criteria
from elans_desktop.services.permissions import allowed
from elans_desktop.storage import filing
from elans_desktop.storage.actor import actor_of

MOST_CHANGES = 200
"""An operation with more changes than that is not searched for rows deleted since."""
Key = tuple[str, uuid.UUID]

_PERSON = "participant"
_COLUMN_OF = {"first_id": _PERSON, "second_id": _PERSON}
_ALONE = tuple(words.table for words in TABLES.values() if words.alone)
_CONFIDENTIAL = "sensitive_record"


def changes_of(session: Session, participant_id: uuid.UUID) -> Sequence[Change]:
    """Every change of the journal about a person that the actor may read, in no order."""
    live = _live(session, participant_id)
    found = _changes(session, filing.of_rows(live))
    known = {row_id for _table, row_id in live}
    lost = {
        (change.table_name, change.row_id)
        for change in _changes(session, Change.operation_id.in_(_short_operations(session, found)))
        if change.row_id not in known and parents(change) & known
    }
    lost |= _deleted(session, known | {row_id for _table, row_id in lost}) - live
    if lost:
        found = [*found, *_changes(session, filing.of_rows(lost))]
    whole = list({(c.operation_id, c.position): c for c in found}.values())
    return _readable(session, participant_id, whole, live | lost)


def held_elsewhere(
    session: Session, changes: Sequence[Change], own: frozenset[uuid.UUID]
) -> frozenset[uuid.UUID]:
    """The rows of some changes that exist and are not among those of the person."""
    by_table: dict[str, set[uuid.UUID]] = {}
    for change in changes:
        if change.row_id not in own:
            by_table.setdefault(change.table_name, set()).add(change.row_id)
    found: set[uuid.UUID] = set()
    for name, ids in by_table.items():
        table = Base.metadata.tables[name]
        found.update(session.scalars(select(table.c.id).where(table.c.id.in_(ids))))
    return frozenset(found)


def rows_of(session: Session, participant_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The rows that belong to a person now."""
    return frozenset(row_id for _table, row_id in _live(session, participant_id))


def any_moved(changes: Sequence[Change]) -> bool:
    """Whether a row went from one file, or one pathway, to another: two files were joined one day."""
    return any(
        change.action == "update"
        and any(all(change.fields.get(name) or (None,)) for name in TABLES[change.table_name].parents)
        for change in changes
    )


def _is_criterion(change: Change) -> bool:
    """A criterion of the IAE: it tells of resources, health or justice."""
    return iae_criteria.LIST in change.fields.get("list_code", ())


def parents(change: Change) -> set[uuid.UUID]:
    """The rows a child row hangs on, read from the journal itself."""
    sides = (change.fields.get(name, ()) for name in TABLES[change.table_name].parents)
    return {uuid.UUID(hex=value) for pair in sides for value in pair if value}


def _live(session: Session, participant_id: uuid.UUID) -> set[Key]:
    """The rows of the base that belong to a person: their own, then their children, rank by rank."""
    own: set[Key] = {(_PERSON, participant_id)}
    rank = own
    while rank:
        ids: dict[str, list[uuid.UUID]] = {}
        for table, row_id in rank:
            ids.setdefault(table, []).append(row_id)
        queries = [
            select(literal(words.table).label("name"), table.c.id).where(condition)
            for words in TABLES.values()
            for table in (Base.metadata.tables[words.table],)
            if (condition := _hangs_on(table, words, ids)) is not None
        ]
        rows = session.execute(union_all(*queries)).all() if queries else ()
        rank = {(name, uuid.UUID(bytes=bytes(key)) if isinstance(key, bytes) else key) for name, key in rows}
        rank -= own
        own |= rank
    return own


def _hangs_on(table: Table, words: TableWords, ids: dict[str, list[uuid.UUID]]) -> ColumnElement[bool] | None:
    conditions = [
        table.c[column].in_(ids[parent])
        for column in words.parents
        if (parent := _COLUMN_OF.get(column, column.removesuffix("_id"))) in ids
    ]
    return or_(*conditions) if conditions else None


def _changes(session: Session, condition: ColumnElement[bool]) -> Sequence[Change]:
    """The tables are sorted out here: named in the query, they would make it walk half the journal."""
    return [
        change for change in session.scalars(select(Change).where(condition)) if change.table_name in TABLES
    ]


def _short_operations(session: Session, changes: Sequence[Change]) -> set[uuid.UUID]:
    """The operations of these changes, without the imports that touched hundreds of people."""
    found = {change.operation_id for change in changes}
    long_ones = select(Change.operation_id).where(
        Change.operation_id.in_(found), Change.position == MOST_CHANGES
    )
    return found - set(session.scalars(long_ones))


def _deleted(session: Session, known: set[uuid.UUID]) -> set[Key]:
    """Rows deleted by operations of their own, by an index that holds the deletions alone."""
    deletion = Change.action == literal_column("'delete'")  # a parameter would not match the partial index
    query = select(Change).where(deletion, Change.table_name.in_(_ALONE))
    waiting, found = list(session.scalars(query)), set[Key]()
    while True:
        mine = {(c.table_name, c.row_id) for c in waiting if parents(c) & known} - found
        if not mine:
            return found
        found |= mine
        known = known | {row_id for _table, row_id in mine}


def _readable(
    session: Session, participant_id: uuid.UUID, changes: Sequence[Change], keys: set[Key]
) -> Sequence[Change]:
    """Without the tables closed to the role, nor the private notes of others, nor what is confidential: the
    block, and the papers that are or were marked so."""
    actor = actor_of(session)
    closed = {words.table for words in TABLES.values() if words.right and not allowed(actor, words.right)}
    own = {PrivateNote.key(row_id, actor.user_id) for table, row_id in keys if table == "interview"}
    hidden: set[uuid.UUID] = set()
    if not confidentiality.may_read(session, participant_id):
        closed.add(_CONFIDENTIAL)
        hidden = {
            change.row_id
            for change in changes
            if (change.table_name == "attachment" and any(change.fields.get("confidential", ())))
            or _is_criterion(change)
        }
    elif not settings.get(session, settings.SENSITIVE_BLOCK):
        closed.add(_CONFIDENTIAL)
    return [
        change
        for change in changes
        if change.table_name not in closed
        and change.row_id not in hidden
        and (change.table_name != PrivateNote.__tablename__ or change.row_id in own)
    ]
