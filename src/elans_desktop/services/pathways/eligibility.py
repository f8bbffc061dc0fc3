"""R-ELIG: which public of an O2R a person belongs to, and why; it informs and never blocks.

Rule (cahier des charges O2R, arrêté du 26 juin 2024): priority = not registered with France Travail and
without a référent in the réseau pour l’emploi; subsidiary = registered, with one of three grounds, the third
needing a last contact with the référent body at least `no_contact_months` (5) before the entry; anything
else is to be justified in words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from elans_desktop.core.formats import NBSP, date_short
from elans_desktop.services.pathways.pathway_status import limit_day

PRIORITY, SUBSIDIARY, TO_JUSTIFY = "prioritaire", "subsidiaire", "a_justifier"
"""Codes of the list `eligibility`."""
UNSUPPORTED, NO_SOLUTION, NO_CONTACT = "vulnerabilite", "sans_solution", "sans_contact"
"""The three subsidiary grounds: codes of the list `eligibility_ground`."""

_TITLES = {
    PRIORITY: "Public prioritaire",
    SUBSIDIARY: "Public subsidiaire",
    TO_JUSTIFY: "À justifier",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at; `None`: nobody knows yet."""

    day: date
    """The entry; today while the person has not entered."""
    registered: bool | None = None
    has_referent: bool | None = None
    grounds: tuple[str, ...] = ()
    last_contact_on: date | None = None
    """Last contact with the référent body."""
    note: str = field(default="", repr=False)
    """What justifies the entry otherwise."""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer of the rule and its reason in words."""

    code: str
    reason: str
    written: bool = True
    """False: it is to be justified, and nothing is written yet."""

    @property
    def sentence(self) -> str:
        """« Public prioritaire : … »"""
        return f"{_TITLES[self.code]}{NBSP}: {self.reason}"


def assess(facts: Facts, no_contact_months: int) -> Eligibility:
    """Apply the rule. `no_contact_months`: the setting of that name (5)."""
    if facts.registered is False and facts.has_referent is False:
        return Eligibility(
            PRIORITY, "pas d’inscription à France Travail, ni de référent du réseau pour l’emploi."
        )
    if facts.registered:
        if reason := _subsidiary_reason(facts, no_contact_months):
            return Eligibility(SUBSIDIARY, f"inscription à France Travail, {reason}.")
        lack = _lacking_ground(facts, no_contact_months)
    elif facts.registered is None:
        lack = "on ne sait pas encore si la personne est inscrite à France Travail"
    elif facts.has_referent is None:
        lack = "on ne sait pas encore si un référent du réseau pour l’emploi suit la personne"
    else:
        lack = "pas d’inscription à France Travail, mais un référent du réseau pour l’emploi suit la personne"
    written = bool(facts.note.strip())
    end = "Le motif est écrit." if written else "Écrivez ce qui justifie l’entrée."
    return Eligibility(TO_JUSTIFY, f"{lack}. {end}", written)


def _subsidiary_reason(facts: Facts, months: int) -> str:
    if UNSUPPORTED in facts.grounds:
        return "sans accompagnement adapté à sa vulnérabilité"
    if NO_SOLUTION in facts.grounds:
        return "sans solution sur le territoire"
    if NO_CONTACT in facts.grounds and facts.last_contact_on:
        reached = limit_day(facts.last_contact_on, months)
        if reached is not None and reached <= facts.day:
            last = date_short(facts.last_contact_on)
            return f"dernier contact avec son référent le {last}, au moins {months}{NBSP}mois avant l’entrée"
    return ""


def _lacking_ground(facts: Facts, months: int) -> str:
    if NO_CONTACT not in facts.grounds:
        return "inscription à France Travail, et aucun des trois motifs n’est coché"
    if facts.last_contact_on is None:
        return "la date du dernier contact avec le référent manque"
    reached = limit_day(facts.last_contact_on, months)
    assert reached is not None
    last, then = date_short(facts.last_contact_on), date_short(reached)
    return (
        f"le dernier contact avec le référent, le {last}, a moins de {months}{NBSP}mois à l’entrée "
        f"({months}{NBSP}mois le {then})"
    )
