"""What each table says of a person, in words: the tables of the export, and why the others are left out.

A test walks the tables: one that comes to point to a person must be here or there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from elans_desktop.services.calendar.sheet_states import STATE_LABELS
from elans_desktop.services.history.history_reading import MOMENTS
from elans_desktop.services.history.history_tables import TableWords
from elans_desktop.services.history.history_words import LISTS, TABLES
from elans_desktop.services.presences.attendance import STATUSES

PERSON = "participant"
_SHEETS = {
    "seance": "d’une séance",
    "journee": "d’une journée",
    "semaine": "d’une semaine",
    "mois": "d’un mois",
    "individuel": "individuelle",
    "vierge": "vierge",
}
_STATES = {**{code: label.lower() for code, label in STATE_LABELS.items()}, "remplacee": "remplacée"}

_MORE: Mapping[str, Mapping[str, str]] = {
    "detection_contact": {
        "agreement_id": "Convention",
        "age_band": "Tranche d’âge",
        "sex": "Sexe",
        "commune": "Commune",
        "insee": "Code INSEE",
    },
    "barrier_review": {"theme_code": "Frein"},
    "situation": {"moment": "Moment"},
    "situation_choice": {"list_code": "Question"},
    "enrolment": {"rank": "Rang d’attente"},
    "evaluation": {
        "grid_id": "Grille",
        "moment": "Moment",
        "finished_at": "Terminée le",
    },
    "objective": {"position": "Rang"},
    "objective_action": {"position": "Rang", "created_on": "Notée le"},
    "private_note": {"user_id": "Auteur"},
    "handed_document": {"document_key": "Modèle du document"},
    "follow_up_call": {"moment": "Moment", "noted_at": "Notée le"},
    "presence_correction": {
        "slot_id": "Demi-journée",
        "sheet_id": "Feuille",
        "user_id": "Par",
        "made_at": "Faite le",
    },
    "attachment": {"added_at": "Jointe le", "user_id": "Jointe par", "sha256": "Empreinte du fichier"},
}
"""Columns that the history does not tell."""

_OWN = (
    TableWords(
        "presence",
        "Présence",
        {
            "slot_id": "Demi-journée",
            "status": "Statut",
            "late": "Retard",
            "early": "Départ avant la fin",
            "reason_code": "Motif",
            "proof_received": "Justificatif reçu",
            "comment": "Remarque",
            "carried_over": "Repris d’un tableau",
        },
        lists={"reason_code": "absence_reasons"},
        codes={code: label.lower() for code, label in STATUSES.items()},
        codes_of=("status",),
        durations=("late", "early"),
        subject="slot_id",
    ),
    TableWords(
        "seance_guest",
        "Rendez-vous",
        {"seance_id": "Séance", "improvised": "Sans être attendu"},
        subject="seance_id",
    ),
    TableWords(
        "attendance_sheet",
        "Feuille d’émargement individuelle",
        {
            "number": "N°",
            "kind": "Sorte",
            "activity_id": "Activité",
            "start_on": "Du",
            "end_on": "Au",
            "state": "État",
            "content_sha256": "Empreinte du contenu",
            "control_code": "Code de contrôle",
            "pages": "Pages",
            "printed_at": "Imprimée le",
            "received_on": "Reçue signée le",
            "entered_at": "Saisie le",
            "validated_at": "Validée le",
            "validated_by": "Validée par",
            "superseded_by_id": "Remplacée par",
        },
        codes={**_SHEETS, **_STATES},
        codes_of=("kind", "state"),
        subject="number",
    ),
    TableWords("sheet_slot", "Demi-journée de la feuille", {"slot_id": "Demi-journée"}, whole=True),
    TableWords(
        "sheet_scan",
        "Page signée numérisée",
        {"page": "Page", "sha256": "Empreinte de l’image", "filed_at": "Classée le", "user_id": "Par"},
    ),
    TableWords(
        "issued_certificate",
        "Attestation ou certificat",
        {
            "number": "N°",
            "key": "Sorte",
            "activity_id": "Activité",
            "start_on": "Du",
            "end_on": "Au",
            "made_at": "Fait le",
            "replaces": "Remplace le n°",
            "content_sha256": "Empreinte du contenu",
        },
        codes={"certificat": "certificat de réalisation", "attestation": "attestation de participation"},
        codes_of=("key",),
        subject="number",
    ),
    TableWords(
        "answer",
        "Réponse",
        {
            "criterion_id": "Critère",
            "level": "Niveau",
            "not_observed": "Non observé",
            "comment": "Commentaire",
        },
        subject="criterion_id",
    ),
)

PARENTS = frozenset(
    {
        "participant_id",
        "pathway_id",
        "situation_id",
        "enrolment_id",
        "evaluation_id",
        "objective_id",
        "interview_id",
    }
)
"""Columns that only say under what a row stands."""
LINKS = {"sheet_slot": "sheet_id", "sheet_scan": "sheet_id", "issued_certificate": "subject_id"}
"""The same, for tables where the name of the column also says something elsewhere."""

INSTANTS = frozenset(
    {
        ("attachment", "added_at"),
        ("evaluation", "finished_at"),
        ("follow_up_call", "noted_at"),
        ("presence_correction", "made_at"),
        ("attendance_sheet", "printed_at"),
        ("attendance_sheet", "entered_at"),
        ("attendance_sheet", "validated_at"),
        ("sheet_scan", "filed_at"),
        ("issued_certificate", "made_at"),
    }
)
"""Columns in UTC milliseconds."""
_CODES: Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "situation": (MOMENTS, ("moment",)),
    "evaluation": (MOMENTS, ("moment",)),
    "follow_up_call": (MOMENTS, ("moment",)),
    "situation_choice": (LISTS, ("list_code",)),
}
_SUBJECTS = {
    PERSON: "number",
    "detection_contact": "day",
    "pathway": "agreement_id",
    "situation": "moment",
    "enrolment": "activity_id",
    "presence_correction": "slot_id",
    "evaluation": "grid_id",
    "follow_up_call": "day",
}
"""What a row is about, where the history does not say it after the title."""
_LISTS = {"detection_contact": {"age_band": "age_bands", "sex": "sex"}}


def _completed(words: TableWords) -> TableWords:
    """The words of the history, and those of what it does not tell."""
    codes, codes_of = _CODES.get(words.table, ({}, ()))
    return replace(
        words,
        fields={**words.fields, **_MORE.get(words.table, {})},
        lists={**words.lists, **_LISTS.get(words.table, {})},
        codes={**words.codes, **codes},
        codes_of=(*words.codes_of, *codes_of),
        subject=words.subject or _SUBJECTS.get(words.table, ""),
    )


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the document: rows of one table, each with those under it. `columns`: a list of many
    short rows, with these columns; otherwise each row is told in full."""

    title: str
    table: str
    children: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


