"""The documents of the calendar: sheets people sign, and what is drawn from presences."""

from __future__ import annotations

from datetime import date

from elans_desktop.documents import attendance_sheets, attendance_weeks
from elans_desktop.documents.document_type import DocumentType
from elans_desktop.services.paper import SeanceSheetView, WeekSheetView


def _about_seance(view: SeanceSheetView) -> tuple[date, str]:
    return view.day, view.activity


def _about_week(view: WeekSheetView) -> tuple[date, str]:
    return (view.days[0].day if view.days else view.printed_at.date()), view.activity


DOCUMENTS = (
    DocumentType(
        key="emargement-seance",
        title="Feuille d’émargement, séance",
        area="calendrier",
        subject="seance",
        personal=True,
        help="Une page par séance, douze lignes à signer, les cases des intervenants sur le côté.",
        view=SeanceSheetView,
        compose=attendance_sheets.compose,
        about=_about_seance,
    ),
    DocumentType(
        key="emargement-semaine",
        title="Feuille d’émargement, semaine",
        area="calendrier",
        subject="period",
        personal=True,
        help="Une page par activité et par semaine, une colonne par demi-journée.",
        view=WeekSheetView,
        compose=attendance_weeks.compose,
        about=_about_week,
    ),
)
