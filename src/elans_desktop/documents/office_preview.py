"""The content of an attached office document, on pages to be looked at: its words, not its layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from elans_desktop.core.formats import NBSP, count
from elans_desktop.documents import flow, flow_parts, style
from elans_desktop.documents.blocks import PADDING
from elans_desktop.documents.flow import Piece
from elans_desktop.documents.flow_parts import Column
from elans_desktop.documents.geometry import MM, PORTRAIT
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.documents.text import Line, Typesetter
from elans_desktop.services.imports.tables import column_letter
from elans_desktop.services.office.content import Grid, OfficeContent, Paragraph

SAID = (
    "Les textes et les tableaux de ce document, sans sa mise en page ni ses images. "
    "Pour le voir tel quel, enregistrez-le."
)
_CUT = "La suite n’est pas montrée ici\u00a0: enregistrez le document pour le lire en entier."
_TOP = 30.0
_SIZES = {0: 10.5, 1: 15.0, 2: 13.0, 3: 11.5}
_ABREAST = 6
"""Columns of a sheet side by side; the others come below."""
_NARROWEST = 10.0
"""Millimetres."""


def compose(title: str, content: OfficeContent) -> Composed:
    """The pages of one document; `title` is its name, which may name somebody: the PDF stays in memory."""
    document = Document(PORTRAIT, title, "")
    document.where = "Aperçu"
    pieces: list[Piece] = []
    for block in content.blocks:
        if isinstance(block, Paragraph):
            pieces += _paragraph(document.type, block)
        else:
            pieces += _grid(document.type, block)
    if not pieces:
        pieces = _paragraph(document.type, Paragraph("Ce document ne contient aucun texte."))
    if content.cut:
        pieces += _paragraph(document.type, Paragraph(_CUT, heading=3))

    def frame(page: Page, number: int, total: int) -> None:
        page.rect(PORTRAIT.left, 12, 1.6, 10.2, fill=style.PRIMARY)
        page.fit(PORTRAIT.left + 4.6, 17.5, PORTRAIT.content - 5, title, style.SEMIBOLD, 15, smaller=5)
        page.fit(PORTRAIT.left + 4.6, 22, PORTRAIT.content - 5, SAID, size=9.5, colour=style.GREY)
        folio = f"page {number}/{total}"
        page.text(
            PORTRAIT.right,
            PORTRAIT.footer + 3.7,
            folio,
            size=style.SMALLEST,
            colour=style.GREY,
            align="right",
        )

    return document.finish((flow.draw_pages(document, flow.paginate(pieces, _TOP), frame),))


def _paragraph(type_: Typesetter, block: Paragraph) -> list[Piece]:
    """Its lines; a title stays with what follows."""
    size = _SIZES.get(block.heading, 11.5)
    font = style.SEMIBOLD if block.heading else style.REGULAR
    indent = 5.0 if block.item else 0.0
    lines = flow_parts.wrap(type_, block.text, font, size, PORTRAIT.content - indent)
    return [
        Piece(
            size * 1.3 / MM,
            _line(line, size, indent, bullet=block.item and index == 0),
            gap=(3.4 if block.heading else 1.6) if index == 0 else 0.0,
            keep=bool(block.heading),
        )
        for index, line in enumerate(lines)
    ]


def _line(line: Line, size: float, indent: float, *, bullet: bool) -> Callable[[Page, float, bool], None]:
    def draw(page: Page, top: float, _closing: bool) -> None:
        baseline = top + size * 0.98 / MM
        if bullet:
            page.rect(PORTRAIT.left + 1.4, baseline - 1.7, 1.3, 1.3, fill=style.PRIMARY)
        page.line(PORTRAIT.left + indent, baseline, line, size)

    return draw


def _grid(type_: Typesetter, block: Grid) -> list[Piece]:
    """A table; a wide one in several bands, of six columns each."""
    pieces = _paragraph(type_, Paragraph(block.title, heading=2)) if block.title else []
    rows = [(*row, *[""] * (block.columns - len(row))) for row in block.rows]
    for first in range(0, block.columns, _ABREAST):
        last = min(first + _ABREAST, block.columns)
        if block.columns > _ABREAST:
            ends = f"Colonnes {column_letter(first)} à {column_letter(last - 1)}"
            named = ends if last - first > 1 else f"Colonne {column_letter(first)}"
            pieces += _paragraph(type_, Paragraph(f"{named}, {count(len(rows), 'ligne')}", heading=3))
        letters = [column_letter(rank) for rank in range(first, last)] if block.title else None
        pieces += _band(type_, [row[first:last] for row in rows], letters)
    return pieces


def _band(type_: Typesetter, rows: Sequence[Sequence[str]], letters: Sequence[str] | None) -> list[Piece]:
    """Columns side by side: under their letters (a sheet), or the first row where it reads as titles."""
    widths = _widths(rows)
    labels = letters or _titles(type_, rows, widths)
    shown = rows if letters or not labels else rows[1:]
    columns = [Column(*one) for one in zip(labels or [""] * len(widths), widths, strict=True)]
    said = [[cell or NBSP for cell in row] for row in shown]  # a dash would not be of the document
    pieces = flow_parts.table(type_, columns, said, row_height=6.4)
    return pieces if labels else _without_head(pieces)


def _titles(type_: Typesetter, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Sequence[str]:
    """The first row when each of its cells holds whole in the head of a table; else nothing."""
    fits = (
        "\n" not in cell
        and type_.line(cell, style.SEMIBOLD).width * flow_parts.TEXT / MM <= wide - 2 * PADDING
        for cell, wide in zip(rows[0], widths, strict=True)
    )
    return rows[0] if len(rows) > 1 and all(rows[0]) and all(fits) else ()


def _without_head(pieces: Sequence[Piece]) -> list[Piece]:
    """The rows of a table under a rule alone."""
    head, *rows = pieces
    top = replace(head, height=0.0, draw=_rule)
    return [top, *(replace(row, head=top) for row in rows)]


def _rule(page: Page, top: float, _closing: bool) -> None:
    page.rule(PORTRAIT.left, top, PORTRAIT.right, top, style.FRAME, style.INK)


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """The width of the page shared as the longest cells ask, none too narrow to be read."""
    asked = [min(60, max(8, *map(len, column))) for column in zip(*rows, strict=True)]
    free = PORTRAIT.content - _NARROWEST * len(asked)
    return [_NARROWEST + free * one / sum(asked) for one in asked]
