"""The repetitions of an activity that is copied: the copy repeats as its model does, later."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.models.activities import ActivitySeries, Seance
from elans_desktop.services.calendar import recurrence, series_members
from elans_desktop.services.calendar.recurrence import Recurrence
from elans_desktop.services.calendar.series_members import SKIPPED_PREFIX


@dataclass(frozen=True, slots=True)
class ShiftedSeries:
    """A series and where its copy goes: `shift` later, or `months` later on the same rank when monthly."""

    row: ActivitySeries
    rule: Recurrence
    shift: timedelta
    months: int = 0

    def day(self, day: date) -> date:
        """The day of the copy of an occurrence."""
        if self.rule.month_rank is None:
            return day + self.shift
        return _ranked(day, self.rule, self.months)

    @property
    def until(self) -> date | None:
        """The end of the copy, when the model has a last day."""
        if self.rule.until is None or self.rule.month_rank is None:
            return self.rule.until + self.shift if self.rule.until else None
        days = recurrence.occurrences(self.row.start, self.rule)
        return self.day(days[-1])


def of(session: Session, found: Iterable[Seance], shift: timedelta) -> dict[uuid.UUID, ShiftedSeries]:
    """The series of these séances, by identifier."""
    ids = {seance.series_id for seance in found if seance.series_id is not None}
    made: dict[uuid.UUID, ShiftedSeries] = {}
    for row in session.scalars(select(ActivitySeries).where(ActivitySeries.id.in_(ids))):
        rule = recurrence.from_text(row.start, row.rule)
        months = _months(row.start, rule, shift) if rule.month_rank is not None else 0
        made[row.id] = ShiftedSeries(row, rule, shift, months)
    return made


def copy(
    session: Session, wanted: Iterable[ShiftedSeries], activity_id: uuid.UUID
) -> dict[uuid.UUID, uuid.UUID]:
    """The same series for another activity; answers the copy of each."""
    made: dict[uuid.UUID, uuid.UUID] = {}
    for one in wanted:
        start = one.day(one.row.start)
        twin = ActivitySeries(
            activity_id=activity_id,
            start=start,
            rule=recurrence.text_of(start, replace(one.rule, until=one.until)),
            template=dict(one.row.template),
        )
        session.add(twin)
        session.flush()
        made[one.row.id] = twin.id
    return made


def except_absent(session: Session, series_id: uuid.UUID, reasons: Mapping[date, str]) -> None:
    """Days of the rule that have no copy stay without séance when the rule changes."""
    row = session.get_one(ActivitySeries, series_id)
    there = set(session.scalars(select(Seance.day).where(Seance.series_id == series_id)))
    for day in recurrence.occurrences(row.start, recurrence.from_text(row.start, row.rule)):
        if day not in there:
            reason = f"{SKIPPED_PREFIX}{reasons[day]}" if day in reasons else "Absente du modèle copié"
            series_members.except_day(session, series_id, day, reason)
    session.flush()


def own_day(seance: Seance) -> date:
    """The day its series gave it, else its own."""
    return seance.planned_day or seance.day


def _months(start: date, rule: Recurrence, shift: timedelta) -> int:
    """How many months later the copy of a monthly series begins: the nearest to `shift`."""
    wanted = start + shift
    near = (wanted.year - start.year) * 12 + wanted.month - start.month
    around: Sequence[int] = (near - 1, near, near + 1)
    return min(around, key=lambda months: abs(_ranked(start, rule, months) - wanted))


def _ranked(day: date, rule: Recurrence, months: int) -> date:
    """The day of the rule in the month that comes `months` after that of `day`."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return recurrence.occurrences(first, replace(rule, every=1, until=None, times=1))[0]
