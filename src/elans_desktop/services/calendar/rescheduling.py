"""A séance carried elsewhere on a plan: another day, other hours, another trainer, another place.

One operation, whatever changes together; in a series, « cette séance, les suivantes, toutes ».
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import NBSP
from elans_desktop.core.text import natural_name
from elans_desktop.models.organisation import Professional
from elans_desktop.services.calendar import seance_store, seances, series
from elans_desktop.services.calendar.seance_cards import PLANNED
from elans_desktop.services.calendar.seance_inputs import SeanceInput, SlotInput, proposed_kind
from elans_desktop.services.calendar.series_results import Reach, SeriesChanged
from elans_desktop.services.calendar.sheet_states import refuse_locked
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences.month_closing import refuse_closed_day


@dataclass(frozen=True, slots=True)
class Swap:
    """Somebody, or some place, in the stead of another; None: nobody, nowhere."""

    old: uuid.UUID | None
    new: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """What changes of a séance; what is None stays. Minutes of the local day."""

    seance_id: uuid.UUID
    day: date | None = None
    slot_id: uuid.UUID | None = None
    """The slot whose hours change."""
    hours: tuple[int, int] | None = None
    trainer: Swap | None = None
    """In every slot that the former one holds; from nobody, in the slots that have none."""
    place: Swap | None = None


def check(session: Session, wanted: Rescheduled) -> None:
    """Say before anything is asked why a séance stays where it is. Raises RuleError, NotFoundError."""
    require(session, Right.EDIT_CALENDAR)
    seance = seance_store.get(session, wanted.seance_id)
    if seance.state != PLANNED:
        raise RuleError(
            "Cette séance est annulée ou reportée, elle ne se déplace plus.",
            "Remettez-la d’abord au calendrier, à droite, ou planifiez une autre séance.",
        )
    parts = seance_store.parts_of(session, [seance.id])
    slot_ids = [slot.id for slot in parts.slots_of(seance.id)]
    refuse_locked(session, slot_ids, "la séance ne se déplace ni ne se modifie plus")
    if wanted.day is not None:
        refuse_closed_day(session, seance.activity_id, wanted.day, "aucune séance ne s’y déplace")
    _wanted(session, parts.input_of(seance), wanted)


def apply(session: Session, wanted: Rescheduled, reach: Reach = Reach.ONE) -> SeriesChanged:
    """Do it to a séance, to those that follow it or to the whole series. Raises RuleError, NotFoundError."""
    check(session, wanted)
    seance = seance_store.get(session, wanted.seance_id)
    held = seance_store.parts_of(session, [seance.id]).input_of(seance)
    return series.change(session, _wanted(session, held, wanted), reach)


def _wanted(session: Session, held: SeanceInput, wanted: Rescheduled) -> SeanceInput:
    made = held if wanted.day is None else replace(held, day=wanted.day)
    if wanted.hours is not None:
        made = replace(made, slots=_with_hours(made.slots, wanted.slot_id, wanted.hours))
    if wanted.trainer is not None:
        made = replace(made, slots=_with_trainer(session, made.slots, wanted.trainer))
    if wanted.place is not None:
        if held.place_id is None and held.stops:
            raise RuleError(
                "Cette séance est une tournée, elle a plusieurs lieux.",
                "Changez ses haltes dans son formulaire, avec le crayon à droite.",
            )
        made = replace(made, place_id=wanted.place.new)
    try:
        seances.check(session, made)
    except InputError as problem:
        raise RuleError(
            next(iter(problem.fields.values())), "Changez les deux créneaux dans son formulaire."
        ) from problem
    return made


def _with_hours(
    slots: Sequence[SlotInput], slot_id: uuid.UUID | None, hours: tuple[int, int]
) -> tuple[SlotInput, ...]:
    """The half-day follows the start, unless somebody chose another one."""
    made: list[SlotInput] = []
    for slot in slots:
        if slot.id != slot_id:
            made.append(slot)
            continue
        proposed = slot.start is not None and slot.kind == proposed_kind(slot.start)
        kind = proposed_kind(hours[0]) if proposed else slot.kind
        made.append(replace(slot, start=hours[0], end=hours[1], kind=kind))
    return tuple(made)


def _with_trainer(session: Session, slots: Sequence[SlotInput], swap: Swap) -> tuple[SlotInput, ...]:
    made: list[SlotInput] = []
    for slot in slots:
        concerned = swap.old in slot.trainer_ids if swap.old is not None else not slot.trainer_ids
        if concerned and swap.new is not None and swap.new in slot.trainer_ids:
            person = session.get(Professional, swap.new)
            who = natural_name(person.last_name, person.first_name) if person is not None else ""
            raise RuleError(
                f"{who} anime déjà cette séance.",
                f"Pour retirer l’autre intervenant, modifiez la séance{NBSP}: le crayon, à droite.",
            )
        ids = [swap.new if one == swap.old else one for one in slot.trainer_ids or (None,)]
        there = tuple(one for one in ids if one is not None)
        made.append(replace(slot, trainer_ids=there) if concerned else slot)
    return tuple(made)
