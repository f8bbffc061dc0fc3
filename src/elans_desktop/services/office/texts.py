"""The words of a DOCX or an ODT, in order, with the standard library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from elans_desktop.services.office.content import LONGEST, MOST_COLUMNS, MOST_ROWS, Block, Grid, Paragraph

Element = ElementTree.Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr", _FALLBACK}
"""Of a Word document: what was struck out, codes of fields, and the old form of what is said twice."""
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_HEADING = re.compile(r"(?:heading|titre|title)\s?(\d?)", re.I)

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ODT_LEFT_OUT = {f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}note-citation"}
_ODT_SIGNS = {f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
_ROWS_AROUND = {f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"}


def of_docx(document: Element) -> Iterator[Block]:
    """The blocks of `word/document.xml`."""
    body = document.find(f"{_W}body")
    if body is not None:
        yield from _docx_blocks(body)


def _docx_blocks(parent: Element) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield _docx_paragraph(child)
        elif child.tag == f"{_W}tbl":
            rows = (_docx_row(row) for row in child.iter(f"{_W}tr"))
            yield Grid(tuple(row for row, _rank in zip(rows, range(MOST_ROWS), strict=False)))
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _docx_blocks(child)


def _docx_paragraph(element: Element) -> Paragraph:
    style = element.find(f"{_W}pPr/{_W}pStyle")
    named = _HEADING.fullmatch(style.get(f"{_W}val", "") if style is not None else "")
    heading = min(int(named[1] or 1), 6) if named else 0
    item = element.find(f"{_W}pPr/{_W}numPr") is not None
    return Paragraph(_docx_words(element)[:LONGEST], heading, item and not heading)


def _docx_row(row: Element) -> tuple[str, ...]:
    cells = row.findall(f"{_W}tc")[:MOST_COLUMNS]
    return tuple("\n".join(_docx_words(p) for p in cell.iter(f"{_W}p"))[:LONGEST] for cell in cells)


def _docx_words(element: Element) -> str:
    parts: list[str] = []
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag])
        else:
            parts.append(_docx_words(child))
    return "".join(parts)


def of_odt(content: Element) -> Iterator[Block]:
    """The blocks of `content.xml`."""
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is not None:
        yield from _odt_blocks(body, item=False)


def _odt_blocks(parent: Element, *, item: bool) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{_TEXT}h":
            level = child.get(f"{_TEXT}outline-level", "1")
            heading = min(int(level), 6) if level.isdigit() else 1
            yield Paragraph(_odt_words(child)[:LONGEST], max(1, heading))
        elif child.tag == f"{_TEXT}p":
            yield Paragraph(_odt_words(child)[:LONGEST], item=item)
        elif child.tag == f"{_TABLE}table":
            rows = (_odt_row(row) for row in _odt_rows(child))
            yield Grid(tuple(row for row, _rank in zip(rows, range(MOST_ROWS), strict=False)))
        elif child.tag == f"{_TEXT}list":
            yield from _odt_blocks(child, item=True)
        elif child.tag not in _ODT_LEFT_OUT:
            yield from _odt_blocks(child, item=item)


def _odt_rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _ROWS_AROUND:
            yield from _odt_rows(child)


def _odt_row(row: Element) -> tuple[str, ...]:
    cells = [cell for cell in row if cell.tag == f"{_TABLE}table-cell"][:MOST_COLUMNS]
    return tuple("\n".join(_odt_words(p) for p in cell.iter(f"{_TEXT}p"))[:LONGEST] for cell in cells)


def _odt_words(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            parts.append(" " * min(int(count) if count.isdigit() else 1, 100))
        elif child.tag in _ODT_SIGNS:
            parts.append(_ODT_SIGNS[child.tag])
        elif child.tag not in _ODT_LEFT_OUT:
            parts.append(_odt_words(child))
        parts.append(child.tail or "")
    return "".join(parts)
