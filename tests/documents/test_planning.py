"""The planning of a month on paper, what it shows and counts on a busy day; the letter of a convocation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from elans_desktop.documents.catalogue import render
from elans_desktop.services.presences.paper_presence import ConvocationDate, PlanningEntry
from elans_desktop.services.presences.presence_papers.convocations import MOST_DATES
from tests.documents import reading
from tests.documents.samples_presence import CONVOCATION, PLANNING

DAY = date(2026, 10, 9)


def pages(*subjects: str, place: str = ", Saint-Martin-des-Champs") -> list[str]:
    entries = [
        PlanningEntry(DAY, "M", f"{8 + n} h – {9 + n} h", f"{subject}{place}", subject)
        for n, subject in enumerate(subjects)
    ]
    rendered = render("planning", (replace(PLANNING, entries=tuple(entries)),))
    assert rendered.remarks == ()
    return [text.replace("\u00a0", " ") for text in reading.texts(rendered.pdf)]


def test_two_seances_of_a_day_are_written_in_large_with_their_end() -> None:
    (text,) = pages("Cuisine", "Jardin", place=", gare")
    assert "8 h – 9 h" in text
    assert "9 h – 10 h" in text
    assert "page 1/1" in text


def test_a_busy_day_whose_lines_hold_stays_on_its_page() -> None:
    (text,) = pages("Vélo", "Foot", "Jardin", place=", gare")
    assert all(words in text for words in ("8 h – 9 h", "Vélo, gare", "10 h – 11 h", "Jardin, gare"))


def test_a_busy_day_shows_each_seance_on_a_line_and_its_places_on_the_page_that_follows() -> None:
    subjects = ("Atelier cuisine", "Jardin partagé", "Code de la route", "Foot en salle")
    wall, rest = pages(*subjects)
    rest = " ".join(rest.split())
    assert all(subject in wall for subject in subjects)
    assert "Saint-Martin" not in wall
    assert "autre" not in wall
    assert "Le détail des journées chargées : page 2" in wall
    assert "Vendredi 9 octobre 2026" in rest
    assert all(f"{subject}, Saint-Martin-des-Champs" in rest for subject in subjects)


def test_what_a_day_cannot_hold_is_counted_and_told_on_the_page_that_follows() -> None:
    wall, rest = pages(*(f"Atelier {letter}" for letter in "ABCDEFG"))
    assert [letter for letter in "ABCDEFG" if f"Atelier {letter}" in wall] == ["A", "B", "C"]
    assert "et 4 autres, p. 2" in wall
    assert [letter for letter in "ABCDEFG" if f"Atelier {letter}, Saint" in rest] == list("ABCDEFG")
    assert "14 h – 15 h" in rest


def test_a_month_of_six_hundred_seances_loses_none() -> None:
    days = [day.day for day in PLANNING.days if day.day.weekday() < 5]
    entries = tuple(
        PlanningEntry(day, "RMAC"[n % 4], f"{8 + n % 10} h – {9 + n % 10} h", f"N{n:03}x, Flers", f"N{n:03}x")
        for n, day in enumerate(sorted(days * 28)[:600])
    )
    for shape in ("a4", "a3"):
        rendered = render("planning", (replace(PLANNING, entries=entries, shape=shape),))
        wall, *rest = reading.texts(rendered.pdf)
        told = " ".join(rest)
        assert all(told.count(f"N{n:03}x, Flers") == 1 for n in range(600))
        assert f"page 1/{rendered.pages}" in wall
        assert 6 <= rendered.pages <= 12
        last = min(rank for rank, text in enumerate(rest, start=2) if "Vendredi 30" in text)
        assert f"p. {last}" in wall


def test_a_letter_with_as_many_dates_as_it_holds_is_signed_on_its_page() -> None:
    dates = tuple(
        ConvocationDate(DAY + timedelta(weeks=n), "9 h – 12 h, 13 h 30 – 16 h 30", "Jardin de la gare")
        for n in range(MOST_DATES)
    )
    (text,) = reading.texts(render("convocation-activite", (replace(CONVOCATION, dates=dates),)).pdf)
    assert "Pour l’organisme" in text
    assert "page 1/1" in text
