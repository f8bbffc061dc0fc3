"""Sign-in sheets to print: what stands on them; `sheet_numbers` numbers them.

No social data goes on a sheet: names, days, hours, places.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.models.activities import Activity, Seance
from elans_desktop.services import expected, organisation, reference, seance_list
from elans_desktop.services.enrolments import EnrolmentRow
from elans_desktop.services.paper import (
    Letterhead,
    PaperBrique,
    PaperPerson,
    PaperSlot,
    PaperTrainer,
    SeanceSheetView,
    SlotKind,
    WeekDay,
    WeekSheetView,
)
from elans_desktop.services.permissions import Right, require
from elans_desktop.services.printing import DocumentRequest
from elans_desktop.services.seance_cards import SeanceCard, SlotCard, cards
from elans_desktop.services.sheet_numbers import SEANCE, WEEK, SheetDraft, draft_of, numbered
from elans_desktop.services.sheet_states import (
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
    found = _asked(session, request)
    people = expected.people_at(session, [card.id for card in found])
    heads = _Heads(session, found)
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
            slots=_paper_slots(card.slots),
            place=_place(card),
            seance_number=card.number,
            seance_total=card.total,
            brique=heads.brique(card.activity_id),
            people=_paper_people(there),
            trainers=_paper_trainers([card], with_slots=True),
        )
        views.append(view)
        drafts.append(draft_of(SEANCE, [card], there, (card.day, card.day), view.place, view.trainers))
    return tuple(
        replace(view, number=number, control_code=code)
        for view, (number, code) in zip(views, numbered(session, drafts), strict=True)
    )


def prepare_week(session: Session, request: DocumentRequest) -> tuple[WeekSheetView, ...]:
    """One sheet for each activity × week of the request, from Monday; Saturday and Sunday when they are used.

    Same request, same errors as `prepare_seance`; the whole week of each séance found is printed.
    """
    require(session, Right.READ_PEOPLE)
    asked = _asked(session, request)
    weeks = sorted({(clock.monday_of(card.day), card.activity_id) for card in asked})
    whole = _whole_weeks(session, weeks)
    people = expected.people_at(session, [card.id for held in whole.values() for card in held])
    heads = _Heads(session, asked)
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
            place=" ; ".join(dict.fromkeys(_place(card) for card in planned if card.place_name)),
            brique=heads.brique(activity_id),
            people=_paper_people(there),
            trainers=_paper_trainers(planned, with_slots=False),
        )
        views.append(view)
        days = (planned[0].day, planned[-1].day)
        drafts.append(draft_of(WEEK, planned, there, days, view.place, view.trainers))
    return tuple(
        replace(view, number=number, control_code=code)
        for view, (number, code) in zip(views, numbered(session, drafts), strict=True)
    )


def _asked(session: Session, request: DocumentRequest) -> tuple[SeanceCard, ...]:
    """The planned séances of a request."""
    statement = select(Seance.id).join(Activity, Activity.id == Seance.activity_id)
    statement = statement.where(Seance.state == "prevue")
    if request.object_ids:
        wanted = Seance.id.in_(request.object_ids) | Seance.activity_id.in_(request.object_ids)
        statement = statement.where(wanted)
    elif request.start is None and request.end is None:
        raise RuleError("Choisissez une séance, une activité ou une période à imprimer.")
    if request.start is not None:
        statement = statement.where(Seance.day >= request.start)
    if request.end is not None:
        statement = statement.where(Seance.day <= request.end)
    if request.scope.agreement_id:
        statement = statement.where(Activity.agreement_id == request.scope.agreement_id)
    ids = session.scalars(statement.limit(seance_list.MOST_ROWS + 1)).all()
    if len(ids) > seance_list.MOST_ROWS:
        raise RuleError("Cette période compte trop de séances.", "Imprimez-la en plusieurs fois.")
    found = tuple(card for card in cards(session, ids) if card.slots)
    if not found:
        raise RuleError(
            "Aucune séance à imprimer.", "Choisissez une période ou une activité qui a des séances prévues."
        )
    return found


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
        slots = _paper_slots(slot for card in there if card.planned for slot in card.slots)
        closed = "" if slots else "Jour férié" if holidays.get(day) else "Annulée" if there else ""
        if offset < 5 or slots:
            made.append(WeekDay(day, slots, closed))
    return tuple(made)


class _Heads:
    """Letterheads and briques of the activities printed, read once each."""

    def __init__(self, session: Session, found: Iterable[SeanceCard]) -> None:
        ids = {card.activity_id for card in found}
        self._activities = {a.id: a for a in session.scalars(select(Activity).where(Activity.id.in_(ids)))}
        owners = {(a.agreement_id, a.structure_id) for a in self._activities.values()}
        self._heads = {owner: organisation.letterhead(session, *owner) for owner in owners}
        codes = {a.brique_code for a in self._activities.values() if a.brique_code}
        self._briques = {
            code: PaperBrique(code[:1], reference.label(session, "briques", code)) for code in codes
        }

    def of(self, activity_id: uuid.UUID) -> Letterhead:
        """The head of an activity's sheets."""
        activity = self._activities[activity_id]
        return self._heads[activity.agreement_id, activity.structure_id]

    def brique(self, activity_id: uuid.UUID) -> PaperBrique | None:
        """Its brique, when it has one."""
        return self._briques.get(self._activities[activity_id].brique_code or "")


def _paper_slots(slots: Iterable[SlotCard]) -> tuple[PaperSlot, ...]:
    ordered = sorted(slots, key=lambda slot: (slot.start, slot.end))
    return tuple(PaperSlot(slot.start, slot.end, cast(SlotKind, slot.kind)) for slot in ordered)


def _paper_people(people: Iterable[EnrolmentRow]) -> tuple[PaperPerson, ...]:
    return tuple(PaperPerson(person.last_name, person.first_name) for person in people)


def _paper_trainers(found: Sequence[SeanceCard], *, with_slots: bool) -> tuple[PaperTrainer, ...]:
    distinct = {trainer.id: trainer for card in found for trainer in card.trainers}
    made: list[PaperTrainer] = []
    for trainer in distinct.values():
        held: frozenset[int] = frozenset()
        if with_slots:
            slots = found[0].slots
            held = frozenset(i for i, slot in enumerate(slots) if trainer in slot.trainers)
            held = frozenset() if len(held) == len(slots) else held
        made.append(PaperTrainer(trainer.last_name, trainer.first_name, trainer.structure_name, slots=held))
    return tuple(made)


def _place(card: SeanceCard) -> str:
    if card.stops:
        return card.where
    if card.place_commune and card.place_commune not in card.place_name:
        return f"{card.place_name}, {card.place_commune}"
    return card.place_name
