from __future__ import annotations

import re
from dataclasses import fields, replace

import pytest
import segno

from elans_desktop.documents import attendance, attendance_sheets
from elans_desktop.documents.attendance import Sheet
from elans_desktop.documents.catalogue import render
from elans_desktop.services.paper import FunderMark, PaperMark, PaperPerson, PaperSlot, PaperTrainer
from tests.documents import reading
from tests.documents.samples import AFTERNOON, EVENING, HEAD, MORNING, PEOPLE, SEANCE, TRAINERS, WEEK, people
from tests.documents.samples_presence import ENTERED, INDIVIDUAL

THREE = (*TRAINERS, PaperTrainer("Roussel", "Jeanne", "Ressourcerie", "Bénévole", frozenset({0})))


@pytest.mark.parametrize(
    ("count", "pages"), [(0, 1), (1, 1), (9, 1), (10, 2), (12, 2), (13, 2), (21, 2), (25, 3), (40, 4)]
)
def test_every_person_is_printed_once_and_every_page_numbered(count: int, pages: int) -> None:
    rendered = render("emargement-seance", replace(SEANCE, people=people(count)))
    texts = reading.texts(rendered.pdf)
    assert len(texts) == rendered.pages == pages
    for index, text in enumerate(texts, start=1):
        assert f"FE-2026-A0143 · page {index}/{pages}" in text
        assert "Imprimé le mar. 13/10/2026 à 8 h 12" in text
        assert "MARCHAND Hélène" in text, "each page is signed by the trainers"
    whole = " ".join(texts)
    for person in people(count):
        assert whole.count(f"{person.last_name.upper()} {person.first_name}") == 1
    assert rendered.remarks == ()


@pytest.mark.parametrize("count", range(1, 60))
@pytest.mark.parametrize("last", [12, 7, 4])
def test_three_blank_lines_close_the_last_page_only(count: int, last: int) -> None:
    sheets = attendance.paginate(count, 12, 3, last)
    assert sum(sheet.named for sheet in sheets) == count
    assert [sheet.blank for sheet in sheets] == [0] * (len(sheets) - 1) + [3]
    assert all(sheet.named > 0 and sheet.lines <= 12 for sheet in sheets)
    assert sheets[-1].lines <= last
    starts = [sum(sheet.named for sheet in sheets[:index]) for index in range(len(sheets))]
    assert [sheet.start for sheet in sheets] == starts


def test_a_sheet_for_nobody_is_twelve_blank_lines() -> None:
    assert attendance.paginate(0, 12, 3) == [Sheet(0, 0, 12)]


def test_a_page_that_continues_says_what_follows() -> None:
    first, last = reading.texts(render("emargement-seance", replace(SEANCE, people=people(13))).pdf)
    assert "Suite page 2 : lignes 13 à 16" in first
    assert "Suite page" not in last
    assert "pour cette page" in first


def test_half_days_have_a_column_each_and_a_lone_slot_a_wide_one() -> None:
    (both,) = reading.texts(render("emargement-seance", SEANCE).pdf)
    assert "Matin – signature" in both
    assert "13 h 30 – 16 h 30 (3 h 00)" in both
    wide = replace(SEANCE, slots=(PaperSlot(600, 960, "matin"),))
    (text,) = reading.texts(render("emargement-seance", wide).pdf)
    assert "Journée – signature" in text
    assert "10 h 00 – 16 h 00 (6 h 00)" in text
    assert "Matin" not in text
    assert "Après-midi" not in text
    evening = replace(SEANCE, slots=(MORNING, AFTERNOON, EVENING), trainers=TRAINERS[:1])
    (text,) = reading.texts(render("emargement-seance", evening).pdf)
    assert "Soir" in text


def test_three_trainers_sign_in_a_table_on_the_last_page() -> None:
    rendered = render("emargement-seance", replace(SEANCE, people=people(14), trainers=THREE))
    first, last = reading.texts(rendered.pdf)
    assert "Signatures en page 2" in first
    assert "Intervenants – signature" not in first
    assert "Intervenants – signature" in last
    assert last.count("n’intervient pas") == 1, "the third one holds the morning only"


def test_a_crowd_of_trainers_gets_a_page_of_its_own() -> None:
    crowd = tuple(PaperTrainer(f"Nom{index:02}", "Prénom") for index in range(11))
    rendered = render("emargement-seance", replace(SEANCE, trainers=crowd))
    text = reading.texts(rendered.pdf)[-1]
    assert all(f"NOM{index:02}" in " ".join(reading.texts(rendered.pdf)[1:]) for index in range(11))
    assert f"page {rendered.pages}/{rendered.pages}" in text


def test_many_seances_make_one_file_with_their_own_page_numbers() -> None:
    views = [replace(SEANCE, number=f"FE-2026-A{index:04}", people=people(13)) for index in range(1, 6)]
    rendered = render("emargement-seance", views)
    assert rendered.counts == (2,) * 5
    texts = reading.texts(rendered.pdf)
    assert "FE-2026-A0005 · page 2/2" in texts[-1]
    assert rendered.filename == "2026-10-13_emargement-seance_jardin-partage-de-la-gare.pdf"


def test_four_funders_open_a_second_band_and_nothing_is_lost() -> None:
    more = (*HEAD.funders, FunderMark("Région"), FunderMark("Communauté de communes"))
    rendered = render("emargement-seance", replace(SEANCE, letterhead=replace(HEAD, funders=more)))
    whole = " ".join(reading.texts(rendered.pdf))
    for words in ("ÉTAT", "DÉPARTEMENT", "Région", "Communauté de communes", "Union européenne"):
        assert words in whole
    assert rendered.pages == 2, "nine people and three blank lines no longer hold under two bands"


