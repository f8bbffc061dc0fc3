"""The presence grid without its drawing: cells, cursor, what is being typed, what waits to be saved."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from elans_desktop.core.formats import NBSP, date_day_month, duration
from elans_desktop.services.calendar.seance_inputs import KINDS
from elans_desktop.services.presences import attendance, attendance_grid
from elans_desktop.services.presences.attendance import PresenceInput, parse_minutes
from elans_desktop.services.presences.attendance_grid import Cell, GridPerson, GridSlot, GridView, Totals
from elans_desktop.services.presences.corrections import Correction

Key = tuple[uuid.UUID, uuid.UUID]
"""Participant and slot."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a key did nothing."""

    sentence: str


class PresenceState:
    """A grid being filled; every change is kept in `pending` until it is taken to be saved."""

    def __init__(
        self, view: GridView, reasons: Mapping[str, str], reason_names: Mapping[str, str] | None = None
    ) -> None:
        """`reasons`: short words of each reason of absence, by code; `reason_names`: those of the menu."""
        self.reasons = reasons
        self.reason_names = reason_names or reasons
        self.row = 0
        self.column = 0
        self.typed: str | None = None
        """Minutes being typed in the current cell."""
        self.pending: dict[Key, PresenceInput] = {}
        self.show(view)
        self._to_first_empty()

    def show(self, view: GridView) -> None:
        """Take what the classeur now says; what waits to be saved stays on top."""
        self.cells: dict[Key, Cell] = dict(view.cells)
        self.view = replace(view, cells=self.cells)
        for key, entry in self.pending.items():
            self._apply(key, entry)
        self.row = max(0, min(self.row, len(view.people) - 1))
        self.column = max(0, min(self.column, len(view.slots) - 1))
        self._totals: dict[object, Totals] = {}

    def _to_first_empty(self) -> None:
        for index, slot in enumerate(self.view.slots):
            if slot.cancelled or slot.closed:
                continue
            people = enumerate(self.view.people)
            row = next((i for i, p in people if self._waits(p, slot) and not slot.holds(p.id)), None)
            if row is not None:
                self.row, self.column = row, index
                return

    def go_to_seance(self, seance_id: uuid.UUID) -> None:
        """Put the cursor on the first empty cell of a séance, else on its first slot."""
        mine = [i for i, slot in enumerate(self.view.slots) if slot.seance_id == seance_id]
        for index in mine:
            slot = self.view.slots[index]
            row = next((i for i, p in enumerate(self.view.people) if self._waits(p, slot)), None)
            if row is not None:
                self.row, self.column = row, index
                return
        if mine:
            self.row, self.column = 0, mine[0]

    def _waits(self, person: GridPerson, slot: GridSlot) -> bool:
        return slot.id in person.expected and (person.id, slot.id) not in self.cells and not person.refusal

    @property
    def person(self) -> GridPerson:
        """The person of the cursor."""
        return self.view.people[self.row]

    @property
    def slot(self) -> GridSlot:
        """The slot of the cursor."""
        return self.view.slots[self.column]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to fill."""
        return not self.view.people or not self.view.slots

    def cell(self, person: GridPerson, slot: GridSlot) -> Cell | None:
        """What is entered."""
        return self.cells.get((person.id, slot.id))

    @property
    def correction(self) -> Correction | None:
        """The last correction of the current cell, when it was changed after validation."""
        return None if self.empty else self.view.corrections.get((self.person.id, self.slot.id))

    @property
    def correctable(self) -> bool:
        """Whether the current cell can only change by a correction."""
        return (
            not self.empty
            and self.slot.holds(self.person.id)
            and not self.person.refusal
            and not (self.slot.cancelled or self.slot.closed)
        )

    def move(self, rows: int, columns: int) -> None:
        """Move the cursor, held inside the grid."""
        self.row = max(0, min(len(self.view.people) - 1, self.row + rows))
        self.column = max(0, min(len(self.view.slots) - 1, self.column + columns))

    def next_row(self) -> None:
        """Entrée: the next person, then the top of the next half-day."""
        if self.row + 1 < len(self.view.people):
            self.row += 1
        elif self.column + 1 < len(self.view.slots):
            self.row, self.column = 0, self.column + 1

    def put(self, status: str | None, late: int = 0, early: int = 0) -> Refusal | None:
        """Write the current cell; the reason stays when an absence only changes its kind."""
        before = self.cell(self.person, self.slot)
        keeps = before is not None and before.status in "AIE" and status in ("A", "I", "E")
        return self._put(
            PresenceInput(
                self.person.id,
                self.slot.id,
                status,
                late,
                early,
                before.reason_code if keeps and before else None,
                before.proof_received if keeps and before else False,
                before.comment if before else "",
            )
        )

    def toggle_present(self) -> Refusal | None:
        """Espace: présent, or nothing again."""
        before = self.cell(self.person, self.slot)
        present = before is not None and before.status == "P" and not (before.late or before.early)
        return self.put(None if present else "P")

    def give_reason(self, code: str | None) -> Refusal | None:
        """Give a reason to the absence of the current cell; an empty cell becomes « absent justifié »."""
        before = self.cell(self.person, self.slot) or Cell("A")
        status = before.status if before.status in "AIE" else "A"
        return self._put(
            PresenceInput(
                self.person.id,
                self.slot.id,
                status,
                reason_code=code,
                proof_received=before.proof_received,
                comment=before.comment,
            )
        )

    def set_proof(self, received: bool) -> Refusal | None:
        """Note that the proof of an absence came, or not."""
        before = self.cell(self.person, self.slot) or Cell("A")
        status = before.status if before.status in "AIE" else "A"
        return self._put(
            PresenceInput(
                self.person.id,
                self.slot.id,
                status,
                reason_code=before.reason_code,
                proof_received=received,
                comment=before.comment,
            )
        )

    def all_present(self) -> tuple[int, Refusal | None]:
        """Ctrl+Entrée: everyone expected at this half-day and not entered is present. How many."""
        slot = self.slot
        if refusal := self._refused(slot, locked=slot.locked and not slot.signers):
            return 0, refusal
        waiting = [p for p in self.view.people if self._waits(p, slot) and not slot.holds(p.id)]
        for person in waiting:
            self._keep(PresenceInput(person.id, self.slot.id, "P"))
        return len(waiting), None

    def begin_minutes(self, first: str = "") -> Refusal | None:
        """R, or a figure: type minutes in the cell."""
        if refusal := self._refused_here():
            return refusal
        before = self.cell(self.person, self.slot)
        known = attendance.minutes_words(before.late, before.early) if before and not first else ""
        self.typed = first or known
        return None

    def type(self, text: str) -> None:
        """A figure or the bar; anything else is not for here."""
        if self.typed is not None and text in "0123456789/" and len(self.typed) < 7:
            self.typed += text

    def erase(self) -> None:
        """Take the last sign back."""
        self.typed = (self.typed or "")[:-1]

    def end_minutes(self) -> Refusal | None:
        """Keep the minutes typed; when they cannot be, they stay for correction."""
        if self.typed is None:
            return None
        if not self.typed.strip("/0"):
            refusal = self.put("P")
        else:
            try:
                late, early = parse_minutes(self.typed)
            except ValueError as problem:
                return Refusal(str(problem))
            if late + early > self.slot.minutes:
                length = duration(self.slot.minutes)
                return Refusal(f"Retard et départ dépassent la durée du créneau, {length}.")
            refusal = self.put("P", late, early)
        self.typed = None
        return refusal

    def take_pending(self) -> list[PresenceInput]:
        """What must be saved now."""
        taken = list(self.pending.values())
        self.pending.clear()
        return taken

    def totals_of_person(self, person: GridPerson) -> Totals:
        """The end of a line."""
        return self._total(person.id, ((person, slot) for slot in self.view.slots))

    def totals_of_slot(self, slot: GridSlot) -> Totals:
        """The foot of a column."""
        return self._total(slot.id, ((person, slot) for person in self.view.people))

    def totals(self) -> Totals:
        """The whole grid."""
        return self._total(None, None)

    def left_to_enter(self) -> int:
        """Cells still empty where someone is expected."""
        sums = self.totals()
        return sums.expected - sums.entered

    def slot_words(self, slot: GridSlot) -> str:
        """« jeu. 29/04 après-midi »."""
        return f"{date_day_month(slot.day)} {KINDS.get(slot.kind, slot.kind)}"

    def label(self, entries: Iterable[PresenceInput]) -> str:
        """The name of the operation that saves these entries."""
        batch = list(entries)
        slots = {entry.slot_id for entry in batch}
        title = f"«{NBSP}{self.view.title}{NBSP}»"
        if len(slots) == 1:
            slot = next(one for one in self.view.slots if one.id in slots)
            where = self.slot_words(slot)
            if len(batch) > 1:
                return f"Présences de {len(batch)}{NBSP}personnes, {where}, {title}"
            return f"Présence du {where}, {title}"
        return f"Présences de {len(batch)}{NBSP}cases, {title}"

    def _put(self, entry: PresenceInput) -> Refusal | None:
        if refusal := self._refused_here():
            return refusal
        self._keep(entry)
        return None

    def _keep(self, entry: PresenceInput) -> None:
        key = entry.participant_id, entry.slot_id
        self.pending[key] = entry
        self._apply(key, entry)
        for stale in (*key, None):
            self._totals.pop(stale, None)

    def _apply(self, key: Key, entry: PresenceInput) -> None:
        if entry.status is None:
            self.cells.pop(key, None)
            return
        self.cells[key] = Cell(
            entry.status, entry.late, entry.early, entry.reason_code, entry.proof_received, entry.comment
        )

    def _refused_here(self) -> Refusal | None:
        if self.person.refusal:
            return Refusal(self.person.refusal)
        return self._refused(self.slot, locked=self.slot.holds(self.person.id))

    @staticmethod
    def _refused(slot: GridSlot, *, locked: bool) -> Refusal | None:
        if slot.cancelled:
            return Refusal(f"Cette séance est annulée ou reportée{NBSP}: elle ne compte pas de présences.")
        if slot.closed:
            return Refusal(f"Ce mois est clos{NBSP}: rouvrez-le dans « Contrôle du mois ».")
        if locked:
            return Refusal(f"La feuille est validée{NBSP}: choisissez « Corriger… », ou la touche C.")
        return None

    def _total(self, key: object, cells: Iterable[tuple[GridPerson, GridSlot]] | None) -> Totals:
        found = self._totals.get(key)
        if found is None:
            found = self._totals[key] = attendance_grid.totals(self.view, cells)
        return found
