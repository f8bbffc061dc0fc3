"""Anonymises people in bulk: their rows, what the journal and the labels said of them, drafts, files, texts.

What is left of each row, and why, is in `anonymous`. Called inside an operation of the kind « erase ».
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import delete, false, or_, select, update
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models import Base
from elans_desktop.models.journal import AccessTrace, Draft, InterfaceState
from elans_desktop.models.participants import Participant, Pathway, participant_search_key
from elans_desktop.storage import anonymous, filing, mentions, person_files, values
from elans_desktop.storage.anonymous import GONE, NAME, PERSON
from elans_desktop.storage.erasure_words import ERASED_LABEL, NAMELESS_KINDS
from elans_desktop.storage.fast_insert import driver_connection
from elans_desktop.storage.journal import recorder_of
from elans_desktop.storage.person_names import NameFinder, Naming

CHUNK = 500
_BESIDE = (Draft.__tablename__, AccessTrace.__tablename__, InterfaceState.__tablename__)
Progress = Callable[[int, int], None]
"""Called with what is done and how much there is; may raise Cancelled: nothing is then written."""


@dataclass(slots=True)
class _Work:
    """What is known of the people being anonymised."""

    session: Session
    people: dict[uuid.UUID, Any]
    names: dict[uuid.UUID, Naming] = field(repr=False)
    points: Mapping[uuid.UUID, str]
    family: dict[str, list[uuid.UUID]] = field(default_factory=dict[str, list[uuid.UUID]])
    spoken: dict[str, set[uuid.UUID]] = field(default_factory=dict[str, set[uuid.UUID]])
    """Rows with words of their own, now or once, as the journal says."""
    deleted: dict[str, list[uuid.UUID]] = field(default_factory=dict[str, list[uuid.UUID]])
    """Rows taken away before: the journal alone knows them."""
    operations: set[bytes] = field(default_factory=set[bytes])
    """Operations that touched such a row."""


def erase_people(
    session: Session,
    ids: Collection[uuid.UUID],
    progress: Progress | None = None,
    points: Mapping[uuid.UUID, str] | None = None,
) -> None:
    """Anonymise people for good. Their pathways must be over; files that joined one of them are given too.

    `points`: for each, the points of completeness that go and were known (`Participant.points_known`).
    """
    recorder = recorder_of(session)
    session.flush()
    said = progress or _silent
    work = _begun(session, ids, points or {})
    if not work.people:
        return
    filing.file_changes(session.connection())
    recorder.declared += 1
    try:
        tables = anonymous.family_tables()
        for done, table in enumerate(tables):
            said(done, len(tables) + 4)
            _find_rows(work, table)
            _find_words(work, table)
        said(len(tables), len(tables) + 4)
        hashes = person_files.release(session, work.family)
        for table in tables:
            _erase_rows(work, table)
        said(len(tables) + 1, len(tables) + 4)
        _blank_labels(work)
        said(len(tables) + 2, len(tables) + 4)
        _forget_beside(work)
        mentions.scrub(session, work.names)
        said(len(tables) + 3, len(tables) + 4)
        person_files.remove_unused(session, hashes)
    finally:
        recorder.declared -= 1
    session.expire_all()


def _silent(_done: int, _all: int) -> None:
    return None


def _begun(session: Session, ids: Collection[uuid.UUID], points: Mapping[uuid.UUID, str]) -> _Work:
    people: dict[uuid.UUID, Any] = {}
    for some in _chunks(ids):
        query = select(Participant.__table__).where(
            Participant.id.in_(some), Participant.anonymised_on.is_(None)
        )
        people.update({row.id: row for row in session.connection().execute(query)})
    names = {key: Naming(row.last_name, row.birth_name, row.first_name) for key, row in people.items()}
    return _Work(session, people, names, points)


def _chunks(ids: Iterable[Any]) -> Iterator[Sequence[Any]]:
    known = list(ids)
    for start in range(0, len(known), CHUNK):
        yield known[start : start + CHUNK]


def _find_rows(work: _Work, table: str) -> None:
    if table == PERSON:
        work.family[table] = list(work.people)
        work.spoken[table] = set(work.people)
        return
    columns = Base.metadata.tables[table].c
    names = anonymous.blanked(table)
    speaks = or_(false(), *(columns[name] != "" for name in names))
    found: dict[uuid.UUID, bool] = {}
    for column, parent in anonymous.links(table):
        for some in _chunks(work.family[parent]):
            query = select(columns.id, speaks).where(columns[column].in_(some))
            found.update((row[0], bool(row[1])) for row in work.session.connection().execute(query))
    work.family[table] = list(found)
    work.spoken[table] = {row_id for row_id, words in found.items() if words}
    work.deleted[table] = [row_id for row_id in _deleted(work, table) if row_id not in found]


def _deleted(work: _Work, table: str) -> Iterator[uuid.UUID]:
    """The rows of a table that hung on these people and were deleted since."""
    above = {
        column: {row_id.hex for row_id in (*work.family[parent], *work.deleted.get(parent, ()))}
        for column, parent in anonymous.links(table)
    }
    driver = driver_connection(work.session.connection())
    for row_id, fields in driver.execute(
        "SELECT row_id, fields FROM change WHERE table_name = ? AND action = 'delete'", (table,)
    ):
        known = json.loads(fields)
        if any(_old(known.get(column)) in ids for column, ids in above.items()):
            yield uuid.UUID(bytes=bytes(row_id))


def _old(pair: Any) -> Any:
    return cast("list[Any]", pair)[0] if isinstance(pair, list) else None


def _find_words(work: _Work, table: str) -> None:
    """Which rows have words of their own, now or in the journal; these changes are blanked at once."""
    names = anonymous.blanked(table)
    whole = table in (PERSON, *GONE)
    if not names and not whole:
        return
    spoken = set(work.family[table]) if whole else work.spoken[table]
    spoken.update(work.deleted.get(table, ()))
    if not whole and (written := _writes(names)) is not None:
        silent = (row_id for row_id in work.family[table] if row_id not in spoken)
        said = _changes(work, table, silent, "filed_id, fields", _perhaps(names))
        spoken.update(uuid.UUID(bytes=key) for key, fields in said if written(fields))
    work.spoken[table] = spoken
    blank = list(_changes(work, table, spoken, "operation_id, position"))
    work.operations.update(operation for operation, _position in blank)
    driver = driver_connection(work.session.connection())
    driver.executemany("UPDATE change SET fields = '{}' WHERE operation_id = ? AND position = ?", blank)


def _changes(
    work: _Work, table: str, ids: Iterable[uuid.UUID], columns: str, where: str = ""
) -> Iterator[Any]:
    """The changes of some rows, erasures left out, straight from the driver: there are tens of thousands."""
    driver = driver_connection(work.session.connection())
    for some in _chunks(ids):
        marks = ",".join("?" * len(some))
        yield from driver.execute(
            f"SELECT {columns} FROM change "
            f"WHERE table_name = ? AND filed_id IN ({marks}) AND action <> 'erase'{where}",
            (table, *(row_id.bytes for row_id in some)),
        )


def _perhaps(names: Sequence[str]) -> str:
    """Leaves out in the base the changes that say nothing: hardly any presence has a comment."""
    said = (f'(instr(fields, \'"{name}":\') AND NOT instr(fields, \'"{name}":""\'))' for name in names)
    return f" AND ({' OR '.join(said)})"


def _writes(names: Sequence[str]) -> Callable[[str], object] | None:
    """Tells whether a change (its JSON) ever wrote something in one of these columns."""
    if not names:
        return None
    columns = "|".join(names)
    blank = r'(?:""|null)'
    return re.compile(rf'"(?:{columns})":(?!{blank}[,}}]|\[{blank},{blank}\])').search


def _erase_rows(work: _Work, table: str) -> None:
    recorder = recorder_of(work.session)
    ids = work.spoken.get(table, set())
    if not ids:
        return
    recorder.tables.add(table)
    found = Base.metadata.tables[table]
    connection = work.session.connection()
    if table == PERSON:
        _erase_identities(work)
    for some in _chunks(ids):
        if table in GONE:
            connection.execute(delete(found).where(found.c.id.in_(some)))
            for row_id in some:
                recorder.replace(table, row_id, "erase", {})
            continue
        if table != PERSON:
            blank = {name: anonymous.blank_value(table, name) for name in anonymous.blanked(table)}
            connection.execute(update(found).where(found.c.id.in_(some)).values(blank))
        gone = set(some).intersection(work.deleted.get(table, ()))
        for row_id in gone:
            recorder.replace(table, row_id, "erase", {})
        for row in connection.execute(select(found).where(found.c.id.in_(some))).mappings():
            left = values.row_values(table, {str(name): value for name, value in row.items()})
            recorder.replace(table, row["id"], "erase", {name: [None, kept] for name, kept in left.items()})


def _erase_identities(work: _Work) -> None:
    """One update for each person: what the names become, and a day of birth that keeps the ages at entry."""
    entries: dict[uuid.UUID, list[date]] = {}
    connection = work.session.connection()
    for some in _chunks(work.people):
        query = select(Pathway.participant_id, Pathway.entry_on).where(
            Pathway.participant_id.in_(some), Pathway.entry_on.is_not(None)
        )
        for person, entry in connection.execute(query):
            if entry is not None:
                entries.setdefault(person, []).append(entry)
    blank = {name: anonymous.blank_value(PERSON, name) for name in anonymous.blanked(PERSON)}
    today = clock.today()
    table = Base.metadata.tables[PERSON]
    for key, row in work.people.items():
        left = blank | {
            "last_name": NAME,
            "birth_date": anonymous.coarse_birth(row.birth_date, entries.get(key, ())),
            "archived_on": row.archived_on or today,
            "anonymised_on": today,
            "points_known": work.points.get(key),
            "search_key": participant_search_key(row.number, NAME),
        }
        connection.execute(update(table).where(table.c.id == key).values(left))


def _blank_labels(work: _Work) -> None:
    """Labels that name one of them: any of the names on the operations of their rows, else the whole."""
    anywhere = NameFinder(words for name in work.names.values() for words in name.in_labels())
    theirs = NameFinder(
        (word,)
        for name in work.names.values()
        for part in name
        for word in NameFinder.words_of(part)
        if len(word) > 1
    )
    driver = driver_connection(work.session.connection())
    nameless = ",".join(f"'{kind}'" for kind in NAMELESS_KINDS)
    blank = [
        (ERASED_LABEL, operation)
        for operation, label in driver.execute(
            f"SELECT id, label FROM operation WHERE kind NOT IN ({nameless}) AND label <> ?", (ERASED_LABEL,)
        )
        if anywhere.is_in(label) or (bytes(operation) in work.operations and theirs.is_in(label))
    ]
    driver.executemany("UPDATE operation SET label = ? WHERE id = ?", blank)


def _forget_beside(work: _Work) -> None:
    """Drafts, access traces, what the interface remembers: outside the journal, none of it is a figure."""
    session = work.session
    connection = session.connection()
    everything = {row_id for ids in work.family.values() for row_id in ids}
    named = NameFinder(words for name in work.names.values() for words in name.in_labels())
    written, traced, states = (Base.metadata.tables[name] for name in _BESIDE)
    gone = [
        draft.id
        for draft in connection.execute(select(written))
        if draft.subject_id in everything
        or named.is_in(draft.title)
        or named.scrubbed(draft.values) is not draft.values
    ]
    for some in _chunks(gone):
        connection.execute(delete(written).where(written.c.id.in_(some)))
    known = connection.execute(select(traced.c.row_id).where(traced.c.row_id.is_not(None)).distinct())
    for some in _chunks(everything.intersection(known.scalars())):
        connection.execute(
            update(traced).where(traced.c.row_id.in_(some)).values(row_id=None, table_name=None)
        )
    for row in connection.execute(select(states)).all():
        if (left := named.scrubbed(row.value)) is not row.value:
            connection.execute(update(states).where(states.c.id == row.id).values(value=left))
