"""Séances: one day of one activity, made of slots. Saving, repeating, cancelling, moving, numbering."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import NBSP, date_medium
from elans_desktop.core.ids import new_id
from elans_desktop.models.activities import (
    Activity,
    ActivitySeries,
    Presence,
    Seance,
    SeanceSlot,
    SlotTrainer,
)
from elans_desktop.models.sheets import SheetSlot
from elans_desktop.services import calendar_days
from elans_desktop.services.kept import existing
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.seance_cards import CANCELLED, PLANNED, POSTPONED, SeanceCard
from elans_desktop.services.seance_inputs import (
    DAY,
    Recurrence,
    SeanceInput,
    SeriesMade,
    SlotInput,
    errors,
    occurrences,
    proposed_kind,
)
from elans_desktop.services.seance_list import SeanceFilters, SeanceView, WeekView, rows, view, week
from elans_desktop.services.sheet_states import refuse_locked

__all__ = [
    "CANCELLED",
    "PLANNED",
    "POSTPONED",
    "Recurrence",
    "SeanceCard",
    "SeanceFilters",
    "SeanceInput",
    "SeanceView",
    "SeriesMade",
    "SlotInput",
    "WeekView",
    "cancel",
    "delete",
    "move",
    "plan_again",
    "postpone",
    "proposed_kind",
    "renumber",
    "repeat",
    "rows",
    "save",
    "view",
    "week",
]


def save(session: Session, data: SeanceInput) -> uuid.UUID:
    """Create or change one séance and its slots, then renumber its activity.

    A slot with presences cannot be removed; nothing that a validated sheet holds can change.
    Raises InputError (see `SeanceInput`), RuleError, NotFoundError.
    """
    require(session, Right.EDIT_CALENDAR)
    _check(session, data)
    seance = _store(session, data)
    renumber(session, seance.activity_id)
    return seance.id


def repeat(session: Session, data: SeanceInput, rule: Recurrence) -> SeriesMade:
    """Create a séance and its weekly repetitions. Raises InputError."""
    require(session, Right.EDIT_CALENDAR)
    _check(session, data)
    assert data.day is not None
    assert data.activity_id is not None
    days = occurrences(data.day, rule)
    special = calendar_days.special_days(session, days[0], days[-1]) if rule.skip_bank_holidays else {}
    holidays = {day for day, found in special.items() if any(one.kind == "ferie" for one in found)}
    kept = [day for day in days if day not in holidays]
    if not kept:
        raise InputError({"day": "Tous les jours de cette répétition sont fériés."})
    ending = f"UNTIL={rule.until:%Y%m%d}" if rule.until else f"COUNT={rule.times}"
    series = ActivitySeries(
        activity_id=data.activity_id,
        start=data.day,
        rule=f"FREQ=WEEKLY;INTERVAL={rule.every_weeks};{ending}",
    )
    session.add(series)
    session.flush()
    made: list[uuid.UUID] = []
    for day in kept:
        seance = _store(session, replace(data, day=day, id=None), flush=False)
        seance.series_id = series.id
        made.append(seance.id)
    session.flush()
    renumber(session, data.activity_id)
    return SeriesMade(tuple(made), tuple(day for day in days if day in holidays))


def _check(session: Session, data: SeanceInput) -> None:
    wrong = errors(data)
    if data.activity_id is not None and session.get(Activity, data.activity_id) is None:
        wrong["activity_id"] = f"Cette activité n’existe plus{NBSP}: choisissez-en une autre."
    if wrong:
        raise InputError(wrong)


def cancel(session: Session, seance_id: uuid.UUID, reason: str) -> None:
    """Cancel a séance: it stays, with its reason, and no longer counts. Raises InputError, RuleError."""
    _leave_plan(session, seance_id, CANCELLED, reason)


def postpone(session: Session, seance_id: uuid.UUID, reason: str, new_day: date | None) -> uuid.UUID | None:
    """Mark a séance as postponed, with its reason; when the new day is known, make the same séance then."""
    seance = _leave_plan(session, seance_id, POSTPONED, reason)
    if new_day is None:
        return None
    if new_day == seance.day:
        raise InputError({"new_day": "La nouvelle date est celle de la séance reportée."})
    slots = tuple(
        SlotInput(slot.start, slot.end, slot.kind, _trainers(session, slot.id))
        for slot in _slots(session, seance_id)
    )
    return save(
        session, SeanceInput(seance.activity_id, new_day, slots, seance.place_id, seance.title, seance.notes)
    )


def plan_again(session: Session, seance_id: uuid.UUID) -> None:
    """Take back a cancellation."""
    require(session, Right.EDIT_CALENDAR)
    seance = _get(session, seance_id)
    seance.state, seance.state_reason = PLANNED, ""
    session.flush()
    renumber(session, seance.activity_id)


def move(session: Session, seance_id: uuid.UUID, day: date, start: int | None = None) -> None:
    """Put a séance on another day, its first slot at `start`. Raises RuleError, InputError."""
    require(session, Right.EDIT_CALENDAR)
    seance = _get(session, seance_id)
    slots = _slots(session, seance_id)
    shift = 0 if start is None or not slots else start - slots[0].start
    if day == seance.day and shift == 0:
        return
    refuse_locked(session, [slot.id for slot in slots], "la séance ne se déplace plus")
    if slots and (slots[0].start + shift < 0 or slots[-1].end + shift > DAY):
        raise InputError({"slots.0.start": "La séance tient dans une seule journée, de 0 h 00 à 24 h 00."})
    seance.day = day
    for slot in slots:
        if shift and slot.kind == proposed_kind(slot.start):
            slot.kind = proposed_kind(slot.start + shift)
        slot.start += shift
        slot.end += shift
    session.flush()
    renumber(session, seance.activity_id)


def delete(session: Session, seance_id: uuid.UUID) -> None:
    """Remove a séance nobody has signed for. Raises RuleError when presences or a printed sheet hold it."""
    require(session, Right.EDIT_CALENDAR)
    seance = _get(session, seance_id)
    slots = _slots(session, seance_id)
    _remove_slots(session, slots, "la séance ne se supprime pas")
    session.delete(seance)
    session.flush()
    renumber(session, seance.activity_id)


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


def _store(session: Session, data: SeanceInput, *, flush: bool = True) -> Seance:
    """Write checked input: the séance, its slots, their trainers."""
    assert data.activity_id is not None
    assert data.day is not None
    if data.id is None:
        seance = Seance(id=new_id(), state=PLANNED, state_reason="", series_id=None, number=0)
        session.add(seance)
        current: dict[uuid.UUID, SeanceSlot] = {}
    else:
        seance = _get(session, data.id)
        current = {slot.id: slot for slot in _slots(session, data.id)}
        if _touches_slots(seance, current, data):
            refuse_locked(session, list(current), "la séance ne se modifie plus")
        if data.activity_id != seance.activity_id:
            raise RuleError("Une séance garde son activité.", "Créez une séance dans l’autre activité.")
    seance.activity_id = data.activity_id
    seance.day = data.day
    seance.title = data.title.strip()
    seance.notes = data.notes.strip()
    seance.place_id = data.place_id
    seance.improvised = data.improvised
    kept: set[uuid.UUID] = set()
    for wanted in sorted(data.slots, key=lambda slot: slot.start or 0):
        slot = current.get(wanted.id) if wanted.id else None
        kept.add(_store_slot(session, seance.id, slot, wanted))
    gone = [slot for slot_id, slot in current.items() if slot_id not in kept]
    _remove_slots(session, gone, "ce créneau ne se supprime pas")
    if flush:
        session.flush()
    return seance


def _touches_slots(seance: Seance, current: dict[uuid.UUID, SeanceSlot], data: SeanceInput) -> bool:
    same_day = seance.day == data.day
    before = {(slot.id, slot.start, slot.end, slot.kind) for slot in current.values()}
    after = {
        (slot.id, slot.start, slot.end, slot.kind or proposed_kind(slot.start or 0)) for slot in data.slots
    }
    return not same_day or before != after


def _store_slot(
    session: Session, seance_id: uuid.UUID, slot: SeanceSlot | None, data: SlotInput
) -> uuid.UUID:
    assert data.start is not None
    assert data.end is not None
    if slot is None:
        slot = SeanceSlot(id=new_id(), seance_id=seance_id)
        session.add(slot)
        links: list[SlotTrainer] = []
    else:
        links = list(session.scalars(select(SlotTrainer).where(SlotTrainer.slot_id == slot.id)))
    slot.start, slot.end = data.start, data.end
    slot.kind = data.kind or proposed_kind(data.start)
    wanted = {person_id: position for position, person_id in enumerate(dict.fromkeys(data.trainer_ids))}
    for link in links:
        position = wanted.pop(link.professional_id, None)
        if position is None:
            session.delete(link)
        else:
            link.position = position
    for person_id, position in wanted.items():
        key = SlotTrainer.key(slot.id, person_id)
        session.add(SlotTrainer(id=key, slot_id=slot.id, professional_id=person_id, position=position))
    return slot.id


def _remove_slots(session: Session, slots: Collection[SeanceSlot], refused: str) -> None:
    """Delete slots that hold neither presence nor printed sheet. Raises RuleError."""
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
    for link in session.scalars(select(SlotTrainer).where(SlotTrainer.slot_id.in_(ids))):
        session.delete(link)
    session.flush()
    for slot in slots:
        session.delete(slot)
    session.flush()


def _leave_plan(session: Session, seance_id: uuid.UUID, state: str, reason: str) -> Seance:
    require(session, Right.EDIT_CALENDAR)
    if not reason.strip():
        raise InputError({"reason": "Dites pourquoi, en quelques mots."})
    seance = _get(session, seance_id)
    slot_ids = [slot.id for slot in _slots(session, seance_id)]
    refuse_locked(session, slot_ids, "la séance ne s’annule plus")
    if session.scalar(
        select(func.count())
        .select_from(Presence)
        .where(Presence.slot_id.in_(slot_ids), Presence.status == "P")
    ):
        raise RuleError(
            f"Des personnes sont notées présentes à la séance du {date_medium(seance.day)}.",
            "Effacez d’abord ces présences dans la grille, si personne n’est venu.",
        )
    seance.state, seance.state_reason = state, reason.strip()[:200]
    session.flush()
    renumber(session, seance.activity_id)
    return seance


def _trainers(session: Session, slot_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    statement = (
        select(SlotTrainer.professional_id)
        .where(SlotTrainer.slot_id == slot_id)
        .order_by(SlotTrainer.position)
    )
    return tuple(session.scalars(statement))


def _slots(session: Session, seance_id: uuid.UUID) -> list[SeanceSlot]:
    return list(
        session.scalars(
            select(SeanceSlot).where(SeanceSlot.seance_id == seance_id).order_by(SeanceSlot.start)
        )
    )


def _get(session: Session, seance_id: uuid.UUID) -> Seance:
    return existing(session, Seance, seance_id, "Cette séance n’existe plus.", "Revenez au calendrier.")
