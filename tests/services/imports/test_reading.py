"""What a file really is, and the table in it."""

from __future__ import annotations

import codecs
import os
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elans_desktop.core.errors import Cancelled, ElansError, NotFoundError
from elans_desktop.services.imports.columns import suggest
from elans_desktop.services.imports.reading import read_table
from elans_desktop.services.imports.tables import NotATable, RawTable, column_letter
from tests.support import spreadsheets

PEOPLE = [["Nom", "Prénom", "Né(e) le"], ["GUÉRIN", "Loïc", "12/03/98"], ["Œuvrard", "Zoé", "03.04.1991"]]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp1252", "CP1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("mac_roman", "Mac"),
    ],
)
def test_every_encoding_and_separator_gives_the_same_people(encoding: str, name: str, separator: str) -> None:
    table = read_table(spreadsheets.csv_text(PEOPLE, separator).encode(encoding), "liste.csv")
    assert (table.encoding, table.separator, table.header_line) == (name, separator, 1)
    assert table.columns == ("Nom", "Prénom", "Né(e) le")
    assert [row.cells for row in table.rows] == [tuple(row) for row in PEOPLE[1:]]


def test_utf16_be_with_its_mark() -> None:
    data = codecs.BOM_UTF16_BE + spreadsheets.csv_text(PEOPLE).encode("utf-16-be")
    assert read_table(data).rows[0].cells[1] == "Loïc"


def test_one_damaged_letter_does_not_spoil_the_accents_of_the_others() -> None:
    lines = [["Nom", "Prénom"], *([f"Évrard{n}", "Zoé"] for n in range(20))]
    data = spreadsheets.csv_text(lines).encode() + "Gu\u00e9rin;Lo\n".encode("cp1252")
    table = read_table(data)
    assert table.rows[0].cells == ("Évrard0", "Zoé")
    assert len(table.remarks) == 1


def test_commas_inside_cells_do_not_beat_the_separator() -> None:
    text = "Nom;Prénom;Observations\nBAZIN;Lucie;a, b, c, d\nDIALLO;Awa;e, f, g, h\n"
    assert read_table(text.encode()).separator == ";"


def test_excel_separator_line_is_obeyed() -> None:
    table = read_table(b"sep=,\r\nNom,Observations\r\nBAZIN,a;b\r\n")
    assert (table.separator, table.header_line, table.rows[0].line) == (",", 2, 3)


def test_quoted_cells_over_several_lines_keep_the_real_line_numbers() -> None:
    text = 'Nom;Observations\nBAZIN;"une\ndeux ""oui""\ntrois"\n\nDIALLO;x;\n'
    rows = read_table(text.encode()).rows
    assert [(row.line, row.cells[0]) for row in rows] == [(2, "BAZIN"), (6, "DIALLO")]
    assert rows[0].cells[1] == 'une\ndeux "oui"\ntrois'


def test_a_quote_never_closed_does_not_swallow_the_file() -> None:
    lines = "".join(f"PERSONNE{n};Zoé\n" for n in range(200))
    table = read_table(f'Nom;Prénom\nBAZIN;"Lucie\n{lines}'.encode())
    assert len(table.rows) == 201
    assert "guillemet" in table.remarks[0]


def test_titles_below_a_heading(tmp_path: Path) -> None:
    for table in (
        read_table(spreadsheets.ugly_csv(tmp_path / "liste.csv")),
        read_table(spreadsheets.ugly_xlsx(tmp_path / "liste.xlsx")),
    ):
        assert table.header_line == spreadsheets.UGLY_HEADER_LINE
        assert table.columns == spreadsheets.UGLY_TITLES
        assert len(table.rows) == spreadsheets.UGLY_LINES
        assert table.rows[-1].line == spreadsheets.UGLY_HEADER_LINE + spreadsheets.UGLY_LINES + 2


def test_titles_repeated_below_are_not_people() -> None:
    table = read_table("Nom;Prénom\nBAZIN;Lucie\nNOM;PRENOM\nDIALLO;Awa\n".encode())
    assert [row.cells[0] for row in table.rows] == ["BAZIN", "DIALLO"]


def test_without_known_titles_the_first_line_is_taken_and_said() -> None:
    table = read_table(b"BAZIN;12\nDIALLO;13\n")
    assert (table.recognised, table.header_line) == (False, 1)
    assert "Aucun titre" in table.remarks[0]
    assert read_table(b"x;y\n1;2\nBAZIN;12\n", header_line=2).columns == ("1", "2")


