"""The grid of an activity: its slots, its people, what is entered, and the totals both ways.

Rules of domain.md §4.3: no row = expected; realised = Σ max(0, length − late − early) over P; planned leaves
out D and cancelled slots; A and E are justified; a past slot not entered is shown apart and stays out of the
rate (« assiduité »). All durations are minutes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import ratio
from elans_desktop.core.text import sort_key
from elans_desktop.models.activities import Activity, Presence, Seance, SeanceSlot
from elans_desktop.models.participants import Participant
from elans_desktop.services import restricted
from elans_desktop.services.calendar import expected
from elans_desktop.services.calendar.sheet_states import VALIDATED, SheetInfo, sheets_of_slots
from elans_desktop.services.kept import existing
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences import corrections
from elans_desktop.services.presences.corrections import Correction
from elans_desktop.services.presences.month_closing import closed_months

JUSTIFIED = frozenset({"A", "E"})


@dataclass(frozen=True, slots=True)
class Cell:
    """What is entered for a person at a slot; minutes go with P only."""

    status: str
    late: int = 0
    early: int = 0
    reason_code: str | None = None
    proof_received: bool = False
    comment: str = field(default="", repr=False)
    carried_over: bool = False
    """« Repris » from a spreadsheet: no signed sheet proves it."""


@dataclass(frozen=True, slots=True)
class GridSlot:
    """A column of the grid."""

    id: uuid.UUID
    seance_id: uuid.UUID
    day: date
    start: int
    end: int
    kind: str
    cancelled: bool
    """Its séance is cancelled or postponed."""
    locked: bool
    """A validated sheet holds it, for everybody unless `signers` says who."""
    closed: bool
    """Its month is closed."""
    past: bool
    """It has ended."""
    signers: frozenset[uuid.UUID] = frozenset()
    """The people whose own validated sheets hold it, when it is not everybody."""

    @property
    def minutes(self) -> int:
        """Length."""
        return self.end - self.start

    def holds(self, participant_id: uuid.UUID) -> bool:
        """Whether a validated sheet holds the presence of this person."""
        return self.locked and (not self.signers or participant_id in self.signers)


@dataclass(frozen=True, slots=True)
class GridPerson:
    """A line of the grid and the slots where the person is expected."""

    id: uuid.UUID
    last_name: str = field(repr=False)
    first_name: str = field(repr=False)
    expected: frozenset[uuid.UUID] = frozenset()
    refusal: str = ""
    """Why nothing is entered for them: their file is closed."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over entered cells, in minutes; the rate is in basis points, None without planned time."""

    realised: int = 0
    planned: int = 0
    late: int = 0
    """Late arrivals and early leavings."""
    justified: int = 0
    unjustified: int = 0
    unentered: int = 0
    """Past and expected, but not entered: outside the rate."""
    present: int = 0
    """Cells with P."""
    entered: int = 0
    """Cells with a status, D included."""
    expected: int = 0
    """Cells where someone is expected."""

    @property
    def rate(self) -> int | None:
        """Assiduité: realised / planned."""
        return ratio(self.realised, self.planned)


@dataclass(frozen=True, slots=True)
class GridView:
    """Participants × slots."""

    activity_id: uuid.UUID
    title: str
    brique_code: str | None
    slots: tuple[GridSlot, ...]
    people: tuple[GridPerson, ...] = field(repr=False)
    cells: Mapping[tuple[uuid.UUID, uuid.UUID], Cell] = field(repr=False)
    """By (participant, slot)."""
    sheets: tuple[SheetInfo, ...] = ()
    """Current sheets that hold its slots, the least advanced first."""
    corrections: Mapping[tuple[uuid.UUID, uuid.UUID], Correction] = field(
        default_factory=dict[tuple[uuid.UUID, uuid.UUID], Correction], repr=False
    )
    """The last correction of the cells changed after validation."""


def grid(
    session: Session,
    activity_id: uuid.UUID,
    start: date | None = None,
    end: date | None = None,
    seance_id: uuid.UUID | None = None,
) -> GridView:
    """The grid of a period (both days included) or of one séance. Raises NotFoundError, PermissionDenied."""
    require(session, Right.READ_PEOPLE)
    activity = existing(
        session, Activity, activity_id, "Cette activité n’existe plus.", "Revenez au calendrier."
    )
    slots, sheets = _grid_slots(session, activity_id, start, end, seance_id)
    ids = [slot.id for slot in slots]
    cells = {
        (found.participant_id, found.slot_id): Cell(
            found.status,
            found.late,
            found.early,
            found.reason_code,
            found.proof_received,
            found.comment,
            found.carried_over,
        )
        for found in session.scalars(select(Presence).where(Presence.slot_id.in_(ids)))
    }
    return GridView(
        activity_id=activity_id,
        title=activity.title,
        brique_code=activity.brique_code,
        slots=slots,
        people=_grid_people(session, slots, {person_id for person_id, _ in cells}),
        cells=cells,
        sheets=sheets,
        corrections=corrections.latest(corrections.of_slots(session, [s.id for s in slots if s.locked])),
    )


