"""The words of a Word document, in order, with the standard library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from elans_desktop.services.office.content import MOST_COLUMNS, Block, Grid, Paragraph

Element = ElementTree.Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TABLE, _ROW, _CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr", _FALLBACK}
"""What was struck out, codes of fields, and the old form of what is said twice."""
_AROUND = {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"}
"""What may stand around paragraphs, rows and cells."""
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_EDGE = "\v"
_EDGES = re.compile(f"{_EDGE}+")
"""Where a text box begins and ends; no document holds this sign."""
_HEADING = re.compile(r"(?:heading|titre|title)\s?(\d?)", re.I)


def of_body(document: Element) -> Iterator[Block] | None:
    """The blocks of `word/document.xml`; None when it has no body: it is none."""
    body = document.find(f"{_W}body")
    return None if body is None else blocks(body)


def blocks(parent: Element) -> Iterator[Block]:
    """The blocks of a body, a header, a footer, a note."""
    for child in _inside(parent, _P, _TABLE):
        if child.tag == _P:
            yield _paragraph(child)
        else:
            yield Grid(tuple(_row(row) for row in _inside(child, _ROW) if not _is_struck(row)))


def notes(root: Element) -> Iterator[Block]:
    """The notes of `word/footnotes.xml` or `word/endnotes.xml`, each a line of a list."""
    for note in root:
        words = "\n".join(_lines(note))
        yield Paragraph(words, item=True)


def _inside(parent: Element, *tags: str) -> Iterator[Element]:
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _AROUND:
            yield from _inside(child, *tags)


def _paragraph(element: Element) -> Paragraph:
    style = element.find(f"{_W}pPr/{_W}pStyle")
    named = _HEADING.fullmatch(style.get(f"{_W}val", "") if style is not None else "")
    heading = min(int(named[1] or 1) or 1, 6) if named else 0
    item = element.find(f"{_W}pPr/{_W}numPr") is not None
    return Paragraph(_lined(element), heading, item and not heading)


def _is_struck(row: Element) -> bool:
    return row.find(f"{_W}trPr/{_W}del") is not None


def _row(row: Element) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in _inside(row, _CELL):
        if len(cells) > MOST_COLUMNS:
            break
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        wide = span.get(f"{_W}val", "1") if span is not None else "1"
        covered = int(wide) - 1 if wide.isdecimal() and len(wide) < 4 else 0
        cells += ["\n".join(_lines(cell)), *[""] * min(max(0, covered), MOST_COLUMNS)]
    return tuple(cells)


def _lines(parent: Element) -> Iterator[str]:
    """The paragraphs of a cell or a note; a table inside gives a line for each of its rows."""
    for child in _inside(parent, _P, _TABLE):
        if child.tag == _P:
            yield _lined(child)
        else:
            for row in _inside(child, _ROW):
                yield " · ".join(" ".join(_lines(cell)) for cell in _inside(row, _CELL))


def _lined(element: Element) -> str:
    return _EDGES.sub("\n", _words(element).strip(_EDGE))


def _words(element: Element) -> str:
    parts: list[str] = []
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag])
        elif child.tag == _P:  # of a text box: its lines are not those around
            parts.append(f"{_EDGE}{_words(child)}{_EDGE}")
        else:
            parts.append(_words(child))
    return "".join(parts)
