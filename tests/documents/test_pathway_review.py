"""Bilan de parcours: two pages, in words as much as in drawings; what is empty is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from elans_desktop.documents import radar, timeline
from elans_desktop.documents.catalogue import render
from elans_desktop.services.participants.paper_people import (
    BarrierMove,
    ReviewView,
    SkillMark,
    TimelineBar,
    TimelineLane,
    TimelineMark,
)
from tests.documents import reading
from tests.documents.samples_people import REVIEW

KEY = "bilan-parcours"


def said(view: ReviewView) -> str:
    return " ".join(reading.texts(render(KEY, view).pdf))


def test_a_full_bilan_holds_in_two_pages_and_announces_the_second() -> None:
    rendered = render(KEY, REVIEW)
    first, second = reading.texts(rendered.pdf)
    assert rendered.remarks == ()
    for words in ("Mon chemin", "8 mois et 28 jours", "Ma situation", "Ce qui a bougé", "191 h 30", "91,0 %"):
        assert words in first, words
    assert "Page 2 : mes compétences, mes immersions, ma sortie, mes mots, les signatures" in first
    for words in (
        "Mes compétences",
        "2 → 4",
        "n. o. → 2",
        "Menuiserie Harivel",
        "AFPA",
        "Maintenant je demande",
    ):
        assert words in second, words


def test_levels_are_written_as_figures_beside_their_squares() -> None:
    text = said(REVIEW)
    assert "Mobilité 3 1 Covoiturage" in text
    assert "Logement – 1 Atelier" in text


def test_a_part_without_content_is_left_out() -> None:
    bare = replace(
        REVIEW, lanes=(), situation=(), barriers=(), planned=0, hours=(), skills=None, immersions=None,
        exit=(), own_words=(),
    )  # fmt: skip
    rendered = render(KEY, bare)
    (text,) = reading.texts(rendered.pdf)
    for title in (
        "Mon chemin",
        "Ma situation",
        "Ce qui a bougé",
        "Mes heures",
        "Mes compétences",
        "Ma sortie",
    ):
        assert title not in text
    assert "Mes mots" in text
    assert "La personne" in text


def test_everything_at_once_flows_on_without_cutting() -> None:
    moves = tuple(BarrierMove(f"Sujet {n}", 3, n % 4, "Ce qui a aidé " * 6) for n in range(11))
    rendered = render(KEY, replace(REVIEW, barriers=moves))
    whole = " ".join(reading.texts(rendered.pdf))
    assert rendered.pages == 3
    assert all(f"Sujet {n}" in whole for n in range(11))
    assert rendered.remarks == ()


@pytest.mark.parametrize("count", [1, 2, 3, 10, 11, 18])
def test_skills_of_any_grid(count: int) -> None:
    assert REVIEW.skills
    marks = tuple(SkillMark(f"Repère {n:02}", None if n % 5 == 0 else 1 + n % 4, 2.5) for n in range(count))
    text = said(replace(REVIEW, skills=replace(REVIEW.skills, marks=marks)))
    assert all(f"Repère {n:02}" in text for n in range(count))
    assert "2,5" in text


def test_one_evaluation_alone_says_its_levels() -> None:
    assert REVIEW.skills
    text = said(replace(REVIEW, skills=replace(REVIEW.skills, before_label="", progress="")))
    assert "→" not in text.split("Mes immersions")[0].split("Mes compétences")[1]


@pytest.mark.parametrize(
    ("values", "runs"),
    [
        ((1, 2, 3), [[0, 1, 2]]),
        ((None, 2, 3, 4), [[1, 2, 3]]),
        ((1, None, 3, None, 5), [[2], [4, 0]]),
        ((None, None, None), []),
    ],
)
def test_a_value_not_observed_opens_the_line(values: tuple[float | None, ...], runs: list[list[int]]) -> None:
    series = radar.Series(values)
    drawn = radar.runs(series.values)
    assert sorted(map(tuple, drawn)) == sorted(map(tuple, runs))


@pytest.mark.parametrize("days", [0, 20, 400, 1500])
def test_a_path_of_any_length_has_its_scale(days: int) -> None:
    first = date(2026, 1, 31)
    last = first + timedelta(days=days)
    lanes = tuple(
        TimelineLane(
            letter, f"Brique {letter}", (TimelineBar(first, last, ("Une activité au long nom",) * 5),)
        )
        for letter in ("R", "M", "A", "C", "")
    )
    marks = (TimelineMark(last, "9\u00a0mois"), TimelineMark(last + timedelta(days=90), "12\u00a0mois"))
    rendered = render(KEY, replace(REVIEW, lanes=lanes, marks=marks, first=first, last=marks[1].day))
    text = " ".join(reading.texts(rendered.pdf))
    assert "12 mois" in text
    assert rendered.remarks == ()
    assert timeline.height(5) > timeline.height(1)