def totals(view: GridView, cells: Iterable[tuple[GridPerson, GridSlot]] | None = None) -> Totals:
    """Sums over the cells given (all of them when None); pure, the screen calls it after each key."""
    chosen = cells if cells is not None else ((p, s) for p in view.people for s in view.slots)
    realised = planned = late = justified = unjustified = unentered = present = entered = expected = 0
    for person, slot in chosen:
        if slot.cancelled:
            continue
        cell = view.cells.get((person.id, slot.id))
        awaited = slot.id in person.expected
        expected += awaited or cell is not None
        if cell is None:
            unentered += slot.minutes if awaited and slot.past else 0
            continue
        entered += 1
        if cell.status == "D":
            continue
        planned += slot.minutes
        if cell.status == "P":
            present += 1
            late += cell.late + cell.early
            realised += max(0, slot.minutes - cell.late - cell.early)
        elif cell.status in JUSTIFIED:
            justified += slot.minutes
        else:
            unjustified += slot.minutes
    return Totals(realised, planned, late, justified, unjustified, unentered, present, entered, int(expected))


def _grid_slots(
    session: Session,
    activity_id: uuid.UUID,
    start: date | None,
    end: date | None,
    seance_id: uuid.UUID | None,
) -> tuple[tuple[GridSlot, ...], tuple[SheetInfo, ...]]:
    conditions = [Seance.activity_id == activity_id]
    if seance_id is not None:
        conditions.append(Seance.id == seance_id)
    if start is not None:
        conditions.append(Seance.day >= start)
    if end is not None:
        conditions.append(Seance.day <= end)
    found = session.execute(
        select(SeanceSlot, Seance.day, Seance.state)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .where(*conditions)
        .order_by(Seance.day, SeanceSlot.start)
    ).all()
    sheets = sheets_of_slots(session, [slot.id for slot, _, _ in found])
    signers = {
        slot_id: frozenset(sheet.participant_id for sheet in validated)
        for slot_id, held in sheets.items()
        if (validated := [sheet for sheet in held if sheet.state == VALIDATED])
    }
    closed = closed_months(session)
    agreement_id = session.scalar(select(Activity.agreement_id).where(Activity.id == activity_id))
    now = clock.local_now()
    moment = (now.date(), now.hour * 60 + now.minute)
    slots = tuple(
        GridSlot(
            id=slot.id,
            seance_id=slot.seance_id,
            day=day,
            start=slot.start,
            end=slot.end,
            kind=slot.kind,
            cancelled=state != "prevue",
            locked=slot.id in signers,
            closed=(agreement_id, day.year, day.month) in closed,
            past=(day, slot.end) <= moment,
            signers=_some(signers.get(slot.id, frozenset())),
        )
        for slot, day, state in found
    )
    distinct = {sheet.id: sheet for held in sheets.values() for sheet in held}.values()
    return slots, tuple(sorted(distinct, key=lambda sheet: (sheet.rank, sheet.number)))


def _some(signers: frozenset[uuid.UUID | None]) -> frozenset[uuid.UUID]:
    """Those of individual sheets; nobody apart when a sheet of everybody holds the slot."""
    return frozenset() if None in signers else frozenset(one for one in signers if one is not None)


def _grid_people(
    session: Session, slots: Sequence[GridSlot], with_presence: set[uuid.UUID]
) -> tuple[GridPerson, ...]:
    people = expected.people_at(session, {slot.seance_id for slot in slots})
    awaited: dict[uuid.UUID, set[uuid.UUID]] = {}
    for slot in slots:
        for person in people.get(slot.seance_id, ()):
            awaited.setdefault(person.participant_id, set()).add(slot.id)
    made = [
        GridPerson(
            person.participant_id,
            person.last_name,
            person.first_name,
            frozenset(awaited[person.participant_id]),
        )
        for person in expected.merged(people.values())
    ]
    if strangers := with_presence - awaited.keys():
        made += [
            GridPerson(person_id, last_name or birth_name, first_name)
            for person_id, last_name, birth_name, first_name in session.execute(
                select(Participant.id, restricted.LAST, restricted.BIRTH, restricted.FIRST).where(
                    Participant.id.in_(strangers)
                )
            )
        ]
    closed = restricted.closed_among(session, [person.id for person in made])
    made = [
        replace(person, refusal=closed[person.id][1].message) if person.id in closed else person
        for person in made
    ]
    return tuple(sorted(made, key=lambda person: (sort_key(person.last_name), sort_key(person.first_name))))
