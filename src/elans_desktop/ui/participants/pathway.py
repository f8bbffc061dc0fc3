"""« Parcours »: the drawn timeline, the limit and what may be done about it, the form of the pathway."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, date_medium, date_short
from elans_desktop.services.organisation import agreements
from elans_desktop.services.organisation.schemes import SchemeView
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.pathways import pathway_hours, pathways
from elans_desktop.services.pathways.pathways import (
    DETECTION,
    ExtensionInput,
    PathwayInput,
    PathwayView,
    Pause,
    Stay,
)
from elans_desktop.services.scope import Scope
from elans_desktop.ui import scheme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.fields import ChoiceField, DateField
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import label
from elans_desktop.ui.participants.fields import RowsField
from elans_desktop.ui.participants.free_choice import FreeChoiceField
from elans_desktop.ui.participants.hours_line import HoursLine
from elans_desktop.ui.participants.section import FormSection, Values
from elans_desktop.ui.participants.timeline import Timeline

NAME = "participant.pathway"
_TYPED = (
    "entry_on",
    "referent_id",
    "member_id",
    "charter_signed_on",
    "training_status",
    "distance_entry",
    "distance_note",
    "own_words",
)
_O2R_ONLY = ("charter_signed_on",)
_ELANS, _O2R = "elans", "o2r"


def sections(lists: PersonChoices, spoken: SchemeView) -> Sequence[Section]:
    """Entry, people around, stays, in the words of a scheme."""
    referent = scheme.title(spoken, "referent")
    carrier = scheme.title(spoken, "lead") if spoken.code == _ELANS else "Membre porteur"
    briques = [(code, f"{code} – {words}") for code, words in lists.lists["briques"] if code != "C"]

    def stay() -> Sequence[Field]:
        return (
            ChoiceField("", briques, name="Brique"),
            DateField("", name="Premier jour", placeholder="du jj/mm/aaaa"),
            DateField("", name="Dernier jour", placeholder="au (en cours si vide)"),
        )

    def pause() -> Sequence[Field]:
        reasons = lists.lists["suspension_reason"]
        return (
            DateField("", name="Premier jour de la suspension", placeholder="du jj/mm/aaaa"),
            DateField("", name="Dernier jour de la suspension", placeholder="au (en cours si vide)"),
            FreeChoiceField("", reasons, name="Motif de la suspension", placeholder="motif"),
        )

    def stays_field() -> Field:
        return RowsField(
            "Passages dans les briques",
            stay,
            add="Ajouter un passage",
            needed=2,
            incomplete="Indiquez la brique et le premier jour de chaque passage.",
        )

    def pauses_field() -> Field:
        return RowsField(
            "Suspensions",
            pause,
            add="Ajouter une suspension",
            needed=1,
            incomplete="Indiquez le premier jour de la suspension.",
            help="Une suspension ne repousse pas la limite du parcours : aucun texte ne le prévoit.",
        )

    return (
        Section(
            "",
            (
                FieldSpec("entry_on", "Date d’entrée", "date"),
                FieldSpec("referent_id", referent, "choice", choices=lists.referents),
                FieldSpec("member_id", carrier, "choice", choices=lists.structures),
                FieldSpec("charter_signed_on", "Charte d’engagement signée le", "date"),
                FieldSpec(
                    "training_status", "Statut", "choice", choices=lists.lists["training_status"], span=2
                ),
                FieldSpec("own_words", "Projet de la personne, avec ses mots", "multiline", rows=2, span=2),
                FieldSpec(
                    "distance_entry",
                    "Distance à l’emploi, à l’entrée",
                    "choice",
                    choices=lists.lists["employment_distance"],
                ),
                FieldSpec("distance_note", "Ce qui le fait dire"),
                FieldSpec("stays", "Passages", span=2, make=stays_field),
                FieldSpec("pauses", "Suspensions", span=2, make=pauses_field),
            ),
        ),
    )


class PathwaySection(FormSection):
    """The pathway of the person on show, or the offer to open one."""

    leave_asked = Signal()
    """« Préparer la sortie »."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool) -> None:
        self._file: FileView | None = None
        self._lists = lists
        self.limit = Badge("", "accent", "timer")
        self.extend_button = buttons.link("Prolonger…", "", self._extend)
        self.leave_button = buttons.link("Préparer la sortie", "", lambda: self.leave_asked.emit())
        self.timeline = Timeline()
        self.where = label("", "secondary", wrap=True)
        self.hours = HoursLine()
        self.open_button = buttons.small("Ouvrir un parcours", "route", self._open)
        form = Form(sections(lists, scheme.of(context)))
        super().__init__(
            context,
            "Parcours",
            form,
            NAME,
            self._write,
            beside=(self.limit, self.extend_button, self.leave_button),
            above=(self.where, self.timeline, self.hours, self.open_button),
            editable=editable,
        )

    def show_file(self, file: FileView) -> None:
        """Show a person’s pathway."""
        self._file = file
        pathway = file.pathway
        self.form.setVisible(pathway is not None)
        self.timeline.set_pathway(pathway, file.timeline, clock.today())
        self.open_button.setVisible(pathway is None and self._editable and bool(self._lists.agreements))
        self.where.setText(_where(pathway, dict(self._lists.lists["extension_reason"])))
        self._show_limit(pathway)
        self.hours.setVisible(pathway is not None)
        if pathway is None:
            self.forget()
            self.save_button.hide()
            return
        self.hours.show_hours(self.context.bridge.read(pathway_hours.of_pathway, pathway.input))
        for name in _O2R_ONLY:
            self.form.show_field(name, pathway.scheme_code != _ELANS)
        self.show_values(pathway.id, file.person.name, to_values(pathway.input))

    def _show_limit(self, pathway: PathwayView | None) -> None:
        limit = pathway.limit_in_force_on if pathway else None
        going_on = pathway is not None and pathway.input.exit_on is None
        words = ""
        if pathway and limit and going_on:
            left = (limit - clock.today()).days
            months = f"{pathway.months_in_force}{NBSP}mois"
            if left < 0:
                words = f"limite des {months} dépassée le {limit:%d/%m}"
            elif left <= pathway.warning_days:
                words = f"limite des {months} dans {count(left, 'jour')}"
        self.limit.set_badge(words, "accent", "timer")
        self.limit.setToolTip(f"Dernier jour{NBSP}: {date_medium(limit)}" if limit else "")
        may_extend = bool(limit and going_on and pathway and pathway.exceptional_months)
        self.extend_button.setVisible(self._editable and may_extend)
        extended = bool(pathway and pathway.input.extended)
        self.extend_button.setText("Modifier la prolongation…" if extended else "Prolonger…")
        self.leave_button.setVisible(self._editable and going_on)

    def _extend(self) -> None:
        """Ask why the pathway goes beyond the usual length; an emptied reason takes it back."""
        file = self._file
        if file is None or file.pathway is None:
            return
        pathway = file.pathway
        latest = pathway.exceptional_limit_on
        until = f", soit le {date_medium(latest)}" if latest else ""
        text = (
            f"Au-delà de {pathway.max_months}{NBSP}mois, un parcours peut aller jusqu’à "
            f"{pathway.exceptional_months}{NBSP}mois{until}, dans une situation particulière. "
            "Dites laquelle ; sans motif, la limite habituelle reste."
        )
        reasons = self._lists.lists["extension_reason"]
        form = Section(
            "",
            (
                FieldSpec("code", "Motif", "choice", choices=reasons, span=2),
                FieldSpec("words", "Précision", "multiline", rows=3, span=2),
            ),
        )

        def save(values: dict[str, Any]) -> None:
            typed = ExtensionInput(pathway.id, values["code"], values["words"])
            words = f"Prolonger le parcours de {file.person.short_name}"
            self.context.bridge.write(words, pathways.extend, typed)

        known = {"code": pathway.input.extension_code, "words": pathway.input.extension_reason}
        title = f"Prolonger le parcours de {file.person.short_name}"
        dialogs.ask_form(self, title, [form], values=known, text=text, save=save)

    def _open(self) -> None:
        """Open a pathway in the agreement of the header: in repérage, or entered without briques."""
        file = self._file
        if file is None:
            return
        scope = self.context.bridge.scope
        agreement_id = scope.agreement_id or self._lists.agreements[0][0]
        chosen = self.context.bridge.read(agreements.scheme_of_scope, Scope(agreement_id))
        briques = chosen.briques_required
        typed = PathwayInput(
            participant_id=file.person.id,
            agreement_id=agreement_id,
            referent_id=self.context.bridge.actor.professional_id,
            entry_on=None if briques else clock.today(),
            stays=(Stay(DETECTION, clock.today()),) if briques else (),
        )
        words = f"Ouvrir le parcours de {file.person.short_name}"
        self.context.attempt(self, lambda: self.context.bridge.write(words, pathways.save, typed))

    def _write(self, values: Values) -> None:
        file = self._file
        assert file is not None
        assert file.pathway is not None
        typed = to_input(values, file.pathway.input)
        words = f"Modifier le parcours de {file.person.short_name}"
        self.context.bridge.write(words, pathways.save, typed)


