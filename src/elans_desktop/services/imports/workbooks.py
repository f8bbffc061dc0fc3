"""Workbooks: XLSX with openpyxl, ODS with the standard library; the sheet that holds the list."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from elans_desktop.core.errors import Cancelled
from elans_desktop.services.imports.archives import check_archive, damaged
from elans_desktop.services.imports.columns import header_score
from elans_desktop.services.imports.detection import Record
from elans_desktop.services.imports.opendocument import read_sheets
from elans_desktop.services.imports.tables import (
    MAX_COLUMNS,
    MAX_LINES,
    Check,
    NotATable,
    cell_text,
    stop_if,
)

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


@dataclass(frozen=True)
class SheetRead:
    """The sheet read and the titles of all; `other_lists` when another sheet looks like a list too."""

    title: str
    records: list[Record] = field(repr=False)
    titles: tuple[str, ...]
    other_lists: bool = False


def read_workbook(data: bytes, sheet: str | None = None, cancelled: Check | None = None) -> SheetRead:
    """The sheet with the best titles, or the one named.

    Values are those last computed by the spreadsheet program; dates come as « 12/03/1998 ».
    Raises NotATable, Cancelled.
    """
    kind = check_archive(data)
    try:
        if kind == "ods":
            return _read_ods(data, sheet, cancelled)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read_xlsx(data, sheet, cancelled)
    except (NotATable, Cancelled):
        raise
    except Exception as problem:  # a malformed part makes the parsers raise anything
        raise damaged() from problem


def _read_ods(data: bytes, wanted: str | None, cancelled: Check | None) -> SheetRead:
    sheets = list(read_sheets(data, cancelled))
    heads = [[cells for _line, cells in records[:_HEADER_WITHIN]] for _title, records in sheets]
    ranks = [(max(map(header_score, head), default=0), 1, len(head)) for head in heads]
    titles = tuple(title for title, _records in sheets)
    chosen = _choose(titles, ranks, wanted)
    return SheetRead(titles[chosen], sheets[chosen][1], titles, _others(ranks, chosen, wanted))


def _read_xlsx(data: bytes, wanted: str | None, cancelled: Check | None) -> SheetRead:
    import openpyxl

    load = cast(Any, openpyxl).load_workbook
    workbook = cast(_Workbook, load(io.BytesIO(data), read_only=True, data_only=True, keep_links=False))
    try:
        sheets = [each for each in workbook.worksheets if hasattr(each, "reset_dimensions")]
        for each in sheets:
            each.reset_dimensions()
        ranks = [_sheet_rank(each) if wanted is None else (0, 0, 0) for each in sheets]
        titles = tuple(each.title for each in sheets)
        chosen = _choose(titles, ranks, wanted)
        records = _records(sheets[chosen], cancelled)
        return SheetRead(titles[chosen], records, titles, _others(ranks, chosen, wanted))
    finally:
        workbook.close()


def _choose(titles: Sequence[str], ranks: Sequence[tuple[int, int, int]], wanted: str | None) -> int:
    """The position of the sheet named, else of the one that ranks best, the first among equals."""
    if wanted is not None:
        if wanted not in titles:
            raise NotATable(
                "Ce classeur ne contient pas la feuille demandée.", "Choisissez une autre feuille."
            )
        return titles.index(wanted)
    if not titles:
        raise damaged()
    return max(range(len(titles)), key=lambda position: (ranks[position], -position))


def _others(ranks: Sequence[tuple[int, int, int]], chosen: int, wanted: str | None) -> bool:
    lists = [position for position, rank in enumerate(ranks) if rank[0] > 0 and position != chosen]
    return bool(lists) and wanted is None


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
