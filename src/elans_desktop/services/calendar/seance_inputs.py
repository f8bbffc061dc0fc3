"""What the form of a séance gathers, and its checks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

DAY = 24 * 60
MORNING_END = 12 * 60 + 30
AFTERNOON_END = 18 * 60
KINDS = {"matin": "matin", "apres_midi": "après-midi", "soir": "soir"}


@dataclass(frozen=True, slots=True)
class SlotInput:
    """A continuous stretch, in minutes of the local day; `kind` is proposed from the start when None."""

    start: int | None
    end: int | None
    kind: str | None = None
    trainer_ids: tuple[uuid.UUID, ...] = ()
    id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class StopInput:
    """A stop of an itinerant séance, in the order of the round; its hours may be unknown."""

    place_id: uuid.UUID | None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class SeanceInput:
    """One séance; its errors are of `activity_id`, `day`, `slots`, `slots.0.start`, `stops.0.place_id`…"""

    activity_id: uuid.UUID | None
    day: date | None
    slots: tuple[SlotInput, ...]
    place_id: uuid.UUID | None = None
    title: str = ""
    notes: str = ""
    improvised: bool = False
    stops: tuple[StopInput, ...] = ()
    id: uuid.UUID | None = None


def proposed_kind(start: int) -> str:
    """The half-day of a start: « matin » before 12 h 30, « après-midi » before 18 h 00, else « soir »."""
    return "matin" if start < MORNING_END else "apres_midi" if start < AFTERNOON_END else "soir"


def errors(data: SeanceInput) -> dict[str, str]:
    """A French sentence for each field that cannot be kept."""
    wrong: dict[str, str] = {}
    if data.activity_id is None:
        wrong["activity_id"] = "Choisissez l’activité de cette séance."
    if data.day is None:
        wrong["day"] = "Donnez la date de la séance."
    if not data.slots:
        wrong["slots"] = "Ajoutez au moins un créneau."
    for index, slot in enumerate(data.slots):
        wrong |= _slot_errors(index, slot)
    if not any(field.startswith("slots") for field in wrong):
        ordered = sorted((slot.start or 0, slot.end or 0, index) for index, slot in enumerate(data.slots))
        for (_, end, _), (start, _, index) in pairwise(ordered):
            if start < end:
                wrong[f"slots.{index}.start"] = "Ce créneau commence avant la fin du précédent."
    for index, stop in enumerate(data.stops):
        wrong |= _stop_errors(index, stop)
    return wrong


def _slot_errors(index: int, slot: SlotInput) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if slot.start is None:
        wrong[f"slots.{index}.start"] = "Donnez l’heure de début, comme 9 h 00."
    elif not 0 <= slot.start < DAY:
        wrong[f"slots.{index}.start"] = "L’heure de début va de 0 h 00 à 23 h 59."
    if slot.end is None:
        wrong[f"slots.{index}.end"] = "Donnez l’heure de fin, comme 12 h 00."
    elif slot.end > DAY:
        wrong[f"slots.{index}.end"] = "Une séance finit avant minuit. Au-delà, créez une séance le lendemain."
    elif slot.start is not None and slot.end <= slot.start:
        wrong[f"slots.{index}.end"] = (
            "La fin vient après le début. Après minuit, créez une séance le lendemain."
        )
    if slot.kind is not None and slot.kind not in KINDS:
        wrong[f"slots.{index}.kind"] = "Choisissez matin, après-midi ou soir."
    return wrong


def _stop_errors(index: int, stop: StopInput) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if stop.place_id is None:
        wrong[f"stops.{index}.place_id"] = "Choisissez le lieu de cette halte."
    if stop.start is not None and stop.end is not None and stop.end <= stop.start:
        wrong[f"stops.{index}.end"] = "Le départ de la halte vient après son arrivée."
    return wrong
