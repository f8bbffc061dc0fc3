"""Sign-in sheets to print: what stands on them, their number given once, what supersedes them.

A reprint keeps the number. A sheet whose people, slots, trainers or place changed takes a new number and
supersedes the former one, as long as the signed paper has not come back: from « signée reçue » on, the paper
in hand is the proof and the number stays. No social data goes on a sheet: names, days, hours, places.
"""

from __future__ import annotations

import hashlib
import json
import math
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.core.errors import RuleError
from elans_desktop.core.ids import new_id
from elans_desktop.models.activities import Activity, AttendanceSheet, Seance, SheetSlot
from elans_desktop.services import numbering, organisation, reference, seance_list
from elans_desktop.services.enrolments import EnrolmentRow, enrolments_of
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
from elans_desktop.services.sheet_states import (
    PRINTED,
    STATES,
    TO_PRINT,
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

SEANCE = "seance"
WEEK = "semaine"
_ROWS = {SEANCE: (12, 3), WEEK: (8, 2)}
"""Lines of a page, spare ones on the last."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class _Draft:
    """A sheet before it has a number."""

    kind: str
    activity_id: uuid.UUID
    start: date
    end: date
    slot_ids: tuple[uuid.UUID, ...]
    people: int
    content: str
    """SHA-256 of what is printed."""


def prepare_seance(session: Session, request: DocumentRequest) -> tuple[SeanceSheetView, ...]:
    """One sheet for each planned séance of the request; run it in a write: numbers are given here.

    `object_ids`: séances, or activities taken over the period. Without any: every séance of the period.
    Raises RuleError when there is nothing to print, PermissionDenied.
    """
    require(session, Right.READ_PEOPLE)
    found = _asked(session, request)
    people = enrolments_of(session, {card.activity_id for card in found})
    heads = _Heads(session, found)
    views: list[SeanceSheetView] = []
    drafts: list[_Draft] = []
    for card in found:
        there = [person for person in people[card.activity_id] if person.expected_on(card.day)]
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
        drafts.append(_draft(SEANCE, [card], there, (card.day, card.day), view.place, view.trainers))
    return tuple(
        replace(view, number=number, control_code=code)
        for view, (number, code) in zip(views, _numbered(session, drafts), strict=True)
    )


def prepare_week(session: Session, request: DocumentRequest) -> tuple[WeekSheetView, ...]:
    """One sheet for each activity × week of the request, from Monday; Saturday and Sunday when they are used.

    Same request, same errors as `prepare_seance`; the whole week of each séance found is printed.
    """
    require(session, Right.READ_PEOPLE)
    asked = _asked(session, request)
    weeks = sorted({(clock.monday_of(card.day), card.activity_id) for card in asked})
    whole = _whole_weeks(session, weeks)
    people = enrolments_of(session, {activity_id for _, activity_id in weeks})
    heads = _Heads(session, asked)
    first, last = weeks[0][0], weeks[-1][0] + timedelta(days=6)
    holidays = {info.day: info.bank_holiday for info in seance_list.day_infos(session, first, last)}
    views: list[WeekSheetView] = []
    drafts: list[_Draft] = []
    for monday, activity_id in weeks:
        held = whole[monday, activity_id]
        planned = [card for card in held if card.planned]
        there = [p for p in people[activity_id] if any(p.expected_on(card.day) for card in planned)]
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
        drafts.append(_draft(WEEK, planned, there, days, view.place, view.trainers))
    return tuple(
        replace(view, number=number, control_code=code)
        for view, (number, code) in zip(views, _numbered(session, drafts), strict=True)
    )


def control_code(number: str, content: str) -> str:
    """« 7F3K-92QD »: 40 bits of the number and of what is printed, in Crockford's signs."""
    value = int.from_bytes(hashlib.sha256(f"{number}:{content}".encode()).digest()[:5])
    signs = "".join(_ALPHABET[value >> shift & 31] for shift in range(35, -1, -5))
    return f"{signs[:4]}-{signs[4:]}"


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
    if card.place_commune and card.place_commune not in card.place_name:
        return f"{card.place_name}, {card.place_commune}"
    return card.place_name


def _draft(
    kind: str,
    found: Sequence[SeanceCard],
    people: Sequence[EnrolmentRow],
    days: tuple[date, date],
    place: str,
    trainers: Iterable[PaperTrainer],
) -> _Draft:
    """The fingerprint covers what a signature depends on: not n/N, which moves when a séance is added."""
    slots = [(card.day.isoformat(), s.start, s.end, s.id.hex) for card in found for s in card.slots]
    printed = [
        kind,
        found[0].activity_title,
        place,
        slots,
        [(person.participant_id.hex, person.last_name, person.first_name) for person in people],
        [(t.last_name, t.first_name, t.structure, sorted(t.slots)) for t in trainers],
    ]
    return _Draft(
        kind=kind,
        activity_id=found[0].activity_id,
        start=days[0],
        end=days[1],
        slot_ids=tuple(slot.id for card in found for slot in card.slots),
        people=len(people),
        content=hashlib.sha256(json.dumps(printed, ensure_ascii=False).encode()).hexdigest(),
    )


def _numbered(session: Session, drafts: Sequence[_Draft]) -> list[tuple[str, str]]:
    """Number and control code of each draft: those of the sheet it reprints, else new ones."""
    current = _current_sheets(session, drafts)
    answers: dict[int, tuple[str, str]] = {}
    fresh: dict[int, list[int]] = {}
    for index, draft in enumerate(drafts):
        held = current.get((draft.kind, draft.activity_id), {})
        for sheet, slot_ids in held.values():
            signed = sheet.state not in (TO_PRINT, PRINTED)
            if slot_ids == set(draft.slot_ids) and (signed or sheet.content_sha256 == draft.content):
                answers[index] = sheet.number, sheet.control_code
        if index not in answers:
            fresh.setdefault(draft.start.year, []).append(index)
    for year, indexes in sorted(fresh.items()):
        numbers = numbering.next_numbers(session, numbering.SHEET, year, len(indexes))
        for index, number in zip(indexes, numbers, strict=True):
            draft = drafts[index]
            held = current.get((draft.kind, draft.activity_id), {})
            answers[index] = number, _create(session, draft, number, held)
    session.flush()
    return [answers[index] for index in range(len(drafts))]


_Held = dict[uuid.UUID, tuple[AttendanceSheet, set[uuid.UUID]]]


def _current_sheets(session: Session, drafts: Sequence[_Draft]) -> dict[tuple[str, uuid.UUID], _Held]:
    """By kind and activity: the sheets in force that hold one of the slots, each with all its slots."""
    slot_ids = {slot_id for draft in drafts for slot_id in draft.slot_ids}
    touched = select(SheetSlot.sheet_id).where(SheetSlot.slot_id.in_(slot_ids))
    found: dict[tuple[str, uuid.UUID], _Held] = {}
    for sheet, slot_id in session.execute(
        select(AttendanceSheet, SheetSlot.slot_id)
        .join(SheetSlot, SheetSlot.sheet_id == AttendanceSheet.id)
        .where(AttendanceSheet.id.in_(touched), AttendanceSheet.superseded_by_id.is_(None))
    ):
        held = found.setdefault((sheet.kind, sheet.activity_id), {})
        held.setdefault(sheet.id, (sheet, set()))[1].add(slot_id)
    return found


def _create(session: Session, draft: _Draft, number: str, held: _Held) -> str:
    """Add a sheet, its slots, and make it supersede the unsigned ones; returns its control code."""
    lines, spare = _ROWS[draft.kind]
    code = control_code(number, draft.content)
    sheet_id = new_id()
    session.add(
        AttendanceSheet(
            id=sheet_id,
            number=number,
            kind=draft.kind,
            activity_id=draft.activity_id,
            start_on=draft.start,
            end_on=draft.end,
            state=TO_PRINT,
            content_sha256=draft.content,
            control_code=code,
            pages=max(1, math.ceil((draft.people + spare) / lines)),
        )
    )
    for slot_id in draft.slot_ids:
        session.add(SheetSlot(id=SheetSlot.key(sheet_id, slot_id), sheet_id=sheet_id, slot_id=slot_id))
    for former, slot_ids in held.values():
        if former.state in (TO_PRINT, PRINTED) and slot_ids & set(draft.slot_ids):
            former.superseded_by_id = sheet_id
    return code
