"""The French words of the history: title of each table, label of each field, list that names its codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from sqlalchemy import Date

from elans_desktop.models.base import Base
from elans_desktop.services import identity_fields

_ENROLMENT = {"inscrit": "inscrit", "propose": "proposé", "attente": "en attente", "retire": "retiré"}
_VOICES = {"professionnel": "le professionnel", "personne": "la personne"}


@dataclass(frozen=True)
class TableWords:
    """How one table is told. `whole`: its fields speak for themselves, without their labels."""

    table: str
    title: str
    fields: Mapping[str, str]
    lists: Mapping[str, str] = field(default_factory=dict[str, str])
    """Reference list of a coded field."""
    codes: Mapping[str, str] = field(default_factory=dict[str, str])
    codes_of: tuple[str, ...] = ()
    """Fields whose codes are named by `codes`."""
    whole: bool = False

    def is_date(self, name: str) -> bool:
        """Whether a field is a day."""
        return name in _dates(self.table)


@cache
def _dates(table: str) -> frozenset[str]:
    return frozenset(c.name for c in Base.metadata.tables[table].columns if isinstance(c.type, Date))


LISTS = {
    "resources": "ressources",
    "mobility": "mobilité",
    "digital_equipment": "équipement numérique",
}
"""Lists of the ticked answers of a situation, in words."""

_WORDS = (
    TableWords(
        "participant",
        "Identité",
        {
            "number": "N° de dossier",
            **identity_fields.TITLES,
            "reachable_referent": "Référent joignable",
            "archived_on": "Archivé le",
        },
        lists=identity_fields.LISTS,
    ),
    TableWords(
        "detection_contact",
        "Repérage",
        {
            "day": "Date du contact",
            "mode_code": "Mode",
            "place": "Lieu",
            "oriented_by_kind": "Orienté par (sorte)",
            "oriented_by_structure_id": "Orienté par",
            "oriented_by_name": "Orienté par (nom)",
            "member_id": "Membre repéreur",
            "recall_consent": "Accepte d’être recontacté",
            "outcome_code": "Suites",
            "recall_on": "À recontacter le",
        },
        lists={
            "mode_code": "detection_modes",
            "oriented_by_kind": "structure_kinds",
            "outcome_code": "detection_outcome",
        },
        whole=True,
    ),
    TableWords(
        "pathway",
        "Parcours",
        {
            "agreement_id": "Convention",
            "entry_on": "Date d’entrée",
            "member_id": "Membre porteur",
            "referent_id": "Référent",
            "prescriber_id": "Prescripteur",
            "prescriber_name": "Prescripteur (nom)",
            "registered_job_seeker": "Inscrit à France Travail",
            "has_network_referent": "Référent du réseau pour l’emploi",
            "elans_profile": "Profil d’entrée",
            "espoir_site": "Site ESPOIR",
            "charter_signed_on": "Charte signée le",
            "own_words": "Projet, avec ses mots",
            "extension_reason": "Motif de prolongation",
            "exit_on": "Date de sortie",
            "exit_code": "Motif de sortie",
            "certified": "Certification obtenue",
            "exit_note": "Remarque sur la sortie",
        },
        lists={"exit_code": "exits"},
    ),
    TableWords(
        "pathway_brique",
        "Brique",
        {"brique_code": "Brique", "start_on": "Du", "end_on": "Au"},
        lists={"brique_code": "briques"},
        whole=True,
    ),
    TableWords(
        "pathway_suspension",
        "Suspension",
        {"start_on": "Du", "end_on": "Au", "reason": "Motif"},
        whole=True,
    ),
    TableWords(
        "situation",
        "Situation",
        {
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
            "administrative_until": "Statut valable jusqu’au",
        },
        lists={
            "family": "family_situation",
            "housing": "housing",
            "education": "education_level",
            "employment": "employment_situation",
            "unemployed_for": "unemployment_duration",
            "french": "french_level",
            "administrative": "admin_status",
        },
    ),
    TableWords("situation_choice", "Situation", {"code": "Réponse"}, whole=True),
    TableWords(
        "enrolment",
        "Inscription",
        {"activity_id": "Activité", "status": "État"},
        codes=_ENROLMENT,
        codes_of=("status",),
        whole=True,
    ),
    TableWords("enrolment_period", "Inscription", {"start_on": "Du", "end_on": "Au"}, whole=True),
    TableWords(
        "evaluation",
        "Évaluation",
        {"day": "Date", "evaluator_id": "Évaluateur", "voice": "Voix", "comment": "Commentaire"},
        codes=_VOICES,
        codes_of=("voice",),
        whole=True,
    ),
)

TABLES: Mapping[str, TableWords] = MappingProxyType({words.table: words for words in _WORDS})
"""Tables that the history of a person tells."""
