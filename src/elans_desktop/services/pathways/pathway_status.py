"""The status of a file, derived from the dates of its pathway: never stored."""

from __future__ import annotations

import uuid
from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, or_, select, true, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from elans_desktop.models.participants import Pathway, PathwayBrique, PathwaySuspension
from elans_desktop.services.indexes import unindexed
from elans_desktop.services.scope import EVERYTHING, Scope

DETECTION, REMOBILISATION, SUPPORT = "R", "M", "A"

SPOTTED, MOBILISED, SUPPORTED = "repere", "remobilisation", "accompagnement"
FOLLOWED, SUSPENDED, LEFT, ARCHIVED = "en_parcours", "suspendu", "sorti", "archive"
STATUS_LABELS = {
    SPOTTED: "Repéré",
    MOBILISED: "En remobilisation",
    SUPPORTED: "En accompagnement",
    FOLLOWED: "En parcours",
    SUSPENDED: "Suspendu",
    LEFT: "Sorti",
    ARCHIVED: "Archivé",
}
"""Statuses of a file, in the order of the scheme; never stored."""

_OF_A_BRIQUE = frozenset({MOBILISED, SUPPORTED})
"""Statuses that exist where pathways go from brique to brique."""


def offered(briques: bool, held: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
    """The statuses to choose from among open files, with their words: those of a brique where the scheme has
    them (`briques`), or when somebody `held` one."""
    return tuple(
        (code, words)
        for code, words in STATUS_LABELS.items()
        if code not in (LEFT, ARCHIVED) and (briques or code not in _OF_A_BRIQUE or code in held)
    )


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
    stays: Iterable[Stay],
    *,
    exit_on: date | None,
    suspended: bool,
    archived: bool,
    today: date,
    entry_on: date | None = None,
) -> str:
    """The status of a file from its dates (domain list of statuses); `today` decides what has begun.

    Entered without a stay in any brique (optional for ELAN’S): « En parcours ».
    """
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
    return _OF_BRIQUE.get(latest.brique, SPOTTED) if latest else _without_brique(entry_on, today)


def _without_brique(entry_on: date | None, today: date) -> str:
    return FOLLOWED if entry_on is not None and entry_on <= today else SPOTTED


@lru_cache(maxsize=4096)
def limit_day(entry_on: date | None, months: int | None) -> date | None:
    """The day reached `months` after the entry (the last of the month when it has no such day)."""
    if entry_on is None or months is None:
        return None
    year, month = divmod(entry_on.month - 1 + months, 12)
    year, month = entry_on.year + year, month + 1
    return date(year, month, min(entry_on.day, monthrange(year, month)[1]))


READ_AT_ONCE = 1_000
"""Rows of a long read made at a time: made all together, their memory stays in pieces after them."""
RawId = Any
"""An identifier as the database gives it (16 bytes here): half the reading of 20,000 people is spent making
UUIDs that nobody looks at. `as_uuid` turns it into one."""


class Current(NamedTuple):
    """Where somebody stands: the latest pathway of the scope, in few words for a list."""

    pathway_id: RawId
    status: str
    entry_on: date | None
    referent_id: RawId | None
    agreement_id: RawId
    extended: bool = False
    """Going beyond the usual length has its reason."""
    member_id: RawId | None = None
    brique: str = ""
    """The code of the stay that holds, or of the last one begun; nothing once left."""


def raw(column: Any) -> ColumnElement[Any]:
    """The column, its values left as the database gives them."""
    return type_coerce(column, NullType())


def as_uuid(raw_id: RawId) -> uuid.UUID:
    """The UUID of a raw identifier."""
    return raw_id if isinstance(raw_id, uuid.UUID) else uuid.UUID(bytes=raw_id)


def raw_id(session: Session, row_id: uuid.UUID) -> RawId:
    """An identifier as the database gives it."""
    return row_id if session.get_bind().dialect.name == "postgresql" else row_id.bytes


def current_statuses(session: Session, scope: Scope, today: date) -> dict[uuid.UUID, tuple[str, uuid.UUID]]:
    """For each participant with a pathway in `scope`: status and pathway (the latest one), in three reads."""
    return {
        as_uuid(person): (found.status, as_uuid(found.pathway_id))
        for person, found in current(session, scope, today).items()
    }


