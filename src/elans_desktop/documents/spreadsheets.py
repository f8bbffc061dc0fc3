"""Tables as CSV, XLSX and ODS bytes, in memory only; no text in them runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from elans_desktop.core.formats import date_short
from elans_desktop.core.formulas import neutral
from elans_desktop.documents import opendocument, workbooks
from elans_desktop.services.tabular import Kind, Table, Value

BOM: Final = "\ufeff"
CSV: Final = "csv"
XLSX: Final = "xlsx"
ODS: Final = "ods"

TITLES: Mapping[str, str] = {
    XLSX: "Classeur Excel (*.xlsx)",
    ODS: "Classeur LibreOffice (*.ods)",
    CSV: "Tableau CSV (*.csv)",
}
"""The kinds of file, in the order offered, with their name in a file dialog."""


def write(kind: str, *tables: Table) -> bytes:
    """Tables as a file of one of the kinds of `TITLES`: one sheet each; one below the other in a CSV.

    Raises KeyError for another kind.
    """
    writers: dict[str, Callable[..., bytes]] = {
        CSV: to_csv,
        XLSX: workbooks.to_xlsx,
        ODS: opendocument.to_ods,
    }
    return writers[kind](*tables)


def to_csv(*tables: Table) -> bytes:
    """UTF-8 with its mark, semicolons, CRLF: what a French spreadsheet opens with a double click.

    Several tables follow one another, each under its title and after a blank line.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    for rank, table in enumerate(tables):
        if len(tables) > 1:
            writer.writerows([*([[]] if rank else []), [neutral(table.title)]])
        writer.writerow([neutral(column.title) for column in table.columns])
        writer.writerows(_texts(table))
    return (BOM + stream.getvalue()).encode("utf-8", "replace")


def _texts(table: Table) -> Iterable[list[str]]:
    kinds = [column.kind for column in table.columns]
    for line in table.lines():
        yield [_text(kind, value) for kind, value in zip(kinds, line, strict=True)]


def _text(kind: Kind, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, date):
        return date_short(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    return _FIGURES.get(kind, str)(value)


def _hundredths(value: int) -> str:
    whole, rest = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{whole},{rest:02}"


def _hours(value: int) -> str:
    whole, rest = divmod(abs(value), 60)
    return f"{'-' if value < 0 else ''}{whole}:{rest:02}"


_FIGURES: dict[Kind, Callable[[int], str]] = {
    Kind.MONEY: _hundredths,
    Kind.RATE: lambda value: f"{_hundredths(value)}%",
    Kind.TIME: _hours,
    Kind.DURATION: _hours,
}
