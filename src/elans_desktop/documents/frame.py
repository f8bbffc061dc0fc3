"""What comes back on each page of a document that flows: logos, title, frame of facts, footer.

Pieces flow under it (`flow`); the composer gives the pieces and what stands in the frame, nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from elans_desktop.documents import blocks, flow, flow_parts, letterhead
from elans_desktop.documents.flow import Piece, Placed
from elans_desktop.documents.geometry import PORTRAIT
from elans_desktop.documents.page import Document, Page
from elans_desktop.services.paper import Letterhead, PaperBrique
from elans_desktop.services.participants.paper_people import PaperFacts

_CENTRE = (PORTRAIT.left + PORTRAIT.right) / 2
_MARK_SIZE = 78


@dataclass(frozen=True, slots=True)
class Frame:
    """The head and the foot of the pages of one document, upright A4."""

    letterhead: Letterhead
    printed_at: datetime
    title: str
    subtitle: str
    number: str = ""
    """« BP-2026-A0031 », at the top and at the foot; empty for a document without a number."""
    facts: PaperFacts | None = None
    """Boxes under the title."""
    gap: float = 4.4
    """White between the boxes and what flows, in millimetres."""
    brique: PaperBrique | None = None
    watermark: str = ""
    """Across each page; empty without."""
    mark_y: float = 160
    """Middle of the watermark, in millimetres from the top."""

    @property
    def top(self) -> float:
        """Where what flows begins on each page, in millimetres from the top."""
        boxes = flow_parts.FIELD * len(self.facts.rows) + self.gap if self.facts else 0.0
        return PORTRAIT.first + self._down + boxes

    @property
    def _down(self) -> float:
        return letterhead.shift(self.letterhead, PORTRAIT)

    def paginate(self, pieces: Sequence[Piece]) -> list[list[Placed]]:
        """The pieces of each page, under the frame."""
        return flow.paginate(pieces, self.top)

    def draw_pages(self, document: Document, pages: list[list[Placed]]) -> int:
        """Draw pages already laid out; answers how many."""
        return flow.draw_pages(document, pages, self._draw)

    def draw(self, document: Document, pieces: Sequence[Piece]) -> int:
        """Lay out and draw; answers the number of pages."""
        return self.draw_pages(document, self.paginate(pieces))

    def _draw(self, page: Page, number: int, total: int) -> None:
        folio = f"page {number}/{total}"
        letterhead.band(page, self.letterhead)
        blocks.title_block(
            page,
            self.title,
            self.subtitle,
            self.number,
            folio,
            y=PORTRAIT.title + self._down,
            brique=self.brique,
        )
        if self.facts is not None:
            flow_parts.draw_facts(page, self.facts, PORTRAIT.first + self._down)
        if self.watermark:
            page.watermark(self.watermark, _CENTRE, self.mark_y, _MARK_SIZE)
        foot = f"{self.number} · {folio}" if self.number else folio
        blocks.footer(page, blocks.address(self.letterhead), blocks.printed_at(self.printed_at), foot)