def test_workbook_values_become_what_a_person_would_have_typed(tmp_path: Path) -> None:
    rows = [
        ["Nom", "Né(e) le", "Tél", "SMS", "Date d'entrée", "Observations"],
        ["BAZIN", datetime(1998, 3, 12), 612345678, True, date(2026, 9, 1), 12.5],
        ["DIALLO", datetime(1998, 3, 12, 9, 30), 612345678.0, False, 35000, "=1+1"],
    ]
    table = read_table(spreadsheets.xlsx(tmp_path / "l.xlsx", rows))
    assert table.rows[0].cells == ("BAZIN", "12/03/1998", "612345678", "oui", "01/09/2026", "12.5")
    assert table.rows[1].cells == ("DIALLO", "12/03/1998 09:30", "612345678", "non", "35000", "")


def test_the_sheet_with_titles_is_chosen_and_may_be_overruled(tmp_path: Path) -> None:
    path = spreadsheets.ugly_xlsx(tmp_path / "liste.xlsx")
    assert read_table(path).sheet == "Participants 2026"
    assert read_table(path).sheets == ("À lire", "Participants 2026")
    assert read_table(path, sheet="À lire").sheet == "À lire"
    with pytest.raises(NotATable):
        read_table(path, sheet="Absente")


def test_libreoffice_workbooks(tmp_path: Path) -> None:
    rows = [
        ["Association Les Tilleuls"],
        [],
        ["Nom", "Prénom", "Né(e) le", "Téléphone"],
        ["GUÉRIN", "Loïc\n(dit Lo)", date(1998, 3, 12), 612345678],
        [],
        ["DIALLO", "", "", True],
    ]
    path = spreadsheets.ods(tmp_path / "l.ods", {"Notes": [["Mode d’emploi"]], "Liste": rows})
    table = read_table(path)
    assert (table.sheet, table.header_line) == ("Liste", 3)
    assert [(row.line, row.cells) for row in table.rows] == [
        (4, ("GUÉRIN", "Loïc\n(dit Lo)", "12/03/1998", "612345678")),
        (6, ("DIALLO", "", "", "oui")),
    ]


def test_a_second_list_in_the_workbook_is_said(tmp_path: Path) -> None:
    path = spreadsheets.xlsx(tmp_path / "l.xlsx", PEOPLE, title="2026", before={"2025": PEOPLE})
    table = read_table(path)
    assert table.sheet == "2025"
    assert table.remarks == ("Seule la feuille «\u00a02025\u00a0» est lue.",)


def test_a_cell_far_away_costs_nothing(tmp_path: Path) -> None:
    import openpyxl

    workbook = openpyxl.Workbook()
    sheet = workbook["Sheet"]
    sheet.append(["Nom", "Prénom"])
    sheet.append(["BAZIN", "Lucie"])
    sheet["A60000"] = "DIALLO"
    path = tmp_path / "l.xlsx"
    workbook.save(path)
    assert [row.line for row in read_table(path).rows] == [2, 60000]


def test_workbook_under_a_text_name_and_text_under_a_workbook_name(tmp_path: Path) -> None:
    book = spreadsheets.xlsx(tmp_path / "liste.csv", PEOPLE)
    assert read_table(book).sheet == "Feuil1"
    text = tmp_path / "liste.xlsx"
    text.write_bytes(spreadsheets.csv_text(PEOPLE).encode("cp1252"))
    assert read_table(text).rows[0].cells[0] == "GUÉRIN"


