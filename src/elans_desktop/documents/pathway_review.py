"""Bilan de parcours: two pages in the first person, for the person before anybody else.

Timeline, situation, what moved, hours; then skills, immersions, what comes next, words, signatures. A part
without content is left out. Never the confidential block, a private note, a diagnosis, a judgement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elans_desktop.core import formats
from elans_desktop.documents import blocks, flow_parts, review_parts, style, timeline
from elans_desktop.documents.flow import Piece
from elans_desktop.documents.flow_parts import Column
from elans_desktop.documents.frame import Frame
from elans_desktop.documents.geometry import PORTRAIT
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.services.participants.paper_people import PaperNote, ReviewView

TITLE = "Bilan de parcours"
_SUBTITLE = "Document personnel, remis à la personne"
_LEVELS = "0 sans difficulté · 1 à surveiller · 2 frein · 3 frein bloquant"
_PAGES = 2


@dataclass(frozen=True, slots=True)
class _Density:
    """How much white there is: the usual measures, then tighter ones when two pages would not hold."""

    gap: float = 6.4
    row: float = 9.4
    move: float = 9.6
    lines: int = 3
    """Dotted lines to add one’s words on."""
    sign: float = 26.0


_DENSITIES = (_Density(), _Density(gap=4.4, row=8.4, move=8.4, lines=2, sign=23.0))


def compose(views: Sequence[ReviewView], *, invariant: bool = False) -> Composed:
    """The reviews of several people in one PDF; each numbers its own pages."""
    document = Document(PORTRAIT, TITLE, views[0].letterhead.organisation, invariant=invariant)
    left_out = sum(view.left_out for view in views)
    if left_out:
        who = formats.count(left_out, "personne est laissée", "personnes sont laissées")
        document.remark(f"{who} de côté, sans parcours")
    return document.finish(tuple(_review(document, view) for view in views))


def _review(document: Document, view: ReviewView) -> int:
    document.where = f"{TITLE} {view.number}"
    frame = Frame(view.letterhead, view.printed_at, TITLE, _SUBTITLE, view.number, view.facts, gap=4.6)
    tried = [frame.paginate(_pieces(document, view, density)) for density in _DENSITIES]
    pages = next((one for one in tried if len(one) <= _PAGES), min(tried, key=len))
    return frame.draw_pages(document, pages)


def _pieces(document: Document, view: ReviewView, density: _Density) -> list[Piece]:
    pieces = [
        *_path(view),
        *_situation(document, view, density),
        *_moves(document, view, density),
        *_hours(view, density),
    ]
    if view.skills is not None:
        pieces += review_parts.skills(document.type, view.skills, density.gap)
    if view.immersions is not None:
        subject = "Mes immersions"
        pieces.append(flow_parts.section(subject, gap=density.gap))
        pieces += flow_parts.paper_table(document.type, view.immersions, subject, gap=0.8)
    if view.exit:
        pieces.append(flow_parts.section("Ma sortie", gap=density.gap))
        pieces += _lines(document, view.exit, "Ma sortie")
    pieces += _words(document, view, density)
    pieces.append(_signatures(view, density))
    return pieces


def _path(view: ReviewView) -> list[Piece]:
    if not view.lanes:
        return []

    def draw(page: Page, top: float, _closing: bool) -> None:
        timeline.draw(page, top, view.lanes, view.marks, view.first, view.last)

    subject = "Mon chemin"
    return [
        flow_parts.section(subject, view.duration),
        Piece(timeline.height(len(view.lanes)), draw, gap=1.4, subject=subject),
    ]


def _situation(document: Document, view: ReviewView, density: _Density) -> list[Piece]:
    if not view.situation:
        return []
    subject = "Ma situation"
    before, after = view.situation_moments
    columns = [Column("", 33, style.MEDIUM), Column(before, 72), Column(after, 72, style.MEDIUM)]
    return [
        flow_parts.section(subject, gap=density.gap),
        *flow_parts.table(document.type, columns, view.situation, subject, gap=0.8, row_height=density.row),
    ]


def _moves(document: Document, view: ReviewView, density: _Density) -> list[Piece]:
    if not view.barriers:
        return []
    subject = "Ce qui a bougé"
    before, after = view.barrier_moments
    columns = [
        Column("Sujet", 54),
        Column(before, 23, centred=True, paint=review_parts.paint_before),
        Column(after, 23, centred=True, paint=review_parts.paint_after),
        Column("Ce qui m’a aidé", 77),
    ]
    rows = [
        (move.theme, review_parts.level(move.before), review_parts.level(move.after), move.help)
        for move in view.barriers
    ]
    return [
        flow_parts.section(subject, _LEVELS, gap=density.gap),
        *flow_parts.table(document.type, columns, rows, subject, gap=0.8, row_height=density.move),
    ]


def _hours(view: ReviewView, density: _Density) -> list[Piece]:
    if not view.planned:
        return []
    subject = "Mes heures"
    sheets = formats.count(view.sheets, "feuille validée", "feuilles validées")
    aside = f"d’après {sheets}" if view.sheets else "d’après les présences saisies"

    def draw(page: Page, top: float, _closing: bool) -> None:
        review_parts.draw_hours(page, view, top)

    return [
        flow_parts.section(subject, aside, gap=density.gap),
        Piece(review_parts.hours_height(view), draw, gap=1.0, subject=subject),
    ]


def _lines(document: Document, lines: Sequence[str], subject: str) -> list[Piece]:
    pieces: list[Piece] = []
    for index, line in enumerate(lines):
        pieces += flow_parts.note(document.type, PaperNote("", line), subject, gap=0.6 if index == 0 else 1.0)
    return pieces


def _words(document: Document, view: ReviewView, density: _Density) -> list[Piece]:
    """What the person said, then some lines to add to it by hand."""
    subject = "Mes mots"
    pieces = [flow_parts.section(subject, "à compléter si je le souhaite", gap=density.gap)]
    for words in view.own_words:
        pieces += flow_parts.note(document.type, PaperNote("", words, framed=True), subject, gap=1.4)

    def draw(page: Page, top: float, _closing: bool) -> None:
        for rank in range(1, density.lines + 1):
            page.dotted(PORTRAIT.left, PORTRAIT.right, top + 7.0 * rank)

    pieces.append(Piece(7.0 * density.lines + 0.4, draw, subject=subject))
    return pieces


def _signatures(view: ReviewView, density: _Density) -> Piece:
    def draw(page: Page, top: float, _closing: bool) -> None:
        width = (PORTRAIT.content - 4) / 2
        blocks.sign_box(page, PORTRAIT.left, top, width, density.sign, "La personne", view.person)
        blocks.sign_box(
            page, PORTRAIT.left + width + 4, top, width, density.sign, "La structure", view.referent
        )

    return Piece(density.sign, draw, gap=5.0, subject="Les signatures")
