"""The file of a structure: identity, what it is in each agreement, who to reach there."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import date_short
from elans_desktop.services.governance import structure_roles, structures
from elans_desktop.services.governance.structure_roles import RoleInput, RoleView
from elans_desktop.services.governance.structures import StructureInput, StructureView
from elans_desktop.services.organisation import agreements, professionals, reference
from elans_desktop.services.organisation.professionals import ProfessionalInput, ProfessionalRow
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.ui import commune_field
from elans_desktop.ui.context import Context
from elans_desktop.ui.governance.file_form import FileForm
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.fields import ChoiceField
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.kit.layout import column, holder, label, row, scrolled, surface
from elans_desktop.ui.kit.table import Column, Table

_IDENTITY = Section(
    "",
    (
        FieldSpec("name", "Nom", required=True),
        FieldSpec("short_name", "Nom court"),
        FieldSpec("kind_code", "Genre", "choice"),
        FieldSpec("legal_form", "Forme juridique", placeholder="Association loi 1901, SCIC…"),
        FieldSpec("address", "Adresse", "multiline", rows=2),
        FieldSpec("notes", "Remarques", "multiline", rows=2),
        *commune_field.specs(120),
        FieldSpec("phone", "Téléphone", "phone"),
        FieldSpec("email", "Adresse électronique"),
        FieldSpec("website", "Site"),
        FieldSpec("siret", "SIRET"),
        FieldSpec("nda", "Déclaration d’activité"),
        FieldSpec("is_training_provider", "Organisme de formation", "check"),
    ),
)
_NAMES = tuple(spec.name for spec in _IDENTITY.fields)
_ROLES = (
    Column("role", "Rôle", lambda r: r.role, paint="strong"),
    Column("agreement", "Convention", lambda r: r.agreement or "toutes", width=240),
    Column("period", "Période", lambda r: _period(r), width=230, paint="muted"),
)
_CONTACTS = (
    Column("name", "Nom", lambda p: p.list_name, paint="strong"),
    Column("function", "Fonction", lambda p: p.input.function, width=200),
    Column("phone", "Téléphone", lambda p: p.input.phone, width=140),
    Column("email", "Adresse électronique", lambda p: p.input.email, width=220, paint="muted"),
)


class StructurePage(QWidget):
    """`saved(id)`: a new structure was written."""

    saved = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.shown: StructureView | None = None
        actor = context.bridge.actor
        self._may_edit = allowed(actor, Right.EDIT_PEOPLE)
        self._may_govern = allowed(actor, Right.GOVERN)
        self._may_people = allowed(actor, Right.EDIT_CALENDAR)
        surface(self, "background")
        self.title = label("", "title")
        self.fact = label("", "muted")
        self.mark = Badge("")
        self.archive = buttons.quiet("Archiver", "archive", self._archive)
        bar = row(self.title, self.fact, self.mark, None, self.archive, spacing=12)
        bar.setContentsMargins(24, 14, 24, 14)
        self.form = FileForm(
            context, "Identité", [_IDENTITY], "structure.identity", self._store, self._may_edit
        )
        commune_field.follow(self.form.form)
        self.roles = self._table(
            _ROLES,
            "landmark",
            "Aucun rôle",
            "Ce qu’elle est pour vous\u00a0: financeur, accueil, prescripteur…",
        )
        self.roles.activated.connect(self._open_role)
        self.contacts = self._table(
            _CONTACTS, "contact", "Aucun contact", "Qui appeler dans cette structure."
        )
        self.contacts.activated.connect(self._open_contact)
        add_role = buttons.small("Ajouter un rôle", "plus", lambda: self.edit_role(None))
        add_role.setVisible(self._may_govern)
        add_contact = buttons.small("Ajouter un contact", "user-plus", lambda: self.edit_contact(None))
        add_contact.setVisible(self._may_people)
        self.role_card = Card("Rôles par convention", actions=[add_role], flush=True)
        self.role_card.add(self.roles)
        self.contact_card = Card("Contacts", actions=[add_contact], flush=True)
        self.contact_card.add(self.contacts)
        parts = column(spacing=16, margins=(24, 4, 24, 24))
        for card in (self.form, self.role_card, self.contact_card):
            parts.addWidget(card)
        parts.addStretch(1)
        whole = column(bar, spacing=0)
        whole.addWidget(scrolled(holder(parts), "background"), 1)
        self.setLayout(whole)

    def _table(self, columns: tuple[Column, ...], icon: str, bold: str, sentence: str) -> Table:
        empty = EmptyState(icon, bold, sentence)
        return Table(columns, row_id=lambda r: r.id, with_search=False, empty=empty, name=bold)

    def start_new(self) -> None:
        """A blank file."""
        self.shown = None
        self.title.setText("Nouvelle structure")
        self.fact.setText("")
        self.mark.set_badge("")
        self._load_choices()
        blank = StructureInput()
        self.form.show_values(None, "Nouvelle structure", _values(blank))
        self._show_cards(False)
        self.form.focus_first()

    def show_structure(self, shown: StructureView) -> None:
        """Show a structure; what is being typed stays."""
        self.shown = shown
        self.title.setText(shown.display_name)
        self.fact.setText(", ".join(part for part in (shown.kind, shown.input.commune) if part))
        archived = shown.archived_on is not None
        words = "Archivée" if archived else "Notre structure" if shown.is_ours else ""
        self.mark.set_badge(words, "neutral" if archived else "primary")
        self.archive.setText("Remettre en service" if archived else "Archiver")
        self._load_choices()
        self.form.show_values(shown.id, shown.display_name, _values(shown.input))
        self.roles.set_rows(shown.roles)
        self.roles.fit_height()
        self.contacts.set_rows(self.context.bridge.read(professionals.rows, structure_id=shown.id))
        self.contacts.fit_height()
        self._show_cards(True)

    def _show_cards(self, known: bool) -> None:
        self.role_card.setVisible(known)
        self.contact_card.setVisible(known)
        ours = self.shown is not None and self.shown.is_ours
        self.archive.setVisible(known and self._may_govern and not ours)

    def _load_choices(self) -> None:
        field = self.form.form.field("kind_code")
        if isinstance(field, ChoiceField):
            items = self.context.bridge.read(reference.items, "structure_kinds")
            field.set_choices([(item.code, item.label) for item in items])

    def _store(self, subject: uuid.UUID | None, values: dict[str, Any]) -> None:
        before = self.shown.input if subject and self.shown else StructureInput()
        commune, _postcode, insee = values["commune"]
        entered = replace(before, **{**values, "id": subject, "commune": commune, "insee": insee})
        verb = "Modifier" if subject else "Créer"
        words = f"{verb} la structure {values['short_name'] or values['name']}"
        made = self.context.bridge.write(words, structures.save, entered)
        if subject is None:
            self.saved.emit(made)

    def _archive(self) -> None:
        shown = self.shown
        if shown is None:
            return
        away = shown.archived_on is None
        act = structures.archive if away else structures.unarchive
        words = f"{'Archiver' if away else 'Remettre en service'} {shown.display_name}"
        self.context.attempt(self, lambda: self.context.bridge.write(words, act, shown.id))

    def _open_role(self, role_id: uuid.UUID) -> None:
        found = next((one for one in self.shown.roles if one.id == role_id), None) if self.shown else None
        if found is not None:
            self.edit_role(found)

    def edit_role(self, role: RoleView | None) -> None:
        """Say what the structure is in an agreement, or correct it."""
        shown, bridge = self.shown, self.context.bridge
        if shown is None or not self._may_govern:
            return
        offered = bridge.read(structure_roles.offered) | {role.role_code if role else ""}
        items = bridge.read(reference.items, "structure_roles")
        codes = [(item.code, item.label) for item in items if item.code in offered]
        known = [(one.id, one.title) for one in bridge.read(agreements.rows)]
        fields = (
            FieldSpec("role_code", "Rôle", "choice", required=True, choices=codes),
            FieldSpec("agreement_id", "Convention", "choice", choices=known, options={"empty": "Toutes"}),
            FieldSpec("start", "Depuis le", "date"),
            FieldSpec("end", "Jusqu’au", "date"),
        )
        before = RoleInput(shown.id, "", bridge.scope.agreement_id)
        if role is not None:
            before = RoleInput(shown.id, role.role_code, role.agreement_id, role.start, role.end, role.id)

        def save(values: dict[str, Any]) -> None:
            entered = replace(before, **{**values, "role_code": values["role_code"] or ""})
            bridge.write(f"Rôle de {shown.display_name}", structure_roles.save, entered)

        values = {spec.name: getattr(before, spec.name) for spec in fields}
        dialogs.ask_form(
            self, f"Rôle de {shown.display_name}", [Section("", fields)], values=values, save=save
        )

    def _open_contact(self, contact_id: uuid.UUID) -> None:
        found = next((one for one in self.contacts.model.rows() if one.id == contact_id), None)
        if found is not None:
            self.edit_contact(found)

    def edit_contact(self, contact: ProfessionalRow | None) -> None:
        """Add or correct somebody of the structure."""
        shown, bridge = self.shown, self.context.bridge
        if shown is None or not self._may_people:
            return
        fields = (
            FieldSpec("last_name", "Nom"),
            FieldSpec("first_name", "Prénom"),
            FieldSpec("function", "Fonction", span=2),
            FieldSpec("phone", "Téléphone", "phone"),
            FieldSpec("email", "Adresse électronique"),
        )
        before = contact.input if contact else ProfessionalInput(structure_id=shown.id)

        def save(values: dict[str, Any]) -> None:
            words = f"Contact de {shown.display_name}"
            bridge.write(words, professionals.save, replace(before, **values))

        title = contact.natural_name if contact else f"Contact de {shown.display_name}"
        values = {spec.name: getattr(before, spec.name) for spec in fields}
        dialogs.ask_form(self, title, [Section("", fields)], values=values, save=save)


def _period(role: RoleView) -> str:
    if role.start and role.end:
        return f"du {date_short(role.start)} au {date_short(role.end)}"
    if role.end:
        return f"jusqu’au {date_short(role.end)}"
    return f"depuis le {date_short(role.start)}" if role.start else "toute la convention"


def _values(shown: StructureInput) -> dict[str, Any]:
    values = {name: getattr(shown, name) for name in _NAMES}
    return values | {"commune": (shown.commune, shown.postcode, shown.insee)}
