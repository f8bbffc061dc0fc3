"""What was being typed in a form when the classeur closed or locked: kept, then offered again."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import date_short
from elans_desktop.ui.context import Context
from elans_desktop.ui.drafts import DraftKeeper
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.form import Form
from elans_desktop.ui.kit.layout import clear_layout, column


def leave_save_key_to_the_window(form: Form) -> None:
    """Ctrl+S belongs to the window, which asks the view: two shortcuts of one key would cancel out."""
    for shortcut in form.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
        shortcut.setEnabled(False)


class FormDrafts(QWidget):
    """A banner above a form when a draft of it was left; nothing otherwise."""

    def __init__(self, context: Context, form: Form, name: str) -> None:
        """`name`: the form's stable code, e.g. `settings.places`."""
        super().__init__()
        self.keeper = DraftKeeper(context, form, name, self)
        self.keeper.found.connect(self._offer)
        self._place = column(spacing=0)
        self.setLayout(self._place)
        self.hide()
        leave_save_key_to_the_window(form)

    def look(self, subject_id: uuid.UUID | None, title: str) -> None:
        """The form shows something else: offer its draft, if there is one."""
        self._clear()
        self.keeper.look(subject_id, title)

    def keep(self) -> None:
        """Keep what is typed now."""
        self.keeper.keep()

    def drop(self) -> None:
        """Saved, or given up."""
        self._clear()
        self.keeper.drop()

    def resume(self) -> None:
        """Put the draft back into the form."""
        self._clear()
        self.keeper.resume()

    def _clear(self) -> None:
        clear_layout(self._place)
        self.hide()

    def _offer(self, saved_at: int) -> None:
        moment = clock.from_ms(saved_at)
        day = "" if moment.date() == clock.today() else f" {date_short(moment.date())},"
        actions = (("Reprendre", self.resume), ("Oublier", self.drop))
        self._place.addWidget(Banner(f"Brouillon retrouvé de{day} {moment:%H:%M}", "info", actions=actions))
        self.show()
