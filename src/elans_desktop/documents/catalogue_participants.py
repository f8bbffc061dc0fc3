"""The documents of the tab Participants: papers about a person, or handed over to them."""

from __future__ import annotations

from datetime import date

from elans_desktop.documents import (
    action_plan,
    detection_sheet,
    pathway_review,
    person_data,
    person_sheet,
    post,
    text_sheet,
)
from elans_desktop.documents.document_type import DocumentType
from elans_desktop.documents.titles import TITLES
from elans_desktop.services.participants.paper_people import (
    ActionPlanView,
    DetectionSheetView,
    EnvelopesView,
    LabelsView,
    PersonDataView,
    PersonSheetView,
    ReviewView,
    TextSheetView,
)
from elans_desktop.services.participants.person_papers import detection_sheet as blank
from elans_desktop.services.participants.person_papers import post as mail
from elans_desktop.services.participants.person_papers import sheet
from elans_desktop.services.privacy.person_export import paper, reading


def _about_number(view: PersonSheetView | ReviewView | ActionPlanView) -> tuple[date, str]:
    return view.printed_at.date(), view.number


def _about_text(view: TextSheetView) -> tuple[date, str]:
    return view.printed_at.date(), view.subject


def _about_detection(view: DetectionSheetView) -> tuple[date, str]:
    return view.printed_at.date(), "vierge"


def _about_labels(view: LabelsView) -> tuple[date, str]:
    return view.printed_at.date(), f"planche de {view.sheet}"


def _about_envelopes(view: EnvelopesView) -> tuple[date, str]:
    return view.printed_at.date(), view.format


DOCUMENTS = (
    DocumentType(
        key="fiche-participant",
        title=TITLES["fiche-participant"],
        area="participants",
        subject="participant",
        personal=True,
        help="Le dossier de la personne sur deux à quatre pages.",
        view=PersonSheetView,
        compose=person_sheet.compose,
        about=_about_number,
        variants=sheet.VARIANTS,
        pages="2 à 4 pages",
    ),
    DocumentType(
        key="bilan-parcours",
        title=TITLES["bilan-parcours"],
        area="participants",
        subject="participant",
        personal=True,
        help="Deux pages à la première personne, à remettre et à signer.",
        view=ReviewView,
        compose=pathway_review.compose,
        about=_about_number,
        pages="2 pages",
    ),
    DocumentType(
        key="plan-action-personnel",
        title=TITLES["plan-action-personnel"],
        area="participants",
        subject="participant",
        personal=True,
        help="Les objectifs et leurs actions, à remettre et à signer.",
        view=ActionPlanView,
        compose=action_plan.compose,
        about=_about_number,
        pages="1 page",
    ),
    DocumentType(
        key="charte",
        title=TITLES["charte"],
        area="participants",
        subject="participant",
        personal=True,
        help="Ce que la personne et la structure se promettent. Sans personne choisie\u00a0: vierge.",
        view=TextSheetView,
        compose=text_sheet.compose,
        about=_about_text,
        pages="1 page",
    ),
    DocumentType(
        key="note-rgpd",
        title=TITLES["note-rgpd"],
        area="participants",
        subject="participant",
        personal=True,
        help="Ce qui est noté, pourquoi, combien de temps, et les droits de la personne.",
        view=TextSheetView,
        compose=text_sheet.compose,
        about=_about_text,
        pages="1 page",
    ),
    DocumentType(
        key=paper.KEY,
        title=TITLES[paper.KEY],
        area="participants",
        subject="participant",
        personal=True,
        help="Tout ce que le classeur sait d’elle, à lui remettre quand elle le demande.",
        view=PersonDataView,
        compose=person_data.compose,
        about=_about_number,
        variants=reading.NOTES,
    ),
    DocumentType(
        key="fiche-rectification",
        title=TITLES["fiche-rectification"],
        area="participants",
        subject="participant",
        personal=True,
        help="Ce qui a été corrigé dans son dossier, à lui remettre.",
        view=PersonSheetView,
        compose=person_sheet.compose,
        about=_about_number,
    ),
    DocumentType(
        key="fiche-reperage",
        title=TITLES["fiche-reperage"],
        area="participants",
        subject="none",
        personal=False,
        help="À remplir debout, en deux minutes, au marché ou dans une salle des fêtes.",
        view=DetectionSheetView,
        compose=detection_sheet.compose,
        about=_about_detection,
        variants=blank.VARIANTS,
        pages="1 page",
    ),
    DocumentType(
        key="etiquettes",
        title=TITLES["etiquettes"],
        area="participants",
        subject="participant",
        personal=True,
        help="Planches A4 de 24 ou de 14 étiquettes, depuis la première qui reste.",
        view=LabelsView,
        compose=post.compose_labels,
        about=_about_labels,
        variants=mail.LABELS,
    ),
    DocumentType(
        key="enveloppes",
        title=TITLES["enveloppes"],
        area="participants",
        subject="participant",
        personal=True,
        help="Une enveloppe par personne, DL ou C5, avec l’expéditeur.",
        view=EnvelopesView,
        compose=post.compose_envelopes,
        about=_about_envelopes,
        variants=mail.ENVELOPES,
    ),
)
