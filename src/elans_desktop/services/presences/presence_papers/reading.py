"""The presences of some people over a period, read in bulk with their séance, activity and sheet."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.activities import Activity, Presence, Seance, SeanceSlot
from elans_desktop.services.calendar import expected, sheet_states
from elans_desktop.services.calendar.sheet_states import VALIDATED, SheetInfo
from elans_desktop.services.organisation import settings
from elans_desktop.services.presences.attendance_hours import Period
from elans_desktop.services.presences.paper_presence import Signatory
from elans_desktop.services.scope import Scope


@dataclass(frozen=True, slots=True)
class Cell:
    """A presence at a slot of a séance that was held. Minutes."""

    participant_id: uuid.UUID
    activity_id: uuid.UUID
    seance_id: uuid.UUID
    slot_id: uuid.UUID
    day: date
    length: int
    status: str
    away: int
    """Late and early minutes together, of a present person; never more than the slot."""
    proof: bool
    carried_over: bool
    sheet: SheetInfo | None = field(default=None, repr=False)

    @property
    def present(self) -> int:
        """Minutes really followed."""
        return self.length - self.away if self.status == "P" else 0

    @property
    def planned(self) -> int:
        """Without « dispensé »."""
        return 0 if self.status == "D" else self.length

    @property
    def justified(self) -> int:
        """Absent justifié and excusé."""
        return self.length if self.status in ("A", "E") else 0

    @property
    def unjustified(self) -> int:
        """Absent injustifié."""
        return self.length if self.status == "I" else 0

    @property
    def validated(self) -> bool:
        """Held by a validated sheet."""
        return self.sheet is not None and self.sheet.state == VALIDATED


def cells(
    session: Session,
    period: Period,
    scope: Scope,
    *,
    participant_ids: Collection[uuid.UUID] | None = None,
    activity_ids: Collection[uuid.UUID] | None = None,
) -> list[Cell]:
    """In the order of the days and hours; séances cancelled or postponed are left out."""
    query = (
        select(Presence, SeanceSlot, Seance.day, Seance.activity_id)
        .join(SeanceSlot, SeanceSlot.id == Presence.slot_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .join(Activity, Activity.id == Seance.activity_id)
        .where(Seance.state == "prevue", Seance.day >= period[0], Seance.day <= period[1])
        .order_by(Seance.day, SeanceSlot.start, Presence.id)
    )
    if scope.agreement_id:
        query = query.where(Activity.agreement_id == scope.agreement_id)
    if participant_ids is not None:
        query = query.where(Presence.participant_id.in_(participant_ids))
    if activity_ids is not None:
        query = query.where(Activity.id.in_(activity_ids))
    rows: Sequence[Any] = session.execute(query).all()
    sheets = sheet_states.sheets_of_slots(session, {slot.id for _presence, slot, _day, _activity in rows})
    made: list[Cell] = []
    for presence, slot, day, activity_id in rows:
        length = slot.end - slot.start
        away = min(length, presence.late + presence.early) if presence.status == "P" else 0
        made.append(
            Cell(
                presence.participant_id,
                activity_id,
                slot.seance_id,
                slot.id,
                day,
                length,
                presence.status,
                away,
                presence.proof_received,
                presence.carried_over,
                sheet_states.sheet_of(sheets.get(slot.id, ()), presence.participant_id),
            )
        )
    return made


class Waiting:
    """The séances already held where somebody is expected without a status."""

    def __init__(self, rows: Iterable[Row[uuid.UUID, Any, Any]]) -> None:
        self._by_person: dict[tuple[uuid.UUID, uuid.UUID], set[uuid.UUID]] = {}
        self._by_activity: dict[uuid.UUID, set[uuid.UUID]] = {}
        for activity_id, person_id, seance_id in rows:
            self._by_person.setdefault((person_id, activity_id), set()).add(seance_id)
            self._by_activity.setdefault(activity_id, set()).add(seance_id)

    def of(self, participant_id: uuid.UUID, activity_id: uuid.UUID) -> int:
        """How many séances of an activity wait for the entry of one person."""
        return len(self._by_person.get((participant_id, activity_id), ()))

    def of_activity(self, activity_id: uuid.UUID) -> int:
        """How many séances of an activity wait for the entry of anybody."""
        return len(self._by_activity.get(activity_id, ()))


def unentered(session: Session, period: Period, activity_ids: Collection[uuid.UUID]) -> Waiting:
    """What is still to enter in a period, up to now: hours summed without it are not proven."""
    now = clock.local_now()
    over = and_(Seance.day == now.date(), SeanceSlot.end <= now.hour * 60 + now.minute)
    pairs = expected.unentered(
        Seance.state == "prevue",
        Seance.day >= period[0],
        Seance.day <= period[1],
        or_(Seance.day < now.date(), over),
        Seance.activity_id.in_(activity_ids),
    )
    held = select(Seance.activity_id, pairs.c.person_id, pairs.c.seance_id)
    held = held.join(Seance, Seance.id == pairs.c.seance_id).distinct()
    return Waiting(session.execute(held))


def activities_by_id(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Activity]:
    """The activities of some cells."""
    found = session.scalars(select(Activity).where(Activity.id.in_(ids)))
    return {activity.id: activity for activity in found}


def signatory(session: Session) -> Signatory:
    """Who signs for the organisation, as the settings say."""
    known = settings.values(session)
    return Signatory(known.text(settings.SIGNATORY_NAME), known.text(settings.SIGNATORY_FUNCTION))
