"""One line of a list of presences to what it says, or to the reasons why not. Pure: the base is not asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from elans_desktop.core import clock
from elans_desktop.core.parsing import Unreadable
from elans_desktop.services.imports import presence_values
from elans_desktop.services.imports.columns import ColumnMapping
from elans_desktop.services.imports.names import Names
from elans_desktop.services.imports.people import Corrections, Rejected, Remark, read_names
from elans_desktop.services.imports.presence_targets import TARGETS
from elans_desktop.services.imports.presence_values import PRESENT, SKIPPED, Moment
from elans_desktop.services.imports.tables import RawRow, RawTable, typeset
from elans_desktop.services.imports.targets import NAMES
from elans_desktop.services.imports.values import is_empty, read_birth_date, read_date

_NO_ONE = "Ni n° de dossier ni nom : dites de qui il s’agit."
_NO_DAY = "La date manque."
_READERS: Mapping[str, Callable[[str], Any]] = {
    "day": lambda text: read_date(text).value,
    "birth_date": lambda text: read_birth_date(text).value,
    "start": presence_values.read_time,
    "end": presence_values.read_time,
    "slot": presence_values.read_moment,
    "hours": presence_values.read_hours,
    "planned": presence_values.read_hours,
    "minutes": presence_values.read_minutes,
    "planned_minutes": presence_values.read_minutes,
    "late": presence_values.read_minutes,
    "early": presence_values.read_minutes,
    "status": presence_values.read_status,
}


@dataclass(frozen=True, slots=True)
class Who:
    """A person as the file names them."""

    number: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    birth_name: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    born: date | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PresenceLine:
    """What a line says; durations in minutes."""

    line: int
    who: Who
    day: date
    activity: str
    """As written; empty when the file has no such column."""
    moment: Moment
    minutes: int | None
    """Present."""
    planned: int | None
    status: str
    """P A I E D, or AWAY when the kind of absence is not said."""
    late: int
    early: int
    brique: str = ""
    comment: str = field(default="", repr=False)

    @property
    def timed(self) -> bool:
        """Whether it says when in the day."""
        return self.moment != Moment()


@dataclass(frozen=True, slots=True)
class PresenceReading:
    """A line read: what it says, or errors; `empty` when nobody was there nor away."""

    said: PresenceLine | None
    errors: tuple[Rejected, ...] = ()
    remarks: tuple[Remark, ...] = ()
    empty: bool = False


class PresenceReader:
    """Reads the lines of one table under one mapping; the same cell is converted once."""

    def __init__(self, table: RawTable, mapping: ColumnMapping) -> None:
        self._table = table
        self._columns = {t.code: cols for t in TARGETS.targets if (cols := mapping.columns_of(t.code))}
        self._known: dict[tuple[str, str], Any] = {}

    def column(self, code: str) -> str:
        """How errors name the column of a target."""
        columns = self._columns.get(code)
        return self._table.title(columns[0]) if columns else f"« {TARGETS.by_code[code].label} »"

    def read(self, row: RawRow, corrections: Corrections) -> PresenceReading:
        """What one line says."""
        cells = dict(self._cells(row, corrections))
        if not cells:
            return PresenceReading(None, empty=True)
        errors: list[Rejected] = []
        remarks: list[Remark] = []
        values: dict[str, Any] = {}
        for code, text in cells.items():
            if code not in _READERS:
                continue
            value = self._value(code, text)
            if isinstance(value, Unreadable):
                errors.append(self.reject(row.line, code, str(value), text))
            else:
                values[code] = value
        named = read_names(cells, partial(_note, self, remarks, row.line))
        who = Who(
            cells.get("number", ""),
            named.last_name,
            named.birth_name,
            named.first_name,
            values.get("birth_date"),
        )
        errors += self._missing(row.line, cells, named, values)
        moment = self._moment(row.line, values, cells, errors)
        if errors:
            return PresenceReading(None, tuple(errors), tuple(remarks))
        minutes = values.get("minutes", values.get("hours"))
        status = self._status(values, minutes)
        if status == SKIPPED:
            return PresenceReading(None, empty=True)
        said = PresenceLine(
            line=row.line,
            who=who,
            day=values["day"],
            activity=cells.get("activity", ""),
            moment=moment,
            minutes=minutes if status == PRESENT else None,
            planned=values.get("planned_minutes", values.get("planned")),
            status=status,
            late=values.get("late", 0) if status == PRESENT else 0,
            early=values.get("early", 0) if status == PRESENT else 0,
            brique=cells.get("brique", ""),
            comment=cells.get("comment", "")[:200],
        )
        return PresenceReading(said, (), tuple(remarks))

    def reject(self, line: int, code: str, message: str, text: str = "") -> Rejected:
        """A reason to leave a line out, said of the column of a target."""
        return Rejected(line, code, self.column(code), typeset(message), text)

    def has(self, code: str) -> bool:
        """Whether a column fills this target."""
        return code in self._columns

    def _cells(self, row: RawRow, corrections: Corrections) -> Iterator[tuple[str, str]]:
        for one in TARGETS.targets:
            typed = corrections.get((row.line, one.code))
            columns = self._columns.get(one.code, ())
            texts = dict.fromkeys(row.cells[i] for i in columns if row.cells[i])
            text = (one.joins or " ").join(texts) if typed is None else typed.strip()
            if text and (one.code in ("status", "slot", "end") or not is_empty(text)):
                yield one.code, text

    def _value(self, code: str, text: str) -> Any:
        key = code, text
        if key not in self._known:
            try:
                self._known[key] = _READERS[code](text)
            except Unreadable as problem:
                self._known[key] = problem
        return self._known[key]

    def _missing(
        self, line: int, cells: Mapping[str, str], named: Names, values: Mapping[str, Any]
    ) -> Iterator[Rejected]:
        if not (cells.get("number") or named.last_name or named.birth_name or named.first_name):
            code = next((name for name in ("number", *NAMES) if name in self._columns), "last_name")
            yield self.reject(line, code, _NO_ONE)
        if "day" not in cells or ("day" in values and values["day"] is None):
            yield self.reject(line, "day", _NO_DAY)
        elif "day" in values and values["day"] > clock.today():
            yield self.reject(line, "day", "Cette date est dans l’avenir.", cells["day"])

    def _moment(
        self, line: int, values: Mapping[str, Any], cells: Mapping[str, str], errors: list[Rejected]
    ) -> Moment:
        start, end = values.get("start"), values.get("end")
        if start is None and end is None:
            return values.get("slot", Moment())
        if start is None or end is None:
            code = "start" if start is None else "end"
            if code not in {error.target for error in errors}:
                which = "Le début" if start is None else "La fin"
                errors.append(self.reject(line, code, f"{which} de la séance manque."))
            return Moment()
        try:
            return presence_values.checked(start, end)
        except Unreadable as problem:
            errors.append(self.reject(line, "end", str(problem), cells["end"]))
            return Moment()

    def _status(self, values: Mapping[str, Any], minutes: int | None) -> str:
        """That of the cell; without a column of statuses, hours or the mere line say « présent »."""
        if "status" in values:
            return values["status"]
        if "status" in self._columns and minutes is None:
            return SKIPPED
        return SKIPPED if minutes == 0 else PRESENT


def _note(reader: PresenceReader, remarks: list[Remark], line: int, code: str, message: str) -> None:
    remarks.append(Remark(line, reader.column(code), typeset(message)))
