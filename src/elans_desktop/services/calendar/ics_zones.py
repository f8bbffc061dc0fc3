"""The time zone of the organisation: its name, and its rules as calendar files describe them (RFC 5545)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

PARIS = "Europe/Paris"
MIQUELON = "America/Miquelon"
_ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "976": "Indian/Mayotte",
    "PM": MIQUELON,
    "BL": "America/St_Barthelemy",
    "MF": "America/Marigot",
    "WF": "Pacific/Wallis",
    "PF": "Pacific/Tahiti",
    "NC": "Pacific/Noumea",
}
_CHANGES: dict[str, tuple[tuple[str, tuple[int, int, int, int], str], ...]] = {
    PARIS: (
        ("DAYLIGHT", (1996, 3, 31, 2), "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
        ("STANDARD", (1996, 10, 27, 3), "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
    ),
    MIQUELON: (
        ("DAYLIGHT", (2007, 3, 11, 2), "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"),
        ("STANDARD", (2007, 11, 4, 2), "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"),
    ),
}
"""Where the clocks change: kind, first change in local time, and how it comes back each year."""


def zone_of(holiday_zone: str) -> str:
    """The time zone, by the code of the setting `holiday_zone`."""
    return _ZONES.get(holiday_zone, PARIS)


def component(name: str) -> Any:
    """The VTIMEZONE of a zone of `zone_of`."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

    kinds = {"DAYLIGHT": TimezoneDaylight, "STANDARD": TimezoneStandard}
    zone: Any = Timezone()
    zone.add("tzid", name)
    local = ZoneInfo(name)
    for kind, first, rule in _CHANGES.get(name, (("STANDARD", (1970, 1, 1, 0), ""),)):
        part: Any = kinds[kind]()
        start = datetime(*first)  # noqa: DTZ001 - local time, as the format asks
        part.add("dtstart", start)
        part.add("tzoffsetfrom", _offset(local, start - timedelta(days=2)))
        part.add("tzoffsetto", _offset(local, start + timedelta(days=2)))
        if rule:
            part.add("rrule", vRecur.from_ical(rule))
        zone.add_component(part)
    return zone


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    found = moment.replace(tzinfo=zone).utcoffset()
    assert found is not None
    return found
