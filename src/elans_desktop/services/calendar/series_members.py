"""The séances of a series and how they follow it: read at once, split, shifted, made again from a rule.

Four kinds of séances never follow a change of their series, and survive it as they are: those changed by
themselves (`detached`), the cancelled and postponed ones, those that hold presences or a numbered sheet, and
those of a closed month (these two become detached then). `planned_day` remembers which day of the rule each
of them stands for.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.activities import ActivitySeries, Presence, Seance, SeanceSlot, SeriesException
from elans_desktop.models.sheets import SheetSlot
from elans_desktop.services.calendar import recurrence, seance_store
from elans_desktop.services.calendar.recurrence import LAST, Recurrence
from elans_desktop.services.calendar.seance_cards import PLANNED
from elans_desktop.services.calendar.seance_inputs import SeanceInput, SlotInput, StopInput
from elans_desktop.services.calendar.seance_store import Parts
from elans_desktop.services.presences import month_closing
from elans_desktop.services.presences.month_closing import CLOSED, ClosedMonths

WITH_PRESENCES = "présences saisies"
WITH_SHEET = "feuille numérotée"
LEFT_PLAN = "annulée ou reportée"
SKIPPED_PREFIX = "Sautée, "
"""Begins the reason of a day passed over by the rule, as against one removed by hand."""


@dataclass
class Member:
    """A séance of a series; `held`: why it may not be touched, empty when it may."""

    seance: Seance
    held: str

    @property
    def occurrence(self) -> date:
        """The day of the rule it stands for."""
        return self.seance.planned_day or self.seance.day

    @property
    def follows(self) -> bool:
        """Whether a change of the series changes it."""
        return not self.held and not self.seance.detached and self.seance.state == PLANNED

    def stand_for(self, day: date) -> None:
        """Remember the day of the rule, when the séance is on another."""
        self.seance.planned_day = None if day == self.seance.day else day


@dataclass
class Series:
    """A series with everything that hangs from it."""

    row: ActivitySeries
    rule: Recurrence
    members: list[Member]
    exceptions: list[SeriesException]
    parts: Parts
    closed: ClosedMonths

    def shut(self, day: date) -> bool:
        """Whether nothing may come to a day, nor leave it, since its month is closed."""
        return self.closed.holds(self.row.activity_id, day)

    def days(self) -> tuple[date, ...]:
        """The days of the rule, exceptions included."""
        return recurrence.occurrences(self.row.start, self.rule)

    def set_rule(self, start: date, rule: Recurrence) -> None:
        """Repeat otherwise; séances are not touched."""
        self.row.start, self.rule = start, recurrence.complete(start, rule)
        self.row.rule = recurrence.text_of(start, rule)

    def template(self) -> SeanceInput:
        """What a new séance of the series is made with; older series have theirs in their first séance."""
        kept = self.row.template
        if not kept:
            first = next((m for m in self.members if m.follows), self.members[0] if self.members else None)
            if first is None:
                return SeanceInput(self.row.activity_id, self.row.start, ())
            return without_ids(replace(self.parts.input_of(first.seance), notes=""))
        slots = (
            SlotInput(s["start"], s["end"], s["kind"], tuple(map(uuid.UUID, s["trainers"])))
            for s in kept["slots"]
        )
        stops = (
            StopInput(uuid.UUID(s["place"]), s["start"], s["end"])
            for s in kept.get("stops", ())
            if s["place"]
        )
        place = kept.get("place")
        return SeanceInput(
            self.row.activity_id,
            self.row.start,
            tuple(slots),
            place_id=uuid.UUID(place) if place else None,
            title=kept.get("title", ""),
            stops=tuple(stops),
        )


def load(session: Session, series_id: uuid.UUID) -> Series:
    """A series, its séances by the day they stand for, its exceptions, in about eight selects."""
    row = session.get_one(ActivitySeries, series_id)
    found = session.scalars(select(Seance).where(Seance.series_id == series_id)).all()
    held = holding(session, select(Seance.id).where(Seance.series_id == series_id))
    closed = month_closing.closed_of(session, [row.activity_id])
    for one in found:
        if closed.holds(row.activity_id, one.day):
            held[one.id] = CLOSED
    members = sorted(
        (Member(one, held.get(one.id, "")) for one in found), key=lambda m: (m.occurrence, m.seance.id)
    )
    return Series(
        row=row,
        rule=recurrence.from_text(row.start, row.rule, row.template.get("skip", ())),
        members=members,
        exceptions=list(
            session.scalars(select(SeriesException).where(SeriesException.series_id == series_id))
        ),
        parts=seance_store.parts_of(session, [one.id for one in found]),
        closed=closed,
    )


def holding(session: Session, seance_ids: Any) -> dict[uuid.UUID, str]:
    """Which of these séances hold presences or a numbered sheet, and which of the two."""
    mine = SeanceSlot.seance_id.in_(seance_ids)
    sheets = select(SeanceSlot.seance_id).join(SheetSlot, SheetSlot.slot_id == SeanceSlot.id).where(mine)
    entered = select(SeanceSlot.seance_id).join(Presence, Presence.slot_id == SeanceSlot.id).where(mine)
    made = dict.fromkeys(session.scalars(sheets.distinct()), WITH_SHEET)
    return made | dict.fromkeys(session.scalars(entered.distinct()), WITH_PRESENCES)


def template_of(data: SeanceInput, skip: Iterable[str]) -> dict[str, Any]:
    """What a series keeps of a séance (hours, trainers, place, subject, stops) and of the days it skips."""
    return {
        "slots": [
            {"start": s.start, "end": s.end, "kind": s.kind, "trainers": [one.hex for one in s.trainer_ids]}
            for s in data.slots
        ],
        "place": data.place_id.hex if data.place_id else None,
        "title": data.title.strip(),
        "stops": [
            {"place": s.place_id.hex if s.place_id else None, "start": s.start, "end": s.end}
            for s in data.stops
        ],
        "skip": sorted(skip),
    }


def without_ids(data: SeanceInput) -> SeanceInput:
    """The same, as a new séance."""
    return replace(data, id=None, slots=tuple(replace(slot, id=None) for slot in data.slots))


def split(session: Session, series: Series, at: date) -> Series:
    """End a series before `at` and begin another there, with the séances and exceptions from that day on."""
    days = series.days()
    before = [day for day in days if day < at]
    left = len(days) - len(before)
    rule = series.rule
    row = ActivitySeries(
        activity_id=series.row.activity_id,
        start=at,
        rule=recurrence.text_of(at, replace(rule, times=left if rule.times else None)),
        template=dict(series.row.template),
    )
    session.add(row)
    session.flush()
    series.set_rule(series.row.start, replace(rule, times=None, until=before[-1]))
    made = Series(row, recurrence.from_text(at, row.rule, rule.skip), [], [], series.parts, series.closed)
    made.members = [member for member in series.members if member.occurrence >= at]
    series.members = [member for member in series.members if member.occurrence < at]
    for member in made.members:
        member.seance.series_id = row.id
    moved = [found for found in series.exceptions if found.day >= at]
    series.exceptions = [found for found in series.exceptions if found.day < at]
    made.exceptions = _rekey(session, moved, row.id, {})
    return made


def shift(session: Session, series: Series, old: date, new: date) -> Mapping[date, date]:
    """Move the rule so that the occurrence of `old` falls on `new`; the n-th day becomes the n-th day.

    Returns the new day of each former day, exceptions follow theirs. Séances are not moved.
    """
    before, rule = series.days(), series.rule
    ending: dict[str, Any] = {"times": len(before), "until": None}
    if rule.month_rank is None:
        delta = new - old
        start = before[0] + delta
        weekdays = tuple((day + delta.days) % 7 for day in rule.weekdays)
        moved = replace(rule, weekdays=weekdays, **ending)
    else:
        ranks = recurrence.ranks_of(new)
        rank = LAST if rule.month_rank == LAST and LAST in ranks else ranks[0]
        months = (new.year - old.year) * 12 + new.month - old.month
        start = _first_of_month(before[0], months)
        moved = replace(rule, weekdays=(new.weekday(),), month_rank=rank, **ending)
    after = recurrence.occurrences(start, moved)
    if rule.times is None:
        moved = replace(moved, times=None, until=after[-1])
    series.set_rule(after[0], moved)
    mapping = dict(zip(before, after, strict=True))
    series.exceptions = _rekey(session, series.exceptions, series.row.id, mapping)
    return mapping


def except_day(session: Session, series_id: uuid.UUID, day: date, reason: str) -> SeriesException:
    """The series has no séance that day."""
    key = SeriesException.key(series_id, day)
    found = session.get(SeriesException, key)
    if found is None:
        found = SeriesException(id=key, series_id=series_id, day=day)
        session.add(found)
    found.reason = reason[:200]
    return found


def _rekey(
    session: Session, found: list[SeriesException], series_id: uuid.UUID, days: Mapping[date, date]
) -> list[SeriesException]:
    """The same exceptions in a series, on their new days: a key never changes, hence new rows."""
    kept = [(days.get(one.day, one.day), one.reason) for one in found]
    for one in found:
        session.delete(one)
    session.flush()
    made = [except_day(session, series_id, day, reason) for day, reason in dict(kept).items()]
    session.flush()
    return made


def _first_of_month(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)
