"""Days that shade a calendar: public holidays, computed; school holidays, shipped and editable; closures."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final, Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.ids import keyed_id
from elans_desktop.core.resources import read_json
from elans_desktop.models.activities import Closure
from elans_desktop.services.calendar import bank_holidays
from elans_desktop.services.organisation import settings

HOLIDAY_ZONES: Final = {
    "metropole": "France métropolitaine",
    "6AE": "Alsace",
    "57": "Moselle",
    "971": "Guadeloupe",
    "972": "Martinique",
    "973": "Guyane",
    "974": "La Réunion",
    "976": "Mayotte",
    "PM": "Saint-Pierre-et-Miquelon",
    "BL": "Saint-Barthélemy",
    "MF": "Saint-Martin",
    "WF": "Wallis-et-Futuna",
    "PF": "Polynésie française",
    "NC": "Nouvelle-Calédonie",
}
"""Places whose public holidays differ, by code of the setting `holiday_zone`."""

SCHOOL, MUNICIPAL, OWN = "scolaire", "municipale", "organisme"
"""Kinds of `Closure`."""
_Kind = Literal["ferie", "vacances", "fermeture"]


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not like the others."""

    day: date
    label: str
    kind: _Kind
    insee: str = ""
    """The commune of a municipal closure, empty for everywhere."""


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """School holidays of a zone, both days included."""

    label: str
    start: date
    end: date
    zone: str = ""

    @property
    def id(self) -> uuid.UUID:
        """Known by its zone and its first day: a correction of it takes the same identifier."""
        return keyed_id("closure", "livre", self.zone, self.start.isoformat())


def public_holidays(year: int, zone: str = "metropole") -> dict[date, str]:
    """Public holidays of a year with their French names, by day in order."""
    return dict(bank_holidays.of_year(year, zone))


def school_holidays(zone: str, start: date, end: date) -> tuple[SchoolHoliday, ...]:
    """School holidays of zone A, B or C that touch a period."""
    return tuple(h for h in _school_holidays().get(zone, ()) if h.start <= end and h.end >= start)


def school_holidays_known_until() -> date:
    """Last day for which the shipped calendar of the schools says something."""
    return date.fromisoformat(read_json("reference/school_holidays.json")["known_until"])


def special_days(
    session: Session, start: date, end: date, insee: str | None = ""
) -> dict[date, tuple[SpecialDay, ...]]:
    """Public and school holidays of the organisation's place, and closures, by day, both ends included.

    Municipal closures are those of the commune `insee`; all of them when None.
    """
    chosen = settings.values(session)
    found: dict[date, list[SpecialDay]] = {}
    for year in range(start.year, end.year + 1):
        for day, words in public_holidays(year, chosen.text(settings.HOLIDAY_ZONE)).items():
            if start <= day <= end:
                found.setdefault(day, []).append(SpecialDay(day, words, "ferie"))
    zone = chosen.text("school_zone")
    closures = session.scalars(
        select(Closure).where(Closure.start_on <= end, Closure.end_on >= start).order_by(Closure.start_on)
    ).all()
    corrected = corrections(session, zone)
    stretches = [
        (holiday.start, holiday.end, holiday.label, "vacances", "")
        for holiday in school_holidays(zone, start, end)
        if not is_corrected(holiday, corrected)
    ]
    stretches += [
        (one.start_on, one.end_on, one.label, "vacances" if one.kind == SCHOOL else "fermeture", one.insee)
        for one in closures
        if (one.zone == zone if one.kind == SCHOOL else insee is None or one.insee in ("", insee))
    ]
    for first, last, label, kind, commune in stretches:
        day = max(start, first)
        while day <= min(end, last):
            found.setdefault(day, []).append(SpecialDay(day, label, cast("_Kind", kind), commune))
            day += timedelta(days=1)
    return {day: tuple(found[day]) for day in sorted(found)}


def corrections(session: Session, zone: str) -> Sequence[Closure]:
    """The school holidays of a zone that the organisation wrote or imported."""
    return session.scalars(select(Closure).where(Closure.kind == SCHOOL, Closure.zone == zone)).all()


def is_corrected(holiday: SchoolHoliday, own: Iterable[Closure]) -> bool:
    """Whether shipped holidays give way: corrected, or covered by others of the same zone."""
    return any(
        one.id == holiday.id or (one.start_on <= holiday.end and one.end_on >= holiday.start) for one in own
    )


def public_holiday(session: Session, day: date) -> str | None:
    """The name of the public holiday that day is, in the organisation's place, or None."""
    zone = str(settings.get(session, settings.HOLIDAY_ZONE))
    return public_holidays(day.year, zone).get(day)


@cache
def _school_holidays() -> dict[str, tuple[SchoolHoliday, ...]]:
    zones: dict[str, list[SchoolHoliday]] = {}
    for row in read_json("reference/school_holidays.json")["rows"]:
        start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
        zones.setdefault(row["zone"], []).append(SchoolHoliday(row["label"], start, end, row["zone"]))
    return {zone: tuple(found) for zone, found in zones.items()}
