"""Two controls of the calendar's forms: the slots of a day, and a few people among many."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from elans_desktop.services.calendar.seance_inputs import KINDS, SlotInput, proposed_kind
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.fields import CheckField, ChoiceField, TimeField
from elans_desktop.ui.kit.layout import column, label, row

MOST_SLOTS = 4
MOST_PEOPLE = 6


class SlotRow(QWidget):
    """One stretch: from, to, half-day."""

    changed = Signal()
    removed = Signal(object)

    def __init__(self, number: int, create: Callable[[], uuid.UUID | None]) -> None:
        """`create` makes a new trainer on the spot."""
        super().__init__()
        self.slot_id: uuid.UUID | None = None
        self._chosen = False
        self.start = TimeField("De", required=True, name=f"Créneau {number}, début")
        self.end = TimeField("À", required=True, name=f"Créneau {number}, fin")
        self.kind = ChoiceField("Demi-journée", KINDS.items(), empty=None, name=f"Créneau {number}")
        self.start.setFixedWidth(theme.px(70))
        self.end.setFixedWidth(theme.px(70))
        self.remove = buttons.icon_button(
            "x", "Retirer ce créneau", lambda: self.removed.emit(self), small=True
        )
        line = row(self.start, self.end, spacing=4)
        line.addWidget(self.kind, 1)
        line.addLayout(column(22, self.remove, None, spacing=0))
        self.trainers = PeoplePicker("Intervenant de ce créneau", "Nouvel intervenant…", create)
        self.trainers.hide()
        self.setLayout(column(line, self.trainers, spacing=4))
        self.trainers.changed.connect(self.changed)
        self.start.changed.connect(self._start_typed)
        self.end.changed.connect(self.changed)
        self.kind.changed.connect(self._kind_chosen)

    def _start_typed(self) -> None:
        start = self.start.value()
        if start is not None and not self._chosen:
            self.kind.set_value(proposed_kind(start))
        self.changed.emit()

    def _kind_chosen(self) -> None:
        self._chosen = True
        self.changed.emit()

    def set_slot(self, slot: SlotInput) -> None:
        """Show a slot."""
        self.slot_id = slot.id
        self.trainers.set_value(slot.trainer_ids)
        self.start.set_value(slot.start)
        self.end.set_value(slot.end)
        proposed = proposed_kind(slot.start or 0)
        self.kind.set_value(slot.kind or proposed)
        self._chosen = slot.kind is not None and slot.kind != proposed


class SlotsEditor(QWidget):
    """The slots of a day, one to four; each may have its own trainers."""

    changed = Signal()
    each_changed = Signal(bool)
    """Whether each slot has its own trainers."""

    def __init__(self, create: Callable[[], uuid.UUID | None]) -> None:
        """`create` makes a new trainer on the spot."""
        super().__init__()
        self._create = create
        self._people: list[tuple[Any, str]] = []
        self.rows: list[SlotRow] = []
        self.each = CheckField("Intervenants différents selon le créneau")
        self.each.changed.connect(self._each_clicked)
        self.lines = column(spacing=8)
        self.add = buttons.link("Ajouter un créneau", "plus", self._add)
        self.error = label("", "small", tone="danger-ink", wrap=True)
        self.error.hide()
        self.setLayout(column(self.lines, self.error, row(self.add, None), self.each, spacing=4))

    def set_choices(self, pairs: Sequence[tuple[Any, str]]) -> None:
        """Who can be chosen in each slot."""
        self._people = list(pairs)
        for line in self.rows:
            line.trainers.set_choices(self._people)

    def set_slots(self, slots: Sequence[SlotInput]) -> None:
        """Show these slots; with their own trainers when these differ."""
        for old in list(self.rows):
            self._drop(old)
        for slot in slots:
            self._make(slot)
        self.each.set_value(len({slot.trainer_ids for slot in slots}) > 1)
        self._tidy()

    def slots(self, trainer_ids: tuple[uuid.UUID, ...] = ()) -> tuple[SlotInput, ...]:
        """The slots as typed; `trainer_ids` hold them all, unless each has its own."""
        own = self.each.value() and len(self.rows) > 1
        return tuple(
            SlotInput(
                line.start.value(),
                line.end.value(),
                line.kind.value(),
                line.trainers.value() if own else trainer_ids,
                line.slot_id,
            )
            for line in self.rows
        )

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        """Show the errors of `slots.0.start`…; whether there is one."""
        found = False
        for index, line in enumerate(self.rows):
            for name, made in (("start", line.start), ("end", line.end), ("kind", line.kind)):
                words = errors.get(f"slots.{index}.{name}", "") or made.problem()
                made.set_error(words)
                found = found or bool(words)
        general = errors.get("slots", "")
        self.error.setText(general)
        self.error.setVisible(bool(general))
        return found or bool(general)

    def _add(self) -> None:
        last = self.rows[-1].end.value() if self.rows else None
        start = max(14 * 60, last) if last is not None else 9 * 60
        fits = start + 180 <= 24 * 60
        self._make(SlotInput(start if fits else None, start + 180 if fits else None))
        self._tidy()
        self.rows[-1].start.setFocus()
        self.changed.emit()

    def _make(self, slot: SlotInput) -> None:
        line = SlotRow(len(self.rows) + 1, self._create)
        line.trainers.set_choices(self._people)
        line.set_slot(slot)
        line.changed.connect(self.changed)
        line.removed.connect(self._removed)
        self.rows.append(line)
        self.lines.addWidget(line)

    def _removed(self, line: object) -> None:
        if isinstance(line, SlotRow) and len(self.rows) > 1:
            self._drop(line)
            self._tidy()
            self.changed.emit()

    def _drop(self, line: SlotRow) -> None:
        self.rows.remove(line)
        self.lines.removeWidget(line)
        line.hide()
        line.deleteLater()

    def refresh(self) -> None:
        """Show the trainers of each slot, or not, as the box says."""
        self._tidy()

    def _each_clicked(self) -> None:
        self._tidy()
        self.changed.emit()

    def _tidy(self) -> None:
        several = len(self.rows) > 1
        self.each.setVisible(several)
        for line in self.rows:
            line.remove.setVisible(several)
            line.trainers.setVisible(several and self.each.value())
        self.each_changed.emit(several and self.each.value())
        self.add.setVisible(len(self.rows) < MOST_SLOTS)


class PeoplePicker(QWidget):
    """A few people in order, each in its searched list; one more line appears on demand."""

    changed = Signal()

    def __init__(self, title: str, new: str, create: Callable[[], uuid.UUID | None]) -> None:
        """`new`: the words of the link that creates one (`create`)."""
        super().__init__()
        self._title, self._create = title, create
        self._pairs: list[tuple[Any, str]] = []
        self.fields: list[ChoiceField] = []
        self.lines: QVBoxLayout = column(spacing=6)
        self.more = buttons.link("Ajouter", "plus", lambda: self._add(None, focus=True))
        self.new = buttons.link(new, "user-plus", self._new)
        self.setLayout(column(self.lines, row(self.more, self.new, None, spacing=16), spacing=4))

    def set_choices(self, pairs: Sequence[tuple[Any, str]]) -> None:
        """Who can be chosen; what is chosen stays."""
        self._pairs = list(pairs)
        for made in self.fields:
            made.set_choices(self._pairs)

    def value(self) -> tuple[uuid.UUID, ...]:
        """Those chosen, each once, in order."""
        return tuple(dict.fromkeys(made.value() for made in self.fields if made.value() is not None))

    def set_value(self, ids: Sequence[uuid.UUID]) -> None:
        """Show these people, and at least one line."""
        for made in self.fields:
            self.lines.removeWidget(made)
            made.hide()
            made.deleteLater()
        self.fields.clear()
        for person_id in ids or (None,):
            self._add(person_id)

    def _add(self, person_id: uuid.UUID | None, *, focus: bool = False) -> None:
        first = not self.fields
        made = ChoiceField(self._title if first else "", self._pairs, name=self._title)
        made.set_value(person_id)
        made.changed.connect(self.changed)
        self.fields.append(made)
        self.lines.addWidget(made)
        self.more.setVisible(len(self.fields) < MOST_PEOPLE)
        if focus:
            made.setFocus()

    def _new(self) -> None:
        person_id = self._create()
        if person_id is not None:
            self.set_value([*self.value(), person_id])
            self.changed.emit()
