"""Presences: the grid of an activity, entering, totals both ways.

Rules of domain.md §4.3: statuses P A I E D, no row = expected; realised = Σ max(0, length − late − early)
over P; planned leaves out D and cancelled slots; E is justified; a past slot not entered is shown apart and
stays out of the rate (« assiduité »). All durations are minutes.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, RuleError
from elans_desktop.core.formats import NBSP, duration, ratio
from elans_desktop.core.parsing import Unreadable
from elans_desktop.core.text import sort_key
from elans_desktop.models.activities import Activity, Presence, Seance, SeanceSlot
from elans_desktop.models.participants import Participant
from elans_desktop.services.enrolments import EnrolmentRow, enrolments_of
from elans_desktop.services.kept import existing
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.sheet_states import (
    VALIDATED,
    SheetInfo,
    follow_entry,
    refuse_locked,
    sheets_of_slots,
)

STATUSES = {
    "P": "présent",
    "A": "absent justifié",
    "I": "absent injustifié",
    "E": "excusé",
    "D": "dispensé",
}
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


@dataclass(frozen=True, slots=True)
class PresenceInput:
    """What to write for a person at a slot; `status` None takes the entry back (« attendu »)."""

    participant_id: uuid.UUID
    slot_id: uuid.UUID
    status: str | None
    late: int = 0
    early: int = 0
    reason_code: str | None = None
    proof_received: bool = False
    comment: str = field(default="", repr=False)


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
    """A validated sheet holds it."""
    past: bool
    """It has ended."""

    @property
    def minutes(self) -> int:
        """Length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class GridPerson:
    """A line of the grid and the slots where the person is expected."""

    id: uuid.UUID
    last_name: str = field(repr=False)
    first_name: str = field(repr=False)
    expected: frozenset[uuid.UUID] = frozenset()


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
            found.status, found.late, found.early, found.reason_code, found.proof_received, found.comment
        )
        for found in session.scalars(select(Presence).where(Presence.slot_id.in_(ids)))
    }
    return GridView(
        activity_id=activity_id,
        title=activity.title,
        brique_code=activity.brique_code,
        slots=slots,
        people=_grid_people(session, activity_id, slots, {person_id for person_id, _ in cells}),
        cells=cells,
        sheets=sheets,
    )


def set_presences(session: Session, entries: Sequence[PresenceInput]) -> int:
    """Write a batch of cells; returns how many changed. Sheets follow: all entered → « saisie ».

    Raises InputError (a status or minutes that cannot be), RuleError (validated sheet, cancelled séance).
    """
    require(session, Right.ENTER_PRESENCES)
    if not entries:
        return 0
    slot_ids = list({entry.slot_id for entry in entries})
    slots = {
        slot.id: (slot, seance)
        for slot, seance in session.execute(
            select(SeanceSlot, Seance)
            .join(Seance, Seance.id == SeanceSlot.seance_id)
            .where(SeanceSlot.id.in_(slot_ids))
        )
    }
    if len(slots) < len(slot_ids):
        raise NotFoundError("Ce créneau n’existe plus.", "Revenez au calendrier.")
    refuse_locked(session, slot_ids, "ses présences ne changent plus")
    for entry in entries:
        _check_entry(entry, *slots[entry.slot_id])
    people = {entry.participant_id for entry in entries}
    current = {
        (row.participant_id, row.slot_id): row
        for row in session.scalars(
            select(Presence).where(Presence.slot_id.in_(slot_ids), Presence.participant_id.in_(people))
        )
    }
    changed = sum(
        _write(session, current.get((entry.participant_id, entry.slot_id)), entry) for entry in entries
    )
    session.flush()
    if changed:
        follow_entry(session, slot_ids)
    return changed


