from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elans_desktop.services.organisation import wording


def found(text: str) -> list[str]:
    return [passage.words for passage in wording.passages(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Elle a été Dépressive l’an passé.", ["Dépressive"]),
        ("Il est de mauvaise foi, et paresseux.", ["mauvaise foi", "paresseux"]),
        ("ALCOOLISME évoqué ; condamné en 2019", ["ALCOOLISME", "condamné"]),
        (unicodedata.normalize("NFD", "schizophrénie"), [unicodedata.normalize("NFD", "schizophrénie")]),
    ],
)
def test_what_deserves_another_look_is_found_where_it_stands(text: str, words: list[str]) -> None:
    assert found(text) == words
    for passage in wording.passages(text):
        assert text[passage.start : passage.end] == passage.words
        assert passage.reason


@pytest.mark.parametrize(
    "text",
    [
        "Lucie assiste à l’atelier vélo, salle du Fil vert, le voile du bateau et la droguerie.",
        "32 questions sur 40 au dernier test. Travail pénible et emploi instable.",
        "Le Secours catholique prête un local ; la manipulation des outils est acquise.",
        "",
    ],
)
def test_ordinary_facts_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_why_is_said_in_plain_words() -> None:
    (health,) = wording.passages("toxicomanie")
    (judgment,) = wording.passages("menteuse")
    assert "l’effet sur le parcours" in health.reason
    assert "ce que vous avez vu" in judgment.reason


@given(st.text())
def test_any_text_is_read_without_harm(text: str) -> None:
    last = 0
    for passage in wording.passages(text):
        assert last <= passage.start < passage.end <= len(text)
        last = passage.end


def test_a_very_long_word_is_no_word() -> None:
    assert found("x" * 100_000 + " fou") == ["fou"]
