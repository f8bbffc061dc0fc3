"""What each table holds, in French: refusals, history."""

from __future__ import annotations

from elans_desktop.core.formats import NBSP, number

TABLES: dict[str, tuple[str, str]] = {
    "activity": ("activité", "activités"),
    "activity_series": ("récurrence", "récurrences"),
    "activity_target": ("cible d’activité", "cibles d’activité"),
    "activity_trainer": ("intervenant d’activité", "intervenants d’activité"),
    "agenda_item": ("point à l’ordre du jour", "points à l’ordre du jour"),
    "agreement": ("convention", "conventions"),
    "answer": ("réponse d’évaluation", "réponses d’évaluation"),
    "attachment": ("pièce jointe", "pièces jointes"),
    "attendance_sheet": ("feuille d’émargement", "feuilles d’émargement"),
    "barrier_review": ("frein", "freins"),
    "body": ("instance", "instances"),
    "body_member": ("membre d’instance", "membres d’instance"),
    "budget_line": ("ligne de budget", "lignes de budget"),
    "budget_version": ("version de budget", "versions de budget"),
    "budget_year": ("année de budget", "années de budget"),
    "closure": ("fermeture", "fermetures"),
    "commune_zone": ("zone de commune", "zones de communes"),
    "criterion": ("critère de grille", "critères de grille"),
    "decision": ("décision", "décisions"),
    "detection_contact": ("contact de repérage", "contacts de repérage"),
    "distinct_pair": ("paire de personnes distinctes", "paires de personnes distinctes"),
    "enrolment": ("inscription", "inscriptions"),
    "enrolment_period": ("période d’inscription", "périodes d’inscription"),
    "evaluation": ("évaluation", "évaluations"),
    "expense": ("dépense", "dépenses"),
    "financial_aid": ("aide financière", "aides financières"),
    "follow_up_call": ("appel de suivi", "appels de suivi"),
    "funder_mark": ("logo de financeur", "logos de financeurs"),
    "funding": ("financement", "financements"),
    "funding_payment": ("versement", "versements"),
    "grid": ("grille", "grilles"),
    "grid_level": ("niveau de grille", "niveaux de grille"),
    "handed_document": ("document remis", "documents remis"),
    "immersion": ("immersion", "immersions"),
    "interview": ("entretien", "entretiens"),
    "issued_certificate": ("attestation émise", "attestations émises"),
    "issued_document": ("document émis", "documents émis"),
    "laptop": ("poste", "postes"),
    "letter_template": ("modèle de lettre", "modèles de lettres"),
    "meeting": ("réunion", "réunions"),
    "meeting_attendance": ("présence en réunion", "présences en réunion"),
    "month_closing": ("clôture de mois", "clôtures de mois"),
    "number_sequence": ("numérotation", "numérotations"),
    "objective": ("objectif", "objectifs"),
    "objective_action": ("action", "actions"),
    "participant": ("participant", "participants"),
    "pathway": ("parcours", "parcours"),
    "pathway_brique": ("période de brique", "périodes de brique"),
    "pathway_ground": ("motif d’entrée", "motifs d’entrée"),
    "pathway_suspension": ("suspension", "suspensions"),
    "person_request": ("demande de droits", "demandes de droits"),
    "place": ("lieu", "lieux"),
    "presence": ("présence", "présences"),
    "presence_correction": ("correction de présence", "corrections de présence"),
    "private_note": ("note privée", "notes privées"),
    "professional": ("professionnel", "professionnels"),
    "project": ("projet", "projets"),
    "purge_act": ("acte de purge", "actes de purge"),
    "reference_item": ("ligne de liste", "lignes de liste"),
    "scheme": ("dispositif", "dispositifs"),
    "seance": ("séance", "séances"),
    "seance_guest": ("personne attendue à une séance", "personnes attendues à une séance"),
    "seance_slot": ("créneau de séance", "créneaux de séance"),
    "seance_stop": ("arrêt de tournée", "arrêts de tournée"),
    "sensitive_record": ("bloc confidentiel", "blocs confidentiels"),
    "series_exception": ("exception de récurrence", "exceptions de récurrence"),
    "setting": ("réglage", "réglages"),
    "sheet_scan": ("page numérisée", "pages numérisées"),
    "sheet_slot": ("créneau de feuille", "créneaux de feuille"),
    "situation": ("situation", "situations"),
    "situation_choice": ("réponse de situation", "réponses de situation"),
    "slot_trainer": ("intervenant de créneau", "intervenants de créneau"),
    "structure": ("structure", "structures"),
    "structure_role": ("rôle de structure", "rôles de structure"),
    "unfiled_scan": ("page à classer", "pages à classer"),
    "user": ("utilisateur", "utilisateurs"),
}
"""Singular and plural of every journalled table (a test walks the models)."""


def counted(table: str, many: int) -> str:
    """« 3 présences »; a table without a French name is called « lignes »."""
    one, several = TABLES.get(table, ("ligne", "lignes"))
    return f"{number(many)}{NBSP}{one if many < 2 else several}"


def listed(counts: dict[str, int]) -> str:
    """« 1 inscription et 3 présences »."""
    parts = [counted(table, many) for table, many in counts.items()]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} et {parts[-1]}"
