"""« Nouveau participant »: one short form beside the list, filled by keyboard, twins shown as one types."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.core.text import short_name
from elans_desktop.services.participants import intake, person_choices
from elans_desktop.services.participants.intake import Intake
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.permissions import Right
from elans_desktop.ui import rights, theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.drafts import DraftKeeper
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row, scrolled, surface
from elans_desktop.ui.participants import identity
from elans_desktop.ui.participants.identity import TwinBanners

NAME = "participant.new"
TWINS_AFTER_MS = 250
WIDTH = 760


def sections(lists: PersonChoices) -> Sequence[Section]:
    """What is asked at the first meeting."""
    first_contact = [
        FieldSpec("contact_on", "Date du premier contact", "date"),
        FieldSpec("mode_code", "Mode de repérage", "choice", choices=lists.lists["detection_modes"]),
        FieldSpec("oriented_by_name", "Orienté par"),
        FieldSpec("referent_id", "Référent de parcours", "choice", choices=lists.referents),
    ]
    return (
        Section("", (*identity.names(lists), *identity.place(), *identity.reach())),
        Section(
            "Premier contact",
            first_contact,
            "Avec une date, le parcours s’ouvre en repérage. Sans date, seul le dossier est créé.",
        ),
    )


class NewPerson(QWidget):
    """`created(id)`, `opened(id)` (a twin), `cancelled`."""

    created = Signal(object)
    opened = Signal(object)
    cancelled = Signal()
    import_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._lists = context.bridge.read(person_choices.choices)
        self.form = Form(sections(self._lists))
        identity.follow_commune(self.form, context)
        for shortcut in self.form.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
            shortcut.setEnabled(False)
        self.keeper = DraftKeeper(context, self.form, NAME, self)
        self.keeper.found.connect(self._offer_draft)
        self._notice = column(spacing=8)
        self._twin_place = column(spacing=8)
        self.twins = TwinBanners(context, self._twin_place, self.opened.emit)
        self.save_button = buttons.primary("Créer le dossier", "check", self.save)
        self.cancel_button = buttons.quiet("Annuler", "", self.cancel)
        import_link = buttons.link("Importer une liste…", "upload", self.import_asked.emit)
        rights.allow(context, Right.IMPORT_EXPORT, import_link)
        head = row(label("Nouveau participant", "title"), None, import_link)
        hint = label("Un nom ou un prénom suffit\u00a0: le reste peut venir plus tard.", "muted")
        foot = row(self.save_button, self.cancel_button, None)
        inside = column(head, hint, self._notice, self._twin_place, self.form, foot, None, spacing=12)
        inside.setContentsMargins(24, 16, 24, 24)
        content = holder(inside)
        content.setMaximumWidth(theme.px(WIDTH))
        whole = column(spacing=0)
        line = row(spacing=0)
        line.addWidget(content, 100)
        line.addStretch(1)
        whole.addWidget(scrolled(holder(line), "surface"))
        self.setLayout(whole)
        surface(self, "surface")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TWINS_AFTER_MS)
        self._typing.timeout.connect(self.look_for_twins)
        self.form.changed.connect(self._typing.start)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.cancel)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        accept = QShortcut(QKeySequence("Ctrl+Return"), self, self.save)
        accept.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def start(self) -> None:
        """An empty form, ready to type."""
        clear_layout(self._notice)
        self.twins.clear()
        blank = dict.fromkeys(self.form.names())
        blank["referent_id"] = self.context.bridge.actor.professional_id
        blank["contact_on"] = clock.today()
        self.form.set_values(blank)
        self.keeper.look(None, "Nouveau participant")
        self.form.field("last_name").setFocus()

    def look_for_twins(self) -> None:
        """Show the files that may be of the same person."""
        values = self.form.values()
        self.twins.look(
            ParticipantInput(
                last_name=values["last_name"],
                birth_name=values["birth_name"],
                first_name=values["first_name"],
                birth_date=values["birth_date"],
                phone=values["phone"],
            )
        )

    def save(self) -> bool:
        """Create the file: one operation."""
        if not self.form.check():
            return False
        values = self.form.values()
        person = identity.to_input(values, ParticipantInput())
        agreement_id = self.context.bridge.scope.agreement_id
        if agreement_id is None and self._lists.agreements:
            agreement_id = self._lists.agreements[0][0]
        typed = Intake(
            person=person,
            contact_on=values["contact_on"],
            mode_code=values["mode_code"],
            oriented_by_name=values["oriented_by_name"],
            agreement_id=agreement_id,
            referent_id=values["referent_id"],
        )
        named = short_name(person.last_name or person.birth_name, person.first_name)
        try:
            created: uuid.UUID = self.context.bridge.write(
                f"Créer le dossier de {named}", intake.create, typed
            )
        except InputError as error:
            self.form.show_errors(error.fields)
            return False
        except ElansError as problem:
            dialogs.show_error(self, problem)
            return False
        self.form.mark_clean()
        self.keeper.drop()
        self.created.emit(created)
        return True

    def cancel(self) -> None:
        """Give up; what was typed is forgotten."""
        self.form.mark_clean()
        self.keeper.drop()
        self.cancelled.emit()

    def _offer_draft(self, saved_at: int) -> None:
        words = f"Brouillon retrouvé de {clock.from_ms(saved_at):%H:%M}"
        self._notice.addWidget(Banner(words, "info", actions=(("Reprendre", self.resume),)))

    def resume(self) -> None:
        """Put back what was being typed."""
        self.keeper.resume()
        clear_layout(self._notice)
        self.form.field("last_name").setFocus()
