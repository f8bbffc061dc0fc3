"""Indicators of a period: the funnel, the exits in three vocabularies, and the rates with their base.

Definitions are those of the shipped list `indicators` (cahier des charges O2R, seed Annexe 2). Each figure
says what it is computed on. Sums are made by the database; no row of presence is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core.formats import ratio
from elans_desktop.models.participants import DetectionContact, Pathway
from elans_desktop.services.organisation import reference
from elans_desktop.services.pathways.exit_meanings import VOCABULARIES, is_favourable, is_neutral
from elans_desktop.services.pathways.milestones import (
    Period,
    contact_scope,
    distinct_people,
    milestones,
    pathway_scope,
    period_of,
    within,
)
from elans_desktop.services.scope import Scope

UNCODED = ""
"""Exits whose type was not said."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a base; the base is always shown (« n = 21 »)."""

    part: int
    base: int

    @property
    def basis_points(self) -> int | None:
        """Rounded half up; None without a base."""
        return ratio(self.part, self.base)


@dataclass(frozen=True, slots=True)
class Funnel:
    """I01 to I04, I06 to I08: people, except the contacts."""

    period: Period
    contacts: int
    """Every contact of repérage, anonymous ones included."""
    anonymous: int
    spotted: int
    mobilised: int
    supported: int
    entered: int
    """Entries in a pathway, whatever the brique: what a scheme without briques counts."""
    exits: int
    to_mobilised: Rate
    """Of those spotted in the period, who entered remobilisation by its end."""
    to_supported: Rate
    """Of those who entered remobilisation in the period, who entered accompagnement by its end."""
    solutions: Rate
    """Exits towards a solution (O2R), of the exits that are not neutralised."""


@dataclass(frozen=True, slots=True)
class ExitFamily:
    """A line of a vocabulary of exits."""

    code: str
    label: str
    people: int
    favourable: bool
    """Counts in the rate of its vocabulary."""


@dataclass(frozen=True, slots=True)
class Exits:
    """The exits of a period: one recorded fact, three readings (domain: types of exit)."""

    total: int
    families: Mapping[str, tuple[ExitFamily, ...]]
    """By vocabulary: o2r, iae, fse. Lines that nobody took are left out, except the favourable ones."""
    rates: Mapping[str, Rate]


def funnel(session: Session, scope: Scope, period: Period) -> Funnel:
    """Who went how far in the period: three selects."""
    table = milestones(scope)
    spotted, mobilised = within(table.c.spotted, period), within(table.c.mobilised, period)
    reached = (
        distinct_people(table, spotted),
        distinct_people(table, mobilised),
        distinct_people(table, within(table.c.supported, period)),
        distinct_people(table, within(table.c.exit_on, period)),
        distinct_people(table, within(table.c.entry_on, period)),
        distinct_people(table, spotted & (table.c.mobilised <= period.end)),
        distinct_people(table, mobilised & (table.c.supported <= period.end)),
    )
    r, m, a, left, entered, r_to_m, m_to_a = session.execute(select(*reached)).one()
    contacts, known = _contacts(session, scope, period)
    return Funnel(
        period=period,
        contacts=contacts,
        anonymous=contacts - known,
        spotted=r,
        mobilised=m,
        supported=a,
        entered=entered,
        exits=left,
        to_mobilised=Rate(r_to_m, r),
        to_supported=Rate(m_to_a, m),
        solutions=exits(session, scope, period).rates["o2r"],
    )


def current_funnel(session: Session, scope: Scope) -> Funnel:
    """The funnel of the scope's year up to today: Accueil."""
    return funnel(session, scope, period_of(session, scope))


def exits(session: Session, scope: Scope, period: Period) -> Exits:
    """The exits of the period in the three vocabularies: two selects."""
    by_code = exits_by_code(session, scope, period)
    items = {item.code: item.extra for item in reference.items(session, "exits", active_only=False)}
    labels = reference.labels(session, *(f"exit_families_{name}" for name in VOCABULARIES))
    families = {name: _families(session, name, by_code, items, labels) for name in VOCABULARIES}
    total = sum(by_code.values())
    return Exits(total, families, {name: _rate(name, by_code, items) for name in VOCABULARIES})


def exits_by_code(session: Session, scope: Scope, period: Period) -> dict[str, int]:
    """People who left in the period, by code of the list `exits` (UNCODED when none was chosen)."""
    code = func.coalesce(Pathway.exit_code, UNCODED)
    query = select(code, func.count(Pathway.participant_id.distinct())).where(
        within(Pathway.exit_on, period), pathway_scope(scope)
    )
    return dict(session.execute(query.group_by(code)).all())


def _rate(vocabulary: str, by_code: Mapping[str, int], items: Mapping[str, Mapping[str, Any]]) -> Rate:
    good = sum(n for code, n in by_code.items() if is_favourable(vocabulary, items.get(code, {})))
    neutral = sum(n for code, n in by_code.items() if is_neutral(vocabulary, items.get(code, {})))
    return Rate(good, sum(by_code.values()) - neutral)


def _families(
    session: Session,
    vocabulary: str,
    by_code: Mapping[str, int],
    items: Mapping[str, Mapping[str, Any]],
    labels: reference.Labels,
) -> tuple[ExitFamily, ...]:
    list_code = f"exit_families_{vocabulary}"
    people: dict[str, int] = {}
    favourable: set[str] = set()
    for code, extra in items.items():
        family = str(extra.get(vocabulary, UNCODED))
        people[family] = people.get(family, 0) + by_code.get(code, 0)
        if is_favourable(vocabulary, extra):
            favourable.add(family)
    known = [item.code for item in reference.items(session, list_code, active_only=False)]
    found = [
        ExitFamily(code, labels(list_code, code), people.get(code, 0), code in favourable)
        for code in known
        if people.get(code) or code in favourable
    ]
    if unsaid := sum(n for code, n in by_code.items() if code not in items):
        found.append(ExitFamily(UNCODED, "Type non précisé", unsaid, False))
    return tuple(found)


def _contacts(session: Session, scope: Scope, period: Period) -> tuple[int, int]:
    query = select(func.count(), func.count(DetectionContact.participant_id)).where(
        within(DetectionContact.day, period), contact_scope(scope)
    )
    total, known = session.execute(query).one()
    return total, known
