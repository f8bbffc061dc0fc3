"""The pieces documents flow with: titles, frames of fields, tables, free text of any length."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from elans_desktop.documents import blocks, printable, style
from elans_desktop.documents.blocks import PADDING, Field
from elans_desktop.documents.flow import Piece
from elans_desktop.documents.geometry import MM, PORTRAIT
from elans_desktop.documents.page import Page
from elans_desktop.documents.text import Line, Typesetter
from elans_desktop.services.participants.paper_people import PaperFacts, PaperNote, PaperSection, PaperTable

LEFT, WIDTH = PORTRAIT.left, PORTRAIT.content
FIELD = 10.2
TEXT = 9.5
LINE = TEXT * 1.25 / MM
TITLE = 5.6
TABLE_GAP = 2.2
_ROW = 8.4
_HEADER = 8.4
_ABOVE = 2.0
_TALLEST = 14
"""Lines of a row that stays whole; a longer one goes on in another row, under the same first column."""
_HEADING = 5.0
_BAR = 4.0

_tables = count(1)

Paint = Callable[[Page, float, float, float, str], None]
"""Draws a cell: page, left, middle, width, value."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, `width` mm wide. `paint` draws the value instead of writing it."""

    label: str
    width: float
    font: str = style.REGULAR
    right: bool = False
    paint: Paint | None = None
    centred: bool = False


def wrap(type: Typesetter, text: str, font: str, size: float, width: float) -> list[Line]:
    """Lines of `text` no wider than `width` mm; its own line ends are kept, a word too long is broken."""
    if _on_one_line(text) and (whole := type.line(text, font)).width <= width * MM / size:
        return [whole]  # nearly every cell of a table
    lines: list[Line] = []
    for paragraph in text.splitlines() or [""]:
        lines += _wrapped(type, printable.clean(paragraph), font, width * MM / size)
    while lines and not lines[-1].runs:
        lines.pop()
    return lines


def _on_one_line(text: str) -> bool:
    """Whether nothing in a text asks for another line, nor spaces to be joined."""
    return bool(text) and len(text.splitlines()) == 1 and "  " not in text and text == text.strip(" ")


def _wrapped(type: Typesetter, text: str, font: str, width: float) -> list[Line]:
    """Lines of one paragraph; `width` is for a size of 1 pt."""
    space = type.line(" ", font).width
    lines: list[str] = []
    current, used = "", 0.0
    for word in text.split(" "):
        if not word:
            continue
        for part in _parts(type, word, font, width):
            wide = type.line(part, font).width
            if current and used + space + wide > width:
                lines.append(current)
                current, used = part, wide
            else:
                current, used = (f"{current} {part}", used + space + wide) if current else (part, wide)
    lines.append(current)
    return [type.line(line, font) for line in lines]


def _parts(type: Typesetter, word: str, font: str, width: float) -> list[str]:
    """A word, in as many parts as it takes to hold in `width`."""
    if type.line(word, font).width <= width:
        return [word]
    parts: list[str] = []
    current, used = "", 0.0
    for sign in _signs(word):
        wide = type.line(sign, font).width
        if current and used + wide > width:
            parts.append(current)
            current, used = sign, wide
        else:
            current, used = current + sign, used + wide
    return [*parts, current]


def _signs(word: str) -> list[str]:
    """Its characters, each with the marks written over or under it: they share a font, hence a width."""
    signs: list[str] = []
    for char in word:
        if signs and unicodedata.combining(char):
            signs[-1] += char
        else:
            signs.append(char)
    return signs


def section(title: str, aside: str = "", *, gap: float = 6.4) -> Piece:
    """A section title with its bar; `aside` in grey at the right."""

    def draw(page: Page, top: float, _closing: bool) -> None:
        blocks.section(page, LEFT, top + 3.9, title)
        if aside:
            page.fit(
                PORTRAIT.right, top + 3.9, WIDTH * 0.6, aside, size=8.5, colour=style.GREY, align="right"
            )

    return Piece(TITLE + 0.8, draw, gap=gap, keep=True, subject=title)


def facts(frame: PaperFacts, subject: str = "", *, gap: float = TABLE_GAP) -> Piece:
    """A frame of fields, whole."""
    height = FIELD * len(frame.rows)

    def draw(page: Page, top: float, _closing: bool) -> None:
        draw_facts(page, frame, top)

    return Piece(height, draw, gap=gap, subject=subject)


