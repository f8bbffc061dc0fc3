"""« Nouvelle séance » and « Modifier la séance »: a form at the right of the calendar."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.core.formats import NBSP, date_day_month, date_medium
from elans_desktop.services import activities, seances, series
from elans_desktop.services.recurrence import Recurrence
from elans_desktop.services.seances import SeanceInput, SeanceView, SlotInput
from elans_desktop.services.series import Left
from elans_desktop.ui.calendar import choices
from elans_desktop.ui.calendar.form_panel import FormPanel
from elans_desktop.ui.calendar.pickers import PeoplePicker, SlotsEditor
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.fields import ChoiceField
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import row

REPEATS = (
    (0, "Une seule fois"),
    (1, "Toutes les semaines"),
    (2, "Toutes les 2 semaines"),
    (4, "Toutes les 4 semaines"),
)
RULES = ("until", "times", "skip_bank_holidays")


class SeanceForm(FormPanel):
    """Gathers a SeanceInput and, for a new séance, its repetition."""

    saved = Signal(object, str)
    """The séance to show, and what to say (days skipped)."""
    activity_asked = Signal()
    """« Nouvelle activité… »: the séance being typed waits."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Nouvelle séance", "calendar.seance")
        self.seance_id: uuid.UUID | None = None
        self._trainers: tuple[uuid.UUID, ...] = ()
        self.top = _form(FieldSpec("activity_id", "Activité", "choice", required=True))
        self.when = _form(FieldSpec("day", "Date", "date", required=True))
        self.slots = SlotsEditor()
        self.where = _form(FieldSpec("place_id", "Lieu", "choice"))
        self.subject = _form(
            FieldSpec("title", "Sujet de la séance", placeholder="Si différent de l’activité")
        )
        self.trainers = PeoplePicker("Intervenant", "Nouvel intervenant…", self._new_trainer)
        self.bottom = _form(
            FieldSpec("every", "Répétition", "choice", choices=REPEATS, options={"empty": None}),
            FieldSpec("until", "Jusqu’au", "date"),
            FieldSpec("times", "Ou nombre de séances", "number", options={"maximum": 366}),
            FieldSpec("skip_bank_holidays", "Sauter les jours fériés", "check", default=True),
            FieldSpec("notes", "Notes", "multiline", rows=2),
        )
        self.forms = (self.top, self.when, self.where, self.subject, self.bottom)
        self._new_activity = buttons.link("Nouvelle activité…", "plus", self.activity_asked.emit)
        self._new_place = buttons.link("Nouveau lieu…", "plus", self._create_place)
        self._lay_out()
        self.top.field("activity_id").changed.connect(self._activity_chosen)
        self.bottom.field("every").changed.connect(self._show_rule)
        for form in self.forms:
            form.changed.connect(self.touched)
            form.save_requested.connect(self.submit.click)
        self.slots.changed.connect(self.touched)
        self.trainers.changed.connect(self.touched)

    def _lay_out(self) -> None:
        links = {self.top: self._new_activity, self.where: self._new_place}
        order = (self.top, self.when, self.slots, self.where, self.trainers, self.subject, self.bottom)
        for part in order:
            self.body.addWidget(part)
            if isinstance(part, Form) and part in links:
                self.body.addLayout(row(links[part], None))

    def _set(self, **values: Any) -> None:
        for form in self.forms:
            form.set_values(values)

    def _values(self) -> dict[str, Any]:
        return {name: value for form in self.forms for name, value in form.values().items()}

    def typed(self) -> dict[str, Any]:
        """Every field, the slots as tuples, the trainers."""
        lines = [(slot.start, slot.end, slot.kind, slot.id) for slot in self.slots.slots(None)]
        return {**self._values(), "slots": lines, "trainers": self.trainers.value()}

    def restore(self, values: Mapping[str, Any]) -> None:
        """Show a draft."""
        self._set(**{name: value for name, value in values.items() if name not in ("slots", "trainers")})
        kept = {line.slot_id: line.trainer_ids for line in self.slots.rows}
        self.slots.set_slots(
            [SlotInput(start, end, kind, kept.get(key, ()), key) for start, end, kind, key in values["slots"]]
        )
        self.trainers.set_value(values["trainers"])
        self._show_rule()

    def start_new(
        self, activity_id: uuid.UUID | None = None, day: date | None = None, start: int = 9 * 60
    ) -> None:
        """An empty form; the activity proposes its place and its usual trainers."""
        self._read_choices()
        self.seance_id = None
        self._say("Nouvelle séance", new=True)
        self._set(activity_id=activity_id, day=day or clock.today(), place_id=None, title="", notes="")
        self._set(every=0, until=None, times=None, skip_bank_holidays=True)
        self.slots.set_slots([SlotInput(start, min(start + 180, 24 * 60))])
        self.trainers.set_value(())
        self._activity_chosen()
        self._show_rule()
        self.opened(None, "Nouvelle séance")
        first = self.top.field("activity_id") if activity_id is None else self.when.field("day")
        first.setFocus()

    def edit(self, view: SeanceView) -> None:
        """Change a séance."""
        card = view.card
        self._read_choices(card.activity_id, card.activity_title)
        self.seance_id = card.id
        self._say("Modifier la séance", new=False)
        self._set(activity_id=card.activity_id, day=card.day, place_id=card.place_id)
        self._set(title=card.title, every=0, notes=view.notes)
        self.slots.set_slots(
            [
                SlotInput(slot.start, slot.end, slot.kind, tuple(t.id for t in slot.trainers), slot.id)
                for slot in card.slots
            ]
        )
        self._trainers = tuple(trainer.id for trainer in card.trainers)
        self.trainers.set_value(self._trainers)
        self._show_rule()
        self.opened(card.id, f"Séance du {date_day_month(card.day)}")
        self.when.field("day").setFocus()

    def use_activity(self, activity_id: uuid.UUID) -> None:
        """An activity was just created for this séance."""
        self._read_choices()
        self.top.field("activity_id").set_value(activity_id)
        self._activity_chosen()

    def _say(self, title: str, *, new: bool) -> None:
        self.set_title(title)
        self.top.field("activity_id").set_read_only(not new)
        self._new_activity.setVisible(new)
        self.bottom.show_field("every", new)
        self.show_errors({})

    def _read_choices(self, activity_id: uuid.UUID | None = None, title: str = "") -> None:
        found = choices.read(self.context)
        pairs: list[tuple[Any, str]] = [(one.id, one.title) for one in found.activities]
        if activity_id is not None and activity_id not in {key for key, _ in pairs}:
            pairs.append((activity_id, title))
        self._choice("activity_id", self.top).set_choices(pairs)
        self._choice("place_id", self.where).set_choices(found.places)
        self.trainers.set_choices(found.trainers)

    def _choice(self, name: str, form: Form) -> ChoiceField:
        made = form.field(name)
        assert isinstance(made, ChoiceField)
        return made

    def _activity_chosen(self) -> None:
        """Propose the place and the trainers of the activity, where nothing is chosen yet."""
        activity_id = self.top.values()["activity_id"]
        if activity_id is None or self.seance_id is not None:
            return
        view = self.context.bridge.read(activities.view, activity_id)
        if self.where.values()["place_id"] is None:
            self.where.field("place_id").set_value(view.place_id)
        if not self.trainers.value():
            self.trainers.set_value([trainer.id for trainer in view.trainers])

    def _show_rule(self) -> None:
        repeated = bool(self.bottom.values()["every"]) and self.seance_id is None
        for name in RULES:
            self.bottom.show_field(name, repeated)

    def _create_place(self) -> None:
        place_id = choices.new_place(self.context, self)
        if place_id is not None:
            self._choice("place_id", self.where).set_choices(choices.read(self.context).places)
            self.where.field("place_id").set_value(place_id)
            self.touched()

    def _new_trainer(self) -> uuid.UUID | None:
        person_id = choices.new_trainer(self.context, self)
        if person_id is not None:
            self.trainers.set_choices(choices.read(self.context).trainers)
        return person_id

    def entered(self) -> SeanceInput:
        """What the form holds now."""
        values = self._values()
        chosen = self.trainers.value()
        untouched = self.seance_id is not None and chosen == self._trainers
        return SeanceInput(
            activity_id=values["activity_id"],
            day=values["day"],
            slots=self.slots.slots(None if untouched else chosen),
            place_id=values["place_id"],
            title=values["title"],
            notes=values["notes"],
            id=self.seance_id,
        )

    def rule(self) -> Recurrence | None:
        """The repetition asked for."""
        values = self.bottom.values()
        if not values["every"] or self.seance_id is not None:
            return None
        skip = frozenset({"ferie"}) if values["skip_bank_holidays"] else frozenset[str]()
        return Recurrence(values["every"], values["until"], values["times"], skip=skip)

    def show_errors(self, errors: dict[str, str]) -> None:
        """Each sentence beside its field."""
        self.slots.show_errors(errors)
        for form in reversed(self.forms):
            form.show_errors({name: words for name, words in errors.items() if name in form.names()})

    def save(self) -> bool:
        """Write the séance, or the whole repetition, as one operation."""
        unread = [form.check() for form in reversed(self.forms)]
        if self.slots.show_errors({}) or not all(unread):
            return False
        data, rule = self.entered(), self.rule()
        try:
            seance_id, words = self._write(data, rule)
        except InputError as problem:
            self.show_errors(problem.fields)
            return False
        except ElansError as problem:
            dialogs.show_error(self, problem)
            return False
        self.finished()
        self.saved.emit(seance_id, words)
        return True

    def _write(self, data: SeanceInput, rule: Recurrence | None) -> tuple[uuid.UUID, str]:
        day = date_day_month(data.day) if data.day else ""
        if rule is None:
            verb = "Modifier" if data.id else "Nouvelle séance,"
            words = f"Modifier la séance du {day}" if data.id else f"{verb} {day}"
            return self.context.bridge.write(words, seances.save, data), ""
        made = self.context.bridge.write(
            f"Séances répétées à partir du {day}", series.create, replace(data, id=None), rule
        )
        return made.ids[0], _made_words(len(made.ids), made.skipped)


def _form(*specs: FieldSpec) -> Form:
    return Form([Section("", specs)], columns=1)


def _made_words(count: int, skipped: Sequence[Left]) -> str:
    words = f"{count} séances créées"
    if skipped:
        days = ", ".join(date_medium(left.day) for left in skipped)
        words += f"{NBSP}; jours fériés sautés{NBSP}: {days}"
    return words
