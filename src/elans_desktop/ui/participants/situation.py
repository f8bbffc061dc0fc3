"""« Situation »: one form, four moments, « Inchangé depuis l’entrée », and the moments side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from elans_desktop.core import formats
from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.pathways import iae_criteria, situation_compare, situations
from elans_desktop.services.pathways.situation_inputs import (
    CHOICES,
    ENTRY,
    LISTS,
    MOMENTS,
    TITLES,
    SituationInput,
)
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import holder, label, row
from elans_desktop.ui.kit.segmented import Segmented
from elans_desktop.ui.participants.iae_field import CriteriaField
from elans_desktop.ui.participants.section import FormSection, Values
from elans_desktop.ui.participants.situation_table import SituationTable

_SHORT = {**MOMENTS, "plus_6_mois": f"+{NBSP}6{NBSP}mois"}
COMPARE = "comparer"


def sections(lists: PersonChoices) -> Sequence[Section]:
    """The questions of one moment."""

    def choice(name: str) -> FieldSpec:
        return FieldSpec(name, TITLES[name], "choice", choices=lists.lists[LISTS[name]])

    def several(name: str, columns: int) -> FieldSpec:
        ticked = lists.lists[CHOICES[name]]
        return FieldSpec(name, TITLES[name], "multi", choices=ticked, span=2, options={"columns": columns})

    def number(name: str) -> FieldSpec:
        return FieldSpec(name, TITLES[name], "number", options={"maximum": 30})

    return (
        Section(
            "",
            (
                FieldSpec("collected_on", TITLES["collected_on"], "date"),
                choice("family"),
                number("children"),
                number("children_under_3"),
                choice("housing"),
                choice("education"),
                FieldSpec("last_class", TITLES["last_class"]),
                choice("employment"),
                choice("unemployed_for"),
                choice("french"),
                choice("administrative"),
                FieldSpec("administrative_until", TITLES["administrative_until"], "date"),
                several("resources", 3),
                several("mobility", 3),
                several("equipment", 3),
                FieldSpec("iae", TITLES["iae"], span=2, make=CriteriaField),
            ),
        ),
    )


class SituationSection(FormSection):
    """The situation of the person on show, at the moment chosen, or all of them side by side."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool) -> None:
        self._file: FileView | None = None
        moments = (*_SHORT.items(), (COMPARE, "Côte à côte"))
        self.moments = Segmented(moments, ENTRY, name="Moment de la situation")
        self.copy_button = buttons.link("Inchangé depuis l’entrée", "copy", self._copy_entry)
        self._hint = label("", "secondary", wrap=True)
        self.table = SituationTable()
        line = holder(row(self.moments, self.copy_button, None, spacing=16))
        form = Form(sections(lists))
        super().__init__(
            context,
            "Situation",
            form,
            f"participant.situation.{ENTRY}",
            self._write,
            above=(line, self._hint, self.table),
            editable=editable,
        )
        self.criteria: Any = form.field("iae")
        self.criteria.propose = self._likely
        self.moments.changed.connect(self._moment_chosen)

    def show_file(self, file: FileView) -> None:
        """Show the situation of a person at the moment chosen."""
        self._file = file
        moment = self.moments.current()
        pathway = file.pathway
        compared = moment == COMPARE
        self.form.setVisible(pathway is not None and not compared)
        self.table.setVisible(pathway is not None and compared)
        self.moments.setVisible(pathway is not None)
        self.copy_button.setVisible(self._offers_copy(file, moment))
        self._hint.setVisible(pathway is None)
        self._hint.setText("Ouvrez d’abord un parcours\u00a0: la situation se note à chacun de ses moments.")
        if pathway is None:
            self.forget()
            self.save_button.hide()
            return
        if compared:
            self.forget()
            self.save_button.hide()
            self.table.show_comparison(self.context.bridge.read(situation_compare.of_pathway, pathway.id))
            return
        self.criteria.set_criteria(file.criteria)
        self.keeper.name = f"participant.situation.{moment}"
        shown = file.situations.get(moment) or SituationInput(pathway.id, moment)
        self.show_values(pathway.id, file.person.name, _to_values(shown))

    def _offers_copy(self, file: FileView, moment: str) -> bool:
        """« Inchangé depuis l’entrée », while something of this moment may still be filled from the entry."""
        entry, known = file.situations.get(ENTRY), file.situations.get(moment)
        if not self._editable or entry is None or moment in (ENTRY, COMPARE):
            return False
        return known is None or any(known.is_blank(n) and not entry.is_blank(n) for n in (*LISTS, *CHOICES))

    def _likely(self) -> Sequence[str]:
        """The criteria of the IAE that what is typed makes likely."""
        file = self._file
        if file is None or file.pathway is None:
            return ()
        values: Values = {**self.form.values(), "iae": None}
        typed = SituationInput(file.pathway.id, self.moments.current(), **values)
        born, day = file.person.input.birth_date, typed.collected_on
        age = formats.age(born, day) if born and day and day >= born else file.person.age
        return iae_criteria.suggested(typed, age=age, zone=file.person.input.zone)

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
