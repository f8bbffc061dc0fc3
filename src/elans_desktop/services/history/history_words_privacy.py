"""The words of the history: confidential block, attached files, people told apart."""

from __future__ import annotations

from elans_desktop.services.history.history_tables import TableWords
from elans_desktop.services.participants.sensitive import HEALTH_LEVELS
from elans_desktop.services.permissions import Right
from elans_desktop.services.privacy import person_requests

_PURPOSE = "sensitive_purpose"
_LEVELS = {str(level): words for level, words in HEALTH_LEVELS.items()}

WORDS = (
    TableWords(
        "sensitive_record",
        "Bloc confidentiel",
        {
            "rqth_code": "RQTH",
            "rqth_until": "RQTH valable jusqu’au",
            "rqth_purpose": "RQTH, finalité",
            "health_level": "Effet de la santé sur le parcours",
            "health_purpose": "Santé, finalité",
            "justice_code": "Sous main de justice",
            "justice_constraints": "Contraintes d’horaires",
            "justice_purpose": "Justice, finalité",
            "protection_code": "Mesure de protection",
            "protection_purpose": "Protection, finalité",
            "note": "Note confidentielle",
            "note_purpose": "Note, finalité",
        },
        lists={
            "rqth_code": "rqth",
            "rqth_purpose": _PURPOSE,
            "health_purpose": _PURPOSE,
            "justice_code": "justice",
            "justice_purpose": _PURPOSE,
            "protection_code": "protection",
            "protection_purpose": _PURPOSE,
            "note_purpose": _PURPOSE,
        },
        codes=_LEVELS,
        codes_of=("health_level",),
        parents=("participant_id",),
        right=Right.READ_SENSITIVE,
        alone=True,
    ),
    TableWords(
        "attachment",
        "Pièce jointe",
        {
            "name": "Fichier",
            "kind_code": "Sorte",
            "confidential": "Confidentielle",
            "dated": "Datée du",
            "expires_on": "Valable jusqu’au",
            "note": "Remarque",
        },
        lists={"kind_code": "attachment_kinds"},
        parents=("participant_id",),
        hidden=frozenset({"sha256", "added_at", "user_id"}),
        subject="name",
        alone=True,
    ),
    TableWords(
        "person_request",
        "Demande sur ses données",
        {
            "kind_code": "Droit",
            "received_on": "Reçue le",
            "means_code": "Moyen",
            "wording": "Demande",
            "extended": "Délai prolongé",
            "answered_on": "Répondue le",
            "outcome_code": "Réponse",
            "answer": "Ce qui a été répondu",
        },
        codes={**person_requests.KINDS, **person_requests.MEANS, **person_requests.OUTCOMES},
        codes_of=("kind_code", "means_code", "outcome_code"),
        parents=("participant_id",),
        subject="kind_code",
        alone=True,
    ),
    TableWords(
        "distinct_pair",
        "Doublon écarté",
        {"first_id": "Dossier", "second_id": "Autre dossier"},
        whole=True,
        parents=("first_id", "second_id"),
        alone=True,
    ),
)
