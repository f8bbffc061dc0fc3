"""What an attached office document says: in order, within limits; a damaged one raises one sentence."""

from __future__ import annotations

from datetime import date

import pytest

from elans_desktop.core.errors import SystemProblem
from elans_desktop.documents import office_preview
from elans_desktop.documents.opendocument import to_ods
from elans_desktop.services.file_types import DOCX, ODS, ODT, XLSX
from elans_desktop.services.office import content as office
from elans_desktop.services.office import package
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


def said(words: str) -> str:
    """A paragraph of Word."""
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    """A row of a table of Word."""
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


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
    assert read(office_files.xlsx(("Juste", [["x"]] * office.MOST_ROWS)), XLSX).cut is False
    many = office_files.xlsx(*((f"F{n}", [["x"] * 30] * 400) for n in range(4)))
    found = read(many, XLSX)
    assert (len(found.blocks), found.cut) == (2, True)


def test_a_document_of_a_thousand_pages_is_cut_whatever_holds_its_words() -> None:
    line = "mot " * 4_000
    for body in (said(line) * 100, f"<w:tbl>{row(said(line)) * 100}</w:tbl>"):
        found = read(office_files.docx(body), DOCX)
        assert found.cut
        letters = sum(
            len(block.text) if isinstance(block, Paragraph) else sum(len("".join(r)) for r in block.rows)
            for block in found.blocks
        )
        assert letters <= office.MOST_LETTERS
    found = read(office_files.docx(said("x" * (office.LONGEST + 1))), DOCX)
    assert found.cut, "a paragraph cut short is said too"


def test_a_table_in_a_table_is_told_once_in_its_cell() -> None:
    inside = f"<w:tbl>{row(said('un'), said('deux'))}{row(said('trois'), said('quatre'))}</w:tbl>"
    body = f"<w:tbl>{row(said('avant') + inside, said('à côté'))}</w:tbl>"
    assert read(office_files.docx(body), DOCX).blocks == (
        Grid((("avant\nun · deux\ntrois · quatre", "à côté"),)),
    )
    line = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
    inner = f"<table:table>{line.format('dedans')}</table:table>"
    cell = f"<table:table-cell><text:h>titre</text:h>{inner}</table:table-cell>"
    body = f"<table:table><table:table-row>{cell}</table:table-row></table:table>"
    assert read(office_files.odt(body), ODT).blocks == (Grid((("titre\ndedans",),)),)


def test_the_columns_stay_in_line_under_merged_cells() -> None:
    wide = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{said('Nom et prénom')}</w:tc>"
    controls = (
        f"<w:sdt><w:sdtContent>{row(said('Bazin'), said('Lucie'), said('Flers'))}</w:sdtContent></w:sdt>"
    )
    body = f"<w:tbl><w:tr>{wide}<w:tc>{said('Commune')}</w:tc></w:tr>{controls}</w:tbl>"
    assert read(office_files.docx(body), DOCX).blocks == (
        Grid((("Nom et prénom", "", "Commune"), ("Bazin", "Lucie", "Flers"))),
    )
    cells = (
        "<table:table-cell table:number-columns-spanned='2'><text:p>Nom</text:p></table:table-cell>"
        "<table:covered-table-cell/><table:table-cell table:number-columns-repeated='2'/>"
        "<table:table-cell><text:p>fin</text:p></table:table-cell>"
    )
    body = f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    assert read(office_files.odt(body), ODT).blocks == (Grid((("Nom", "", "", "", "fin"),)),)


def test_text_boxes_notes_headers_and_footers_are_read_without_running_into_the_text() -> None:
    box = f"<w:p><w:r><w:t>avant</w:t><w:txbxContent>{said('un')}{said('deux')}</w:txbxContent></w:r></w:p>"
    notes = f"<w:footnotes><w:footnote/><w:footnote>{said('Voir annexe')}</w:footnote></w:footnotes>"
    found = read(
        office_files.docx(
            box,
            footnotes=notes,
            header1=f"<w:hdr>{said('Département')}</w:hdr>",
            header2=f"<w:hdr>{said('Département')}</w:hdr>",
            footer1=f"<w:ftr>{said('12 rue du Pont')}</w:ftr>",
        ),
        DOCX,
    )
    assert found.blocks == (
        Paragraph("avant\nun\ndeux"),
        Paragraph("Notes", heading=2),
        Paragraph("Voir annexe", item=True),
        Paragraph("En-têtes et pieds de page", heading=2),
        Paragraph("12 rue du Pont"),
        Paragraph("Département"),
    )
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Voir annexe</text:p>"
        "</text:note-body></text:note>"
    )
    page = "<style:master-page><style:header><text:p>Département</text:p></style:header></style:master-page>"
    found = read(office_files.odt(f"<text:p>le 3 mai{note} suite</text:p>", page), ODT)
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == [
        "le 3 mai [Voir annexe] suite",
        "En-têtes et pieds de page",
        "Département",
    ]


