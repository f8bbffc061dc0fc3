"""« Nouvelle activité » and its change: a form at the right of the calendar."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal

from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.core.formats import NBSP
from elans_desktop.services import activities, agreements, reference, structures
from elans_desktop.services.activities import ActivityInput
from elans_desktop.ui.calendar import choices
from elans_desktop.ui.calendar.form_panel import FormPanel
from elans_desktop.ui.calendar.pickers import PeoplePicker
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.fields import ChoiceField
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import row


class ActivityForm(FormPanel):
    """Gathers an ActivityInput."""

    saved = Signal(object)
    """The activity."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Nouvelle activité", "calendar.activity")
        self.activity_id: uuid.UUID | None = None
        self.domain_code: str | None = None
        self.setting_code: str | None = None
        self.main = Form(
            [
                Section(
                    "",
                    (
                        FieldSpec("title", "Titre", required=True, placeholder="Atelier vélo"),
                        FieldSpec("brique_code", "Brique", "choice"),
                        FieldSpec("type_code", "Type", "choice"),
                        FieldSpec("mode_code", "Modalité", "choice"),
                        FieldSpec("capacity", "Nombre de places", "number", options={"maximum": 999}),
                        FieldSpec("place_id", "Lieu habituel", "choice"),
                    ),
                )
            ],
            columns=1,
        )
        self.trainers = PeoplePicker("Intervenant habituel", "Nouvel intervenant…", self._new_trainer)
        self.more = Form(
            [
                Section(
                    "",
                    (
                        FieldSpec("structure_id", "Structure qui organise", "choice", required=True),
                        FieldSpec("agreement_id", "Convention", "choice", required=True),
                        FieldSpec("objectives", "Objectifs", "multiline", rows=3),
                        FieldSpec("material", "Matériel", "multiline", rows=2),
                    ),
                )
            ],
            columns=1,
        )
        place = buttons.link("Nouveau lieu…", "plus", self._create_place)
        structure = buttons.link("Nouvelle structure…", "plus", self._create_structure)
        self.body.addWidget(self.main)
        self.body.addLayout(row(place, None))
        self.body.addWidget(self.trainers)
        self.body.addWidget(self.more)
        self.body.addLayout(row(structure, None))
        self.main.field("brique_code").changed.connect(self._narrow_types)
        for form in (self.main, self.more):
            form.changed.connect(self.touched)
            form.save_requested.connect(self.submit.click)
        self.trainers.changed.connect(self.touched)

    def typed(self) -> dict[str, Any]:
        """Every field and the trainers."""
        return {**self.main.values(), **self.more.values(), "trainers": self.trainers.value()}

    def restore(self, values: Mapping[str, Any]) -> None:
        """Show a draft; the types follow the brique."""
        self.main.set_values({"brique_code": values["brique_code"]})
        self._narrow_types()
        for form in (self.main, self.more):
            form.set_values(values)
        self.trainers.set_value(values["trainers"])

    def start_new(self) -> None:
        """An empty form, in the agreement of the header and organised by our structure."""
        bridge = self.context.bridge
        self.activity_id, self.domain_code, self.setting_code = None, None, None
        self.set_title("Nouvelle activité")
        self._read_choices()
        agreement_id = bridge.scope.agreement_id
        if agreement_id is None and (current := bridge.read(agreements.current)) is not None:
            agreement_id = current.id
        self.main.set_values(dict.fromkeys(self.main.names()))
        self.more.set_values(
            {
                "structure_id": bridge.read(structures.ours_id),
                "agreement_id": agreement_id,
                "objectives": "",
                "material": "",
            }
        )
        self.trainers.set_value(())
        self._narrow_types()
        self.opened(None, "Nouvelle activité")
        self.main.field("title").setFocus()

    def edit(self, activity_id: uuid.UUID) -> None:
        """Change an activity."""
        view = self.context.bridge.read(activities.view, activity_id)
        self.activity_id, self.domain_code = activity_id, view.domain_code
        self.setting_code = view.setting_code
        self.set_title("Modifier l’activité")
        self._read_choices()
        self.main.set_values(
            {"title": view.title, "brique_code": view.brique_code, "mode_code": view.mode_code}
        )
        self._narrow_types()
        self.main.set_values(
            {"type_code": view.type_code, "capacity": view.capacity, "place_id": view.place_id}
        )
        self.more.set_values(
            {
                "structure_id": view.structure_id,
                "agreement_id": view.agreement_id,
                "objectives": view.objectives,
                "material": view.material,
            }
        )
        self.trainers.set_value([trainer.id for trainer in view.trainers])
        self.opened(activity_id, view.title)
        self.main.field("title").setFocus()

    def _read_choices(self) -> None:
        found = choices.read(self.context)
        self._choice("brique_code").set_choices(choices.briques(self.context))
        self._choice("mode_code").set_choices(choices.modes(self.context))
        self._choice("place_id").set_choices(found.places)
        self._choice("structure_id").set_choices(found.structures)
        self._choice("agreement_id").set_choices(found.agreements)
        self.trainers.set_choices(found.trainers)

    def _choice(self, name: str) -> ChoiceField:
        form = self.main if name in self.main.names() else self.more
        made = form.field(name)
        assert isinstance(made, ChoiceField)
        return made

    def _narrow_types(self) -> None:
        brique = self.main.values()["brique_code"]
        rows = self.context.bridge.read(reference.items, "activity_types")
        pairs = [(found.code, found.label) for found in rows if brique in (None, found.extra.get("brique"))]
        self._choice("type_code").set_choices(pairs)

    def _create_place(self) -> None:
        place_id = choices.new_place(self.context, self)
        if place_id is not None:
            self._choice("place_id").set_choices(choices.read(self.context).places)
            self.main.field("place_id").set_value(place_id)
            self.touched()

    def _create_structure(self) -> None:
        structure_id = choices.new_structure(self.context, self)
        if structure_id is not None:
            self._choice("structure_id").set_choices(choices.read(self.context).structures)
            self.more.field("structure_id").set_value(structure_id)
            self.touched()

    def _new_trainer(self) -> uuid.UUID | None:
        person_id = choices.new_trainer(self.context, self)
        if person_id is not None:
            self.trainers.set_choices(choices.read(self.context).trainers)
        return person_id

    def save(self) -> bool:
        """Write the activity."""
        checked = [form.check() for form in (self.more, self.main)]
        if not all(checked):
            return False
        values: dict[str, Any] = {**self.main.values(), **self.more.values()}
        data = ActivityInput(
            **values,
            trainer_ids=self.trainers.value(),
            domain_code=self.domain_code,
            setting_code=self.setting_code,
            id=self.activity_id,
        )
        verb = "Modifier l’activité" if self.activity_id else "Nouvelle activité"
        try:
            made = self.context.bridge.write(f"{verb}{NBSP}: {data.title}", activities.save, data)
        except InputError as problem:
            for form in (self.more, self.main):
                form.show_errors(problem.fields)
            return False
        except ElansError as problem:
            dialogs.show_error(self, problem)
            return False
        self.finished()
        self.saved.emit(made)
        return True
