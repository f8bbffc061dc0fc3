"""The file of a person: its head, its outline, its sections on one scrolling page."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu, QWidget

from elans_desktop.core.formats import NBSP, date_short
from elans_desktop.services import participants, person_choices, person_file
from elans_desktop.services.pathways import STATUS_LABELS
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.person_file import FileView
from elans_desktop.services.printing import DocumentRequest
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.layout import clear_layout, column, holder, separator, surface
from elans_desktop.ui.kit.outline import OutlinedPage
from elans_desktop.ui.kit.view_bar import DetailHead
from elans_desktop.ui.participants import looks, situation
from elans_desktop.ui.participants.contacts import ContactsSection
from elans_desktop.ui.participants.followed import (
    EnrolmentsSection,
    EvaluationsSection,
    HistorySection,
    PresencesSection,
)
from elans_desktop.ui.participants.identity import IdentitySection
from elans_desktop.ui.participants.pathway import PathwaySection
from elans_desktop.ui.participants.section import FormSection
from elans_desktop.ui.participants.situation import SituationSection

HISTORY_AFTER_MS = 60


class PersonFile(QWidget):
    """One person at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.file: FileView | None = None
        self._choices = context.bridge.read(person_choices.choices)
        editable = allowed(context.bridge.actor, Right.EDIT_PEOPLE)
        calendar = allowed(context.bridge.actor, Right.EDIT_CALENDAR)
        self.identity = IdentitySection(context, self._choices, editable=editable)
        self.situation = SituationSection(context, self._choices, editable=editable)
        self.pathway = PathwaySection(context, self._choices, editable=editable)
        self.contacts = ContactsSection(context, self._choices, editable=editable)
        self.enrolments = EnrolmentsSection(context, editable=calendar)
        self.presences = PresencesSection(context)
        self.evaluations = EvaluationsSection(context)
        self.history = HistorySection(context)
        self.print_button = buttons.print_button(self._fill_print_menu)
        self.more_button = buttons.MenuButton("", icon="ellipsis", build=self._fill_more_menu)
        self.more_button.setToolTip("Autres actions")
        self.more_button.setAccessibleName("Autres actions")
        if not editable:
            self.more_button.hide()
        self.head = DetailHead(actions=(self.more_button, self.print_button))
        self._notices = column(spacing=0, margins=(24, 0, 24, 0))
        self.page = OutlinedPage()
        for key, title, content in self._sections():
            self.page.add_section(key, title, content)
        whole = column(self.head, self._notices, separator(), spacing=0)
        whole.addWidget(self.page, 1)
        self.setLayout(whole)
        surface(self, "surface")
        self._history_timer = QTimer(self)
        self._history_timer.setSingleShot(True)
        self._history_timer.setInterval(HISTORY_AFTER_MS)
        self._history_timer.timeout.connect(self._show_history)

    def _sections(self) -> tuple[tuple[str, str, QWidget], ...]:
        route = holder(column(self.pathway, separator(), self.contacts, spacing=16))
        return (
            ("identity", "Identité", self.identity),
            ("situation", "Situation", self.situation),
            ("pathway", "Parcours", route),
            ("enrolments", "Inscriptions", self.enrolments),
            ("presences", "Présences", self.presences),
            ("evaluations", "Évaluations", self.evaluations),
            ("history", "Historique", self.history),
        )

    @property
    def forms(self) -> tuple[FormSection, ...]:
        """The sections that are typed."""
        return self.identity, self.situation, self.pathway

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
        self._show_head(file)
        for section in (
            self.identity,
            self.situation,
            self.pathway,
            self.contacts,
            self.enrolments,
            self.presences,
            self.evaluations,
        ):
            section.show_file(file)
        self._show_marks(file)
        self._history_timer.start()

    def go_to(self, section: str) -> None:
        """Scroll to a section: identity, situation, pathway, enrolments, presences, evaluations, history."""
        self.page.go_to(section)

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
        status = file.pathway.status if file.pathway else person.status
        tone = looks.tone(status)
        self.head.show_thing(
            person.name,
            facts,
            letter=looks.LETTERS[status],
            status=STATUS_LABELS[status],
            tone=tone if tone != "neutral" else "",
        )
        clear_layout(self._notices)
        if person.archived_on:
            day = date_short(person.archived_on)
            words = f"Dossier archivé le {day}{NBSP}: il ne paraît plus dans les listes."
            self._notices.addWidget(
                Banner(words, "info", icon="archive", actions=(("Rouvrir", self._toggle_archive),))
            )

    def _show_marks(self, file: FileView) -> None:
        entry = self.page.entry
        entry("identity").set_mark("ok" if self._identity_is_complete(file) else "")
        entry("situation").set_mark(*situation.summary(self.situation.blanks()))
        entry("enrolments").set_mark(str(self.enrolments.under_way() or ""))
        entry("evaluations").set_mark(str(len(file.evaluated) or ""))
        entry("presences").set_mark("")

    def _identity_is_complete(self, file: FileView) -> bool:
        known = file.person.input
        return all(
            (
                known.last_name or known.birth_name,
                known.first_name,
                known.birth_date,
                known.sex,
                known.nationality,
                known.address or known.domiciliation,
                known.commune,
                known.phone or known.email,
                known.information_given_on,
            )
        )

    def _show_history(self) -> None:
        if self.file is not None:
            self.history.show_file(self.file)

    def _fill_print_menu(self, menu: QMenu) -> None:
        add: Any = menu
        for grid_id, title in self._choices.grids:
            add.add(f"Grille vierge, {title}", self._printer(grid_id), icon="clipboard")

    def _printer(self, grid_id: uuid.UUID) -> Callable[[], None]:
        scope = self.context.bridge.scope
        request = DocumentRequest("grille-vierge", object_ids=(grid_id,), scope=scope)
        return lambda: self.context.window.print_document(request)

    def _fill_more_menu(self, menu: QMenu) -> None:
        add: Any = menu
        archived = self.file is not None and self.file.person.archived_on is not None
        add.add(
            "Rouvrir le dossier" if archived else "Archiver le dossier",
            self._toggle_archive,
            icon="archive-restore" if archived else "archive",
        )

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
