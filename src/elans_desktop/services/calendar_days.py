"""Days that shade a calendar: public holidays, computed, and school holidays, shipped by zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final, Literal

from sqlalchemy.orm import Session

from elans_desktop.core.resources import read_json
from elans_desktop.services import bank_holidays, settings

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


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not like the others."""

    day: date
    label: str
    kind: Literal["ferie", "vacances"]


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """School holidays of a zone, both days included."""

    label: str
    start: date
    end: date


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
    session: Session, start: date, end: date, insee: str = ""
) -> dict[date, tuple[SpecialDay, ...]]:
    """Public and school holidays of the organisation's place, by day, both ends included."""
    chosen = settings.values(session)
    found: dict[date, list[SpecialDay]] = {}
    for year in range(start.year, end.year + 1):
        for day, words in public_holidays(year, chosen.text(settings.HOLIDAY_ZONE)).items():
            if start <= day <= end:
                found.setdefault(day, []).append(SpecialDay(day, words, "ferie"))
    for holiday in school_holidays(chosen.text("school_zone"), start, end):
        day = max(start, holiday.start)
        while day <= min(end, holiday.end):
            found.setdefault(day, []).append(SpecialDay(day, holiday.label, "vacances"))
            day += timedelta(days=1)
    return {day: tuple(found[day]) for day in sorted(found)}


def public_holiday(session: Session, day: date) -> str | None:
    """The name of the public holiday that day is, in the organisation's place, or None."""
    zone = str(settings.get(session, settings.HOLIDAY_ZONE))
    return public_holidays(day.year, zone).get(day)


@cache
def _school_holidays() -> dict[str, tuple[SchoolHoliday, ...]]:
    zones: dict[str, list[SchoolHoliday]] = {}
    for row in read_json("reference/school_holidays.json")["rows"]:
        start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
        zones.setdefault(row["zone"], []).append(SchoolHoliday(row["label"], start, end))
    return {zone: tuple(found) for zone, found in zones.items()}
