"""One cell, one value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elans_desktop.core import clock
from elans_desktop.core.parsing import Unreadable
from elans_desktop.services.imports import names
from elans_desktop.services.imports.tables import clean
from elans_desktop.services.imports.targets import TARGETS
from elans_desktop.services.imports.values import ZERO_BACK, read_value


@pytest.fixture(autouse=True)
def in_november_2026() -> Iterator[None]:
    with clock.fixed(datetime(2026, 11, 20, 10)):
        yield


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/03/98", date(1998, 3, 12)),
        ("03.04.1991", date(1991, 4, 3)),
        ("1998-03-12", date(1998, 3, 12)),
        ("1998-03-12T00:00:00Z", date(1998, 3, 12)),
        ("12/03/1998 09:30", date(1998, 3, 12)),
        ("12/03/1998 à 9h30", date(1998, 3, 12)),
        ("3 mars 1997", date(1997, 3, 3)),
        ("lundi 3 mars 1997", date(1997, 3, 3)),
        ("1er juin 1995", date(1995, 6, 1)),
        ("1 er JUIN 1995", date(1995, 6, 1)),
        ("12-mars-98", date(1998, 3, 12)),
        ("3 févr. 1999", date(1999, 2, 3)),
        ("35000", date(1995, 10, 28)),
        ("35000.0", date(1995, 10, 28)),
        ("35000,75", date(1995, 10, 28)),
        ("19980312", date(1998, 3, 12)),
        ("12031998", date(1998, 3, 12)),
        ("120398", date(1998, 3, 12)),
        ("né le 12/03/1998", date(1998, 3, 12)),
        ("12\\03\\1998", date(1998, 3, 12)),
        ("12 / 03 / 1998", date(1998, 3, 12)),
        ("12/03/1998 (28 ans)", date(1998, 3, 12)),
        ("29/02/2000", date(2000, 2, 29)),
        ("01/02/27", date(1927, 2, 1)),
        ("00/00/0000", None),
        ("0000-00-00", None),
        ("NULL", None),
        ("n/a", None),
        ("#N/A", None),
        ("néant", None),
        ("?", None),
        ("-", None),
    ],
)
def test_births(text: str, day: date | None) -> None:
    assert read_value("birth_date", text).value == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/02/1998", "28 jours"),
        ("12/13/1998", "mois"),
        ("1998", "année seule"),
        ("05/1998", "ne se lit pas"),
        ("bientôt", "ne se lit pas"),
        ("12/05/2199", "avenir"),
        ("21/11/2026", "avenir"),
        ("12/05/1899", "avant 1900"),
        ("99999", "avenir"),
    ],
)
def test_births_that_cannot_be(text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_value("birth_date", text)


def test_other_dates_may_be_ahead() -> None:
    assert read_value("date", "01/02/27").value == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("text", "kept", "remark"),
    [
        ("0612345678", "06 12 34 56 78", ""),
        ("612345678", "06 12 34 56 78", ZERO_BACK),
        ("6.12345678E+08", "06 12 34 56 78", ZERO_BACK),
        ("6,12345678E+08", "06 12 34 56 78", ZERO_BACK),
        ("33612345678", "06 12 34 56 78", ""),
        ("+33 6 12 34 56 78", "06 12 34 56 78", ""),
        ("06,12,34,56,78", "06 12 34 56 78", ""),
        ("'0612345678", "06 12 34 56 78", ""),
        ("06.12.34.56.78 / 03 87 12 34 56", "06 12 34 56 78 / 03 87 12 34 56", ""),
        ("+352 621 123 456", "+352 621 123 456", ""),
        ("aucun", "", ""),
    ],
)
def test_telephones(text: str, kept: str, remark: str) -> None:
    read = read_value("phone", text)
    assert (read.value, read.remark) == (kept, remark)


def test_a_rounded_telephone_is_not_invented() -> None:
    read = read_value("phone", "6.12E+08")
    assert read.value == ""
    assert "perdus" in read.remark


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("sex", "F", "femme"),
        ("sex", "Féminin", "femme"),
        ("sex", "M", "homme"),
        ("sex", "Homme", "homme"),
        ("sex", "x", "autre"),
        ("civility", "Mme", "madame"),
        ("civility", "Mlle.", "madame"),
        ("civility", "M.", "monsieur"),
        ("nationality", "FR", "francaise"),
        ("nationality", "Franco-malienne", "francaise"),
        ("nationality", "belge", "ue"),
        ("nationality", "Italien", "ue"),
        ("yes_no", "X", True),
        ("yes_no", "Non", False),
        ("postcode", "57 000", "57000"),
        ("postcode", "1000", "01000"),
        ("insee", "1004", "01004"),
        ("insee", "2a004", "2A004"),
        ("email", " Lucie@Exemple.FR ", "lucie@exemple.fr"),
        ("line", "a\n b", "a b"),
        ("text", "a\nb", "a\nb"),
    ],
)
def test_other_kinds(kind: str, text: str, value: object) -> None:
    assert read_value(kind, text).value == value


@pytest.mark.parametrize("kind", ["sex", "civility", "nationality", "yes_no"])
def test_unknown_words_are_left_out_with_a_remark(kind: str) -> None:
    read = read_value(kind, "peut-être 12")
    assert read.value is None
    assert read.remark.endswith("vide.")


def test_nothing_typed_is_lost() -> None:
    read = read_value("email", "lucie at exemple")
    assert read.value == ""
    assert "lucie at exemple" in read.aside
    long = "mot " * 100
    assert read_value("line", long).aside == long.strip()


@given(st.sampled_from(sorted({t.kind for t in TARGETS} - {"name", "first_name", "full_name"})), st.text())
def test_any_text_gives_a_value_or_a_sentence(kind: str, text: str) -> None:
    with clock.fixed(datetime(2026, 11, 20, 10)):
        sentence = ""
        try:
            read_value(kind, clean(text))
        except Unreadable as problem:
            sentence = str(problem)
        assert not sentence or sentence.endswith(".")


@pytest.mark.parametrize(
    ("text", "last", "birth", "first"),
    [
        ("DUPONT Jean-Pierre", "DUPONT", "", "Jean-Pierre"),
        ("Jean-Pierre DUPONT", "DUPONT", "", "Jean-Pierre"),
        ("DUPONT JEAN", "DUPONT", "", "Jean"),
        ("Dupont Jean", "Dupont", "", "Jean"),
        ("Dupont, Jean Marc", "Dupont", "", "Jean Marc"),
        ("Mme DE LA TOUR Marie", "DE LA TOUR", "", "Marie"),
        ("Anne de LA TOUR", "de LA TOUR", "", "Anne"),
        ("Le Goff Anne Marie", "Le Goff", "", "Anne Marie"),
        ("DUPONT née MARTIN Claire", "DUPONT", "MARTIN", "Claire"),
        ("DUPONT Claire (née MARTIN)", "DUPONT", "MARTIN", "Claire"),
        ("Dupont Claire née Martin", "Dupont", "Martin", "Claire"),
        ("Madonna", "Madonna", "", ""),
        ("n/a", "", "", ""),
    ],
)
def test_both_names_in_one_cell(text: str, last: str, birth: str, first: str) -> None:
    found = names.full_name(text)
    assert (found.last_name, found.birth_name, found.first_name) == (last, birth, first)


def test_the_title_says_which_name_comes_first() -> None:
    found = names.full_name("Jean Dupont", first_name_first=True)
    assert (found.last_name, found.first_name) == ("Dupont", "Jean")


def test_doubtful_splits_are_said() -> None:
    assert names.full_name("Garcia Lopez Maria").guessed
    assert not names.full_name("GARCIA LOPEZ Maria").guessed


@pytest.mark.parametrize(
    ("text", "last", "birth"),
    [
        ("DUPONT née MARTIN", "DUPONT", "MARTIN"),
        ("DUPONT (née Martin)", "DUPONT", "Martin"),
        ("MARTIN épouse DUPONT", "DUPONT", "MARTIN"),
        ("MARTIN ép. DUPONT", "DUPONT", "MARTIN"),
        ("Renée", "Renée", ""),
        ("dupont", "Dupont", ""),
        ("McKenzie", "McKenzie", ""),
        ("Na", "Na", ""),
        ("NULL", "", ""),
        ("#REF!", "", ""),
    ],
)
def test_last_names(text: str, last: str, birth: str) -> None:
    found = names.last_name(text)
    assert (found.last_name, found.birth_name) == (last, birth)


@pytest.mark.parametrize(
    ("text", "first"),
    [("JEAN-PIERRE", "Jean-Pierre"), ("élodie", "Élodie"), ("Thị Hoa", "Thị Hoa"), ("李", "李"), ("-", "")],
)
def test_first_names(text: str, first: str) -> None:
    assert names.first_name(text) == first


@given(st.text())
def test_any_name_is_read(text: str) -> None:
    names.full_name(clean(text))
    names.last_name(clean(text))
    first = names.first_name(clean(text))
    assert first == first.strip()
