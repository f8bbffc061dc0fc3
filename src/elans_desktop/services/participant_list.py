"""The list of people: who is where, how complete their file is, whose limit comes near."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import age
from elans_desktop.core.text import fold, list_name, natural_name
from elans_desktop.models.organisation import Agreement, Professional, Scheme
from elans_desktop.models.participants import Participant, Pathway, Situation
from elans_desktop.services import pathway_status
from elans_desktop.services.pathway_status import ARCHIVED, LEFT, SPOTTED, Current, limit_day
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import EVERYTHING, Scope

COMPLETE = 12
"""What a complete file holds: name, first name, birth, sex, nationality, address or domiciliation, commune,
telephone or e-mail, date of information, date of entry, référent, situation at the entry."""


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """A person in a list."""

    id: uuid.UUID
    number: str
    name: str = field(repr=False)
    """« Bazin Lucie »."""
    birth_date: date | None = field(repr=False)
    age: int | None
    commune: str
    status: str
    pathway_id: uuid.UUID | None
    referent_id: uuid.UUID | None
    referent: str = field(repr=False)
    search: str = field(repr=False)
    """Folded names, number and commune, for the search box."""
    filled: int = COMPLETE
    """How many of the COMPLETE points of the file are known."""
    limit_on: date | None = None
    """Last day of the usual length of the pathway (9 months after the entry for O2R), while it is open."""

    @property
    def is_open(self) -> bool:
        """Neither left nor archived."""
        return self.status not in (LEFT, ARCHIVED)

    @property
    def completeness(self) -> int:
        """From 0 to 100."""
        return round(100 * self.filled / COMPLETE)


def rows(
    session: Session,
    scope: Scope = EVERYTHING,
    *,
    archived: bool = False,
    participant_id: uuid.UUID | None = None,
) -> tuple[ParticipantRow, ...]:
    """The people of the scope, in the order of a directory; with them, those who have no pathway yet.

    `participant_id`: that person alone, if the list holds them. A fixed number of reads, whatever the size.
    """
    require(session, Right.READ_PEOPLE)
    today = clock.today()
    standings = pathway_status.current(session, scope, today, participant_id)
    elsewhere = _elsewhere(session, standings) if scope != EVERYTHING else frozenset[uuid.UUID]()
    referents = _referents(session)
    months = _months(session)
    known_at_entry = _with_entry_situation(session, participant_id)
    query = select(*_COLUMNS)
    if not archived:
        query = query.where(Participant.archived_on.is_(None))
    if participant_id:
        query = query.where(Participant.id == participant_id)
    found: list[ParticipantRow] = []
    for pid, number, last, birth, first, born, commune, key, archived_on, filled in session.execute(query):
        if pid in elsewhere:
            continue
        standing = standings.get(pid)
        referent_id = standing.referent_id if standing else None
        found.append(
            ParticipantRow(
                id=pid,
                number=number,
                name=list_name(last or birth, first),
                birth_date=born,
                age=age(born, today) if born else None,
                commune=commune,
                status=ARCHIVED if archived_on else standing.status if standing else SPOTTED,
                pathway_id=standing.pathway_id if standing else None,
                referent_id=referent_id,
                referent=referents.get(referent_id, "") if referent_id else "",
                search=f"{key} {_folded(commune)}",
                filled=filled + _pathway_points(standing, known_at_entry),
                limit_on=_limit(standing, months) if not archived_on else None,
            )
        )
    found.sort(key=_order)
    return tuple(found)


def _order(row: ParticipantRow) -> str:
    return row.search


_folded = lru_cache(maxsize=8192)(fold)
"""A few hundred names of communes serve thousands of files."""


def _filled(*columns: Any) -> ColumnElement[int]:
    """1 when one of these texts is filled in, else 0."""
    return case((or_(*(column != "" for column in columns)), 1), else_=0)


def _known(column: Any) -> ColumnElement[int]:
    return case((column.is_not(None), 1), else_=0)


_COLUMNS = (
    Participant.id,
    Participant.number,
    Participant.last_name,
    Participant.birth_name,
    Participant.first_name,
    Participant.birth_date,
    Participant.commune,
    Participant.search_key,
    Participant.archived_on,
    (
        _filled(Participant.last_name, Participant.birth_name)
        + _filled(Participant.first_name)
        + _known(Participant.birth_date)
        + _known(Participant.sex)
        + _known(Participant.nationality)
        + _filled(Participant.address, Participant.domiciliation)
        + _filled(Participant.commune)
        + _filled(Participant.phone, Participant.email)
        + _known(Participant.information_given_on)
    ),
)


def _pathway_points(standing: Current | None, known_at_entry: frozenset[uuid.UUID]) -> int:
    if standing is None:
        return 0
    return (
        (standing.entry_on is not None)
        + (standing.referent_id is not None)
        + (standing.pathway_id in known_at_entry)
    )


def _limit(standing: Current | None, months: dict[uuid.UUID, int | None]) -> date | None:
    if standing is None or standing.status == LEFT:
        return None
    return limit_day(standing.entry_on, months.get(standing.agreement_id))


def _elsewhere(session: Session, standings: dict[uuid.UUID, Current]) -> frozenset[uuid.UUID]:
    """Those whose only pathways are out of the scope."""
    return frozenset(set(session.scalars(select(Pathway.participant_id))) - standings.keys())


def _referents(session: Session) -> dict[uuid.UUID, str]:
    query = select(Professional.id, Professional.last_name, Professional.first_name)
    return {key: natural_name(last, first) for key, last, first in session.execute(query)}


def _months(session: Session) -> dict[uuid.UUID, int | None]:
    query = select(Agreement.id, Scheme.options).join(Scheme, Scheme.id == Agreement.scheme_id)
    return {key: options.get("pathway", {}).get("max_months") for key, options in session.execute(query)}


def _with_entry_situation(session: Session, participant_id: uuid.UUID | None) -> frozenset[uuid.UUID]:
    query = select(Situation.pathway_id).where(Situation.moment == "entree")
    if participant_id:
        query = query.join(Pathway, Pathway.id == Situation.pathway_id).where(
            Pathway.participant_id == participant_id
        )
    return frozenset(session.scalars(query))
