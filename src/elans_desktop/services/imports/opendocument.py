"""ODS workbooks (LibreOffice), read straight from their content with the standard library."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from xml.etree import ElementTree

from elans_desktop.services.imports.detection import Record
from elans_desktop.services.imports.tables import MAX_COLUMNS, MAX_LINES, Check, cell_text, clean, stop_if

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def cell_words(cell: ElementTree.Element, *, displayed: bool = False) -> str:
    """The text of a cell: its value as a French person would have typed it, or as the cell displays it."""
    words = clean("\n".join(_words(part) for part in cell if part.tag == f"{_TEXT}p"))
    return words if displayed and words else _typed(cell, words)


def read_sheets(
    data: bytes,
    cancelled: Check | None = None,
    value: Callable[[ElementTree.Element], str] = cell_words,
) -> Iterator[tuple[str, list[Record]]]:
    """Title and filled records of each sheet of an archive already checked; a damaged one raises anything."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as stream:
        title, records, line, inside = "", list[Record](), 1, 0
        for event, element in ElementTree.iterparse(stream, ("start", "end")):
            if element.tag == f"{_TABLE}table":
                inside += 1 if event == "start" else -1
                if event == "start" and inside == 1:
                    title, records, line = element.get(f"{_TABLE}name", ""), [], 1
                elif inside == 0:
                    yield title, records
                    element.clear()
            elif event == "end" and element.tag == f"{_TABLE}table-row" and inside == 1:
                repeated = _times(element, f"{_TABLE}number-rows-repeated")
                cells = _cells(element, value)
                if cells:
                    stop_if(cancelled if len(records) % 500 == 0 else None)
                    room = max(0, MAX_LINES + 1 - len(records))
                    records += [(line + extra, cells) for extra in range(min(repeated, room))]
                line += repeated
                element.clear()


def _cells(row: ElementTree.Element, value: Callable[[ElementTree.Element], str]) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in row:
        if cell.tag not in _CELLS or len(cells) > MAX_COLUMNS:
            continue
        text = value(cell)
        room = MAX_COLUMNS + 1 - len(cells)
        cells += [text] * min(_times(cell, f"{_TABLE}number-columns-repeated"), room)
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _times(element: ElementTree.Element, name: str) -> int:
    return max(1, int(element.get(name, "1")))


def _typed(cell: ElementTree.Element, words: str) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date" and (day := cell.get(f"{_OFFICE}date-value")):
        return cell_text(datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day))
    if kind == "float" and (number := cell.get(f"{_OFFICE}value")):
        return cell_text(float(number))
    if kind == "boolean":
        return cell_text(cell.get(f"{_OFFICE}boolean-value") == "true")
    return words


def _words(paragraph: ElementTree.Element) -> str:
    parts = [paragraph.text or ""]
    for child in paragraph:
        if child.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
            parts.append(" ")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag != f"{_OFFICE}annotation":
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)
