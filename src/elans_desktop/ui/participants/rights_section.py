"""« Ses droits »: what the person asked about their data, when it is due, what is handed over."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, date_short
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.permissions import Right
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.privacy import person_requests
from elans_desktop.services.privacy.person_requests import (
    KINDS,
    MEANS,
    OPPOSITION,
    OUTCOMES,
    HandedOver,
    RequestInput,
    RequestRow,
)
from elans_desktop.ui import rights
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import column, holder, label, row
from elans_desktop.ui.participants.entries import EntriesSection, EntryEditor
from elans_desktop.ui.participants.section import Values

NAME = "participant.request"
_TYPED = tuple(name for name in RequestInput.__slots__ if name not in ("id", "participant_id"))
_OPPOSED = ("opposes_contact", "opposes_sharing")
_WORDS = (
    "La personne peut voir ce qui est noté sur elle, le faire corriger, s’y opposer, le faire effacer. "
    f"Une réponse lui est due en un mois{NBSP}; elle paraît sur Accueil d’ici là."
)


def sections() -> Sequence[Section]:
    """One request, what it is about, what was answered."""
    return (
        Section(
            "",
            (
                FieldSpec("kind_code", "Droit", "choice", True, choices=tuple(KINDS.items())),
                FieldSpec("received_on", "Demande reçue le", "date", True),
                FieldSpec("means_code", "Comment", "choice", choices=tuple(MEANS.items())),
                FieldSpec(
                    "extended",
                    "Délai porté à trois mois",
                    "check",
                    help="Demande complexe, et la personne en est prévenue dans le mois.",
                ),
                FieldSpec(
                    "opposes_contact",
                    "Ni appels, ni courriers, ni messages",
                    "check",
                    help="Absente des appels à passer et des courriers à plusieurs.",
                ),
                FieldSpec(
                    "opposes_sharing",
                    "Son nom dans aucune liste exportée",
                    "check",
                    help="Elle reste comptée dans les bilans.",
                ),
                FieldSpec("wording", "Ce qu’elle demande, avec ses mots", "multiline", rows=2, span=2),
            ),
        ),
        Section(
            "La réponse",
            (
                FieldSpec("answered_on", "Répondu le", "date"),
                FieldSpec("outcome_code", "Réponse", "choice", choices=tuple(OUTCOMES.items())),
                FieldSpec(
                    "answer", "Ce qui a été répondu, ou le motif du refus", "multiline", rows=2, span=2
                ),
            ),
        ),
    )


class RightsSection(EntriesSection):
    """The requests of the person on show; the archive of their data; the sheet of corrections."""

    def __init__(self, context: Context, *, editable: bool) -> None:
        super().__init__(
            context, "Ses droits", "Noter une demande", lambda: Form(sections()), NAME, editable=editable
        )
        self.words = label(_WORDS, "secondary", wrap=True)
        self.hand_button = buttons.secondary("Remettre toutes ses données…", "file-output", self._hand_over)
        rights.allow(context, Right.IMPORT_EXPORT, self.hand_button)
        self.sheet_button = buttons.secondary("Fiche de rectification", "printer", self._print_sheet)
        self.lift_button = buttons.link("Ne s’oppose plus", "", self._lift)
        self.handed = label("", "secondary", wrap=True)
        acts = FlowLayout(spacing=8)
        for button in (self.hand_button, self.sheet_button, self.lift_button):
            acts.addWidget(button)
        self._whole.insertWidget(1, self.words)
        self._whole.insertWidget(2, holder(acts))
        self._whole.insertWidget(3, self.handed)

    @property
    def editor(self) -> EntryEditor:
        """The two boxes of an opposition are shown for an opposition alone."""
        first = self._editor is None
        made = super().editor
        if first:
            made.form.changed.connect(self._show_boxes)
        return made

    def mark(self) -> tuple[str, str]:
        """How many wait for an answer."""
        waiting = sum(one.waits for one in self._shown_rows)
        return (str(waiting), "accent") if waiting else ("", "")

    _shown_rows: Sequence[RequestRow] = ()

    def _subject(self, file: FileView) -> uuid.UUID | None:
        """The restricted archive takes no right away; an anonymised file is nobody's any more."""
        return file.person.id if file.person.anonymised_on is None else None

    def _title(self, one: RequestRow | None) -> str:
        return one.kind if one else "Demande de la personne"

    def _fact(self, rows: Sequence[RequestRow]) -> str:
        return count(len(rows), "demande") if rows else "aucune demande"

    def _rows(self, file: FileView) -> Sequence[RequestRow]:
        read = self.context.bridge.read
        self._shown_rows = read(person_requests.of_participant, file.person.id)
        objects = read(person_requests.opposition, file.person.id).since is not None
        self.lift_button.setVisible(self._editable and objects)
        self._tell_handed(read(person_requests.handed_over, file.person.id))
        return self._shown_rows

    def _tell_handed(self, archives: Sequence[HandedOver]) -> None:
        """When everything was last handed over, and by whom."""
        self.handed.setVisible(bool(archives))
        if archives:
            last = archives[0]
            words = f"Toutes ses données remises le {date_short(last.at.date())} par {last.who}"
            more = len(archives) - 1
            rest = f", et {count(more, 'autre fois', 'autres fois')}" if more else ""
            self.handed.setText(f"{words}{rest}.")

    def _line(self, one: RequestRow) -> QWidget:
        typed = one.input
        assert typed.received_on is not None
        badge = state_badge(one)
        line = row(label(one.kind, "medium"), badge, None, spacing=12)
        line.addWidget(self.tools(one, f"la demande du {date_short(typed.received_on)}"))
        words = label(" · ".join(facts(one)), "secondary", wrap=True)
        return holder(column(line, words, spacing=0, margins=(0, 2, 0, 2)))

    def _fresh(self, file: FileView) -> Values:
        values: Values = {name: getattr(RequestInput(uuid.UUID(int=0)), name) for name in _TYPED}
        return values | {"received_on": clock.today()}

    def _values(self, one: RequestRow) -> Values:
        return {name: getattr(one.input, name) for name in _TYPED}

    def _open(self, one: Any, subject: uuid.UUID, name: str, values: Values, **more: Any) -> None:
        super()._open(one, subject, name, values, **more)
        self._show_boxes()

    def _show_boxes(self) -> None:
        opposition = self.editor.form.field("kind_code").value() == OPPOSITION
        for name in _OPPOSED:
            self.editor.form.show_field(name, opposition)

    def _store(self, file: FileView, one: RequestRow | None, values: Values) -> None:
        if values["kind_code"] != OPPOSITION:
            values = values | dict.fromkeys(_OPPOSED, False)
        typed = RequestInput(file.person.id, one.id if one else None, **values)
        verb = "Modifier" if one else "Noter"
        words = f"{verb} une demande de {file.person.short_name} sur ses données"
        self.context.bridge.write(words, person_requests.save, typed)

    def _remove(self, file: FileView, one: RequestRow) -> str:
        words = f"Supprimer une demande de {file.person.short_name}"
        self.context.bridge.write(words, person_requests.delete, one.id)
        return "Demande supprimée"

    def _lift(self) -> None:
        file = self.file
        assert file is not None
        write, words = self.context.bridge.write, f"Lever l’opposition de {file.person.short_name}"
        if self.context.attempt(self, lambda: (write(words, person_requests.lift, file.person.id), True)):
            self.context.window.notify("Opposition levée", undoable=True)

    def _print_sheet(self) -> None:
        assert self.file is not None
        request = DocumentRequest(
            "fiche-rectification", object_ids=(self.file.person.id,), scope=self.context.bridge.scope
        )
        self.context.window.print_document(request)

    def _hand_over(self) -> None:
        from elans_desktop.ui.participants import handing_over

        assert self.file is not None
        handing_over.ask(self.context, self, self.file.person)


def state_badge(one: RequestRow) -> Badge:
    """« Répondre avant le 20/05/2027 », « En retard », « Acceptée »."""
    if one.late:
        return Badge("En retard", "danger", "auto")
    if one.waits:
        near = one.due_on <= clock.today() + person_requests.SOON
        return Badge(f"Répondre avant le {date_short(one.due_on)}", "warning" if near else "primary")
    refused = one.input.outcome_code == person_requests.REFUSED
    return Badge(OUTCOMES.get(one.input.outcome_code or "", ""), "neutral" if refused else "success")


def facts(one: RequestRow) -> list[str]:
    """How and when it came, what it says, what was answered."""
    typed = one.input
    assert typed.received_on is not None
    means = MEANS.get(typed.means_code or "", "").lower()
    said = [f"reçue le {date_short(typed.received_on)}{f' ({means})' if means else ''}"]
    if typed.opposes_contact or typed.opposes_sharing:
        said.append(person_requests.Opposition(None, typed.opposes_contact, typed.opposes_sharing).words)
    if typed.wording:
        said.append(typed.wording)
    if typed.answered_on:
        said.append(f"répondu le {date_short(typed.answered_on)}")
    if typed.answer:
        said.append(typed.answer)
    return said
