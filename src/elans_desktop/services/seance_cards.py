"""Séances as a calendar shows them, with their warnings: these inform and never block."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, clock_time, count
from elans_desktop.core.text import natural_name
from elans_desktop.models.activities import Activity, Presence, Seance, SeanceSlot, SlotTrainer
from elans_desktop.models.organisation import Place, Professional, Structure
from elans_desktop.services.enrolments import EnrolmentRow, enrolments_of, expected, expected_at
from elans_desktop.services.sheet_states import SheetInfo, sheets_of_slots

PLANNED = "prevue"
CANCELLED = "annulee"
POSTPONED = "reportee"
CONFLICTS = frozenset({"trainer", "place", "participant"})
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Trainer:
    """A trainer of a slot."""

    id: uuid.UUID
    last_name: str
    first_name: str
    structure_name: str

    @property
    def name(self) -> str:
        """« Jonas Prével »."""
        return natural_name(self.last_name, self.first_name)


@dataclass(frozen=True, slots=True)
class SlotCard:
    """A stretch of a séance, in minutes of the local day."""

    id: uuid.UUID
    start: int
    end: int
    kind: str
    trainers: tuple[Trainer, ...] = ()
    presences: int = 0
    """Presences entered, whatever their status."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a séance."""

    kind: str
    """trainer · place · participant · holiday · capacity · no_trainer."""
    sentence: str
    other_id: uuid.UUID | None = None
    """The other séance, when there is one."""
    trainer_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class SeanceCard:
    """One séance of a calendar or a list."""

    id: uuid.UUID
    activity_id: uuid.UUID
    activity_title: str
    title: str
    """Subject of the day, when it differs."""
    brique_code: str | None
    type_code: str | None
    day: date
    number: int
    total: int
    state: str
    state_reason: str
    improvised: bool
    series_id: uuid.UUID | None
    place_id: uuid.UUID | None
    place_name: str
    place_commune: str
    structure_id: uuid.UUID
    structure_name: str
    capacity: int | None
    expected: int
    """People expected that day."""
    slots: tuple[SlotCard, ...]
    sheet: SheetInfo | None = None
    """The most advanced sheet that holds one of its slots."""
    warnings: tuple[Remark, ...] = ()
    people: frozenset[uuid.UUID] = field(default=frozenset(), repr=False)

    @property
    def name(self) -> str:
        """The subject of the day, else the activity's title."""
        return self.title or self.activity_title

    @property
    def planned(self) -> bool:
        """Neither cancelled nor postponed."""
        return self.state == PLANNED

    @property
    def start(self) -> int:
        """First minute."""
        return self.slots[0].start if self.slots else 0

    @property
    def end(self) -> int:
        """Last minute."""
        return max((slot.end for slot in self.slots), default=0)

    @property
    def minutes(self) -> int:
        """Sum of the lengths of its slots."""
        return sum(slot.end - slot.start for slot in self.slots)

    @property
    def trainers(self) -> tuple[Trainer, ...]:
        """Everyone who holds one of its slots, once."""
        return tuple({trainer.id: trainer for slot in self.slots for trainer in slot.trainers}.values())

    @property
    def conflict(self) -> bool:
        """Whether someone or some place is double-booked."""
        return any(warning.kind in CONFLICTS for warning in self.warnings)

    @property
    def ended(self) -> bool:
        """Whether its last minute has passed."""
        now = clock.local_now()
        return (self.day, self.end) <= (now.date(), now.hour * 60 + now.minute)

    @property
    def missing(self) -> int:
        """Presences still to enter (a slot × a person)."""
        return sum(max(0, self.expected - slot.presences) for slot in self.slots) if self.planned else 0


_COLUMNS: tuple[Any, ...] = (
    Seance.id,
    Seance.activity_id,
    Seance.title,
    Seance.day,
    Seance.number,
    Seance.state,
    Seance.state_reason,
    Seance.improvised,
    Seance.series_id,
    Seance.place_id,
    Activity.title.label("activity_title"),
    Activity.brique_code,
    Activity.type_code,
    Activity.capacity,
    Activity.structure_id,
    Structure.short_name,
    Structure.name.label("structure_name"),
    Place.name.label("place_name"),
    Place.commune.label("place_commune"),
    Place.capacity.label("place_capacity"),
)


