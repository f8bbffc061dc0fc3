"""The tab: Réunions, Instances, Annuaire at the left; the meeting, the instance or the file at the right."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from elans_desktop.core.errors import NotFoundError
from elans_desktop.services.governance import governance, governance_meetings, structures
from elans_desktop.services.governance.governance_meetings import MeetingInput
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.governance import lists
from elans_desktop.ui.governance.ask import ask_meeting
from elans_desktop.ui.governance.body_page import BodyPage
from elans_desktop.ui.governance.meeting_page import MeetingPage
from elans_desktop.ui.governance.structure_page import StructurePage
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.empty import Action, EmptyState
from elans_desktop.ui.kit.layout import column, holder, label, row, separator, surface
from elans_desktop.ui.kit.segmented import Segmented
from elans_desktop.ui.view import View

MEETINGS, BODIES, STRUCTURES = "meetings", "bodies", "structures"
_NEW = {MEETINGS: "Réunion", BODIES: "Instance", STRUCTURES: "Structure"}
_NEW_NAMES = {MEETINGS: "Nouvelle réunion", BODIES: "Nouvelle instance", STRUCTURES: "Nouvelle structure"}


class GovernanceView(View):
    """See the head of this file."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {
            "body", "body_member", "meeting", "meeting_attendance", "agenda_item", "decision",
            "structure", "structure_role", "professional", "agreement", "place", "reference_item",
        }
    )  # fmt: skip
    help_page: ClassVar[str] = "gouvernance"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        actor = context.bridge.actor
        self._may_govern = allowed(actor, Right.GOVERN)
        self._may_edit = allowed(actor, Right.EDIT_PEOPLE)
        self.modes = Segmented(
            [(MEETINGS, "Réunions"), (BODIES, "Instances"), (STRUCTURES, "Annuaire")],
            MEETINGS,
            name="Gouvernance",
            wide=True,
        )
        self.lists = {
            MEETINGS: lists.meeting_list(self._action(MEETINGS)),
            BODIES: lists.body_list(self._action(BODIES)),
            STRUCTURES: lists.directory(self._action(STRUCTURES)),
        }
        self._openers = {
            MEETINGS: self._open_meeting, BODIES: self._open_body, STRUCTURES: self._open_structure,
        }  # fmt: skip
        self.meeting = MeetingPage(context)
        self.nothing = EmptyState("landmark", "")
        surface(self.nothing, "surface")
        self.right = QStackedWidget()
        for page in (self.nothing, self.meeting):
            self.right.addWidget(page)
        self.stack = QStackedWidget()
        for made in self.lists.values():
            self.stack.addWidget(made)
        whole = row(self._left(), separator(vertical=True), spacing=0)
        whole.addWidget(self.right, 1)
        self.setLayout(whole)
        for mode, opener in self._openers.items():
            self.lists[mode].current_changed.connect(opener)
        self.modes.changed.connect(self._mode_changed)
        self._show_mode(MEETINGS)

    @cached_property
    def body(self) -> BodyPage:
        """The page of an instance, built when the first one is shown."""
        page = BodyPage(self.context)
        page.meet.connect(self.new_meeting)
        page.saved.connect(self._body_saved)
        self.right.addWidget(page)
        return page

    @cached_property
    def structure(self) -> StructurePage:
        """The file of a structure, built when the first one is shown."""
        page = StructurePage(self.context)
        page.saved.connect(self._structure_saved)
        self.right.addWidget(page)
        return page

    def _left(self) -> QWidget:
        self.new_button = buttons.secondary("", "plus", self.start_new)
        head = row(label("Gouvernance", "title"), None, self.new_button)
        left = column(column(head, self.modes, spacing=16, margins=(24, 16, 16, 16)), spacing=0)
        left.addWidget(self.stack, 1)
        self.pane = surface(holder(left), "background")
        self._fit()
        theme.signals.changed.connect(self._fit)
        return self.pane

    def _fit(self) -> None:
        self.pane.setFixedWidth(theme.px(304))

    def _action(self, mode: str) -> Action | None:
        may = self._may_edit if mode == STRUCTURES else self._may_govern
        return (_NEW_NAMES[mode], self.start_new) if may else None

    def _body_saved(self, key: uuid.UUID) -> None:
        self.open_item("body", key)

    def _structure_saved(self, key: uuid.UUID) -> None:
        self.open_item("structure", key)

    def refresh(self) -> None:
        """Read the lists again, then what is shown."""
        bridge = self.context.bridge
        meetings = bridge.read(governance_meetings.rows, bridge.scope)
        bodies = bridge.read(governance.rows, bridge.scope, archived=True)
        directory = bridge.read(structures.rows, agreement_id=bridge.scope.agreement_id, archived=True)
        self.lists[MEETINGS].set_groups(lists.meeting_groups(meetings))
        self.lists[BODIES].set_groups(lists.apart("Archivées", bodies))
        self.lists[STRUCTURES].set_groups(lists.apart("Archivées", directory))
        if self.right.currentWidget() is self.nothing and self.modes.current() == MEETINGS and meetings:
            coming = sorted((one for one in meetings if one.coming), key=lambda one: one.day)
            self.lists[MEETINGS].set_current((coming or list(meetings))[0].id)
        else:
            self._reread()

    def _reread(self) -> None:
        shown = self.right.currentWidget()
        try:
            if shown is self.meeting and self.meeting.shown is not None:
                self._show_meeting(self.meeting.shown.id)
            elif isinstance(shown, BodyPage) and shown.shown is not None:
                shown.show_body(self.context.bridge.read(governance.view, shown.shown.id))
            elif isinstance(shown, StructurePage) and shown.shown is not None:
                shown.show_structure(self.context.bridge.read(structures.view, shown.shown.id))
        except NotFoundError:
            self._show_mode(self.modes.current())

    def open_item(self, kind: str, item_id: uuid.UUID | None) -> None:
        """« meeting », « body », « structure »: show it; « decision » is not one: its meeting is."""
        self.refresh_if_stale()
        modes = {"meeting": MEETINGS, "body": BODIES, "structure": STRUCTURES}
        if item_id is None or kind not in modes:
            return
        mode = modes[kind]
        self.modes.set_current(mode)
        self.lists[mode].set_current(item_id, quiet=True)
        self._openers[mode](item_id)

    def start_new(self) -> None:
        """The primary thing of the list shown."""
        mode = self.modes.current()
        if mode == MEETINGS and self._may_govern:
            self.new_meeting(None)
        elif mode == BODIES and self._may_govern:
            self.lists[BODIES].set_current(None, quiet=True)
            self.body.start_new()
            self.right.setCurrentWidget(self.body)
        elif mode == STRUCTURES and self._may_edit:
            self.lists[STRUCTURES].set_current(None, quiet=True)
            self.structure.start_new()
            self.right.setCurrentWidget(self.structure)

    def new_meeting(self, body_id: uuid.UUID | None) -> None:
        """Plan a meeting; the members are convoked."""
        if not self.context.bridge.read(governance.rows, self.context.bridge.scope):
            self.modes.set_current(BODIES)
            self.start_new()
            return
        made = ask_meeting(
            self.context,
            self,
            MeetingInput(body_id=body_id),
            title="Nouvelle réunion",
            accept="Convoquer",
            label="Prévoir une réunion",
        )
        if made is not None:
            self.open_item("meeting", made)

    def save(self) -> None:
        """Ctrl+S."""
        shown = self.right.currentWidget()
        if shown is self.meeting:
            self.meeting.save_notes()
        elif isinstance(shown, BodyPage | StructurePage):
            shown.form.save()

    def leave(self) -> bool:
        """Notes are saved, forms keep a draft."""
        self.meeting.leave()
        for place in range(self.right.count()):
            page = self.right.widget(place)
            if isinstance(page, BodyPage | StructurePage):
                page.form.keep()
        return True

    def _open_meeting(self, meeting_id: uuid.UUID) -> None:
        self.context.attempt(self, lambda: self._show_meeting(meeting_id))
        self.right.setCurrentWidget(self.meeting)

    def _show_meeting(self, meeting_id: uuid.UUID) -> None:
        self.meeting.show_meeting(self.context.bridge.read(governance_meetings.view, meeting_id))

    def _open_body(self, body_id: uuid.UUID) -> None:
        shown = self.context.attempt(self, lambda: self.context.bridge.read(governance.view, body_id))
        if shown is not None:
            self.body.show_body(shown)
            self.right.setCurrentWidget(self.body)

    def _open_structure(self, structure_id: uuid.UUID) -> None:
        shown = self.context.attempt(self, lambda: self.context.bridge.read(structures.view, structure_id))
        if shown is not None:
            self.structure.show_structure(shown)
            self.right.setCurrentWidget(self.structure)

    def _mode_changed(self, mode: str) -> None:
        self.leave()
        self._show_mode(mode)
        current = self.lists[mode].current_id()
        if current is None:
            self.lists[mode].select_first()
            return
        self._openers[mode](current)

    def _show_mode(self, mode: str) -> None:
        self.stack.setCurrentWidget(self.lists[mode])
        self.new_button.setText(_NEW[mode])
        self.new_button.setAccessibleName(_NEW_NAMES[mode])
        self.new_button.setToolTip(_NEW_NAMES[mode])
        self.new_button.setVisible(self._may_edit if mode == STRUCTURES else self._may_govern)
        words = {
            MEETINGS: ("Choisissez une réunion", "Son ordre du jour, ses présences, ses décisions."),
            BODIES: ("Choisissez une instance", "Ses membres et leurs mandats."),
            STRUCTURES: ("Choisissez une structure", "Son identité, ses rôles, ses contacts."),
        }
        self.nothing.set_words(*words[mode])
        self.right.setCurrentWidget(self.nothing)
