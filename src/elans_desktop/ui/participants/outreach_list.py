"""« Tous les contacts »: the list with its filters, and the totals of what is shown."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import date_short, number
from elans_desktop.services.participants import detection, detection_anonymous, detection_list
from elans_desktop.services.participants.detection_anonymous import AnonymousInput
from elans_desktop.services.participants.detection_list import (
    ContactLine,
    Total,
    by_commune,
    by_mode,
    by_month,
)
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.permissions import Right
from elans_desktop.ui import rights, theme
from elans_desktop.ui.commune_field import CommuneField
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.chip import Filter
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.kit.layout import column, row
from elans_desktop.ui.kit.segmented import Segmented
from elans_desktop.ui.kit.table import Column, Table
from elans_desktop.ui.participants import outreach_convert
from elans_desktop.ui.participants.fields import YES_NO

MODE, COMMUNE, MONTH = "mode", "commune", "month"
_TOTALS: dict[str, Callable[[list[ContactLine]], tuple[Total, ...]]] = {
    MODE: by_mode,
    COMMUNE: by_commune,
    MONTH: by_month,
}
TOTALS_WIDTH = 380


class OutreachList(QWidget):
    """`person_asked(id)`: Entrée on a contact that has its file."""

    person_asked = Signal(object)

    def __init__(self, context: Context, lists: PersonChoices) -> None:
        super().__init__()
        self.context, self._lists = context, lists
        self._editable = rights.may(context, Right.EDIT_PEOPLE)
        self.table = Table(
            (
                Column("day", "Date", lambda r: date_short(r.day), width=104, sort=lambda r: r.day),
                Column("mode", "Mode", lambda r: r.mode or "–", width=190),
                Column("place", "Lieu", lambda r: r.place, width=150, paint="muted"),
                Column("commune", "Commune", _commune, width=150),
                Column("who", "Personne", _who, paint="strong"),
                Column("outcome", "Suite", _outcome, width=150, sort=lambda r: r.recall_on),
            ),
            row_id=lambda r: r.id,
            search=lambda r: r.search,
            filters=(
                Filter("anonymous", "Sans nom", lambda r: r.is_anonymous, counted=True, group="file"),
                Filter("named", "Avec dossier", lambda r: not r.is_anonymous, counted=True, group="file"),
                Filter("recall", "À recontacter", _waits, counted=True),
                Filter("zone", "En zone", lambda r: bool(r.zone), counted=True),
            ),
            placeholder="Mode, lieu, commune, nom, mois…",
            counted=("contact", "contacts"),
            empty=EmptyState(
                "megaphone", "Aucun contact", "Notez-les au stand avec «\u00a0Saisie rapide\u00a0»."
            ),
            sort="day",
            ascending=False,
            name="Contacts de repérage",
        )
        self.convert_button = buttons.secondary("Ouvrir son dossier", "user-plus", self.convert)
        self.attach_button = buttons.quiet("Rattacher…", "link", self.attach)
        self.edit_button = buttons.quiet("Corriger", "pencil", self.edit)
        self.settle_button = buttons.quiet("Rappel fait", "check", self.settle)
        self.delete_button = buttons.icon_button("trash-2", "Supprimer ce contact", self.delete)
        self.kinds = Segmented(
            ((MODE, "Par mode"), (COMMUNE, "Par commune"), (MONTH, "Par mois")), MODE, name="Totaux"
        )
        self.totals = Table(
            (
                Column("label", "", lambda r: r.label),
                Column("contacts", "Contacts", lambda r: number(r.contacts), width=112, align="right"),
                Column("named", "Dossiers", lambda r: number(r.named), width=96, align="right"),
            ),
            row_id=lambda r: r.label,
            with_search=False,
            empty=EmptyState("megaphone", "Rien à compter"),
            name="Totaux des contacts montrés",
        )
        self.totals_card = Card("Totaux", title_height=40)
        self.totals_card.add(row(self.kinds, None))
        self.totals_card.body.addWidget(self.totals, 1)
        self.totals_card.setFixedWidth(theme.px(TOTALS_WIDTH))
        tools = row(
            self.convert_button,
            self.attach_button,
            self.edit_button,
            self.settle_button,
            None,
            self.delete_button,
        )
        left = column(self.table, spacing=12)
        left.addLayout(tools)
        whole = row(spacing=16, margins=(24, 8, 24, 16))
        whole.addLayout(left, 1)
        whole.addWidget(self.totals_card)
        self.setLayout(whole)
        self.table.current_changed.connect(self._fit)
        self.table.activated.connect(self._open)
        self.table.shown_changed.connect(self._count)
        self.kinds.changed.connect(self._count)
        self.totals.activated.connect(self._narrow)
        self._fit()

    def refresh(self) -> None:
        """Read every contact of the scope again."""
        self.table.set_rows(self.context.bridge.read(detection_list.rows, self.context.bridge.scope))
        self._count()
        self._fit()

    def show_contact(self, contact_id: uuid.UUID) -> None:
        """Choose one contact, whatever was searched for."""
        self.table.clear_search()
        self.table.set_current(contact_id)
        self.table.view.setFocus()

    def _count(self, _kind: object = None) -> None:
        model = self.table.model
        shown = [model.row_at(place) for place in range(model.rowCount())]
        self.totals.set_rows(_TOTALS[self.kinds.current()](shown))
        named = sum(line.participant_id is not None for line in shown)
        self.totals_card.set_count(f"{number(len(shown))}, dont {number(named)} avec dossier")

    def _narrow(self, words: object) -> None:
        """A line of the totals shows its contacts."""
        self.table.search.setText(str(words))

    def _current(self) -> ContactLine | None:
        return self.table.current_row()

    def _fit(self, _chosen: object = None) -> None:
        shown = self._current()
        anonymous = self._editable and shown is not None and shown.is_anonymous
        for button in (self.convert_button, self.attach_button, self.edit_button):
            button.setEnabled(anonymous)
        self.settle_button.setEnabled(self._editable and shown is not None and _waits(shown))
        self.delete_button.setEnabled(self._editable and shown is not None)

    def _open(self, _chosen: object = None) -> None:
        shown = self._current()
        if shown is not None and shown.participant_id is not None:
            self.person_asked.emit(shown.participant_id)
        elif shown is not None and self._editable:
            self.edit()

    def convert(self) -> None:
        """Open the file of the person of a contact without a name."""
        shown = self._current()
        if shown is None:
            return
        person = outreach_convert.open_file(self, self.context, self._lists, shown.id)
        if person is not None:
            self.context.window.notify("Dossier ouvert, contact compté une fois", undoable=True)
            self.person_asked.emit(person)

    def attach(self) -> None:
        """Say whose file a contact belongs to."""
        shown = self._current()
        if shown is not None and outreach_convert.attach(self, self.context, shown.id) is not None:
            self.context.window.notify("Contact rattaché", undoable=True)

    def settle(self) -> None:
        """The person was called back."""
        shown = self._current()
        if shown is not None and self._write("Noter un rappel fait", detection_list.settle, shown.id):
            self.context.window.notify("Rappel fait", undoable=True)

    def delete(self) -> None:
        """Take a contact away."""
        shown = self._current()
        if shown is not None and self._write("Supprimer un contact de repérage", detection.delete, shown.id):
            self.context.window.notify("Contact supprimé", undoable=True)

    def edit(self) -> None:
        """Correct a contact without a name."""
        shown = self._current()
        if shown is None:
            return
        bridge = self.context.bridge
        known = self.context.attempt(self, lambda: bridge.read(detection_anonymous.view, shown.id))
        if known is None:
            return

        def save(values: dict[str, Any]) -> None:
            commune, _postcode, insee = values.pop("commune")
            typed = AnonymousInput(
                id=known.id, agreement_id=known.agreement_id, commune=commune, insee=insee, **values
            )
            bridge.write("Corriger un contact de repérage", detection_anonymous.save, typed)

        sections = self._sections()
        names = [spec.name for section in sections for spec in section.fields]
        values = {name: getattr(known, name) for name in names}
        values["commune"] = (known.commune, "", known.insee)
        dialogs.ask_form(self, "Corriger un contact", sections, values=values, save=save)

    def _sections(self) -> tuple[Section, ...]:
        lists = self._lists.lists
        bands = self.context.bridge.read(detection_anonymous.age_bands)
        return (
            Section(
                "",
                (
                    FieldSpec("day", "Date du contact", "date", required=True),
                    FieldSpec("mode_code", "Mode de repérage", "choice", choices=lists["detection_modes"]),
                    FieldSpec("place", "Lieu ou événement"),
                    FieldSpec("commune", "Commune", make=CommuneField),
                    FieldSpec("sex", "Sexe, tel qu’il paraît", "choice", choices=lists["sex"]),
                    FieldSpec("age_band", "Âge, à peu près", "choice", choices=bands),
                    FieldSpec("member_id", "Membre repéreur", "choice", choices=self._lists.structures),
                    FieldSpec("oriented_by_kind", "Orienté par", "choice", choices=lists["structure_kinds"]),
                    FieldSpec("recall_consent", "Accepte d’être recontacté", "choice", choices=YES_NO),
                    FieldSpec("outcome_code", "Suites", "choice", choices=lists["detection_outcome"]),
                    FieldSpec("recall_on", "À recontacter le", "date"),
                    FieldSpec(
                        "note",
                        "Remarque",
                        "multiline",
                        rows=2,
                        span=2,
                        help="Sans nom\u00a0: qui a un nom a un dossier.",
                    ),
                ),
            ),
        )

    def _write(self, words: str, act: Any, contact_id: uuid.UUID) -> bool:
        write = self.context.bridge.write
        return self.context.attempt(self, lambda: (write(words, act, contact_id), True)[1]) is True


def _waits(line: ContactLine) -> bool:
    return line.waits


def _commune(line: ContactLine) -> str:
    return f"{line.commune} · {line.zone}" if line.zone else line.commune


def _who(line: ContactLine) -> str:
    if line.person:
        return line.person
    return ", ".join(part for part in (line.sex, line.age_band) if part) or "sans précision"


def _outcome(line: ContactLine) -> str:
    if line.recall_on is not None and line.waits:
        return f"le {date_short(line.recall_on)}"
    return line.outcome
