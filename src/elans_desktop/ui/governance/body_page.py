"""An instance: what it is for, its quorum, who sits in it and until when."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import count, date_short
from elans_desktop.services.governance import governance, governance_people
from elans_desktop.services.governance.governance import BodyInput, BodyView, MemberInput, MemberView
from elans_desktop.services.organisation import agreements, reference
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.ui.context import Context
from elans_desktop.ui.governance.file_form import FileForm
from elans_desktop.ui.governance.people import new_person, person_sections
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
        FieldSpec("title", "Nom", required=True),
        FieldSpec("agreement_id", "Convention", "choice", options={"empty": "Toutes"}),
        FieldSpec("purpose", "À quoi elle sert", "multiline", span=2, rows=3),
        FieldSpec(
            "quorum", "Quorum, en voix présentes ou représentées", "number",
            help="Laissez vide s’il n’y en a pas.", width=120,
        ),
    ),
)  # fmt: skip
_COLUMNS = (
    Column("name", "Nom", lambda m: m.name, paint="strong"),
    Column("structure", "Structure", lambda m: m.structure, width=170),
    Column("college", "Collège", lambda m: m.college, width=190),
    Column("role", "Place", lambda m: m.role, width=110),
    Column("mandate", "Mandat", lambda m: _mandate(m), width=210, paint="muted"),
)


class BodyPage(QWidget):
    """`meet(id)`: plan a meeting of the instance. `saved(id)`: a new one was written."""

    meet = Signal(object)
    saved = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.shown: BodyView | None = None
        self._may = allowed(context.bridge.actor, Right.GOVERN)
        surface(self, "background")
        self.title = label("", "title")
        self.fact = label("", "muted")
        self.archived = Badge("")
        self.archive = buttons.quiet("Archiver", "archive", self._archive)
        self.meet_button = buttons.primary("Nouvelle réunion", "plus", self._meet)
        bar = row(self.title, self.fact, self.archived, None, self.archive, self.meet_button, spacing=12)
        self.form = FileForm(context, "Instance", [_IDENTITY], "body.identity", self._store, self._may)
        self.add = buttons.small("Ajouter un membre", "user-plus", lambda: self.edit_member(None))
        self.add.setVisible(self._may)
        empty = EmptyState("users", "Aucun membre", "Les membres sont convoqués d’office à chaque réunion.")
        self.members = Table(
            _COLUMNS, row_id=lambda m: m.id, with_search=False, empty=empty, sort="name", name="Membres"
        )
        self.members.activated.connect(self._open_member)
        self.card = Card("Membres et mandats", actions=[self.add], flush=True)
        self.card.add(self.members)
        content = column(self.form, self.card, None, spacing=16, margins=(24, 4, 24, 24))
        bar.setContentsMargins(24, 14, 24, 14)
        whole = column(bar, spacing=0)
        whole.addWidget(scrolled(holder(content), "background"), 1)
        self.setLayout(whole)

    def start_new(self) -> None:
        """A blank instance, of the agreement shown."""
        self.shown = None
        self.title.setText("Nouvelle instance")
        self.fact.setText("")
        self._load_choices()
        blank = BodyInput(agreement_id=self.context.bridge.scope.agreement_id)
        self.form.show_values(None, "Nouvelle instance", _values(blank))
        self.card.hide()
        self._show_actions(False)
        self.form.focus_first()

    def show_body(self, shown: BodyView) -> None:
        """Show an instance; what is being typed stays."""
        self.shown = shown
        self.title.setText(shown.input.title)
        sitting = sum(1 for member in shown.members if member.current)
        self.fact.setText(count(sitting, "membre"))
        self._load_choices()
        self.form.show_values(shown.id, shown.input.title, _values(shown.input))
        self.card.show()
        self.members.set_rows(shown.members)
        self.members.fit_height()
        self._show_actions(shown.archived)

    def _show_actions(self, archived: bool) -> None:
        known = self.shown is not None
        self.archived.set_badge("Archivée" if archived else "", "neutral", "archive")
        self.archive.setVisible(self._may and known)
        self.archive.setText("Remettre en service" if archived else "Archiver")
        self.meet_button.setVisible(self._may and known and not archived)

    def _load_choices(self) -> None:
        field = self.form.form.field("agreement_id")
        if isinstance(field, ChoiceField):
            field.set_choices([(one.id, one.title) for one in self.context.bridge.read(agreements.rows)])

    def _store(self, subject: uuid.UUID | None, values: dict[str, Any]) -> None:
        entered = BodyInput(id=subject, **values)
        verb = "Modifier" if subject else "Créer"
        words = f"{verb} l’instance {values['title']}"
        made = self.context.bridge.write(words, governance.save, entered)
        if subject is None:
            self.saved.emit(made)

    def _archive(self) -> None:
        shown = self.shown
        if shown is not None:
            away = not shown.archived
            words = f"{'Archiver' if away else 'Remettre en service'} {shown.input.title}"
            self.context.attempt(self, lambda: self.context.bridge.write(words, _archive, shown.id, away))

    def _meet(self) -> None:
        if self.shown is not None:
            self.meet.emit(self.shown.id)

    def _open_member(self, member_id: uuid.UUID) -> None:
        found = next((m for m in self.shown.members if m.id == member_id), None) if self.shown else None
        if found is not None:
            self.edit_member(found)

    def edit_member(self, member: MemberView | None) -> None:
        """Add somebody, known or new, or change a mandate."""
        shown, bridge = self.shown, self.context.bridge
        if shown is None or not self._may:
            return
        colleges = [
            (item.code, item.label)
            for item in bridge.read(reference.items, "colleges")
            if item.extra.get("use") != "evaluation"
        ]
        seats = [(item.code, item.label) for item in bridge.read(reference.items, "seat")]
        mandate = Section(
            "Mandat" if member is None else "",
            (
                FieldSpec("college_code", "Collège", "choice", choices=colleges),
                FieldSpec("role", "Place", "choice", choices=seats),
                FieldSpec("start", "Depuis le", "date"),
                FieldSpec("end", "Jusqu’au", "date", help="Vide tant que le mandat court."),
            ),
        )
        before = member.input if member else MemberInput(shown.id)

        def save(values: dict[str, Any]) -> None:
            entered = MemberInput(
                id=before.id,
                body_id=shown.id,
                professional_id=values.get("professional_id") or before.professional_id,
                structure_id=before.structure_id,
                college_code=values["college_code"],
                role=values["role"] or "",
                start=values["start"],
                end=values["end"],
            )
            new = new_person(values) if member is None else None
            words = f"Membre de {shown.input.title}"
            bridge.write(words, governance_people.save_member, entered, new)

        there = {one.input.professional_id for one in shown.members if one.current}
        but = {key for key in there if key is not None}
        sections = [mandate] if member else [*person_sections(self.context, but), mandate]
        title = f"Mandat de {member.name}" if member else f"Ajouter un membre, {shown.input.title}"
        values = {name: getattr(before, name) for name in ("college_code", "role", "start", "end")}
        dialogs.ask_form(self, title, sections, values=values, accept="Enregistrer", save=save)


def _archive(session: Any, body_id: uuid.UUID, away: bool) -> None:
    governance.archive(session, body_id, archived=away)


def _values(entered: BodyInput) -> dict[str, Any]:
    return {name: getattr(entered, name) for name in ("title", "agreement_id", "purpose", "quorum")}


def _mandate(member: MemberView) -> str:
    start, end = member.input.start, member.input.end
    if start and end:
        return f"du {date_short(start)} au {date_short(end)}"
    if end:
        return f"jusqu’au {date_short(end)}"
    return f"depuis le {date_short(start)}" if start else "sans terme"