def all_present(session: Session, slot_ids: Iterable[uuid.UUID]) -> int:
    """« Tous présents »: P for everyone expected at these slots and not yet entered. Returns how many."""
    require(session, Right.ENTER_PRESENCES)
    wanted = set(slot_ids)
    found = session.execute(
        select(SeanceSlot.id, Seance.day, Seance.activity_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .where(SeanceSlot.id.in_(wanted))
    ).all()
    people = enrolments_of(session, {activity_id for _, _, activity_id in found})
    entered = set(
        session.execute(select(Presence.participant_id, Presence.slot_id).where(Presence.slot_id.in_(wanted)))
    )
    return set_presences(
        session,
        [
            PresenceInput(person.participant_id, slot_id, "P")
            for slot_id, day, activity_id in found
            for person in people[activity_id]
            if person.expected_on(day) and (person.participant_id, slot_id) not in entered
        ],
    )


def parse_minutes(text: str) -> tuple[int, int]:
    """Read `20` (late) or `20/15` (late/early), `/15` (early alone), in minutes. Raises Unreadable."""
    match = re.fullmatch(
        r"(\d{0,3})(?:\s*/\s*(\d{0,3}))?", text.replace("min", "").replace(NBSP, " ").strip()
    )
    if match is None or not (match[1] or match[2]):
        raise Unreadable("Écrivez les minutes de retard, comme 20, ou retard et départ, comme 20/15.")
    return int(match[1] or 0), int(match[2] or 0)


def minutes_words(late: int, early: int) -> str:
    """« 20 », « 20/15 », « /15 »: what `parse_minutes` reads."""
    return f"{late or ''}/{early}" if early else str(late) if late else ""


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


def _check_entry(entry: PresenceInput, slot: SeanceSlot, seance: Seance) -> None:
    if seance.state != "prevue":
        raise RuleError(
            f"Cette séance est annulée ou reportée{NBSP}: elle ne compte pas de présences.",
            "Remettez-la au calendrier si elle a eu lieu.",
        )
    if entry.status is not None and entry.status not in STATUSES:
        raise InputError({"status": "Choisissez P, A, I, E ou D."})
    if entry.late < 0 or entry.early < 0:
        raise InputError({"minutes": "Les minutes se comptent à partir de zéro."})
    if (entry.late or entry.early) and entry.status != "P":
        raise InputError({"minutes": "Un retard ou un départ ne se note que pour une personne présente."})
    if entry.late + entry.early > slot.end - slot.start:
        length = duration(slot.end - slot.start)
        raise InputError({"minutes": f"Retard et départ dépassent la durée du créneau, {length}."})


def _write(session: Session, row: Presence | None, entry: PresenceInput) -> bool:
    """Whether something changed."""
    if entry.status is None:
        if row is not None:
            session.delete(row)
        return row is not None
    values = {
        "status": entry.status,
        "late": entry.late,
        "early": entry.early,
        "reason_code": entry.reason_code or None,
        "proof_received": entry.proof_received,
        "comment": entry.comment.strip(),
    }
    if row is None:
        key = Presence.key(entry.participant_id, entry.slot_id)
        session.add(
            Presence(
                id=key,
                participant_id=entry.participant_id,
                slot_id=entry.slot_id,
                carried_over=False,
                **values,
            )
        )
        return True
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return bool(changed)


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
            locked=any(sheet.state == VALIDATED for sheet in sheets.get(slot.id, ())),
            past=(day, slot.end) <= moment,
        )
        for slot, day, state in found
    )
    distinct = {sheet.id: sheet for held in sheets.values() for sheet in held}.values()
    return slots, tuple(sorted(distinct, key=lambda sheet: (sheet.rank, sheet.number)))


def _grid_people(
    session: Session, activity_id: uuid.UUID, slots: Sequence[GridSlot], with_presence: set[uuid.UUID]
) -> tuple[GridPerson, ...]:
    enrolled: dict[uuid.UUID, EnrolmentRow] = {
        person.participant_id: person for person in enrolments_of(session, [activity_id])[activity_id]
    }
    made: list[GridPerson] = []
    for person in enrolled.values():
        there = frozenset(slot.id for slot in slots if person.expected_on(slot.day))
        if there or person.participant_id in with_presence:
            made.append(GridPerson(person.participant_id, person.last_name, person.first_name, there))
    strangers = with_presence - enrolled.keys()
    if strangers:
        made += [
            GridPerson(person_id, last_name, first_name)
            for person_id, last_name, first_name in session.execute(
                select(Participant.id, Participant.last_name, Participant.first_name).where(
                    Participant.id.in_(strangers)
                )
            )
        ]
    return tuple(sorted(made, key=lambda person: (sort_key(person.last_name), sort_key(person.first_name))))
