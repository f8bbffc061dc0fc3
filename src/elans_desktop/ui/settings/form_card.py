"""A card that holds a form: loads, saves, says what is wrong beside the fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.form import Form
from elans_desktop.ui.kit.form import Section as FormSection
from elans_desktop.ui.kit.layout import label, row
from elans_desktop.ui.settings.form_drafts import FormDrafts

Values = dict[str, Any]


class FormCard(Card):
    """`load()` gives the values, `store(values)` keeps them (one operation) and may raise an InputError."""

    def __init__(
        self,
        context: Context,
        name: str,
        title: str,
        sections: Sequence[FormSection],
        *,
        load: Callable[[], Mapping[str, Any]],
        store: Callable[[Values], object],
        columns: int = 2,
        may_edit: bool = True,
        remarks: Callable[[Values], Mapping[str, str]] | None = None,
        primary: bool = True,
    ) -> None:
        """`remarks(values)`: what looks odd without preventing anything, shown under the field.

        `name`: the code of its drafts. `primary`: its button is the main one of the page.
        """
        super().__init__(title)
        self._load, self._store, self._remarks = load, store, remarks
        self.form = Form(sections, columns=columns)
        self.form.set_read_only(not may_edit)
        made = buttons.primary if primary else buttons.secondary
        self.save_button = made("Enregistrer", "save", self.save)
        self.cancel_button = buttons.quiet("Annuler les changements", "", self.give_up)
        self.state = label("", "secondary")
        foot = row(self.save_button, self.cancel_button, None, self.state)
        self.drafts = FormDrafts(context, self.form, name)
        self._looked = not may_edit
        self.add(self.drafts, self.form)
        if may_edit:
            self.add(foot)
        self.form.dirty_changed.connect(self._dirty)
        self.form.changed.connect(self._remark)
        self._dirty(False)

    def reload(self) -> None:
        """Show what is kept."""
        self.form.set_values(self._load())
        self._remark()

    def give_up(self) -> None:
        """Forget what was typed."""
        self.drafts.drop()
        self.reload()

    def refresh(self) -> None:
        """Show what is kept, unless something is being typed."""
        if not self.form.is_dirty():
            self.reload()
            if not self._looked:
                self._looked = True
                self.drafts.look(None, self.title.text())

    def save(self) -> bool:
        """Check and keep; False when something is wrong or refused."""
        if not self.form.is_dirty():
            return True
        if not self.form.check():
            return False
        try:
            self._store(self.form.values())
        except InputError as error:
            self.form.show_errors(error.fields)
            return False
        except ElansError as problem:
            from elans_desktop.ui.kit import dialogs

            dialogs.show_error(self, problem)
            return False
        self.form.mark_clean()
        self.drafts.drop()
        self.reload()
        self.state.setText("Enregistré")
        return True

    def _dirty(self, dirty: bool) -> None:
        self.save_button.setEnabled(dirty)
        self.cancel_button.setVisible(dirty)
        self.state.setText("Changements pas encore enregistrés" if dirty else "")

    def _remark(self) -> None:
        if self._remarks is None:
            return
        found = self._remarks(self.form.values())
        for name in self.form.names():
            field = self.form.field(name)
            if not field.error():
                field.message.show_text(found.get(name, ""), "warning", "triangle-alert")
