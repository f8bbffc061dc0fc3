"""What the form of a séance gathers, its checks, and the days of a weekly repetition."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP

MOST_OCCURRENCES = 366
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
class SeanceInput:
    """One séance; its errors are of `activity_id`, `day`, `slots`, `slots.0.start`, `slots.0.end`…"""

    activity_id: uuid.UUID | None
    day: date | None
    slots: tuple[SlotInput, ...]
    place_id: uuid.UUID | None = None
    title: str = ""
    notes: str = ""
    improvised: bool = False
    id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every `every_weeks` weeks on the weekday of the first day, `times` times or until a day (included)."""

    every_weeks: int = 1
    until: date | None = None
    times: int | None = None
    skip_bank_holidays: bool = True


@dataclass(frozen=True, slots=True)
class SeriesMade:
    """What a recurrence made: the séances in order, the bank holidays passed over."""

    ids: tuple[uuid.UUID, ...]
    skipped: tuple[date, ...]


def proposed_kind(start: int) -> str:
    """The half-day of a start: « matin » before 12 h 30, « après-midi » before 18 h 00, else « soir »."""
    return "matin" if start < MORNING_END else "apres_midi" if start < AFTERNOON_END else "soir"


def occurrences(first: date, rule: Recurrence) -> tuple[date, ...]:
    """The days of a recurrence, bank holidays included.

    Raises InputError: interval out of 1–52 weeks, neither end nor count, end before start, over 366 days.
    """
    if not 1 <= rule.every_weeks <= 52:
        raise InputError({"every_weeks": "La répétition va de toutes les semaines à toutes les 52 semaines."})
    if rule.until is None and rule.times is None:
        raise InputError({"until": "Dites jusqu’à quelle date, ou combien de fois, la séance se répète."})
    if rule.until is not None and rule.until < first:
        raise InputError({"until": "La fin de la répétition vient après la première séance."})
    if rule.times is not None and not 1 <= rule.times <= MOST_OCCURRENCES:
        raise InputError({"times": f"Une répétition compte de 1 à {MOST_OCCURRENCES}{NBSP}séances."})
    step = timedelta(weeks=rule.every_weeks)
    days: list[date] = []
    day = first
    while (rule.until is None or day <= rule.until) and (rule.times is None or len(days) < rule.times):
        if len(days) == MOST_OCCURRENCES:
            limit = (
                f"Cette répétition dépasse {MOST_OCCURRENCES}{NBSP}séances. Choisissez une fin plus proche."
            )
            raise InputError({"until": limit})
        days.append(day)
        if day > date.max - step:
            break
        day += step
    return tuple(days)


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
