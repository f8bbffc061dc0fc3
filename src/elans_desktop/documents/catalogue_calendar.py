"""The documents of the calendar: sheets people sign, and what is drawn from presences."""

from __future__ import annotations

from datetime import date

from elans_desktop.documents import (
    attendance_person,
    attendance_sheets,
    attendance_weeks,
    certificates,
    convocations,
    planning,
    presence_lists,
    presence_statements,
)
from elans_desktop.documents.document_type import DocumentType
from elans_desktop.documents.titles import TITLES
from elans_desktop.services.paper import IndividualSheetView, SeanceSheetView, WeekSheetView
from elans_desktop.services.presences import sheet_content
from elans_desktop.services.presences.paper_presence import (
    AbsencesView,
    CertificateView,
    CollectiveView,
    ConvocationView,
    PlanningView,
    StatementView,
)
from elans_desktop.services.presences.presence_papers import planning as planning_views


def _about_seance(view: SeanceSheetView) -> tuple[date, str]:
    return view.day or view.printed_at.date(), view.activity or "vierge"


def _about_individual(view: IndividualSheetView) -> tuple[date, str]:
    return view.printed_at.date(), f"{view.activity} {view.dossier}"


def _about_week(view: WeekSheetView) -> tuple[date, str]:
    return (view.days[0].day if view.days else view.printed_at.date()), view.activity


def _about_number(view: StatementView | CertificateView) -> tuple[date, str]:
    return view.printed_at.date(), view.number


def _about_collective(view: CollectiveView) -> tuple[date, str]:
    return view.printed_at.date(), view.activity


def _about_absences(view: AbsencesView) -> tuple[date, str]:
    return view.start, "absents"


DOCUMENTS = (
    DocumentType(
        key="emargement-seance",
        title=TITLES["emargement-seance"],
        area="calendrier",
        subject="seance",
        personal=True,
        help="Une page par séance, douze lignes à signer, les cases des intervenants sur le côté.",
        view=SeanceSheetView,
        compose=attendance_sheets.compose,
        about=_about_seance,
        variants=sheet_content.VARIANTS,
    ),
    DocumentType(
        key="emargement-semaine",
        title=TITLES["emargement-semaine"],
        area="calendrier",
        subject="period",
        personal=True,
        help="Une page par activité et par semaine, une colonne par demi-journée.",
        view=WeekSheetView,
        compose=attendance_weeks.compose,
        about=_about_week,
        variants=sheet_content.VARIANTS,
    ),
    DocumentType(
        key="emargement-journee",
        title=TITLES["emargement-journee"],
        area="calendrier",
        subject="period",
        personal=True,
        help="Une page par activité et par jour, toutes ses séances ensemble.",
        view=SeanceSheetView,
        compose=attendance_sheets.compose,
        about=_about_seance,
        variants=sheet_content.VARIANTS,
    ),
    DocumentType(
        key="emargement-mois",
        title=TITLES["emargement-mois"],
        area="calendrier",
        subject="period",
        personal=True,
        help="Une activité sur un mois, dix demi-journées par page.",
        view=WeekSheetView,
        compose=attendance_weeks.compose,
        about=_about_week,
        variants=sheet_content.VARIANTS,
    ),
    DocumentType(
        key="emargement-individuel",
        title=TITLES["emargement-individuel"],
        area="calendrier",
        subject="participant",
        personal=True,
        help="Une personne, ses entretiens et rendez-vous, signés ligne par ligne.",
        view=IndividualSheetView,
        compose=attendance_person.compose,
        about=_about_individual,
        variants=sheet_content.VARIANTS,
    ),
    DocumentType(
        key="emargement-vierge",
        title=TITLES["emargement-vierge"],
        area="calendrier",
        subject="activity",
        personal=False,
        help="À emporter pour une séance improvisée\u00a0; sans numéro, elle se range à la main.",
        view=SeanceSheetView,
        compose=attendance_sheets.compose,
        about=_about_seance,
        variants={sheet_content.LARGE: sheet_content.VARIANTS[sheet_content.LARGE]},
    ),
    DocumentType(
        key="releve-presence",
        title=TITLES["releve-presence"],
        area="calendrier",
        subject="participant",
        personal=True,
        help="Les heures d’une personne sur un mois, séance par séance, à signer.",
        view=StatementView,
        compose=presence_statements.compose,
        about=_about_number,
    ),
    DocumentType(
        key="attestation",
        title=TITLES["attestation"],
        area="calendrier",
        subject="participant",
        personal=True,
        help="Une page par activité suivie. Provisoire tant qu’une feuille n’est pas validée.",
        view=CertificateView,
        compose=certificates.compose,
        about=_about_number,
    ),
    DocumentType(
        key="certificat",
        title=TITLES["certificat"],
        area="calendrier",
        subject="participant",
        personal=True,
        help="Le modèle du ministère, pour un organisme de formation déclaré.",
        view=CertificateView,
        compose=certificates.compose,
        about=_about_number,
    ),
    DocumentType(
        key="attestation-collective",
        title=TITLES["attestation-collective"],
        area="calendrier",
        subject="activity",
        personal=True,
        help="Toutes les personnes d’une activité, avec leurs heures.",
        view=CollectiveView,
        compose=presence_lists.compose_collective,
        about=_about_collective,
    ),
    DocumentType(
        key="absents",
        title=TITLES["absents"],
        area="calendrier",
        subject="period",
        personal=True,
        help="Qui était absent, avec un téléphone pour appeler\u00a0; jamais pourquoi.",
        view=AbsencesView,
        compose=presence_lists.compose_absences,
        about=_about_absences,
    ),
    DocumentType(
        key="planning",
        title=TITLES["planning"],
        area="calendrier",
        subject="period",
        personal=False,
        help="Un mois d’activités, pour le mur, un intervenant, un lieu, ou la carte d’une personne.",
        view=PlanningView,
        compose=planning.compose,
        about=planning.about,
        variants=planning_views.VARIANTS,
    ),
    DocumentType(
        key="convocation-activite",
        title=TITLES["convocation-activite"],
        area="calendrier",
        subject="activity",
        personal=True,
        help="Une lettre par personne, avec les dates à venir.",
        view=ConvocationView,
        compose=convocations.compose,
        about=convocations.about,
    ),
)
