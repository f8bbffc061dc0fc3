"""The content of an attached office document, for a look: words and tables, without layout nor macro.

Everything is read in memory, within limits; what cannot be read raises one sentence.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, cast
from xml.etree import ElementTree

from elans_desktop.core.errors import InputError, SystemProblem
from elans_desktop.services import file_types
from elans_desktop.services.imports.opendocument import read_sheets
from elans_desktop.services.imports.tables import cell_text
from elans_desktop.services.office import texts
from elans_desktop.services.office.content import (
    LONGEST,
    MOST_BLOCKS,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    Block,
    Grid,
    OfficeContent,
    Paragraph,
)

_MOST_XML = 60_000_000
"""Bytes of the part that holds the words: an old laptop parses it in a few seconds."""
_DECIMAL = re.compile(r"^(-?\d+)\.(\d+)$")
"""A number, whose point one reads as a comma."""
_SAVE = "Enregistrez-le pour l’ouvrir avec un autre programme."


def read(content: bytes, media_type: str) -> OfficeContent:
    """What a DOCX, an ODT, an XLSX or an ODS says. Raises SystemProblem when it cannot be read."""
    try:
        if file_types.examine(content) != media_type:
            raise _unreadable()
        if media_type in (file_types.DOCX, file_types.ODT):
            return _bounded(_text_blocks(content, media_type))
        return _workbook(content, media_type)
    except SystemProblem:
        raise
    except InputError as refused:
        raise SystemProblem(next(iter(refused.fields.values())), _SAVE) from None
    except Exception as problem:  # a malformed part makes the parsers raise anything
        raise _unreadable() from problem


def _unreadable() -> SystemProblem:
    return SystemProblem("Ce document est abîmé\u00a0: son contenu ne se lit pas ici.", _SAVE)


def _text_blocks(content: bytes, media_type: str) -> Iterator[Block]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if media_type == file_types.ODT:
            return texts.of_odt(_parsed(archive, "content.xml"))
        return texts.of_docx(_parsed(archive, "word/document.xml"))


def _parsed(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    with archive.open(name) as stream:
        data = stream.read(_MOST_XML + 1)
    if len(data) > _MOST_XML or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _unreadable()
    return ElementTree.fromstring(data)


def _bounded(blocks: Iterator[Block]) -> OfficeContent:
    """The first blocks that say something; empty paragraphs are layout."""
    said = (block for block in blocks if isinstance(block, Grid) or block.text.strip())
    kept = tuple(islice(said, MOST_BLOCKS))
    full = any(isinstance(block, Grid) and len(block.rows) >= MOST_ROWS for block in kept)
    return OfficeContent(kept, full or next(said, None) is not None)


def _workbook(content: bytes, media_type: str) -> OfficeContent:
    grids: list[Grid] = []
    cut, room = False, MOST_CELLS
    sheets = _ods_sheets(content) if media_type == file_types.ODS else _xlsx_sheets(content)
    for title, found in sheets:
        if len(grids) == MOST_SHEETS or room <= 0:
            cut = True
            break
        rows = list(islice(found, MOST_ROWS + 1))
        cut = cut or len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows)
        grids.append(Grid(tuple(_trimmed(row) for row in rows[:MOST_ROWS]), title))
        room -= len(grids[-1].rows) * grids[-1].columns
    filled = tuple(grid for grid in grids if grid.rows)
    return OfficeContent(filled or tuple(Paragraph(grid.title) for grid in grids[:1]), cut)


def _trimmed(row: Iterable[str]) -> tuple[str, ...]:
    return tuple(_DECIMAL.sub(r"\1,\2", cell[:LONGEST]) for cell in islice(row, MOST_COLUMNS))


def _ods_sheets(content: bytes) -> Iterator[tuple[str, Iterator[tuple[str, ...]]]]:
    for title, records in read_sheets(content):
        yield title, (cells for _line, cells in records)


def _xlsx_sheets(content: bytes) -> Iterator[tuple[str, Iterator[tuple[str, ...]]]]:
    import openpyxl

    load = cast(Any, openpyxl).load_workbook
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = load(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in workbook.worksheets:
                if hasattr(sheet, "reset_dimensions"):
                    sheet.reset_dimensions()
                    yield sheet.title, _xlsx_rows(sheet)
        finally:
            workbook.close()


def _xlsx_rows(sheet: Any) -> Iterator[tuple[str, ...]]:
    for row in sheet.iter_rows(max_row=50_000, max_col=MOST_COLUMNS + 1, values_only=True):
        cells = [cell_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield tuple(cells)
