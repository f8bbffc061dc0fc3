"""XLSX workbooks, read with openpyxl and without trusting them: sizes, entities and encryption first."""

from __future__ import annotations

import io
import math
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol, cast

from elans_desktop.core.errors import Cancelled
from elans_desktop.core.formats import date_short
from elans_desktop.services.imports.columns import header_score
from elans_desktop.services.imports.detection import Record
from elans_desktop.services.imports.tables import (
    MAX_COLUMNS,
    MAX_LINES,
    MAX_UNPACKED_BYTES,
    Check,
    NotATable,
    clean,
    stop_if,
)

SAVE_AS_XLSX = "Ouvrez-le dans votre tableur et enregistrez-le au format .xlsx ou .csv."
_MAX_PARTS = 5_000
_MAX_RATIO = 250
_RATIO_FROM = 10_000_000
_HEADER_WITHIN = 40
_MAX_BLANK_LINES = 1_100_000


class _Sheet(Protocol):
    title: str
    sheet_state: str

    def reset_dimensions(self) -> None: ...

    def iter_rows(
        self, *, max_row: int | None = None, max_col: int, values_only: bool
    ) -> Iterator[tuple[object, ...]]: ...


class _Workbook(Protocol):
    worksheets: list[_Sheet]

    def close(self) -> None: ...


def check_archive(data: bytes) -> None:
    """Raise NotATable when a zip is not a workbook, is protected, or unpacks to an absurd size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_kind({part.filename for part in parts}, archive)
            _check_sizes(parts)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        head = stream.read(4096).replace(b"\0", b"")
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise _damaged()
    except NotATable:
        raise
    except Exception as problem:  # a hostile archive may raise anything from zipfile or zlib
        raise _damaged() from problem


def _check_kind(names: set[str], archive: zipfile.ZipFile) -> None:
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        kind = archive.read("mimetype")
        if b"opendocument.spreadsheet" in kind:
            raise NotATable(
                "Ce fichier est un classeur LibreOffice (.ods), que le programme ne lit pas.",
                "Dans LibreOffice, Fichier > Enregistrer sous, choisissez « Excel 2007-365 (.xlsx) », puis "
                "importez la copie.",
            )
        if b"opendocument" in kind:
            raise NotATable("Ce fichier est un document LibreOffice, pas un tableur.", SAVE_AS_XLSX)
    if "word/document.xml" in names:
        raise NotATable(
            "Ce fichier est un document Word, pas un tableur.",
            "Copiez son tableau dans une feuille de tableur et enregistrez-la au format .xlsx.",
        )
    if "xl/workbook.bin" in names:
        raise NotATable(
            "Ce fichier est un classeur binaire (.xlsb), que le programme ne lit pas.", SAVE_AS_XLSX
        )
    if any(name.endswith(".numbers") or name.startswith("Index/") for name in names):
        raise NotATable(
            "Ce fichier est un classeur Numbers, que le programme ne lit pas.",
            "Dans Numbers, Fichier > Exporter vers > Excel, puis importez la copie.",
        )
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise NotATable("Ce fichier est une archive, pas un tableur.", "Extrayez la liste, puis importez-la.")


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise protected()
    unpacked = sum(part.file_size for part in parts)
    absurd = any(
        part.file_size > _RATIO_FROM and part.file_size > _MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if unpacked > MAX_UNPACKED_BYTES or absurd or len(parts) > _MAX_PARTS:
        raise NotATable(
            "Ce classeur est beaucoup trop volumineux une fois ouvert (limite : 200\u00a0Mo).",
            "Copiez la seule liste des personnes dans un nouveau classeur et enregistrez-le.",
        )


def protected() -> NotATable:
    """The error of a workbook that opens with a password."""
    return NotATable(
        "Ce classeur est protégé par un mot de passe.",
        "Ouvrez-le dans Excel, retirez le mot de passe (Fichier > Informations > Protéger le classeur), "
        "enregistrez-le puis recommencez. Pensez à supprimer cette copie ensuite : elle n’est pas chiffrée.",
    )


def _damaged() -> NotATable:
    return NotATable("Ce classeur est endommagé ou incomplet.", SAVE_AS_XLSX)


def read_workbook(
    data: bytes, sheet: str | None = None, cancelled: Check | None = None
) -> tuple[str, list[Record], tuple[str, ...]]:
    """The sheet with the best titles (or the one named): its title, filled records, remarks.

    Values are those last computed by the spreadsheet program; dates come as « 12/03/1998 ».
    Raises NotATable, Cancelled.
    """
    check_archive(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(data, sheet, cancelled)
    except (NotATable, Cancelled):
        raise
    except Exception as problem:  # openpyxl raises anything on a malformed part
        raise _damaged() from problem


def _read(
    data: bytes, wanted: str | None, cancelled: Check | None
) -> tuple[str, list[Record], tuple[str, ...]]:
    import openpyxl

    load = cast(Any, openpyxl).load_workbook
    workbook = cast(_Workbook, load(io.BytesIO(data), read_only=True, data_only=True, keep_links=False))
    try:
        sheets = [s for s in workbook.worksheets if hasattr(s, "reset_dimensions")]
        for each in sheets:
            each.reset_dimensions()
        remarks: tuple[str, ...] = ()
        if wanted is not None:
            chosen = next((each for each in sheets if each.title == wanted), None)
        else:
            ranked = [(_sheet_rank(each), -i, each) for i, each in enumerate(sheets)]
            chosen = max(ranked, key=lambda r: r[:2])[2] if ranked else None
            others = [r for r in ranked if r[2] is not chosen and r[0][0] > 0]
            if chosen is not None and others:
                remarks = (f"Seule la feuille « {chosen.title} » est lue.",)
        if chosen is None:
            raise NotATable(
                "Ce classeur ne contient pas la feuille demandée.", "Choisissez une autre feuille."
            )
        return chosen.title, _records(chosen, cancelled), remarks
    finally:
        workbook.close()


def _sheet_rank(sheet: _Sheet) -> tuple[int, int, int]:
    scores, filled = [0], 0
    for row in sheet.iter_rows(max_row=_HEADER_WITHIN, max_col=MAX_COLUMNS, values_only=True):
        cells = [cell_text(value) for value in row]
        if any(cells):
            filled += 1
            scores.append(header_score(cells))
    return max(scores), int(sheet.sheet_state == "visible"), filled


def _records(sheet: _Sheet, cancelled: Check | None) -> list[Record]:
    records: list[Record] = []
    for line, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), start=1):
        if line % 500 == 0:
            stop_if(cancelled)
        if line > _MAX_BLANK_LINES:
            break
        if any(value is not None for value in row):
            cells = [cell_text(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                records.append((line, tuple(cells)))
                if len(records) > MAX_LINES:
                    break
    return records


def cell_text(value: object) -> str:
    """The text of a typed cell, as a French person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, datetime):
        day = date_short(value.date())
        return day if value.time() == time(0) else f"{day} {value:%H:%M}"
    if isinstance(value, date):
        return date_short(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return clean(str(value))
