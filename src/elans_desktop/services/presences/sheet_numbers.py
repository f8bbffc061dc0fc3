"""The numbers of sign-in sheets: given once, kept by a reprint, superseded when the content changed.

A sheet whose people, slots, trainers or place changed takes a new number and supersedes the former one, as
long as the signed paper has not come back: from « signée reçue » on, the paper in hand is the proof and the
number stays.
"""

from __future__ import annotations

import hashlib
import json
import math
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.ids import new_id
from elans_desktop.models.sheets import AttendanceSheet, SheetSlot
from elans_desktop.services import numbering
from elans_desktop.services.calendar.enrolments import EnrolmentRow
from elans_desktop.services.calendar.seance_cards import SeanceCard
from elans_desktop.services.calendar.sheet_states import PRINTED, TO_PRINT
from elans_desktop.services.paper import PaperTrainer

SEANCE = "seance"
WEEK = "semaine"
DAY = "journee"
MONTH = "mois"
INDIVIDUAL = "individuel"
_ROWS = {SEANCE: (12, 3), WEEK: (8, 2), DAY: (12, 3), MONTH: (8, 2), INDIVIDUAL: (10, 0)}
"""Lines of a page, spare ones on the last."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


_Held = dict[uuid.UUID, tuple[AttendanceSheet, set[uuid.UUID]]]
_Series = tuple[str, uuid.UUID, uuid.UUID | None]


@dataclass(frozen=True, slots=True)
class SheetDraft:
    """A sheet before it has a number."""

    kind: str
    activity_id: uuid.UUID
    start: date
    end: date
    slot_ids: tuple[uuid.UUID, ...]
    people: int
    content: str
    """SHA-256 of what is printed."""
    participant_id: uuid.UUID | None = None
    """The person of an individual sheet."""
    lines: int | None = None
    """Lines of the sheet, when they are not people."""
    parts: int = 1
    """Pages side by side: a month is cut in parts of ten half-days."""

    @property
    def series(self) -> _Series:
        """Sheets that may supersede one another."""
        return self.kind, self.activity_id, self.participant_id


def control_code(number: str, content: str) -> str:
    """« 7F3K-92QD »: 40 bits of the number and of what is printed, in Crockford's signs."""
    value = int.from_bytes(hashlib.sha256(f"{number}:{content}".encode()).digest()[:5])
    signs = "".join(_ALPHABET[value >> shift & 31] for shift in range(35, -1, -5))
    return f"{signs[:4]}-{signs[4:]}"


def draft_of(
    kind: str,
    found: Sequence[SeanceCard],
    people: Sequence[EnrolmentRow],
    days: tuple[date, date],
    place: str,
    trainers: Iterable[PaperTrainer],
) -> SheetDraft:
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
    return SheetDraft(
        kind=kind,
        activity_id=found[0].activity_id,
        start=days[0],
        end=days[1],
        slot_ids=tuple(slot.id for card in found for slot in card.slots),
        people=len(people),
        content=hashlib.sha256(json.dumps(printed, ensure_ascii=False).encode()).hexdigest(),
    )


def numbered(session: Session, drafts: Sequence[SheetDraft]) -> list[tuple[str, str]]:
    """Number and control code of each draft: those of the sheet it reprints, else new ones."""
    current = _current_sheets(session, drafts)
    answers: dict[int, tuple[str, str]] = {}
    fresh: dict[int, list[int]] = {}
    for index, draft in enumerate(drafts):
        held = current.get(draft.series, {})
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
            held = current.get(draft.series, {})
            answers[index] = number, _create(session, draft, number, held)
    session.flush()
    return [answers[index] for index in range(len(drafts))]


def _current_sheets(session: Session, drafts: Sequence[SheetDraft]) -> dict[_Series, _Held]:
    """By series: the sheets in force that hold one of the slots, each with all its slots."""
    slot_ids = {slot_id for draft in drafts for slot_id in draft.slot_ids}
    touched = select(SheetSlot.sheet_id).where(SheetSlot.slot_id.in_(slot_ids))
    found: dict[_Series, _Held] = {}
    for sheet, slot_id in session.execute(
        select(AttendanceSheet, SheetSlot.slot_id)
        .join(SheetSlot, SheetSlot.sheet_id == AttendanceSheet.id)
        .where(AttendanceSheet.id.in_(touched), AttendanceSheet.superseded_by_id.is_(None))
    ):
        held = found.setdefault((sheet.kind, sheet.activity_id, sheet.participant_id), {})
        held.setdefault(sheet.id, (sheet, set()))[1].add(slot_id)
    return found


def _create(session: Session, draft: SheetDraft, number: str, held: _Held) -> str:
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
            participant_id=draft.participant_id,
            pages=draft.parts * max(1, math.ceil(((draft.lines or draft.people) + spare) / lines)),
        )
    )
    for slot_id in draft.slot_ids:
        session.add(SheetSlot(id=SheetSlot.key(sheet_id, slot_id), sheet_id=sheet_id, slot_id=slot_id))
    for former, slot_ids in held.values():
        if former.state in (TO_PRINT, PRINTED) and slot_ids & set(draft.slot_ids):
            former.superseded_by_id = sheet_id
    return code
