from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from elans_desktop.documents.attendance_weeks import Column, columns
from elans_desktop.documents.catalogue import render
from elans_desktop.services.paper import PaperSlot, PaperTrainer, WeekDay
from tests.documents import reading
from tests.documents.samples import AFTERNOON, EVENING, MORNING, TRAINERS, WEEK, people

MONDAY = date(2026, 11, 9)
THREE = (*TRAINERS, PaperTrainer("Roussel", "Jeanne"))


@pytest.mark.parametrize(
    ("count", "pages"), [(0, 1), (1, 1), (6, 1), (7, 2), (9, 2), (14, 2), (25, 4), (40, 6)]
)
def test_eight_lines_a_page(count: int, pages: int) -> None:
    rendered = render("emargement-semaine", replace(WEEK, people=people(count)))
    texts = reading.texts(rendered.pdf)
    assert len(texts) == rendered.pages == pages
    for index, text in enumerate(texts, start=1):
        assert f"FE-2026-A0158 · page {index}/{pages}" in text
        assert "semaine du 9 au 13 novembre 2026" in text
        assert "LEBRUN Yannick" in text
    assert all(" ".join(texts).count(f"NOM{index:03} ") == 1 for index in range(1, count + 1))


def test_a_third_trainer_takes_the_place_of_a_line() -> None:
    assert render("emargement-semaine", replace(WEEK, people=people(14), trainers=THREE)).pages == 3
    assert render("emargement-semaine", replace(WEEK, people=people(14))).pages == 2


def test_more_trainers_than_a_page_holds_are_all_printed() -> None:
    crowd = tuple(PaperTrainer(f"Formateur{index:02}") for index in range(14))
    rendered = render("emargement-semaine", replace(WEEK, trainers=crowd))
    whole = " ".join(reading.texts(rendered.pdf))
    assert all(f"FORMATEUR{index:02}" in whole for index in range(14))


def test_a_bank_holiday_is_hatched_and_says_so() -> None:
    rendered = render("emargement-semaine", WEEK)
    (text,) = reading.texts(rendered.pdf)
    assert "mer. 11/11 Jour férié pas de séance" in text
    forms = reading.resources(reading.reader(rendered.pdf).pages[0], "/XObject").values()
    assert max(form.get_object().get_data().count(b" l ") for form in forms) > 60, "the lines of the hatch"
    worked = replace(WEEK, days=tuple(replace(day, closed="", slots=(MORNING,)) for day in WEEK.days))
    assert "férié" not in reading.texts(render("emargement-semaine", worked).pdf)[0]


def test_half_days_of_a_day() -> None:
    assert [column.label for column in columns(WeekDay(MONDAY, (MORNING, AFTERNOON)))] == [
        "Matin",
        "Après-midi",
    ]
    assert [column.label for column in columns(WeekDay(MONDAY, (MORNING, EVENING)))] == [
        "Matin",
        "Après-midi",
        "Soir",
    ]
    assert columns(WeekDay(MONDAY, (AFTERNOON,)))[0] == Column("Matin", "pas de séance", closed=True)
    whole = columns(WeekDay(MONDAY, (PaperSlot(600, 960, "matin"),)))
    assert [(column.label, column.span) for column in whole] == [("Journée", 2)]
    assert columns(WeekDay(MONDAY, closed="Jour férié"))[0].closed


def test_the_weekend_appears_when_it_is_used() -> None:
    saturday = WeekDay(date(2026, 11, 14), (MORNING,))
    sunday = WeekDay(date(2026, 11, 15))
    (text,) = reading.texts(
        render("emargement-semaine", replace(WEEK, days=(*WEEK.days, saturday, sunday))).pdf
    )
    assert "sam. 14/11" in text
    assert "dim." not in text
    assert "semaine du 9 au 14 novembre 2026" in text
