"""The raw table every kind of file becomes, and the limits that a file has to keep."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from elans_desktop.core.errors import Cancelled, ElansError
from elans_desktop.core.formats import NBSP, date_short

MAX_FILE_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_LINES = 50_000
MAX_COLUMNS = 250
MAX_CELL_LETTERS = 20_000

Check = Callable[[], bool]
"""Asked now and then during long work: True when the person wants to stop."""

_SPACES = re.compile(r"[^\S\n]+")
_INVISIBLE = dict.fromkeys(
    [
        *(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)),
        *(0x7F, 0xAD, 0xFEFF, 0xFFFE, 0xFFFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0xD800, 0xE000),
    ]
)
_BEFORE = re.compile(r" (?=[:;!?»%])|(?<=«) ")


@dataclass(frozen=True)
class RawRow:
    """One filled line of the file: its number there, and one text for each column of the table."""

    line: int
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class LeftOut:
    """A column whose values are not even kept in memory, and the French sentence that says why."""

    index: int
    title: str
    reason: str


@dataclass(frozen=True)
class RawTable:
    """A file read as text: `columns` are the titles, `rows` the filled lines below them.

    `encoding` and `separator` are None for a workbook, `sheet` for a text file; `sheets` are the titles
    of all the sheets of a workbook, to choose another. `recognised` is False
    when no line looked like titles: the first one was taken and the person has to say.
    """

    name: str
    header_line: int
    columns: tuple[str, ...]
    rows: tuple[RawRow, ...] = field(repr=False)
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    encoding: str | None = None
    separator: str | None = None
    recognised: bool = True
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()

    def title(self, index: int) -> str:
        """« colonne C (Prénom) », as errors name a column."""
        words = self.columns[index].replace("\n", " ")
        return (
            f"colonne{NBSP}{column_letter(index)} ({words})"
            if words
            else f"colonne{NBSP}{column_letter(index)}"
        )


class NotATable(ElansError):
    """The file is not a list that can be read: `message` says why, `advice` what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(typeset(message), typeset(advice))


def typeset(sentence: str) -> str:
    """The French sentence with its no-break spaces before : ; ! ? % » and after «."""
    return _BEFORE.sub(NBSP, sentence)


def column_letter(index: int) -> str:
    """« A » for 0, « AB » for 27."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def clean(text: str) -> str:
    """The text of a cell: composed accents, no invisible sign, single spaces, line breaks kept."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE))
    return "\n".join(part for line in text.split("\n") if (part := _SPACES.sub(" ", line).strip()))


def stop_if(cancelled: Check | None) -> None:
    """Raise Cancelled when the person asked to stop."""
    if cancelled is not None and cancelled():
        raise Cancelled


def cell_text(value: object) -> str:
    """The text of a typed cell, as a French person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, datetime):
        day = date_short(value.date())
        return day if value.time() == time(0) else f"{day} {value:%H:%M}"
    if isinstance(value, date):
        return date_short(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return clean(str(value))
