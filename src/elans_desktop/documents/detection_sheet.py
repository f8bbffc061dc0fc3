"""Fiche de repérage: filled standing, in two minutes; large boxes to tick, dotted lines to write on.

Blank A4, or twice on one sheet to cut. Nothing on it obliges to give one’s name.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from elans_desktop.documents import blocks, letterhead, style
from elans_desktop.documents.geometry import MM, PORTRAIT
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.services.participants.paper_people import DetectionSheetView

TITLE = "Fiche de repérage"
_SUBTITLE = "Une rencontre, deux minutes. Le nom n’est pas obligatoire."
_LEFT, _RIGHT, _WIDTH = PORTRAIT.left, PORTRAIT.right, PORTRAIT.content
_HALF_HEIGHT = 148.5
_ROOM_BELOW = 281.0


def compose(views: Sequence[DetectionSheetView], *, invariant: bool = False) -> Composed:
    """One page for each view."""
    document = Document(PORTRAIT, TITLE, views[0].letterhead.organisation, invariant=invariant)
    for view in views:
        document.where = TITLE
        page = document.page()
        if view.half_page:
            _halves(page, view)
        else:
            _whole(page, view)
        page.end()
    return document.finish((1,) * len(views))


class _Pen:
    """Draws down the page: `y` is the top of what comes next; sizes follow the scale of the sheet."""

    def __init__(self, page: Page, y: float, scale: float) -> None:
        self.page, self.y, self.scale = page, y, scale

    @property
    def box(self) -> float:
        """Side of a box to tick: never less than 4.6 mm."""
        return 6.2 * self.scale if self.scale == 1 else 4.7

    def label(self, text: str, hint: str = "") -> None:
        """What is asked, with a hint in grey."""
        size = 11.5 if self.scale == 1 else 9.5
        width = self.page.text(_LEFT, self.y + 3.8 * self.scale, text, style.SEMIBOLD, size)
        if hint:
            x = _LEFT + width + 3
            self.page.fit(x, self.y + 3.8 * self.scale, _RIGHT - x, hint, size=8.5, colour=style.GREY)
        self.y += 5.6 * self.scale

    def lines(self, *cells: tuple[str, float]) -> None:
        """Dotted lines side by side, each with its label above: (label, share of the width)."""
        whole = sum(share for _label, share in cells)
        x = _LEFT
        for label, share in cells:
            width = _WIDTH * share / whole
            self.page.text(x, self.y + 3.2, label, size=8.5, colour=style.GREY)
            self.page.dotted(x, x + width - 4, self.y + 10.6 * self.scale)
            x += width
        self.y += 13.4 * self.scale

    def boxes(self, choices: Sequence[str], columns: int) -> None:
        """Boxes to tick in columns, read down then right."""
        if not choices:
            return
        rows = math.ceil(len(choices) / columns)
        width = _WIDTH / columns
        pitch = 8.6 * self.scale if self.scale == 1 else 5.6
        size = 11.0 if self.scale == 1 else 9.2
        for index, choice in enumerate(choices):
            column, row = divmod(index, rows)
            x, y = _LEFT + column * width, self.y + row * pitch
            blocks.tick_box(self.page, x, y, self.box)
            room = width - self.box - 4.6
            fitted = self.page.fitted(blocks.plain(choice), size, room, lines=2, smaller=2.5)
            self.page.centred(x + self.box + 2.2, y + self.box / 2, fitted)
        self.y += rows * pitch + 2.4 * self.scale


def _whole(page: Page, view: DetectionSheetView) -> None:
    down = letterhead.shift(view.letterhead, PORTRAIT)
    letterhead.band(page, view.letterhead)
    blocks.title_block(page, TITLE, _SUBTITLE, "", "", y=PORTRAIT.title + down)
    pen = _Pen(page, PORTRAIT.first + down - 1.4, 1)
    _form(pen, view, mode_columns=2)
    _notice(page, view, min(pen.y + 1.5, _ROOM_BELOW - 3))
    blocks.footer(page, blocks.address(view.letterhead), "", "à ranger le jour même")


def _halves(page: Page, view: DetectionSheetView) -> None:
    for top in (0.0, _HALF_HEIGHT):
        y = top + 7
        page.rect(_LEFT, y, 1.4, 7.4, fill=style.PRIMARY)
        page.text(_LEFT + 3.6, y + 3.9, TITLE, style.SEMIBOLD, 13)
        page.text(_LEFT + 3.6, y + 7.2, _SUBTITLE, size=8, colour=style.GREY)
        name = view.letterhead.short_name or view.letterhead.organisation
        page.fit(_RIGHT, y + 3.9, 70, name, style.MEDIUM, 9.5, align="right")
        pen = _Pen(page, y + 9.4, 0.66)
        _form(pen, view, mode_columns=3)
        _notice(page, view, min(pen.y + 0.8, top + _HALF_HEIGHT - 11.5))
    page.shape(
        [(_EDGE, _HALF_HEIGHT), (PORTRAIT.width - _EDGE, _HALF_HEIGHT)],
        stroke=style.LINE,
        pen=0.6,
        closed=False,
        dash="2 2",
    )


_EDGE = 6.0


def _form(pen: _Pen, view: DetectionSheetView, *, mode_columns: int) -> None:
    pen.lines(("Le", 30), ("Lieu, événement", 82), ("Rencontre faite par", 65))
    pen.label("Comment la rencontre s’est faite")
    pen.boxes(view.modes, mode_columns)
    pen.label("La personne", "sans nom, la rencontre compte quand même")
    pen.lines(("Prénom, nom (si elle le souhaite)", 100), ("Commune", 77))
    pen.boxes(("Femme", "Homme", "Autre, non précisé"), 3)
    pen.boxes(view.age_bands, 4)
    pen.label("Pour la suite")
    pen.boxes(("Accepte d’être rappelée", "Ne souhaite pas être rappelée"), 2)
    pen.lines(("Téléphone, ou comment la joindre", 100), ("Rappeler le", 77))
    pen.boxes(view.outcomes, 3)
    pen.lines(("Orientée par, remarque utile (des faits, rien d’intime)", 1))


def _notice(page: Page, view: DetectionSheetView, y: float) -> None:
    """What is said aloud to the person."""
    ask = f"\u00a0: {view.contact}" if view.contact else ""
    words = (
        "À dire à la personne\u00a0: ce qui est noté sert à la recontacter et à compter les rencontres. "
        f"Elle peut demander à le voir ou à l’effacer{ask}."
    )
    size = 9.0
    fitted = page.fitted(blocks.plain(words), size, _WIDTH, lines=2, smaller=1)
    for rank, line in enumerate(fitted.lines):
        page.line(_LEFT, y + 2.8 + rank * fitted.size * 1.25 / MM, line, fitted.size, style.GREY)
