"""Repetitions: the rule of a series (RFC 5545 text, `dateutil.rrule`), its days, and its French words.

Weekly on one or several weekdays, or monthly on a rank of a weekday (« le 2e mardi »). Local days, no zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import DAYS, NBSP

MOST_OCCURRENCES = 366
"""A series never has more séances: a day each for a year."""
LAST = -1
"""The rank « le dernier »."""
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RANKS = {1: "1er", 2: "2e", 3: "3e", 4: "4e", LAST: "dernier"}

BANK_HOLIDAYS = "ferie"
SCHOOL_HOLIDAYS = "vacances"
CLOSURES = "fermeture"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every `every` weeks on `weekdays` (that of the first day when empty), or every `every` months.

    It ends on `until` (included) or after `times` séances.
    """

    every: int = 1
    until: date | None = None
    times: int | None = None
    weekdays: tuple[int, ...] = ()
    """0 is Monday."""
    month_rank: int | None = None
    """1 to 4 or LAST: monthly, on that rank of its one weekday. None: weekly."""
    skip: frozenset[str] = frozenset({BANK_HOLIDAYS})
    """Kinds of special days passed over: ferie · vacances · fermeture."""


def ranks_of(day: date) -> tuple[int, ...]:
    """The ranks a day has in its month: 2 for the second Tuesday, LAST too in the last seven days."""
    rank = (day.day - 1) // 7 + 1
    last = (day + timedelta(days=7)).month != day.month
    return ((rank,) if rank <= 4 else ()) + ((LAST,) if last else ())


def complete(first: date, rule: Recurrence) -> Recurrence:
    """The same rule with its weekdays written out, sorted, each once."""
    days = tuple(sorted(set(rule.weekdays))) or (first.weekday(),)
    return replace(rule, weekdays=days[:1] if rule.month_rank is not None else days)


def occurrences(first: date, rule: Recurrence) -> tuple[date, ...]:
    """The days of a repetition from `first`, special days included.

    Raises InputError (`every`, `weekdays`, `until`, `times`): interval out of 1–52, neither end nor count,
    end before start, more than MOST_OCCURRENCES days, no day at all.
    """
    _check(first, rule)
    days = tuple(islice(_days(first, complete(first, rule)), MOST_OCCURRENCES + 1))
    if len(days) > MOST_OCCURRENCES:
        raise InputError({"until": _too_many("Choisissez une fin plus proche.")})
    if not days:
        raise InputError({"until": "Aucun jour de cette répétition ne vient avant sa fin."})
    return days


def text_of(first: date, rule: Recurrence) -> str:
    """« FREQ=WEEKLY;INTERVAL=1;BYDAY=TU,TH;UNTIL=20270629 »: what a series keeps of its rule."""
    full = complete(first, rule)
    rank = "" if full.month_rank is None else str(full.month_rank)
    days = ",".join(f"{rank}{_CODES[day]}" for day in full.weekdays)
    ending = f"UNTIL={rule.until:%Y%m%d}" if rule.until else f"COUNT={rule.times}"
    unit = "WEEKLY" if full.month_rank is None else "MONTHLY"
    return f"FREQ={unit};INTERVAL={rule.every};BYDAY={days};{ending}"


def from_text(first: date, text: str, skip: Iterable[str] = ()) -> Recurrence:
    """The rule that `text_of` wrote; a text without BYDAY repeats the weekday of `first`."""
    parts = dict(part.split("=", 1) for part in text.split(";") if "=" in part)
    codes = [code for code in parts.get("BYDAY", "").split(",") if code]
    monthly = parts.get("FREQ") == "MONTHLY"
    rank = int(codes[0][:-2] or 1) if monthly and codes else None
    until = parts.get("UNTIL", "")
    rule = Recurrence(
        every=int(parts.get("INTERVAL", "1")),
        until=date.fromisoformat(until[:8]) if until else None,
        times=int(parts["COUNT"]) if "COUNT" in parts else None,
        weekdays=tuple(_CODES.index(code[-2:]) for code in codes),
        month_rank=rank,
        skip=frozenset(skip),
    )
    return complete(first, rule)


def words(first: date, rule: Recurrence) -> str:
    """« tous les mardis et jeudis », « un mardi toutes les 2 semaines », « le 2e mardi de chaque mois »."""
    full = complete(first, rule)
    names = [DAYS[day] for day in full.weekdays]
    if full.month_rank is not None:
        which = f"le {_RANKS[full.month_rank]} {names[0]}"
        return f"{which} de chaque mois" if rule.every == 1 else f"{which}, tous les {rule.every}{NBSP}mois"
    if full.weekdays == tuple(range(5)):
        days = "du lundi au vendredi"
        return days if rule.every == 1 else f"{days}, toutes les {rule.every}{NBSP}semaines"
    listed = _listed([f"{name}s" for name in names])
    if rule.every == 1:
        return f"tous les {listed}"
    if len(names) == 1:
        return f"un {names[0]} toutes les {rule.every}{NBSP}semaines"
    return f"les {listed}, toutes les {rule.every}{NBSP}semaines"


def _days(first: date, rule: Recurrence) -> Iterable[date]:
    from dateutil import rrule  # 15 ms: only where something is repeated

    made: dict[str, Any] = {
        "dtstart": datetime.combine(first, time()),
        "interval": rule.every,
        "wkst": rrule.MO,
        "count": rule.times,
        "until": datetime.combine(rule.until, time()) if rule.until else None,
    }
    if rule.month_rank is None:
        return (found.date() for found in rrule.rrule(rrule.WEEKLY, byweekday=rule.weekdays, **made))
    weekday = rrule.weekday(rule.weekdays[0], rule.month_rank)
    return (found.date() for found in rrule.rrule(rrule.MONTHLY, byweekday=weekday, **made))


def _check(first: date, rule: Recurrence) -> None:
    wrong: dict[str, str] = {}
    if not 1 <= rule.every <= 52:
        wrong["every"] = "La répétition va de 1 à 52."
    if any(not 0 <= day <= 6 for day in rule.weekdays) or (rule.month_rank not in (None, *_RANKS)):
        wrong["weekdays"] = "Choisissez les jours de la semaine."
    if rule.until is None and rule.times is None:
        wrong["until"] = "Dites jusqu’à quelle date, ou combien de fois, la séance se répète."
    elif rule.until is not None and rule.until < first:
        wrong["until"] = "La fin de la répétition vient après la première séance."
    if rule.times is not None and rule.times > MOST_OCCURRENCES:
        wrong["times"] = _too_many("Faites-en plusieurs, l’une après l’autre.")
    elif rule.times is not None and rule.times < 1:
        wrong["times"] = "Une répétition compte au moins une séance."
    if wrong:
        raise InputError(wrong)


def _too_many(advice: str) -> str:
    return f"Une répétition compte {MOST_OCCURRENCES}{NBSP}séances au plus. {advice}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"
