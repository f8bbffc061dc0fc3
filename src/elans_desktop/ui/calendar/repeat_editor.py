"""« Répétition » in the form of a séance: the rule, said in words, and its days before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import DAYS, NBSP, count, date_day_month
from elans_desktop.services.calendar import recurrence, series
from elans_desktop.services.calendar.recurrence import (
    BANK_HOLIDAYS,
    CLOSURES,
    LAST,
    SCHOOL_HOLIDAYS,
    Recurrence,
)
from elans_desktop.services.calendar.series import Preview
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.fields import ChoiceField
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import column, holder, label

ONCE, WEEKLY, MONTHLY = "once", "weekly", "monthly"
UNITS = ((ONCE, "Une seule fois"), (WEEKLY, "Chaque semaine"), (MONTHLY, "Chaque mois"))
SKIPS = (
    (BANK_HOLIDAYS, "Sauter les jours fériés"),
    (CLOSURES, "Sauter les jours de fermeture"),
    (SCHOOL_HOLIDAYS, "Sauter les vacances scolaires"),
)
SHOWN = 60
"""Days written out under the rule; the others are counted."""
_RANKS = {1: "1er", 2: "2e", 3: "3e", 4: "4e", LAST: "dernier"}


class RepeatEditor(QWidget):
    """`rule()` is None for a séance that does not repeat."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._day: date | None = None
        self._place_id: Any = None
        self.unit = ChoiceField("Répétition", UNITS, empty=None)
        self.toggles = [_toggle(day) for day in range(7)]
        flow_holder = QWidget()
        flow = FlowLayout(flow_holder, spacing=4)
        for toggle in self.toggles:
            flow.addWidget(toggle)
        self.days = holder(column(label("Les jours", "label"), flow_holder, spacing=4))
        self.form = Form(
            [
                Section(
                    "",
                    (
                        FieldSpec("every", "Toutes les … semaines", "number", options={"maximum": 52}),
                        FieldSpec("month_rank", "Quel jour du mois", "choice", options={"empty": None}),
                        FieldSpec("until", "Jusqu’au", "date"),
                        FieldSpec("times", "Ou nombre de séances", "number", options={"maximum": 9999}),
                        *(FieldSpec(code, words, "check") for code, words in SKIPS),
                    ),
                )
            ],
            columns=1,
        )
        self.words = label("", "body", wrap=True)
        self.dates = label("", "secondary", wrap=True)
        self.setLayout(column(self.unit, self.days, self.form, self.words, self.dates, spacing=8))
        self.unit.changed.connect(self._edited)
        self.form.changed.connect(self._edited)
        for toggle in self.toggles:
            toggle.clicked.connect(self._edited)
        self.set_rule(None)

    def set_first(self, day: date | None, place_id: Any = None) -> None:
        """The séance begins that day, there: its weekday is ticked in place of the former one."""
        before = self._day
        self._day, self._place_id = day, place_id
        ticked = [index for index, toggle in enumerate(self.toggles) if toggle.isChecked()]
        if day is not None and (not ticked or (before is not None and ticked == [before.weekday()])):
            self._tick((day.weekday(),))
        if day is not None:
            self._offer_ranks(day)
        self._refresh()

    def set_rule(self, rule: Recurrence | None) -> None:
        """Show a rule; None: once."""
        unit = ONCE if rule is None else WEEKLY if rule.month_rank is None else MONTHLY
        self.unit.set_value(unit)
        shown = rule or Recurrence(skip=frozenset({BANK_HOLIDAYS, CLOSURES}))
        self._tick(shown.weekdays or ((self._day.weekday(),) if self._day else ()))
        if self._day is not None:
            self._offer_ranks(self._day)
        values: dict[str, Any] = {"every": shown.every, "until": shown.until, "times": shown.times}
        if shown.month_rank is not None:
            values["month_rank"] = shown.month_rank
        self.form.set_values({**values, **{code: code in shown.skip for code, _words in SKIPS}})
        self._refresh()

    def rule(self) -> Recurrence | None:
        """The repetition asked for."""
        unit = self.unit.value()
        if unit == ONCE:
            return None
        values = self.form.values()
        return Recurrence(
            every=values["every"] if values["every"] is not None else 1,
            until=values["until"],
            times=values["times"],
            weekdays=tuple(index for index, toggle in enumerate(self.toggles) if toggle.isChecked())
            if unit == WEEKLY
            else (),
            month_rank=values["month_rank"] if unit == MONTHLY else None,
            skip=frozenset(code for code, _words in SKIPS if values[code]),
        )

    def typed(self) -> dict[str, Any]:
        """What a draft keeps."""
        ticked = tuple(index for index, toggle in enumerate(self.toggles) if toggle.isChecked())
        return {**self.form.values(), "unit": self.unit.value(), "weekdays": ticked}

    def restore(self, values: Mapping[str, Any]) -> None:
        """Show a draft."""
        self.unit.set_value(values["unit"])
        self._tick(values["weekdays"])
        self.form.set_values(values)
        self._refresh()

    def check(self) -> bool:
        """Show what cannot be read."""
        return self.unit.value() == ONCE or self.form.check()

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """The sentences of a rule beside its fields."""
        self.form.show_errors(errors)
        self.unit.set_error(errors.get("weekdays", ""))

    def _edited(self) -> None:
        self._refresh()
        self.changed.emit()

    def _tick(self, days: tuple[int, ...]) -> None:
        for index, toggle in enumerate(self.toggles):
            toggle.setChecked(index in days)

    def _offer_ranks(self, day: date) -> None:
        field = self.form.field("month_rank")
        assert isinstance(field, ChoiceField)
        name = DAYS[day.weekday()]
        field.set_choices([(rank, f"Le {_RANKS[rank]} {name}") for rank in recurrence.ranks_of(day)])

    def _refresh(self) -> None:
        """The fields of the unit chosen, and what they give."""
        unit = self.unit.value()
        self.days.setVisible(unit == WEEKLY)
        self.form.setVisible(unit != ONCE)
        self.form.show_field("month_rank", unit == MONTHLY)
        every = self.form.field("every")
        every.label.setText("Toutes les … semaines" if unit == WEEKLY else "Tous les … mois")
        rule = self.rule()
        day = self._day
        said, listed = self._said(day, rule) if rule is not None and day is not None else ("", "")
        for shown, text in ((self.words, said), (self.dates, listed)):
            shown.setText(text)
            shown.setVisible(bool(text))

    def _said(self, day: date, rule: Recurrence) -> tuple[str, str]:
        if rule.until is None and rule.times is None:
            return "Dites jusqu’à quelle date, ou combien de fois.", ""
        try:
            found = self._context.bridge.read(series.preview, day, rule, self._place_id)
        except InputError as problem:
            return problem.message, ""
        return f"{found.words}{NBSP}: {count(len(found.days), 'séance')}.", _dates(found)


def _dates(found: Preview) -> str:
    days = ", ".join(date_day_month(day) for day in found.days[:SHOWN])
    if len(found.days) > SHOWN:
        days += f" et {count(len(found.days) - SHOWN, 'autre')}"
    if found.skipped:
        skipped = ", ".join(f"{date_day_month(left.day)} ({left.reason})" for left in found.skipped[:SHOWN])
        days += f". Sautées{NBSP}: {skipped}"
    return f"{days}."


def _toggle(day: int) -> buttons.Button:
    made = buttons.Button(DAYS[day][:2].capitalize(), small=True)
    made.setCheckable(True)
    made.setToolTip(DAYS[day].capitalize())
    made.setAccessibleName(DAYS[day].capitalize())
    return made
