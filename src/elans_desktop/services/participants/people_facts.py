"""What a list may say of people beyond their row: last news, member, brique, zone, telephone.

Read apart and a moment later: the list shows without them. A fixed number of reads, whatever the size.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.activities import Presence, Seance, SeanceSlot
from elans_desktop.models.organisation import Structure
from elans_desktop.models.participants import DetectionContact, Participant
from elans_desktop.models.support import Interview
from elans_desktop.services.participants.participant_list import collector_paused
from elans_desktop.services.pathways import pathway_hours, pathway_status
from elans_desktop.services.pathways.pathway_status import READ_AT_ONCE, RawId, as_uuid, raw
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.scope import EVERYTHING, Scope

TABLES: Final = frozenset(
    {
        "participant",
        "pathway",
        "pathway_brique",
        "pathway_suspension",
        "structure",
        "presence",
        "seance",
        "seance_slot",
        "detection_contact",
        "interview",
        "setting",
    }
)
"""What the facts are read from."""


class Facts(NamedTuple):
    """What is known of one person."""

    last_on: date | None = None
    """Day of the last presence, contact or interview."""
    entry_on: date | None = None
    member_id: uuid.UUID | None = None
    member: str = ""
    brique: str = ""
    """Code of the stay that holds."""
    zone: str = ""
    phone: str = ""
    email: str = ""
    sex: str = ""
    opposes: str = ""
    """What the person objects to, in words: « appels », « listes », both or nothing."""
    week: int | None = None
    """Minutes present since Monday, for who has an aim."""
    target: int | None = None
    """Minutes aimed at a week; None when no aim is followed, or outside an open pathway."""

    @property
    def lacking(self) -> int | None:
        """Minutes of the week still short of the aim; 0 once reached."""
        return None if self.target is None else max(0, self.target - (self.week or 0))

    def __repr__(self) -> str:
        """Nothing personal in a report."""
        return "Facts(…)"


BLANK: Final = Facts()
_OPPOSED: Final = {
    (False, False): "",
    (True, False): "appels et courriers",
    (False, True): "listes",
    (True, True): "appels, courriers et listes",
}
FactsOf = Mapping[uuid.UUID, Facts]


def facts(session: Session, scope: Scope = EVERYTHING, participant_id: uuid.UUID | None = None) -> FactsOf:
    """The facts of everybody, or of one person. Raises PermissionDenied."""
    require(session, Right.READ_PEOPLE)
    with collector_paused():
        return _facts(session, scope, participant_id)


def _facts(session: Session, scope: Scope, participant_id: uuid.UUID | None) -> FactsOf:
    standings = pathway_status.current(session, scope, clock.today(), participant_id)
    members = _members(session)
    last = _last_days(session, participant_id)
    weeks = pathway_hours.week_of_each(session, standings, participant_id)
    table = Participant.__table__.c
    opposed = table.opposes_contact, table.opposes_sharing
    query = select(raw(table.id), table.zone, table.phone, table.email, table.sex, *opposed)
    if participant_id:
        query = query.where(table.id == participant_id)
    found: dict[uuid.UUID, Facts] = {}
    same: dict[date, date] = {}
    for pid, zone, phone, email, sex, *opposes in session.connection().execute(query).yield_per(READ_AT_ONCE):
        standing = standings.pop(pid, None)  # read once: what is told of each gives its place
        member_id, member = None, ""
        if standing is not None and standing.member_id is not None:
            member_id, member = members[standing.member_id]
        entry_on = standing.entry_on if standing else None
        week, target = weeks.pop(pid, (None, None))
        found[as_uuid(pid)] = Facts(
            last.pop(pid, None),
            same.setdefault(entry_on, entry_on) if entry_on else None,
            member_id,
            member,
            standing.brique if standing else "",
            zone or "",
            phone,
            email,
            sex or "",
            _OPPOSED[bool(opposes[0]), bool(opposes[1])],
            week,
            target,
        )
    return found


def _members(session: Session) -> dict[RawId, tuple[uuid.UUID, str]]:
    table = Structure.__table__.c
    query = select(raw(table.id), table.name, table.short_name)
    return {
        key: (as_uuid(key), short or name) for key, name, short in session.connection().execute(query).all()
    }


def _last_days(session: Session, participant_id: uuid.UUID | None) -> dict[RawId, date]:
    """The day of the last presence, contact of repérage or interview of each, in three reads."""
    person = Presence.__table__.c.participant_id
    present = (
        select(raw(person), func.max(Seance.__table__.c.day))
        .join_from(Presence, SeanceSlot, SeanceSlot.id == Presence.slot_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .where(Presence.__table__.c.status == "P")
        .group_by(person)
    )
    queries: list[tuple[Any, Any]] = [(present, person)]
    for model in (DetectionContact, Interview):
        table = model.__table__.c
        met = select(raw(table.participant_id), func.max(table.day)).where(
            table.participant_id.is_not(None), table.day <= clock.today()
        )
        queries.append((met.group_by(table.participant_id), table.participant_id))
    last: dict[RawId, date] = {}
    same: dict[date, date] = {}  # a few hundred days serve twenty thousand people
    for query, column in queries:
        asked = query.where(column == participant_id) if participant_id else query
        found: Any = session.connection().execute(asked).yield_per(READ_AT_ONCE)
        for pid, day in found:
            known = last.get(pid)
            if known is None or day > known:
                last[pid] = same.setdefault(day, day)
    return last
