"""« Situation »: one form, four moments; « Inchangé depuis l’entrée »."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services import situations
from elans_desktop.services.person_choices import PersonChoices
from elans_desktop.services.person_file import FileView
from elans_desktop.services.situations import CHOICES, ENTRY, LISTS, MOMENTS, SituationInput
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import holder, label, row
from elans_desktop.ui.kit.segmented import Segmented
from elans_desktop.ui.participants.section import FormSection, Values

_SHORT = {**MOMENTS, "plus_6_mois": f"+{NBSP}6{NBSP}mois"}


def sections(lists: PersonChoices) -> Sequence[Section]:
    """The questions of one moment."""

    def choice(name: str, title: str) -> FieldSpec:
        return FieldSpec(name, title, "choice", choices=lists.lists[LISTS[name]])

    def several(name: str, title: str, columns: int) -> FieldSpec:
        ticked = lists.lists[CHOICES[name]]
        return FieldSpec(name, title, "multi", choices=ticked, span=2, options={"columns": columns})

    return (
        Section(
            "",
            (
                FieldSpec("collected_on", "Recueillie le", "date"),
                choice("family", "Situation familiale"),
                FieldSpec("children", "Enfants à charge", "number", options={"maximum": 30}),
                FieldSpec("children_under_3", "Dont moins de 3 ans", "number", options={"maximum": 30}),
                choice("housing", "Logement"),
                choice("education", "Niveau de formation"),
                FieldSpec("last_class", "Dernière classe suivie"),
                choice("employment", "Situation au regard de l’emploi"),
                choice("unemployed_for", "Durée sans emploi"),
                choice("french", "Maîtrise du français"),
                choice("administrative", "Statut administratif"),
                FieldSpec("administrative_until", "Valable jusqu’au", "date"),
                several("resources", "Ressources (sans montant)", 3),
                several("mobility", "Mobilité", 3),
                several("equipment", "Équipement numérique", 3),
            ),
        ),
    )


class SituationSection(FormSection):
    """The situation of the person on show, at the moment chosen."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool) -> None:
        self._file: FileView | None = None
        self.moments = Segmented(tuple(_SHORT.items()), ENTRY, name="Moment de la situation")
        self.copy_button = buttons.link("Inchangé depuis l’entrée", "copy", self._copy_entry)
        self._hint = label("", "secondary", wrap=True)
        line = holder(row(self.moments, self.copy_button, None, spacing=16))
        form = Form(sections(lists))
        super().__init__(
            context,
            "Situation",
            form,
            f"participant.situation.{ENTRY}",
            self._write,
            above=(line, self._hint),
            editable=editable,
        )
        self.moments.changed.connect(self._moment_chosen)

    def show_file(self, file: FileView) -> None:
        """Show the situation of a person at the moment chosen."""
        self._file = file
        moment = self.moments.current()
        pathway = file.pathway
        known = file.situations.get(moment)
        self.form.setVisible(pathway is not None)
        self.moments.setVisible(pathway is not None)
        offer = self._editable and moment != ENTRY and known is None and ENTRY in file.situations
        self.copy_button.setVisible(offer)
        self._hint.setVisible(pathway is None)
        self._hint.setText("Ouvrez d’abord un parcours\u00a0: la situation se note à chacun de ses moments.")
        if pathway is None:
            self.forget()
            self.save_button.hide()
            return
        self.keeper.name = f"participant.situation.{moment}"
        shown = known or SituationInput(pathway.id, moment)
        self.show_values(pathway.id, file.person.name, _to_values(shown))

    def blanks(self) -> int | None:
        """How many questions of the entry have no answer; None without a pathway."""
        if self._file is None or self._file.pathway is None:
            return None
        entry = self._file.situations.get(ENTRY)
        return entry.blanks if entry else SituationInput(self._file.pathway.id, ENTRY).blanks

    def _moment_chosen(self, _moment: str) -> None:
        self.keep_draft()
        self.form.mark_clean()
        if self._file is not None:
            self.show_file(self._file)

    def _copy_entry(self) -> None:
        file, moment = self._file, self.moments.current()
        if file is None or file.pathway is None:
            return
        pathway_id = file.pathway.id
        words = f"Noter inchangée la situation de {file.person.short_name}"
        self.context.attempt(
            self, lambda: self.context.bridge.write(words, situations.copy_entry, pathway_id, moment)
        )

    def _write(self, values: Values) -> None:
        file, moment = self._file, self.moments.current()
        assert file is not None
        assert file.pathway is not None
        typed = SituationInput(pathway_id=file.pathway.id, moment=moment, **values)
        words = f"Noter la situation de {file.person.short_name} ({MOMENTS[moment].lower()})"
        self.context.bridge.write(words, situations.save, typed)


def _to_values(shown: SituationInput) -> dict[str, Any]:
    left_out = ("pathway_id", "moment")
    return {name: getattr(shown, name) for name in SituationInput.__slots__ if name not in left_out}


def summary(blanks: int | None) -> tuple[str, str]:
    """The mark of the outline and its tone: « 2 vides », or a check."""
    if blanks is None:
        return "", ""
    return (count(blanks, "vide"), "accent") if blanks else ("ok", "")
