from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elans_desktop.core import formats, parsing

NB = formats.NBSP


def test_money_is_written_the_french_way() -> None:
    assert formats.money(123456) == f"1{NB}234,56{NB}€"
    assert formats.money(-5) == f"{formats.MINUS}0,05{NB}€"
    assert formats.euros(123450) == f"1{NB}235"


@given(st.integers(min_value=-(10**13), max_value=10**13))
def test_money_reads_back_to_the_cent(cents: int) -> None:
    assert parsing.parse_money(formats.money(cents)) == cents


@given(st.integers(min_value=0, max_value=100_000))
def test_a_duration_reads_back_to_the_minute(minutes: int) -> None:
    assert parsing.parse_duration(formats.duration(minutes)) == minutes


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2045, 12, 31)))
def test_a_date_reads_back_in_each_style(day: date) -> None:
    for style in (formats.date_short, formats.date_plain, formats.date_long, date.isoformat):
        assert parsing.parse_date(style(day)) == day


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12/03/98", date(1998, 3, 12)),
        ("03.04.1991", date(1991, 4, 3)),
        ("1998-03-12 00:00:00", date(1998, 3, 12)),
        ("3 mars 1997", date(1997, 3, 3)),
        ("1er juin 1995", date(1995, 6, 1)),
        ("12031998", date(1998, 3, 12)),
        ("5 juil. 2020", date(2020, 7, 5)),
    ],
)
def test_dates_of_birth_as_people_type_them(typed: str, read: date) -> None:
    assert parsing.parse_date(typed, two_digit_years="past") == read


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2027", "Février 2027 a 28 jours."),
        ("29/02/2027", "Février 2027 a 28 jours."),
        ("31/04/2028", "Avril 2028 a 30 jours."),
        ("12/13/2027", "Le mois va de 1 à 12."),
        ("bientôt ou jamais", "Cette date ne se lit pas."),
        ("3 brumaire 1997", "Ce mois n’est pas un mois de l’année."),
    ],
)
def test_a_wrong_date_says_why(typed: str, sentence: str) -> None:
    with pytest.raises(parsing.Unreadable, match=sentence):
        parsing.parse_date(typed)


def test_hours_as_people_type_them() -> None:
    assert [parsing.parse_time(t) for t in ("9", "9h", "9 h 30", "09:30", "930", "24:00")] == [
        540,
        540,
        570,
        570,
        570,
        1440,
    ]
    with pytest.raises(parsing.Unreadable):
        parsing.parse_time("25h")


def test_rates_round_half_up_and_say_nothing_of_an_empty_base() -> None:
    assert formats.ratio(160, 360) == 4444
    assert formats.percent(4444) == f"44,4{NB}%"
    assert formats.percent(1500) == f"15{NB}%"
    assert formats.ratio(3, 0) is None


def test_nought_is_singular_and_periods_join_months() -> None:
    assert formats.count(0, "personne") == f"0{NB}personne"
    assert formats.count(1200, "personne") == f"1{NB}200{NB}personnes"
    assert formats.period(date(2026, 11, 9), date(2026, 11, 13)) == f"9 au 13{NB}novembre{NB}2026"
    assert "décembre" in formats.period(date(2026, 12, 28), date(2027, 1, 1))


def test_phones_are_grouped_whatever_was_typed() -> None:
    assert {formats.phone(p) for p in ("+33612345678", "06.12.34.56.78", "0033 6 12 34 56 78")} == {
        "06 12 34 56 78"
    }
    assert formats.phone("12 rue") == "12 rue"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("sa sœur, 0612345678", "sa sœur, 06 12 34 56 78"),
        ("tél.06.12.34.56.78 le soir", "tél.06 12 34 56 78 le soir"),
        ("+33 6 12 34 56 78", "06 12 34 56 78"),
        ("CCAS 02-33-00-00-00 ou 02 33 11 11 11", "CCAS 02 33 00 00 00 ou 02 33 11 11 11"),
        ("SIRET 12345678200002", "SIRET 12345678200002"),
        ("née en 1998, dossier 2027", "née en 1998, dossier 2027"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
    ],
)
def test_numbers_within_words_are_spaced(typed: str, shown: str) -> None:
    assert formats.phones_within(typed) == shown
