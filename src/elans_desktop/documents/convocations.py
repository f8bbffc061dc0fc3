"""Convocation to an activity: a letter in large letters, the dates in a table, what to bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from elans_desktop.core import formats
from elans_desktop.documents import blocks, flow_parts, style
from elans_desktop.documents.blocks import NBSP
from elans_desktop.documents.flow import Piece
from elans_desktop.documents.flow_parts import Column
from elans_desktop.documents.frame import Frame
from elans_desktop.documents.geometry import PORTRAIT
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.services.participants.paper_people import PaperNote
from elans_desktop.services.presences.paper_presence import ConvocationView

TITLE = "Convocation"
_DATES = (
    Column("Date", 46, style.SEMIBOLD),
    Column("Horaires", 52, style.MEDIUM),
    Column("Lieu", 79),
)
_LARGE, _SIGNED = 6, 24.0
_ADDRESS = 110.0
"""Left of the address, in the window of an envelope."""


def compose(views: Sequence[ConvocationView], *, invariant: bool = False) -> Composed:
    """One letter for each person and activity."""
    document = Document(PORTRAIT, TITLE, views[0].letterhead.organisation, invariant=invariant)
    return document.finish(tuple(_letter(document, view) for view in views))


def about(view: ConvocationView) -> tuple[date, str]:
    """Day and activity: nobody's name."""
    return view.printed_at.date(), view.activity


def _letter(document: Document, view: ConvocationView) -> int:
    document.where = f"{TITLE} {view.number}"
    one = len(view.dates) == 1
    opening = f"Vous êtes attendu(e) à l’activité «{NBSP}{view.activity}{NBSP}»"
    opening += f"{NBSP}:" if one else f", aux {len(view.dates)} dates ci-dessous."
    rows = [(formats.date_medium(d.day), d.hours, d.place) for d in view.dates]
    pieces: list[Piece] = [
        _address(view),
        _paragraph(opening, 12),
        *flow_parts.table(document.type, _DATES, rows, "dates", gap=4, row_height=_height(len(rows))),
    ]
    if view.trainers:
        words = "Avec " + ", ".join(view.trainers) + "."
        pieces += flow_parts.note(document.type, PaperNote("", words), "", gap=5)
    if view.material:
        pieces += flow_parts.note(document.type, PaperNote("À apporter", view.material), "", gap=4)
    if view.phone:
        call = f"Un empêchement, une question{NBSP}? Appelez le {formats.phone(view.phone)}."
        pieces.append(_paragraph(call, 12, gap=6))
    pieces.append(_signature(view))
    frame = Frame(view.letterhead, view.printed_at, TITLE, view.letterhead.scheme_line)
    return frame.draw(document, pieces)


def _height(dates: int) -> float:
    """Of a date: large, and twelve of them on the page that the organisation signs."""
    return 10 if dates <= _LARGE else 7.2


def _address(view: ConvocationView) -> Piece:
    def draw(page: Page, top: float, _closing: bool) -> None:
        y = top + 8
        for index, line in enumerate((view.person, *view.address[:4])):
            font = style.MEDIUM if index == 0 else style.REGULAR
            page.fit(_ADDRESS, y, PORTRAIT.right - _ADDRESS, line, font, 11.5, smaller=3)
            y += 5.4
        place = f"{view.commune}, le " if view.commune else "Le "
        day = formats.date_long(view.printed_at.date())
        page.fit(PORTRAIT.left, top + 44, 90, place + day, size=11)

    return Piece(46, draw)


def _paragraph(text: str, size: float, gap: float = 4) -> Piece:
    def draw(page: Page, top: float, _closing: bool) -> None:
        page.paragraph(PORTRAIT.left, top + 5, PORTRAIT.content, text, size)

    return Piece(10, draw, gap=gap)


def _signature(view: ConvocationView) -> Piece:
    def draw(page: Page, top: float, _closing: bool) -> None:
        line = view.signatory.line or "nom, qualité"
        blocks.sign_box(page, PORTRAIT.right - 86, top, 86, _SIGNED, "Pour l’organisme", line)

    return Piece(_SIGNED, draw, gap=5)
