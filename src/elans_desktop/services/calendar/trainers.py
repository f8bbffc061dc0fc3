"""What a trainer has to do: the séances to come, and handing them over before leaving."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.formats import NBSP, count, date_medium
from elans_desktop.models.activities import ActivityTrainer, Seance, SeanceSlot, SlotTrainer
from elans_desktop.services.calendar.sheet_states import locked_slots
from elans_desktop.services.permissions import Right, require


def coming(session: Session, professional_id: uuid.UUID) -> tuple[int, date | None]:
    """How many planned séances a trainer still leads from today on, and the day of the first."""
    found = session.execute(
        select(func.count(Seance.id.distinct()), func.min(Seance.day))
        .join(SeanceSlot, SeanceSlot.seance_id == Seance.id)
        .join(SlotTrainer, SlotTrainer.slot_id == SeanceSlot.id)
        .where(
            SlotTrainer.professional_id == professional_id,
            Seance.day >= clock.today(),
            Seance.state == "prevue",
        )
    ).one()
    return found[0], found[1]


def refuse_busy(session: Session, professional_id: uuid.UUID) -> None:
    """Raise RuleError when a trainer still has séances to lead."""
    number, first = coming(session, professional_id)
    if not number or first is None:
        return
    held = count(number, "séance")
    raise RuleError(
        f"Cette personne anime encore {held} à venir{NBSP}: la première est le {date_medium(first)}.",
        "Confiez-les d’abord à quelqu’un d’autre, puis archivez.",
    )


def hand_over(session: Session, from_id: uuid.UUID, to_id: uuid.UUID | None) -> int:
    """Give a trainer's séances to come, and usual activities, to another; returns how many séances.

    Slots that a validated sheet holds keep their trainer. Raises InputError.
    """
    require(session, Right.EDIT_CALENDAR)
    if to_id is None or to_id == from_id:
        raise InputError({"to_id": "Choisissez une autre personne."})
    links = session.execute(
        select(SlotTrainer, SeanceSlot.seance_id)
        .join(SeanceSlot, SeanceSlot.id == SlotTrainer.slot_id)
        .join(Seance, Seance.id == SeanceSlot.seance_id)
        .where(SlotTrainer.professional_id == from_id, Seance.day >= clock.today(), Seance.state == "prevue")
    ).all()
    locked = locked_slots(session, [link.slot_id for link, _ in links])
    touched: set[uuid.UUID] = set()
    for link, seance_id in links:
        if link.slot_id not in locked:
            _replace(session, link, SlotTrainer, SlotTrainer.key(link.slot_id, to_id), to_id)
            touched.add(seance_id)
    for link in session.scalars(select(ActivityTrainer).where(ActivityTrainer.professional_id == from_id)):
        _replace(session, link, ActivityTrainer, ActivityTrainer.key(link.activity_id, to_id), to_id)
    session.flush()
    return len(touched)


def _replace(
    session: Session,
    link: SlotTrainer | ActivityTrainer,
    model: type[SlotTrainer] | type[ActivityTrainer],
    key: uuid.UUID,
    to_id: uuid.UUID,
) -> None:
    """A key never changes: the link goes, another comes in its place, unless it was there already."""
    if session.get(model, key) is None:
        if isinstance(link, SlotTrainer):
            made: SlotTrainer | ActivityTrainer = SlotTrainer(
                id=key, slot_id=link.slot_id, professional_id=to_id, position=link.position
            )
        else:
            made = ActivityTrainer(
                id=key, activity_id=link.activity_id, professional_id=to_id, position=link.position
            )
        session.add(made)
    session.delete(link)
