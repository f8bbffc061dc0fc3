"""Bilans: the indicators of a period that this version computes, each with its base and its lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from statistics import median
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.formats import NBSP, number, percent
from elans_desktop.core.resources import read_json
from elans_desktop.models.participants import Pathway
from elans_desktop.services.organisation import reference
from elans_desktop.services.pathways import eligibility, eligibility_figures, follow_up_figures
from elans_desktop.services.pathways.milestones import Period, pathway_scope, within
from elans_desktop.services.presences import attendance_hours
from elans_desktop.services.presences.attendance_hours import Hours
from elans_desktop.services.reports import report_ages
from elans_desktop.services.reports.indicators import (
    Exits,
    Funnel,
    Rate,
    exits,
    funnel,
)
from elans_desktop.services.reports.report_people import (
    DYNAMIC,
    LEFT,
    NO_SOLUTION,
    OVER_9,
    OVER_12,
    PRESENT,
    PRIORITY,
    REACHED,
    SIX_MONTHS,
    SOLUTION,
    SUBSIDIARY,
    TO_JUSTIFY,
    long_pathways,
)
from elans_desktop.services.scope import Scope

OTHER_BRIQUE = ""
_CODES = {
    PRIORITY: eligibility.PRIORITY,
    SUBSIDIARY: eligibility.SUBSIDIARY,
    TO_JUSTIFY: eligibility.TO_JUSTIFY,
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure. `unit`: people, rate (basis points), minutes, days. `value` None: no base to compute on."""

    code: str
    label: str
    unit: str
    value: int | None
    base: int | None
    """n, when the figure stands on fewer people than the period holds."""
    definition: str
    formula: str = ""
    """The definition with its numbers: « 16 / (23 − 2) »."""
    lists: tuple[tuple[str, str], ...] = ()
    """(words, key of `people`) of the lists behind it."""


@dataclass(frozen=True, slots=True)
class MonthHours:
    """Hours-participants of a month in minutes, by brique."""

    first: date
    by_brique: Mapping[str, int]

    @property
    def total(self) -> int:
        """Sum of the briques."""
        return sum(self.by_brique.values())


