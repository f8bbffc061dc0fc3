"""The words of a LibreOffice text, in order, with the standard library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from elans_desktop.services.office.content import MOST_COLUMNS, Block, Grid, Paragraph

Element = ElementTree.Element

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_EDGE = "\v"
_EDGES = re.compile(f"{_EDGE}+")
"""Where a text box begins and ends; no document holds this sign."""
_P, _H = f"{_TEXT}p", f"{_TEXT}h"
_LEFT_OUT = {
    f"{_OFFICE}annotation",
    f"{_TEXT}tracked-changes",
    f"{_TEXT}note-citation",
    f"{_SVG}title",
    f"{_SVG}desc",
}
"""Remarks, what was struck out, what only a picture says of itself."""
_SIGNS = {f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
_ROWS_AROUND = {
    f"{_TABLE}table-header-rows",
    f"{_TABLE}table-rows",
    f"{_TABLE}table-row-group",
}
_CELL, _COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"


def of_body(content: Element) -> Iterator[Block] | None:
    """The blocks of `content.xml`; None when it holds no text: it is none."""
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    return None if body is None else _blocks(body, item=False)


def around(styles: Element) -> Iterator[Block]:
    """The headers and footers of `styles.xml`."""
    for page in styles.iterfind(f"{_OFFICE}master-styles/{_STYLE}master-page"):
        for part in page:
            if part.tag.startswith((f"{_STYLE}header", f"{_STYLE}footer")):
                yield from _blocks(part, item=False)


def _blocks(parent: Element, *, item: bool) -> Iterator[Block]:
    for child in parent:
        if child.tag == _H:
            level = child.get(f"{_TEXT}outline-level", "1")
            heading = min(int(level), 6) if level.isdecimal() and len(level) < 4 else 1
            yield Paragraph(_lined(child), max(1, heading))
        elif child.tag == _P:
            yield Paragraph(_lined(child), item=item)
        elif child.tag == f"{_TABLE}table":
            yield Grid(tuple(_row(row) for row in _rows(child)))
        elif child.tag == f"{_TEXT}list":
            yield from _blocks(child, item=True)
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child, item=item)


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _ROWS_AROUND:
            yield from _rows(child)


def _row(row: Element) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in row:
        if cell.tag in (_CELL, _COVERED) and len(cells) <= MOST_COLUMNS:
            again = cell.get(f"{_TABLE}number-columns-repeated", "1")
            many = int(again) if again.isdecimal() and len(again) < 6 else 1
            words = "\n".join(_lines(cell)) if cell.tag == _CELL else ""
            cells += [words] * min(max(1, many), MOST_COLUMNS)
    return tuple(cells)


def _lines(parent: Element) -> Iterator[str]:
    """The paragraphs of a cell; a table inside gives a line for each of its rows."""
    for child in parent:
        if child.tag in (_P, _H):
            yield _lined(child)
        elif child.tag == f"{_TABLE}table":
            for row in _rows(child):
                yield " · ".join(" ".join(_lines(cell)) for cell in row if cell.tag == _CELL)
        elif child.tag not in _LEFT_OUT:
            yield from _lines(child)


def _lined(element: Element) -> str:
    return _EDGES.sub("\n", _words(element).strip(_EDGE))


def _words(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            parts.append(" " * min(int(count) if count.isdecimal() and len(count) < 6 else 1, 100))
        elif child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag])
        elif child.tag == f"{_TEXT}note":
            parts.append(f" [{' '.join(_words(child).split())}]")
        elif child.tag in (_P, _H):  # of a text box: its lines are not those around
            parts.append(f"{_EDGE}{_words(child)}{_EDGE}")
        elif child.tag not in _LEFT_OUT:
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)
