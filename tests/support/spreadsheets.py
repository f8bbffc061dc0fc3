"""Makers of the lists people really keep: titles above the titles, six date styles, lost zeros, a NIR."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

UGLY_LINES = 45
UGLY_READY, UGLY_TWINS, UGLY_REJECTED = 40, 2, 3
UGLY_HEADER_LINE = 4

UGLY_TITLES = (
    "N°",
    "NOM",
    "Prénom",
    "Né(e) le",
    "Sexe",
    "N° sécu",
    "Adresse",
    "CP",
    "Ville",
    "Tél. portable",
    "Mail",
    "Orienté par",
    "Date d’entrée",
    "Observations",
    "Taille tee-shirt",
)

_LAST = (
    "BAZIN|LE GOFF|O’BRIEN|DIALLO|MARTIN|DE LA TOUR|NGUYEN|Lefèvre|Œuvrard|ŁUKASIEWICZ|KADIR|BERTHELOT|SY"
    "|Da Silva|HAMEL|COURTEILLE|ABDI|GUÉRIN|ROUSSEAU|PRÉVOST|MOUSSA|LEBRUN"
).split("|")
_FIRST = (
    "Lucie|Anne-Marie|Seán|mamadou|ÉLODIE|Gaël|Thị Hoa|Jean-Pierre|Zoé|Łukasz|Aïcha|Noël|Fatou|João"
    "|Chloé|KEVIN|Hodan|Loïc|Inès|Maël|Idriss|Océane"
).split("|")
_TOWNS = (
    ("61100", "Flers"),
    ("14000", "CAEN"),
    ("50000", "St Lô"),
    ("1000", "Bourg en Bresse"),
    ("61000", "ALENCON"),
    ("57000", "Metz"),
)
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_EMPTY = ("", "NULL", "-", "n/a", "néant", "?")


def french_date(day: date, style: int) -> str:
    """The date as one of seven people would have typed it."""
    first = "1er" if day.day == 1 else str(day.day)
    return (
        f"{day:%d/%m/%y}",
        f"{day:%d.%m.%Y}",
        f"{day:%Y-%m-%d}",
        f"{day:%d/%m/%Y} 00:00",
        f"{first} {_MONTHS[day.month - 1]} {day.year}",
        str((day - date(1899, 12, 30)).days),
        f"{day.day}/{day.month}/{day.year}",
    )[style % 7]


def ugly_people() -> list[list[str]]:
    """45 lines under UGLY_TITLES: 40 good ones, 2 twins, 3 to reject; all as text."""
    rows: list[list[str]] = []
    for rank in range(40):
        born = date(1996, 1, 1) + timedelta(days=rank * 97)
        postcode, town = _TOWNS[rank % len(_TOWNS)]
        rows.append(
            [
                str(rank + 1),
                _LAST[rank % 22] + ("  " if rank % 9 == 0 else ""),
                _FIRST[(rank * 5 + rank // 22) % 22],
                french_date(born, rank),
                ("F", "H", "Femme", "homme", "M", "f")[rank % 6],
                f"{1 + rank % 2} 96 0{1 + rank % 9} 61 169 0{10 + rank} {rank:02}",
                f"{rank + 1} rue des Tilleuls",
                postcode,
                town,
                ("06 12 34 56 {:02}", "06.12.34.56.{:02}", "6123456{:02}", "+33 6 12 34 56 {:02}")[
                    rank % 4
                ].format(rank),
                f"personne{rank}@exemple.fr" if rank % 3 else _EMPTY[rank % 6],
                ("Mission locale", "CCAS", "NULL", "")[rank % 4],
                french_date(date(2026, 3, 1) + timedelta(days=rank), rank + 2),
                _EMPTY[rank % 6] if rank % 5 else "rappeler le soir ; permis B en cours",
                "SMLX"[rank % 4],
            ]
        )
    twin = [*rows[0]]
    twin[0], twin[1], twin[2] = "41", "Bazin", rows[0][2].upper()
    other = [*rows[11]]
    other[0], other[3] = "42", french_date(date(1996, 1, 1) + timedelta(days=11 * 97), 2)
    nameless = ["43", "", "n/a", "12/05/1999", "F", *[""] * 10]
    impossible = ["44", "PETIT", "Alix", "31/02/1998", "F", *[""] * 10]
    unborn = ["45", "GRAND", "Noa", "12/05/2199", "H", *[""] * 10]
    rows[20:20] = [nameless, impossible]
    return [*rows, twin, other, unborn]


def ugly_table() -> list[list[str]]:
    """The whole sheet: a heading, blank lines (one in the middle), the titles on line 4, the people."""
    people = ugly_people()
    return [
        ["Liste des participants O2R – Association Les Tilleuls"],
        ["Mise à jour : septembre 2026"],
        [],
        list(UGLY_TITLES),
        *people[:30],
        [],
        [""] * len(UGLY_TITLES),
        *people[30:],
        [],
    ]


def ugly_csv(path: Path, *, encoding: str = "cp1252", separator: str = ";") -> Path:
    """The ugly list as a text file; letters that the encoding lacks are written without their mark."""
    text = csv_text(ugly_table(), separator)
    if encoding == "cp1252":
        text = text.replace("Ł", "L").replace("ł", "l").replace("ị", "i")
    path.write_bytes(text.encode(encoding))
    return path


def ugly_xlsx(path: Path) -> Path:
    """The ugly list as a workbook: real dates, telephones as numbers, a first sheet of other things."""
    rows: list[list[Any]] = [list(row) for row in ugly_table()]
    for row in rows[UGLY_HEADER_LINE:]:
        for index, cell in enumerate(row):
            if isinstance(cell, str) and cell.isdigit() and index in (0, 3, 7, 9):
                row[index] = int(cell)
            elif index == 3 and isinstance(cell, str) and len(cell) == 10 and cell[4] == "-":
                row[index] = datetime.fromisoformat(cell)
    notes = [["Mode d’emploi"], ["Une ligne par personne"]]
    return xlsx(path, rows, title="Participants 2026", before={"À lire": notes}, merged="A1:F1")


def csv_text(rows: Sequence[Sequence[str]], separator: str = ";") -> str:
    """Rows as a text file, quoted where needed, with Windows line ends."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def xlsx(
    path: Path,
    rows: Sequence[Sequence[Any]],
    *,
    title: str = "Feuil1",
    before: dict[str, Sequence[Sequence[Any]]] | None = None,
    merged: str = "",
) -> Path:
    """A workbook; `before` are sheets that come first."""
    import openpyxl

    workbook: Any = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, lines in (before or {}).items():
        sheet = workbook.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    sheet = workbook.create_sheet(title)
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    if merged:
        sheet.merge_cells(merged)
    workbook.save(path)
    return path


def ods(path: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook as LibreOffice writes it: typed cells, blank ends told by repetition."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    tables = "".join(
        f'<table:table table:name="{escape(title)}">{"".join(map(_ods_row, rows))}'
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for title, rows in sheets.items()
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path


def _ods_row(row: Sequence[Any]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: Any) -> str:
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    if isinstance(value, bool):
        typed = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, date):
        typed = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float):
        typed = f'office:value-type="float" office:value="{value}"'
    elif value:
        typed = 'office:value-type="string"'
    else:
        return "<table:table-cell/>"
    return f"<table:table-cell {typed}>{text}</table:table-cell>"


def altered_xlsx(path: Path, changes: dict[str, bytes]) -> Path:
    """The workbook at `path` with some of its parts replaced or added (hostile files)."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | changes).items():
            archive.writestr(name, content)
    return path
