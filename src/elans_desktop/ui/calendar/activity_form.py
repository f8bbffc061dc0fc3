"""« Nouvelle activité » and its change: a form at the right of the calendar."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal

from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.core.formats import NBSP
from elans_desktop.services.calendar import activities, activity_targets
from elans_desktop.services.calendar.activities import ActivityInput
from elans_desktop.services.calendar.activity_targets import BARRIERS
from elans_desktop.services.governance import projects, structures
from elans_desktop.services.organisation import agreements, reference
from elans_desktop.ui.calendar import choices
from elans_desktop.ui.calendar.chosen_field import ChosenField
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
        self.main = Form(
            [
                Section(
                    "",
                    (
                        FieldSpec("title", "Titre", required=True, placeholder="Atelier vélo"),
                        FieldSpec("brique_code", "Brique", "choice"),
                        FieldSpec("type_code", "Type", "choice"),
                        FieldSpec("domain_code", "Domaine", "choice"),
                        FieldSpec("mode_code", "Modalité", "choice"),
                        FieldSpec("setting_code", "Dans ou hors les murs", "choice"),
                        FieldSpec("capacity", "Nombre de places", "number", options={"maximum": 999}),
                        FieldSpec("place_id", "Lieu habituel", "choice"),
                    ),
                )
            ],
            columns=1,
        )
        self.trainers = PeoplePicker("Intervenant habituel", "Nouvel intervenant…", self._new_trainer)
        self.who = _form(
            FieldSpec("structure_id", "Structure qui organise", "choice", required=True),
            FieldSpec("agreement_id", "Convention", "choice", required=True),
            FieldSpec("project_id", "Projet", "choice"),
        )
        self.aims = _form(
            FieldSpec("objectives", "Objectifs", "multiline", rows=3),
            FieldSpec("targets", "", make=_targets),
            FieldSpec("material", "Matériel", "multiline", rows=2),
        )
        self.cost = _form(
            FieldSpec("cost_member_id", "Budget porté par", "choice", options={"empty": "L’organisateur"}),
            FieldSpec(
                "cost_brique_code", "Brique du budget", "choice", options={"empty": "Celle de l’activité"}
            ),
        )
        self.forms = (self.main, self.who, self.aims, self.cost)
        self._lay_out()
        self.main.field("brique_code").changed.connect(self._narrow_types)
        self.main.field("type_code").changed.connect(self._type_chosen)
        self.who.field("agreement_id").changed.connect(self._read_projects)
        for form in self.forms:
            form.changed.connect(self.touched)
            form.save_requested.connect(self.submit.click)
        self.trainers.changed.connect(self.touched)

    def _lay_out(self) -> None:
        place = buttons.link("Nouveau lieu…", "plus", self._create_place)
        structure = buttons.link("Nouvelle structure…", "plus", self._create_structure)
        project = buttons.link("Nouveau projet…", "plus", self._create_project)
        self.body.addWidget(self.main)
        self.body.addLayout(row(place, None))
        for part in (self.trainers, self.who):
            self.body.addWidget(part)
        self.body.addLayout(row(structure, project, None))
        for part in (self.aims, self.cost):
            self.body.addWidget(part)

    def typed(self) -> dict[str, Any]:
        """Every field and the trainers."""
        return {**self._values(), "trainers": self.trainers.value()}

    def _values(self) -> dict[str, Any]:
        return {name: value for form in self.forms for name, value in form.values().items()}

    def restore(self, values: Mapping[str, Any]) -> None:
        """Show a draft; the types follow the brique, the projects the agreement."""
        self._show({**self._values(), **values}, values["trainers"])

    def start_new(self) -> None:
        """An empty form, in the agreement of the header and organised by our structure."""
        bridge = self.context.bridge
        self.activity_id = None
        self.set_title("Nouvelle activité")
        self._read_choices()
        agreement_id = bridge.scope.agreement_id
        if agreement_id is None and (current := bridge.read(agreements.current)) is not None:
            agreement_id = current.id
        blank = dict.fromkeys(self._values())
        ours = bridge.read(structures.ours_id)
        texts = {"objectives": "", "material": "", "targets": ()}
        self._show({**blank, **texts, "structure_id": ours, "agreement_id": agreement_id}, ())
        self.opened(None, "Nouvelle activité")
        self.main.field("title").setFocus()

    def edit(self, activity_id: uuid.UUID) -> None:
        """Change an activity."""
        view = self.context.bridge.read(activities.view, activity_id)
        self.activity_id = activity_id
        self.set_title("Modifier l’activité")
        self._read_choices()
        self._show(
            {name: getattr(view, name) for name in self._values()},
            [trainer.id for trainer in view.trainers],
        )
        self.opened(activity_id, view.title)
        self.main.field("title").setFocus()

    def _show(self, values: Mapping[str, Any], trainer_ids: Sequence[uuid.UUID]) -> None:
        """What narrows a list comes before what is chosen in it."""
        self.main.set_values({"brique_code": values["brique_code"]})
        self._narrow_types()
        self.who.set_values({"agreement_id": values["agreement_id"]})
        self._read_projects()
        for form in self.forms:
            form.set_values(values)
        self.trainers.set_value(trainer_ids)

    def _read_choices(self) -> None:
        found = choices.read(self.context)
        bridge = self.context.bridge
        self._choice("brique_code").set_choices(choices.briques(self.context))
        self._choice("cost_brique_code").set_choices(choices.briques(self.context))
        self._choice("domain_code").set_choices(choices.listed(self.context, "domains"))
        self._choice("mode_code").set_choices(choices.listed(self.context, "activity_modes"))
        self._choice("setting_code").set_choices(choices.listed(self.context, "place_kinds"))
        self._choice("place_id").set_choices(found.places)
        self._choice("structure_id").set_choices(found.structures)
        self._choice("cost_member_id").set_choices(found.structures)
        self._choice("agreement_id").set_choices(found.agreements)
        self.trainers.set_choices(found.trainers)
        targets = self.aims.field("targets")
        assert isinstance(targets, ChosenField)
        targets.set_choices(
            (one.target, f"{one.label} ({one.family.lower()})" if one.list_code == BARRIERS else one.label)
            for one in bridge.read(activity_targets.choices)
        )

    def _choice(self, name: str) -> ChoiceField:
        form = next(form for form in self.forms if name in form.names())
        made = form.field(name)
        assert isinstance(made, ChoiceField)
        return made

    def _narrow_types(self) -> None:
        brique = self.main.values()["brique_code"]
        rows = self.context.bridge.read(reference.tree, "activity_types")
        pairs = [
            (found.code, f"{NBSP * 4}{found.label}" if found.parent_code else found.label)
            for found in rows
            if brique in (None, found.extra.get("brique"))
        ]
        self._choice("type_code").set_choices(pairs)

    def _type_chosen(self) -> None:
        """A type has its brique and its usual modality: proposed where nothing is chosen."""
        values = self.main.values()
        rows = self.context.bridge.read(reference.items, "activity_types")
        chosen = next((found for found in rows if found.code == values["type_code"]), None)
        if chosen is None:
            return
        for name, key in (("brique_code", "brique"), ("mode_code", "mode")):
            if values[name] is None:
                self._choice(name).set_value(chosen.extra.get(key))

    def _read_projects(self) -> None:
        agreement_id = self.who.values()["agreement_id"]
        rows = self.context.bridge.read(projects.rows, agreement_id=agreement_id)
        self._choice("project_id").set_choices([(found.id, found.input.title) for found in rows])

    def _create_place(self) -> None:
        place_id = choices.new_place(self.context, self)
        if place_id is not None:
            self._choice("place_id").set_choices(choices.read(self.context).places)
            self.main.field("place_id").set_value(place_id)
            self.touched()

    def _create_structure(self) -> None:
        structure_id = choices.new_structure(self.context, self)
        if structure_id is not None:
            found = choices.read(self.context).structures
            self._choice("structure_id").set_choices(found)
            self._choice("cost_member_id").set_choices(found)
            self.who.field("structure_id").set_value(structure_id)
            self.touched()

    def _create_project(self) -> None:
        values = self.who.values()
        made = choices.new_project(self.context, self, values["agreement_id"], values["structure_id"])
        if made is not None:
            self._read_projects()
            self.who.field("project_id").set_value(made)
            self.touched()

    def _new_trainer(self) -> uuid.UUID | None:
        person_id = choices.new_trainer(self.context, self)
        if person_id is not None:
            self.trainers.set_choices(choices.read(self.context).trainers)
        return person_id

    def save(self) -> bool:
        """Write the activity."""
        checked = [form.check() for form in reversed(self.forms)]
        if not all(checked):
            return False
        data = ActivityInput(**self._values(), trainer_ids=self.trainers.value(), id=self.activity_id)
        verb = "Modifier l’activité" if self.activity_id else "Nouvelle activité"
        try:
            made = self.context.bridge.write(f"{verb}{NBSP}: {data.title}", activities.save, data)
        except InputError as problem:
            for form in reversed(self.forms):
                form.show_errors({n: words for n, words in problem.fields.items() if n in form.names()})
            return False
        except ElansError as problem:
            dialogs.show_error(self, problem)
            return False
        self.finished()
        self.saved.emit(made)
        return True


def _form(*specs: FieldSpec) -> Form:
    return Form([Section("", specs)], columns=1)


def _targets() -> ChosenField:
    return ChosenField("Freins et compétences visés", "Ajouter…")
