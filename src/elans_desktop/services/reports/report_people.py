"""Bilans: the people behind each figure, by the same conditions as the figure itself."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core.text import fold, list_name
from elans_desktop.models.participants import DetectionContact, Participant, Pathway
from elans_desktop.services import restricted
from elans_desktop.services.organisation import reference
from elans_desktop.services.participants import completeness
from elans_desktop.services.pathways import eligibility, eligibility_figures, follow_up_figures
from elans_desktop.services.pathways.exit_meanings import is_favourable, is_neutral
from elans_desktop.services.pathways.milestones import (
    Period,
    contact_scope,
    milestones,
    pathway_scope,
    within,
)
from elans_desktop.services.pathways.pathway_status import limit_day
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences import attendance_hours
from elans_desktop.services.reports import report_ages
from elans_desktop.services.scope import Scope

SPOTTED, MOBILISED, SUPPORTED, LEFT = "spotted", "mobilised", "supported", "exits"
SPOTTED_MOBILISED, MOBILISED_SUPPORTED = "spotted-mobilised", "mobilised-supported"
SOLUTION, NO_SOLUTION, DYNAMIC = "solution", "no-solution", "dynamic"
PRIORITY, SUBSIDIARY, TO_JUSTIFY = "priority", "subsidiary", "to-justify"
OVER_9, OVER_12, PRESENT = "over-9", "over-12", "present"
SIX_MONTHS, REACHED = "six-months", "reached"
_ANSWERS = {
    PRIORITY: eligibility.PRIORITY,
    SUBSIDIARY: eligibility.SUBSIDIARY,
    TO_JUSTIFY: eligibility.TO_JUSTIFY,
}
CONTACTS, ENTERED = "contacts", "entered"
INCOMPLETE = "incomplete"
"""« incomplete:fse: », « incomplete:fse:sex »: the files that miss something a list asks, or that point."""
AGE = "age"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody behind a figure."""

    id: uuid.UUID
    number: str
    name: str = field(repr=False)
    commune: str = field(repr=False)
    entry_on: date | None
    exit_on: date | None
    exit: str
    missing: str = ""
    """What the file lacks, in words: the lists of incomplete files."""


def people(session: Session, key: str, scope: Scope, period: Period) -> tuple[PersonLine, ...]:
    """Those behind a figure, by name: `key` is one of this module, « o2r:emploi », « iae:durable »…,
    « present:2027-03-01 » (a month, by its first day in the period) or « age:18 à 25 ans »."""
    require(session, Right.READ_PEOPLE)
    if key.startswith(f"{INCOMPLETE}:"):
        return _incomplete(session, key, scope)
    if key == CONTACTS:
        met = select(DetectionContact.participant_id).where(
            within(DetectionContact.day, period), contact_scope(scope)
        )
        return _people(session, session.execute(_lines().where(Participant.id.in_(met))).all())
    kind, _, detail = key.partition(":")
    if kind == PRESENT:
        shown = _month_of(detail, period) if detail else period
        found = attendance_hours.hours_by(
            session, "person", replace(scope, year=None), (shown.start, shown.end)
        )
        return _those(session, scope, {person for person, sums in found.items() if sums.presences})
    if kind == AGE:
        return _those(session, scope, report_ages.people_of(session, detail, scope, period))
    table = milestones(scope)
    query = _lines().join(table, table.c.pathway_id == Pathway.id)
    return _people(session, session.execute(query.where(_condition(session, key, table.c, period))).all())


def _incomplete(session: Session, key: str, scope: Scope) -> tuple[PersonLine, ...]:
    _word, code, item = key.split(":")
    return tuple(
        PersonLine(
            id=file.id,
            number=file.number,
            name=file.name,
            commune="",
            entry_on=None,
            exit_on=None,
            exit="",
            missing=", ".join(point.label for point in file.missing),
        )
        for file in completeness.incomplete_files(session, scope, code, item)
    )


def _month_of(first: str, period: Period) -> Period:
    """The part of a month (its first day in the period, as ISO words) that the period holds."""
    start = date.fromisoformat(first)
    after = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    return Period(start, min(period.end, after - timedelta(days=1)))


