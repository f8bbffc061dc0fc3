"""Bank holidays computed here are those of the `holidays` library, everywhere in France."""

from __future__ import annotations

import re
from datetime import date

import holidays
import pytest

from elans_desktop.services.calendar import bank_holidays
from elans_desktop.services.calendar.calendar_days import HOLIDAY_ZONES


def _names(words: str) -> list[str]:
    return sorted(name.strip() for name in re.split(r";", words.replace("'", "’").replace("\u00a0", " ")))


@pytest.mark.parametrize("zone", HOLIDAY_ZONES)
def test_every_day_and_name_of_a_quarter_century(zone: str) -> None:
    place = None if zone == "metropole" else zone
    for year in range(2020, 2046):
        known = holidays.country_holidays("FR", subdiv=place, years=year, language="fr")
        ours = {day: _names(words) for day, words in bank_holidays.of_year(year, zone)}
        assert ours == {day: _names(words) for day, words in known.items()}, year


def test_easter_at_its_extremes() -> None:
    assert bank_holidays.easter_sunday(1818) == date(1818, 3, 22)
    assert bank_holidays.easter_sunday(1943) == date(1943, 4, 25)
    assert bank_holidays.easter_sunday(2027) == date(2027, 3, 28)


def test_two_holidays_on_one_day_are_both_named() -> None:
    assert (
        dict(bank_holidays.of_year(2008, "metropole"))[date(2008, 5, 1)] == "Ascension\u00a0; Fête du Travail"
    )