def in_scope(scope: Scope, *, read_whole: bool = False) -> ColumnElement[bool]:
    """The pathways of an agreement that were open in its year.

    `read_whole`: their rows are wanted, not just which they are. An agreement holds thousands: the table from
    one end to the other is quicker than its rows one by one.
    """
    table = Pathway.__table__.c
    agreement, entry, left = (
        unindexed(column) if read_whole else column
        for column in (table.agreement_id, table.entry_on, table.exit_on)
    )
    conditions: list[ColumnElement[bool]] = [true()]
    if scope.agreement_id:
        conditions.append(agreement == scope.agreement_id)
    if days := scope.days():
        conditions.append(or_(entry.is_(None), entry <= days[1]))
        conditions.append(or_(left.is_(None), left >= days[0]))
    return and_(*conditions)


def current(
    session: Session, scope: Scope, today: date, participant_id: uuid.UUID | None = None
) -> dict[RawId, Current]:
    """For each participant (or the one asked) with a pathway in `scope`, the latest one, in three reads."""
    table = Pathway.__table__.c
    query = select(
        raw(table.id),
        raw(table.participant_id),
        table.entry_on,
        raw(table.referent_id),
        raw(table.agreement_id),
        case((table.exit_on <= today, 1), else_=0),
        case((or_(table.extension_code.is_not(None), table.extension_reason != ""), 1), else_=0),
        raw(table.member_id),
    )
    if participant_id:
        query = query.where(table.participant_id == participant_id)
    query = query.where(in_scope(scope, read_whole=participant_id is None))
    connection = session.connection()
    latest: dict[RawId, Any] = {}
    same: dict[Any, Any] = {}  # few days, référents, agreements and members serve thousands of people
    for pathway_id, person, entry, referent, agreement, left, extended, member in connection.execute(
        query
    ).yield_per(READ_AT_ONCE):
        known = latest.get(person)
        if known is None or (entry or date.min) >= (known[1] or date.min):
            shared = (same.setdefault(value, value) for value in (entry, referent, agreement, member))
            latest[person] = (pathway_id, *shared, left, extended)
    stays = _latest_stays(connection, today, scope, participant_id)
    paused = _paused(connection, today)
    for person, row in latest.items():  # each row gives way to what it becomes: they are many
        pathway_id, entry, referent_id, agreement_id, member_id, left, extended = row
        stay = None if left else stays.get(pathway_id)
        if left:
            code = LEFT
        elif pathway_id in paused:
            code = SUSPENDED
        else:
            code = _OF_BRIQUE.get(stay[3], SPOTTED) if stay else _without_brique(entry, today)
        brique = stay[3] if stay else ""
        latest[person] = Current(
            pathway_id, code, entry, referent_id, agreement_id, bool(extended), member_id, brique
        )
    return latest


def _latest_stays(
    connection: Connection, today: date, scope: Scope, participant_id: uuid.UUID | None
) -> dict[RawId, Any]:
    """For each pathway not left, the stay that holds today, else the last one begun: holds, start, brique."""
    table = PathwayBrique.__table__.c
    holds = case((or_(table.end_on.is_(None), table.end_on >= today), 1), else_=0)
    beyond_detection = case((table.brique_code != DETECTION, 1), else_=0)
    query = select(raw(table.pathway_id), holds, raw(table.start_on), table.brique_code, beyond_detection)
    still_there = select(Pathway.id).where(or_(Pathway.exit_on.is_(None), Pathway.exit_on > today))
    if participant_id:
        still_there = still_there.where(Pathway.participant_id == participant_id)
    if scope != EVERYTHING:
        still_there = still_there.where(in_scope(scope))
    query = query.where(table.start_on <= today, table.pathway_id.in_(still_there))
    best: dict[RawId, Any] = {}
    for pathway_id, is_held, start, brique, beyond in connection.execute(query).yield_per(READ_AT_ONCE):
        known = best.get(pathway_id)
        if known is None or (is_held, start, beyond) >= known[:3]:
            best[pathway_id] = (is_held, start, beyond, brique)
    return best


def _paused(connection: Connection, today: date) -> set[RawId]:
    table = PathwaySuspension.__table__.c
    query = select(raw(table.pathway_id)).where(
        table.start_on <= today, or_(table.end_on.is_(None), table.end_on >= today)
    )
    return {pathway_id for (pathway_id,) in connection.execute(query)}
