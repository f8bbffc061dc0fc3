"""French public holidays, computed: article L3133-1 of the Code du travail, and what each territory adds.

The `holidays` library knows them too, at the price of importing 250 countries; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

_Fixed = Mapping[tuple[int, int], str]

_FIXED: _Fixed = {
    (1, 1): "Jour de l’an",
    (5, 1): "Fête du Travail",
    (5, 8): "Fête de la Victoire",
    (7, 14): "Fête nationale",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "Armistice",
    (12, 25): "Noël",
}
_AFTER_EASTER = {1: "Lundi de Pâques", 39: "Ascension", 50: "Lundi de Pentecôte"}
_GOOD_FRIDAY = {-2: "Vendredi saint"}
_ABOLITION = "Abolition de l’esclavage"
_SCHOELCHER: _Fixed = {(7, 21): "Fête de Victor Schoelcher"}
_LOCAL_FIXED: Mapping[str, _Fixed] = {
    "6AE": {(12, 26): "Saint-Étienne"},
    "57": {(12, 26): "Saint-Étienne"},
    "971": {(5, 27): _ABOLITION, **_SCHOELCHER},
    "972": {(5, 22): _ABOLITION, **_SCHOELCHER},
    "973": {(6, 10): _ABOLITION},
    "974": {(12, 20): _ABOLITION},
    "976": {(4, 27): _ABOLITION},
    "BL": {(10, 9): _ABOLITION},
    "MF": {(5, 28): _ABOLITION, **_SCHOELCHER},
    "WF": {(4, 28): "Saint Pierre Chanel", (6, 29): "Saints Pierre et Paul", (7, 29): "Fête du Territoire"},
    "PF": {(3, 5): "Arrivée de l’Évangile"},
    "NC": {(9, 24): "Fête de la Citoyenneté"},
}
_LOCAL_AFTER_EASTER: Mapping[str, Mapping[int, str]] = {
    "6AE": _GOOD_FRIDAY,
    "57": _GOOD_FRIDAY,
    "971": {-24: "Mi-Carême", **_GOOD_FRIDAY},
    "PF": _GOOD_FRIDAY,
}
_MATARII_SINCE = 2025
_NONE: _Fixed = {}
_NO_OFFSET: Mapping[int, str] = {}


@cache
def of_year(year: int, zone: str) -> tuple[tuple[date, str], ...]:
    """(day, French name) of a year in order; two holidays on one day share its name. `zone`: a code of
    `calendar_days.HOLIDAY_ZONES`."""
    easter = easter_sunday(year)
    named: dict[date, list[str]] = {}
    for fixed in (_FIXED, _LOCAL_FIXED.get(zone, _NONE), _polynesian(year) if zone == "PF" else _NONE):
        for (month, day), name in fixed.items():
            named.setdefault(date(year, month, day), []).append(name)
    for offsets in (_AFTER_EASTER, _LOCAL_AFTER_EASTER.get(zone, _NO_OFFSET)):
        for days, name in offsets.items():
            named.setdefault(easter + timedelta(days=days), []).append(name)
    return tuple(
        (day, "; ".join(sorted(names)).replace(";", "\u00a0;")) for day, names in sorted(named.items())
    )


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar (Meeus, Jones, Butcher)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    correction = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def _polynesian(year: int) -> _Fixed:
    """Matāri’i took the place of the feast of autonomy."""
    return {(11, 20): "Matāri’i"} if year >= _MATARII_SINCE else {(6, 29): "Fête de l’autonomie"}
