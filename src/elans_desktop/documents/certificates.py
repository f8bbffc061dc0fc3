"""Certificat de réalisation (the ministry's wording) and attestation de participation: one page a person."""

from __future__ import annotations

from collections.abc import Sequence

from elans_desktop.core import formats
from elans_desktop.documents import blocks, letterhead, style
from elans_desktop.documents.blocks import NBSP
from elans_desktop.documents.geometry import PORTRAIT
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.documents.text import Span
from elans_desktop.services.presences.paper_presence import CertificateView

_LEFT = PORTRAIT.left + 4.6
_WIDTH = PORTRAIT.right - _LEFT
_VALUE = 14.5
_TEXT = 10.8
_NATURES = (
    ("action de formation", "bilan de compétences"),
    ("action de VAE", "action de formation par apprentissage"),
)
_KEEPING = (
    "Sans préjudice des délais imposés par les règles fiscales, comptables ou commerciales, je m’engage à "
    "conserver l’ensemble des pièces justificatives qui ont permis d’établir le présent certificat pendant "
    "une durée de 3 ans à compter de la fin de l’année du dernier paiement. En cas de cofinancement des "
    "fonds européens la durée de conservation est étendue conformément aux obligations conventionnelles "
    "spécifiques."
)


def compose(views: Sequence[CertificateView], *, invariant: bool = False) -> Composed:
    """One page for each."""
    document = Document(PORTRAIT, views[0].title, views[0].letterhead.organisation, invariant=invariant)
    for view in views:
        document.where = f"{view.title} {view.number}"
        page = document.page()
        _certificate(page, view)
        page.end()
    return document.finish((1,) * len(views))


def _certificate(page: Page, view: CertificateView) -> None:
    head = view.letterhead
    down = letterhead.shift(head, PORTRAIT)
    letterhead.band(page, head)
    _title(page, view, PORTRAIT.title + 2 + down)
    if view.provisional:
        page.watermark("PROVISOIRE", (PORTRAIT.left + PORTRAIT.right) / 2, 150, 78)
    y = _value(page, 53 + down, "Je soussigné(e)", view.signatory.name)
    role = "représentant(e) légal(e) " + (
        "du dispensateur de l’action concourant au développement des compétences"
        if view.provider
        else "de l’organisme"
    )
    y = _value(page, y + 12, role, head.organisation)
    for line in _identity(view):
        y += 4.9
        page.fit(_LEFT, y, _WIDTH, line, size=9.5, colour=style.GREY)
    y = _value(page, y + 11.6, f"atteste que{NBSP}:", view.person)
    words = "a suivi l’action" if view.provider else "a participé à l’activité"
    y = _value(page, y + 12, words, view.activity)
    y = _natures(page, y + 12) if view.provider else y + 4
    y = _dates(page, y + 8, view)
    if view.provider:
        y = _keeping(page, y + 14)
    _closing(page, max(y + 12, 222), view)
    blocks.footer(page, blocks.address(head), blocks.printed_at(view.printed_at), f"{view.number} · page 1/1")


def _title(page: Page, view: CertificateView, y: float) -> None:
    page.rect(PORTRAIT.left, y, 1.6, 10.2, fill=style.PRIMARY)
    free = page.text(PORTRAIT.right, y + 4.8, view.number, style.SEMIBOLD, 12, align="right")
    page.text(PORTRAIT.right, y + 9.7, "page 1/1", size=9.5, colour=style.GREY, align="right")
    if view.replaces:
        words = f"annule et remplace {view.replaces}"
        page.text(PORTRAIT.right, y + 14, words, size=8.5, colour=style.GREY, align="right")
    page.fit(_LEFT, y + 7.4, _WIDTH - free - 4, view.title.upper(), style.SEMIBOLD, 20, smaller=6)


def _value(page: Page, y: float, words: str, value: str) -> float:
    """Words, and alone on the line below what they are about; answers its baseline."""
    page.fit(_LEFT, y, _WIDTH, words, size=_TEXT)
    y += 7
    if value:
        page.fit(_LEFT, y, _WIDTH, value, style.SEMIBOLD, _VALUE, smaller=5)
    else:
        page.dotted(_LEFT, _LEFT + 90, y)
    return y


def _identity(view: CertificateView) -> list[str]:
    head = view.letterhead
    numbers = [f"SIRET {head.siret}"] if head.siret else []
    if view.provider and head.nda:
        numbers.append(f"déclaration d’activité n°{NBSP}{head.nda}")
    return [line for line in (", ".join(head.address), " – ".join(numbers)) if line]


def _natures(page: Page, y: float) -> float:
    page.text(_LEFT, y, f"Nature de l’action concourant au développement des compétences{NBSP}:", size=_TEXT)
    y += 4
    for row, names in enumerate(_NATURES):
        for column, name in enumerate(names):
            x = _LEFT + column * 76
            top = y + row * 9
            chosen = (row, column) == (0, 0)
            (blocks.tick if chosen else blocks.tick_box)(page, x, top)
            font = style.MEDIUM if chosen else style.REGULAR
            page.text(x + 9, top + 4.4, name, font, _TEXT)
    return y + 18


def _dates(page: Page, y: float, view: CertificateView) -> float:
    """« qui s’est déroulée du … au … pour une durée de … »."""
    x = _LEFT + page.text(_LEFT, y, "qui s’est déroulée du", size=_TEXT) + 2
    x += page.text(x, y, formats.date_short(view.start), style.SEMIBOLD, _VALUE) + 2
    x += page.text(x, y, "au", size=_TEXT) + 2
    page.text(x, y, formats.date_short(view.end), style.SEMIBOLD, _VALUE)
    y += 9.4
    x = _LEFT + page.text(_LEFT, y, "pour une durée de", size=_TEXT) + 2
    page.text(x, y, formats.duration(view.minutes), style.SEMIBOLD, _VALUE)
    return y


def _keeping(page: Page, y: float) -> float:
    bottom = page.paragraph(_LEFT, y, _WIDTH - 4, [Span(_KEEPING, style.ITALIC)], 9.5)
    page.rect(PORTRAIT.left, y - 4, 0.5, bottom - y + 6, fill=style.LINE)
    return bottom


def _closing(page: Page, y: float, view: CertificateView) -> None:
    """Place and day, what the hours were counted on, the box for the stamp."""
    page.text(_LEFT, y + 4, "Fait à", size=_TEXT)
    if view.commune:
        page.fit(_LEFT + 13, y + 4, 62, view.commune, style.MEDIUM, _TEXT)
    else:
        page.dotted(_LEFT + 13, _LEFT + 70, y + 4.4)
    page.text(_LEFT, y + 12.2, "Le", size=_TEXT)
    day = formats.date_medium(view.printed_at.date())
    page.text(_LEFT + 13, y + 12.2, day, style.MEDIUM, _TEXT)
    counted = formats.count(view.sheets, "feuille d’émargement validée", "feuilles d’émargement validées")
    words = f"Heures comptées sur {counted}. Réf. {view.reference}"
    if view.provisional:
        words = f"Provisoire{NBSP}: {view.provisional}. Réf. {view.reference}"
    if view.carried_over:
        words += f" Hors {formats.duration(view.carried_over)} reprises d’un autre outil."
    page.paragraph(_LEFT, y + 30, 72, words, 8.5, style.GREY)
    label = "Cachet et signature du responsable " + ("du dispensateur" if view.provider else "de l’organisme")
    blocks.sign_box(
        page, PORTRAIT.right - 86, y, 86, 40, label, view.signatory.line or "nom, prénom, qualité"
    )
