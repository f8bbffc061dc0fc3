"""Fiche de secours: the code that opens a classeur when every passphrase is forgotten, in one paper copy.

No number, no print date, no QR, no funder, no name of a participant; nothing of it is kept in a file.
"""

from __future__ import annotations

from collections.abc import Sequence

from elans_desktop.core import formats
from elans_desktop.documents import blocks, letterhead, style
from elans_desktop.documents.blocks import NBSP, Field
from elans_desktop.documents.geometry import MM, PORTRAIT
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.documents.text import Span
from elans_desktop.services.paper import RecoverySheetView

_TITLE = "Fiche de secours"
_LEFT, _RIGHT = PORTRAIT.left, PORTRAIT.right
_CELL = 13.2
_PITCH = 16.2
_GROUPS = (42.0, 100.7)
_CHECK = 167.9
_FIRST_LINE = 86.0
_SECOND_COLUMN = 111.5
_TO_DO = (
    "Relire le code à deux, ligne par ligne.",
    "Glisser la fiche dans une enveloppe, signer le rabat.",
    f"La ranger loin de l’ordinateur{NBSP}: coffre, mairie, siège de la structure.",
)
_NEVER = (
    "La photographier ou la scanner.",
    "L’envoyer par courriel ou par messagerie.",
    "La laisser dans la sacoche de l’ordinateur.",
)


def compose(views: Sequence[RecoverySheetView], *, invariant: bool = False) -> Composed:
    """One page per code."""
    document = Document(PORTRAIT, _TITLE, views[0].letterhead.organisation, invariant=invariant)
    for view in views:
        page = document.page()
        _sheet(page, view)
        page.end()
    return document.finish((1,) * len(views))


def _sheet(page: Page, view: RecoverySheetView) -> None:
    letterhead.band(page, view.letterhead, with_funders=False)
    subtitle = f"Code de récupération du classeur «{NBSP}{view.workspace}{NBSP}»"
    blocks.title_block(page, _TITLE, subtitle, "", "page 1/1", y=PORTRAIT.title)
    if view.banner:
        blocks.alert_chip(page, _RIGHT, PORTRAIT.title + 3.4, view.banner, 11)
    opening = [
        Span("Ce code ouvre le classeur quand toutes les phrases de passe sont oubliées. "),
        Span("Sans ce code et sans phrase de passe, personne ne peut retrouver les données.", style.SEMIBOLD),
    ]
    page.paragraph(_LEFT, 45, PORTRAIT.content, opening, 12.5)
    cells = (
        Field("Classeur", view.workspace, 62),
        Field("Créé le", formats.date_medium(view.created_on), 40),
        Field("Code n°", str(view.code_number), 20),
        Field("Empreinte du classeur", view.fingerprint, 55),
    )
    blocks.fields(page, 58.9, [cells], width=PORTRAIT.content, height=10.6)
    _code(page, view)
    _advice(page)
    blocks.sign_box(page, _LEFT, 232, 84.5, 30, "Remise par", "nom, date, signature")
    blocks.sign_box(page, _RIGHT - 84.5, 232, 84.5, 30, "Gardée par", "nom, lieu, date, signature")
    blocks.footer(
        page,
        "Cette fiche n’existe qu’en un exemplaire. Elle ne contient aucune donnée sur les personnes.",
        "",
        "page 1/1",
    )


def _code(page: Page, view: RecoverySheetView) -> None:
    """The panel: four lines of eight signs in two groups, each with its control sign."""
    page.rect(
        _LEFT, 76.7, PORTRAIT.content, 76.2, fill=style.GROUP, stroke=style.INK, pen=style.FRAME, radius=1.4
    )
    page.text(_GROUPS[0], 83.1, "quatre lignes de huit signes", size=9.2, colour=style.GREY)
    page.text(_CHECK + _CELL / 2, 83.1, "contrôle", size=9.2, colour=style.GREY, align="center")
    lift = style.CAP_HALF / MM
    for index, (signs, check) in enumerate(zip(view.lines, view.checks, strict=True)):
        top = _FIRST_LINE + index * _PITCH
        middle = top + _CELL / 2
        page.text(30, middle + 18 * lift, "ABCD"[index], style.SEMIBOLD, 18, style.PRIMARY, "center")
        for position, sign in enumerate(signs):
            x = _GROUPS[position // 4] + position % 4 * _CELL
            page.rect(x, top, _CELL, _CELL, fill=style.WHITE, stroke=style.INK, pen=0.9)
            page.text(x + _CELL / 2, middle + 26 * lift, sign, style.SEMIBOLD, 26, align="center")
        page.rect(
            _CHECK, top, _CELL, _CELL, fill=style.WHITE, stroke=style.INK, pen=style.SIGN_FRAME, radius=1.8
        )
        page.text(_CHECK + _CELL / 2, middle + 19 * lift, check, style.SEMIBOLD, 19, style.GREY, "center")
    if view.banner:
        page.watermark(view.banner, (_LEFT + _RIGHT) / 2, 118, 84)
    page.text(
        _LEFT,
        157.7,
        f"Ni I, ni L, ni O, ni U dans ce code{NBSP}: un rond est toujours le chiffre zéro, "
        "un trait toujours le chiffre un.",
        size=10,
        colour=style.GREY,
    )


def _advice(page: Page) -> None:
    """What to do now, what never to do, and how the code serves one day."""
    blocks.section(page, _LEFT, 167.2, "À faire maintenant")
    y = 174.1
    for number, text in enumerate(_TO_DO, start=1):
        page.text(_LEFT, y, str(number), style.SEMIBOLD, 11, style.PRIMARY)
        y = page.paragraph(_LEFT + 5.4, y, 79, text, 11) + 6.9
    blocks.section(page, _SECOND_COLUMN, 167.2, "À ne jamais faire")
    for index, text in enumerate(_NEVER):
        y = 174.1 + index * 6.9
        _cross(page, _SECOND_COLUMN + 1.6, y - 1.3)
        page.fit(_SECOND_COLUMN + 5.4, y, _RIGHT - _SECOND_COLUMN - 5.4, text, size=11)
    blocks.section(page, _LEFT, 209.9, "Le jour où il faut s’en servir")
    use = [
        Span("Ouvrir le logiciel, choisir "),
        Span(f"«{NBSP}Utiliser la fiche de secours{NBSP}»", style.SEMIBOLD),
        Span(
            ", taper les quatre lignes. Le signe de contrôle dit aussitôt si une ligne est fausse. "
            "Imprimer une nouvelle fiche, puis détruire celle-ci."
        ),
    ]
    page.paragraph(_LEFT, 217.1, PORTRAIT.content, use, 11)


def _cross(page: Page, x: float, y: float) -> None:
    reach = 1.25
    page.rule(x - reach, y - reach, x + reach, y + reach, 1.5, style.INK)
    page.rule(x - reach, y + reach, x + reach, y - reach, 1.5, style.INK)
