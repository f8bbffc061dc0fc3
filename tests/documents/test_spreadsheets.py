"""Tables as CSV, XLSX and ODS: read back as they were, no text runs as a formula, nothing on the disk."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elans_desktop.core.formulas import neutral, plain
from elans_desktop.documents import spreadsheets
from elans_desktop.documents.workbooks import MAX_CELL_LETTERS, sheet_titles
from elans_desktop.services.imports.opendocument import read_sheets
from elans_desktop.services.tabular import Column, Kind, Table

FORMULAS = (
    '=HYPERLINK("http://x";"y")',
    "+33 6 12 34 56 78",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "﹢1",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "'=1",
)
HARMLESS = ("O’Brien", "'t Hooft", "Anne-Marie", "1+1", "−5", "« oui »", "#N/A", "", "é=1", "…")

EVERY_KIND = Table(
    "Tout",
    tuple(Column(kind.value, kind) for kind in Kind),
    [
        ("Bazin", 1234, date(1996, 3, 2), 570, 26 * 60 + 5, -123456, 1433, True),
        ("deux\nlignes", 0, date(2027, 1, 12), 0, 0, 0, 0, False),
        ("  deux  espaces ", None, None, None, None, None, None, None),
        ("n. c.", "n. c.", "=1+1", "n. c.", "n. c.", "n. c.", "n. c.", "n. c."),
    ],
    total=("Total", 1234, None, None, 1565, -123456, None, None),
)


def people(*texts: str) -> Table:
    return Table("Participants", (Column("Nom"),), [(text,) for text in texts])


def xlsx_sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book: Any = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows()] for sheet in book.worksheets}


def ods_lines(content: bytes) -> dict[str, list[tuple[str, ...]]]:
    return {title: [cells for _line, cells in records] for title, records in read_sheets(content)}


def csv_lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def ods_cells(content: bytes) -> list[ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    return [element for element in root.iter() if element.tag.endswith("}table-cell") and len(element)]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_could_run_is_neutralised_in_the_three_formats(text: str) -> None:
    marked = f"'{text}"
    table = Table(text, (Column(text),), [(text,)], total=(text,))
    assert [line[0] for line in csv_lines(spreadsheets.to_csv(table))] == [marked] * 3
    shown = marked.replace("\r", "\n")
    (lines,) = xlsx_sheets(spreadsheets.write("xlsx", table)).values()
    assert [(line[0].value.lstrip("\ufeff"), line[0].data_type) for line in lines] == [(shown, "s")] * 3
    cells = ods_cells(spreadsheets.write("ods", table))
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    assert {cell.get(f"{office}value-type") for cell in cells} == {"string"}
    assert all("".join(cell.itertext()).startswith("'") for cell in cells)
    assert not any(key.endswith("}formula") for cell in cells for key in cell.attrib)


@pytest.mark.parametrize("text", HARMLESS)
def test_an_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert neutral(text) == text
    (lines,) = xlsx_sheets(spreadsheets.write("xlsx", people("avant", text))).values()
    assert [line[0].data_type for line in lines if line[0].value] == ["s"] * len(
        [t for t in lines if t[0].value]
    )


@given(st.text(max_size=20) | st.sampled_from(FORMULAS).flatmap(lambda t: st.just(t) | st.just(f"''{t}")))
def test_the_apostrophe_goes_as_it_came(text: str) -> None:
    assert plain(neutral(text)) == text
    assert neutral(text) in (text, f"'{text}")


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_any_text_makes_files_that_open(texts: list[str]) -> None:
    table = people(*texts)
    assert len(csv_lines(spreadsheets.to_csv(table))) >= 2
    (lines,) = xlsx_sheets(spreadsheets.write("xlsx", table)).values()
    assert not any(cell.data_type == "f" for line in lines for cell in line)
    assert list(ods_lines(spreadsheets.write("ods", table))) == ["Participants"]


def test_each_kind_keeps_its_type_in_a_workbook() -> None:
    content = spreadsheets.write("xlsx", EVERY_KIND)
    (lines,) = xlsx_sheets(content).values()
    assert [cell.value for cell in lines[0]] == [kind.value for kind in Kind]
    assert [cell.value for cell in lines[1]] == [
        "Bazin",
        1234,
        datetime(1996, 3, 2),
        time(9, 30),
        timedelta(hours=26, minutes=5),
        -1234.56,
        0.1433,
        "oui",
    ]
    assert lines[1][2].number_format == "dd/mm/yyyy"
    assert lines[2][0].value == "deux\nlignes"
    assert [cell.value for cell in lines[4]] == ["n. c.", "n. c.", "'=1+1", *["n. c."] * 5]
    assert (lines[5][5].value, lines[5][0].font.bold) == (-1234.56, True)
    assert lines[0][0].font.bold


def test_a_workbook_prints_its_titles_on_every_page_in_landscape() -> None:
    book: Any = openpyxl.load_workbook(io.BytesIO(spreadsheets.write("xlsx", EVERY_KIND)))
    sheet = book["Tout"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == (
        "A2",
        "$1:$1",
        "landscape",
    )
    assert sheet.auto_filter.ref == "A1:H5", "the total stays out of the filter"


def test_each_kind_keeps_its_type_in_an_opendocument() -> None:
    content = spreadsheets.write("ods", EVERY_KIND)
    lines = ods_lines(content)["Tout"]
    assert lines[0] == tuple(kind.value for kind in Kind)
    assert lines[1] == ("Bazin", "1234", "02/03/1996", "09:30", "26:05", "-1234,56 €", "14,33%", "oui")
    assert (lines[2][0], lines[3][0]) == ("deux\nlignes", "deux espaces")
    assert lines[4][:3] == ("n. c.", "n. c.", "'=1+1")
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    typed = [dict(cell.attrib) for cell in ods_cells(content)]
    values = {key.removeprefix(office): value for cell in typed for key, value in cell.items()}
    assert {"date-value", "time-value", "currency", "value"} <= set(values)
    assert any(cell.get(f"{office}time-value") == "PT26H05M00S" for cell in typed)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        for name in archive.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(archive.read(name))


def test_a_csv_is_what_a_french_spreadsheet_opens() -> None:
    content = spreadsheets.to_csv(EVERY_KIND)
    assert content.startswith(b"\xef\xbb\xbftext;number;day;")
    lines = csv_lines(content)
    assert lines[1] == ["Bazin", "1234", "02/03/1996", "9:30", "26:05", "-1234,56", "14,33%", "oui"]
    assert lines[-1][0] == "Total"


def test_several_tables_are_sheets_or_follow_one_another() -> None:
    first, second = people("a"), people("b")
    assert list(xlsx_sheets(spreadsheets.write("xlsx", first, second))) == ["Participants", "Participants 2"]
    assert list(ods_lines(spreadsheets.write("ods", first, second))) == ["Participants", "Participants 2"]
    assert csv_lines(spreadsheets.to_csv(first, second)) == [
        *(["Participants"], ["Nom"], ["a"], []),
        *(["Participants"], ["Nom"], ["b"]),
    ]


def test_a_sheet_gets_a_name_that_excel_accepts() -> None:
    titles = ["Présences 2026/2027 : l’ensemble des activités", "x" * 40, "x" * 40, "'[]'", "\x00"]
    named = sheet_titles([Table(title, (Column("a"),), []) for title in titles])
    assert len({name.casefold() for name in named}) == len(named)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in named)


def test_a_text_too_long_for_a_cell_of_excel_does_not_damage_the_file() -> None:
    (lines,) = xlsx_sheets(spreadsheets.write("xlsx", people("é" * 40_000))).values()
    assert len(lines[1][0].value) == MAX_CELL_LETTERS
    assert ods_lines(spreadsheets.write("ods", people("é" * 40_000)))["Participants"][1] == ("é" * 40_000,)


def test_an_empty_table_still_has_its_titles() -> None:
    empty = Table("Rien", (Column("Nom"), Column("Né le", Kind.DAY)), [])
    assert csv_lines(spreadsheets.to_csv(empty)) == [["Nom", "Né le"]]
    assert [
        [cell.value for cell in line] for line in xlsx_sheets(spreadsheets.write("xlsx", empty))["Rien"]
    ] == [["Nom", "Né le"]]
    assert ods_lines(spreadsheets.write("ods", empty))["Rien"] == [("Nom", "Né le")]


def test_nothing_is_written_to_the_disk() -> None:
    """openpyxl puts each sheet in a temporary file, in clear: names would stay on the disk."""
    written: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        opened = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        if watching and (opened or event in ("tempfile.mkstemp", "tempfile.mkdtemp")):
            written.append(str(arguments[0]))

    sys.addaudithook(watch)
    try:
        for kind in spreadsheets.TITLES:
            assert spreadsheets.write(kind, EVERY_KIND, people("Bazin"))
    finally:
        watching = False
    assert written == []
