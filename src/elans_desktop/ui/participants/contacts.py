"""« Repérage »: the contacts of a person, added and corrected in a short form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import date_medium
from elans_desktop.services import detection
from elans_desktop.services.detection import ContactInput, ContactRow
from elans_desktop.services.person_choices import PersonChoices
from elans_desktop.services.person_file import FileView
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row
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
)


def sections(lists: PersonChoices) -> Sequence[Section]:
    """One contact."""
    return (
        Section(
            "",
            (
                FieldSpec("day", "Date du contact", "date", required=True),
                FieldSpec("mode_code", "Mode de repérage", "choice", choices=lists.lists["detection_modes"]),
                FieldSpec("place", "Lieu ou événement"),
                FieldSpec("member_id", "Membre repéreur", "choice", choices=lists.structures),
                FieldSpec(
                    "oriented_by_kind", "Orienté par", "choice", choices=lists.lists["structure_kinds"]
                ),
                FieldSpec("oriented_by_structure_id", "Structure", "choice", choices=lists.structures),
                FieldSpec("oriented_by_name", "Nom, s’il n’est pas dans l’annuaire"),
                FieldSpec("recall_consent", "Accepte d’être recontacté", "choice", choices=YES_NO),
                FieldSpec("outcome_code", "Suites", "choice", choices=lists.lists["detection_outcome"]),
                FieldSpec("recall_on", "À recontacter le", "date"),
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
        self.setLayout(
            column(row(label("Repérage", "section"), self.add_button, None, spacing=16), self._lines)
        )

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
        facts = [contact.mode, typed.place, typed.oriented_by_name, contact.outcome]
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
            self._ask(
                "Noter un contact",
                ContactInput(self._file.person.id, agreement_id=agreement, day=clock.today()),
            )

    def _edit(self, contact: ContactRow) -> None:
        self._ask("Modifier le contact", contact.input)

    def _ask(self, title: str, known: ContactInput) -> None:
        file = self._file
        assert file is not None
        words = f"{title} de {file.person.short_name}"

        def save(values: dict[str, Any]) -> None:
            typed = ContactInput(known.participant_id, known.id, known.agreement_id, **values)
            self.context.bridge.write(words, detection.save, typed)

        shown = {name: getattr(known, name) for name in _FIELDS}
        dialogs.ask_form(self, title, sections(self._lists), values=shown, save=save)

    def _delete(self, contact: ContactRow) -> None:
        file = self._file
        assert file is not None
        words = f"Supprimer un contact de {file.person.short_name}"
        done = self.context.attempt(
            self, lambda: (self.context.bridge.write(words, detection.delete, contact.id), True)[1]
        )
        if done:
            self.context.window.notify("Contact supprimé", undoable=True)