def test_a_number_is_written_as_its_cell_shows_it_and_a_text_is_left_alone() -> None:
    forms = [["2.1", 2.1, 0.1 + 0.2, (0.155, "0.0%"), (1250.5, "#,##0.00"), (12, "0.00"), 7, True]]
    (grid,) = read(office_files.xlsx(("F", forms)), XLSX).blocks
    assert isinstance(grid, Grid)
    assert grid.rows == (("2.1", "2,1", "0,3", "15,5\u00a0%", "1250,50", "12,00", "7", "oui"),)
    cell = "<table:table-cell office:value-type='{}' office:value='{}'><text:p>{}</text:p></table:table-cell>"
    row_ = cell.format("float", "1250.5", "1 250,50") + cell.format("string", "", "2.1")
    (grid,) = read(office_files.ods(row_ + cell.format("currency", "3", "3,00 €")), ODS).blocks
    assert isinstance(grid, Grid)
    assert [one.replace("\u00a0", " ") for one in grid.rows[0]] == ["1 250,50", "2.1", "3,00 €"]


def test_a_strict_word_document_is_read_and_one_without_a_body_is_not_said_empty() -> None:
    strict = office_files.repacked(
        WORD, "word/document.xml", lambda xml: xml.replace(package._TRANSITIONAL, package._STRICT)
    )
    assert read(strict, DOCX) == read(WORD, DOCX)
    other = office_files.repacked(WORD, "word/document.xml", lambda xml: xml.replace(b"w:body", b"w:other"))
    with pytest.raises(SystemProblem, match="abîmé"):
        read(other, DOCX)


def test_a_password_and_too_much_to_read_are_said_for_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemProblem, match="mot de passe"):
        read(office_files.protected_odt(), ODT)
    monkeypatch.setattr(package, "MOST_TAGS", 10)
    with pytest.raises(SystemProblem, match="trop long"):
        read(TEXT, ODT)
    monkeypatch.setattr(package, "MOST_XML", 100)
    for content, media_type in ((WORD, DOCX), (ODS_BOOK, ODS), (BOOK, XLSX)):
        with pytest.raises(SystemProblem, match="trop long"):
            read(content, media_type)


def test_a_type_of_document_declared_in_any_part_is_refused() -> None:
    bomb = b"<!DOCTYPE a [<!ENTITY b 'c'>]>"
    for content, media_type, part in (
        (WORD, DOCX, "word/document.xml"),
        (BOOK, XLSX, "xl/worksheets/sheet1.xml"),
        (BOOK, XLSX, "xl/workbook.xml"),
        (ODS_BOOK, ODS, "content.xml"),
    ):
        for codec in ("ascii", "utf-16"):
            declared = bomb.decode().encode(codec)
            hostile = office_files.repacked(content, part, lambda xml, declared=declared: declared + xml)
            with pytest.raises(SystemProblem, match="abîmé"):
                read(hostile, media_type)


def test_an_empty_workbook_says_it_is_empty() -> None:
    empty = read(office_files.xlsx(("Feuille1", [])), XLSX)
    assert empty == OfficeContent(())
    assert "ne contient aucun texte" in " ".join(reading.texts(office_preview.compose("v", empty).pdf))


def test_the_pages_say_everything_and_that_the_layout_is_not_there() -> None:
    texts = " ".join(reading.texts(office_preview.compose("bilan.docx", read(WORD, DOCX)).pdf))
    for words in ("bilan.docx", office_preview.SAID, "Bilan", "un point", "Bazin", "Flers", "une fois"):
        assert words in texts, words
    wide = office_files.xlsx(("Large", [[f"c{n:02}" for n in range(14)]]))
    texts = " ".join(reading.texts(office_preview.compose("t.xlsx", read(wide, XLSX)).pdf))
    assert all(f"c{n:02}" in texts for n in range(14))
    assert "Colonnes M à N" in texts.replace("\u00a0", " ")
    wide = office_files.xlsx(("Large", [[f"c{n}" for n in range(7)]]))
    texts = " ".join(reading.texts(office_preview.compose("t.xlsx", read(wide, XLSX)).pdf))
    assert "Colonne G, 1 ligne" in texts.replace("\u00a0", " ")
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


def test_nobody_is_named_by_a_repr() -> None:
    assert "Bazin" not in repr(read(WORD, DOCX))
