"""The sheets of a workbook, their cells as one reads them in the spreadsheet program."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Any, cast
from xml.etree import ElementTree

from elans_desktop.core.formats import NBSP
from elans_desktop.services.imports.opendocument import cell_words, read_sheets
from elans_desktop.services.imports.tables import cell_text
from elans_desktop.services.office.content import MOST_COLUMNS, MOST_ROWS, Grid

_DIGITS = re.compile(r"0\.(0+)")
_LAST_ROW = 50_000


def of_ods(content: bytes) -> Iterator[Grid]:
    """The sheets of an ODS: the words its cells keep of themselves, money and percentages included."""
    for title, records in read_sheets(content, value=_shown):
        yield Grid(tuple(cells for _line, cells in islice(records, MOST_ROWS + 1)), title)


def _shown(cell: ElementTree.Element) -> str:
    return cell_words(cell, displayed=True)


def of_xlsx(content: bytes) -> Iterator[Grid]:
    """The sheets of an XLSX: the values that its program computed last."""
    import openpyxl

    load = cast(Any, openpyxl).load_workbook
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = load(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in workbook.worksheets:
                if hasattr(sheet, "reset_dimensions"):
                    sheet.reset_dimensions()
                    yield Grid(tuple(islice(_rows(sheet), MOST_ROWS + 1)), sheet.title)
        finally:
            workbook.close()


def _rows(sheet: Any) -> Iterator[tuple[str, ...]]:
    for row in sheet.iter_rows(max_row=_LAST_ROW, max_col=MOST_COLUMNS + 1):
        cells = [_words(cell.value, str(cell.number_format or "")) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield tuple(cells)


def _words(value: object, form: str) -> str:
    """A number as its cell writes it, as far as its decimals and its percentage go."""
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e15:
        return cell_text(value)
    digits = _DIGITS.search(form)
    decimals = min(len(digits[1]), 10) if digits else 0
    if "%" in form:
        return f"{value * 100:.{decimals}f}{NBSP}%".replace(".", ",")
    if decimals:
        return f"{value:.{decimals}f}".replace(".", ",")
    return (f"{value:.15g}" if isinstance(value, float) else str(value)).replace(".", ",")
