"""The panel that holds one form of the budget: an expense, a line, a grant, a payment."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal

from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.ui.context import Context
from elans_desktop.ui.drafts import DraftKeeper
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.form import Form, Section
from elans_desktop.ui.kit.side_panel import SidePanel


@dataclass(frozen=True)
class Record:
    """What the panel edits. `store(values)` does the write; `remove` deletes, None for something new."""

    name: str
    """Code of the form, for its drafts."""
    title: str
    icon: str
    sections: Sequence[Section]
    values: Mapping[str, Any]
    store: Callable[[dict[str, Any]], object]
    id: uuid.UUID | None = None
    remove: Callable[[], object] | None = None
    what: str = ""
    """« la dépense », in the question asked before deleting."""


class RecordPanel(SidePanel):
    """`saved` after Enregistrer or Supprimer; `closed` by the cross."""

    saved = Signal()

    def __init__(self, context: Context, record: Record, *, read_only: bool = False) -> None:
        self._record = record
        self._banner: Banner | None = None
        self.save_button = buttons.Button("Enregistrer", kind="primary", icon="save")
        self.save_button.clicked.connect(self.save)
        foot = [] if read_only else [self.save_button]
        self.remove_button = buttons.danger("Supprimer…", "trash-2", self._remove)
        if record.remove is not None and not read_only:
            foot.append(self.remove_button)
        super().__init__(record.title, icon=record.icon, width=392, foot=foot)
        self.form = Form(record.sections, columns=2)
        self.form.set_values(record.values)
        self.form.set_read_only(read_only)
        self.form.save_requested.connect(self.save)
        self.body.addWidget(self.form)
        self.drafts = DraftKeeper(context, self.form, f"budget.{record.name}", self)
        if not read_only:
            self.drafts.found.connect(self._offer)
            self.drafts.look(record.id, record.title)

    def first_field(self) -> None:
        """Put the cursor in the first field."""
        self.form.field(self.form.names()[0]).editor.setFocus()

    def save(self) -> None:
        """Write; errors go beside their fields."""
        if not self.form.check():
            return
        try:
            self._record.store(self.form.values())
        except InputError as problem:
            self.form.show_errors(problem.fields)
            return
        except ElansError as problem:
            dialogs.show_error(self, problem)
            return
        self.drafts.drop()
        self.saved.emit()

    def keep(self) -> None:
        """What is typed stays as a draft."""
        self.drafts.keep()

    def _remove(self) -> None:
        remove = self._record.remove
        if remove is None or not dialogs.confirm(
            self,
            f"Supprimer {self._record.what} ?",
            "Vous pourrez l’annuler aussitôt avec Ctrl+Z.",
            "Supprimer",
            danger=True,
        ):
            return
        try:
            remove()
        except ElansError as problem:
            dialogs.show_error(self, problem)
            return
        self.drafts.drop()
        self.saved.emit()

    def _offer(self, _instant: int) -> None:
        banner = Banner("Un brouillon a été retrouvé", "info", actions=(("Reprendre", self.resume),))
        self.body.insertWidget(0, banner)
        self._banner = banner

    def resume(self) -> None:
        """Put the draft back."""
        self.drafts.resume()
        if self._banner is not None:
            self._banner.hide()
