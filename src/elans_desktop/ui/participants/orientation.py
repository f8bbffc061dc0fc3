"""« Orientation »: who sent the person, where they stand with the réseau pour l’emploi, R-ELIG live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.pathways import pathways
from elans_desktop.services.pathways.eligibility import (
    NO_CONTACT,
    PRIORITY,
    SUBSIDIARY,
    TO_JUSTIFY,
    Eligibility,
    assess,
)
from elans_desktop.services.pathways.pathways import O2R, PathwayInput, PathwayView, facts_of
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import column, label, row, set_look
from elans_desktop.ui.participants.fields import YES_NO
from elans_desktop.ui.participants.section import FormSection, Values

NAME = "participant.orientation"
_ELANS = "elans"
_ELANS_ONLY = ("elans_profile", "espoir_site", "diagnosis_on", "diagnosis_summary")
_NETWORK = ("network_structure_id", "network_referent_name")
_REGISTERED = ("job_seeker_number", "job_seeker_category")
_TYPED = (
    *("prescriber_id", "prescriber_name"),
    *_ELANS_ONLY,
    *("registered_job_seeker", "has_network_referent"),
    *_REGISTERED,
    *_NETWORK,
    *("last_referent_contact_on", "engagement_signed_on", "weekly_target", "grounds", "eligibility_note"),
)
LOOKS = {
    PRIORITY: ("circle-check", "success-ink"),
    SUBSIDIARY: ("circle-dot", "warning-ink"),
    TO_JUSTIFY: ("circle-alert", "danger-ink"),
}
"""Icon and ink of each answer: never the colour alone."""


def sections(lists: PersonChoices) -> Sequence[Section]:
    """Prescriber, ELAN’S profile, réseau pour l’emploi, grounds."""
    grounds = lists.lists["eligibility_ground"]
    return (
        Section(
            "",
            (
                FieldSpec("prescriber_id", "Prescripteur", "choice", choices=lists.structures),
                FieldSpec("prescriber_name", "Personne qui oriente, ou prescripteur hors annuaire"),
                FieldSpec(
                    "elans_profile", "Profil d’entrée", "choice", choices=lists.lists["elans_profile"], span=2
                ),
                FieldSpec("espoir_site", "Site Esp’OIR"),
                FieldSpec("diagnosis_on", "Diagnostic Esp’OIR le", "date"),
                FieldSpec("diagnosis_summary", "Ce que dit le diagnostic", "multiline", rows=2, span=2),
                FieldSpec("registered_job_seeker", "Inscrit à France Travail", "choice", choices=YES_NO),
                FieldSpec(
                    "has_network_referent", "A un référent du réseau pour l’emploi", "choice", choices=YES_NO
                ),
                FieldSpec("job_seeker_number", "Identifiant France Travail"),
                FieldSpec("job_seeker_category", "Catégorie"),
                FieldSpec("network_structure_id", "Organisme référent", "choice", choices=lists.structures),
                FieldSpec("network_referent_name", "Nom du référent"),
                FieldSpec("last_referent_contact_on", "Dernier contact avec le référent", "date"),
                FieldSpec("engagement_signed_on", "Contrat d’engagement signé le", "date"),
                FieldSpec("weekly_target", "Heures par semaine prévues au contrat", "duration"),
                FieldSpec(
                    "grounds",
                    "Motifs, pour une personne inscrite",
                    "multi",
                    choices=grounds,
                    span=2,
                    options={"columns": 1},
                ),
                FieldSpec("eligibility_note", "Ce qui justifie l’entrée", "multiline", rows=2, span=2),
            ),
        ),
    )


class EligibilityLine(QWidget):
    """The answer of R-ELIG with its icon and its reason; it never blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.icon = Icon("circle-alert", "danger-ink")
        self.words = label("", "medium", wrap=True)
        line = row(spacing=8)
        line.addLayout(column(3, self.icon, None, spacing=0))
        line.addWidget(self.words, 1)
        self.setLayout(line)

    def show_eligibility(self, found: Eligibility | None) -> None:
        """Show an answer; nothing outside an O2R."""
        self.setVisible(found is not None)
        if found is not None:
            icon, ink = LOOKS[found.code]
            self.icon.set_icon(icon, ink)
            set_look(self.words, tone=ink)
            self.words.setText(found.sentence)
            self.setAccessibleName(found.sentence)

    def text(self) -> str:
        """The sentence shown."""
        return self.words.text()


class OrientationSection(FormSection):
    """The orientation of the pathway on show."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool) -> None:
        self._file: FileView | None = None
        self.line = EligibilityLine()
        form = Form(sections(lists))
        super().__init__(
            context, "Orientation", form, NAME, self._write, above=(self.line,), editable=editable
        )
        form.changed.connect(self._follow)

    def show_file(self, file: FileView) -> None:
        """Show where a person comes from."""
        self._file = file
        pathway = file.pathway
        self.setVisible(pathway is not None)
        if pathway is None:
            self.forget()
            return
        self.show_values(pathway.id, file.person.name, {n: getattr(pathway.input, n) for n in _TYPED})
        self._follow()

    def _follow(self) -> None:
        """Show the questions that what is typed calls for, and what the rule answers now."""
        file = self._file
        if file is None or file.pathway is None:
            return
        values = self.form.values()
        for name, shown in _shown(values, file.pathway).items():
            self.form.show_field(name, shown)
        answer = None
        if file.pathway.scheme_code == O2R:
            typed = to_input(values, file.pathway.input)
            answer = assess(facts_of(typed), file.pathway.no_contact_months)
            to_justify = answer.code == TO_JUSTIFY or bool(values["eligibility_note"])
            self.form.show_field("eligibility_note", to_justify)
        self.line.show_eligibility(answer)

    def _write(self, values: Values) -> None:
        file = self._file
        assert file is not None
        assert file.pathway is not None
        typed = to_input(values, file.pathway.input)
        words = f"Modifier l’orientation de {file.person.short_name}"
        self.context.bridge.write(words, pathways.save, typed)


def _shown(values: Values, pathway: PathwayView) -> dict[str, bool]:
    """Which questions are asked, from the scheme and the answers already given; an answer stays in sight."""
    o2r = pathway.scheme_code == O2R
    registered, followed = values["registered_job_seeker"], values["has_network_referent"]
    asked: dict[str, bool] = dict.fromkeys(_ELANS_ONLY, pathway.scheme_code == _ELANS)
    asked |= dict.fromkeys(_REGISTERED, registered is True)
    asked |= dict.fromkeys(_NETWORK, followed is True)
    asked["last_referent_contact_on"] = followed is True or NO_CONTACT in values["grounds"]
    asked["grounds"] = o2r and registered is True
    asked["eligibility_note"] = o2r
    return {name: shown or (bool(values[name]) and name not in _ELANS_ONLY) for name, shown in asked.items()}


def to_input(values: Values, known: PathwayInput) -> PathwayInput:
    """The orientation typed, over what is known of the pathway."""
    typed: dict[str, Any] = {name: values[name] for name in _TYPED}
    return replace(known, **typed)
