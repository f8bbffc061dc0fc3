"""The names of anonymised people in the texts of others: séance notes, interviews, meetings, expenses.

Only the first name with the surname is looked for: a first name alone may be anybody's. A name that somebody
still in the classeur bears too is left alone, and so are the directories of structures and professionals.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import String, or_, select, update
from sqlalchemy.orm import Session

from elans_desktop.models import Base, JournalMode, journal_mode
from elans_desktop.models.organisation import Professional, User
from elans_desktop.models.participants import Participant
from elans_desktop.storage.fast_insert import driver_connection
from elans_desktop.storage.journal import recorder_of
from elans_desktop.storage.person_names import NameFinder, Naming

_DIRECTORIES = frozenset(
    {"structure", "professional", "user", "laptop", "reference_item", "setting", "scheme", "commune_zone"}
)
_NAMES = ("last_name", "birth_name", "first_name")
"""Whoever bears a name is not a mention of it."""


def scrub(session: Session, names: Mapping[uuid.UUID, Naming]) -> int:
    """Replace the names in these texts and in what the journal keeps of them; returns how many rows changed.

    Call it once the people are anonymised, inside a declared bulk.
    """
    phrases = {words for name in names.values() for words in name.whole()} - _borne(session)
    if not phrases:
        return 0
    finder = NameFinder(phrases)
    changed = sum(_scrub_table(session, table, columns, finder) for table, columns in _texts().items())
    _scrub_journal(session, finder)
    return changed


@cache
def _texts() -> dict[str, tuple[str, ...]]:
    """The columns of words of each journalled table."""
    found: dict[str, tuple[str, ...]] = {}
    for table in Base.metadata.sorted_tables:
        if table.name in _DIRECTORIES or journal_mode(table.name) is JournalMode.UNRECORDED:
            continue
        names = tuple(
            column.name
            for column in table.columns
            if isinstance(column.type, String)
            and column.name not in _NAMES
            and column.type.length != 60
            and not column.info.get("derived")
            and not column.name.endswith("sha256")
        )
        if names:
            found[table.name] = names
    return found


def _borne(session: Session) -> set[tuple[str, ...]]:
    """The names of those who are still in the classeur."""
    people = select(Participant.last_name, Participant.birth_name, Participant.first_name)
    staff = select(Professional.last_name, Professional.first_name)
    found: set[tuple[str, ...]] = set()
    for last, birth, first in session.execute(people.where(Participant.anonymised_on.is_(None))):
        found |= Naming(last, birth, first).whole()
    for last, first in session.execute(staff):
        found |= Naming(last, "", first).whole()
    for name in session.scalars(select(User.name)):
        found.add(tuple(NameFinder.words_of(name)))
    return found


def _scrub_table(session: Session, name: str, columns: tuple[str, ...], finder: NameFinder) -> int:
    table = Base.metadata.tables[name]
    recorder = recorder_of(session)
    connection = session.connection()
    query = select(table.c.id, *(table.c[column] for column in columns))
    query = query.where(or_(*(table.c[column].contains(" ") for column in columns)))
    changed: list[tuple[uuid.UUID, dict[str, str]]] = []
    for row in connection.execute(query):
        left = {
            column: finder.without(text)
            for column, text in zip(columns, row[1:], strict=True)
            if text and finder.is_in(text)
        }
        if left:
            changed.append((row[0], left))
    for row_id, left in changed:
        connection.execute(update(table).where(table.c.id == row_id).values(left))
        recorder.note(name, row_id, "update", {column: [None, text] for column, text in left.items()})
    return len(changed)


def _scrub_journal(session: Session, finder: NameFinder) -> None:
    """What was written before: a JSON without a space holds no first name with a surname."""
    tables = ",".join(f"'{name}'" for name in _texts())
    driver = driver_connection(session.connection())
    changed: list[tuple[str, bytes, int]] = []
    for operation, position, fields in driver.execute(
        f"SELECT operation_id, position, fields FROM change WHERE table_name IN ({tables}) "
        "AND (instr(fields, ' ') OR instr(fields, char(160)))"
    ):
        if finder.is_in(fields):
            left: Any = finder.scrubbed(json.loads(fields))
            text = json.dumps(left, ensure_ascii=False, separators=(",", ":"))
            changed.append((text, operation, position))
    driver.executemany("UPDATE change SET fields = ? WHERE operation_id = ? AND position = ?", changed)
