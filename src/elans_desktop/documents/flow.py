"""Documents that flow over several pages: pieces are measured, shared between pages, then drawn.

A piece is never cut. What stands at the head of a table comes back on each page, a title stays with what
follows, and the last line of a page that continues says what is on the next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from elans_desktop.documents import style
from elans_desktop.documents.blocks import NBSP
from elans_desktop.documents.geometry import PORTRAIT
from elans_desktop.documents.page import Document, Page

BOTTOM = 275.5
"""Lowest millimetre of what flows; the line « Page 2 : … » is under it."""
LAST_BOTTOM = 280.5
"""The same on the last page, which announces nothing."""
_CONTINUES = 281.3

Draw = Callable[[Page, float, bool], None]
"""Draws a piece from a top; True when the next piece of its table is not on the page."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of a known height (mm)."""

    height: float
    draw: Draw = field(repr=False)
    gap: float = 0.0
    """White above it, dropped at the top of a page."""
    keep: bool = False
    """Stays with the next piece."""
    head: Piece | None = field(default=None, repr=False)
    """Drawn again above it when it opens a page."""
    table: int = 0
    """Pieces of one table share it."""
    subject: str = ""
    """The section, for the line that announces the next page."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece and its top."""

    piece: Piece
    top: float


def paginate(pieces: Sequence[Piece], top: float, bottom: float = BOTTOM) -> list[list[Placed]]:
    """The pieces of each page, from `top` down to `bottom`."""
    pages: list[list[Placed]] = [[]]
    y = top
    for cluster in _clusters(pieces):
        need = cluster[0].gap + sum(p.height for p in cluster) + sum(p.gap for p in cluster[1:])
        last = cluster[-1] is pieces[-1]
        room = (LAST_BOTTOM if last and bottom == BOTTOM else bottom) - y
        if pages[-1] and need > room:
            pages.append([])
            y = top
        for piece in cluster:
            if pages[-1] and y + piece.gap + piece.height > LAST_BOTTOM:
                pages.append([])  # a cluster taller than a page: it gives way piece by piece
                y = top
            if not pages[-1]:
                if piece.head is not None:
                    pages[-1].append(Placed(piece.head, y))
                    y += piece.head.height
            else:
                y += piece.gap
            pages[-1].append(Placed(piece, y))
            y += piece.height
    return pages


def _clusters(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that must share a page."""
    clusters: list[list[Piece]] = []
    joined = False
    for piece in pieces:
        if joined:
            clusters[-1].append(piece)
        else:
            clusters.append([piece])
        joined = piece.keep
    return clusters


def draw_pages(
    document: Document,
    pages: Sequence[Sequence[Placed]],
    frame: Callable[[Page, int, int], None],
) -> int:
    """Draw laid-out pages; `frame(page, number, total)` draws band, title, fields and footer. How many."""
    total = len(pages)
    for index, placed in enumerate(pages):
        page = document.page()
        frame(page, index + 1, total)
        for rank, one in enumerate(placed):
            following = placed[rank + 1].piece if rank + 1 < len(placed) else None
            one.piece.draw(page, one.top, following is None or following.table != one.piece.table)
        if index + 1 < total:
            _announce(page, index + 2, placed, pages[index + 1])
        page.end()
    return total


def _announce(page: Page, number: int, here: Sequence[Placed], there: Sequence[Placed]) -> None:
    """« Page 2 : suite des entretiens, ma sortie »: the last line of a page that continues."""
    subjects = list(dict.fromkeys(one.piece.subject for one in there if one.piece.subject))
    if not subjects:
        words = "suite"
    else:
        goes_on = bool(here) and here[-1].piece.subject == subjects[0]
        names = [subject[:1].lower() + subject[1:] for subject in subjects]
        words = ", ".join([f"{names[0]} (suite)" if goes_on else names[0], *names[1:]])
    page.fit(
        PORTRAIT.right, _CONTINUES, PORTRAIT.content, f"Page {number}{NBSP}: {words}",
        style.MEDIUM, 9.5, align="right", smaller=2,
    )  # fmt: skip
