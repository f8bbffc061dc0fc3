"""What stands in place of a file of the restricted archive until somebody says why they open it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.services import restricted
from elans_desktop.services.restricted import REASONS, RestrictedFile
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.kit.layout import column, surface

LABEL = "Ouvrir un dossier de l’archive restreinte"


class RestrictedGate(QWidget):
    """`show_refusal` says what the file is; once the reason is given, `opened` shows it."""

    def __init__(self, context: Context, opened: Callable[[uuid.UUID], object]) -> None:
        super().__init__()
        self.context, self._opened = context, opened
        self._person: uuid.UUID | None = None
        self.state = EmptyState(
            "archive", "", "", action=("Ouvrir le dossier…", self.ask), action_icon="folder-open"
        )
        self.setLayout(column(self.state, spacing=0))
        surface(self, "surface")

    def show_refusal(self, refusal: RestrictedFile) -> None:
        """A file that asks for a reason, or that this role does not open."""
        self._person = refusal.participant_id
        self.state.set_words(refusal.message, refusal.advice)
        if self.state.action is not None:
            self.state.action.setVisible(refusal.may_open)

    def ask(self) -> None:
        """Ask why; the reason goes into the access traces."""
        person = self._person
        if person is None:
            return
        choices = tuple(REASONS.items())
        field = FieldSpec(
            "reason",
            "Pourquoi ouvrez-vous ce dossier\u00a0?",
            "radio",
            required=True,
            choices=choices,
            options={"vertical": True},
            span=2,
        )

        def save(values: dict[str, Any]) -> None:
            self.context.bridge.write(LABEL, restricted.open_file, person, values["reason"] or "")

        text = (
            "Le motif, votre nom et l’heure vont dans les traces d’accès. Le dossier s’ouvre pour une heure."
        )
        done = dialogs.ask_form(
            self,
            "Ouvrir un dossier de l’archive restreinte",
            [Section("", (field,))],
            accept="Ouvrir",
            text=text,
            save=save,
        )
        if done is not None:
            self._opened(person)
