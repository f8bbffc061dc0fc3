"""What each role may do. A rule of the program, not cryptography: all users share the data key."""

from __future__ import annotations

from enum import Enum

from sqlalchemy.orm import Session

from elans_desktop.core.errors import PermissionDenied
from elans_desktop.storage.actor import Actor, actor_of


class Right(Enum):
    """A kind of action; the value finishes the sentence « Votre rôle ne permet pas de … »."""

    READ_PEOPLE = "consulter les dossiers des personnes"
    EDIT_PEOPLE = "modifier les dossiers des personnes"
    SUPPORT = "suivre l’accompagnement des personnes (freins, objectifs, entretiens)"
    READ_SENSITIVE = "consulter ce qui est confidentiel"
    MERGE_PEOPLE = "réunir deux dossiers"
    EDIT_CALENDAR = "modifier le calendrier"
    ENTER_PRESENCES = "saisir les présences"
    VALIDATE_SHEETS = "valider une feuille d’émargement"
    EVALUATE = "saisir une évaluation"
    GOVERN = "modifier les instances et les réunions"
    READ_BUDGET = "consulter le budget"
    EDIT_BUDGET = "modifier le budget"
    IMPORT_EXPORT = "importer ou exporter des listes"
    OPEN_RESTRICTED = "ouvrir l’archive restreinte"
    PURGE = "archiver, garder ou anonymiser des dossiers"
    ADMINISTER = "changer les réglages du classeur"
    MANAGE_USERS = "gérer les utilisateurs"


_READ = frozenset({Right.READ_PEOPLE})
_WELCOME = _READ | {Right.EDIT_PEOPLE, Right.ENTER_PRESENCES}
_REFERENT = _WELCOME | {
    Right.MERGE_PEOPLE,
    Right.SUPPORT,
    Right.READ_SENSITIVE,
    Right.EDIT_CALENDAR,
    Right.EVALUATE,
    Right.IMPORT_EXPORT,
}
_COORDINATION = _REFERENT | {
    Right.VALIDATE_SHEETS,
    Right.GOVERN,
    Right.READ_BUDGET,
    Right.EDIT_BUDGET,
    Right.OPEN_RESTRICTED,
    Right.PURGE,
    Right.ADMINISTER,
}

RIGHTS: dict[str, frozenset[Right]] = {
    "consultation": frozenset({Right.READ_BUDGET}),
    "accueil": _WELCOME,
    "referent": _REFERENT,
    "coordination": _COORDINATION,
    "administration": frozenset(Right),
}
"""Rights of each role code (four roles of the domain, and the administrator)."""

OWN_FILES_ONLY = frozenset({"referent"})
"""Roles that read what is confidential in the files they follow alone: see `confidentiality`."""

ROLE_LABELS = {
    "accueil": "accueil",
    "referent": "référent de parcours",
    "coordination": "coordination",
    "consultation": "consultation (statistiques seulement)",
    "administration": "administration",
}


def allowed(actor: Actor, right: Right) -> bool:
    """Whether the person at the keyboard may do that."""
    return right in RIGHTS.get(actor.role, frozenset())


def require(session: Session, right: Right) -> Actor:
    """The actor, who holds `right`. Raises PermissionDenied."""
    actor = actor_of(session)
    if not allowed(actor, right):
        raise PermissionDenied(
            f"Votre rôle ne permet pas de {right.value}.",
            "Demandez à la coordination, ou à la personne qui administre le classeur.",
        )
    return actor