def _zip(path: Path, parts: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path.read_bytes()


ODS = b"application/vnd.oasis.opendocument.spreadsheet"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "est vide"),
        (b"\r\n \r\n", "est vide"),
        (codecs.BOM_UTF8, "est vide"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "est un PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "est une image"),
        (OLE, "ancien format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (OLE + "WordDocument".encode("utf-16-le"), "document Word"),
        (b"<html><table><tr><td>Nom</td></tr></table></html>", "page web"),
        (bytes(range(256)) * 50, "pas de texte lisible"),
        (b"PK\x03\x04" + bytes(100), "endommagé"),
        (b"Nom;Pr\xe9nom\r\n", "que ses titres"),
        (b"Nom\n" + b"x" * 200_000, "trop longue"),
        (b"Nom;Prenom\n" + b"a;b\n" * 50_001, "50\u00a0000 lignes"),
        (b";" * 300 + b"x\n", "250"),
        (b"x" * 20_000_001, "20\u00a0Mo"),
    ],
)
def test_what_is_not_a_list_gets_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(NotATable) as caught:
        read_table(data, "liste.xlsx")
    assert words in caught.value.message
    assert caught.value.advice


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"mimetype": ODS}, "endommagé"),
        ({"mimetype": ODS, "META-INF/manifest.xml": b"<encryption-data/>"}, "mot de passe"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "LibreOffice"),
        ({"mimetype": ODS, "META-INF/manifest.xml": b"", "content.xml": b"<a/>"}, "endommagé"),
        ({"word/document.xml": b"<w/>"}, "Word"),
        ({"xl/workbook.bin": b"x"}, ".xlsb"),
        ({"photo.jpg": b"x"}, "archive"),
        ({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}, "endommagé"),
    ],
)
def test_other_archives_get_a_sentence(tmp_path: Path, parts: dict[str, bytes], words: str) -> None:
    with pytest.raises(NotATable, match=words):
        read_table(_zip(tmp_path / "a.zip", parts))


def test_zip_bombs_are_refused_before_they_unpack(tmp_path: Path) -> None:
    path = spreadsheets.xlsx(tmp_path / "l.xlsx", PEOPLE)
    spreadsheets.altered_xlsx(path, {"xl/media/a.bin": bytes(60_000_000)})
    with pytest.raises(NotATable, match="trop volumineux"):
        read_table(path)


def test_entities_are_refused(tmp_path: Path) -> None:
    path = spreadsheets.xlsx(tmp_path / "l.xlsx", PEOPLE)
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><sst>&b;</sst>'
    with pytest.raises(NotATable, match="endommagé"):
        read_table(spreadsheets.altered_xlsx(path, {"xl/sharedStrings.xml": bomb}))


def test_encrypted_zip_entries_are_said_protected(tmp_path: Path) -> None:
    data = bytearray(spreadsheets.xlsx(tmp_path / "l.xlsx", PEOPLE).read_bytes())
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    with pytest.raises(NotATable, match="mot de passe"):
        read_table(bytes(data))


def test_directories_and_missing_files(tmp_path: Path) -> None:
    with pytest.raises(NotATable, match="dossier"):
        read_table(tmp_path)
    with pytest.raises(NotFoundError):
        read_table(tmp_path / "absent.csv")
    if os.name == "posix":
        with pytest.raises(ElansError):
            read_table(Path("a\0b"))


def test_reading_can_be_stopped() -> None:
    data = b"Nom;Prenom\n" + b"BAZIN;Lucie\n" * 5000
    with pytest.raises(Cancelled):
        read_table(data, cancelled=lambda: True)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_sentence(data: bytes) -> None:
    _table_or_sentence(data)


@given(st.text(alphabet=st.sampled_from('Nom;,\t"\n\r Prénom\0\ufeff|=sep1é#'), max_size=200))
def test_any_text_gives_a_table_or_a_sentence(text: str) -> None:
    for encoding in ("utf-8", "utf-16", "cp1252"):
        _table_or_sentence(text.encode(encoding, errors="ignore"))


@given(st.data())
def test_any_damaged_workbook_gives_a_table_or_a_sentence(data: st.DataObject) -> None:
    whole = bytearray(_sound_workbook())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    _table_or_sentence(bytes(whole[: data.draw(st.integers(len(whole) // 2, len(whole)))]))


_workbooks: list[bytes] = []


def _sound_workbook() -> bytes:
    if not _workbooks:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            _workbooks.append(spreadsheets.xlsx(Path(folder) / "l.xlsx", PEOPLE).read_bytes())
    return _workbooks[0]


def _table_or_sentence(data: bytes) -> None:
    found = _outcome(data)
    if isinstance(found, ElansError):
        assert found.message.endswith(".")
        assert found.advice
        return
    assert all(len(row.cells) == len(found.columns) for row in found.rows)
    assert all(row.line > found.header_line for row in found.rows)
    suggest(found)


def _outcome(data: bytes) -> RawTable | ElansError:
    try:
        return read_table(data, "liste.csv")
    except ElansError as problem:
        return problem


def test_column_letters() -> None:
    assert [column_letter(i) for i in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
