"""Repetitions: their days, their text and their words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elans_desktop.core.errors import InputError
from elans_desktop.services.calendar.recurrence import (
    LAST,
    MOST_OCCURRENCES,
    Recurrence,
    complete,
    from_text,
    occurrences,
    ranks_of,
    text_of,
    words,
)

TUESDAY = date(2027, 5, 4)
NBSP = "\u00a0"


def test_weekly_on_several_weekdays_from_the_first_day() -> None:
    rule = Recurrence(weekdays=(3, 1), until=date(2027, 5, 14))
    assert occurrences(TUESDAY, rule) == (TUESDAY, *(date(2027, 5, day) for day in (6, 11, 13)))
    later = Recurrence(weekdays=(0,), times=2)
    assert occurrences(TUESDAY, later) == (date(2027, 5, 10), date(2027, 5, 17))


def test_every_second_week_counts_whole_weeks() -> None:
    rule = Recurrence(every=2, weekdays=(1, 4), times=4)
    assert [day.day for day in occurrences(TUESDAY, rule)] == [4, 7, 18, 21]


def test_monthly_on_a_rank_of_the_weekday() -> None:
    assert occurrences(date(2027, 5, 11), Recurrence(month_rank=2, times=3)) == (
        date(2027, 5, 11), date(2027, 6, 8), date(2027, 7, 13),
    )  # fmt: skip
    assert occurrences(date(2027, 5, 25), Recurrence(month_rank=LAST, times=3, every=2)) == (
        date(2027, 5, 25), date(2027, 7, 27), date(2027, 9, 28),
    )  # fmt: skip


def test_the_ranks_of_a_day() -> None:
    assert ranks_of(date(2027, 5, 4)) == (1,)
    assert ranks_of(date(2027, 5, 25)) == (4, LAST)
    assert ranks_of(date(2027, 3, 30)) == (LAST,)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Recurrence(), "tous les mardis"),
        (Recurrence(weekdays=(1, 3)), "tous les mardis et jeudis"),
        (Recurrence(weekdays=(0, 2, 5)), "tous les lundis, mercredis et samedis"),
        (Recurrence(weekdays=(0, 1, 2, 3, 4)), "du lundi au vendredi"),
        (Recurrence(every=2), f"un mardi toutes les 2{NBSP}semaines"),
        (Recurrence(every=3, weekdays=(1, 3)), f"les mardis et jeudis, toutes les 3{NBSP}semaines"),
        (Recurrence(month_rank=2), "le 2e mardi de chaque mois"),
        (Recurrence(month_rank=1), "le 1er mardi de chaque mois"),
        (Recurrence(month_rank=LAST, every=2), f"le dernier mardi, tous les 2{NBSP}mois"),
    ],
)
def test_a_rule_is_said_in_words(rule: Recurrence, said: str) -> None:
    assert words(TUESDAY, rule) == said


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (Recurrence(), "until"),
        (Recurrence(every=0, times=2), "every"),
        (Recurrence(weekdays=(7,), times=2), "weekdays"),
        (Recurrence(month_rank=5, times=2), "weekdays"),
        (Recurrence(until=date(2027, 5, 3)), "until"),
        (Recurrence(until=date(2027, 5, 9), weekdays=(0,)), "until"),
        (Recurrence(times=0), "times"),
        (Recurrence(times=10_000), "times"),
        (Recurrence(until=date(2057, 5, 3)), "until"),
    ],
)
def test_a_repetition_has_an_end_and_a_limit_it_states(rule: Recurrence, field: str) -> None:
    with pytest.raises(InputError) as caught:
        occurrences(TUESDAY, rule)
    assert set(caught.value.fields) == {field}
    if rule.times == 10_000 or rule.until == date(2057, 5, 3):
        assert f"366{NBSP}séances au plus" in caught.value.fields[field]


def test_the_limit_itself_is_allowed() -> None:
    assert len(occurrences(TUESDAY, Recurrence(times=MOST_OCCURRENCES))) == MOST_OCCURRENCES


def test_the_rules_of_older_classeurs_are_still_read() -> None:
    rule = from_text(TUESDAY, "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270601")
    assert (rule.every, rule.weekdays, rule.until) == (2, (1,), date(2027, 6, 1))
    assert from_text(TUESDAY, "FREQ=WEEKLY;INTERVAL=1;COUNT=4").times == 4


_RULES = st.builds(
    Recurrence,
    every=st.integers(1, 8),
    times=st.integers(1, 40),
    weekdays=st.lists(st.integers(0, 6), max_size=7).map(tuple),
    month_rank=st.sampled_from((None, 1, 2, 3, 4, LAST)),
    skip=st.just(frozenset[str]()),
)
_DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(first=_DAYS, rule=_RULES)
def test_the_text_of_a_rule_reads_back_as_the_same_days(first: date, rule: Recurrence) -> None:
    read = from_text(first, text_of(first, rule))
    assert read == complete(first, rule)
    days = occurrences(first, read)
    assert days == occurrences(first, rule)
    assert len(days) == rule.times
    assert list(days) == sorted(set(days))
    assert all(day >= first and day.weekday() in read.weekdays for day in days)
    until = Recurrence(rule.every, days[-1], None, rule.weekdays, rule.month_rank)
    assert occurrences(first, until) == days
    if rule.month_rank is None:
        mondays = {day - timedelta(days=day.weekday()) for day in days}
        assert all((monday - min(mondays)).days % (7 * rule.every) == 0 for monday in mondays)
