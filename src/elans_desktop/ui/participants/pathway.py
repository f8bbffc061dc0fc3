"""« Parcours »: the drawn timeline, the form of the pathway, and the first contacts under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, date_medium
from elans_desktop.services import agreements, pathways
from elans_desktop.services.pathways import DETECTION, PathwayInput, PathwayView, Pause, Stay
from elans_desktop.services.person_choices import PersonChoices
from elans_desktop.services.person_file import FileView
from elans_desktop.services.schemes import SchemeView
from elans_desktop.services.scope import Scope
from elans_desktop.ui import scheme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.fields import ChoiceField, DateField, TextField
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import label
from elans_desktop.ui.participants.fields import YES_NO, RowsField
from elans_desktop.ui.participants.section import FormSection, Values
from elans_desktop.ui.participants.timeline import Mark, Timeline

NAME = "participant.pathway"
_LEFT_OUT = ("id", "participant_id", "agreement_id", "stays", "pauses")
_ELANS_ONLY = ("elans_profile", "espoir_site", "diagnosis_on", "diagnosis_summary")
_O2R_ONLY = ("charter_signed_on", "has_network_referent")
_ELANS, _O2R = "elans", "o2r"
_PROFILES = (("etape_prealable", "étape préalable"), ("experimentation", "expérimentation"))


def sections(lists: PersonChoices, spoken: SchemeView) -> Sequence[Section]:
    """Entry, people around, stays, exit, in the words of a scheme."""
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
        return (
            DateField("", name="Premier jour de la suspension", placeholder="du jj/mm/aaaa"),
            DateField("", name="Dernier jour de la suspension", placeholder="au (en cours si vide)"),
            TextField("", name="Motif de la suspension", placeholder="motif"),
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
        )

    return (
        Section(
            "",
            (
                FieldSpec("entry_on", "Date d’entrée", "date"),
                FieldSpec("referent_id", referent, "choice", choices=lists.referents),
                FieldSpec("member_id", carrier, "choice", choices=lists.structures),
                FieldSpec("prescriber_id", "Prescripteur", "choice", choices=lists.structures),
                FieldSpec("prescriber_name", "Prescripteur, s’il n’est pas dans l’annuaire"),
                FieldSpec("charter_signed_on", "Charte d’engagement signée le", "date"),
                FieldSpec("registered_job_seeker", "Inscrit à France Travail", "choice", choices=YES_NO),
                FieldSpec(
                    "has_network_referent", "A un référent du réseau pour l’emploi", "choice", choices=YES_NO
                ),
                FieldSpec("elans_profile", "Profil d’entrée", "choice", choices=_PROFILES),
                FieldSpec("espoir_site", "Site Esp’OIR"),
                FieldSpec("diagnosis_on", "Diagnostic Esp’OIR le", "date"),
                FieldSpec("diagnosis_summary", "Ce que dit le diagnostic", "multiline", rows=2, span=2),
                FieldSpec("own_words", "Projet de la personne, avec ses mots", "multiline", rows=2, span=2),
                FieldSpec("stays", "Passages", span=2, make=stays_field),
                FieldSpec("pauses", "Suspensions", span=2, make=pauses_field),
            ),
        ),
        Section(
            "",
            (
                FieldSpec("exit_on", "Date de sortie", "date"),
                FieldSpec("exit_code", "Motif de sortie", "choice", choices=lists.lists["exits"]),
                FieldSpec("exit_note", "Précision sur la sortie", span=2),
                FieldSpec(
                    "certified", "Une certification a été obtenue pendant le parcours", "check", span=2
                ),
            ),
        ),
    )


class PathwaySection(FormSection):
    """The pathway of the person on show, or the offer to open one."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool) -> None:
        self._file: FileView | None = None
        self._lists = lists
        self.limit = Badge("", "accent", "timer")
        self.timeline = Timeline()
        self.where = label("", "secondary")
        self.open_button = buttons.small("Ouvrir un parcours", "route", self._open)
        form = Form(sections(lists, scheme.of(context)))
        super().__init__(
            context,
            "Parcours",
            form,
            NAME,
            self._write,
            beside=(self.where, self.limit),
            above=(self.timeline, self.open_button),
            editable=editable,
        )

    def show_file(self, file: FileView) -> None:
        """Show a person’s pathway."""
        self._file = file
        pathway = file.pathway
        self.form.setVisible(pathway is not None)
        self.timeline.set_pathway(pathway, _marks(file), clock.today())
        self.open_button.setVisible(pathway is None and self._editable and bool(self._lists.agreements))
        self.where.setText(pathway.agreement_title if pathway else "Aucun parcours ouvert")
        self._show_limit(pathway)
        if pathway is None:
            self.forget()
            self.save_button.hide()
            return
        code = self._lists.schemes.get(pathway.agreement_id, _O2R)
        for name in _ELANS_ONLY:
            self.form.show_field(name, code == _ELANS)
        for name in _O2R_ONLY:
            self.form.show_field(name, code != _ELANS)
        self.show_values(pathway.id, file.person.name, to_values(pathway.input))

    def _show_limit(self, pathway: PathwayView | None) -> None:
        limit = pathway.limit_on if pathway else None
        words = ""
        if pathway and limit and pathway.input.exit_on is None:
            left = (limit - clock.today()).days
            months = f"{pathway.max_months}{NBSP}mois"
            if left < 0:
                words = f"limite des {months} dépassée le {limit:%d/%m}"
            elif left <= pathway.warning_days:
                words = f"limite des {months} dans {count(left, 'jour')}"
        self.limit.set_badge(words, "accent", "timer")
        self.limit.setToolTip(f"Dernier jour{NBSP}: {date_medium(limit)}" if limit else "")

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
        left = typed.exit_on is not None and file.pathway.input.exit_on is None
        verb = "Noter la sortie de" if left else "Modifier le parcours de"
        self.context.bridge.write(f"{verb} {file.person.short_name}", pathways.save, typed)


def to_values(known: PathwayInput) -> Values:
    """What the form shows of a pathway."""
    values: Values = {name: getattr(known, name) for name in PathwayInput.__slots__ if name not in _LEFT_OUT}
    values["stays"] = tuple((stay.brique, stay.start, stay.end) for stay in known.stays)
    values["pauses"] = tuple((pause.start, pause.end, pause.reason) for pause in known.pauses)
    return values


def to_input(values: Values, known: PathwayInput) -> PathwayInput:
    """The pathway typed, over what is known of it."""
    typed = {name: value for name, value in values.items() if name not in _LEFT_OUT}
    return replace(
        known,
        **typed,
        stays=tuple(Stay(brique, start, end) for brique, start, end in values["stays"]),
        pauses=tuple(Pause(start, end, reason) for start, end, reason in values["pauses"]),
    )


def _marks(file: FileView) -> list[Mark]:
    contacts = [Mark(contact.day, "circle") for contact in file.contacts[:1]]
    return contacts + [Mark(row.day, "square") for row in file.evaluated]
