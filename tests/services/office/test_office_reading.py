"""What an attached office document says: in order, within limits; a damaged one raises one sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elans_desktop.core.errors import SystemProblem
from elans_desktop.documents import office_preview
from elans_desktop.documents.opendocument import to_ods
from elans_desktop.services.file_types import DOCX, ODS, ODT, XLSX
from elans_desktop.services.office import content as office
from elans_desktop.services.office.content import Grid, OfficeContent, Paragraph
from elans_desktop.services.office.reading import read
from elans_desktop.services.tabular import Column, Kind, Table
from tests.documents import reading
from tests.support import attached_files, office_files

WORD = office_files.docx(
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Bilan</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>Bonjour </w:t></w:r><w:r><w:t>à tous,</w:t><w:tab/><w:t>œuvre</w:t><w:br/>"
    "<w:t>suite</w:t></w:r><w:del><w:r><w:t>effacé</w:t></w:r></w:del></w:p><w:p/>"
    "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>un point</w:t></w:r></w:p>"
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Nom</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
    "<w:tr><w:tc><w:p><w:r><w:t>Bazin</w:t></w:r></w:p><w:p><w:r><w:t>Lucie</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>Flers</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    "<w:sdt><w:sdtContent><w:p><w:r><w:t>dans un champ</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    "<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>une fois</w:t></mc:Choice>"
    "<mc:Fallback><w:t>une fois</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)
TEXT = office_files.odt(
    '<text:tracked-changes><text:p>effacé</text:p></text:tracked-changes><text:h text:outline-level="2">'
    "Décisions</text:h><text:p>Bonjour<text:s text:c='2'/><text:span>à tous</text:span><text:line-break/>fin"
    "<office:annotation><text:p>note</text:p></office:annotation></text:p><text:list><text:list-item>"
    "<text:p>un point</text:p></text:list-item></text:list><text:section><text:p>dedans</text:p>"
    "</text:section><table:table><table:table-header-rows><table:table-row><table:table-cell>"
    "<text:p>Nom</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row>"
    "<table:table-cell><text:p>Bazin</text:p></table:table-cell></table:table-row></table:table>"
)
BOOK = office_files.xlsx(
    ("Budget", [["Poste", "Montant"], ["Achats", 1250.5], ["Loyer", None]]),
    ("Vide", []),
    ("Dates", [[date(2027, 3, 12), True]]),
)
ODS_BOOK = to_ods(
    Table(
        "Personnes", (Column("Nom", Kind.TEXT), Column("Âge", Kind.NUMBER)), [("Bazin", 31), ("Diallo", 28)]
    )
)


def test_a_word_document_is_read_in_order_without_what_was_struck_out() -> None:
    assert read(WORD, DOCX) == OfficeContent(
        (
            Paragraph("Bilan", heading=1),
            Paragraph("Bonjour à tous, œuvre\nsuite"),
            Paragraph("un point", item=True),
            Grid((("Nom", ""), ("Bazin\nLucie", "Flers"))),
            Paragraph("dans un champ"),
            Paragraph("une fois"),
        )
    )


def test_a_libreoffice_text_is_read_in_order_without_its_notes() -> None:
    assert read(TEXT, ODT) == OfficeContent(
        (
            Paragraph("Décisions", heading=2),
            Paragraph("Bonjour  à tous\nfin"),
            Paragraph("un point", item=True),
            Paragraph("dedans"),
            Grid((("Nom",), ("Bazin",))),
        )
    )


def test_workbooks_are_read_sheet_by_sheet() -> None:
    budget, dates = read(BOOK, XLSX).blocks
    assert budget == Grid((("Poste", "Montant"), ("Achats", "1250,5"), ("Loyer",)), "Budget")
    assert isinstance(dates, Grid)
    assert dates.rows[0][0] == "12/03/2027"
    (people,) = read(ODS_BOOK, ODS).blocks
    assert people == Grid((("Nom", "Âge"), ("Bazin", "31"), ("Diallo", "28")), "Personnes")


def test_what_is_too_long_is_cut_and_said() -> None:
    long = office_files.docx("<w:p><w:r><w:t>ligne</w:t></w:r></w:p>" * (office.MOST_BLOCKS + 1))
    found = read(long, DOCX)
    assert (len(found.blocks), found.cut) == (office.MOST_BLOCKS, True)
    wide = office_files.xlsx(("Large", [["x"] * (office.MOST_COLUMNS + 5)] * (office.MOST_ROWS + 1)))
    found = read(wide, XLSX)
    (grid,) = found.blocks
    assert isinstance(grid, Grid)
    assert (len(grid.rows), grid.columns, found.cut) == (office.MOST_ROWS, office.MOST_COLUMNS, True)
    many = office_files.xlsx(*((f"F{n}", [["x"] * 30] * 400) for n in range(4)))
    found = read(many, XLSX)
    assert (len(found.blocks), found.cut) == (2, True)


def test_the_pages_say_everything_and_that_the_layout_is_not_there() -> None:
    texts = " ".join(reading.texts(office_preview.compose("bilan.docx", read(WORD, DOCX)).pdf))
    for words in ("bilan.docx", office_preview.SAID, "Bilan", "un point", "Bazin", "Flers", "une fois"):
        assert words in texts, words
    wide = office_files.xlsx(("Large", [[f"c{n:02}" for n in range(14)]]))
    texts = " ".join(reading.texts(office_preview.compose("t.xlsx", read(wide, XLSX)).pdf))
    assert all(f"c{n:02}" in texts for n in range(14))
    assert "Colonnes M à N" in texts.replace("\u00a0", " ")
    empty = office_preview.compose("vide.docx", read(office_files.docx(""), DOCX))
    assert "ne contient aucun texte" in " ".join(reading.texts(empty.pdf))


@pytest.mark.parametrize(
    "content",
    [
        attached_files.archive({"mimetype": ODT.encode(), "content.xml": b"<a>"}),
        attached_files.archive(
            {"mimetype": ODT.encode(), "content.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}
        ),
        attached_files.OLD_WORD,
        b"",
        TEXT[:200],
    ],
)
def test_what_cannot_be_read_is_one_sentence(content: bytes) -> None:
    with pytest.raises(SystemProblem) as refused:
        read(content, ODT)
    assert "Enregistrez" in f"{refused.value.advice}"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([(WORD, DOCX), (TEXT, ODT), (BOOK, XLSX), (ODS_BOOK, ODS)]),
    st.lists(st.tuples(st.integers(0, 6_000), st.integers(0, 255)), max_size=6),
    st.integers(0, 6_000),
)
def test_altered_bytes_are_read_or_refused(
    file: tuple[bytes, str], altered: list[tuple[int, int]], kept: int
) -> None:
    content, media_type = file
    broken = bytearray(content if kept > 3_000 else content[: max(1, len(content) - kept)])
    for place, value in altered:
        broken[place % len(broken)] = value
    try:
        found = read(bytes(broken), media_type)
    except SystemProblem:
        return
    assert office_preview.compose("x", found).pdf.startswith(b"%PDF")


def test_nobody_is_named_by_a_repr() -> None:
    assert "Bazin" not in repr(read(WORD, DOCX))
