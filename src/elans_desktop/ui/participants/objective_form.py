"""The form of an objective: the person's words, what it works on, and its steps line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.pathways import objectives
from elans_desktop.services.pathways.objectives import TO_DO, ActionInput, ObjectiveInput
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.fields import ChoiceField, DateField, TextField
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.participants.editable import InPlaceForm
from elans_desktop.ui.participants.fields import RowsField
from elans_desktop.ui.participants.section import Values
from elans_desktop.ui.participants.who_field import WhoField

NEW, CHANGED = "participant.objective.new", "participant.objective"
_ELANS = "elans"


class KeyField(Field):
    """What a line is known by in the classeur: kept, never shown."""

    def __init__(self) -> None:
        super().__init__("")
        self._value: Any = None
        self.hide()

    def value(self) -> Any:
        """What was given."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Keep a value."""
        self._value = value

    def setVisible(self, visible: bool) -> None:
        """Never."""
        super().setVisible(False)


class StepsField(RowsField):
    """The steps: what, who, by when, where it stands."""

    def __init__(self, lists: PersonChoices) -> None:
        states = lists.lists[objectives.ACTION_STATUSES]

        def step() -> Sequence[Field]:
            return (
                TextField("", name="Action", placeholder="Ce qu’il y a à faire"),
                WhoField("", lists, name="Qui", placeholder="qui\u00a0?"),
                DateField("", name="Échéance", placeholder="pour le"),
                ChoiceField("", states, empty=None, name="Statut de l’action"),
                KeyField(),
            )

        super().__init__(
            "Actions",
            step,
            add="Ajouter une action",
            needed=1,
            incomplete="Écrivez ce qu’il y a à faire, ou retirez la ligne.",
            shares=(10, 6, 6, 4, 0),
        )

    def value(self) -> tuple[tuple[Any, ...], ...]:
        """The steps that hold something besides a state."""
        return tuple(line for line in super().value() if line[0] or line[4] or line[2])


def sections(lists: PersonChoices, *, elans: bool) -> Sequence[Section]:
    """Words, frein, the objective of an ELAN'S where there are, dates, state, steps."""
    themes = FieldSpec("theme_code", "Frein concerné", "choice", choices=lists.lists["barriers"])
    axes = FieldSpec("elans_code", "Objectif ELAN’S", "choice", choices=lists.lists["elans_objectives"])
    states = lists.lists[objectives.STATUSES]
    return (
        Section(
            "",
            (
                FieldSpec("wording", "Objectif, avec les mots de la personne", required=True, span=4),
                *((replace(themes, span=2), replace(axes, span=2)) if elans else (replace(themes, span=4),)),
                FieldSpec("opened_on", "Ouvert le", "date"),
                FieldSpec("due_on", "Échéance", "date"),
                FieldSpec("status_code", "Statut", "choice", choices=states, options={"empty": None}),
                FieldSpec("closed_on", "Clos le", "date"),
                FieldSpec("actions", "Actions", span=4, make=lambda: StepsField(lists)),
            ),
        ),
    )


class ObjectiveForm(InPlaceForm):
    """One objective with its steps, new or changed: one operation."""

    def __init__(
        self,
        context: Context,
        lists: PersonChoices,
        file: FileView,
        known: ObjectiveInput,
        *,
        delete: Callable[[ObjectiveInput], object],
    ) -> None:
        self._file, self._known = file, known
        new = known.id is None
        remove = buttons.link("Supprimer…", "trash-2", lambda: delete(known))
        scheme = lists.schemes.get(file.pathway.agreement_id, "") if file.pathway else ""
        form = Form(sections(lists, elans=scheme == _ELANS), columns=4)
        super().__init__(
            context,
            "Nouvel objectif" if new else "Modifier l’objectif",
            form,
            NEW if new else CHANGED,
            self._write,
            beside=() if new else (remove,),
        )
        form.changed.connect(self._fit)
        self.begin(known.pathway_id if new else known.id, file.person.name, to_values(known))
        self._fit()

    def _fit(self) -> None:
        """An open objective has no end."""
        ended = self.form.field("status_code").value() not in objectives.OPEN
        self.form.show_field("closed_on", ended)

    def _write(self, values: Values) -> None:
        typed = to_input(values, self._known)
        verb = "Noter" if self._known.id is None else "Modifier"
        words = f"{verb} un objectif de {self._file.person.short_name}"
        self.context.bridge.write(words, objectives.save, typed)


def to_values(known: ObjectiveInput) -> Values:
    """What the form shows of an objective; a new one begins with a blank step."""
    left_out = ("id", "pathway_id", "actions")
    values: Values = {name: getattr(known, name) for name in ObjectiveInput.__slots__ if name not in left_out}
    values["actions"] = tuple(
        (
            one.wording,
            (one.by_person, one.responsible_id, one.partner_id, one.partner_name),
            one.due_on,
            one.status_code,
            one.id,
        )
        for one in known.actions
    )
    return values


def to_input(values: Values, known: ObjectiveInput) -> ObjectiveInput:
    """The objective typed, over what is known of it."""
    done = {one.id: one.done_on for one in known.actions if one.id}
    actions = tuple(
        ActionInput(
            wording=wording,
            id=key,
            status_code=status or TO_DO,
            due_on=due,
            done_on=done.get(key),
            by_person=who[0],
            responsible_id=who[1],
            partner_id=who[2],
            partner_name=who[3],
        )
        for wording, who, due, status, key in values["actions"]
    )
    typed = {name: value for name, value in values.items() if name != "actions"}
    return replace(known, **typed, actions=actions)
