"""Writing séances, one or hundreds: their slots, trainers and stops are read at once, then compared.

Callers have checked the right and the input (`seance_inputs.errors`). A slot that holds a presence or a
numbered sheet is never removed; nothing that a validated sheet holds changes.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import NBSP
from elans_desktop.core.ids import new_id
from elans_desktop.models.activities import (
    Presence,
    Seance,
    SeanceGuest,
    SeanceSlot,
    SeanceStop,
    SlotTrainer,
)
from elans_desktop.models.sheets import SheetSlot
from elans_desktop.services.calendar.seance_cards import PLANNED
from elans_desktop.services.calendar.seance_inputs import SeanceInput, SlotInput, StopInput, proposed_kind
from elans_desktop.services.calendar.sheet_states import refuse_locked
from elans_desktop.services.kept import existing
from elans_desktop.services.presences.month_closing import refuse_closed_day


@dataclass
class Parts:
    """What hangs from some séances: slots by hour, trainers and stops in order."""

    slots: dict[uuid.UUID, list[SeanceSlot]] = field(default_factory=dict[uuid.UUID, list[SeanceSlot]])
    trainers: dict[uuid.UUID, list[SlotTrainer]] = field(default_factory=dict[uuid.UUID, list[SlotTrainer]])
    """By slot."""
    stops: dict[uuid.UUID, list[SeanceStop]] = field(default_factory=dict[uuid.UUID, list[SeanceStop]])

    def slots_of(self, seance_id: uuid.UUID) -> list[SeanceSlot]:
        """The slots of one séance, by hour."""
        return self.slots.get(seance_id, [])

    def input_of(self, seance: Seance) -> SeanceInput:
        """The séance as a form would hold it."""
        return SeanceInput(
            activity_id=seance.activity_id,
            day=seance.day,
            slots=tuple(
                SlotInput(slot.start, slot.end, slot.kind, self.trainers_of(slot.id), slot.id)
                for slot in self.slots_of(seance.id)
            ),
            place_id=seance.place_id,
            title=seance.title,
            notes=seance.notes,
            improvised=seance.improvised,
            stops=tuple(
                StopInput(stop.place_id, stop.start, stop.end) for stop in self.stops.get(seance.id, [])
            ),
            id=seance.id,
        )

    def trainers_of(self, slot_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
        """Those who hold a slot, in order."""
        return tuple(link.professional_id for link in self.trainers.get(slot_id, []))


def get(session: Session, seance_id: uuid.UUID | None) -> Seance:
    """One séance. Raises NotFoundError."""
    return existing(session, Seance, seance_id, "Cette séance n’existe plus.", "Revenez au calendrier.")


def parts_of(session: Session, seance_ids: Collection[uuid.UUID]) -> Parts:
    """What hangs from these séances, in three selects."""
    made = Parts()
    mine = select(SeanceSlot.id).where(SeanceSlot.seance_id.in_(seance_ids))
    for slot in session.scalars(
        select(SeanceSlot).where(SeanceSlot.seance_id.in_(seance_ids)).order_by(SeanceSlot.start)
    ):
        made.slots.setdefault(slot.seance_id, []).append(slot)
    for link in session.scalars(
        select(SlotTrainer).where(SlotTrainer.slot_id.in_(mine)).order_by(SlotTrainer.position)
    ):
        made.trainers.setdefault(link.slot_id, []).append(link)
    for stop in session.scalars(
        select(SeanceStop).where(SeanceStop.seance_id.in_(seance_ids)).order_by(SeanceStop.position)
    ):
        made.stops.setdefault(stop.seance_id, []).append(stop)
    return made


def create(session: Session, data: SeanceInput) -> Seance:
    """A new planned séance, not yet flushed nor numbered. Raises RuleError in a closed month."""
    assert data.activity_id is not None
    assert data.day is not None
    refuse_closed_day(session, data.activity_id, data.day, "aucune séance ne s’y ajoute")
    seance = Seance(id=new_id(), state=PLANNED, state_reason="", series_id=None, number=0)
    session.add(seance)
    fill(session, seance, data, Parts())
    return seance


def change(session: Session, seance: Seance, data: SeanceInput, parts: Parts) -> None:
    """Bring a séance to what was entered. Raises RuleError (see the head of this file)."""
    if data.activity_id != seance.activity_id:
        raise RuleError("Une séance garde son activité.", "Créez une séance dans l’autre activité.")
    if _touches_slots(seance, parts.slots_of(seance.id), data):
        ids = [slot.id for slot in parts.slots_of(seance.id)]
        refuse_locked(session, ids, "la séance ne se déplace ni ne se modifie plus")
        assert data.day is not None
        refuse_closed_day(session, seance.activity_id, data.day, "aucune séance ne s’y déplace")
    elif _touches_paper(parts.input_of(seance), data):
        refuse_closed_day(session, seance.activity_id, seance.day, "la séance ne se modifie plus")
    fill(session, seance, data, parts)


def remove(session: Session, seances: Collection[Seance], parts: Parts) -> None:
    """Delete séances nobody has signed for, with what hangs from them. Raises RuleError."""
    ids = [seance.id for seance in seances]
    slots = [slot for seance in seances for slot in parts.slots_of(seance.id)]
    remove_slots(session, slots, parts, "la séance ne se supprime pas")
    for stops in (parts.stops.get(key, []) for key in ids):
        for stop in stops:
            session.delete(stop)
    for guest in session.scalars(select(SeanceGuest).where(SeanceGuest.seance_id.in_(ids))):
        session.delete(guest)
    for former in session.scalars(select(Seance).where(Seance.postponed_to_id.in_(ids))):
        former.postponed_to_id = None
    session.flush()
    for seance in seances:
        session.delete(seance)
    session.flush()


def remove_slots(session: Session, slots: Collection[SeanceSlot], parts: Parts, refused: str) -> None:
    """Delete slots that hold neither presence nor numbered sheet. Raises RuleError."""
    ids = [slot.id for slot in slots]
    if not ids:
        return
    refuse_locked(session, ids, refused)
    if session.scalar(select(func.count()).select_from(Presence).where(Presence.slot_id.in_(ids))):
        raise RuleError(
            f"Des présences y sont saisies{NBSP}: {refused}.",
            "Annulez la séance avec un motif, ou effacez d’abord ses présences dans la grille.",
        )
    if session.scalar(select(func.count()).select_from(SheetSlot).where(SheetSlot.slot_id.in_(ids))):
        raise RuleError(
            f"Une feuille numérotée existe pour ce jour{NBSP}: {refused}.",
            f"Annulez la séance avec un motif{NBSP}: la feuille garde son numéro.",
        )
    for slot in slots:
        for link in parts.trainers.pop(slot.id, []):
            session.delete(link)
    session.flush()
    for slot in slots:
        session.delete(slot)
    session.flush()


def renumber(session: Session, activity_id: uuid.UUID) -> None:
    """Number the planned séances of an activity by day, then hour: 1, 2, 3…; the others wear 0."""
    session.flush()
    first = select(func.min(SeanceSlot.start)).where(SeanceSlot.seance_id == Seance.id).scalar_subquery()
    number = 0
    for seance in session.scalars(
        select(Seance).where(Seance.activity_id == activity_id).order_by(Seance.day, first, Seance.id)
    ):
        if seance.state == PLANNED:
            number += 1
        wanted = number if seance.state == PLANNED else 0
        if seance.number != wanted:
            seance.number = wanted
    session.flush()


def fill(session: Session, seance: Seance, data: SeanceInput, parts: Parts) -> None:
    """Write what was entered into a séance that nothing holds."""
    assert data.activity_id is not None
    assert data.day is not None
    seance.activity_id = data.activity_id
    seance.day = data.day
    seance.title = data.title.strip()
    seance.notes = data.notes.strip()
    seance.place_id = data.place_id
    seance.improvised = data.improvised
    current = {slot.id: slot for slot in parts.slots_of(seance.id)}
    kept: dict[uuid.UUID, SeanceSlot] = {}
    for wanted in sorted(data.slots, key=lambda slot: slot.start or 0):
        slot = current.get(wanted.id) if wanted.id else None
        filled = _fill_slot(session, seance.id, slot, wanted, parts)
        kept[filled.id] = filled
    gone = [slot for slot_id, slot in current.items() if slot_id not in kept]
    remove_slots(session, gone, parts, "ce créneau ne se supprime pas")
    parts.slots[seance.id] = list(kept.values())
    _fill_stops(session, seance.id, data.stops, parts)


def _fill_slot(
    session: Session, seance_id: uuid.UUID, slot: SeanceSlot | None, data: SlotInput, parts: Parts
) -> SeanceSlot:
    assert data.start is not None
    assert data.end is not None
    if slot is None:
        slot = SeanceSlot(id=new_id(), seance_id=seance_id)
        session.add(slot)
    slot.start, slot.end = data.start, data.end
    slot.kind = data.kind or proposed_kind(data.start)
    wanted = {person_id: position for position, person_id in enumerate(dict.fromkeys(data.trainer_ids))}
    stays: list[SlotTrainer] = []
    for link in parts.trainers.get(slot.id, []):
        position = wanted.pop(link.professional_id, None)
        if position is None:
            session.delete(link)
        else:
            link.position = position
            stays.append(link)
    for person_id, position in wanted.items():
        key = SlotTrainer.key(slot.id, person_id)
        link = SlotTrainer(id=key, slot_id=slot.id, professional_id=person_id, position=position)
        session.add(link)
        stays.append(link)
    parts.trainers[slot.id] = sorted(stays, key=lambda link: link.position)
    return slot


def _fill_stops(session: Session, seance_id: uuid.UUID, wanted: tuple[StopInput, ...], parts: Parts) -> None:
    current = {stop.position: stop for stop in parts.stops.get(seance_id, [])}
    stays: list[SeanceStop] = []
    for position, data in enumerate(wanted):
        assert data.place_id is not None
        stop = current.pop(position, None)
        if stop is None:
            key = SeanceStop.key(seance_id, position)
            stop = SeanceStop(id=key, seance_id=seance_id, position=position)
            session.add(stop)
        stop.place_id, stop.start, stop.end = data.place_id, data.start, data.end
        stays.append(stop)
    for stop in current.values():
        session.delete(stop)
    parts.stops[seance_id] = stays


def _touches_paper(before: SeanceInput, data: SeanceInput) -> bool:
    """Whether something else that its sheets say changes: the notes are nobody’s but the team’s."""
    held = [(slot.id, slot.trainer_ids) for slot in before.slots]
    wanted = [(slot.id, tuple(dict.fromkeys(slot.trainer_ids))) for slot in data.slots]
    return (before.title, before.place_id, before.stops, before.improvised, sorted(held, key=str)) != (
        data.title.strip(),
        data.place_id,
        data.stops,
        data.improvised,
        sorted(wanted, key=str),
    )


def _touches_slots(seance: Seance, current: Collection[SeanceSlot], data: SeanceInput) -> bool:
    before = {(slot.id, slot.start, slot.end, slot.kind) for slot in current}
    after = {
        (slot.id, slot.start, slot.end, slot.kind or proposed_kind(slot.start or 0)) for slot in data.slots
    }
    return seance.day != data.day or before != after
