"""The titles of the documents, alone: what tells of printed papers reads them without loading the paper."""

from __future__ import annotations

from collections.abc import Mapping

TITLES: Mapping[str, str] = {
    "fiche-participant": "Fiche individuelle",
    "bilan-parcours": "Bilan de parcours",
    "plan-action-personnel": "Plan d’action",
    "charte": "Charte d’engagement",
    "note-rgpd": "Note d’information sur les données",
    "donnees-personne": "Toutes les données de la personne",
    "fiche-rectification": "Fiche de rectification",
    "fiche-reperage": "Fiche de repérage vierge",
    "etiquettes": "Étiquettes d’adresse",
    "enveloppes": "Enveloppes",
    "emargement-seance": "Feuille d’émargement, séance",
    "emargement-semaine": "Feuille d’émargement, semaine",
    "emargement-journee": "Feuille d’émargement, journée",
    "emargement-mois": "Feuille d’émargement, mois",
    "emargement-individuel": "Fiche individuelle d’émargement",
    "emargement-vierge": "Feuille d’émargement vierge",
    "releve-presence": "Relevé mensuel de présence",
    "attestation": "Attestation de participation",
    "certificat": "Certificat de réalisation",
    "attestation-collective": "Attestation collective",
    "absents": "Liste des absents",
    "planning": "Planning du mois",
    "convocation-activite": "Convocation à une activité",
    "grille-vierge": "Grille d’évaluation vierge",
    "fiche-secours": "Fiche de secours",
    "registre-conservation": "Registre de conservation",
}
"""Title of each document of the catalogue, by key."""

_SENT: Mapping[str, str] = {
    "courrier": "Courrier",
    "export-personne": "Toutes les données, remises à la personne",
}
"""What is recorded as sent and is not a document of the catalogue."""


def title_of(key: str) -> str:
    """The French title of what was printed or sent; the key itself when a later version made it."""
    return TITLES.get(key) or _SENT.get(key, key)
