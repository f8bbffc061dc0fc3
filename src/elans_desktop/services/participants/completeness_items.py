"""What a complete file may be asked to hold: each point, when it is asked, and the field that answers it.

Points of the FSE+ questionnaire (a telephone or an e-mail, the situations at the entry, at the exit and six
months later), of the cahier des charges O2R and of the tables a Département asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from elans_desktop.services.pathways.situation_inputs import ENTRY, EXIT, LATER

ALWAYS, ENTERED, LEFT, LATER_ON = "always", "entered", "left", "later"
"""From the first contact; once in the pathway; once left; six months after the exit."""

PERSON, STANDING, PATHWAY, SITUATION, CHOICES, PAPERS, SENSITIVE = range(7)
"""Where a point is read: each kind costs one read, and only when a point of it is asked."""

GROUPS: Mapping[str, str] = {
    "identity": "Identité et contact",
    "pathway": "Parcours",
    "entry": "Situation à l’entrée",
    "exit": "Sortie et suivi",
    "papers": "Pièces",
}
"""Title of each group of points, in the order of the settings."""

UNANSWERED = ("non_renseignee", "non_renseignees")
"""Codes that say that nothing was asked. « Ne souhaite pas répondre » is an answer, and completes."""


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a file. `section` and `field`: where it is typed; `moment`: in which situation."""

    code: str
    label: str
    group: str
    source: int
    when: str
    section: str
    field: str
    moment: str = ""


def _identity(code: str, label: str, field: str) -> Item:
    return Item(code, label, "identity", PERSON, ALWAYS, "identity", field)


def _pathway(code: str, label: str, field: str, source: int = PATHWAY, when: str = ENTERED) -> Item:
    group, section = ("pathway", "pathway") if when == ENTERED else ("exit", "exit")
    return Item(code, label, group, source, when, section, field)


def _situation(code: str, label: str, field: str, moment: str = ENTRY, source: int = SITUATION) -> Item:
    group, when = {
        ENTRY: ("entry", ENTERED),
        EXIT: ("exit", LEFT),
        LATER: ("exit", LATER_ON),
    }[moment]
    return Item(code, label, group, source, when, "situation", field, moment)


ITEMS: tuple[Item, ...] = (
    _identity("name", "nom", "last_name"),
    _identity("first_name", "prénom", "first_name"),
    _identity("birth_date", "date de naissance", "birth_date"),
    _identity("sex", "sexe", "sex"),
    _identity("nationality", "nationalité", "nationality"),
    _identity("address", "adresse ou domiciliation", "address"),
    _identity("commune", "commune", "commune"),
    _identity("reach", "téléphone ou e-mail", "phone"),
    _identity("reach_or_referent", "téléphone, e-mail ou référent joignable", "phone"),
    _identity("contact_person", "personne à prévenir", "contact_person"),
    _identity("information", "date de l’information donnée", "information_given_on"),
    _pathway("entry_on", "date d’entrée", "entry_on", STANDING),
    _pathway("referent", "référent de parcours", "referent_id", STANDING),
    _pathway("member", "membre porteur", "member_id"),
    _pathway("prescriber", "prescripteur", "prescriber_id"),
    _pathway("registered", "inscription à France Travail", "registered_job_seeker"),
    _pathway("network", "référent du réseau pour l’emploi", "has_network_referent"),
    _pathway("charter", "charte signée", "charter_signed_on"),
    _situation("entry_situation", "situation à l’entrée", "collected_on"),
    _situation("entry_family", "situation familiale", "family"),
    _situation("entry_housing", "logement", "housing"),
    _situation("entry_education", "niveau de formation", "education"),
    _situation("entry_employment", "situation au regard de l’emploi", "employment"),
    _situation("entry_unemployed", "durée sans emploi", "unemployed_for"),
    _situation("entry_resources", "ressources", "resources", source=CHOICES),
    _situation("entry_mobility", "mobilité", "mobility", source=CHOICES),
    Item("rqth", "RQTH", "entry", SENSITIVE, ENTERED, "sensitive", "rqth_code"),
    _pathway("exit_code", "motif de sortie", "exit_code", when=LEFT),
    _situation("exit_situation", "situation à la sortie", "collected_on", EXIT),
    _situation("exit_employment", "emploi à la sortie", "employment", EXIT),
    _situation("later_situation", "situation six mois après", "collected_on", LATER),
    Item("papers", "pièces demandées", "papers", PAPERS, ENTERED, "documents", ""),
)
"""Every point, in the order of the file."""

BY_CODE: Mapping[str, Item] = {item.code: item for item in ITEMS}
BITS: Mapping[str, int] = {item.code: 1 << rank for rank, item in enumerate(ITEMS)}
"""A file is a whole number: one bit for each point."""


def mask(codes: Iterable[str]) -> int:
    """The bits of some points; codes of another version of the program count for nothing."""
    return sum(BITS[code] for code in set(codes) if code in BITS)


def bits_of(source: int) -> int:
    """The points read in one place."""
    return mask(item.code for item in ITEMS if item.source == source)


GOING: int = bits_of(PERSON) | bits_of(PAPERS) | bits_of(SENSITIVE) | BITS["prescriber"]
"""What an anonymised file no longer answers by itself: its erasure keeps which of them it did."""


def items_of(bits: int) -> tuple[Item, ...]:
    """The points of a number, in the order of the file: what a file misses, in words."""
    return tuple(item for item in ITEMS if BITS[item.code] & bits)
