"""The list of people: who is where, how complete their file is, whose limit comes near."""

from __future__ import annotations

import gc
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import age
from elans_desktop.core.text import fold, list_name, natural_name
from elans_desktop.models.organisation import Professional
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.services.participants import merged_files
from elans_desktop.services.participants.completeness import percent_of
from elans_desktop.services.participants.completeness_known import Known, plan_of
from elans_desktop.services.participants.completeness_lists import badge
from elans_desktop.services.pathways import pathway_limits, pathway_status
from elans_desktop.services.pathways.pathway_status import (
    ARCHIVED,
    LEFT,
    READ_AT_ONCE,
    SPOTTED,
    RawId,
    as_uuid,
    limit_day,
    raw,
    raw_id,
)
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import EVERYTHING, Scope


class ParticipantRow(NamedTuple):
    """A person in a list. A tuple rather than a dataclass: 20,000 of them are made at once."""

    id: uuid.UUID
    number: str
    name: str
    """« Bazin Lucie »."""
    birth_date: date | None
    age: int | None
    commune: str
    status: str
    referent_id: uuid.UUID | None
    referent: str
    search: str
    """Folded names, number and commune, for the search box."""
    filled: int = 0
    """How many of the points asked are known."""
    limit_on: date | None = None
    """Last day of the length that holds (9 months after the entry for O2R, 12 once extended), while open."""

    is_open: bool = True
    """Neither left nor archived."""
    is_incomplete: bool = False
    """Open, and something is still to be known."""
    asked: int = 0
    """How many points the list of the badge asks of this file today (`completeness_lists.badge`)."""
    missing: int = 0
    """The points still to be known, as bits: `completeness_items.items_of` says them in words."""

    def __repr__(self) -> str:
        """The number alone: nothing personal in a report."""
        return f"ParticipantRow({self.number})"

    @property
    def completeness(self) -> int:
        """From 0 to 100; 100 when nothing is missing."""
        return percent_of(self.filled, self.asked)


def rows(
    session: Session,
    scope: Scope = EVERYTHING,
    *,
    archived: bool = False,
    participant_id: uuid.UUID | None = None,
) -> tuple[ParticipantRow, ...]:
    """The people of the scope, in the order of a directory; with them, those who have no pathway yet.

    Neither the restricted archive nor anonymised files are there. `participant_id`: that person alone, if the
    list holds them. A fixed number of reads, whatever the size.
    """
    require(session, Right.READ_PEOPLE)
    with collector_paused():
        return tuple(_rows(session, scope, archived, participant_id))


@contextmanager
def collector_paused() -> Generator[None]:
    """Hold the cyclic garbage collector while thousands of rows without cycles are made: half the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _rows(
    session: Session, scope: Scope, archived: bool, participant_id: uuid.UUID | None
) -> list[ParticipantRow]:
    today = clock.today()
    standings = pathway_status.current(session, scope, today, participant_id)
    referents, limits = _referents(session), pathway_limits.by_agreement(session)
    plan = plan_of(session, badge(session))
    known = Known(session, plan.wanted, participant_id, today, scope)
    links = merged_files.links(session)
    gone, others = _joined(session, links)
    query = select(*_COLUMNS, known.person_bits).where(
        _TABLE.restricted_on.is_(None), _TABLE.anonymised_on.is_(None)
    )
    if not archived:
        query = query.where(_TABLE.archived_on.is_(None))
    if participant_id:
        query = query.where(_TABLE.id == participant_id)
    if scope != EVERYTHING:
        query = query.where(_here(scope))
    found: list[ParticipantRow] = []
    communes: dict[str, str] = {}
    limit_days: dict[date, date] = {}
    for (
        pid,
        number,
        last,
        birth,
        first,
        born,
        commune,
        key,
        is_archived,
        bits,
    ) in session.connection().execute(query).yield_per(READ_AT_ONCE):
        if pid in gone:
            continue
        if pid in others:
            key = f"{key} {others[pid]}"
        referent_id = limit = None
        referent, status = "", SPOTTED
        standing = standings.pop(pid, None)  # each is read once
        asked = known.asked(plan, standing)
        missing = asked & ~known.bits(pid, bits, standing)
        if standing:
            _pathway_id, status, entry, raw_referent, agreement_id, extended, _member, _brique = standing
            if raw_referent is not None:
                referent_id, referent = referents[raw_referent]
            if entry is not None and status != LEFT and not is_archived:
                limit = limit_day(entry, limits[agreement_id].in_force(extended=extended))
                limit = limit_days.setdefault(limit, limit) if limit else None
        if is_archived:
            status = ARCHIVED
        is_open = status not in (LEFT, ARCHIVED)
        found.append(
            ParticipantRow(
                as_uuid(pid),
                number,
                list_name(last or birth, first),
                born,
                age(born, today) if born else None,
                communes.setdefault(commune, commune),  # one text for all who live there
                status,
                referent_id,
                referent,
                f"{key} {_folded(commune)}",
                (total := asked.bit_count()) - missing.bit_count(),
                limit,
                is_open,
                is_open and missing != 0,
                total,
                missing,
            )
        )
    found.sort(key=_order)
    return found


def _order(row: ParticipantRow) -> str:
    return row.search


def _joined(session: Session, known: merged_files.Links) -> tuple[set[RawId], dict[RawId, str]]:
    """The files that joined another, left out of the list; for the others, by what those were found."""
    if not known:
        return set(), {}
    ends = {row_id: merged_files.final(known, row_id) for row_id in known}
    query = select(raw(_TABLE.id), _TABLE.search_key).where(_TABLE.merged_into_id.is_not(None))
    gone: set[RawId] = set()
    found: dict[RawId, str] = {}
    for pid, key in session.connection().execute(query):
        end = ends[as_uuid(pid)]
        if end != as_uuid(pid):
            gone.add(pid)
            target = raw_id(session, end)
            found[target] = f"{found[target]} {key}" if target in found else key
    return gone, found


_folded = lru_cache(maxsize=8192)(fold)
"""A few hundred names of communes serve thousands of files."""


def _known(column: Any) -> ColumnElement[int]:
    return case((column.is_not(None), 1), else_=0)


_TABLE = Participant.__table__.c
_COLUMNS = (
    raw(_TABLE.id),
    _TABLE.number,
    _TABLE.last_name,
    _TABLE.birth_name,
    _TABLE.first_name,
    _TABLE.birth_date,
    _TABLE.commune,
    _TABLE.search_key,
    _known(_TABLE.archived_on),
)


def _here(scope: Scope) -> ColumnElement[bool]:
    """Those with a pathway in the scope, or with none at all."""
    person = Pathway.__table__.c.participant_id
    return or_(
        _TABLE.id.in_(select(person).where(pathway_status.in_scope(scope))), _TABLE.id.not_in(select(person))
    )


def _referents(session: Session) -> dict[RawId, tuple[uuid.UUID, str]]:
    table = Professional.__table__.c
    query = select(raw(table.id), table.last_name, table.first_name)
    return {
        key: (as_uuid(key), natural_name(last, first))
        for key, last, first in session.connection().execute(query)
    }