@dataclass(frozen=True, slots=True)
class HoursView:
    """What was lived through: the slow part, asked on the worker in a very large classeur."""

    whole: Hours
    months: tuple[MonthHours, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A period report."""

    period: Period
    funnel: Funnel
    exits: Exits
    indicators: tuple[Indicator, ...]
    ages: tuple[tuple[str, int], ...]
    """People by age band at their entry; « inconnu » last."""


def report(session: Session, scope: Scope, period: Period) -> Report:
    """Everything but the hours; about ten selects."""
    reached, left = funnel(session, scope, period), exits(session, scope, period)
    words = {row.code: row for row in reference.items(session, "indicators", active_only=False)}
    made = [
        *_exit_indicators(left, words),
        *_length_indicators(session, scope, period, words),
        *_follow_up_indicator(session, scope, period, words),
    ]
    return Report(period, reached, left, tuple(made), report_ages.ages(session, scope, period))


def hours(session: Session, scope: Scope, period: Period) -> HoursView:
    """Hours-participants by month and brique, and the whole: one sum a month."""
    months: list[MonthHours] = []
    own = replace(scope, year=None)
    first = period.start
    while first <= period.end:
        after = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        last = min(period.end, after - timedelta(days=1))
        found = attendance_hours.hours_by(session, "brique", own, (first, last))
        by_brique: dict[str, int] = {}
        for code, sums in found.items():
            key = str(code or OTHER_BRIQUE)[:1]
            by_brique[key] = by_brique.get(key, 0) + sums.realised
        months.append(MonthHours(first, by_brique))
        first = after
    whole = attendance_hours.hours(session, own, (period.start, period.end))
    return HoursView(whole, tuple(month for month in months if month.total))


def hour_indicators(session: Session, found: HoursView) -> tuple[Indicator, ...]:
    """File active, heures-participants and assiduité (I05, I14, I15)."""
    words = {row.code: row for row in reference.items(session, "indicators", active_only=False)}
    whole = found.whole
    hours_of = f"{number(whole.realised // 60)}{NBSP}h / {number(whole.planned // 60)}{NBSP}h"
    return (
        _made(
            words,
            "I05",
            "people",
            whole.people,
            None,
            "",
            (("Voir les personnes", PRESENT),),
        ),
        _made(
            words,
            "I14",
            "minutes",
            whole.realised,
            None,
            f"{number(whole.presences)} présences",
            (("Voir les personnes", PRESENT),),
        ),
        _made(
            words,
            "I15",
            "rate",
            whole.rate,
            whole.people,
            hours_of,
            (("Voir les personnes", PRESENT),),
        ),
    )


def _exit_indicators(left: Exits, words: Mapping[str, Any]) -> list[Indicator]:
    o2r, iae = left.rates["o2r"], left.rates["iae"]
    return [
        _made(
            words,
            "I09",
            "rate",
            o2r.basis_points,
            o2r.base,
            _fraction(o2r, left.total),
            (("Vers une solution", SOLUTION), ("Les autres", NO_SOLUTION)),
        ),
        _made(
            words,
            "I10",
            "rate",
            iae.basis_points,
            iae.base,
            _fraction(iae, left.total),
            (("Sorties dynamiques", DYNAMIC),),
        ),
    ]


def _fraction(rate: Rate, total: int) -> str:
    neutral = total - rate.base
    base = f"({number(total)} − {number(neutral)})" if neutral else number(total)
    return f"{number(rate.part)} / {base}"


def _length_indicators(
    session: Session, scope: Scope, period: Period, words: Mapping[str, Any]
) -> list[Indicator]:
    lengths = _lengths(session, scope, period)
    middle = round(median(lengths)) if lengths else None
    mean = round(sum(lengths) / len(lengths)) if lengths else None
    over = {months: len(long_pathways(session, scope, period, months)) for months in (9, 12)}
    made = [
        _made(
            words,
            "I11",
            "days",
            middle,
            len(lengths),
            f"Médiane{NBSP}; moyenne {mean}{NBSP}jours" if mean is not None else "",
            (("Voir les sorties", LEFT),),
        ),
        _made(
            words,
            "I12",
            "people",
            over[9],
            None,
            f"dont {over[12]} de plus de 12{NBSP}mois",
            _over_lists(over),
        ),
    ]
    return [*made, *_eligibility_indicator(session, scope, period, words)]


def _eligibility_indicator(
    session: Session, scope: Scope, period: Period, words: Mapping[str, Any]
) -> list[Indicator]:
    """I13, by the rule of eligibility itself; nothing where nobody entered an O2R."""
    found = eligibility_figures.entered(session, scope, period)
    people = {code: len(set(pathways.values())) for code, pathways in found.items()}
    entries = len({person for pathways in found.values() for person in pathways.values()})
    if not entries:
        return []
    rate = Rate(people[eligibility.PRIORITY], entries)
    told = f"{number(rate.part)} / {number(entries)}"
    if justify := people[eligibility.TO_JUSTIFY]:
        told += f"{NBSP}; {number(justify)} à justifier"
    lists = (
        ("Prioritaires", PRIORITY),
        ("Subsidiaires", SUBSIDIARY),
        ("À justifier", TO_JUSTIFY),
    )
    shown = tuple(one for one in lists if people[_CODES[one[1]]])
    return [_made(words, "I13", "rate", rate.basis_points, entries, told, shown)]


def _follow_up_indicator(
    session: Session, scope: Scope, period: Period, words: Mapping[str, Any]
) -> list[Indicator]:
    """I21: reached six months after, and in work among those reached; nothing where nobody was due."""
    found = follow_up_figures.six_months(session, scope, period)
    if not found.people:
        return []
    rate, work = Rate(found.reached, found.people), Rate(found.employed, found.reached)
    told = f"{number(found.reached)} / {number(found.people)}"
    if work.basis_points is not None:
        told += (
            f"{NBSP}; {number(found.employed)} en emploi, {percent(work.basis_points)} des personnes jointes"
        )
    lists = (("Personnes jointes", REACHED), ("Toutes", SIX_MONTHS))
    return [_made(words, "I21", "rate", rate.basis_points, found.people, told, lists)]


def _over_lists(over: Mapping[int, int]) -> tuple[tuple[str, str], ...]:
    found = [(f"Plus de 9{NBSP}mois", OVER_9)]
    if over[12]:
        found.append((f"Plus de 12{NBSP}mois", OVER_12))
    return tuple(found)


def _made(
    words: Mapping[str, Any],
    code: str,
    unit: str,
    value: int | None,
    base: int | None,
    formula: str,
    lists: tuple[tuple[str, str], ...] = (),
) -> Indicator:
    row = words[code]
    return Indicator(code, row.label, unit, value, base, _definition(code), formula, lists)


@cache
def _definitions() -> Mapping[str, str]:
    return {row["code"]: row["definition"] for row in read_json("reference/indicators.json")["rows"]}


def _definition(code: str) -> str:
    return _definitions().get(code, "")


def definition(code: str) -> str:
    """The shipped definition of an indicator: what the funnel says of its steps."""
    return _definition(code)


def _lengths(session: Session, scope: Scope, period: Period) -> list[int]:
    """Days from entry to exit of the pathways left in the period."""
    query = select(Pathway.entry_on, Pathway.exit_on).where(
        within(Pathway.exit_on, period), Pathway.entry_on.is_not(None), pathway_scope(scope)
    )
    return [(left - entry).days for entry, left in session.execute(query) if left and entry]
