"""Days without activity: the school holidays of each zone, municipal closures, one's own.

The shipped school holidays are lines like the others; a correction of one takes its identifier, and the
removal of that correction brings the shipped dates back.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import NBSP
from elans_desktop.models.activities import Closure
from elans_desktop.services.calendar import calendar_days
from elans_desktop.services.calendar.calendar_days import MUNICIPAL, OWN, SCHOOL, SchoolHoliday
from elans_desktop.services.calendar.ics_reading import IcsEvent
from elans_desktop.services.contact_fields import tidy
from elans_desktop.services.kept import Kept
from elans_desktop.services.organisation import communes
from elans_desktop.services.permissions import Right, require

KINDS = {OWN: "Fermeture de la structure", MUNICIPAL: "Fermeture d’une commune", SCHOOL: "Vacances scolaires"}
ZONES = ("A", "B", "C")
MOST_DAYS = 120
"""Longer than a summer: surely a year typed wrong."""
_OLDEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class ClosureInput:
    """What the form of a closure holds; both days included."""

    id: uuid.UUID | None = None
    kind: str = OWN
    label: str = ""
    start_on: date | None = None
    end_on: date | None = None
    """The first day when None: one day."""
    zone: str | None = None
    """Of school holidays: A, B or C."""
    insee: str = ""
    """Of a municipal closure: the commune."""


@dataclass(frozen=True, slots=True)
class ClosureRow(Kept):
    """A line of the list, with all that the form needs."""

    input: ClosureInput
    commune: str = ""
    shipped: bool = False
    """As it came with the program: correcting it makes a line of one's own."""


@dataclass(frozen=True, slots=True)
class ImportedHolidays:
    """What the calendar of a zone brought."""

    added: int
    updated: int
    left: int
    """Events of one day, or that are not holidays (« Rentrée »)."""


def rows(session: Session, *, zone: str | None = None) -> tuple[ClosureRow, ...]:
    """Closures and school holidays by day, from a year back on; of one zone when asked."""
    since = clock.today() - _OLDEST
    found = [_row(one) for one in session.scalars(select(Closure).where(Closure.end_on >= since))]
    for code in ZONES:
        own = calendar_days.corrections(session, code)
        found += [
            _shipped(holiday)
            for holiday in calendar_days.school_holidays(code, since, date.max)
            if not calendar_days.is_corrected(holiday, own)
        ]
    kept = (row for row in found if zone is None or row.input.zone in (None, zone))
    return tuple(sorted(kept, key=lambda row: (row.input.start_on or date.min, row.input.label)))


def save(session: Session, entered: ClosureInput) -> uuid.UUID:
    """Create or change a closure, or correct shipped holidays. Raises InputError, PermissionDenied."""
    require(session, Right.ADMINISTER)
    _check(entered)
    assert entered.start_on is not None
    closure = session.get(Closure, entered.id) if entered.id else None
    if closure is None:
        closure = Closure(external_uid="")
        if entered.id:
            closure.id = entered.id
        session.add(closure)
    closure.kind = entered.kind
    closure.label = tidy(entered.label)
    closure.start_on = entered.start_on
    closure.end_on = entered.end_on or entered.start_on
    closure.zone = entered.zone if entered.kind == SCHOOL else None
    closure.insee = entered.insee if entered.kind == MUNICIPAL else ""
    session.flush()
    return closure.id


def delete(session: Session, closure_id: uuid.UUID) -> None:
    """Take a closure away; shipped holidays that were corrected come back. Raises RuleError."""
    require(session, Right.ADMINISTER)
    closure = session.get(Closure, closure_id)
    if closure is None:
        raise RuleError(
            f"Ces vacances sont livrées avec le programme{NBSP}: elles ne se suppriment pas.",
            "Vous pouvez en corriger les dates.",
        )
    session.delete(closure)
    session.flush()


def import_holidays(session: Session, zone: str, events: Sequence[IcsEvent]) -> ImportedHolidays:
    """Bring the school holidays of a zone from a calendar file; importing again updates them.

    Raises InputError when nothing in it looks like holidays.
    """
    require(session, Right.ADMINISTER)
    if zone not in ZONES:
        raise InputError({"zone": "Choisissez la zone A, B ou C."})
    known = {one.external_uid: one for one in calendar_days.corrections(session, zone) if one.external_uid}
    added = updated = left = 0
    for event in events:
        first, last = event.first_day, event.last_day
        if (last - first).days < 1 or (last - first).days > MOST_DAYS or _is_return(event.summary):
            left += 1
            continue
        closure = known.get(event.uid)
        if closure is None:
            closure = Closure(kind=SCHOOL, zone=zone, insee="", external_uid=event.uid)
            session.add(closure)
            known[event.uid] = closure
            added += 1
        elif (closure.start_on, closure.end_on, closure.label) != (first, last, event.summary):
            updated += 1
        closure.label = event.summary or "Vacances scolaires"
        closure.start_on, closure.end_on = first, last
    if not added and not updated and left == len(events):
        raise InputError({"file": "Ce fichier ne contient pas de vacances de plusieurs jours."})
    session.flush()
    return ImportedHolidays(added, updated, left)


def _is_return(summary: str) -> bool:
    """« Rentrée des élèves », « Prérentrée des enseignants »."""
    return "rentrée" in summary.casefold()


def _check(entered: ClosureInput) -> None:
    wrong: dict[str, str] = {}
    if entered.kind not in KINDS:
        wrong["kind"] = "Choisissez la sorte de fermeture."
    if not tidy(entered.label):
        wrong["label"] = "Dites ce que c’est, en quelques mots."
    elif len(tidy(entered.label)) > 200:
        wrong["label"] = f"Ce texte est trop long{NBSP}: 200 lettres au plus."
    if entered.start_on is None:
        wrong["start_on"] = "Donnez le premier jour."
    elif entered.end_on is not None and entered.end_on < entered.start_on:
        wrong["end_on"] = "La fin vient avant le début."
    elif entered.end_on is not None and (entered.end_on - entered.start_on).days > MOST_DAYS:
        wrong["end_on"] = f"Une fermeture dure {MOST_DAYS}{NBSP}jours au plus. Vérifiez l’année."
    if entered.kind == SCHOOL and entered.zone not in ZONES:
        wrong["zone"] = "Choisissez la zone A, B ou C."
    if entered.kind == MUNICIPAL and not entered.insee:
        wrong["insee"] = "Choisissez la commune qui ferme."
    if wrong:
        raise InputError(wrong)


def _row(one: Closure) -> ClosureRow:
    entered = ClosureInput(one.id, one.kind, one.label, one.start_on, one.end_on, one.zone, one.insee)
    found = communes.by_insee(one.insee) if one.insee else None
    return ClosureRow(entered, found.name if found else one.insee)


def _shipped(holiday: SchoolHoliday) -> ClosureRow:
    entered = ClosureInput(holiday.id, SCHOOL, holiday.label, holiday.start, holiday.end, holiday.zone)
    return ClosureRow(entered, shipped=True)
