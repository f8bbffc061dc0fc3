"""What an anonymised person leaves: which rows go, which columns stay, for the figures to stay the same.

A text goes unless it is named here: a column added later is blanked, until somebody decides otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Column, String

from elans_desktop.models import Base, JournalMode, journal_mode
from elans_desktop.models.participants import Participant
from elans_desktop.storage import references

PERSON: Final = Participant.__tablename__
NAME: Final = "Dossier anonymisé"
"""Stands for the name."""
GONE: Final = ("attachment", "sensitive_record", "private_note", "distinct_pair")
"""Tables whose rows go whole."""
OUTSIDE: Final = ("attendance_sheet", PERSON)
"""They point to a person without hanging on one: a sheet keeps its number; a joined file is a person."""

_CODE: Final = 60
"""Length of a `Code` column: a stable word of a list, which says nothing of who."""
_KEPT: Final = {
    PERSON: ("number", "commune", "insee", "zone", "sex", "points_known"),
    "detection_contact": ("commune",),
}
"""Texts that figures are made of."""
_BLANKED: Final = {
    PERSON: (
        *("civility", "nationality", "postcode", "birth_date", "sms_accepted"),
        *("information_given_on", "opposed_on", "keep_until", "restricted_on"),
    ),
}
"""Codes, days and answers that go though they are no text."""


@cache
def family_tables() -> tuple[str, ...]:
    """The tables whose rows hang on a person, near or far, parents before children."""
    found = [PERSON]
    for table in found:
        for child, _column in references.children(table):
            if child not in found and child not in OUTSIDE and _is_kept(child):
                found.append(child)
    return tuple(table.name for table in Base.metadata.sorted_tables if table.name in found)


@cache
def links(table: str) -> tuple[tuple[str, str], ...]:
    """By which columns a table of the family hangs on another: `(column, table pointed to)`."""
    return tuple(
        (column, parent)
        for column, parent in sorted(references.parents(table).items())
        if parent in family_tables() and not (table == PERSON and parent == PERSON)
    )


@cache
def blanked(table: str) -> tuple[str, ...]:
    """The columns of a table that an anonymised row loses."""
    columns = Base.metadata.tables[table].columns
    also = _BLANKED.get(table, ())
    return tuple(column.name for column in columns if column.name in also or _is_words(table, column))


def blank_value(table: str, column: str) -> Any:
    """What is left in a blanked column: nothing, or an empty text where one is required."""
    found = Base.metadata.tables[table].columns[column]
    return None if found.nullable else ""


def _is_words(table: str, column: Column[Any]) -> bool:
    if not isinstance(column.type, String) or column.info.get("derived"):
        return False
    if column.type.length == _CODE or column.name in _KEPT.get(table, ()):
        return False
    return not column.name.endswith("sha256")


def _is_kept(table: str) -> bool:
    return journal_mode(table) is not JournalMode.UNRECORDED


def coarse_birth(born: date | None, entries: Iterable[date]) -> date | None:
    """A day of birth that gives the same age at each entry and says nothing more; None without an entry.

    The ages alone bound it: the latest day that keeps them all is taken.
    """
    if born is None:
        return None
    latest: date | None = None
    for entry in entries:
        age = _age(born, entry)
        bound = _years_before(entry, age)
        while _age(bound, entry) < age:
            bound -= timedelta(days=1)
        latest = bound if latest is None or bound < latest else latest
    return latest


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # a 29 February
        return date(day.year - years, 2, 28)


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
