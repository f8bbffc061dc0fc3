"""Attestation collective and liste des absents: tables that flow over pages."""

from __future__ import annotations

from collections.abc import Sequence

from elans_desktop.core import formats
from elans_desktop.documents import blocks, flow_parts, style
from elans_desktop.documents.blocks import NBSP
from elans_desktop.documents.flow import Piece
from elans_desktop.documents.flow_parts import Column
from elans_desktop.documents.frame import Frame
from elans_desktop.documents.geometry import PORTRAIT
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.services.paper import PaperPerson
from elans_desktop.services.participants.paper_people import PaperFact, PaperFacts
from elans_desktop.services.presences.paper_presence import AbsencesView, CollectiveView

COLLECTIVE, ABSENCES = "Attestation collective", "Liste des absents"
_PEOPLE = (
    Column("NOM Prénom", 97, style.MEDIUM),
    Column("Séances suivies", 40, right=True),
    Column("Durée", 40, style.SEMIBOLD, right=True),
)
_AWAY = (
    Column("Date", 24, style.MEDIUM),
    Column("Séance", 50),
    Column("NOM Prénom", 44, style.MEDIUM),
    Column("Statut", 32),
    Column("Téléphone", 27, right=True),
)


def compose_collective(views: Sequence[CollectiveView], *, invariant: bool = False) -> Composed:
    """One attestation for each activity."""
    document = Document(PORTRAIT, COLLECTIVE, views[0].letterhead.organisation, invariant=invariant)
    return document.finish(tuple(_collective(document, view) for view in views))


def compose_absences(views: Sequence[AbsencesView], *, invariant: bool = False) -> Composed:
    """The absences of each period."""
    document = Document(PORTRAIT, ABSENCES, views[0].letterhead.organisation, invariant=invariant)
    return document.finish(tuple(_absences(document, view) for view in views))


def _name(person: PaperPerson) -> str:
    return f"{person.last_name.upper()} {person.first_name}".strip()


def _collective(document: Document, view: CollectiveView) -> int:
    document.where = f"{COLLECTIVE} {view.number}"
    days = formats.period(view.start, view.end)
    facts = PaperFacts(
        (
            (
                PaperFact("Action", view.activity, 90),
                PaperFact("Période", days, 57),
                PaperFact("Séances", formats.number(view.seances), 30),
            ),
        )
    )
    rows = [
        (_name(row.person), formats.number(row.seances), formats.duration(row.minutes)) for row in view.rows
    ]
    total = sum(row.minutes for row in view.rows)
    people = formats.count(len(view.rows), "personne", "personnes")
    rows.append((f"Total, {people}", "", formats.duration(total)))
    sheets = formats.count(view.sheets, "feuille d’émargement validée", "feuilles d’émargement validées")
    proof = f"Heures comptées sur {sheets}."
    if view.provisional:
        proof = f"Provisoire{NBSP}: {view.provisional}."
    if view.replaces:
        proof += f" Annule et remplace {view.replaces}."
    said = f"Je soussigné(e) {view.signatory.line or '……………………………………'}, atteste que les personnes ci-dessous"
    said += f" ont participé à l’action «{NBSP}{view.activity}{NBSP}», pour les durées indiquées."
    pieces = [
        _words(said, 10.5, gap=2),
        *flow_parts.table(document.type, _PEOPLE, rows, gap=4, total=True),
        _words(proof, 8.5, gap=3, grey=True),
        _signature(view.signatory.line or "nom, prénom, qualité"),
    ]
    frame = Frame(
        view.letterhead,
        view.printed_at,
        COLLECTIVE,
        days,
        view.number,
        facts,
        brique=view.brique,
        watermark="PROVISOIRE" if view.provisional else "",
    )
    return frame.draw(document, pieces)


def _absences(document: Document, view: AbsencesView) -> int:
    document.where = ABSENCES
    days = formats.period(view.start, view.end)
    people = len({_name(row.person) for row in view.rows})
    facts = PaperFacts(
        (
            (
                PaperFact("Période", days, 90),
                PaperFact("Absences", formats.number(len(view.rows)), 43),
                PaperFact("Personnes", formats.number(people), 44),
            ),
        )
    )
    rows = [
        (
            formats.date_day_month(row.day),
            row.activity,
            _name(row.person),
            f"{row.status}, justificatif reçu" if row.proof else row.status,
            row.phone,
        )
        for row in view.rows
    ]
    pieces = flow_parts.table(document.type, _AWAY, rows, gap=0)
    return Frame(view.letterhead, view.printed_at, ABSENCES, days, facts=facts).draw(document, pieces)


def _words(text: str, size: float, *, gap: float, grey: bool = False) -> Piece:
    """A short paragraph of at most three lines."""

    def draw(page: Page, top: float, _closing: bool) -> None:
        colour = style.GREY if grey else style.INK
        page.paragraph(PORTRAIT.left, top + 4, PORTRAIT.content, text, size, colour)

    return Piece(5 if grey else 16, draw, gap=gap)


def _signature(line: str) -> Piece:
    def draw(page: Page, top: float, _closing: bool) -> None:
        label = "Cachet et signature du responsable de l’organisme"
        blocks.sign_box(page, PORTRAIT.right - 86, top, 86, 40, label, line)
        page.text(PORTRAIT.left, top + 4, "Fait à", size=10.8)
        page.dotted(PORTRAIT.left + 13, PORTRAIT.left + 70, top + 4.4)
        page.text(PORTRAIT.left, top + 12.4, "Le", size=10.8)
        page.dotted(PORTRAIT.left + 13, PORTRAIT.left + 70, top + 12.8)

    return Piece(40, draw, gap=6)
