"""The form of a file (a structure, an instance): saved with Ctrl+S, its draft kept and offered again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.ui.context import Context
from elans_desktop.ui.drafts import DraftKeeper
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.form import Form, Section

Store = Callable[[uuid.UUID | None, dict[str, Any]], object]


class FileForm(Card):
    """`store(subject or None, values)` writes one operation; an InputError shows beside the fields."""

    def __init__(
        self,
        context: Context,
        title: str,
        sections: Sequence[Section],
        draft: str,
        store: Store,
        may_edit: bool,
    ) -> None:
        """`draft`: the stable code of the form."""
        self.save_button = buttons.small("Enregistrer", "save", self.save)
        self.drop_button = buttons.link("Annuler les changements", "", self.drop)
        super().__init__(title, actions=[self.drop_button, self.save_button])
        self._store, self._may = store, may_edit
        self.subject: uuid.UUID | None = None
        self.is_new = False
        self.form = Form(sections)
        self.form.set_read_only(not may_edit)
        self.form.save_requested.connect(self.save)
        self.form.dirty_changed.connect(self._dirty)
        self.drafts = DraftKeeper(context, self.form, draft, self)
        self.drafts.found.connect(self._found)
        self.banner = Banner("", actions=(("Reprendre", self._resume),), closable=True)
        self.banner.closed.connect(self.drafts.drop)
        self.banner.hide()
        self.add(self.banner, self.form)
        self._values: dict[str, Any] = {}
        self._dirty(False)

    def show_values(self, subject: uuid.UUID | None, title: str, values: Mapping[str, Any]) -> None:
        """Show a file; the same one being typed stays as it is."""
        if self.form.is_dirty() and subject == self.subject and not self.is_new:
            return
        self.keep()
        other = subject != self.subject or subject is None
        self.subject, self.is_new = subject, subject is None
        self._values = dict(values)
        self.form.set_values(values)
        self._dirty(False)
        if other and self._may:
            self.banner.hide()
            self.drafts.look(subject, title)

    def focus_first(self) -> None:
        """The keyboard in the first field."""
        self.form.field(self.form.names()[0]).editor.setFocus()

    def save(self) -> bool:
        """Check and write; False when something is wrong or refused."""
        if not self._may or not (self.form.is_dirty() or self.is_new) or not self.form.check():
            return False
        values, was_new = self.form.values(), self.is_new
        self.form.mark_clean()  # the write announces itself: the page must be free to show it again
        self.is_new = False
        try:
            self._store(self.subject, values)
        except ElansError as problem:
            self.is_new = was_new
            self.form.restore_draft(values)
            if isinstance(problem, InputError):
                self.form.show_errors(problem.fields)
            else:
                dialogs.show_error(self, problem)
            return False
        self.drafts.drop()
        return True

    def drop(self) -> None:
        """Forget what was typed."""
        self.form.set_values(self._values)
        self.drafts.drop()

    def keep(self) -> None:
        """Keep what is typed as a draft."""
        if self.form.is_dirty():
            self.drafts.keep()

    def _dirty(self, dirty: bool) -> None:
        self.save_button.setVisible(self._may)
        self.save_button.setEnabled(dirty or self.is_new)
        self.drop_button.setVisible(self._may and dirty)

    def _found(self, instant: object) -> None:
        if isinstance(instant, int):
            self.banner.set_text(f"Brouillon retrouvé de {clock.from_ms(instant):%H:%M}")
            self.banner.show()

    def _resume(self) -> None:
        self.drafts.resume()
        self.banner.hide()
