"""The documents of the settings."""

from __future__ import annotations

from datetime import date

from elans_desktop.documents import purge_register, recovery_sheet
from elans_desktop.documents.document_type import DocumentType
from elans_desktop.documents.titles import TITLES
from elans_desktop.services.paper import RecoverySheetView
from elans_desktop.services.privacy.paper_privacy import PurgeRegisterView


def _about_recovery(view: RecoverySheetView) -> tuple[date, str]:
    return view.created_on, view.workspace


def _about_register(view: PurgeRegisterView) -> tuple[date, str]:
    return view.printed_at.date(), view.letterhead.organisation


DOCUMENTS = (
    DocumentType(
        key="fiche-secours",
        title=TITLES["fiche-secours"],
        area="reglages",
        subject="none",
        personal=False,
        help="Le code qui rouvre le classeur quand les phrases de passe sont oubliées.",
        view=RecoverySheetView,
        compose=recovery_sheet.compose,
        about=_about_recovery,
    ),
    DocumentType(
        key="registre-conservation",
        title=TITLES["registre-conservation"],
        area="reglages",
        subject="none",
        personal=False,
        help="Ce qui a été archivé, gardé ou anonymisé, quand et par quelle règle\u00a0; sans aucun nom.",
        view=PurgeRegisterView,
        compose=purge_register.compose,
        about=_about_register,
    ),
)
