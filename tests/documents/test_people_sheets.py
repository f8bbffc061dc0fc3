"""The papers of people: any text holds, nothing is cut, each page says whose it is and what follows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from elans_desktop.documents import flow, flow_parts, style
from elans_desktop.documents.catalogue import render
from elans_desktop.documents.flow import Piece
from elans_desktop.documents.geometry import MM, PORTRAIT
from elans_desktop.documents.page import Document, Page
from elans_desktop.documents.text import Typesetter
from elans_desktop.services.participants.paper_people import (
    PaperColumn,
    PaperFact,
    PaperFacts,
    PaperNote,
    PaperSection,
    PaperTable,
)
from tests.documents import reading
from tests.documents.samples_people import PERSON_SHEET

HARD = (
    "O'Brien & <fils>",
    "Łukasz 😀 👩\u200d🌾",
    "محمد علي et כהן",
    "Rochefoucauld-Montmorency-Saint-Hilaire-de-la-Tour-d’Auvergne",
    "x" * 400,
    "\ufdfa" * 30 + "\U0010ffff\ud800\x00",
    "",
)
LONG = " ".join(f"mot{number:04}" for number in range(1, 626))
"""5,000 characters, each word its own."""


def drawn(_page: Page, _top: float, _closing: bool) -> None:
    return None


def test_pieces_share_pages_and_titles_stay_with_what_follows() -> None:
    title = Piece(6, drawn, keep=True, subject="B")
    pieces = [
        Piece(200, drawn, subject="A"),
        title,
        Piece(60, drawn, subject="B"),
        Piece(10, drawn, subject="B"),
    ]
    pages = flow.paginate(pieces, 50)
    assert [[one.piece.subject for one in page] for page in pages] == [["A"], ["B", "B", "B"]]


def test_a_table_that_continues_takes_its_header_along() -> None:
    head = Piece(8, drawn, keep=True, table=7)
    rows = [Piece(30, drawn, head=head, table=7) for _ in range(12)]
    pages = flow.paginate([head, *rows], 50)
    assert all(page[0].piece is head for page in pages)
    assert sum(one.piece is not head for page in pages for one in page) == 12
    for page in pages:
        assert max(one.top + one.piece.height for one in page) <= flow.LAST_BOTTOM


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.floats(0.5, 300), st.booleans(), st.booleans(), st.floats(0, 8)), min_size=1, max_size=40
    )
)
def test_every_piece_is_placed_once_in_order_and_none_leaves_the_page(
    given_pieces: list[tuple[float, bool, bool, float]],
) -> None:
    head = Piece(8, drawn, table=1)
    pieces = [
        Piece(height, drawn, keep=keep, gap=gap, head=head if in_table else None, table=int(in_table))
        for height, keep, in_table, gap in given_pieces
    ]
    pages = flow.paginate(pieces, 50)
    placed = [one for page in pages for one in page if one.piece is not head]
    assert [id(one.piece) for one in placed] == [id(piece) for piece in pieces]
    assert all(page for page in pages)
    for one in placed:
        assert one.top + one.piece.height <= flow.LAST_BOTTOM or one.piece.height > 210


@given(st.text(max_size=300), st.floats(4, 60))
@example("000000000\u03140\u0333", 4.0)  # a mark changes the font of the sign that bears it
@settings(max_examples=80)
def test_wrapped_lines_never_pass_their_width(text: str, width: float) -> None:
    type = Typesetter(lambda _count: None)
    for line in flow_parts.wrap(type, text, style.REGULAR, 9.5, width):
        alone = sum(len(run.text) for run in line.runs) == 1
        assert alone or line.width * 9.5 <= width * MM * 1.05 + 0.1


def test_a_very_long_note_is_printed_whole_over_pages() -> None:
    section = PaperSection("Entretiens", (PaperNote("mer. 28/04/2026", LONG, "45\u00a0min"),))
    rendered = render("fiche-participant", replace(PERSON_SHEET, sections=(section,) * 6))
    texts = reading.texts(rendered.pdf)
    assert rendered.pages == len(texts) >= 3
    whole = " ".join(texts)
    assert whole.count("mot0001") == whole.count("mot0625") == 6
    assert all(
        "BELLENGER Kévin" in text and f"page {n}/{len(texts)}" in text for n, text in enumerate(texts, 1)
    )
    assert "Page 2 : entretiens (suite)" in texts[0]
    assert "Page" not in texts[-1].split("Imprimé")[0].rsplit("page", 1)[0][-40:]
    assert rendered.remarks == ()


def test_a_cell_of_five_thousand_letters_goes_on_in_another_row() -> None:
    table = PaperTable(
        (PaperColumn("Frein", 40, strong=True), PaperColumn("Solution", 60)), (("Mobilité", LONG),)
    )
    rendered = render(
        "fiche-participant", replace(PERSON_SHEET, sections=(PaperSection("Freins", (table,)),))
    )
    whole = " ".join(reading.texts(rendered.pdf))
    assert all(f"mot{number:04}" in whole for number in (1, 300, 625))
    assert whole.count("Solution") == rendered.pages


@pytest.mark.parametrize("text", HARD)
def test_hard_texts_stand_anywhere(text: str) -> None:
    sections = (
        PaperSection(
            text,
            (
                PaperFacts(((PaperFact(text, text), PaperFact("Vide", "")),)),
                PaperTable((PaperColumn(text, 20), PaperColumn("b", 80)), ((text, text), ("", ""))),
                PaperNote(text, text, text, framed=True),
            ),
            text,
        ),
    )
    facts = PaperFacts(((PaperFact("Personne", text),),))
    rendered = render("fiche-participant", replace(PERSON_SHEET, sections=sections, facts=facts, title=text))
    assert rendered.pdf.startswith(b"%PDF")
    assert all(reading.fonts(rendered.pdf).values())


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=200))
def test_any_text_flows(text: str) -> None:
    section = PaperSection(text, (PaperNote(text, text, text), PaperTable((PaperColumn(text),), ((text,),))))
    assert render("fiche-participant", replace(PERSON_SHEET, sections=(section,))).pages >= 1


def test_the_watermark_is_on_each_page_and_only_when_asked() -> None:
    section = PaperSection("Entretiens", (PaperNote("", LONG),))
    marked = replace(PERSON_SHEET, sections=(section, section, section), watermark="CONFIDENTIEL")
    texts = reading.texts(render("fiche-participant", marked).pdf)
    assert len(texts) > 1
    assert all("CONFIDENTIEL" in text for text in texts)
    assert "CONFIDENTIEL" not in " ".join(reading.texts(render("fiche-participant", PERSON_SHEET).pdf))


def test_several_people_number_their_own_pages() -> None:
    rendered = render("fiche-participant", [PERSON_SHEET, replace(PERSON_SHEET, number="2026-A0032")])
    assert rendered.counts == (1, 1)
    assert rendered.filename == "2026-10-30_fiche-participant_2-documents.pdf"
    assert render("fiche-participant", PERSON_SHEET).filename == "2026-10-30_fiche-participant_2026-a0031.pdf"


def test_a_file_is_set_tighter_before_it_takes_a_fifth_page() -> None:
    rows = tuple((f"ligne {number:03}", "", "", "") for number in range(80))
    columns = tuple(PaperColumn(name) for name in "abcd")
    section = PaperSection("Activités", (PaperTable(columns, rows),))
    rendered = render("fiche-participant", replace(PERSON_SHEET, sections=(section,)))
    assert rendered.pages <= 4
    longer = replace(section, parts=(PaperTable(columns, rows * 4),))
    long = render("fiche-participant", replace(PERSON_SHEET, sections=(longer,)))
    assert long.pages > 4
    assert " ".join(reading.texts(long.pdf)).count("ligne 079") == 4


@pytest.mark.parametrize("many", range(20, 32))
def test_a_total_never_stands_alone_on_its_page(many: int) -> None:
    rows = (*((f"ligne {number:02}", "1") for number in range(many)), ("Ensemble", "9"))
    table = PaperTable((PaperColumn("Activité"), PaperColumn("Heures", right=True)), rows, total=True)
    sections = (PaperSection("Activités", (table,)),)
    texts = reading.texts(render("fiche-participant", replace(PERSON_SHEET, sections=sections)).pdf)
    assert f"ligne {many - 1:02}" in texts[-1]
    assert "Ensemble" in texts[-1]


def test_an_empty_sheet_still_says_whose_it_is() -> None:
    rendered = render("fiche-participant", replace(PERSON_SHEET, sections=()))
    assert rendered.pages == 1
    assert "BELLENGER" in reading.texts(rendered.pdf)[0]


def test_the_first_page_starts_under_its_frame() -> None:
    document = Document(PORTRAIT, "Essai", "Essai")
    page = document.page()
    assert flow_parts.draw_facts(page, PERSON_SHEET.facts, 40) == pytest.approx(50.2)
    page.end()
