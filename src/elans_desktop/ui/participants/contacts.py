"""« Repérage »: the contacts of a person, added and corrected in a short form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import date_medium
from elans_desktop.services.participants import detection
from elans_desktop.services.participants.detection import ContactInput, ContactRow
from elans_desktop.services.participants.person_choices import IdPairs, PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row
from elans_desktop.ui.kit.sides import Sides
from elans_desktop.ui.participants.fields import YES_NO

_FIELDS = (
    "day",
    "mode_code",
    "place",
    "member_id",
    "oriented_by_kind",
    "oriented_by_structure_id",
    "oriented_by_name",
    "recall_consent",
    "outcome_code",
    "recall_on",
    "professional_id",
    "note",
)


def sections(lists: PersonChoices, met_by: IdPairs) -> Sequence[Section]:
    """One contact. `met_by`: the professionals offered."""
    return (
        Section(
            "",
            (
                FieldSpec("day", "Date du contact", "date", required=True),
                FieldSpec("mode_code", "Mode de repérage", "choice", choices=lists.lists["detection_modes"]),
                FieldSpec("place", "Lieu ou événement"),
                FieldSpec("member_id", "Membre repéreur", "choice", choices=lists.structures),
                FieldSpec("professional_id", "Rencontré par", "choice", choices=met_by),
                FieldSpec(
                    "oriented_by_kind", "Orienté par", "choice", choices=lists.lists["structure_kinds"]
                ),
                FieldSpec("oriented_by_structure_id", "Structure", "choice", choices=lists.structures),
                FieldSpec("oriented_by_name", "Nom, s’il n’est pas dans l’annuaire"),
                FieldSpec("recall_consent", "Accepte d’être recontacté", "choice", choices=YES_NO),
                FieldSpec("outcome_code", "Suites", "choice", choices=lists.lists["detection_outcome"]),
                FieldSpec("recall_on", "À recontacter le", "date"),
                FieldSpec("note", "Remarque", "multiline", rows=2),
            ),
        ),
    )


class ContactsSection(QWidget):
    """The contacts, one line each."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool) -> None:
        super().__init__()
        self.context, self._lists, self._editable = context, lists, editable
        self._file: FileView | None = None
        self.add_button = buttons.link("Noter un contact", "plus", self._add)
        if not editable:
            self.add_button.hide()
        self._lines = column(spacing=0)
        self.setLayout(column(Sides(row(label("Repérage", "section"), None), self.add_button), self._lines))

    def show_file(self, file: FileView) -> None:
        """Show a person’s contacts."""
        self._file = file
        clear_layout(self._lines)
        for contact in file.contacts:
            self._lines.addWidget(self._line(contact))
        if not file.contacts:
            self._lines.addWidget(label("Aucun contact noté.", "secondary"))

    def _line(self, contact: ContactRow) -> QWidget:
        typed = contact.input
        facts = [
            contact.mode,
            typed.place,
            contact.zone,
            contact.met_by,
            typed.oriented_by_name,
            contact.outcome,
        ]
        line = row(spacing=16)
        day = label(date_medium(contact.day), "body")
        day.setFixedWidth(theme.px(132))
        line.addWidget(day)
        line.addWidget(
            label(" · ".join(fact for fact in facts if fact) or "sans précision", "muted", wrap=True), 1
        )
        if self._editable:
            line.addWidget(buttons.link("Modifier", "", lambda: self._edit(contact)))
            remove = buttons.icon_button("trash-2", "Supprimer ce contact", small=True)
            remove.clicked.connect(lambda: self._delete(contact))
            line.addWidget(remove)
        made = holder(line)
        made.setMinimumHeight(28)
        return made

    def _add(self) -> None:
        if self._file is not None:
            agreement = self._file.pathway.agreement_id if self._file.pathway else None
            known = ContactInput(self._file.person.id, agreement_id=agreement, day=clock.today())
            self._ask("Noter un contact", known, self._lists.professionals)

    def _edit(self, contact: ContactRow) -> None:
        met_by, one = self._lists.professionals, contact.input.professional_id
        if one is not None and all(known != one for known, _ in met_by):  # gone from the directory since
            met_by = (*met_by, (one, contact.met_by))
        self._ask("Modifier le contact", contact.input, met_by)

    def _ask(self, title: str, known: ContactInput, met_by: IdPairs) -> None:
        file = self._file
        assert file is not None
        words = f"{title} de {file.person.short_name}"

        def save(values: dict[str, Any]) -> None:
            self.context.bridge.write(words, detection.save, replace(known, **values))

        shown = {name: getattr(known, name) for name in _FIELDS}
        dialogs.ask_form(self, title, sections(self._lists, met_by), values=shown, save=save)

    def _delete(self, contact: ContactRow) -> None:
        file = self._file
        assert file is not None
        words = f"Supprimer un contact de {file.person.short_name}"
        done = self.context.attempt(
            self, lambda: (self.context.bridge.write(words, detection.delete, contact.id), True)[1]
        )
        if done:
            self.context.window.notify("Contact supprimé", undoable=True)
