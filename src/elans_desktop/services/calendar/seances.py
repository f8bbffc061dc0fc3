"""Séances: one day of one activity, made of slots. Saving, cancelling, postponing, moving, removing.

What is done here to a séance of a series makes it an exception of it: see `series` for the others.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import NBSP, date_medium
from elans_desktop.models.activities import Activity, Presence, Seance
from elans_desktop.services.calendar import seance_store, series_members
from elans_desktop.services.calendar.seance_cards import CANCELLED, PLANNED, POSTPONED, SeanceCard
from elans_desktop.services.calendar.seance_inputs import (
    DAY,
    SeanceInput,
    SlotInput,
    StopInput,
    errors,
    proposed_kind,
)
from elans_desktop.services.calendar.seance_list import (
    SeanceFilters,
    SeanceView,
    SpanView,
    month_days,
    rows,
    span,
    view,
    week,
)
from elans_desktop.services.calendar.seance_store import Parts, renumber
from elans_desktop.services.calendar.sheet_states import refuse_locked
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences.month_closing import refuse_closed_day

__all__ = [
    "CANCELLED",
    "PLANNED",
    "POSTPONED",
    "SeanceCard",
    "SeanceFilters",
    "SeanceInput",
    "SeanceView",
    "SlotInput",
    "SpanView",
    "StopInput",
    "cancel",
    "check",
    "delete",
    "month_days",
    "move",
    "moved",
    "plan_again",
    "postpone",
    "proposed_kind",
    "renumber",
    "rows",
    "save",
    "span",
    "view",
    "week",
]


def save(session: Session, data: SeanceInput) -> uuid.UUID:
    """Create or change one séance and its slots, then renumber its activity.

    A slot with presences cannot be removed; nothing that a validated sheet holds can change.
    Raises InputError (see `SeanceInput`), RuleError, NotFoundError.
    """
    require(session, Right.EDIT_CALENDAR)
    check(session, data)
    if data.id is None:
        seance = seance_store.create(session, data)
    else:
        seance = seance_store.get(session, data.id)
        _change(session, seance, data, seance_store.parts_of(session, [seance.id]))
    session.flush()
    renumber(session, seance.activity_id)
    return seance.id


def check(session: Session, data: SeanceInput) -> None:
    """Raises InputError with a sentence for each field that cannot be kept."""
    wrong = errors(data)
    if data.activity_id is not None and session.get(Activity, data.activity_id) is None:
        wrong["activity_id"] = f"Cette activité n’existe plus{NBSP}: choisissez-en une autre."
    if wrong:
        raise InputError(wrong)


def cancel(session: Session, seance_id: uuid.UUID, reason: str) -> None:
    """Cancel a séance: it stays, with its reason, and no longer counts. Raises InputError, RuleError."""
    _leave_plan(session, seance_id, CANCELLED, reason)


def postpone(session: Session, seance_id: uuid.UUID, reason: str, new_day: date | None) -> uuid.UUID | None:
    """Mark a séance as postponed, with its reason; when the new day is known, make the same séance then.

    A séance postponed without a day is given one the same way, later. Raises InputError, RuleError.
    """
    require(session, Right.EDIT_CALENDAR)
    seance = seance_store.get(session, seance_id)
    if new_day == seance.day:
        raise InputError({"new_day": "La nouvelle date est celle de la séance reportée."})
    if seance.postponed_to_id is not None:
        raise RuleError(
            "Cette séance est déjà reportée à une autre date.", "Déplacez la séance de cette date."
        )
    _leave_plan(session, seance_id, POSTPONED, reason)
    if new_day is None:
        return None
    held = seance_store.parts_of(session, [seance_id]).input_of(seance)
    later = save(session, replace(series_members.without_ids(held), day=new_day))
    seance.postponed_to_id = later
    session.flush()
    return later


def plan_again(session: Session, seance_id: uuid.UUID) -> None:
    """Take back a cancellation; the séance it was postponed to, if any, stays by itself."""
    require(session, Right.EDIT_CALENDAR)
    seance = seance_store.get(session, seance_id)
    refuse_closed_day(session, seance.activity_id, seance.day, "la séance ne se remet pas au calendrier")
    seance.state, seance.state_reason, seance.postponed_to_id = PLANNED, "", None
    session.flush()
    renumber(session, seance.activity_id)


def move(session: Session, seance_id: uuid.UUID, day: date, start: int | None = None) -> None:
    """Put a séance on another day, its first slot at `start`. Raises RuleError, InputError."""
    require(session, Right.EDIT_CALENDAR)
    seance = seance_store.get(session, seance_id)
    parts = seance_store.parts_of(session, [seance_id])
    held = parts.input_of(seance)
    wanted = moved(held, day, start)
    if wanted != held:
        _change(session, seance, wanted, parts)
        renumber(session, seance.activity_id)


def moved(held: SeanceInput, day: date, start: int | None = None) -> SeanceInput:
    """The same séance on another day, its first slot at `start`. Raises InputError when it leaves the day."""
    shift = 0 if start is None or not held.slots else start - (held.slots[0].start or 0)
    slots: list[SlotInput] = []
    for slot in held.slots:
        first, last = (slot.start or 0) + shift, (slot.end or 0) + shift
        if first < 0 or last > DAY:
            raise InputError(
                {"slots.0.start": "La séance tient dans une seule journée, de 0 h 00 à 24 h 00."}
            )
        proposed = slot.kind == proposed_kind(slot.start or 0)
        kind = proposed_kind(first) if shift and proposed else slot.kind
        slots.append(replace(slot, start=first, end=last, kind=kind))
    return replace(held, day=day, slots=tuple(slots))


def delete(session: Session, seance_id: uuid.UUID) -> None:
    """Remove a séance nobody has signed for. Raises RuleError when presences or a printed sheet hold it."""
    require(session, Right.EDIT_CALENDAR)
    seance = seance_store.get(session, seance_id)
    activity_id, series_id = seance.activity_id, seance.series_id
    standing = seance.planned_day or seance.day
    seance_store.remove(session, [seance], seance_store.parts_of(session, [seance_id]))
    if series_id is not None:
        series_members.except_day(session, series_id, standing, "Séance supprimée")
    renumber(session, activity_id)


def _change(session: Session, seance: Seance, data: SeanceInput, parts: Parts) -> None:
    """Change a séance by itself: it becomes an exception of its series, if it has one."""
    before, day = parts.input_of(seance), seance.day
    seance_store.change(session, seance, data, parts)
    after = parts.input_of(seance)
    if seance.series_id is not None and replace(after, notes=before.notes) != before:
        seance.detached = True
        if seance.day != day:
            seance.planned_day = seance.planned_day or day
            if seance.planned_day == seance.day:
                seance.planned_day = None
    session.flush()


def _leave_plan(session: Session, seance_id: uuid.UUID, state: str, reason: str) -> None:
    require(session, Right.EDIT_CALENDAR)
    if not reason.strip():
        raise InputError({"reason": "Dites pourquoi, en quelques mots."})
    seance = seance_store.get(session, seance_id)
    slot_ids = [slot.id for slot in seance_store.parts_of(session, [seance_id]).slots_of(seance_id)]
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
