"""Sign-in sheets to print: what stands on them; `sheet_numbers` numbers them.

No social data goes on a sheet: names, days, hours, places.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.activities import Seance
from elans_desktop.services.calendar import expected, seance_list
from elans_desktop.services.calendar.seance_cards import SeanceCard, cards
from elans_desktop.services.calendar.sheet_states import (
    STATES,
    SheetInfo,
    get,
    locked_slots,
    mark_entered,
    mark_printed,
    mark_received,
    sheets_of_slots,
    unvalidate,
    validate,
)
from elans_desktop.services.paper import (
    SeanceSheetView,
    WeekDay,
    WeekSheetView,
)
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.presences.sheet_content import (
    ENTERED,
    LARGE,
    Entered,
    Heads,
    asked_cards,
    paper_people,
    paper_slots,
    paper_trainers,
    place_words,
    seance_draft,
    with_numbers,
)
from elans_desktop.services.presences.sheet_numbers import WEEK, SheetDraft, draft_of
from elans_desktop.services.printing.printing import DocumentRequest

__all__ = [
    "STATES",
    "SheetInfo",
    "get",
    "locked_slots",
    "mark_entered",
    "mark_printed",
    "mark_received",
    "prepare_seance",
    "prepare_week",
    "sheets_of_slots",
    "unvalidate",
    "validate",
]


def prepare_seance(session: Session, request: DocumentRequest) -> tuple[SeanceSheetView, ...]:
    """One sheet for each planned séance of the request; run it in a write: numbers are given here.

    `object_ids`: séances, or activities taken over the period. Without any: every séance of the period.
    Raises RuleError when there is nothing to print, PermissionDenied.
    """
    require(session, Right.READ_PEOPLE)
    found = asked_cards(session, request)
    people = expected.people_at(session, [card.id for card in found])
    heads = Heads(session, found)
    entered = Entered(session, found) if request.variant == ENTERED else None
    views: list[SeanceSheetView] = []
    drafts: list[SheetDraft] = []
    for card in found:
        there = people[card.id]
        view = SeanceSheetView(
            letterhead=heads.of(card.activity_id),
            number="",
            control_code="",
            printed_at=clock.local_now(),
            activity=card.activity_title,
            day=card.day,
            slots=paper_slots(card.slots),
            place=place_words(card),
            seance_number=card.number,
            seance_total=card.total,
            brique=heads.brique(card.activity_id),
            people=paper_people(there),
            trainers=paper_trainers([card], with_slots=True),
            large=request.variant == LARGE,
            marks=entered.of(there, [card]) if entered else (),
        )
        views.append(view)
        drafts.append(seance_draft(card, there))
    return with_numbers(session, views, drafts)


def prepare_week(session: Session, request: DocumentRequest) -> tuple[WeekSheetView, ...]:
    """One sheet for each activity × week of the request, from Monday; Saturday and Sunday when they are used.

    Same request, same errors as `prepare_seance`; the whole week of each séance found is printed.
    """
    views, drafts = weeks_to_number(session, request)
    return with_numbers(session, views, drafts)


def weeks_to_number(
    session: Session, request: DocumentRequest
) -> tuple[list[WeekSheetView], list[SheetDraft]]:
    """The same without numbers: what would be printed today."""
    require(session, Right.READ_PEOPLE)
    asked = asked_cards(session, request)
    weeks = sorted({(clock.monday_of(card.day), card.activity_id) for card in asked})
    whole = _whole_weeks(session, weeks)
    people = expected.people_at(session, [card.id for held in whole.values() for card in held])
    heads = Heads(session, asked)
    shown = [card for held in whole.values() for card in held]
    entered = Entered(session, shown) if request.variant == ENTERED else None
    first, last = weeks[0][0], weeks[-1][0] + timedelta(days=6)
    holidays = {info.day: info.bank_holiday for info in seance_list.day_infos(session, first, last)}
    views: list[WeekSheetView] = []
    drafts: list[SheetDraft] = []
    for monday, activity_id in weeks:
        held = whole[monday, activity_id]
        planned = [card for card in held if card.planned]
        there = expected.merged(people[card.id] for card in planned)
        view = WeekSheetView(
            letterhead=heads.of(activity_id),
            number="",
            control_code="",
            printed_at=clock.local_now(),
            activity=planned[0].activity_title,
            days=_week_days(monday, held, holidays),
            place=" ; ".join(dict.fromkeys(place_words(card) for card in planned if card.place_name)),
            brique=heads.brique(activity_id),
            people=paper_people(there),
            trainers=paper_trainers(planned, with_slots=False),
            large=request.variant == LARGE,
            marks=entered.of(there, planned) if entered else (),
        )
        views.append(view)
        days = (planned[0].day, planned[-1].day)
        drafts.append(draft_of(WEEK, planned, there, days, view.place, view.trainers))
    return views, drafts


def _whole_weeks(
    session: Session, weeks: Sequence[tuple[date, uuid.UUID]]
) -> dict[tuple[date, uuid.UUID], list[SeanceCard]]:
    """Every séance of these activities in these weeks, cancelled ones included."""
    held: dict[tuple[date, uuid.UUID], list[SeanceCard]] = {week: [] for week in weeks}
    first, last = weeks[0][0], weeks[-1][0] + timedelta(days=6)
    ids = session.scalars(
        select(Seance.id).where(
            Seance.activity_id.in_({activity_id for _, activity_id in weeks}),
            Seance.day >= first,
            Seance.day <= last,
        )
    ).all()
    for card in cards(session, ids):
        key = clock.monday_of(card.day), card.activity_id
        if key in held:
            held[key].append(card)
    return held


def _week_days(monday: date, held: Iterable[SeanceCard], holidays: dict[date, str]) -> tuple[WeekDay, ...]:
    made: list[WeekDay] = []
    for offset in range(7):
        day = monday + timedelta(days=offset)
        there = [card for card in held if card.day == day]
        slots = paper_slots(slot for card in there if card.planned for slot in card.slots)
        closed = "" if slots else "Jour férié" if holidays.get(day) else "Annulée" if there else ""
        if offset < 5 or slots:
            made.append(WeekDay(day, slots, closed))
    return tuple(made)
