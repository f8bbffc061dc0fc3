"""The documents of the evaluations."""

from __future__ import annotations

from datetime import date

from elans_desktop.documents import evaluation_grids
from elans_desktop.documents.document_type import DocumentType
from elans_desktop.documents.titles import TITLES
from elans_desktop.services.paper import GridSheetView


def _about_grid(view: GridSheetView) -> tuple[date, str]:
    return view.printed_at.date(), view.title


DOCUMENTS = (
    DocumentType(
        key="grille-vierge",
        title=TITLES["grille-vierge"],
        area="evaluations",
        subject="grid",
        personal=False,
        help="La grille à remplir à la main, avec ses cases à cocher.",
        view=GridSheetView,
        compose=evaluation_grids.compose,
        about=_about_grid,
    ),
)
