"""The rows of a person in words: codes, identifiers, moments and amounts; each name is read once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import date_medium, date_short, time_of_day
from elans_desktop.core.text import natural_name
from elans_desktop.models.activities import Activity, Seance, SeanceSlot
from elans_desktop.models.base import Base, Row
from elans_desktop.models.evaluations import Answer, Criterion, Evaluation, Grid, GridLevel
from elans_desktop.models.organisation import Agreement, Place, Professional, Structure, User
from elans_desktop.models.participants import Participant, SituationChoice
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.services.history.history_reading import labels_of, told
from elans_desktop.services.privacy.person_export.reading import Gathered
from elans_desktop.services.privacy.person_export.tables import INSTANTS, LINKS, PARENTS, WORDS
from elans_desktop.storage import references, values

_CHUNK = 500
_USERS = frozenset({"user_id", "validated_by"})


@dataclass(frozen=True, slots=True)
class Reference:
    """Something a row points to that is not of the person: a structure, an activity, a half-day."""

    table: str
    title: str = field(repr=False)
    more: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)
    """Of a half-day: its day, its times in minutes, its activity, its place."""


@dataclass(frozen=True, slots=True)
class Told:
    """A column of a row: its value in the form of the journal, and in words ("" when not filled in)."""

    name: str
    label: str
    value: Any = field(repr=False)
    words: str = field(repr=False)


class Telling:
    """Tells the rows gathered about one person."""

    def __init__(self, session: Session, gathered: Gathered) -> None:
        self.references = _references(session, gathered)
        self._labels = labels_of(session, WORDS.values())
        self._names = {row_id: found.title for row_id, found in self.references.items()}
        self._levels = _levels(session, gathered)

    def columns(self, table: str, row: Row) -> list[Told]:
        """Every column that says something of its own, in the order of the words."""
        words = WORDS[table]
        made: list[Told] = []
        for name, label in words.fields.items():
            raw = values.encode(table, name, getattr(row, name))
            made.append(Told(name, label, _machine(table, name, raw), self._words(table, name, raw, row)))
        return made

    def subject(self, table: str, row: Row) -> str:
        """Which one: « 12/01/2027 », « Mobilité »; "" when the title says it."""
        name = WORDS[table].subject
        raw = values.encode(table, name, getattr(row, name)) if name else None
        return self._words(table, name, raw, row) if name else ""

    def value(self, table: str, name: str, raw: Any) -> str:
        """A value of the journal in words."""
        return self._words(table, name, raw, None)

    def _words(self, table: str, name: str, raw: Any, row: Row | None) -> str:
        words = WORDS[table]
        if raw is None or raw == "":
            return ""
        if (table, name) in INSTANTS:
            return moment(raw)
        if name in _USERS:
            return self._names.get(uuid.UUID(hex=raw), "")
        if isinstance(row, SituationChoice) and name == "code":
            return self._labels.get((row.list_code, str(raw)), str(raw))
        if isinstance(row, Answer) and name == "level":
            return self._levels.get((row.evaluation_id, raw), str(raw))
        if name in words.durations and not raw:
            return ""
        return told(words, name, raw, self._labels, self._names)


def moment(instant: int) -> str:
    """« 12/01/2027 14:02 », local time."""
    at = clock.from_ms(instant)
    return f"{date_short(at.date())} {at:%H:%M}"


def iso(instant: int) -> str:
    """« 2027-01-12T13:02:00+01:00 »: the local time and its distance to UTC."""
    return datetime.fromtimestamp(instant / 1000).astimezone().isoformat(timespec="seconds")


def _machine(table: str, name: str, raw: Any) -> Any:
    return iso(raw) if (table, name) in INSTANTS and raw is not None else raw


def _levels(session: Session, gathered: Gathered) -> dict[tuple[uuid.UUID, int], str]:
    """The words of each level, by evaluation and value."""
    grids = {
        row.id: row.grid_id for row in gathered.rows.get("evaluation", ()) if isinstance(row, Evaluation)
    }
    query = select(GridLevel.grid_id, GridLevel.value, GridLevel.label)
    known: dict[tuple[uuid.UUID, int], str] = {
        (grid, value): f"{value}, {label}" if label else str(value)
        for grid, value, label in session.execute(query.where(GridLevel.grid_id.in_(set(grids.values()))))
    }
    return {
        (evaluation, value): label
        for (grid, value), label in known.items()
        for evaluation, its_grid in grids.items()
        if its_grid == grid
    }


def _references(session: Session, gathered: Gathered) -> dict[uuid.UUID, Reference]:
    """What the rows point to, outside of the person: one read for each kind."""
    wanted: dict[str, set[uuid.UUID]] = {}
    for table, rows in gathered.rows.items():
        for name, target in _pointing(table):
            ids = {value for row in rows if (value := getattr(row, name)) is not None}
            wanted.setdefault(target, set()).update(ids)
    found: dict[uuid.UUID, Reference] = {}
    for table, ids in wanted.items():
        if table in ("seance_slot", "seance"):
            found |= _half_days(session, table, ids)
        elif table in _TITLES:
            for chunk in _chunks(ids):
                key, query = _TITLES[table]
                for row_id, *parts in session.execute(query.where(key.in_(chunk))):
                    found[row_id] = Reference(table, natural_name(*parts) if len(parts) > 1 else parts[0])
    return found


def _pointing(table: str) -> list[tuple[str, str]]:
    """The columns of a table that name something else than what the row stands under, and its table."""
    pointed = references.parents(table)
    pairs: list[tuple[str, str]] = []
    for column in Base.metadata.tables[table].columns:
        if column.name in PARENTS or LINKS.get(table) == column.name:
            continue
        if column.name in _USERS:
            pairs.append((column.name, User.__tablename__))
        elif column.name in pointed:
            pairs.append((column.name, pointed[column.name]))
        elif column.name == "activity_id":  # of a certificate, which outlives what it attests
            pairs.append((column.name, Activity.__tablename__))
    return pairs


_TITLES: Mapping[str, tuple[Any, Any]] = {
    "structure": (Structure.id, select(Structure.id, Structure.name)),
    "professional": (
        Professional.id,
        select(Professional.id, Professional.last_name, Professional.first_name),
    ),
    "agreement": (Agreement.id, select(Agreement.id, Agreement.title)),
    "activity": (Activity.id, select(Activity.id, Activity.title)),
    "grid": (Grid.id, select(Grid.id, Grid.title)),
    "criterion": (Criterion.id, select(Criterion.id, Criterion.label)),
    "user": (User.id, select(User.id, User.name)),
    "participant": (Participant.id, select(Participant.id, Participant.number)),
    "attendance_sheet": (AttendanceSheet.id, select(AttendanceSheet.id, AttendanceSheet.number)),
}
"""How each kind is named. Of a file joined to another, the number alone."""


def _half_days(session: Session, table: str, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Reference]:
    """« mar. 12/01/2027, 9 h 00 – 12 h 00, Jardin partagé, Salle des fêtes »; séances have no times."""
    key = SeanceSlot.id if table == "seance_slot" else Seance.id
    times = (SeanceSlot.start, SeanceSlot.end) if table == "seance_slot" else ()
    query = select(key, Seance.day, Activity.title, Place.name, *times).select_from(Seance)
    if times:
        query = query.join(SeanceSlot, SeanceSlot.seance_id == Seance.id)
    query = query.join(Activity, Activity.id == Seance.activity_id)
    query = query.outerjoin(Place, Place.id == Seance.place_id)
    found: dict[uuid.UUID, Reference] = {}
    for chunk in _chunks(ids):
        for row_id, day, title, place, *hours in session.execute(query.where(key.in_(chunk))):
            found[row_id] = _half_day(table, day, title, place or "", hours)
    return found


def _half_day(table: str, day: date, title: str, place: str, hours: Sequence[int]) -> Reference:
    span = f"{time_of_day(hours[0])} – {time_of_day(hours[1])}" if hours else ""
    words = ", ".join(part for part in (date_medium(day), span, title, place) if part)
    more: dict[str, Any] = {"jour": day.isoformat(), "activite": title, "lieu": place}
    if hours:
        more |= {"debut": hours[0], "fin": hours[1]}
    return Reference(table, words, more)


def _chunks(ids: Iterable[uuid.UUID]) -> Iterable[list[uuid.UUID]]:
    listed = list(ids)
    return (listed[start : start + _CHUNK] for start in range(0, len(listed), _CHUNK))
