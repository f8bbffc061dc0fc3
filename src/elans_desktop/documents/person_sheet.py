"""Fiche participant: the file of a person on two to four pages, section by section, nothing cut.

The confidential block is there only when the view holds it; each page then says so, across the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from elans_desktop.documents import flow_parts
from elans_desktop.documents.flow import Piece
from elans_desktop.documents.frame import Frame
from elans_desktop.documents.geometry import PORTRAIT
from elans_desktop.documents.page import Composed, Document
from elans_desktop.services.participants.paper_people import PaperSection, PersonSheetView

_PAGES = 4
"""What a file usually holds in; only a very long one flows on."""
_DENSITIES = ((6.4, 8.4), (3.6, 6.6))
"""White above a section and least height of a row: the usual ones, then tighter to hold in four pages."""


def compose(views: Sequence[PersonSheetView], *, invariant: bool = False) -> Composed:
    """The sheets of several people in one PDF; each numbers its own pages."""
    document = Document(PORTRAIT, views[0].title, views[0].letterhead.organisation, invariant=invariant)
    return document.finish(tuple(draw_sheet(document, view, view.sections) for view in views))


def draw_sheet(document: Document, view: PersonSheetView, sections: Sequence[PaperSection]) -> int:
    """These sections, under the frame of a view that comes back on each page. How many pages."""
    document.where = f"{view.title} {view.number}"
    frame = Frame(
        view.letterhead,
        view.printed_at,
        f"{view.title} – {view.watermark.lower()}" if view.watermark else view.title,
        view.letterhead.scheme_line,
        view.number,
        view.facts,
        brique=view.brique,
        watermark=view.watermark,
        mark_y=165,
    )
    tried = (frame.paginate(_pieces(document, sections, gap, row)) for gap, row in _DENSITIES)
    pages = next(tried)
    if len(pages) > _PAGES:
        pages = next(tried)
    return frame.draw_pages(document, pages)


def _pieces(document: Document, sections: Sequence[PaperSection], gap: float, row: float) -> list[Piece]:
    pieces: list[Piece] = []
    for one in sections:
        pieces += flow_parts.paper_section(document.type, one, gap=gap, row=row)
    return pieces
