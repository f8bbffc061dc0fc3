"""A table that leaves the program: its columns declared with their kind, its rows of plain values.

Services build it; `documents/spreadsheets.py` writes it as CSV, XLSX or ODS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

Value = str | int | bool | date | None
Line = Sequence[Value]


class Kind(Enum):
    """What the values of a column are; a text is allowed in any (« non communiqué »), None is blank."""

    TEXT = "text"
    NUMBER = "number"
    """An integer."""
    DAY = "day"
    """A date."""
    TIME = "time"
    """Minutes of the local day."""
    DURATION = "duration"
    """Minutes; may exceed a day."""
    MONEY = "money"
    """Cents."""
    RATE = "rate"
    """Basis points."""
    YES_NO = "yes_no"
    """A boolean, written « oui » or « non »."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title and what it holds."""

    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under titles; `total`, when there is one, is the last line, in bold."""

    title: str
    """Name of the sheet in a workbook."""
    columns: tuple[Column, ...]
    rows: Sequence[Line] = field(repr=False)
    total: Line | None = field(default=None, repr=False)
    remark: str = ""
    """What is to be said to who exports it; not in the file."""

    def lines(self) -> list[Line]:
        """The rows, then the total."""
        return [*self.rows] if self.total is None else [*self.rows, self.total]
