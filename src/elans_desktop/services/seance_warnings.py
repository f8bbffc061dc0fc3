"""Warnings on séances: who or what is double-booked, bank holidays, places. They inform and never block."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from elans_desktop.core.formats import NBSP, clock_time, count
from elans_desktop.services.seance_cards import Remark, SeanceCard, SlotCard, Trainer

MOST_NAMED = 3


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
