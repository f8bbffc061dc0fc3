from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elans_desktop.services.pathways.immersion_rules import (
    Stretch,
    last_day,
    length,
    length_words,
    most_in_a_year,
)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2027, 3, 10), 1, date(2027, 4, 9)),
        (date(2027, 1, 1), 1, date(2027, 1, 31)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 29), 1, date(2027, 2, 28)),
        (date(2027, 1, 28), 1, date(2027, 2, 27)),
        (date(2028, 1, 29), 1, date(2028, 2, 28)),
        (date(2028, 1, 30), 1, date(2028, 2, 29)),
        (date(2027, 12, 15), 2, date(2028, 2, 14)),
        (date(2027, 3, 10), 12, date(2028, 3, 9)),
    ],
)
def test_a_month_runs_from_date_to_date(start: date, months: int, expected: date) -> None:
    assert last_day(start, months) == expected


@pytest.mark.parametrize(
    ("start", "end", "parts", "words"),
    [
        (date(2027, 3, 10), date(2027, 3, 10), 1, "1\u00a0jour"),
        (date(2027, 3, 10), date(2027, 4, 8), 30, "1\u00a0mois"),
        (date(2027, 3, 10), date(2027, 4, 9), 30, "1\u00a0mois"),
        (date(2027, 3, 10), date(2027, 4, 10), 31, "1\u00a0mois et 1\u00a0jour"),
        (date(2027, 2, 1), date(2027, 2, 28), 30, "1\u00a0mois"),
        (date(2027, 3, 1), date(2027, 5, 10), 70, "2\u00a0mois et 10\u00a0jours"),
        (date(2027, 3, 10), date(2027, 3, 21), 12, "12\u00a0jours"),
    ],
)
def test_whole_months_then_days(start: date, end: date, parts: int, words: str) -> None:
    assert length(Stretch(start, end)) == parts
    assert length_words(parts) == words


def total(*spans: tuple[date, date]) -> int:
    found = most_in_a_year([Stretch(*span) for span in spans])
    assert found is not None
    return found.parts


def test_two_whole_months_are_two_months_whatever_their_days() -> None:
    """31 + 31 days: two months, not more."""
    january, march = (date(2027, 1, 1), date(2027, 1, 31)), (date(2027, 3, 1), date(2027, 3, 31))
    assert total(january, march) == 60
    assert total(january, march, (date(2027, 6, 1), date(2027, 6, 1))) == 61


def test_what_is_further_than_twelve_months_away_is_not_added() -> None:
    first = (date(2026, 1, 1), date(2026, 1, 31))
    assert total(first, (date(2026, 12, 1), date(2026, 12, 31))) == 60
    assert total(first, (date(2027, 1, 1), date(2027, 1, 31))) == 30


def test_a_stay_cut_by_the_window_counts_for_its_part() -> None:
    """Twelve months back from 9 January 2028 begin on 10 January 2027: 22 days of January, then a month."""
    assert total((date(2027, 1, 1), date(2027, 1, 31)), (date(2027, 12, 10), date(2028, 1, 9))) == 52


def test_the_window_that_says_most_is_named() -> None:
    found = most_in_a_year(
        [
            Stretch(date(2026, 1, 1), date(2026, 1, 10)),
            Stretch(date(2027, 3, 1), date(2027, 3, 31)),
            Stretch(date(2027, 5, 1), date(2027, 5, 31)),
        ]
    )
    assert found is not None
    assert (found.parts, found.window) == (60, Stretch(date(2027, 3, 1), date(2028, 2, 29)))
    assert most_in_a_year([]) is None


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(days, st.integers(0, 500), st.integers(0, 60))
def test_a_longer_stay_never_counts_for_less(start: date, first: int, more: int) -> None:
    short = Stretch(start, start + timedelta(days=first))
    assert length(short) <= length(Stretch(start, short.end + timedelta(days=more)))


@given(days, st.integers(0, 40), days, st.integers(0, 40))
def test_no_window_holds_less_than_the_longest_stay(a: date, i: int, b: date, j: int) -> None:
    spans = [Stretch(a, a + timedelta(days=i)), Stretch(b, b + timedelta(days=j))]
    found = most_in_a_year(spans)
    assert found is not None
    assert max(map(length, spans)) <= found.parts <= sum(map(length, spans))
