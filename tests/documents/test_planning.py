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


def printed(*subjects: str) -> str:
    entries = [
        PlanningEntry(DAY, "M", f"{8 + n} h – {9 + n} h", f"{subject}, Saint-Martin-des-Champs", subject)
        for n, subject in enumerate(subjects)
    ]
    (text,) = reading.texts(render("planning", (replace(PLANNING, entries=tuple(entries)),)).pdf)
    return text


def test_two_seances_of_a_day_are_written_in_large_with_their_end() -> None:
    text = printed("Cuisine", "Jardin")
    assert "8 h – 9 h" in text
    assert "9 h – 10 h" in text


def test_a_busy_day_shows_each_seance_on_a_line_without_its_place_when_it_does_not_hold() -> None:
    subjects = ("Atelier cuisine", "Jardin partagé", "Code de la route", "Foot en salle")
    text = printed(*subjects)
    assert all(subject in text for subject in subjects)
    assert "Saint-Martin" not in text
    assert "autre" not in text


def test_what_a_day_cannot_hold_is_counted() -> None:
    text = printed(*(f"Atelier {letter}" for letter in "ABCDEFG"))
    assert [letter for letter in "ABCDEFG" if f"Atelier {letter}" in text] == ["A", "B", "C"]
    assert "et 4 autres" in text.replace("\u00a0", " ")


def test_a_letter_with_as_many_dates_as_it_holds_is_signed_on_its_page() -> None:
    dates = tuple(
        ConvocationDate(DAY + timedelta(weeks=n), "9 h – 12 h, 13 h 30 – 16 h 30", "Jardin de la gare")
        for n in range(MOST_DATES)
    )
    (text,) = reading.texts(render("convocation-activite", (replace(CONVOCATION, dates=dates),)).pdf)
    assert "Pour l’organisme" in text
    assert "page 1/1" in text
