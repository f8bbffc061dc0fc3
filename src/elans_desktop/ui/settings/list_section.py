"""A page of the settings that is one list beside its form."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.ui.context import Context
from elans_desktop.ui.settings.list_and_form import ListAndForm
from elans_desktop.ui.settings.section import Section


class ListSection(Section):
    """Subclasses implement `make` and `rows`."""

    scrolls = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.tools: list[QWidget] = []
        self.list = self.make(context)
        for widget in (*self.tools, self.list.add_button):
            self.head_actions.addWidget(widget)
        self.page.addWidget(self.list, 1)

    def make(self, context: Context) -> ListAndForm:
        """The list and its form; `tools` may be filled with other actions of the page."""
        raise NotImplementedError

    def rows(self) -> Sequence[Any]:
        """The lines, read again."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read the lines again."""
        self.list.set_rows(self.rows())

    def open(self, row_id: uuid.UUID) -> None:
        """Show one line."""
        self.list.open(row_id)

    def save(self) -> None:
        """Keep the form."""
        self.list.save()

    def start_new(self) -> None:
        """A blank form."""
        if self.may_edit:
            self.list.start_new()

    def keep_drafts(self) -> None:
        """Keep what is typed."""
        self.list.drafts.keep()

    def leave(self) -> bool:
        """Keep, forget or stay."""
        return self.list.settle()
