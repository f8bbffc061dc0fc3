"""The calendar of the example, alive: series and their exceptions, a round, a waiting list, closed days.

Nothing here throws the dice: the rest of the example stays the same.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from elans_desktop.core import clock
from elans_desktop.core.ids import new_id
from elans_desktop.models.activities import (
    Activity,
    ActivitySeries,
    ActivityTarget,
    Closure,
    Enrolment,
    Presence,
    Seance,
    SeanceGuest,
    SeanceSlot,
    SeanceStop,
    SeriesException,
    SlotTrainer,
)
from elans_desktop.models.governance import Project
from elans_desktop.services.calendar import recurrence
from elans_desktop.services.calendar.activity_targets import BARRIERS
from elans_desktop.services.calendar.appointments import INDIVIDUAL, TITLE
from elans_desktop.services.calendar.calendar_days import public_holidays
from elans_desktop.services.calendar.recurrence import Recurrence
from elans_desktop.services.calendar.series_members import SKIPPED_PREFIX
from elans_desktop.services.demo.cast import Cast
from elans_desktop.services.demo.rows import Rows

Line = dict[str, Any]
_TARGETS = {
    "Atelier budget et cuisine": ("finances", "sante"),
    "Atelier vélo": ("mobilite", "isolement"),
    "Jardin partagé": ("rythme", "isolement"),
    "Mieux dormir": ("rythme", "sante"),
    "Se parler sans se blesser": ("isolement",),
    "Foot en salle": ("isolement", "sante"),
    "Code de la route": ("mobilite",),
}
_ROUND = (("champ_foire", 540, 590), ("place_marche", 610, 660), ("salle_communale", 675, 720))
"""Stops of the bus: place, arrival, departure."""


def enliven(rows: Rows, cast: Cast) -> None:
    """After the activities were made, and only in the example of usual size."""
    activities = {line["title"]: line for line in rows.tables[Activity]}
    held: dict[uuid.UUID, list[Line]] = {}
    for line in sorted(rows.tables[Seance], key=lambda one: one["day"]):
        held.setdefault(line["activity_id"], []).append(line)
    slots: dict[uuid.UUID, list[Line]] = {}
    for line in rows.tables[SeanceSlot]:
        slots.setdefault(line["seance_id"], []).append(line)
    for title, codes in _TARGETS.items():
        _target(rows, activities[title]["id"], codes)
    for title, activity in activities.items():
        if title != "Cap sur le bocage":
            _series(rows, activity, held[activity["id"]], slots)
    _moved(held[activities["Jardin partagé"]["id"]], rows.today)
    _cancelled(held[activities["Foot en salle"]["id"]], rows.today)
    _postponed(rows, held[activities["Mieux dormir"]["id"]], slots)
    _round(rows, cast, activities["Bus du Bocage"], held)
    _waiting(rows, cast, activities["Atelier vélo"], activities["Jardin partagé"])
    _project(rows, cast, activities["Jardin partagé"])
    _appointments(rows, cast)
    _closed(rows)
    for lines in held.values():
        _number(lines)


def _target(rows: Rows, activity: uuid.UUID, codes: Iterable[str]) -> None:
    for code in codes:
        key = ActivityTarget.key(activity, BARRIERS, code)
        rows.add(ActivityTarget, id=key, activity_id=activity, list_code=BARRIERS, code=code)


def _series(rows: Rows, activity: Line, lines: list[Line], slots: dict[uuid.UUID, list[Line]]) -> None:
    """The séances of a weekly activity become a series; the holidays passed over are its exceptions."""
    start, end = lines[0]["day"], lines[-1]["day"]
    rule = Recurrence(until=end)
    trainers = {
        line["slot_id"]: line["professional_id"].hex
        for line in rows.tables[SlotTrainer]
        if line["position"] == 0
    }
    template = {
        "slots": [
            {
                "start": slot["start"],
                "end": slot["end"],
                "kind": slot["kind"],
                "trainers": [trainers[slot["id"]]],
            }
            for slot in slots[lines[-1]["id"]]
        ],
        "place": activity["place_id"].hex,
        "title": "",
        "stops": [],
        "skip": [recurrence.BANK_HOLIDAYS],
    }
    series = rows.add(
        ActivitySeries,
        activity_id=activity["id"],
        start=start,
        rule=recurrence.text_of(start, rule),
        template=template,
    )
    there = {line["day"] for line in lines}
    for line in lines:
        line["series_id"] = series
    for day in recurrence.occurrences(start, rule):
        if day not in there:
            label = public_holidays(day.year).get(day, "jour férié")
            key = SeriesException.key(series, day)
            rows.add(SeriesException, id=key, series_id=series, day=day, reason=f"{SKIPPED_PREFIX}{label}")


def _coming(lines: list[Line], today: date, rank: int) -> Line:
    return [line for line in lines if line["day"] > today + timedelta(days=6)][rank]


def _moved(lines: list[Line], today: date) -> None:
    line = _coming(lines, today, 1)
    line["planned_day"], line["day"] = line["day"], line["day"] + timedelta(days=1)
    line["detached"], line["title"] = True, "Plantation des tomates"


def _cancelled(lines: list[Line], today: date) -> None:
    line = _coming(lines, today, 0)
    line["state"], line["state_reason"] = "annulee", "gymnase fermé pour travaux"


def _postponed(rows: Rows, lines: list[Line], slots: dict[uuid.UUID, list[Line]]) -> None:
    former = _coming(lines, rows.today, 0)
    former["state"], former["state_reason"] = "reportee", "salle prise par la commune"
    later = rows.add(
        Seance,
        activity_id=former["activity_id"],
        day=former["day"] + timedelta(days=1),
        place_id=former["place_id"],
        state="prevue",
        detached=False,
    )
    former["postponed_to_id"] = later
    trainers = [line for line in rows.tables[SlotTrainer] if line["slot_id"] == slots[former["id"]][0]["id"]]
    for slot in slots[former["id"]]:
        _slot(rows, later, slot["start"], slot["end"], [line["professional_id"] for line in trainers])
    lines.append(rows.tables[Seance][-1])


def _slot(rows: Rows, seance: uuid.UUID, start: int, end: int, trainers: list[uuid.UUID]) -> uuid.UUID:
    slot = new_id()
    kind = "matin" if start < 750 else "apres_midi" if start < 1080 else "soir"
    rows.add(SeanceSlot, id=slot, seance_id=seance, start=start, end=end, kind=kind)
    for position, trainer in enumerate(trainers):
        key = SlotTrainer.key(slot, trainer)
        rows.add(SlotTrainer, id=key, slot_id=slot, professional_id=trainer, position=position)
    return slot


def _round(rows: Rows, cast: Cast, activity: Line, held: dict[uuid.UUID, list[Line]]) -> None:
    activity["setting_code"] = "itinerant"
    for line in held[activity["id"]]:
        if line["day"] < rows.today - timedelta(weeks=8):
            continue
        for position, (place, start, end) in enumerate(_ROUND):
            key = SeanceStop.key(line["id"], position)
            rows.add(
                SeanceStop,
                id=key,
                seance_id=line["id"],
                position=position,
                place_id=cast.places[place],
                start=start,
                end=end,
            )


def _waiting(rows: Rows, cast: Cast, full: Line, open_to_all: Line) -> None:
    """A full activity with two people in line, and somebody proposed elsewhere."""
    taken = {(line["activity_id"], line["participant_id"]) for line in rows.tables[Enrolment]}
    full["capacity"] = sum(activity == full["id"] for activity, _person in taken)
    current = [person for person, _pathway, _entry, left, _brique in cast.people if left is None]
    rank = 0
    for person in current:
        if rank < 2 and (full["id"], person) not in taken:
            rank += 1
            key = Enrolment.key(person, full["id"])
            rows.add(
                Enrolment,
                id=key,
                participant_id=person,
                activity_id=full["id"],
                status="attente",
                rank=rank,
            )
    proposed = next(person for person in current if (open_to_all["id"], person) not in taken)
    rows.add(
        Enrolment,
        id=Enrolment.key(proposed, open_to_all["id"]),
        participant_id=proposed,
        activity_id=open_to_all["id"],
        status="propose",
        proposed_on=rows.today - timedelta(days=4),
    )


def _project(rows: Rows, cast: Cast, activity: Line) -> None:
    activity["project_id"] = rows.add(
        Project,
        title="Un potager pour l’épicerie",
        agreement_id=cast.agreement,
        structure_id=cast.structures["haies_vives"],
        domain_code="environnement",
        territory="Domfront et ses environs",
        description="Cultiver, avec les participants, des légumes pour le Panier partagé.",
    )
    activity["cost_member_id"] = cast.structures["haies_vives"]


def _appointments(rows: Rows, cast: Cast) -> None:
    """Two last week, held; three to come."""
    activity = rows.add(
        Activity,
        title=TITLE,
        agreement_id=cast.agreement,
        structure_id=cast.ours,
        brique_code="A",
        mode_code=INDIVIDUAL,
        setting_code="dans_les_murs",
        place_id=cast.places["salle_pressoir"],
        objectives="Faire le point, à deux.",
    )
    monday = clock.monday_of(rows.today)
    people = [person for person, _pathway, _entry, left, _brique in cast.people if left is None]
    moments = ((-4, 570), (-3, 630), (1, 1020), (2, 1020), (8, 570))
    lines: list[Line] = []
    for person, (offset, start) in zip(people, moments, strict=False):
        day = monday + timedelta(days=offset)
        seance = rows.add(
            Seance, activity_id=activity, day=day, place_id=cast.places["salle_pressoir"], state="prevue"
        )
        lines.append(rows.tables[Seance][-1])
        slot = _slot(rows, seance, start, start + 60, [cast.professionals["Lefort"]])
        key = SeanceGuest.key(seance, person)
        rows.add(SeanceGuest, id=key, seance_id=seance, participant_id=person, improvised=False)
        if day < rows.today:
            rows.add(Presence, id=Presence.key(person, slot), participant_id=person, slot_id=slot, status="P")
    _number(lines)


def _closed(rows: Rows) -> None:
    summer = date(rows.today.year, 8, 9)
    first = summer - timedelta(days=summer.weekday())
    rows.add(
        Closure,
        start_on=first,
        end_on=first + timedelta(days=13),
        label="Fermeture d’été",
        kind="organisme",
    )
    fair = clock.monday_of(rows.today) + timedelta(days=17)
    rows.add(
        Closure, start_on=fair, end_on=fair, label="Foire de printemps", kind="municipale", insee="61169"
    )


def _number(lines: list[Line]) -> None:
    """1, 2, 3… among those planned, as the program numbers them."""
    rank = 0
    for line in sorted(lines, key=lambda one: one["day"]):
        rank += line["state"] == "prevue"
        line["number"] = rank if line["state"] == "prevue" else 0
