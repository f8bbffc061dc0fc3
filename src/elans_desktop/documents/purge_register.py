"""Registre de conservation: what was archived, kept or anonymised, by dossier numbers alone."""

from __future__ import annotations

from collections.abc import Sequence

from elans_desktop.core import formats
from elans_desktop.documents import blocks, flow, flow_parts, letterhead, style
from elans_desktop.documents.flow_parts import Column
from elans_desktop.documents.geometry import PORTRAIT
from elans_desktop.documents.page import Composed, Document, Page
from elans_desktop.services.participants.paper_people import PaperFact, PaperFacts
from elans_desktop.services.privacy.paper_privacy import PurgeRegisterView

TITLE = "Registre de conservation des dossiers"
_COLUMNS = (
    Column("Le", 24, style.MEDIUM),
    Column("Acte", 31, style.MEDIUM),
    Column("Nombre", 18, right=True),
    Column("Règle ou motif", 35),
    Column("Dossiers", 46),
    Column("Par", 23),
)


def compose(views: Sequence[PurgeRegisterView], *, invariant: bool = False) -> Composed:
    """One register."""
    document = Document(PORTRAIT, TITLE, views[0].letterhead.organisation, invariant=invariant)
    return document.finish(tuple(_register(document, view) for view in views))


def _register(document: Document, view: PurgeRegisterView) -> int:
    document.where = TITLE
    kept = (
        PaperFact("Dossiers gardés", view.rule, 66),
        PaperFact("Preuves gardées", view.proofs, 92),
        PaperFact("Actes", formats.number(len(view.acts)), 19),
    )
    facts = PaperFacts((kept,))
    rows = [
        (
            formats.date_short(act.done_at.date()),
            act.action,
            formats.number(act.people),
            act.reason,
            ", ".join(act.numbers),
            act.who,
        )
        for act in view.acts
    ] or [("", "Aucun acte", "", "", "", "")]
    pieces = flow_parts.table(document.type, _COLUMNS, rows, gap=0)
    down = letterhead.shift(view.letterhead, PORTRAIT)
    top = PORTRAIT.first + down + flow_parts.FIELD + 4.4

    def frame(page: Page, folio_number: int, total: int) -> None:
        folio = f"page {folio_number}/{total}"
        letterhead.band(page, view.letterhead)
        words = "sans aucun nom"
        blocks.title_block(page, TITLE, words, "", folio, y=PORTRAIT.title + down)
        flow_parts.draw_facts(page, facts, PORTRAIT.first + down)
        blocks.footer(page, blocks.address(view.letterhead), blocks.printed_at(view.printed_at), folio)

    return flow.draw_pages(document, flow.paginate(pieces, top), frame)