def _those(session: Session, scope: Scope, wanted: set[uuid.UUID]) -> tuple[PersonLine, ...]:
    """These people, with their pathway in the agreement of the scope."""
    query = _lines()
    if scope.agreement_id:
        query = query.where(Pathway.agreement_id == scope.agreement_id)
    return _people(session, [row for row in session.execute(query) if row[0] in wanted])


def _lines() -> Select[*tuple[Any, ...]]:
    return select(
        Participant.id,
        Participant.number,
        restricted.LAST,
        restricted.BIRTH,
        restricted.FIRST,
        Participant.commune,
        Pathway.entry_on,
        Pathway.exit_on,
        Pathway.exit_code,
    ).outerjoin(Pathway, Pathway.participant_id == Participant.id)


def _people(session: Session, rows: Sequence[Any]) -> tuple[PersonLine, ...]:
    labels = reference.labels(session, "exits")
    known: dict[uuid.UUID, PersonLine] = {}
    for person, code, last, birth, first, commune, entry, left, exit_code in rows:
        name = list_name(last or birth, first)
        known[person] = PersonLine(
            person, code, name, commune, entry, left, labels("exits", exit_code) if left else ""
        )
    return tuple(sorted(known.values(), key=lambda line: (fold(line.name), line.number)))


def _condition(session: Session, key: str, at: Any, period: Period) -> ColumnElement[bool]:
    spotted, mobilised = within(at.spotted, period), within(at.mobilised, period)
    left = within(at.exit_on, period)
    simple: dict[str, ColumnElement[bool]] = {
        SPOTTED: spotted,
        MOBILISED: mobilised,
        SUPPORTED: within(at.supported, period),
        ENTERED: within(at.entry_on, period),
        LEFT: left,
        SPOTTED_MOBILISED: spotted & (at.mobilised <= period.end),
        MOBILISED_SUPPORTED: mobilised & (at.supported <= period.end),
    }
    if key in simple:
        return simple[key]
    if key in _ANSWERS:
        return at.pathway_id.in_(list(eligibility_figures.entered(session, Scope(), period)[_ANSWERS[key]]))
    if key in (SIX_MONTHS, REACHED):
        known = follow_up_figures.six_months(session, Scope(), period)
        return at.pathway_id.in_(list(known.due if key == SIX_MONTHS else known.answers))
    if key in (OVER_9, OVER_12):
        pathways = long_pathways(session, Scope(), period, 9 if key == OVER_9 else 12)
        return at.pathway_id.in_(pathways)
    items = {row.code: row.extra for row in reference.items(session, "exits", active_only=False)}
    if ":" in key:
        vocabulary, _, family = key.partition(":")
        codes = [code for code, extra in items.items() if str(extra.get(vocabulary, "")) == family]
        if not family:
            return left & or_(at.exit_code.is_(None), at.exit_code.not_in(list(items)))
        return left & at.exit_code.in_(codes)
    vocabulary = "iae" if key == DYNAMIC else "o2r"
    good = [code for code, extra in items.items() if is_favourable(vocabulary, extra)]
    if key in (SOLUTION, DYNAMIC):
        return left & at.exit_code.in_(good)
    neutral = [code for code, extra in items.items() if is_neutral(vocabulary, extra)]
    return left & or_(at.exit_code.is_(None), at.exit_code.not_in([*good, *neutral]))


def long_pathways(session: Session, scope: Scope, period: Period, months: int) -> list[uuid.UUID]:
    """Pathways under way in the period that lasted more than `months` by its end, or by their exit."""
    query = select(Pathway.id, Pathway.entry_on, Pathway.exit_on).where(
        Pathway.entry_on < period.end - timedelta(days=28 * months),
        or_(Pathway.exit_on.is_(None), Pathway.exit_on >= period.start),
        pathway_scope(scope),
    )
    found: list[uuid.UUID] = []
    for pathway, entry, left in session.execute(query):
        limit = limit_day(entry, months)
        if limit is not None and limit < min(left or period.end, period.end):
            found.append(pathway)
    return found