GROUPS = (
    Group("Identité et coordonnées", PERSON),
    Group("Repérage", "detection_contact"),
    Group("Parcours", "pathway", ("pathway_ground", "pathway_brique", "pathway_suspension")),
    Group("Situations", "situation", ("situation_choice",)),
    Group("Freins", "barrier_review", columns=("theme_code", "day", "level", "status_code")),
    Group("Objectifs et actions", "objective", ("objective_action",)),
    Group("Entretiens", "interview", ("private_note",)),
    Group("Inscriptions aux activités", "enrolment", ("enrolment_period",)),
    Group("Rendez-vous", "seance_guest", columns=("seance_id",)),
    Group("Présences", "presence", columns=("slot_id", "status")),
    Group(
        "Présences corrigées après validation",
        "presence_correction",
        columns=("slot_id", "before", "after", "reason"),
    ),
    Group("Feuilles d’émargement individuelles", "attendance_sheet", ("sheet_slot", "sheet_scan")),
    Group("Attestations et certificats", "issued_certificate", columns=("number", "key", "activity_id")),
    Group("Évaluations", "evaluation", ("answer",)),
    Group("Immersions", "immersion"),
    Group("Aides financières", "financial_aid"),
    Group("Documents remis", "handed_document", columns=("day", "title", "professional_id")),
    Group("Pièces jointes", "attachment", columns=("name", "kind_code", "dated")),
    Group("Bloc confidentiel", "sensitive_record"),
    Group("Suivi après la sortie", "follow_up_call", columns=("day", "moment", "outcome_code")),
    Group("Demandes sur ses données", "person_request"),
)
"""The document, in its order; the tables of the export are those named here."""

_TOLD = {words.table: words for words in (*TABLES.values(), *_OWN)}
WORDS: Mapping[str, TableWords] = MappingProxyType(
    {name: _completed(_TOLD[name]) for group in GROUPS for name in (group.table, *group.children)}
)
"""Each table of the export: its title, the label of each column, how its values are read."""

TECHNICAL: Mapping[str, frozenset[str]] = {
    "attachment": frozenset({"sha256"}),
    "attendance_sheet": frozenset({"content_sha256", "control_code"}),
    "sheet_scan": frozenset({"sha256"}),
    "issued_certificate": frozenset({"content_sha256"}),
    "objective": frozenset({"position"}),
    "objective_action": frozenset({"position"}),
    "handed_document": frozenset({"document_key"}),
}
"""Columns that the file for programs holds, and that would only clutter the document."""

LOOSE = {"issued_certificate": "subject_id"}
"""Tables that name the person by a column which is no foreign key."""

APART = {
    "access_trace": "« consultations » : qui a ouvert, imprimé ou exporté le dossier",
    "issued_document": "« documents » : ce qui a été imprimé ou envoyé",
    "operation": "« rectifications » : ce qui a été changé, quand, par qui, sans ce qui a été annulé",
    "change": "« rectifications » : ce qui a été changé, quand, par qui",
    "blob": "les fichiers eux-mêmes, dans le dossier « pieces »",
}
"""Tables that hold something of the person without pointing to them as the others do: where that is."""

OMITTED = {
    "distinct_pair": "désigne une autre personne, dont on a dit qu’elle n’est pas celle-ci",
    "unfiled_scan": "page numérisée pas encore classée : elle ne se rattache à personne tant qu’elle attend",
    "draft": "saisie en cours d’un utilisateur, effacée ou versée au dossier à l’enregistrement",
    "purge_act": "numéros de dossiers anonymisés, qui ne nomment plus personne",
}
"""Tables left out, and why."""
