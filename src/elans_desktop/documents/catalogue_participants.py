"""The documents of the tab Participants: papers about a person, or handed over to them."""

from __future__ import annotations

from datetime import date

from elans_desktop.documents import pathway_review, person_sheet
from elans_desktop.documents.document_type import DocumentType
from elans_desktop.services.paper_people import PersonSheetView, ReviewView
from elans_desktop.services.person_papers import sheet


def _about_number(view: PersonSheetView | ReviewView) -> tuple[date, str]:
    return view.printed_at.date(), view.number


DOCUMENTS = (
    DocumentType(
        key="fiche-participant",
        title="Fiche individuelle",
        area="participants",
        subject="participant",
        personal=True,
        help="Le dossier de la personne sur deux à quatre pages.",
        view=PersonSheetView,
        compose=person_sheet.compose,
        about=_about_number,
        variants=sheet.VARIANTS,
    ),
    DocumentType(
        key="bilan-parcours",
        title="Bilan de parcours",
        area="participants",
        subject="participant",
        personal=True,
        help="Deux pages à la première personne, à remettre et à signer.",
        view=ReviewView,
        compose=pathway_review.compose,
        about=_about_number,
    ),
)