def cards(session: Session, seance_ids: Collection[uuid.UUID] | Select[uuid.UUID]) -> tuple[SeanceCard, ...]:
    """The séances asked for, by day and hour, without warnings; eight selects whatever their number.

    A select of identifiers spares the passing of many of them back and forth.
    """
    if not isinstance(seance_ids, Select) and not seance_ids:
        return ()
    found = session.execute(
        select(*_COLUMNS)
        .select_from(Seance)
        .join(Activity, Activity.id == Seance.activity_id)
        .join(Structure, Structure.id == Activity.structure_id)
        .outerjoin(Place, Place.id == Seance.place_id)
        .where(Seance.id.in_(seance_ids))
    ).all()
    slots = _slots(session, seance_ids)
    sheets = sheets_of_slots(session, [slot.id for held in slots.values() for slot in held])
    people = expected_at(session, seance_ids)
    totals = _totals(session, {row.activity_id for row in found})
    made: list[SeanceCard] = []
    for row in found:
        held = tuple(slots.get(row.id, ()))
        there = people.get(row.id, frozenset())
        made.append(
            SeanceCard(
                id=row.id,
                activity_id=row.activity_id,
                activity_title=row.activity_title,
                title=row.title,
                brique_code=row.brique_code,
                type_code=row.type_code,
                day=row.day,
                number=row.number,
                state=row.state,
                state_reason=row.state_reason,
                improvised=row.improvised,
                series_id=row.series_id,
                place_id=row.place_id,
                structure_id=row.structure_id,
                total=totals.get(row.activity_id, 0),
                place_name=row.place_name or "",
                place_commune=row.place_commune or "",
                structure_name=row.short_name or row.structure_name,
                capacity=row.capacity or row.place_capacity,
                expected=len(there),
                slots=held,
                sheet=_most_advanced(sheets, held),
                people=there,
            )
        )
    return tuple(sorted(made, key=lambda card: (card.day, card.start, card.end, card.activity_title)))


def with_warnings(found: Sequence[SeanceCard], holidays: Mapping[date, str]) -> tuple[SeanceCard, ...]:
    """The same séances with their warnings; every séance of the days concerned must be there.

    At most three others are named for one trainer, one place or one séance: more would say nothing more.
    """
    by_day: dict[date, list[SeanceCard]] = {}
    for card in found:
        if card.planned:
            by_day.setdefault(card.day, []).append(card)
    met = {day: _Meetings(there) for day, there in by_day.items()}
    return tuple(
        replace(card, warnings=tuple(_warnings(card, met[card.day], holidays.get(card.day, ""))))
        if card.planned
        else card
        for card in found
    )


def expected_people(session: Session, card: SeanceCard) -> tuple[EnrolmentRow, ...]:
    """Those expected at a séance, by name."""
    return expected(enrolments_of(session, [card.activity_id])[card.activity_id], card.day)


def _slots(
    session: Session, seance_ids: Collection[uuid.UUID] | Select[uuid.UUID]
) -> dict[uuid.UUID, list[SlotCard]]:
    mine = select(SeanceSlot.id).where(SeanceSlot.seance_id.in_(seance_ids))
    trainers: dict[uuid.UUID, list[Trainer]] = {}
    for slot_id, person_id, last_name, first_name, structure_name in session.execute(
        select(
            SlotTrainer.slot_id,
            Professional.id,
            Professional.last_name,
            Professional.first_name,
            Structure.name,
        )
        .join(Professional, Professional.id == SlotTrainer.professional_id)
        .outerjoin(Structure, Structure.id == Professional.structure_id)
        .where(SlotTrainer.slot_id.in_(mine))
        .order_by(SlotTrainer.position)
    ):
        trainers.setdefault(slot_id, []).append(
            Trainer(person_id, last_name, first_name, structure_name or "")
        )
    entered = dict(
        session.execute(
            select(Presence.slot_id, func.count())
            .where(Presence.slot_id.in_(mine))
            .group_by(Presence.slot_id)
        ).all()
    )
    made: dict[uuid.UUID, list[SlotCard]] = {}
    for slot_id, seance_id, start, end, kind in session.execute(
        select(SeanceSlot.id, SeanceSlot.seance_id, SeanceSlot.start, SeanceSlot.end, SeanceSlot.kind)
        .where(SeanceSlot.seance_id.in_(seance_ids))
        .order_by(SeanceSlot.start)
    ):
        made.setdefault(seance_id, []).append(
            SlotCard(slot_id, start, end, kind, tuple(trainers.get(slot_id, ())), entered.get(slot_id, 0))
        )
    return made


