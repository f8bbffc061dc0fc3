"""How complete a file is, for each funder: what it asks, what is known, what is missing."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import ratio
from elans_desktop.core.text import list_name
from elans_desktop.models.participants import Participant
from elans_desktop.services import restricted
from elans_desktop.services.organisation import settings
from elans_desktop.services.participants import completeness_lists
from elans_desktop.services.participants.completeness_items import (
    BITS,
    BY_CODE,
    GOING,
    ITEMS,
    Item,
    items_of,
    mask,
)
from elans_desktop.services.participants.completeness_known import Known, plan_of
from elans_desktop.services.participants.completeness_lists import OPEN, Checklist
from elans_desktop.services.pathways import pathway_status
from elans_desktop.services.pathways.pathway_status import READ_AT_ONCE, Current, RawId, as_uuid, raw
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import EVERYTHING, Scope

_P = Participant.__table__.c


@dataclass(frozen=True, slots=True)
class FileCompleteness:
    """One file against one list. `missing`: points to fill, each with the place where it is typed."""

    code: str
    label: str
    asked: int
    filled: int
    missing: tuple[Item, ...]

    @property
    def percent(self) -> int:
        """From 0 to 100; never 100 while something is missing."""
        return percent_of(self.filled, self.asked)


def percent_of(filled: int, asked: int) -> int:
    """A share from 0 to 100, rounded; 100 means that nothing is missing."""
    if filled >= asked:
        return 100
    return min(99, round(100 * filled / asked))


def of_person(session: Session, participant_id: uuid.UUID, scope: Scope) -> tuple[FileCompleteness, ...]:
    """A file against every list, in their order. Raises PermissionDenied; nothing for an unknown person."""
    require(session, Right.READ_PEOPLE)
    checklists = completeness_lists.lists(session)
    plans = [plan_of(session, one) for one in checklists]
    wanted = 0
    for plan in plans:
        wanted |= plan.wanted
    known = Known(session, wanted, participant_id)
    standing = _standing(session, participant_id, scope)
    query = select(raw(_P.id), known.person_bits).where(_P.id == participant_id)
    row = session.connection().execute(query).first()
    if row is None:
        return ()
    bits = known.bits(row[0], row[1], standing)
    return tuple(
        _against(one, known.asked(plan, standing), bits) for one, plan in zip(checklists, plans, strict=True)
    )


def _standing(session: Session, participant_id: uuid.UUID, scope: Scope) -> Current | None:
    """Their pathway in the scope, else the latest one: that of their file."""
    for asked in (Scope(scope.agreement_id), EVERYTHING):
        found = pathway_status.current(session, asked, clock.today(), participant_id)
        if found:
            return next(iter(found.values()))
    return None


def _against(checklist: Checklist, asked: int, bits: int) -> FileCompleteness:
    missing = asked & ~bits
    total = asked.bit_count()
    return FileCompleteness(
        checklist.code, checklist.label, total, total - missing.bit_count(), items_of(missing)
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """A point, and how many of the files miss it."""

    item: Item
    people: int


@dataclass(frozen=True, slots=True)
class SchemeCompleteness:
    """Every file of the scope against a list. `limit` in basis points: the share of incomplete files not to
    exceed, None when the list has no such line."""

    code: str
    label: str
    population: str
    people: int
    incomplete: int
    limit: int | None
    gaps: tuple[Gap, ...]
    """The points most often missing first."""
    anonymised: int = 0
    """Of the incomplete files, those that nobody can complete any more."""

    @property
    def share(self) -> int | None:
        """Share of incomplete files in basis points; None without a file."""
        return ratio(self.incomplete, self.people)

    @property
    def is_over(self) -> bool:
        """Whether the line is passed (more than the limit, not just reached)."""
        return self.limit is not None and self.incomplete * 10_000 > self.limit * self.people


@dataclass(frozen=True, slots=True)
class IncompleteFile:
    """Somebody whose file misses something."""

    id: uuid.UUID
    number: str
    name: str = field(repr=False)
    asked: int
    missing: tuple[Item, ...]


def of_scheme(session: Session, scope: Scope) -> tuple[SchemeCompleteness, ...]:
    """The whole scheme against every list: counts alone, no name."""
    limit = settings.integer(session, "fse_incomplete_threshold")
    found: list[SchemeCompleteness] = []
    for one in completeness_lists.lists(session):
        counts = [0] * len(ITEMS)
        people = incomplete = anonymised = 0
        for _person, _asked, missing, gone in _files(session, scope, one):
            people += 1
            incomplete += missing != 0
            anonymised += gone and missing != 0
            while missing:
                lowest = missing & -missing
                counts[lowest.bit_length() - 1] += 1
                missing ^= lowest
        gaps = [Gap(item, many) for item, many in zip(ITEMS, counts, strict=True) if many]
        gaps.sort(key=lambda gap: -gap.people)
        found.append(
            SchemeCompleteness(
                one.code,
                one.label,
                one.population,
                people,
                incomplete,
                limit if one.limited else None,
                tuple(gaps),
                anonymised,
            )
        )
    return tuple(found)


def incomplete_files(session: Session, scope: Scope, code: str, item: str = "") -> tuple[IncompleteFile, ...]:
    """Those whose file misses something a list asks (or that point alone), by name. Nobody anonymised:
    nothing can be asked of them. Raises PermissionDenied."""
    require(session, Right.READ_PEOPLE)
    one = next((one for one in completeness_lists.lists(session) if one.code == code), None)
    if one is None or (item and item not in BY_CODE):
        return ()
    only = BITS[item] if item else -1
    short = {
        as_uuid(person): (asked, missing)
        for person, asked, missing, gone in _files(session, scope, one)
        if missing & only and not gone
    }
    query = select(_P.id, _P.number, restricted.LAST, restricted.BIRTH, restricted.FIRST).order_by(
        restricted.ORDER
    )
    return tuple(
        IncompleteFile(
            person,
            number,
            list_name(last or birth, first),
            short[person][0].bit_count(),
            items_of(short[person][1]),
        )
        for person, number, last, birth, first in session.execute(query)
        if person in short
    )


def points_that_go(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Of files about to be anonymised, the codes of the points that go with it and are known today: the
    share of complete files stays what it was."""
    known = Known(session, GOING)
    standings = pathway_status.current(session, EVERYTHING, clock.today())
    wanted = frozenset(ids)
    query = select(raw(_P.id), known.person_bits).where(_P.anonymised_on.is_(None))
    return {
        row_id: " ".join(
            item.code for item in items_of(GOING & known.bits(person, bits, standings.get(person)))
        )
        for person, bits in session.connection().execute(query).yield_per(READ_AT_ONCE)
        if (row_id := as_uuid(person)) in wanted
    }


def _files(session: Session, scope: Scope, checklist: Checklist) -> Iterator[tuple[RawId, int, int, bool]]:
    """One at a time, (person, asked, missing, anonymised) of those a list is about.

    An anonymised file is as it was that day; one whose state was not kept is left out.
    """
    plan = plan_of(session, checklist)
    known = Known(session, plan.wanted, scope=scope)
    standings = pathway_status.current(session, scope, clock.today())
    query = select(raw(_P.id), known.person_bits, _P.archived_on, _P.anonymised_on, _P.points_known)
    read = session.connection().execute(query).yield_per(READ_AT_ONCE)
    for person, person_bits, archived, gone, points in read:
        standing = standings.pop(person, None)
        if standing is None or not _concerned(checklist, standing, archived=archived is not None):
            continue
        bits = known.bits(person, person_bits, standing)
        if gone is not None:
            if points is None:
                continue
            bits = bits & ~GOING | mask(points.split())
        asked = known.asked(plan, standing)
        yield person, asked, asked & ~bits, gone is not None


def _concerned(checklist: Checklist, standing: Current, *, archived: bool) -> bool:
    if checklist.population == OPEN:
        return not archived and standing.status != pathway_status.LEFT
    return standing.entry_on is not None
