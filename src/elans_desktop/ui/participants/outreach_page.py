"""« Repérage »: the entry of a stand and the list of every contact, over the list of people."""

from __future__ import annotations

import uuid
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from elans_desktop.services.participants import person_choices
from elans_desktop.services.permissions import Right
from elans_desktop.ui import rights
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.layout import column, surface
from elans_desktop.ui.kit.segmented import Segmented
from elans_desktop.ui.kit.view_bar import ViewBar
from elans_desktop.ui.participants.outreach_entry import OutreachEntry
from elans_desktop.ui.participants.outreach_list import OutreachList
from elans_desktop.ui.view import InnerPage

ENTRY, LIST = "entry", "list"
TABLES = frozenset({"detection_contact", "participant", "commune_zone"})


class OutreachPage(InnerPage):
    """`closed` goes back to the list; `person_asked(id)` to a file."""

    help_page: ClassVar[str] = "reperage"

    closed = Signal()
    person_asked = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        lists = context.bridge.read(person_choices.choices)
        editable = rights.may(context, Right.EDIT_PEOPLE)
        self.modes = Segmented(
            ((ENTRY, "Saisie rapide"), (LIST, "Tous les contacts")),
            ENTRY if editable else LIST,
            name="Page du repérage",
        )
        path = (("Participants", self.close_page), ("Repérage", None))
        self.bar = ViewBar("Repérage", beside=(self.modes,), path=path)
        self.entry = OutreachEntry(context, lists)
        self.list = OutreachList(context, lists)
        self.pages = QStackedWidget()
        for page in (self.entry, self.list):
            page.person_asked.connect(self.person_asked)
            self.pages.addWidget(page)
        self.modes.setVisible(editable)
        whole = column(self.bar, spacing=0)
        whole.addWidget(self.pages, 1)
        self.setLayout(whole)
        surface(self, "background")
        self.modes.changed.connect(self._show)
        escape = QShortcut(QKeySequence("Escape"), self, self.close_page)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        context.bridge.changed.connect(self._on_changed)
        context.bridge.scope_changed.connect(self._refresh)

    def start(self, contact_id: uuid.UUID | None = None) -> None:
        """Begin at the stand, or at one contact of the list."""
        if contact_id is not None:
            self.modes.set_current(LIST)
        self._show(self.modes.current())
        if contact_id is not None:
            self.list.show_contact(contact_id)

    def close_page(self) -> None:
        """Back to the list of people."""
        self.closed.emit()

    def _show(self, mode: str) -> None:
        self.pages.setCurrentIndex(0 if mode == ENTRY else 1)
        if mode == ENTRY:
            self.entry.start()
        else:
            self.list.refresh()
            self.list.table.view.setFocus()

    def _on_changed(self, tables: frozenset[str]) -> None:
        if tables & TABLES and self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        if self.modes.current() == ENTRY:
            self.entry.refresh()
        else:
            self.list.refresh()