def draw_facts(page: Page, frame: PaperFacts, top: float, height: float = FIELD) -> float:
    """The same, drawn where one likes; answers its bottom."""
    rows: list[list[Field]] = []
    for row in frame.rows:
        whole = sum(fact.share for fact in row)
        rows.append([Field(fact.label, fact.value, WIDTH * fact.share / whole) for fact in row])
    return blocks.fields(page, top, rows, width=WIDTH, height=height)


def note(type: Typesetter, given: PaperNote, subject: str, *, gap: float = 2.6) -> list[Piece]:
    """A heading and free text, line by line; the heading stays with the first two lines, or what follows."""
    indent = _BAR if given.framed else 0.0
    lines = wrap(type, given.text, style.REGULAR, TEXT, WIDTH - indent)
    pieces: list[Piece] = []
    if given.heading or given.aside:
        pieces.append(Piece(_HEADING, _heading(given, indent), gap=gap, keep=True, subject=subject))
    for index, line in enumerate(lines):
        first = index == 0 and not pieces
        stays = (index == 0 and len(lines) > 1) or index == len(lines) - 2
        pieces.append(
            Piece(LINE, _text_line(line, indent), gap=gap if first else 0.0, keep=stays, subject=subject)
        )
    return pieces


def _heading(given: PaperNote, indent: float) -> Callable[[Page, float, bool], None]:
    def draw(page: Page, top: float, _closing: bool) -> None:
        if given.framed:
            page.rect(LEFT, top, 1.1, _HEADING, fill=style.LINE)
        free = WIDTH - indent
        if given.aside:
            room = free * 0.45
            free -= page.fit(
                PORTRAIT.right, top + 3.6, room, given.aside, size=8.5, colour=style.GREY, align="right"
            )
        page.fit(LEFT + indent, top + 3.6, free - 3, given.heading, style.SEMIBOLD, TEXT, smaller=2)

    return draw


def _text_line(line: Line, indent: float) -> Callable[[Page, float, bool], None]:
    def draw(page: Page, top: float, _closing: bool) -> None:
        if indent:
            page.rect(LEFT, top, 1.1, LINE, fill=style.LINE)
        page.line(LEFT + indent, top + 3.2, line, TEXT)

    return draw


def table(
    type: Typesetter,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str] | None],
    subject: str = "",
    *,
    gap: float = TABLE_GAP,
    total: bool = False,
    row_height: float = _ROW,
) -> list[Piece]:
    """A table whose header comes back on each page, never without a row. A row None is dotted lines."""
    key = next(_tables)
    head = Piece(_HEADER, _header(columns), gap=gap, keep=True, table=key, subject=subject)
    pieces = [head]
    for index, row in enumerate(rows):
        if row is None:
            pieces.append(
                Piece(row_height, _blank_row(columns, row_height), head=head, table=key, subject=subject)
            )
            continue
        is_total = total and index == len(rows) - 1
        cells = [
            _cell(type, column, value, strong=is_total) for column, value in zip(columns, row, strict=True)
        ]
        tallest = max((len(lines) for lines in cells), default=1)
        for start in range(0, max(tallest, 1), _TALLEST):
            part = [lines[start : start + _TALLEST] for lines in cells]
            many = max((len(lines) for lines in part), default=1)
            height = max(row_height, many * LINE + 2 * min(_ABOVE, (row_height - LINE) / 2))
            goes_on = start + _TALLEST < tallest
            draw = _row(
                columns, row if start == 0 else None, part, height, is_total=is_total, goes_on=goes_on
            )
            pieces.append(Piece(height, draw, head=head, table=key, subject=subject))
    if total and len(pieces) > 2:
        pieces[-2] = replace(pieces[-2], keep=True)  # a total never stands alone on its page
    return pieces


def _cell(type: Typesetter, column: Column, value: str, *, strong: bool) -> list[Line]:
    if column.paint is not None:
        return []
    font = style.SEMIBOLD if strong else column.font
    return wrap(type, value or "–", font, TEXT, column.width - 2 * PADDING + 0.6)


def _header(columns: Sequence[Column]) -> Callable[[Page, float, bool], None]:
    def draw(page: Page, top: float, _closing: bool) -> None:
        width = sum(column.width for column in columns)
        page.rect(LEFT, top, width, _HEADER, fill=style.HEADER)
        page.rule(LEFT, top, LEFT + width, top, style.FRAME, style.INK)
        page.rule(LEFT, top + _HEADER, LEFT + width, top + _HEADER, style.HEADER_RULE, style.INK)
        _sides(page, columns, top, _HEADER)
        x = LEFT
        for column in columns:
            fitted = page.fitted(
                blocks.plain(column.label, style.SEMIBOLD),
                TEXT,
                column.width - 2 * PADDING + 0.8,
                smaller=1.5,
            )
            _place(page, column, x, top + _HEADER / 2, fitted.lines[0], fitted.size)
            x += column.width

    return draw


