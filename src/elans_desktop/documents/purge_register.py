"""Registre de conservation: what was archived, kept or anonymised, by dossier numbers alone."""

from __future__ import annotations

from collections.abc import Sequence

from elans_desktop.core import formats
from elans_desktop.documents import flow_parts, style
from elans_desktop.documents.flow_parts import Column
from elans_desktop.documents.frame import Frame
from elans_desktop.documents.geometry import PORTRAIT
from elans_desktop.documents.page import Composed, Document
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
    frame = Frame(view.letterhead, view.printed_at, TITLE, "sans aucun nom", facts=facts)
    return frame.draw(document, pieces)
