"""The status of a file, derived from the dates of its pathway: never stored."""

from __future__ import annotations

import uuid
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elans_desktop.models.participants import Pathway, PathwayBrique, PathwaySuspension
from elans_desktop.services.scope import Scope

DETECTION, REMOBILISATION, SUPPORT = "R", "M", "A"

SPOTTED, MOBILISED, SUPPORTED = "repere", "remobilisation", "accompagnement"
SUSPENDED, LEFT, ARCHIVED = "suspendu", "sorti", "archive"
STATUS_LABELS = {
    SPOTTED: "Repéré",
    MOBILISED: "En remobilisation",
    SUPPORTED: "En accompagnement",
    SUSPENDED: "Suspendu",
    LEFT: "Sorti",
    ARCHIVED: "Archivé",
}
"""Statuses of a file, in the order of the scheme; never stored."""

_OF_BRIQUE = {DETECTION: SPOTTED, REMOBILISATION: MOBILISED, SUPPORT: SUPPORTED}


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay in a brique: first day, last day (None: it goes on)."""

    brique: str
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A suspension: first day, last day (None: it goes on), and why."""

    start: date
    end: date | None = None
    reason: str = field(default="", repr=False)


def status(
    stays: Iterable[Stay], *, exit_on: date | None, suspended: bool, archived: bool, today: date
) -> str:
    """The status of a file from its dates (domain list of statuses); `today` decides what has begun."""
    if archived:
        return ARCHIVED
    if exit_on is not None and exit_on <= today:
        return LEFT
    if suspended:
        return SUSPENDED
    begun = [stay for stay in stays if stay.start <= today and (stay.end is None or stay.end >= today)]
    if not begun:
        begun = [stay for stay in stays if stay.start <= today]
    latest = max(begun, key=lambda stay: (stay.start, stay.brique != DETECTION), default=None)
    return _OF_BRIQUE.get(latest.brique, SPOTTED) if latest else SPOTTED


def limit_day(entry_on: date | None, months: int | None) -> date | None:
    """The day reached `months` after the entry (the last of the month when it has no such day)."""
    if entry_on is None or months is None:
        return None
    year, month = divmod(entry_on.month - 1 + months, 12)
    year, month = entry_on.year + year, month + 1
    return date(year, month, min(entry_on.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Current:
    """Where somebody stands: the latest pathway of the scope, in few words for a list."""

    pathway_id: uuid.UUID
    status: str
    entry_on: date | None
    referent_id: uuid.UUID | None
    agreement_id: uuid.UUID


def current_statuses(session: Session, scope: Scope, today: date) -> dict[uuid.UUID, tuple[str, uuid.UUID]]:
    """For each participant with a pathway in `scope`: status and pathway (the latest one), in three reads."""
    return {
        person: (found.status, found.pathway_id) for person, found in current(session, scope, today).items()
    }


def current(
    session: Session, scope: Scope, today: date, participant_id: uuid.UUID | None = None
) -> dict[uuid.UUID, Current]:
    """For each participant (or the one asked) with a pathway in `scope`, the latest one, in three reads."""
    columns = (
        Pathway.id,
        Pathway.participant_id,
        Pathway.entry_on,
        Pathway.exit_on,
        Pathway.referent_id,
        Pathway.agreement_id,
    )
    query = select(*columns)
    if participant_id:
        query = query.where(Pathway.participant_id == participant_id)
    if scope.agreement_id:
        query = query.where(Pathway.agreement_id == scope.agreement_id)
    if days := scope.days():
        query = query.where(
            or_(Pathway.entry_on.is_(None), Pathway.entry_on <= days[1]),
            or_(Pathway.exit_on.is_(None), Pathway.exit_on >= days[0]),
        )
    latest: dict[uuid.UUID, Any] = {}
    for row in session.execute(query):
        known = latest.get(row[1])
        if known is None or (row[2] or date.min) >= (known[2] or date.min):
            latest[row[1]] = row
    only = [row[0] for row in latest.values()] if participant_id else None
    stays, paused = _latest_stays(session, today, only), _paused(session, today)
    found: dict[uuid.UUID, Current] = {}
    for person, (pathway_id, _person, entry, exit_on, referent_id, agreement_id) in latest.items():
        if exit_on is not None and exit_on <= today:
            code = LEFT
        elif pathway_id in paused:
            code = SUSPENDED
        else:
            code = _OF_BRIQUE.get(stays.get(pathway_id, DETECTION), SPOTTED)
        found[person] = Current(pathway_id, code, entry, referent_id, agreement_id)
    return found


def _latest_stays(session: Session, today: date, only: Sequence[uuid.UUID] | None) -> dict[uuid.UUID, str]:
    """For each pathway, the brique of the stay that holds today, else of the last one begun."""
    query = select(
        PathwayBrique.pathway_id, PathwayBrique.brique_code, PathwayBrique.start_on, PathwayBrique.end_on
    ).where(PathwayBrique.start_on <= today)
    if only is not None:
        query = query.where(PathwayBrique.pathway_id.in_(only))
    best: dict[uuid.UUID, tuple[bool, date, bool, str]] = {}
    for pathway_id, brique, start, end in session.execute(query):
        candidate = (end is None or end >= today, start, brique != DETECTION, brique)
        known = best.get(pathway_id)
        if known is None or candidate[:3] >= known[:3]:
            best[pathway_id] = candidate
    return {pathway_id: stay[3] for pathway_id, stay in best.items()}


def _paused(session: Session, today: date) -> set[uuid.UUID]:
    return set(
        session.scalars(
            select(PathwaySuspension.pathway_id).where(
                PathwaySuspension.start_on <= today,
                or_(PathwaySuspension.end_on.is_(None), PathwaySuspension.end_on >= today),
            )
        )
    )
