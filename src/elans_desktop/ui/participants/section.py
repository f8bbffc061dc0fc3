"""A section of the file that is typed: its form, its draft, one operation at each save."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.core.formats import date_short
from elans_desktop.ui.context import Context
from elans_desktop.ui.drafts import DraftKeeper
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.flow import flow
from elans_desktop.ui.kit.form import Form
from elans_desktop.ui.kit.layout import clear_layout, column, label, row
from elans_desktop.ui.kit.sides import Sides
from elans_desktop.ui.kit.tab_order import reachable

Values = dict[str, Any]
Store = Callable[[Values], object]


class FormSection(QWidget):
    """Title, form, « Enregistrer ». `store(values)` writes; its InputError shows beside the fields."""

    saved = Signal()

    def __init__(
        self,
        context: Context,
        title: str,
        form: Form,
        name: str,
        store: Store,
        *,
        beside: Sequence[QWidget] = (),
        above: Sequence[QWidget] = (),
        editable: bool = True,
    ) -> None:
        """`name`: code of its drafts. `beside`: widgets after the title; `above`: between it and the form."""
        super().__init__()
        self.context, self.form, self._store = context, form, store
        self._editable = editable
        self._saving = False
        self._subject: tuple[str, uuid.UUID | None] | None = None
        self._shown: Mapping[str, Any] = {}
        self.keeper = DraftKeeper(context, form, name, self)
        self.keeper.found.connect(self._offer_draft)
        self.title = label(title, "section")
        self.state = label("", "secondary")
        self.cancel_button = buttons.Button("Annuler", kind="quiet", small=True)
        self.cancel_button.clicked.connect(self.cancel)
        self.save_button = buttons.small("Enregistrer", "save", self.save)
        self.save_button.setToolTip("Enregistrer (Ctrl+S)")
        acts = row(self.state, self.cancel_button, self.save_button, spacing=8)
        head = Sides(flow(self.title, *beside), acts)
        self._notice = column(spacing=0)
        whole = column(head, self._notice, *above, form, spacing=8)
        self.setLayout(whole)
        form.set_read_only(not editable)
        form.dirty_changed.connect(self._dirty_changed)
        # Ctrl+S belongs to the window, which asks the view: two shortcuts of one key would cancel out
        for shortcut in form.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
            shortcut.setEnabled(False)
        form.save_requested.connect(self.save)
        self._dirty_changed(False)

    def show_values(self, subject: uuid.UUID | None, title: str, values: Mapping[str, Any]) -> None:
        """Show a subject. What is being typed about the same one stays; about another, it becomes a draft."""
        same = self._subject == (self.keeper.name, subject)
        if same and self.form.is_dirty() and not self._saving:
            return
        self._shown = values
        self.form.set_values(values)
        if not same:
            self._subject = (self.keeper.name, subject)
            clear_layout(self._notice)
            if self._editable:
                self.keeper.look(subject, title)

    def keep_draft(self) -> None:
        """Keep what is typed now: another subject is about to be shown, or the classeur to close."""
        self.keeper.keep()

    def forget(self) -> None:
        """Nothing is shown any more."""
        self.keep_draft()
        self._subject = None
        self.form.mark_clean()

    def is_dirty(self) -> bool:
        """Whether something waits to be saved."""
        return self.form.is_dirty()

    @property
    def saving(self) -> bool:
        """Whether it is being written now."""
        return self._saving

    def save(self) -> bool:
        """Check and write; False when something is wrong, which then stands beside the fields."""
        if not self.form.is_dirty():
            return True
        if not self.form.check():
            return False
        self._saving = True
        try:
            self._store(self.form.values())
        except InputError as error:
            self.form.show_errors(error.fields)
            return False
        except ElansError as problem:
            dialogs.show_error(self, problem)
            return False
        finally:
            self._saving = False
        self.form.mark_clean()
        self.keeper.drop()
        clear_layout(self._notice)
        self.saved.emit()
        return True

    def cancel(self) -> None:
        """Give up what was typed."""
        self.form.set_values(self._shown)
        self.keeper.drop()
        clear_layout(self._notice)

    def _dirty_changed(self, dirty: bool) -> None:
        fields = list(reachable(self.form))
        if not dirty and fields and (self.save_button.hasFocus() or self.cancel_button.hasFocus()):
            fields[-1].setFocus()  # the button goes; the keyboard stays in the section
        self.save_button.setEnabled(dirty)
        self.save_button.setVisible(self._editable)
        self.cancel_button.setVisible(dirty)
        self.state.setText("modifié" if dirty else "")
        if dirty and fields:
            # laid out above the fields, they are reached after the last one
            for before, after in pairwise((fields[-1], self.cancel_button, self.save_button)):
                QWidget.setTabOrder(before, after)

    def _offer_draft(self, saved_at: int) -> None:
        moment = clock.from_ms(saved_at)
        day = "" if moment.date() == clock.today() else f" {date_short(moment.date())},"
        banner = Banner(
            f"Brouillon retrouvé de{day} {moment:%H:%M}",
            "info",
            actions=(("Reprendre", self._resume), ("Oublier", self.cancel)),
        )
        self._notice.addWidget(banner)

    def _resume(self) -> None:
        self.keeper.resume()
        clear_layout(self._notice)
        self.form.setFocus()
