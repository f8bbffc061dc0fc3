"""What the classeur already holds of the days of a list of presences, read once before it is planned."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.text import fold, list_name
from elans_desktop.models.activities import Activity, Presence, Seance, SeanceSlot
from elans_desktop.models.organisation import Structure
from elans_desktop.models.participants import Participant
from elans_desktop.services import restricted
from elans_desktop.services.calendar import sheet_states
from elans_desktop.services.calendar.sheet_states import Locks
from elans_desktop.services.organisation import reference
from elans_desktop.services.participants import duplicates
from elans_desktop.services.participants.likeness import Index
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences import month_closing


@dataclass(frozen=True, slots=True)
class KnownSlot:
    """A slot of the classeur on a day of the file."""

    id: uuid.UUID
    start: int
    end: int
    kind: str
    planned: bool
    """Its séance is neither cancelled nor postponed."""
    locks: Locks = field(default_factory=Locks)
    """The validated sheets that hold it."""

    @property
    def minutes(self) -> int:
        """Length."""
        return self.end - self.start


@dataclass(frozen=True)
class PresenceContext:
    """See the head of this file. Slots are by (activity, day), in the order of the day."""

    agreement_id: uuid.UUID | None
    """The convention in which new activities are made, and known ones looked for."""
    structure_id: uuid.UUID | None
    """Their organiser: ours."""
    index: Index = field(repr=False)
    names: Mapping[uuid.UUID, str] = field(repr=False)
    """« Aubert Kévin » of each file."""
    numbers: Mapping[uuid.UUID, str] = field(repr=False)
    by_number: Mapping[str, uuid.UUID] = field(repr=False)
    """Files by folded dossier number."""
    activities: Mapping[str, tuple[uuid.UUID, ...]]
    """Identifiers by folded title: several activities may bear one title."""
    titles: Mapping[uuid.UUID, str]
    briques: Mapping[str, str]
    """Codes by folded label and by letter."""
    slots: Mapping[tuple[uuid.UUID, date], tuple[KnownSlot, ...]]
    entered: Mapping[tuple[uuid.UUID, uuid.UUID], tuple[str, int, int]] = field(repr=False)
    """Status, late and early of each (participant, slot) already there."""
    closed: frozenset[tuple[uuid.UUID, int, int]] = frozenset()
    """(agreement, year, month) of the months closed."""
    refusals: Mapping[uuid.UUID, str] = field(default_factory=dict[uuid.UUID, str])
    """Why some files receive nothing any more: anonymised, or in the restricted archive."""
    owners: Mapping[uuid.UUID, uuid.UUID] = field(default_factory=dict[uuid.UUID, uuid.UUID])
    """The convention of each activity."""

    def is_closed(self, activity_id: uuid.UUID | None, day: date) -> bool:
        """Whether a day of an activity (None: one to create) is in a closed month."""
        owner = self.owners.get(activity_id) if activity_id else self.agreement_id
        return (owner, day.year, day.month) in self.closed

    @cached_property
    def bearers(self) -> Mapping[str, tuple[uuid.UUID, ...]]:
        """The files by each folded word of their names."""
        made: dict[str, list[uuid.UUID]] = {}
        for key, name in self.names.items():
            for word in set(fold(name).split()):
                made.setdefault(word, []).append(key)
        return {word: tuple(keys) for word, keys in made.items()}


def load(session: Session, days: Collection[date], agreement_id: uuid.UUID | None = None) -> PresenceContext:
    """Read what the lines of these days may name. Raises PermissionDenied."""
    require(session, Right.IMPORT_EXPORT)
    index, numbers = duplicates.index_of(session)
    query = select(Activity.id, Activity.title, Activity.agreement_id)
    if agreement_id is not None:
        query = query.where(Activity.agreement_id == agreement_id)
    rows = session.execute(query).all()
    titles: dict[uuid.UUID, str] = {key: title for key, title, _owner in rows}
    activities: dict[str, list[uuid.UUID]] = {}
    for key, title in titles.items():
        activities.setdefault(fold(title), []).append(key)
    briques: dict[str, str] = {}
    for item in reference.items(session, "briques"):
        briques[fold(item.label)] = item.code
        briques.setdefault(fold(item.code), item.code)
    refused = restricted.closed_files(session)
    ours = session.scalar(select(Structure.id).where(Structure.is_ours).limit(1))
    slots = _slots(session, days)
    return PresenceContext(
        agreement_id=agreement_id,
        structure_id=ours,
        index=index,
        names={
            key: list_name(last or birth, first)
            for key, last, birth, first in session.execute(
                select(Participant.id, restricted.LAST, restricted.BIRTH, restricted.FIRST)
            )
        },
        numbers=numbers,
        by_number={fold(number): key for key, number in numbers.items()}
        | {fold(number): key for key, (number, _why) in refused.items()},
        activities={title: tuple(keys) for title, keys in activities.items()},
        titles=titles,
        briques=briques,
        slots=slots,
        entered=_entered(session, days),
        closed=month_closing.closed_months(session),
        refusals={key: str(why) for key, (_number, why) in refused.items()},
        owners={key: owner for key, _title, owner in rows},
    )


def _slots(session: Session, days: Collection[date]) -> dict[tuple[uuid.UUID, date], tuple[KnownSlot, ...]]:
    """Those of the days, between the first and the last: one read for the slots, one for the sheets."""
    if not days:
        return {}
    wanted = set(days)
    rows = [
        row
        for row in session.execute(
            select(
                SeanceSlot.id,
                SeanceSlot.start,
                SeanceSlot.end,
                SeanceSlot.kind,
                Seance.activity_id,
                Seance.day,
                Seance.state,
            )
            .join(Seance, Seance.id == SeanceSlot.seance_id)
            .where(Seance.day >= min(wanted), Seance.day <= max(wanted))
            .order_by(Seance.day, SeanceSlot.start)
        )
        if row.day in wanted
    ]
    locks = sheet_states.locks(session, [row.id for row in rows])
    made: dict[tuple[uuid.UUID, date], list[KnownSlot]] = {}
    for row in rows:
        slot = KnownSlot(
            row.id, row.start, row.end, row.kind, row.state == "prevue", locks.get(row.id, Locks())
        )
        made.setdefault((row.activity_id, row.day), []).append(slot)
    return {key: tuple(found) for key, found in made.items()}


def _entered(
    session: Session, days: Collection[date]
) -> dict[tuple[uuid.UUID, uuid.UUID], tuple[str, int, int]]:
    if not days:
        return {}
    query = (
        select(Presence.participant_id, Presence.slot_id, Presence.status, Presence.late, Presence.early)
        .join(SeanceSlot, SeanceSlot.id == Presence.slot_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .where(Seance.day >= min(days), Seance.day <= max(days))
    )
    return {
        (person, slot): (status, late, early) for person, slot, status, late, early in session.execute(query)
    }
