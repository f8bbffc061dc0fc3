"""How the history tells a table: its title, the label of each field, and how its values are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import Date

from elans_desktop.models.base import Base
from elans_desktop.services.permissions import Right


@dataclass(frozen=True)
class TableWords:
    """How one table is told. `whole`: its fields speak for themselves, without their labels."""

    table: str
    title: str
    fields: Mapping[str, str]
    lists: Mapping[str, str] = field(default_factory=dict[str, str])
    """Reference list of a coded field."""
    codes: Mapping[str, str] = field(default_factory=dict[str, str])
    codes_of: tuple[str, ...] = ()
    """Fields whose codes are named by `codes`."""
    whole: bool = False
    parents: tuple[str, ...] = ()
    """Columns that name the row it hangs on, up to the person."""
    subject: str = ""
    """The field that says which one, after the title: « Frein, Mobilité »."""
    hours: tuple[str, ...] = ()
    """Moments of the day, in minutes."""
    durations: tuple[str, ...] = ()
    money: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    """Columns that are not told: ranks, identifiers of what the title says."""
    right: Right | None = None
    """Who may not see the rows does not see their history."""
    alone: bool = False
    """Its rows may be deleted in an operation that touches nothing else of the person."""

    def is_date(self, name: str) -> bool:
        """Whether a field is a day."""
        return name in _dates(self.table)


@cache
def _dates(table: str) -> frozenset[str]:
    return frozenset(c.name for c in Base.metadata.tables[table].columns if isinstance(c.type, Date))
