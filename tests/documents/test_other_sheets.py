from __future__ import annotations

from dataclasses import replace

import pytest

from elans_desktop.documents.catalogue import render
from elans_desktop.services.paper import GridFamily, GridLevelMark, Letterhead
from tests.documents import reading
from tests.documents.samples import GRID, RECOVERY


def grid_of(*sizes: int) -> list[GridFamily]:
    labels = iter(f"Critère{number:02}" for number in range(1, 200))
    return [
        GridFamily(f"Famille{index}", tuple(next(labels) for _ in range(size)))
        for index, size in enumerate(sizes)
    ]


def test_a_blank_grid_shows_its_scale_its_criteria_and_its_moments() -> None:
    (text,) = reading.texts(render("grille-vierge", GRID).pdf)
    for words in (
        "Repères de remobilisation – grille version 2",
        "Relation aux autres",
        "Tenir dans la durée",
    ):
        assert words in text
    for words in ("sans aide d’habitude", "n. o.", "non observé", "Entrée", "Sortie", "page 1/1"):
        assert words in text


@pytest.mark.parametrize(
    ("sizes", "pages"),
    [
        ((3,), 1),
        ((3, 3, 2), 1),
        ((3, 3, 3), 1),
        ((5, 5), 1),
        ((4, 4, 3), 2),
        ((4,) * 5, 2),
        ((12, 12), 2),
        ((14, 14), 3),
    ],
)
def test_a_grid_of_any_length_keeps_its_rows_whole(sizes: tuple[int, ...], pages: int) -> None:
    rendered = render("grille-vierge", replace(GRID, families=tuple(grid_of(*sizes))))
    texts = reading.texts(rendered.pdf)
    assert len(texts) == pages
    assert all(" ".join(texts).count(f"Critère{number:02}") == 1 for number in range(1, sum(sizes) + 1))
    assert all("Ce que l’on observe" in text or "La personne" in text for text in texts)
    assert "La personne" in texts[-1]
    assert all(f"Page {number + 1} :" in text for number, text in enumerate(texts[:-1], start=1))


def test_beyond_ten_criteria_the_families_are_the_axes() -> None:
    few, many = (
        reading.texts(render("grille-vierge", replace(GRID, families=tuple(grid_of(*sizes)))).pdf)
        for sizes in ((3, 3, 2), (4, 4, 3))
    )
    assert "A – Famille0" in many[0]
    assert "Un axe par famille" in many[-1]
    assert "Un axe par famille" not in few[0]
    assert "Relier les points" in few[0]


def test_three_moments_of_a_long_scale_are_shared_between_pages() -> None:
    levels = tuple(GridLevelMark(value, f"niveau {value}") for value in range(1, 7))
    view = replace(GRID, levels=levels, moments=("Entrée", "Mi-parcours", "Sortie"))
    rendered = render("grille-vierge", view)
    whole = " ".join(reading.texts(rendered.pdf))
    assert all(moment in whole for moment in view.moments)
    assert whole.count("Assiduité") == 3, "one table for each moment, too wide to stand side by side"
    assert rendered.remarks == ()


def test_a_grid_about_a_project_asks_for_no_person() -> None:
    (text,) = reading.texts(render("grille-vierge", replace(GRID, subject="projet")).pdf)
    assert "Porteur de projet" in text
    assert "Personne" not in text


def test_the_recovery_sheet_shows_the_code_and_nothing_that_identifies_people() -> None:
    rendered = render("fiche-secours", RECOVERY)
    (text,) = reading.texts(rendered.pdf)
    for line, check in zip(RECOVERY.lines, RECOVERY.checks, strict=True):
        assert " ".join([*line, check]) in text
    for words in ("O2R Bocage", "A3 7F 19 C4", "mar. 06/01/2026", "Remise par", "page 1/1"):
        assert words in text
    for words in ("Imprimé", "ÉTAT", "Union", "EXEMPLE", "FE-"):
        assert words not in text
    assert reading.codes(rendered.pdf) == []
    assert RECOVERY.lines[0] not in repr(RECOVERY)


def test_the_recovery_sheet_of_the_demonstration_says_so() -> None:
    assert "EXEMPLE" in reading.texts(render("fiche-secours", replace(RECOVERY, banner="EXEMPLE")).pdf)[0]


def test_an_organisation_that_gave_only_its_name_still_gets_its_sheet() -> None:
    rendered = render("grille-vierge", replace(GRID, letterhead=Letterhead("Association")))
    assert "Association" in reading.texts(rendered.pdf)[0]
    assert "soutien" not in reading.texts(rendered.pdf)[0]
