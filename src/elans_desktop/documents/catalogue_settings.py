"""The documents of the settings."""

from __future__ import annotations

from datetime import date

from elans_desktop.documents import recovery_sheet
from elans_desktop.documents.document_type import DocumentType
from elans_desktop.services.paper import RecoverySheetView


def _about_recovery(view: RecoverySheetView) -> tuple[date, str]:
    return view.created_on, view.workspace


DOCUMENTS = (
    DocumentType(
        key="fiche-secours",
        title="Fiche de secours",
        area="reglages",
        subject="none",
        personal=False,
        help="Le code qui rouvre le classeur quand les phrases de passe sont oubliées.",
        view=RecoverySheetView,
        compose=recovery_sheet.compose,
        about=_about_recovery,
    ),
)
