"""The stops of an itinerant séance, in the order of the round."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.services.calendar.seance_inputs import StopInput
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.fields import ChoiceField, TimeField
from elans_desktop.ui.kit.layout import column, row

MOST_STOPS = 12


class StopRow(QWidget):
    """One stop: where, from when, until when."""

    changed = Signal()
    removed = Signal(object)
    raised = Signal(object)

    def __init__(self, number: int, places: Sequence[tuple[Any, str]]) -> None:
        super().__init__()
        name = f"Halte {number}"
        self.place = ChoiceField(name, places, name=f"{name}, lieu")
        self.start = TimeField("De", name=f"{name}, arrivée")
        self.end = TimeField("À", name=f"{name}, départ")
        for field in (self.start, self.end):
            field.setFixedWidth(theme.px(76))
        self.up = buttons.icon_button("arrow-up", f"Monter la halte {number}", lambda: self.raised.emit(self))
        self.remove = buttons.icon_button("x", f"Retirer la halte {number}", lambda: self.removed.emit(self))
        hours = row(self.start, self.end, None, spacing=8)
        for button in (self.up, self.remove):
            hours.addLayout(column(18, button, None, spacing=0))
        self.setLayout(column(self.place, hours, spacing=4))
        for field in (self.place, self.start, self.end):
            field.changed.connect(self.changed)

    def stop(self) -> StopInput:
        """What is typed."""
        return StopInput(self.place.value(), self.start.value(), self.end.value())

    def set_stop(self, stop: StopInput) -> None:
        """Show a stop."""
        self.place.set_value(stop.place_id)
        self.start.set_value(stop.start)
        self.end.set_value(stop.end)


class StopsEditor(QWidget):
    """No stop at first; « Ajouter une halte » makes the round."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[StopRow] = []
        self._places: list[tuple[Any, str]] = []
        self.lines = column(spacing=10)
        self.add = buttons.link("Ajouter une halte", "map-pin", self._add)
        self.setLayout(column(self.lines, row(self.add, None), spacing=6))

    def set_choices(self, places: Sequence[tuple[Any, str]]) -> None:
        """Where one may stop."""
        self._places = list(places)
        for line in self.rows:
            line.place.set_choices(self._places)

    def set_stops(self, stops: Sequence[StopInput]) -> None:
        """Show a round."""
        for line in self.rows:
            self.lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.rows = []
        for stop in stops:
            self._make(stop)
        self._tidy()

    def stops(self) -> tuple[StopInput, ...]:
        """The round as typed."""
        return tuple(line.stop() for line in self.rows)

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        """Show the errors of `stops.0.place_id`…; whether there is one."""
        found = False
        for index, line in enumerate(self.rows):
            for name in ("place_id", "start", "end"):
                field = line.place if name == "place_id" else getattr(line, name)
                words = errors.get(f"stops.{index}.{name}", "") or field.problem()
                field.set_error(words)
                found = found or bool(words)
        return found

    def _add(self, place_id: uuid.UUID | None = None) -> None:
        self._make(StopInput(place_id, self.rows[-1].end.value() if self.rows else None))
        self._tidy()
        self.rows[-1].place.combo.setFocus()
        self.changed.emit()

    def _make(self, stop: StopInput) -> None:
        line = StopRow(len(self.rows) + 1, self._places)
        line.set_stop(stop)
        line.changed.connect(self.changed)
        line.removed.connect(self._removed)
        line.raised.connect(self._raised)
        self.rows.append(line)
        self.lines.addWidget(line)

    def _removed(self, line: object) -> None:
        kept = [one.stop() for one in self.rows if one is not line]
        self.set_stops(kept)
        self.changed.emit()

    def _raised(self, line: object) -> None:
        index = next(i for i, one in enumerate(self.rows) if one is line)
        order = list(self.stops())
        order[index - 1], order[index] = order[index], order[index - 1]
        self.set_stops(order)
        self.changed.emit()

    def _tidy(self) -> None:
        for index, line in enumerate(self.rows):
            line.up.setVisible(index > 0)
        self.add.setVisible(len(self.rows) < MOST_STOPS)
