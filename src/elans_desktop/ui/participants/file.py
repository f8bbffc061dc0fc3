"""The file of a person: its head, its outline, its sections on one scrolling page."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from elans_desktop.core.formats import NBSP
from elans_desktop.services.participants import participants, person_choices, person_file
from elans_desktop.services.participants.completeness_items import Item
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.pathways.pathways import STATUS_LABELS
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.ui import rights
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.layout import clear_layout, column, separator, surface
from elans_desktop.ui.kit.outline import OutlinedPage
from elans_desktop.ui.kit.view_bar import DetailHead
from elans_desktop.ui.participants import keeping, looks, oppositions
from elans_desktop.ui.participants.completeness_line import CompletenessLine
from elans_desktop.ui.participants.confidential import ConfidentialSection
from elans_desktop.ui.participants.contacts import ContactsSection
from elans_desktop.ui.participants.editable import Typed
from elans_desktop.ui.participants.field_past import FieldPastGuide
from elans_desktop.ui.participants.interviews import InterviewsSection, NewInterviewButton, when
from elans_desktop.ui.participants.papers import PaperMenu
from elans_desktop.ui.participants.parts import Part, parts
from elans_desktop.ui.participants.portrait import Portrait
from elans_desktop.ui.participants.section import FormSection
from elans_desktop.ui.participants.situation import SituationSection

T = TypeVar("T", bound=QWidget)
LATER_AFTER_MS = 60
CONTACTS = "contacts"


class PersonFile(QWidget):
    """One person at a time."""

    def __init__(self, context: Context, *, frozen: bool = False) -> None:
        """`frozen`: the files shown are out of use; every section is read, none is written in."""
        super().__init__()
        self.context, self.frozen = context, frozen
        self.file: FileView | None = None
        self._choices = context.bridge.read(person_choices.choices)
        may_edit = allowed(context.bridge.actor, Right.EDIT_PEOPLE)
        editable = may_edit and not frozen
        self.parts = parts(context, self._choices, frozen=frozen)
        self.print_button = buttons.print_button(self._fill_print_menu)
        self.more_button = buttons.MenuButton("", icon="ellipsis", build=self._fill_more_menu)
        self.more_button.setToolTip("Autres actions")
        self.more_button.setAccessibleName("Autres actions")
        if not may_edit:
            self.more_button.hide()
        self.talks = next((p.content for p in self.parts if isinstance(p.content, InterviewsSection)), None)
        actions: list[QWidget] = [self.more_button, self.print_button]
        if self.talks is not None and editable:
            actions.insert(0, NewInterviewButton(self.talks))
            QShortcut(QKeySequence("Ctrl+Shift+E"), self, self.talks.new)
        self.portrait = Portrait(context)
        self.head = DetailHead(actions=actions, before=self.portrait)
        self._notices = column(spacing=8, margins=(24, 0, 24, 0))
        self.completeness = CompletenessLine(context, self.go_to_item)
        self.page = OutlinedPage()
        for part in self.parts:
            self.page.add_section(part.key, part.title, part.content)
        whole = column(self.head, self._notices, self.completeness, separator(), spacing=0)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.page)
        whole.addWidget(self.pages, 1)
        self.setLayout(whole)
        surface(self, "surface")
        self.past = FieldPastGuide(context, self, lambda: self.file.person.id if self.file else None)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_AFTER_MS)
        self._later.timeout.connect(self._show_later_parts)

    def section(self, kind: type[T]) -> T:
        """The section of a kind. Raises LookupError."""
        for part in self.parts:
            found = part.content if isinstance(part.content, kind) else part.content.findChild(kind)
            if isinstance(found, kind):
                return found
        raise LookupError(kind.__name__)

    @property
    def forms(self) -> tuple[Typed, ...]:
        """The sections that are typed."""
        return tuple(form for part in self.parts for form in part.forms)

    @property
    def saving(self) -> bool:
        """Whether one of them is being written now."""
        return any(section.saving for section in self.forms)

    def show_person(self, participant_id: uuid.UUID) -> None:
        """Read a file and show it; what was typed about another person is kept as a draft."""
        if self.file is not None and self.file.person.id != participant_id:
            self.keep_drafts()
            self.page.area.verticalScrollBar().setValue(0)
        self.file = self.context.bridge.read(person_file.view, participant_id, self.context.bridge.scope)
        file = self.file
        self._close_events()
        self._show_head(file)
        if not self.frozen:
            self.completeness.show_person(participant_id)
        for part in self.parts:
            if not part.later:
                self._show_part(part, file)
        QTimer.singleShot(0, self, self._later.start)  # counted from the painting

    def _show_part(self, part: Part, file: FileView) -> None:
        for show in part.show:
            show(file)
        mark, tone = part.mark(file) if part.mark else ("", "")
        self.page.entry(part.key).set_mark(mark, tone)

    def go_to(self, section: str) -> None:
        """Scroll to a section, by the key of its part; nothing for one this user does not see.

        « contacts » are inside the pathway.
        """
        if section == CONTACTS:
            self.page.go_to("pathway")
            self.page.hold(self.section(ContactsSection))
        elif any(part.key == section for part in self.parts):
            self.page.go_to(section)

    def go_to_item(self, item: Item) -> None:
        """Go to the field that answers a point of the file, its situation chosen first."""
        part = next((part for part in self.parts if part.key == item.section), None)
        if part is None:
            return
        self.page.go_to(part.key)
        if item.moment:
            self.section(SituationSection).moments.set_current(item.moment)
        if item.section == "sensitive" and not self.section(ConfidentialSection).open():
            return
        typed = (one.form for one in part.forms if isinstance(one, FormSection))
        form = next((one for one in typed if item.field in one.names()), None)
        if form is not None and not form.isHidden():
            field = form.field(item.field)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.page.hold(field)

    def show_events(self) -> None:
        """« Tout, dans l’ordre »: everything that happened, over the sections."""
        from elans_desktop.ui.participants.events_page import EventsPage

        if self.file is None:
            return
        self._close_events()
        events = EventsPage(self.context)
        events.closed.connect(self._close_events)
        events.chosen.connect(self._leave_events)
        self.pages.addWidget(events)
        self.pages.setCurrentWidget(events)
        events.show_person(self.file)

    def _leave_events(self, section: str) -> None:
        self._close_events()
        self.go_to(section)

    def _close_events(self) -> None:
        events = self.pages.currentWidget()
        if events is not None and events is not self.page:
            self.pages.removeWidget(events)
            events.hide()
            events.deleteLater()

    def start_interview(self) -> None:
        """A new interview of the person on show, for the roles that write them."""
        if self.talks is not None and not self.frozen:
            self.talks.new()

    def save(self) -> bool:
        """Save the section being typed in, else every section that waits; False when one is refused."""
        waiting = [section for section in self.forms if section.is_dirty()]
        current = [s for s in waiting if s.isAncestorOf(self.focusWidget() or self)]
        return all(section.save() for section in current or waiting)

    def keep_drafts(self) -> None:
        """Keep what is typed now."""
        for section in self.forms:
            if section.is_dirty():
                section.keep_draft()

    def _show_head(self, file: FileView) -> None:
        person = file.person
        facts = [f"n°{NBSP}{person.number}"]
        if person.age is not None:
            facts.append(f"{person.age}{NBSP}ans")
        if person.input.commune:
            postcode = f" ({person.input.postcode})" if person.input.postcode else ""
            facts.append(f"{person.input.commune}{postcode}")
        referents = dict(self._choices.referents)
        referent_id = file.pathway.input.referent_id if file.pathway else None
        if referent_id and (referent := referents.get(referent_id)):
            facts.append(f"Référent{NBSP}: {referent}")
        if file.appointment:
            facts.append(f"Rendez-vous {when(file.appointment)}")
        status = file.pathway.status if file.pathway else person.status
        tone = looks.tone(status)
        self.head.show_thing(
            person.name,
            facts,
            letter=looks.LETTERS[status],
            status=STATUS_LABELS[status],
            tone=tone if tone != "neutral" else "",
        )
        self.portrait.show_person(person.id, person.name)
        clear_layout(self._notices)
        if objected := oppositions.notice(self.context, person, self.go_to):
            self._notices.addWidget(objected)
        notice = keeping.banner(self.context, self, person, self._toggle_archive)
        if notice is not None:
            self._notices.addWidget(notice)
        self._notices.setContentsMargins(24, 0, 24, 8 if self._notices.count() else 0)

    def _show_later_parts(self) -> None:
        if self.file is not None:
            for part in self.parts:
                if part.later:
                    self._show_part(part, self.file)

    def _fill_print_menu(self, menu: QMenu) -> None:
        if self.file is None:
            return
        add: Any = menu
        papers = PaperMenu(self.context, self, (self.file.person.id,))
        papers.fill_documents(menu)
        for grid_id, title in self._choices.grids:
            add.add(f"Grille vierge, {title}", self._printer(grid_id), icon="clipboard")
        papers.fill_post(menu)
        papers.fill_notes(menu)

    def _printer(self, grid_id: uuid.UUID) -> Callable[[], None]:
        scope = self.context.bridge.scope
        request = DocumentRequest("grille-vierge", object_ids=(grid_id,), scope=scope)
        return lambda: self.context.window.print_document(request)

    def _fill_more_menu(self, menu: QMenu) -> None:
        add: Any = menu
        add.add("Tout, dans l’ordre", self.show_events, icon="list")
        if self.file is None:
            return
        person = self.file.person
        if rights.may(self.context, Right.PURGE) and person.anonymised_on is None:
            add.add("Durée de conservation…", self._tell_keeping, icon="hourglass")
        if self.frozen:
            return
        archived = person.archived_on is not None
        add.add(
            "Rouvrir le dossier" if archived else "Archiver le dossier",
            self._toggle_archive,
            icon="archive-restore" if archived else "archive",
        )

    def _tell_keeping(self) -> None:
        if self.file is not None:
            keeping.tell(self.context, self, self.file.person)

    def _toggle_archive(self) -> None:
        file = self.file
        if file is None:
            return
        put_away = file.person.archived_on is None
        verb = "Archiver" if put_away else "Rouvrir"
        words = f"{verb} le dossier de {file.person.short_name}"
        write = self.context.bridge.write
        done = self.context.attempt(
            self, lambda: (write(words, participants.archive, file.person.id, archived=put_away), True)[1]
        )
        if done:
            said = "archivé" if put_away else "rouvert"
            self.context.window.notify(f"Dossier de {file.person.short_name} {said}", undoable=True)
