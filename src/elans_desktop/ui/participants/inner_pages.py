"""The pages that take the place of the list and the file: import, table, twins, calls, register, outreach."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from elans_desktop.services.pathways import pathway_limits
from elans_desktop.ui import scheme
from elans_desktop.ui.context import Context
from elans_desktop.ui.participants.people import People
from elans_desktop.ui.participants.people_pane import PeoplePane


class InnerPages(QStackedWidget):
    """The main page, and one page over it at most. Each is built when it is asked for."""

    def __init__(self, context: Context, main: QWidget, people: People, pane: PeoplePane) -> None:
        """`main`: the list and the file."""
        super().__init__()
        self.context, self.people, self.pane = context, people, pane
        self.left: Callable[[], object] = bool
        """Called before a page opens: what is typed becomes a draft."""
        self.back: Callable[[], object] = bool
        """Called once it has closed."""
        self.show_person: Callable[[uuid.UUID], object] = bool
        self.show_rights: Callable[[uuid.UUID], object] = bool
        """The same, at « Ses droits »."""
        self.addWidget(main)

    def open_import(self) -> None:
        """The import of a list."""
        from elans_desktop.ui.participants.import_page import ImportPage

        page = ImportPage(self.context)
        page.closed.connect(self.close_page)
        self._open(page)
        page.start()

    def open_table(self) -> None:
        """The table, with the filters and the search of the list."""
        from elans_desktop.ui.participants.table_page import TablePage

        spoken = scheme.of(self.context)
        usual = self.context.bridge.read(pathway_limits.of_scheme, spoken.options).usual
        title = scheme.title(spoken, "participants")
        page = TablePage(self.context, self.people, title=title, max_months=usual)
        page.closed.connect(lambda: self._leave_table(page))
        page.opened.connect(self._open_person)
        page.joined.connect(self.open_twins)
        self._open(page)
        page.start(self.pane.filters.active(), self.pane.search.text())

    def open_twins(self, one: uuid.UUID | None = None, other: uuid.UUID | None = None) -> None:
        """The files that may be of one person; these two at once, when they are given."""
        from elans_desktop.ui.participants.twins_page import TwinsPage

        page = TwinsPage(self.context)
        page.closed.connect(self.close_page)
        page.opened.connect(self._open_person)
        self._open(page)
        page.start((one, other) if one is not None and other is not None else None)

    def open_calls(self, pathway_id: uuid.UUID | None = None) -> None:
        """« Appels à passer », at somebody when asked."""
        from elans_desktop.ui.participants.calls_page import CallsPage

        page = self.currentWidget()
        if not isinstance(page, CallsPage):
            page = CallsPage(self.context)
            page.closed.connect(self.close_page)
            self._open(page)
        page.start(pathway_id)

    def open_requests(self) -> None:
        """« Demandes sur les données »: the register."""
        from elans_desktop.ui.participants.requests_page import RequestsPage

        page = RequestsPage(self.context)
        page.closed.connect(self.close_page)
        page.opened.connect(self.show_rights)
        self._open(page)
        page.start()

    def open_outreach(self, contact_id: uuid.UUID | None = None) -> None:
        """« Repérage », at one contact when asked."""
        from elans_desktop.ui.participants.outreach_page import OutreachPage

        page = self.currentWidget()
        if not isinstance(page, OutreachPage):
            page = OutreachPage(self.context)
            page.closed.connect(self.close_page)
            page.person_asked.connect(self._open_person)
            self._open(page)
        page.start(contact_id)

    def keep_drafts(self) -> None:
        """What is typed in the page on show is kept."""
        page: Any = self.currentWidget()
        if hasattr(page, "keep_drafts"):
            page.keep_drafts()

    def close_page(self) -> None:
        """Back to the list and the file; what was typed in the page over them is kept."""
        page = self.currentWidget()
        if self.currentIndex() > 0 and page is not None:
            self.keep_drafts()
            self.setCurrentIndex(0)
            self.removeWidget(page)
            page.deleteLater()
            self.back()

    def _open(self, page: QWidget) -> None:
        self.left()
        self.close_page()
        self.addWidget(page)
        self.setCurrentWidget(page)

    def _leave_table(self, page: QWidget) -> None:
        from elans_desktop.ui.participants.table_page import TablePage

        assert isinstance(page, TablePage)
        self.pane.filters.set_active(page.filters.active())
        self.pane.search.setText(page.table.search.text())
        self.close_page()

    def _open_person(self, person_id: uuid.UUID) -> None:
        self.close_page()
        self.show_person(person_id)
