"""The view: the list at the left; at the right a file, the entry of a new person, or an empty state."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from elans_desktop.core import memory
from elans_desktop.core.errors import NotFoundError, PermissionDenied
from elans_desktop.services import restricted
from elans_desktop.services.participants import merged_files, participants, people_facts, people_touched
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.restricted import RestrictedFile
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import column, holder, row, separator, surface
from elans_desktop.ui.participants import list_files, papers
from elans_desktop.ui.participants.calls_page import CallsPage
from elans_desktop.ui.participants.file import PersonFile
from elans_desktop.ui.participants.inner_pages import InnerPages
from elans_desktop.ui.participants.new_person import NewPerson
from elans_desktop.ui.participants.parts import FILE_TABLES
from elans_desktop.ui.participants.people import People
from elans_desktop.ui.participants.people_pane import PeoplePane
from elans_desktop.ui.participants.restricted_gate import RestrictedGate
from elans_desktop.ui.reading import ReadingTraces
from elans_desktop.ui.view import View

_LIST_TABLES = frozenset({"participant", "pathway", "pathway_brique", "pathway_suspension", "professional"})
FIRST_FILE_AFTER_MS = 20
_FORM_TABLES = frozenset({"reference_item", "structure", "professional", "agreement", "grid", "setting"})
_ROW_TABLES = _LIST_TABLES | _FORM_TABLES | people_touched.OWNED | {"situation", "situation_choice"}


class ParticipantsView(View):
    """The Participants tab."""

    tables: ClassVar[frozenset[str]] = _LIST_TABLES | _FORM_TABLES | FILE_TABLES | people_facts.TABLES
    help_page: ClassVar[str] = "participants"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._changed: frozenset[str] = self.tables
        self._mark: people_touched.Mark | None = None
        self._file: PersonFile | None = None
        self._new: NewPerson | None = None
        self._gate: RestrictedGate | None = None
        self._wanted: uuid.UUID | None = None
        self._reading = ReadingTraces(context, "participant", self)
        self._choose_first = QTimer(self)
        self._choose_first.setSingleShot(True)
        self._choose_first.setInterval(FIRST_FILE_AFTER_MS)
        self._choose_first.timeout.connect(self._show_first)
        self.may_edit = allowed(context.bridge.actor, Right.EDIT_PEOPLE)
        self.may_import = allowed(context.bridge.actor, Right.IMPORT_EXPORT)
        may_read = allowed(context.bridge.actor, Right.READ_PEOPLE)
        self.may_merge = allowed(context.bridge.actor, Right.MERGE_PEOPLE)
        self.people = People(context, self)
        self.pane = PeoplePane(
            context,
            self.people,
            new=self.start_new if self.may_edit else None,
            fill_tools=self._fill_tools if may_read else None,
            calls=self.start_calls if self.may_edit else None,
            table=lambda: self.pages.open_table(),
            outreach=self.start_outreach if may_read else None,
        )
        self.pane.current_changed.connect(self._chosen)
        self.pane.activated.connect(self._enter_file)
        self.nobody = EmptyState(
            "users",
            "Personne dans ce classeur pour l’instant",
            "Reprenez la liste que vous tenez déjà dans un tableur, ou ouvrez un premier dossier.",
            action=("Importer une liste", self.start_import) if self.may_import else None,
            action_icon="upload",
            link=("Enregistrer un modèle de tableau", self._save_template) if self.may_import else None,
        )
        self.nothing = EmptyState("user", "Choisissez une personne dans la liste", "Son dossier s’ouvre ici.")
        self.right = QStackedWidget()
        for page in (self.nobody, self.nothing):
            self.right.addWidget(surface(page, "surface"))
        main = row(self.pane, separator(vertical=True), spacing=0)
        main.addWidget(self.right, 1)
        self.pages = InnerPages(context, holder(main), self.people, self.pane)
        self.pages.left = self.leave
        self.pages.back = self.refresh_if_stale
        self.pages.show_person = self._show_from_page
        self.pages.show_rights = lambda person_id: self.open_item("rights", person_id)
        whole = column(spacing=0)
        whole.addWidget(self.pages)
        self.setLayout(whole)

    def refresh(self) -> None:
        """Read the list when it may have changed, one row when only one person has; then the file on show."""
        if self.pages.currentIndex() > 0:  # a page over the list: read when it goes
            self._stale = True
            return
        changed, self._changed = self._changed, frozenset()
        shown = self.right.currentWidget()
        typing = self._new is not None and shown is self._new
        if changed & _FORM_TABLES:
            self._drop_file()
        if self._file is not None and self._file.saving and self._wanted is not None:
            self._refresh_row(self._wanted)
        elif changed & _ROW_TABLES:
            self._refresh_touched()
        elif changed & people_facts.TABLES:
            self.people.read_facts()
        if typing and self._new is None:
            self.start_new(resume=True)
        elif self._wanted is not None:
            self._show_file(self._wanted, switch=not typing)
        else:
            self._choose_first_later()

    def invalidate(self) -> None:
        """The scope has changed, or everything may have."""
        self._changed = self.tables
        self._mark = None
        super().invalidate()

    def _on_changed(self, tables: frozenset[str]) -> None:
        concerned = tables & self.tables
        if concerned:
            self._changed |= concerned
            View.invalidate(self)

    def _refresh_touched(self) -> None:
        """The rows of a few people, when nothing else has changed (an undo); else the list."""
        touched = None
        if self._mark is not None:
            touched = self.context.bridge.read(people_touched.since, self._mark, _ROW_TABLES)
        if touched is None or touched.people is None:
            self._refresh_list()
            return
        self._mark = touched.mark
        for person_id in touched.people:
            self._refresh_row(person_id)

    def _refresh_list(self) -> None:
        bridge = self.context.bridge
        self._mark = bridge.read(people_touched.mark)
        try:
            rows = bridge.read(participants.rows, bridge.scope, archived=True)
        except PermissionDenied as refusal:
            self.nobody.set_words("Les dossiers vous sont fermés", refusal.message)
            rows, self._mark = (), None
        self.people.set_rows(rows)
        self.pane.set_rows(rows)
        if len(rows) > memory.LONG:
            QTimer.singleShot(0, memory.give_back)
        if not rows and self.right.currentWidget() is not self._new:
            self.right.setCurrentWidget(self.nobody)
        elif self.right.currentWidget() is self.nobody:
            self.right.setCurrentWidget(self.nothing)

    def _choose_first_later(self) -> None:
        """Count from the moment the list is painted, not from its reading."""
        QTimer.singleShot(0, self, self._choose_first.start)

    def _show_first(self) -> None:
        """Once the list is painted, open its first file: a tab is never waited for, nor the one just left."""
        if not self.isVisible():
            return
        if self._wanted is None and self.right.currentWidget() is self.nothing:
            self.pane.select_first()

    def _refresh_row(self, person_id: uuid.UUID) -> None:
        """One person has changed, here and now: the other rows are as they were."""
        read = self.context.bridge.read
        fresh = read(participants.rows, self.context.bridge.scope, archived=True, participant_id=person_id)
        if not fresh:
            self._refresh_list()
            return
        self.people.replace(fresh[0])
        if not self.pane.replace_row(fresh[0]):
            self._refresh_list()

    def open_item(self, kind: str, item_id: uuid.UUID | None) -> None:
        """`participant`: its file, or a section of it (« pathway »…); `interview`: a new one of that person;
        `new`, `import`, `calls`, `table`, `twins`, `outreach`, `requests`."""
        if kind == "new":
            self.start_new()
        elif kind == "import":
            self.start_import()
        elif kind == "calls":
            self.start_calls(item_id)
        elif kind == "table":
            self.pages.open_table()
        elif kind == "twins":
            self.pages.open_twins()
        elif kind == "outreach":
            self.start_outreach(item_id)
        elif kind == "requests":
            self.pages.open_requests()
        elif item_id is not None:
            item_id = self.context.bridge.read(merged_files.where, item_id)
            self.show_main()
            if not self.pane.reach(item_id):
                self.pane.leave_current()
            if self._wanted != item_id or self.right.currentWidget() is not self._file:
                self._chosen(item_id)
            if self._file is not None and kind == "interview":
                self._file.start_interview()
            elif self._file is not None and kind != "participant":
                self._file.go_to(kind)

    def start_new(self, *, resume: bool = False) -> None:
        """Open the entry of a new person; `resume`: with what was being typed."""
        if not self.may_edit:
            return
        self.show_main()
        if self._file is not None:
            self._file.keep_drafts()
        if self._new is None:
            self._new = NewPerson(self.context)
            self._new.created.connect(self._was_created)
            self._new.opened.connect(self._open_twin)
            self._new.cancelled.connect(self._new_cancelled)
            self._new.import_asked.connect(self.start_import)
            self.right.addWidget(self._new)
        self.right.setCurrentWidget(self._new)
        self._new.start()
        if resume:
            self._new.resume()

    def save(self) -> None:
        """Ctrl+S: the page over the list, the new person, else the section being typed in."""
        page = self.pages.currentWidget()
        if isinstance(page, CallsPage):
            page.save()
        elif self._new is not None and self.right.currentWidget() is self._new:
            self._new.save()
        elif self._file is not None:
            self._file.save()

    def leave(self) -> bool:
        """Keep what is typed as drafts."""
        if self._file is not None:
            self._file.keep_drafts()
        if self._new is not None and self.right.currentWidget() is self._new:
            self._new.keeper.keep()
        page = self.pages.currentWidget()
        if isinstance(page, CallsPage):
            page.keep_drafts()
        self._reading.left()
        return True

    def _chosen(self, person_id: Any) -> None:
        if person_id is None:
            self._wanted = None
            empty = not self.pane.model.total()
            self.right.setCurrentWidget(self.nobody if empty else self.nothing)
            return
        self._wanted = person_id
        self._show_file(person_id)

    def _show_from_page(self, person_id: uuid.UUID) -> None:
        """From a page over the list (table, contacts, twins…): the keyboard follows into the file."""
        self.open_item("participant", person_id)
        self._enter_file()

    def _enter_file(self, _person_id: Any = None) -> None:
        """Entrée on a line: the keyboard goes into the file, to its outline."""
        if self._file is not None and self.right.currentWidget() is self._file:
            self._file.page.focus_outline()

    def _show_file(self, person_id: uuid.UUID, *, switch: bool = True) -> None:
        try:
            self._file_for(person_id).show_person(person_id)
        except NotFoundError:
            self._wanted = None
            self.right.setCurrentWidget(self.nothing)
            return
        except RestrictedFile as refusal:
            self._show_gate(refusal)
            return
        assert self._file is not None
        if switch:
            if self._new is not None and self.right.currentWidget() is self._new:
                self._new.keeper.keep()
            self.right.setCurrentWidget(self._file)
            self._reading.opened(person_id)

    def _file_for(self, person_id: uuid.UUID) -> PersonFile:
        """The page that shows a file: another one for a file that is only read. Raises NotFoundError."""
        frozen = self.context.bridge.read(restricted.is_closed, person_id)
        if self._file is not None and self._file.frozen != frozen:
            self._drop_page()
        if self._file is None:
            self._file = PersonFile(self.context, frozen=frozen)
            self.right.addWidget(self._file)
        return self._file

    def _show_gate(self, refusal: RestrictedFile) -> None:
        if self._gate is None:
            self._gate = RestrictedGate(self.context, self._show_file)
            self.right.addWidget(self._gate)
        self._gate.show_refusal(refusal)
        self.right.setCurrentWidget(self._gate)

    def showEvent(self, event: QShowEvent) -> None:
        """Coming back to the file left on show is a visit too."""
        super().showEvent(event)
        if self._wanted is not None and self.right.currentWidget() is self._file:
            self._reading.opened(self._wanted)
        elif self._wanted is None:
            self._choose_first_later()

    def _drop_page(self) -> None:
        if self._file is not None:
            self._file.keep_drafts()
            self.right.removeWidget(self._file)
            self._file.deleteLater()
            self._file = None

    def _drop_file(self) -> None:
        self._drop_page()
        if self._new is not None:
            self._new.keeper.keep()
            self.right.removeWidget(self._new)
            self._new.deleteLater()
            self._new = None

    def show_main(self) -> None:
        """The list and the file; a page over them goes, what was typed in it is kept."""
        self.pages.close_page()

    def _was_created(self, person_id: uuid.UUID) -> None:
        self.right.setCurrentWidget(self.nothing)
        self.open_item("participant", person_id)
        self._enter_file()
        self.context.window.notify("Dossier créé", undoable=True)

    def _open_twin(self, person_id: uuid.UUID) -> None:
        self.right.setCurrentWidget(self.nothing)
        self.open_item("participant", person_id)

    def _new_cancelled(self) -> None:
        self.right.setCurrentWidget(self.nothing)
        self._chosen(self._wanted)
        self.pane.view.setFocus()

    def _fill_tools(self, menu: QMenu) -> None:
        add: Any = menu
        add.add("Tableau", self.pages.open_table, icon="table-2")
        add.add("Repérage", self.start_outreach, icon="megaphone")
        if self.may_edit:
            add.add("Appels à passer", self.start_calls, icon="phone")
        add.addSeparator()
        if self.may_merge:
            add.add("Chercher les doublons…", self.pages.open_twins, icon="users-round")
        if self.may_import:
            add.add("Importer une liste…", self.start_import, icon="upload")
            add.add("Exporter la liste…", self._export, icon="download")
            add.add("Enregistrer un modèle de tableau…", self._save_template, icon="file-spreadsheet")
        add.add("Demandes sur les données", self.pages.open_requests, icon="scale")
        add.addSeparator()
        papers.fill_blank(menu, self.context)

    def _save_template(self) -> None:
        list_files.save_template(self.context, self)

    def _export(self) -> None:
        """The people shown, every identity field."""
        model = self.pane.model
        shown = [model.id_at(place) for place in range(model.rowCount())]
        list_files.export_people(self.context, self, shown, None)

    def start_import(self) -> None:
        """Open the page of the import over the list."""
        if self.may_import:
            self.pages.open_import()

    def start_calls(self, pathway_id: uuid.UUID | None = None) -> None:
        """Open « Appels à passer » over the list, at somebody when asked."""
        self.pages.open_calls(pathway_id)

    def start_outreach(self, contact_id: uuid.UUID | None = None) -> None:
        """Open « Repérage » over the list, at one contact when asked."""
        self.pages.open_outreach(contact_id)
