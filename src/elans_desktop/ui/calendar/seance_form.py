"""« Nouvelle séance » and « Modifier la séance »: a form at the right of the calendar."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.core.formats import count, date_day_month
from elans_desktop.services.calendar import activities, seances, series
from elans_desktop.services.calendar.recurrence import Recurrence
from elans_desktop.services.calendar.seances import SeanceInput, SeanceView, SlotInput, StopInput
from elans_desktop.services.calendar.series import Reach, SeriesView
from elans_desktop.ui.calendar import choices, reach
from elans_desktop.ui.calendar.forewarning import Forewarning
from elans_desktop.ui.calendar.form_panel import FormPanel
from elans_desktop.ui.calendar.pickers import PeoplePicker, SlotsEditor
from elans_desktop.ui.calendar.repeat_editor import RepeatEditor
from elans_desktop.ui.calendar.stops_editor import StopsEditor
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.fields import ChoiceField
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import row

ITINERANT = "itinerant"
USUAL_HOURS = (9 * 60, 12 * 60)


class SeanceForm(FormPanel):
    """Gathers a SeanceInput and its repetition; a séance of a series asks how far its change goes."""

    saved = Signal(object, str)
    """The séance to show, and what to say (what was made, changed or kept)."""
    activity_asked = Signal()
    """« Nouvelle activité… »: the séance being typed waits."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Nouvelle séance", "calendar.seance")
        self.seance_id: uuid.UUID | None = None
        self._series: SeriesView | None = None
        self._before: SeanceInput | None = None
        self.top = _form(FieldSpec("activity_id", "Activité", "choice", required=True))
        self.when = _form(FieldSpec("day", "Date", "date", required=True))
        self.slots = SlotsEditor(self._new_trainer)
        self.where = _form(FieldSpec("place_id", "Lieu", "choice"))
        self.stops = StopsEditor()
        self.subject = _form(
            FieldSpec("title", "Sujet de la séance", placeholder="Si différent de l’activité")
        )
        self.trainers = PeoplePicker("Intervenant", "Nouvel intervenant…", self._new_trainer)
        self.repeat = RepeatEditor(context)
        self.notes = _form(FieldSpec("notes", "Notes", "multiline", rows=2))
        self.forms = (self.top, self.when, self.where, self.subject, self.notes)
        self._new_activity = buttons.link("Nouvelle activité…", "plus", self.activity_asked.emit)
        self._new_place = buttons.link("Nouveau lieu…", "plus", self._create_place)
        self._change_rule = buttons.link("Changer la répétition", "repeat", self._open_rule)
        self.warnings = Forewarning(context, self.entered)
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        for part in (self.top, self._new_activity, self.when, self.slots, self.where, self._new_place):
            self._put(part)
        for part in (self.stops, self.trainers, self.subject, self._change_rule, self.repeat, self.notes):
            self._put(part)
        self.notices.addWidget(self.warnings)

    def _put(self, part: Any) -> None:
        if isinstance(part, buttons.Button):
            self.body.addLayout(row(part, None))
        else:
            self.body.addWidget(part)

    def _listen(self) -> None:
        self.top.field("activity_id").changed.connect(self._activity_chosen)
        self.when.field("day").changed.connect(self._day_chosen)
        self.where.field("place_id").changed.connect(self._day_chosen)
        for form in self.forms:
            form.changed.connect(self.touched)
            form.save_requested.connect(self.submit.click)
        for part in (self.slots, self.stops, self.trainers, self.repeat):
            part.changed.connect(self.touched)
        self.slots.each_changed.connect(self._trainers_of_each)

    def _trainers_of_each(self, each: bool) -> None:
        self.trainers.setVisible(not each)

    def touched(self) -> None:
        """Something was typed: what it would be warned about follows."""
        super().touched()
        self.warnings.soon()

    def finished(self) -> None:
        """Saved, or given up."""
        super().finished()
        self.warnings.forget()

    def _set(self, **values: Any) -> None:
        for form in self.forms:
            form.set_values(values)
        self._day_chosen()

    def _values(self) -> dict[str, Any]:
        return {name: value for form in self.forms for name, value in form.values().items()}

    def typed(self) -> dict[str, Any]:
        """Every field, the slots and stops as tuples, the trainers, the repetition."""
        lines = [(s.start, s.end, s.kind, s.id, s.trainer_ids) for s in self.slots.slots()]
        return {
            **self._values(),
            "slots": lines,
            "each": self.slots.each.value(),
            "trainers": self.trainers.value(),
            "stops": [(stop.place_id, stop.start, stop.end) for stop in self.stops.stops()],
            "repeat": tuple(self.repeat.typed().items()),
        }

    def restore(self, values: Mapping[str, Any]) -> None:
        """Show a draft; one of a former version has neither stops nor trainers by slot."""
        own = {name: value for name, value in values.items() if name in self._values()}
        self._set(**own)
        self.slots.set_slots(
            [
                SlotInput(start, end, kind, held[0] if held else values["trainers"], key)
                for start, end, kind, key, *held in values["slots"]
            ]
        )
        self.slots.each.set_value(values.get("each", False))
        self.slots.refresh()
        self.trainers.set_value(values["trainers"])
        self.stops.set_stops([StopInput(*stop) for stop in values.get("stops", ())])
        if "repeat" in values:
            self.repeat.restore(dict(values["repeat"]))

    def start_new(
        self,
        activity_id: uuid.UUID | None = None,
        day: date | None = None,
        hours: tuple[int, int] = USUAL_HOURS,
        *,
        trainer_id: uuid.UUID | None = None,
        place_id: uuid.UUID | None = None,
    ) -> None:
        """An empty form; the activity proposes its place and its usual trainers, where none is given."""
        self._read_choices()
        self.seance_id, self._series, self._before = None, None, None
        self._improvised = False
        self._say("Nouvelle séance", new=True)
        self._set(activity_id=activity_id, day=day or clock.today(), place_id=place_id, title="", notes="")
        self.slots.set_slots([SlotInput(*hours)])
        self.stops.set_stops(())
        self.trainers.set_value(() if trainer_id is None else (trainer_id,))
        self.repeat.set_rule(None)
        self._activity_chosen()
        self.opened(None, "Nouvelle séance")
        self.warnings.forget()
        self.warnings.soon()
        first = self.top.field("activity_id") if activity_id is None else self.when.field("day")
        first.setFocus()

    def edit(self, view: SeanceView) -> None:
        """Change a séance."""
        card = view.card
        self._read_choices(card.activity_id, card.activity_title)
        self.seance_id, self._improvised = card.id, card.improvised
        self._series = self.context.bridge.read(series.view_of, card.id) if card.planned else None
        self._say("Modifier la séance", new=False)
        self._set(activity_id=card.activity_id, day=card.day, place_id=card.place_id)
        self._set(title=card.title, notes=view.notes)
        self.slots.set_slots(
            [
                SlotInput(slot.start, slot.end, slot.kind, tuple(t.id for t in slot.trainers), slot.id)
                for slot in card.slots
            ]
        )
        self.stops.set_stops([StopInput(stop.place_id, stop.start, stop.end) for stop in card.stops])
        self.trainers.set_value([trainer.id for trainer in card.trainers])
        self.repeat.set_rule(self._series.rule if self._series else None)
        self._show_stops(None)
        self._before = self.entered()
        self.opened(card.id, f"Séance du {date_day_month(card.day)}")
        self.warnings.forget()
        self.warnings.soon()
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
        self._change_rule.setVisible(self._series is not None)
        self.repeat.setVisible(new)
        self.show_errors({})

    def _open_rule(self) -> None:
        self.repeat.show()
        self._change_rule.hide()
        self.repeat.unit.setFocus()

    def _read_choices(self, activity_id: uuid.UUID | None = None, title: str = "") -> None:
        found = choices.read(self.context)
        pairs: list[tuple[Any, str]] = [(one.id, one.title) for one in found.activities]
        if activity_id is not None and activity_id not in {key for key, _ in pairs}:
            pairs.append((activity_id, title))
        self._choice("activity_id", self.top).set_choices(pairs)
        self._set_places(found.places)
        self._set_people(found.trainers)

    def _set_places(self, places: choices.Pairs) -> None:
        self._choice("place_id", self.where).set_choices(places)
        self.stops.set_choices(places)

    def _set_people(self, people: choices.Pairs) -> None:
        self.trainers.set_choices(people)
        self.slots.set_choices(people)

    def _choice(self, name: str, form: Form) -> ChoiceField:
        made = form.field(name)
        assert isinstance(made, ChoiceField)
        return made

    def _activity_chosen(self) -> None:
        """Propose the place and the trainers of the activity, where nothing is chosen yet."""
        activity_id = self.top.values()["activity_id"]
        if activity_id is None or self.seance_id is not None:
            self._show_stops(None)
            return
        view = self.context.bridge.read(activities.view, activity_id)
        if self.where.values()["place_id"] is None:
            self.where.field("place_id").set_value(view.place_id)
        if not self.trainers.value():
            self.trainers.set_value([trainer.id for trainer in view.trainers])
        self._show_stops(view.setting_code)
        self._day_chosen()

    def _show_stops(self, setting: str | None) -> None:
        """A round has stops: an itinerant activity, or a séance that has some already."""
        self.stops.setVisible(setting == ITINERANT or bool(self.stops.rows) or self.seance_id is not None)

    def _day_chosen(self) -> None:
        self.repeat.set_first(self.when.values()["day"], self.where.values()["place_id"])

    def _create_place(self) -> None:
        place_id = choices.new_place(self.context, self)
        if place_id is not None:
            self._set_places(choices.read(self.context).places)
            self.where.field("place_id").set_value(place_id)
            self.touched()

    def _new_trainer(self) -> uuid.UUID | None:
        person_id = choices.new_trainer(self.context, self)
        if person_id is not None:
            self._set_people(choices.read(self.context).trainers)
        return person_id

    def entered(self) -> SeanceInput:
        """What the form holds now."""
        values = self._values()
        return SeanceInput(
            activity_id=values["activity_id"],
            day=values["day"],
            slots=self.slots.slots(self.trainers.value()),
            place_id=values["place_id"],
            title=values["title"],
            notes=values["notes"],
            improvised=self._improvised or self._after_the_fact(values["day"]),
            stops=self.stops.stops(),
            id=self.seance_id,
        )

    def _after_the_fact(self, day: date | None) -> bool:
        """A new séance of a day that is past was improvised: it is recorded once it has been."""
        return self.seance_id is None and day is not None and day < clock.today()

    def rule(self) -> Recurrence | None:
        """The repetition asked for; for a séance of a series, only when it was changed."""
        rule = self.repeat.rule()
        if self.seance_id is None:
            return rule
        return rule if self._series is not None and rule not in (None, self._series.rule) else None

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Each sentence beside its field."""
        self.repeat.show_errors(errors)
        self.stops.show_errors(errors)
        self.slots.show_errors(errors)
        for form in reversed(self.forms):
            form.show_errors({name: words for name, words in errors.items() if name in form.names()})

    def save(self) -> bool:
        """Write the séance, those it carries along, or the whole repetition, as one operation."""
        unread = [self.repeat.check(), *(form.check() for form in reversed(self.forms))]
        wrong = [self.slots.show_errors({}), self.stops.show_errors({})]
        if any(wrong) or not all(unread):
            return False
        data, rule = self.entered(), self.rule()
        far = self._reach(data, rule)
        if far is None:
            return False
        try:
            seance_id, words = self._write(data, rule, far)
        except InputError as problem:
            if rule is not None:
                self._open_rule()
            self.show_errors(problem.fields)
            return False
        except ElansError as problem:
            dialogs.show_error(self, problem)
            return False
        self.finished()
        self.saved.emit(seance_id, words)
        return True

    def _reach(self, data: SeanceInput, rule: Recurrence | None) -> Reach | None:
        """How far the change goes; None when one gives up. Notes alone never ask."""
        if self._series is None or self._before is None:
            return Reach.ONE
        if rule is None and replace(data, notes="") == replace(self._before, notes=""):
            return Reach.ONE
        return reach.ask(self, "Modifier", self._series, one=rule is None)

    def _write(self, data: SeanceInput, rule: Recurrence | None, far: Reach) -> tuple[uuid.UUID, str]:
        day = date_day_month(data.day) if data.day else ""
        write = self.context.bridge.write
        if data.id is not None:
            words = f"Modifier {reach.words(far, day)}"
            done = write(words, series.change, data, far, rule)
            return done.shown or data.id, "" if far is Reach.ONE else done.words
        if rule is None:
            return write(f"Nouvelle séance, {day}", seances.save, data), ""
        made = write(f"Séances répétées à partir du {day}", series.create, data, rule)
        said = count(len(made.ids), "séance créée", "séances créées")
        if made.skipped:
            said += f", {count(len(made.skipped), 'jour sauté', 'jours sautés')}"
        return made.ids[0], said


def _form(*specs: FieldSpec) -> Form:
    return Form([Section("", specs)], columns=1)