def _where(pathway: PathwayView | None, reasons: dict[str, str]) -> str:
    """The agreement, why the pathway goes beyond the usual length, and the other pathways at its dates."""
    if pathway is None:
        return "Aucun parcours ouvert"
    said = _in_agreement(pathway, reasons)
    if not pathway.beside:
        return said
    others = ", ".join(pathway.beside)
    also = f"Un autre parcours est ouvert aux mêmes dates{NBSP}: {others}."
    return f"{said}\n{also} La personne compte dans les deux."


def _in_agreement(pathway: PathwayView, reasons: dict[str, str]) -> str:
    typed = pathway.input
    if not typed.extended or pathway.limit_in_force_on is None:
        return pathway.agreement_title
    why = reasons.get(typed.extension_code or "", "")
    said = ", ".join(part for part in (why, typed.extension_reason) if part)
    until = date_short(pathway.limit_in_force_on)
    return f"{pathway.agreement_title} · prolongé jusqu’au {until}{NBSP}: {said}"


def to_values(known: PathwayInput) -> Values:
    """What the form shows of a pathway."""
    values: Values = {name: getattr(known, name) for name in _TYPED}
    values["stays"] = tuple((stay.brique, stay.start, stay.end) for stay in known.stays)
    values["pauses"] = tuple((pause.start, pause.end, pause.reason) for pause in known.pauses)
    return values


def to_input(values: Values, known: PathwayInput) -> PathwayInput:
    """The pathway typed, over what is known of it."""
    typed: dict[str, Any] = {name: values[name] for name in _TYPED}
    return replace(
        known,
        **typed,
        stays=tuple(Stay(brique, start, end) for brique, start, end in values["stays"]),
        pauses=tuple(Pause(start, end, reason or "") for start, end, reason in values["pauses"]),
    )
