"""Charte and note d’information: a text of the organisation on one page, with the boxes to sign.

The text is made smaller, down to 9.5 pt, to hold on one page; a longer one flows on the next, never cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from elans_desktop.documents import blocks, flow_parts, style
from elans_desktop.documents.flow import Piece
from elans_desktop.documents.frame import Frame
from elans_desktop.documents.geometry import MM, PORTRAIT
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.documents.text import Line
from elans_desktop.services.participants.paper_people import PaperSigner, TextSheetView

_SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5)
_SIGN = 30.0
_BULLET = 5.0
_LEFT, _WIDTH = PORTRAIT.left, PORTRAIT.content


def compose(views: Sequence[TextSheetView], *, invariant: bool = False) -> Composed:
    """The sheets of several people in one PDF."""
    document = Document(PORTRAIT, views[0].title, views[0].letterhead.organisation, invariant=invariant)
    return document.finish(tuple(_sheet(document, view) for view in views))


def _sheet(document: Document, view: TextSheetView) -> int:
    document.where = " ".join(part for part in (view.title, view.number) if part)
    frame = Frame(
        view.letterhead,
        view.printed_at,
        view.title,
        view.letterhead.scheme_line,
        view.number,
        view.facts,
        gap=4.6,
    )
    tried = [frame.paginate(_pieces(document, view, size)) for size in _SIZES]
    pages = next((one for one in tried if len(one) == 1), tried[-1])
    return frame.draw_pages(document, pages)


def _pieces(document: Document, view: TextSheetView, size: float) -> list[Piece]:
    pieces: list[Piece] = []
    subject = ""
    gap = 0.0
    for raw in view.text.splitlines():
        line = raw.strip()
        if not line:
            gap = 2.4
        elif line.startswith("# "):
            subject = line[2:].strip()
            pieces.append(_title(subject, 3.8 if pieces else 0.0))
            gap = 0.6
        else:
            pieces += _paragraph(document, line, size, gap, subject)
            gap = 1.2
    pieces.append(_signatures(view))
    return pieces


def _title(text: str, gap: float) -> Piece:
    def draw(page: Page, top: float, _closing: bool) -> None:
        page.rect(_LEFT, top + 0.2, 1.1, 4.4, fill=style.PRIMARY)
        page.fit(_LEFT + 3, top + 3.9, _WIDTH - 3, text, style.SEMIBOLD, 11.5)

    return Piece(5.8, draw, gap=gap, keep=True, subject=text)


def _paragraph(document: Document, text: str, size: float, gap: float, subject: str) -> list[Piece]:
    """Lines of a paragraph, or of a point when it begins with a dash."""
    point = text.startswith("- ")
    indent = _BULLET if point else 0.0
    words = text[2:].strip() if point else text
    step = size * 1.3 / MM
    lines = flow_parts.wrap(document.type, words, style.REGULAR, size, _WIDTH - indent)
    return [
        Piece(
            step,
            _line(line, size, indent, bullet=point and index == 0),
            gap=gap if index == 0 else 0.0,
            keep=index < len(lines) - 1,
            subject=subject,
        )
        for index, line in enumerate(lines)
    ]


def _line(line: Line, size: float, indent: float, *, bullet: bool) -> Callable[[Page, float, bool], None]:
    def draw(page: Page, top: float, _closing: bool) -> None:
        baseline = top + size * 0.98 / MM
        if bullet:
            page.rect(_LEFT + 1.4, baseline - 1.7, 1.3, 1.3, fill=style.PRIMARY)
        page.line(_LEFT + indent, baseline, line, size)

    return draw


def _signatures(view: TextSheetView) -> Piece:
    """The receipt, then a box for each who signs, side by side."""
    receipt = 7.0 if view.receipt else 0.0

    def draw(page: Page, top: float, _closing: bool) -> None:
        if view.receipt:
            page.fit(_LEFT, top + 3.6, _WIDTH, view.receipt, size=9.5)
        _boxes(page, view.signers, top + receipt)

    return Piece((_SIGN if view.signers else 0.0) + receipt, draw, gap=6.0, subject="les signatures")


def _boxes(page: Page, signers: Sequence[PaperSigner], top: float) -> None:
    width = (_WIDTH - 4 * (len(signers) - 1)) / max(1, len(signers))
    for index, signer in enumerate(signers):
        blocks.sign_box(page, _LEFT + index * (width + 4), top, width, _SIGN, signer.label, signer.name)
