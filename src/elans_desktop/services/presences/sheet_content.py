"""What stands on any sign-in sheet: the séances asked, heads, half-days, people, trainers, place."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from elans_desktop.core.errors import RuleError
from elans_desktop.core.formats import duration
from elans_desktop.models.activities import Activity, Presence, Seance
from elans_desktop.services.calendar import expected, seance_list
from elans_desktop.services.calendar.enrolments import EnrolmentRow
from elans_desktop.services.calendar.seance_cards import SeanceCard, SlotCard, cards
from elans_desktop.services.organisation import organisation, reference
from elans_desktop.services.paper import (
    NOT_EXPECTED,
    UNENTERED,
    IndividualSheetView,
    Letterhead,
    PaperBrique,
    PaperMark,
    PaperPerson,
    PaperSlot,
    PaperTrainer,
    SeanceSheetView,
    SlotKind,
    WeekSheetView,
)
from elans_desktop.services.presences import corrections
from elans_desktop.services.presences.sheet_numbers import SEANCE, SheetDraft, draft_of, numbered
from elans_desktop.services.printing.printing import DocumentRequest

Sheet = TypeVar("Sheet", SeanceSheetView, WeekSheetView, IndividualSheetView)
LARGE, ENTERED = "gros-caracteres", "apres-saisie"
VARIANTS = {LARGE: "Gros caractères", ENTERED: "Après la saisie, absents marqués"}
AWAY = {"A": "absent", "I": "absent", "E": "excusé", "D": "dispensé"}
"""What a cell says after the entry: never why."""


class Entered:
    """The presences of some séances, read once, as marks on their sheets."""

    def __init__(self, session: Session, found: Iterable[SeanceCard]) -> None:
        held = tuple(found)
        slot_ids = {slot.id for card in held for slot in card.slots}
        rows = session.scalars(select(Presence).where(Presence.slot_id.in_(slot_ids)))
        self._known = {(row.participant_id, row.slot_id): row for row in rows}
        self._corrected = corrections.last_days(session, slot_ids)
        self._expected = expected.ids_at(session, {card.id for card in held})

    def of(self, people: Iterable[EnrolmentRow], shown: Iterable[SeanceCard]) -> tuple[PaperMark, ...]:
        """A mark for each person, in the same order; its cells in the order of the days and hours."""
        columns = [(card.day, slot.start, slot.end, card.id, slot) for card in shown for slot in card.slots]
        columns.sort(key=lambda column: column[:3])
        slots = [(slot, seance_id) for _day, _start, _end, seance_id, slot in columns]
        return tuple(self._mark(person.participant_id, slots) for person in people)

    def cell(self, person_id: uuid.UUID, slot: SlotCard, seance_id: uuid.UUID) -> tuple[str, int | None]:
        """What the cell of a person says, and the minutes followed when they were present."""
        row = self._known.get((person_id, slot.id))
        if row is None:
            return UNENTERED if person_id in self._expected.get(seance_id, ()) else NOT_EXPECTED, None
        present = max(0, slot.end - slot.start - row.late - row.early) if row.status == "P" else None
        return AWAY.get(row.status, ""), present

    def _mark(self, person_id: uuid.UUID, slots: Sequence[tuple[SlotCard, uuid.UUID]]) -> PaperMark:
        held = [self._known.get((person_id, slot.id)) for slot, _seance in slots]
        said = [self.cell(person_id, slot, seance) for slot, seance in slots]
        late = sum(row.late for row in held if row)
        early = sum(row.early for row in held if row)
        notes = [f"retard {duration(late)}"] if late else []
        notes += [f"départ {duration(early)}"] if early else []
        days = [self._corrected.get((person_id, slot.id)) for slot, _seance in slots]
        return PaperMark(
            tuple(words for words, _minutes in said),
            ", ".join(notes),
            tuple(days) if any(days) else (),
            tuple(minutes for _words, minutes in said),
        )


def asked_cards(session: Session, request: DocumentRequest) -> tuple[SeanceCard, ...]:
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


class Heads:
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


def paper_slots(slots: Iterable[SlotCard]) -> tuple[PaperSlot, ...]:
    """The half-days of a sheet, in the order of the day."""
    ordered = sorted(slots, key=lambda slot: (slot.start, slot.end))
    return tuple(PaperSlot(slot.start, slot.end, cast(SlotKind, slot.kind)) for slot in ordered)


def paper_people(people: Iterable[EnrolmentRow]) -> tuple[PaperPerson, ...]:
    """The people of a sheet, in the order given."""
    return tuple(PaperPerson(person.last_name, person.first_name) for person in people)


def paper_trainers(found: Sequence[SeanceCard], *, with_slots: bool) -> tuple[PaperTrainer, ...]:
    """The trainers who sign, with the slots they hold when asked."""
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


def place_words(card: SeanceCard) -> str:
    """« Hangar du Pressoir, Vire »."""
    if card.stops:
        return card.where
    if card.place_commune and card.place_commune not in card.place_name:
        return f"{card.place_name}, {card.place_commune}"
    return card.place_name


def with_numbers(session: Session, views: Sequence[Sheet], drafts: Sequence[SheetDraft]) -> tuple[Sheet, ...]:
    """The sheets with the numbers of their drafts, given here when they are new: run it in a write."""
    given = zip(views, numbered(session, drafts), strict=True)
    return tuple(replace(view, number=number, control_code=code) for view, (number, code) in given)


def seance_draft(card: SeanceCard, people: Sequence[EnrolmentRow]) -> SheetDraft:
    """The sheet of one séance, without a number yet."""
    trainers = paper_trainers([card], with_slots=True)
    return draft_of(SEANCE, [card], people, (card.day, card.day), place_words(card), trainers)