def _row(
    columns: Sequence[Column],
    values: Sequence[str] | None,
    cells: Sequence[Sequence[Line]],
    height: float,
    *,
    is_total: bool,
    goes_on: bool,
) -> Callable[[Page, float, bool], None]:
    """A row, or a part of a very tall one: `values` are given to the first part, `goes_on` draws no rule."""
    tall = any(len(lines) > 2 for lines in cells)

    def draw(page: Page, top: float, closing: bool) -> None:
        width = sum(column.width for column in columns)
        if is_total:
            page.rect(LEFT, top, width, height, fill=style.TOTAL)
        x = LEFT
        for index, column in enumerate(columns):
            lines = cells[index]
            if column.paint is not None:
                if values is not None:
                    column.paint(page, x, top + height / 2, column.width, values[index])
            else:
                tallest = max(len(others) for others in cells)
                start = top + (height - (tallest if tall else len(lines)) * LINE) / 2
                for rank, line in enumerate(lines):
                    _place(page, column, x, start + (rank + 0.5) * LINE, line, TEXT)
            x += column.width
        if closing or not goes_on:
            _under(page, columns, top + height, closing=closing)
        _sides(page, columns, top, height)

    return draw


def _blank_row(columns: Sequence[Column], height: float) -> Callable[[Page, float, bool], None]:
    def draw(page: Page, top: float, closing: bool) -> None:
        x = LEFT
        for column in columns:
            if column.paint is not None:
                column.paint(page, x, top + height / 2, column.width, "")
            else:
                page.dotted(x + PADDING, x + column.width - PADDING, top + height - 2.6)
            x += column.width
        _under(page, columns, top + height, closing=closing)
        _sides(page, columns, top, height)

    return draw


def _under(page: Page, columns: Sequence[Column], bottom: float, *, closing: bool) -> None:
    """The rule under a row: the frame when nothing of the table follows on the page."""
    pen, colour = (style.FRAME, style.INK) if closing else (style.ROW_RULE, style.LINE)
    page.rule(LEFT, bottom, LEFT + sum(column.width for column in columns), bottom, pen, colour)


def _place(page: Page, column: Column, x: float, middle: float, line: Line, size: float) -> None:
    y = middle + size * style.CAP_HALF / MM
    if column.right:
        page.line(x + column.width - PADDING, y, line, size, align="right")
    elif column.centred:
        page.line(x + column.width / 2, y, line, size, align="center")
    else:
        page.line(x + PADDING, y, line, size)


def _sides(page: Page, columns: Sequence[Column], top: float, height: float) -> None:
    x = LEFT
    page.rule(x, top, x, top + height, style.FRAME, style.INK)
    for column in columns:
        x += column.width
        last = column is columns[-1]
        page.rule(
            x,
            top,
            x,
            top + height,
            style.FRAME if last else style.ROW_RULE,
            style.INK if last else style.LINE,
        )


def paper_table(
    type: Typesetter, given: PaperTable, subject: str, *, gap: float = TABLE_GAP, row: float = _ROW
) -> list[Piece]:
    """A table of a view, over the whole width."""
    whole = sum(column.share for column in given.columns)
    columns = [
        Column(
            column.label,
            WIDTH * column.share / whole,
            style.MEDIUM if column.strong else style.REGULAR,
            right=column.right,
        )
        for column in given.columns
    ]
    return table(type, columns, given.rows, subject, total=given.total, gap=gap, row_height=row)


def paper_section(
    type: Typesetter, given: PaperSection, *, gap: float = 6.4, row: float = _ROW
) -> list[Piece]:
    """A section of a view: its title, then its parts in order; `row`: the least height of a row."""
    pieces = [section(given.title, given.aside, gap=gap)]
    for index, part in enumerate(given.parts):
        above = 0.8 if index == 0 else min(3.0, gap)
        match part:
            case PaperFacts():
                pieces.append(facts(part, given.title, gap=above))
            case PaperTable():
                pieces += paper_table(type, part, given.title, gap=above, row=row)
            case PaperNote():
                pieces += note(type, part, given.title, gap=above)
    return pieces
