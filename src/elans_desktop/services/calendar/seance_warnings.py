"""Warnings on séances: they inform and never block, and stand on both séances concerned.

Somebody or some place booked twice, a trainer elsewhere or away, a holiday, a closure, too many people, a
person outside their pathway, nobody to lead it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.formats import NBSP, clock_time, count, date_short, duration
from elans_desktop.models.activities import (
    Enrolment,
    Seance,
    SeanceGuest,
    SeanceSlot,
    SeanceStop,
    SlotTrainer,
)
from elans_desktop.services.calendar import seance_facts
from elans_desktop.services.calendar.seance_cards import PLANNED, Remark, SeanceCard, SlotCard, Trainer, cards
from elans_desktop.services.calendar.seance_facts import Facts

MOST_NAMED = 3
TRAVEL = 30
"""Minutes a trainer needs at least from one commune to another."""


def warned(session: Session, shown: Sequence[SeanceCard], *, full: bool = True) -> tuple[SeanceCard, ...]:
    """The séances shown, with their warnings; the others of these days are read too, whatever the scope.

    Not `full`: the séances were read without their people, and nothing is said about these.
    """
    planned = [card for card in shown if card.planned]
    known = {card.id for card in shown}
    rest = select(Seance.id).where(Seance.day.in_({card.day for card in planned}), Seance.state == PLANNED)
    # a click in a busy day reads those that may meet it, not the whole day
    keys = _may_meet(session, planned[0]) if len(planned) == 1 else session.scalars(rest)
    missing = [key for key in keys if key not in known]
    others = cards(session, missing, full=full, followed=False)
    return with_warnings(shown, seance_facts.load(session, shown), others)


def _may_meet(session: Session, card: SeanceCard) -> set[uuid.UUID]:
    """The séances of its day that share its place, one of its trainers or somebody expected there."""
    that_day = select(Seance.id, Seance.activity_id, Seance.place_id).where(
        Seance.day == card.day, Seance.state == PLANNED
    )
    leading = (
        select(SeanceSlot.seance_id, SlotTrainer.professional_id)
        .join(SlotTrainer, SlotTrainer.slot_id == SeanceSlot.id)
        .where(SeanceSlot.seance_id.in_(that_day.with_only_columns(Seance.id)))
    )
    mine = {trainer.id for trainer in card.trainers}
    found = {seance_id for seance_id, trainer_id in session.execute(leading) if trainer_id in mine}
    enrolled = select(Enrolment.activity_id).where(Enrolment.participant_id.in_(card.people)).distinct()
    activities = set(session.scalars(enrolled))
    invited = select(SeanceGuest.seance_id).where(SeanceGuest.participant_id.in_(card.people))
    found.update(session.scalars(invited))
    there = {place_id for place_id, _name, _spans in _places(card)}
    found.update(session.scalars(select(SeanceStop.seance_id).where(SeanceStop.place_id.in_(there))))
    return {
        seance_id
        for seance_id, activity_id, place_id in session.execute(that_day)
        if seance_id in found or activity_id in activities or place_id in there
    }


def with_warnings(
    found: Sequence[SeanceCard], facts: Facts, others: Sequence[SeanceCard] = ()
) -> tuple[SeanceCard, ...]:
    """The séances found with their warnings; every séance of their days must be among them or the others.

    At most three others are named for one trainer, one place or one séance: more would say nothing more.
    """
    by_day: dict[date, list[SeanceCard]] = {}
    for card in (*found, *others):
        if card.planned:
            by_day.setdefault(card.day, []).append(card)
    met = {day: _Meetings(there) for day, there in by_day.items()}
    return tuple(
        replace(card, warnings=tuple(_warnings(card, met[card.day], facts))) if card.planned else card
        for card in found
    )


class Span(Protocol):
    """Minutes of a day."""

    @property
    def start(self) -> int:
        """First minute."""
        ...

    @property
    def end(self) -> int:
        """Minute after the last."""
        ...


@dataclass(frozen=True, slots=True)
class Halt:
    """The hours of a stop of a round."""

    start: int
    end: int


Held = tuple[SeanceCard, Sequence[Span]]
"""A séance, and when it meets others: its slots, those of one trainer, the hours of a stop."""


def _places(card: SeanceCard) -> Iterable[tuple[uuid.UUID, str, Sequence[Span]]]:
    """Where a séance is held, and when: its place, or each stop of its round at its own hours."""
    if card.place_id is not None:
        yield card.place_id, card.place_name, card.slots
    for stop in card.stops:
        halted = stop.start is not None and stop.end is not None
        yield stop.place_id, stop.name, [Halt(stop.start or 0, stop.end or 0)] if halted else card.slots


class _Meetings:
    """The séances of a day by trainer, by place and by person: only those can conflict."""

    def __init__(self, there: Sequence[SeanceCard]) -> None:
        self.trainers: dict[uuid.UUID, list[Held]] = {}
        self.places: dict[uuid.UUID, list[Held]] = {}
        self.people: dict[uuid.UUID, list[Held]] = {}
        for card in there:
            led: dict[uuid.UUID, list[SlotCard]] = {}
            for slot in card.slots:
                for trainer in slot.trainers:
                    led.setdefault(trainer.id, []).append(slot)
            for trainer_id, slots in led.items():
                self.trainers.setdefault(trainer_id, []).append((card, slots))
            whole = (card, card.slots)
            for place_id, _name, spans in _places(card):
                self.places.setdefault(place_id, []).append((card, spans))
            for person_id in card.people:
                self.people.setdefault(person_id, []).append(whole)


def _warnings(card: SeanceCard, met: _Meetings, facts: Facts) -> Iterable[Remark]:
    for trainer in card.trainers:
        yield from _about_trainer(card, trainer, met.trainers[trainer.id], facts)
    for place_id, name, spans in _places(card):
        for other in _meeting(spans, card, met.places[place_id]):
            words = f"{name} est aussi le lieu de {_there(other)}, {_hours(other)}."
            yield Remark("place", words, other.id)
    yield from _shared_people(card, met)
    yield from _closed(card, facts)
    if card.capacity is not None and card.expected > card.capacity:
        there, places = count(card.expected, "personne"), count(card.capacity, "place")
        yield Remark("capacity", f"{there} pour {places}.")
    if outside := frozenset(p for p in card.people if facts.outside(p, card.agreement_id, card.day)):
        who = count(len(outside), "personne attendue est", "personnes attendues sont")
        where = "avant son entrée ou après sa sortie" if len(outside) == 1 else "hors de leur parcours"
        yield Remark("outside", f"{who} {where}, ce jour-là.", people=outside)
    if any(not slot.trainers for slot in card.slots):
        everywhere = all(not slot.trainers for slot in card.slots)
        words = "Aucun intervenant n’est choisi." if everywhere else "Un créneau est sans intervenant."
        yield Remark("no_trainer", words)


def _about_trainer(
    card: SeanceCard, trainer: Trainer, held: Sequence[Held], facts: Facts
) -> Iterable[Remark]:
    mine = next(slots for other, slots in held if other.id == card.id)
    for other in _meeting(mine, card, held):
        words = f"{trainer.name} anime aussi {_there(other)}{_where(other)}, {_hours(other)}."
        yield Remark("trainer", words, other.id, trainer.id)
    yield from _travelling(card, trainer, mine, held)
    for sitting in facts.meetings.get((trainer.id, card.day), ()):
        start, end = sitting.start, sitting.end if sitting.end is not None else sitting.start
        if start is not None and end is not None:
            if not any(slot.start < end and start < slot.end for slot in mine):
                continue
            when = f"de {clock_time(start)} à {clock_time(end)}"
        else:
            when = "ce jour-là"
        words = f"{trainer.name} est en réunion, {sitting.title}, {when}."
        yield Remark("elsewhere", words, None, trainer.id)
    work = facts.work.get(trainer.id)
    if work is not None and work.end is not None and card.day > work.end:
        words = f"{trainer.name} n’est plus dans l’équipe depuis le {date_short(work.end)}."
        yield Remark("away", words, None, trainer.id)
    elif work is not None and work.start is not None and card.day < work.start:
        words = f"{trainer.name} n’arrive que le {date_short(work.start)}."
        yield Remark("away", words, None, trainer.id)


def _travelling(
    card: SeanceCard, trainer: Trainer, mine: Sequence[Span], held: Sequence[Held]
) -> Iterable[Remark]:
    """Not enough time to come from one commune to another."""
    if not card.place_commune or not mine:
        return
    earliest, latest = mine[0].start - TRAVEL, mine[-1].end + TRAVEL
    for other, theirs in held:
        if other.id == card.id or other.place_commune in ("", card.place_commune):
            continue
        if not theirs or theirs[0].start >= latest or theirs[-1].end <= earliest:
            continue
        gaps = [max(a.start - b.end, b.start - a.end) for b in theirs for a in mine]
        gap = min(gaps, default=TRAVEL)
        if 0 <= gap < TRAVEL:
            time = f"{duration(gap)} entre les deux" if gap else "sans un instant entre les deux"
            words = f"{trainer.name} anime {_there(other)}{_where(other)}, {_hours(other)}{NBSP}: {time}."
            yield Remark("elsewhere", words, other.id, trainer.id)


def _closed(card: SeanceCard, facts: Facts) -> Iterable[Remark]:
    for special in facts.special.get(card.day, ()):
        if special.kind == "ferie":
            yield Remark("holiday", f"Jour férié{NBSP}: {special.label}.")
        elif special.kind == "fermeture" and special.insee in ("", card.place_insee):
            yield Remark("closure", f"Fermeture{NBSP}: {special.label}.")


def _meeting(mine: Sequence[Span], card: SeanceCard, held: Iterable[Held]) -> Iterable[SeanceCard]:
    """The first séances held that meet one of these slots."""
    named = 0
    for other, theirs in held:
        if other.id == card.id:
            continue
        if any(a.start < b.end and b.start < a.end for a in mine for b in theirs):
            yield other
            named += 1
            if named == MOST_NAMED:
                return


def _shared_people(card: SeanceCard, met: _Meetings) -> Iterable[Remark]:
    held = {one[0].id: one for person_id in card.people for one in met.people[person_id]}
    for other in _meeting(card.slots, card, held.values()):
        shared = len(card.people & other.people)
        who = "Une personne est aussi attendue" if shared == 1 else f"{shared} personnes sont aussi attendues"
        yield Remark("participant", f"{who} à {_there(other)}, {_hours(other)}.", other.id)


def _there(other: SeanceCard) -> str:
    return f"«{NBSP}{other.name}{NBSP}»"


def _where(other: SeanceCard) -> str:
    return f" à {other.place_commune or other.place_name}" if other.place_name else ""


def _hours(other: SeanceCard) -> str:
    return f"de {clock_time(other.start)} à {clock_time(other.end)}"
