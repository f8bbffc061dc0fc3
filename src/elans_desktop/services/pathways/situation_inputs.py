"""The questions of a situation: their titles, the lists that answer them, what is typed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

ENTRY, MIDDLE, EXIT, LATER = "entree", "mi_parcours", "sortie", "plus_6_mois"
MOMENTS = {ENTRY: "Entrée", MIDDLE: "Mi-parcours", EXIT: "Sortie", LATER: "Six mois après"}
"""Moments of a pathway, in their order."""

TITLES: Mapping[str, str] = {
    "collected_on": "Recueillie le",
    "family": "Situation familiale",
    "children": "Enfants à charge",
    "children_under_3": "Dont moins de 3 ans",
    "housing": "Logement",
    "education": "Niveau de formation",
    "last_class": "Dernière classe suivie",
    "employment": "Situation au regard de l’emploi",
    "unemployed_for": "Durée sans emploi",
    "french": "Maîtrise du français",
    "administrative": "Statut administratif",
    "administrative_until": "Valable jusqu’au",
    "resources": "Ressources (sans montant)",
    "mobility": "Mobilité",
    "equipment": "Équipement numérique",
    "iae": "Critères d’éligibilité IAE",
}
"""Every question, in the order of the form (domain: dossier participant, situation)."""

LISTS = {
    "family": "family_situation",
    "housing": "housing",
    "education": "education_level",
    "employment": "employment_situation",
    "unemployed_for": "unemployment_duration",
    "french": "french_level",
    "administrative": "admin_status",
}
"""Single answers: the reference list of each field."""

CHOICES = {"resources": "resources", "mobility": "mobility", "equipment": "digital_equipment"}
"""Answers among several: the reference list of each field."""

QUESTIONS = (*LISTS, "children", *CHOICES)
"""What is asked of everybody; a date and a class are precisions, the criteria of the IAE serve later."""


@dataclass(frozen=True, slots=True)
class SituationInput:
    """The situation at one moment of a pathway; codes of the reference lists, None when not asked."""

    pathway_id: uuid.UUID
    moment: str
    collected_on: date | None = None
    family: str | None = None
    children: int | None = None
    children_under_3: int | None = None
    housing: str | None = None
    education: str | None = None
    last_class: str = ""
    employment: str | None = None
    unemployed_for: str | None = None
    french: str | None = None
    administrative: str | None = None
    administrative_until: date | None = None
    resources: tuple[str, ...] = ()
    mobility: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    iae: tuple[str, ...] | None = field(default=None, repr=False)
    """Criteria of the IAE ticked; None for a user who does not see them: what is kept stays."""

    @property
    def blanks(self) -> int:
        """How many of the questions have no answer."""
        return sum(self.is_blank(name) for name in QUESTIONS)

    def is_blank(self, name: str) -> bool:
        """Whether a question has no answer."""
        return getattr(self, name) in (None, "", ())


COLUMNS = tuple(
    name for name in SituationInput.__slots__ if name not in ("pathway_id", "moment", "iae", *CHOICES)
)
"""The fields that are columns of the situation."""
