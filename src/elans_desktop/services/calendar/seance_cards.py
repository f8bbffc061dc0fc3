"""Séances as a calendar shows them; `seance_warnings` adds what there is to know about them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.text import natural_name
from elans_desktop.models.activities import Activity, Presence, Seance, SeanceSlot, SeanceStop, SlotTrainer
from elans_desktop.models.organisation import Place, Professional, Structure
from elans_desktop.services.calendar import expected
from elans_desktop.services.calendar.enrolments import EnrolmentRow
from elans_desktop.services.calendar.sheet_states import SheetInfo, sheets_of_slots

PLANNED = "prevue"
CANCELLED = "annulee"
POSTPONED = "reportee"
CONFLICTS = frozenset({"trainer", "place", "participant", "elsewhere"})


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
class Stop:
    """A stop of an itinerant séance; its hours may be unknown."""

    place_id: uuid.UUID
    name: str
    commune: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a séance."""

    kind: str
    """trainer · place · participant · elsewhere · away · holiday · closure · capacity
    · outside · no_trainer."""
    sentence: str
    other_id: uuid.UUID | None = None
    """The other séance, when there is one."""
    trainer_id: uuid.UUID | None = None
    people: frozenset[uuid.UUID] = field(default=frozenset(), repr=False)
    """Those it is about, for `outside`."""


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
    """People it can take: the smaller of what the activity and its place say."""
    expected: int
    """People expected that day."""
    slots: tuple[SlotCard, ...]
    sheet: SheetInfo | None = None
    """The most advanced sheet that holds one of its slots."""
    warnings: tuple[Remark, ...] = ()
    people: frozenset[uuid.UUID] = field(default=frozenset(), repr=False)
    agreement_id: uuid.UUID | None = None
    mode_code: str | None = None
    """collectif · individuel · binome · sortie · chantier · immersion."""
    place_insee: str = ""
    stops: tuple[Stop, ...] = ()
    detached: bool = False
    """Changed by itself: an exception of its series."""
    planned_day: date | None = None
    """The day its series gave it, when it was moved."""
    postponed_to_id: uuid.UUID | None = None
    place_capacity: int | None = None
    """What the room holds, whatever the activity says."""

    @property
    def name(self) -> str:
        """The subject of the day, else the activity's title."""
        return self.title or self.activity_title

    @property
    def where(self) -> str:
        """Its place; of a round, the communes of its stops."""
        if not self.stops:
            return self.place_name
        return ", ".join(dict.fromkeys(stop.commune or stop.name for stop in self.stops))

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
    Activity.agreement_id,
    Activity.mode_code,
    Seance.detached,
    Seance.planned_day,
    Seance.postponed_to_id,
    Structure.short_name,
    Structure.name.label("structure_name"),
    Place.name.label("place_name"),
    Place.commune.label("place_commune"),
    Place.capacity.label("place_capacity"),
    Place.insee.label("place_insee"),
)


def cards(
    session: Session,
    seance_ids: Collection[uuid.UUID] | Select[uuid.UUID],
    *,
    full: bool = True,
    followed: bool = True,
) -> tuple[SeanceCard, ...]:
    """The séances asked for, by day and hour, without warnings; eleven selects whatever their number.

    A select of identifiers spares the passing of many of them back and forth. Not `full`: without people,
    presences nor sheets, in a third of the time. Not `followed`: without presences, sheets nor totals.
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
    counted = followed and full
    slots = _slots(session, seance_ids, counted=counted)
    sheets = sheets_of_slots(
        session, [slot.id for held in slots.values() for slot in held] if counted else ()
    )
    people = expected.ids_at(session, seance_ids if full else ())
    stops = _stops(session, seance_ids)
    totals = _totals(session, {row.activity_id for row in found} if followed else ())
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
                capacity=smaller(row.capacity, row.place_capacity),
                expected=len(there),
                slots=held,
                sheet=_most_advanced(sheets, held),
                people=there,
                agreement_id=row.agreement_id,
                mode_code=row.mode_code,
                place_insee=row.place_insee or "",
                stops=tuple(stops.get(row.id, ())),
                detached=row.detached,
                planned_day=row.planned_day,
                postponed_to_id=row.postponed_to_id,
                place_capacity=row.place_capacity,
            )
        )
    return tuple(sorted(made, key=lambda card: (card.day, card.start, card.end, card.activity_title)))


def smaller(*given: int | None) -> int | None:
    """The smallest number of places said; None when nobody says any."""
    return min((one for one in given if one is not None), default=None)


def expected_people(session: Session, card: SeanceCard) -> tuple[EnrolmentRow, ...]:
    """Those expected at a séance, by name, guests among them."""
    return expected.people_at(session, [card.id])[card.id]


def _slots(
    session: Session, seance_ids: Collection[uuid.UUID] | Select[uuid.UUID], *, counted: bool
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
    presences = (
        select(Presence.slot_id, func.count()).where(Presence.slot_id.in_(mine)).group_by(Presence.slot_id)
    )
    entered = dict(session.execute(presences).all()) if counted else {}
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


def _stops(
    session: Session, seance_ids: Collection[uuid.UUID] | Select[uuid.UUID]
) -> dict[uuid.UUID, list[Stop]]:
    made: dict[uuid.UUID, list[Stop]] = {}
    for seance_id, place_id, name, commune, start, end in session.execute(
        select(SeanceStop.seance_id, Place.id, Place.name, Place.commune, SeanceStop.start, SeanceStop.end)
        .join(Place, Place.id == SeanceStop.place_id)
        .where(SeanceStop.seance_id.in_(seance_ids))
        .order_by(SeanceStop.position)
    ):
        made.setdefault(seance_id, []).append(Stop(place_id, name, commune, start, end))
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
