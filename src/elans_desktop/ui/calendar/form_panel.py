"""What the two forms of the calendar share: Enregistrer, Annuler, and the draft of what is being typed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from elans_desktop.core import clock
from elans_desktop.core.formats import date_medium
from elans_desktop.ui.calendar.stacked import stacked_banner
from elans_desktop.ui.context import Context
from elans_desktop.ui.drafts import DraftKeeper
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.form import Form
from elans_desktop.ui.kit.layout import clear_layout, column
from elans_desktop.ui.kit.side_panel import SidePanel


class Typed(QObject):
    """What a panel of several small forms holds, seen as the one form of a draft."""

    changed = Signal()

    def __init__(self, panel: FormPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self.dirty = False

    def is_dirty(self) -> bool:
        """Whether something typed is not saved."""
        return self.dirty

    def values(self) -> dict[str, Any]:
        """Everything typed, by name."""
        return self._panel.typed()

    def restore_draft(self, values: Mapping[str, Any]) -> None:
        """Show what was being typed."""
        self._panel.restore(values)
        self.touch()

    def touch(self) -> None:
        """Something was typed."""
        self.dirty = True
        self.changed.emit()


class FormPanel(SidePanel):
    """Subclasses gather, write in `save`, and tell what is typed."""

    def __init__(self, context: Context, title: str, code: str) -> None:
        """`code`: the stable name of its drafts."""
        self.submit = buttons.primary("Enregistrer", "check", self._submit)
        self.give_up = buttons.secondary("Annuler", "", self._give_up)
        super().__init__(title, foot=(self.submit, self.give_up))
        self.context = context
        self.offer = column(spacing=0)
        self.body.addLayout(self.offer)
        self._typed = Typed(self)
        self.keeper = DraftKeeper(context, cast(Form, self._typed), code, self)
        self.keeper.found.connect(self._offer_draft)
        self.closed.connect(self.finished)

    def typed(self) -> dict[str, Any]:
        """Everything typed, by name: dates, identifiers, numbers, texts and tuples of these."""
        return {}

    def restore(self, values: Mapping[str, Any]) -> None:
        """Show what `typed` gave."""

    def save(self) -> bool:
        """Write; False when something is wrong, shown beside its field."""
        return True

    def is_dirty(self) -> bool:
        """Whether something typed is not saved."""
        return self._typed.dirty

    def opened(self, subject_id: uuid.UUID | None, title: str) -> None:
        """The form now shows this subject, as saved; a draft left behind is offered."""
        self._typed.dirty = False
        clear_layout(self.offer)
        self.keeper.look(subject_id, title)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap leaves a form in which nothing was typed; what was typed is left by « Annuler » alone."""
        if event.key() == Qt.Key.Key_Escape and not self.is_dirty():
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def touched(self) -> None:
        """Something was typed."""
        self._typed.touch()

    def finished(self) -> None:
        """Saved, or given up: no draft stays."""
        if self._typed.dirty:
            self._typed.dirty = False
            self.keeper.drop()

    def _offer_draft(self, saved_at: int) -> None:
        when = clock.from_ms(saved_at)
        words = f"Un brouillon du {date_medium(when.date())} à {when.hour:02}:{when.minute:02} est gardé."
        actions = (("Reprendre", self._resume), ("Oublier", self._forget))
        self.offer.addWidget(stacked_banner(words, actions, "info"))

    def _resume(self) -> None:
        self.keeper.resume()
        self._answered()

    def _forget(self) -> None:
        self.keeper.drop()
        self._answered()

    def _answered(self) -> None:
        clear_layout(self.offer)
        self.submit.setFocus()

    def _submit(self) -> None:
        self.save()

    def _give_up(self) -> None:
        self.closed.emit()