def _totals(session: Session, activity_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    statement = (
        select(Seance.activity_id, func.count())
        .where(Seance.activity_id.in_(activity_ids), Seance.state == PLANNED)
        .group_by(Seance.activity_id)
    )
    return dict(session.execute(statement).all())


def _most_advanced(
    sheets: Mapping[uuid.UUID, tuple[SheetInfo, ...]], slots: Iterable[SlotCard]
) -> SheetInfo | None:
    found = [info for slot in slots for info in sheets.get(slot.id, ())]
    return max(found, key=lambda info: (info.rank, info.number), default=None)


class _Meetings:
    """The séances of a day by trainer, by place and by person: only those can conflict."""

    def __init__(self, there: Sequence[SeanceCard]) -> None:
        self.trainers: dict[uuid.UUID, list[SeanceCard]] = {}
        self.places: dict[uuid.UUID, list[SeanceCard]] = {}
        self.people: dict[uuid.UUID, list[SeanceCard]] = {}
        for card in there:
            for trainer in card.trainers:
                self.trainers.setdefault(trainer.id, []).append(card)
            if card.place_id is not None:
                self.places.setdefault(card.place_id, []).append(card)
            for person_id in card.people:
                self.people.setdefault(person_id, []).append(card)


def _warnings(card: SeanceCard, met: _Meetings, holiday: str) -> Iterable[Remark]:
    for trainer in card.trainers:
        mine = _only(card, trainer)
        for other in _meeting(mine, card, met.trainers[trainer.id], trainer):
            words = f"{trainer.name} anime aussi {_there(other)}{_where(other)}, {_hours(other)}."
            yield Remark("trainer", words, other.id, trainer.id)
    if card.place_id is not None:
        for other in _meeting(card.slots, card, met.places[card.place_id]):
            words = f"{card.place_name} est aussi le lieu de {_there(other)}, {_hours(other)}."
            yield Remark("place", words, other.id)
    yield from _shared_people(card, met)
    if holiday:
        yield Remark("holiday", f"Jour férié{NBSP}: {holiday}.")
    if card.capacity is not None and card.expected > card.capacity:
        there, places = count(card.expected, "personne"), count(card.capacity, "place")
        yield Remark("capacity", f"{there} pour {places}.")
    if any(not slot.trainers for slot in card.slots):
        yield Remark("no_trainer", "Aucun intervenant n’est choisi.")


def _meeting(
    mine: Sequence[SlotCard], card: SeanceCard, others: Iterable[SeanceCard], trainer: Trainer | None = None
) -> Iterable[SeanceCard]:
    """The first séances among `others` that meet one of these slots."""
    named = 0
    for other in others:
        if other.id == card.id:
            continue
        theirs = other.slots if trainer is None else _only(other, trainer)
        if any(a.start < b.end and b.start < a.end for a in mine for b in theirs):
            yield other
            named += 1
            if named == MOST_NAMED:
                return


def _shared_people(card: SeanceCard, met: _Meetings) -> Iterable[Remark]:
    others = {other.id: other for person_id in card.people for other in met.people[person_id]}
    for other in _meeting(card.slots, card, others.values()):
        shared = len(card.people & other.people)
        who = "Une personne est aussi attendue" if shared == 1 else f"{shared} personnes sont aussi attendues"
        yield Remark("participant", f"{who} à {_there(other)}, {_hours(other)}.", other.id)


def _only(card: SeanceCard, trainer: Trainer) -> tuple[SlotCard, ...]:
    """The slots of a séance that a trainer holds."""
    return tuple(slot for slot in card.slots if any(one.id == trainer.id for one in slot.trainers))


def _there(other: SeanceCard) -> str:
    return f"«{NBSP}{other.name}{NBSP}»"


def _where(other: SeanceCard) -> str:
    return f" à {other.place_commune or other.place_name}" if other.place_name else ""


def _hours(other: SeanceCard) -> str:
    return f"de {clock_time(other.start)} à {clock_time(other.end)}"
