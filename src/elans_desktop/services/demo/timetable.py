"""When each activity of the example meets, who leads it, where, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from elans_desktop.services.demo.rows import Rows

Hours = tuple[tuple[int, int], ...]
MORNING, AFTERNOON, EVENING, LATE = (540, 720), (810, 990), (1050, 1140), (840, 1020)


@dataclass(frozen=True, slots=True)
class Plan:
    """An activity of the example. `group`: 0 nobody is enrolled, 1 and 2 the halves of the people, 3 all."""

    model: dict[str, Any]
    days: tuple[date, ...]
    hours: Hours
    trainers: tuple[str, ...]
    place: str
    group: int


_WEEKLY: tuple[tuple[str, int, Hours, tuple[str, ...], str, int], ...] = (
    ("Marché de Flers", 2, (MORNING,), ("Lefort",), "place_marche", 0),
    ("Bus du Bocage", 1, (MORNING,), ("Lefort",), "bus", 0),
    ("Permanence au Panier partagé", 4, (MORNING,), ("Lefort",), "salle_communale", 0),
    ("Atelier budget et cuisine", 0, (LATE,), ("Prével",), "salle_pressoir", 1),
    ("Atelier vélo", 1, (LATE,), ("Prével", "Renouf"), "hangar_pressoir", 2),
    ("Jardin partagé", 2, (AFTERNOON,), ("Morin",), "jardin", 1),
    ("Mieux dormir", 3, (LATE,), ("Tessier",), "fil_vert", 2),
    ("Se parler sans se blesser", 4, (LATE,), ("Morin",), "fil_vert", 1),
    ("Foot en salle", 3, (EVENING,), ("Prével",), "champ_foire", 2),
    ("Atelier CV", 1, (AFTERNOON,), ("Prével",), "fil_vert", 1),
    ("Simulation d’entretien", 4, (AFTERNOON,), ("Tessier",), "salle_vigan", 2),
    ("Code de la route", 0, (AFTERNOON,), ("Tessier",), "fil_vert", 2),
)
_SAS = "Cap sur le bocage"


def normal(rows: Rows, known: list[dict[str, Any]], monday: date) -> Iterator[Plan]:
    """Twelve weekly activities and a sas of a week, now and five weeks ago; one trainer is booked twice."""
    models = {model["label"]: model for model in known}
    for rank, (label, weekday, hours, trainers, place, group) in enumerate(_WEEKLY):
        first = -rows.scale.weeks_before + (rank * 3) % (rows.scale.weeks_before // 2)
        weeks = range(first, rows.scale.weeks_after)
        days = tuple(monday + timedelta(weeks=week, days=weekday) for week in weeks)
        yield Plan(models[label], days, hours, trainers, place, group)
    sas = tuple(monday + timedelta(weeks=week, days=day) for week in (-5, 0) for day in range(5))
    yield Plan(models[_SAS], sas, (MORNING,), ("Morin", "Tessier"), "salle_pressoir", 2)


LARGE_YEARS = 5
_LARGE_HOURS: tuple[Hours, ...] = ((MORNING,), (AFTERNOON,), (MORNING, AFTERNOON), (LATE,), ((600, 720),))
_LARGE_TRAINERS = ("Prével", "Morin", "Tessier", "Lefort")


def large(rows: Rows, known: list[dict[str, Any]], monday: date, places: list[str]) -> Iterator[Plan]:
    """As many activities as the scale asks, each once a week for a year, over `LARGE_YEARS` years."""
    for rank in range(rows.scale.activities):
        model, round_number = known[rank % len(known)], rank // len(known)
        if round_number:
            model = {**model, "label": f"{model['label']}, groupe {round_number + 1}"}
        first = -rows.scale.weeks_before + 52 * (rank % LARGE_YEARS)
        last = min(first + 52, rows.scale.weeks_after)
        days = tuple(monday + timedelta(weeks=week, days=rank % 5) for week in range(first, last))
        hours = _LARGE_HOURS[rank // LARGE_YEARS % len(_LARGE_HOURS)]
        trainers = (_LARGE_TRAINERS[rank // LARGE_YEARS % len(_LARGE_TRAINERS)],)
        yield Plan(model, days, hours, trainers, places[rank % len(places)], 3)