def test_a_long_letterhead_keeps_the_trainers_and_the_twelve_lines_on_the_page() -> None:
    head = replace(
        HEAD,
        organisation="Communauté d’agglomération du Grand Bocage et de la Haute-Houlme",
        short_name="",
        address=("127 bis, avenue du Maréchal-de-Lattre-de-Tassigny, bâtiment B", "61999 Champfleury Cedex"),
        nda="28 61 00000 61",
    )
    view = replace(
        SEANCE, letterhead=head, activity="Découverte des métiers du bois et de la menuiserie fine"
    )
    rendered = render("emargement-seance", view)
    assert rendered.pages == 1
    (text,) = reading.texts(rendered.pdf)
    assert "Intervenants – signature" not in text
    for words in (
        "NDA 28 61 00000 61",
        "Maréchal-de-Lattre-de-Tassigny, bâtiment B",
        "de la menuiserie fine",
    ):
        assert words in text


def test_the_union_is_named_only_when_it_pays() -> None:
    rendered = render("emargement-seance", replace(SEANCE, letterhead=replace(HEAD, eu_cofunded=False)))
    assert "Union" not in reading.texts(rendered.pdf)[0]


def test_each_page_carries_its_own_code() -> None:
    rendered = render("emargement-seance", replace(SEANCE, people=people(13)))
    expected = [
        segno.make(f"ELANS:FE-2026-A0143:{page}/2:7F3K-92QD", error="m", micro=False, boost_error=False)
        for page in (1, 2)
    ]
    assert reading.codes(rendered.pdf) == [[bytes(row) for row in code.matrix] for code in expected]
    assert {code.error for code in expected} == {"M"}
    assert all("7F3K-92QD" in text for text in reading.texts(rendered.pdf))
    assert reading.codes(render("emargement-seance", replace(SEANCE, with_qr=False)).pdf) == []


def test_a_person_is_only_a_name_on_a_sheet() -> None:
    assert {field.name for field in fields(PaperPerson)} == {"last_name", "first_name"}
    (text,) = reading.texts(render("emargement-seance", SEANCE).pdf)
    assert not re.search(r"article|R\. ?\d{4}|né[e ]* le|tél", text, re.I)


def test_names_stay_out_of_reports() -> None:
    shown = repr(SEANCE) + repr(PaperPerson("Aubert", "Mélanie")) + repr(TRAINERS)
    assert not re.search("Aubert|Mélanie|Marchand|Hélène", shown)


def test_pages_that_share_a_frame_draw_it_once() -> None:
    one = len(attendance_sheets.compose([replace(SEANCE, with_qr=False)]).pdf)
    many = [replace(SEANCE, with_qr=False, seance_number=number) for number in range(1, 101)]
    assert len(attendance_sheets.compose(many).pdf) - one < 100 * 2500


def test_a_sheet_printed_after_the_entry_carries_its_sums() -> None:
    """Eight people all day (6 h), one there 2 h 40 of the morning: 9 present, 50 h 40."""
    (text,) = reading.texts(render("emargement-seance", ENTERED).pdf)
    for words in ("D’après la saisie", "50 h 40", "absent", "retard 20 min"):
        assert words in text, words
    (before,) = reading.texts(render("emargement-seance", SEANCE).pdf)
    assert "À remplir après la séance" in before
    unentered = replace(ENTERED, marks=(PaperMark(("non saisi",) * 2, minutes=(None, None)),) * 9)
    (text,) = reading.texts(render("emargement-seance", unentered).pdf)
    assert "À remplir après la séance" in text
    assert text.count("non saisi") == 18


def test_each_page_of_a_week_sums_its_own_lines() -> None:
    """Two people over eight half-days: one of 3 h each time, the other twice, 20 minutes late once."""
    marks = (
        PaperMark(("",) * 8, minutes=(180,) * 8),
        PaperMark(("", "", *("absent",) * 6), "retard 20 min", minutes=(160, 180, *(None,) * 6)),
    )
    week = replace(WEEK, people=PEOPLE[:2], marks=marks)
    (text,) = reading.texts(render("emargement-semaine", week).pdf)
    assert "10 29 h 40" in text


def test_an_individual_sheet_in_large_letters_and_after_the_entry() -> None:
    """Five meetings of an hour: 20 minutes late once, away once, one not entered."""
    assert render("emargement-individuel", INDIVIDUAL).pages == 1
    twelve = replace(INDIVIDUAL, lines=INDIVIDUAL.lines[:3] * 4)
    assert render("emargement-individuel", twelve).pages == 2
    assert render("emargement-individuel", replace(twelve, large=True)).pages == 2
    assert render("emargement-individuel", replace(twelve, lines=twelve.lines * 2, large=True)).pages == 4
    said = (("", 60), ("", 40), ("absent", None), ("non saisi", None), ("", 60))
    lines = tuple(
        replace(line, away=away, minutes=minutes)
        for line, (away, minutes) in zip(INDIVIDUAL.lines, said, strict=True)
    )
    (text,) = reading.texts(
        render("emargement-individuel", replace(INDIVIDUAL, lines=lines, entered=True)).pdf
    )
    for words in ("absent", "non saisi", "2 h 40"):
        assert words in text, words
