"""What the rules of the PMSMP say of one immersion among those of a person: one sentence a field."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from elans_desktop.core.formats import NBSP, count, date_short
from elans_desktop.services.pathways.immersion_rules import MONTH, Stretch, last_day, most_in_a_year


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules look at in an immersion."""

    id: uuid.UUID | None
    host_id: uuid.UUID | None
    start: date
    end: date
    renewal: bool = False
    cancelled: bool = False
    prescriber_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings, the pathway, and the other immersions of the person."""

    max_months: int
    total_months: int
    entry_on: date | None
    exit_on: date | None
    others: tuple[Known, ...]
    names: Mapping[uuid.UUID, str] = field(repr=False)
    prescribers: frozenset[uuid.UUID]
    """Structures that prescribe by right."""


def of(one: Known, rules: Rules) -> dict[str, str]:
    """The remarks, by field of the form; none of a cancelled immersion."""
    if one.cancelled:
        return {}
    others = [other for other in rules.others if other.id != one.id and not other.cancelled]
    same = [other for other in others if one.host_id and other.host_id == one.host_id]
    found = {
        "start_on": _start(one, others, rules),
        "end_on": _length(one, rules),
        "host": _total(one, same, rules),
        "renewal": _renewal(one, same),
        "prescriber_id": _prescriber(one, rules),
    }
    return {name: words for name, words in found.items() if words}


def _start(one: Known, others: list[Known], rules: Rules) -> str:
    meets = next((other for other in others if other.start <= one.end and other.end >= one.start), None)
    if meets is not None:
        place = rules.names.get(meets.host_id, "") if meets.host_id else ""
        where = f" dans {place}" if place else ""
        return f"Une autre immersion{where} couvre les mêmes jours, du {_days(meets)}."
    if rules.entry_on and one.start < rules.entry_on:
        return f"Elle commence avant l’entrée dans le parcours, le {date_short(rules.entry_on)}."
    if rules.exit_on and one.start > rules.exit_on:
        return f"Elle commence après la sortie du parcours, le {date_short(rules.exit_on)}."
    return ""


def _length(one: Known, rules: Rules) -> str:
    latest = last_day(one.start, rules.max_months)
    if one.end <= latest:
        return ""
    most = f"{rules.max_months}{NBSP}mois"
    return (
        f"Plus de {most} de date à date{NBSP}: le dernier jour possible est le {date_short(latest)}. "
        "Au-delà, notez un renouvellement."
    )


def _total(one: Known, same: list[Known], rules: Rules) -> str:
    total = most_in_a_year([Stretch(known.start, known.end) for known in (*same, one)])
    if total is None or not same or total.parts <= MONTH * rules.total_months:
        return ""
    window = f"du {date_short(total.window.start)} au {date_short(total.window.end)}"
    return (
        f"{total.words} dans cette structure {window}{NBSP}: {rules.total_months}{NBSP}mois au plus "
        f"sur 12{NBSP}mois pour une même personne."
    )


def _renewal(one: Known, same: list[Known]) -> str:
    before = [other for other in same if other.start < one.start]
    if not one.renewal:
        return ""
    first = [other for other in before if not other.renewal]
    if not first:
        return "Aucune première immersion dans cette structure avant celle-ci\u00a0: rien à renouveler."
    begun = max(other.start for other in first)
    renewed = [other for other in before if other.renewal and other.start > begun]
    if renewed:
        times = count(len(renewed), "fois", "fois")
        return (
            f"Déjà renouvelée {times}, du {_days(renewed[-1])}\u00a0: une seule fois, à titre exceptionnel."
        )
    return ""


def _prescriber(one: Known, rules: Rules) -> str:
    if one.prescriber_id is None:
        return "Une PMSMP a un prescripteur\u00a0: France Travail, mission locale, Cap emploi, SIAE…"
    if one.prescriber_id not in rules.prescribers:
        return "Cette structure n’est pas prescripteur de droit\u00a0: il lui faut une délégation écrite."
    return ""


def _days(known: Known) -> str:
    return f"{date_short(known.start)} au {date_short(known.end)}"
