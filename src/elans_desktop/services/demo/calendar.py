"""What happens: activities, weekly séances, enrolments, presences, printed and validated sheets."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from elans_desktop.core import clock
from elans_desktop.core.ids import new_id
from elans_desktop.models.activities import (
    Activity,
    ActivityTrainer,
    Enrolment,
    EnrolmentPeriod,
    Presence,
    Seance,
    SeanceSlot,
    SlotTrainer,
)
from elans_desktop.models.sheets import AttendanceSheet, SheetSlot
from elans_desktop.services.calendar.calendar_days import public_holidays
from elans_desktop.services.demo import timetable
from elans_desktop.services.demo.cast import Cast, Person, names
from elans_desktop.services.demo.rows import Rows
from elans_desktop.services.demo.timetable import Plan
from elans_desktop.services.presences.sheet_numbers import control_code

_MISSED = (("A", "garde_enfant"), ("A", "rdv_administratif"), ("I", None), ("E", "sante"), ("A", "transport"))


def make_activities(rows: Rows, cast: Cast) -> None:
    """Every activity of the timetable; presences are entered up to three days ago."""
    known = [a for a in names()["activities"] if not a["activity_type"].startswith("c_")]
    holidays = {
        day for year in range(rows.today.year - 2, rows.today.year + 2) for day in public_holidays(year)
    }
    monday = clock.monday_of(rows.today)
    small = rows.scale.people < 1000
    plans = (
        timetable.normal(rows, known, monday)
        if small
        else timetable.large(rows, known, monday, list(cast.places))
    )
    sheet_ranks: dict[int, int] = {}
    for rank, plan in enumerate(plans):
        _activity(rows, cast, rank, plan, [day for day in plan.days if day not in holidays], sheet_ranks)
    rows.sheet_rank = sheet_ranks.get(rows.today.year, 0)


def _activity(
    rows: Rows, cast: Cast, rank: int, plan: Plan, days: list[date], sheet_ranks: dict[int, int]
) -> None:
    brique = {"r": "R", "m": "M", "p": "A", "s": "A"}[plan.model["activity_type"][0]]
    place = cast.places[plan.place]
    activity = rows.add(
        Activity,
        title=plan.model["label"],
        agreement_id=cast.agreement,
        structure_id=cast.structures["pressoir" if rank % 3 else "haies_vives"],
        brique_code=brique,
        type_code=plan.model["activity_type"],
        domain_code=plan.model["domain"],
        mode_code="collectif",
        setting_code="dans_les_murs",
        place_id=place,
        capacity=12,
        objectives="Reprendre un rythme, travailler à plusieurs.",
    )
    trainers = [cast.professionals[name] for name in plan.trainers]
    for position, trainer in enumerate(trainers):
        rows.add(
            ActivityTrainer,
            id=ActivityTrainer.key(activity, trainer),
            activity_id=activity,
            professional_id=trainer,
            position=position,
        )
    group = _enrol(rows, cast, activity, rank, plan.group)
    for number, day in enumerate(days, start=1):
        _seance(rows, cast, activity, number, day, plan.hours, trainers, place, group, sheet_ranks)


def _enrol(
    rows: Rows, cast: Cast, activity: uuid.UUID, rank: int, half: int
) -> list[tuple[uuid.UUID, date, date | None]]:
    """Repérage enrols nobody: one goes towards people. The others enrol those who are in a pathway."""
    if not cast.people or not half:
        return []
    if rows.scale.people > 1000:
        chosen = _of_their_year(cast.people, rank, rows.scale.group)
    else:
        wanted = [p for p in cast.people if p[4] in ("M", "A")]
        current = [p for p in wanted if p[3] is None] or wanted
        part = current if half == 3 else current[half - 1 :: 2]
        chosen = part[: rows.scale.group]
    for person, _pathway, entry, left, _reached in chosen:
        rows.add(
            Enrolment,
            id=Enrolment.key(person, activity),
            participant_id=person,
            activity_id=activity,
            status="inscrit",
        )
        rows.add(EnrolmentPeriod, enrolment_id=Enrolment.key(person, activity), start_on=entry, end_on=left)
    return [(person, entry, left) for person, _pathway, entry, left, _reached in chosen]


def _of_their_year(people: list[Person], rank: int, group: int) -> list[Person]:
    """People who were there the year of this activity: they are listed from the oldest to the latest."""
    share = len(people) // timetable.LARGE_YEARS
    first = share * (rank % timetable.LARGE_YEARS)
    start = first + (rank // timetable.LARGE_YEARS * group) % max(1, share - group)
    return people[start : start + group]


def _seance(
    rows: Rows,
    cast: Cast,
    activity: uuid.UUID,
    number: int,
    day: date,
    hours: tuple[tuple[int, int], ...],
    trainers: list[uuid.UUID],
    place: uuid.UUID,
    group: list[tuple[uuid.UUID, date, date | None]],
    sheet_ranks: dict[int, int],
) -> None:
    dice = rows.dice
    past = day < rows.today
    cancelled = past and dice.random() < 0.03
    seance = rows.add(
        Seance,
        activity_id=activity,
        day=day,
        number=number,
        place_id=place,
        state="annulee" if cancelled else "prevue",
        state_reason="intervenant absent" if cancelled else "",
    )
    slots = [(new_id(), start, end) for start, end in hours]
    for slot, start, end in slots:
        kind = "matin" if start < 750 else "apres_midi" if start < 1080 else "soir"
        rows.add(SeanceSlot, id=slot, seance_id=seance, start=start, end=end, kind=kind)
        for position, trainer in enumerate(trainers):
            rows.add(
                SlotTrainer,
                id=SlotTrainer.key(slot, trainer),
                slot_id=slot,
                professional_id=trainer,
                position=position,
            )
    entered = not cancelled and day < rows.today - timedelta(days=3)
    if entered:
        for person, entry, left in group:
            if entry <= day and (left is None or day <= left):
                for slot, _start, _end in slots:
                    _presence(rows, person, slot)
    if not cancelled and day <= rows.today and rows.scale.people < 1000:
        _sheet(rows, cast, activity, day, [slot for slot, *_ in slots], entered, sheet_ranks)


def _presence(rows: Rows, person: uuid.UUID, slot: uuid.UUID) -> None:
    luck = rows.dice.random()
    status, reason, late = "P", None, 0
    if luck > 0.86:
        status, reason = rows.dice.choice(_MISSED)
    elif luck > 0.8:
        late = rows.dice.choice((5, 10, 15, 20, 25))
    rows.add(
        Presence,
        id=Presence.key(person, slot),
        participant_id=person,
        slot_id=slot,
        status=status,
        late=late,
        reason_code=reason,
        proof_received=status == "A" and luck > 0.93,
    )


def _sheet(
    rows: Rows,
    cast: Cast,
    activity: uuid.UUID,
    day: date,
    slots: list[uuid.UUID],
    entered: bool,
    sheet_ranks: dict[int, int],
) -> None:
    """Past sheets are validated, last week's are entered, the very last ones only came back signed."""
    sheet_ranks[day.year] = sheet_ranks.get(day.year, 0) + 1
    age = (rows.today - day).days
    state = "validee" if age > 20 else "saisie" if entered else "imprimee" if age < 2 else "signee_recue"
    number = f"FE-{day.year}-{cast.letter}{sheet_ranks[day.year]:04}"
    sheet = rows.add(
        AttendanceSheet,
        number=number,
        control_code=control_code(number, "exemple"),
        kind="seance",
        activity_id=activity,
        start_on=day,
        end_on=day,
        state=state,
        pages=1,
        received_on=day if state != "imprimee" else None,
    )
    for slot in slots:
        rows.add(SheetSlot, id=SheetSlot.key(sheet, slot), sheet_id=sheet, slot_id=slot)
