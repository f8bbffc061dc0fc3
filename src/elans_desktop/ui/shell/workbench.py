"""The page of an open classeur: header, tabs, one view at a time, foot."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from elans_desktop.core.errors import ElansError
from elans_desktop.services.organisation import agreements, settings
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui import scheme
from elans_desktop.ui.bridge import Bridge
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Jobs
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.banner import Banner, undo_banner
from elans_desktop.ui.kit.layout import is_alive, separator
from elans_desktop.ui.shell.autolock import AutoLock
from elans_desktop.ui.shell.header import Header
from elans_desktop.ui.shell.printing import PrintDesk
from elans_desktop.ui.shell.status_bar import StatusBar
from elans_desktop.ui.shell.tabs import AZERTY_DIGITS, DIGITS, TABS, TabStrip
from elans_desktop.ui.shell.watch import Watch
from elans_desktop.ui.view import View

SETTINGS = "settings"
HELP_KEY = "F1"


class Workbench(QWidget):
    """What one sees all day. Tabs are imported and built at their first visit."""

    lock_asked = Signal()
    bug_found = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = Bridge(workspace, self)
        self.jobs = Jobs(self)
        self.jobs.bug.connect(self._job_failed)
        self.context = Context(self.bridge, self.jobs, self)
        self.bridge.set_scope(self.bridge.read(agreements.default_scope))
        self.header = Header(self.context)
        self.tabs = TabStrip()
        self.pages = QStackedWidget()
        self.status = StatusBar(self.context)
        self._undo_banner: QWidget | None = None
        self._undo_told: str | None = None
        self._views: dict[str, View] = {}
        self._current = ""
        self._held: QWidget | None = None
        """What had the keyboard before a page came over the view: it gets it back."""
        self._print_desk = PrintDesk(self.context, self)
        self._print_desk.page_ready.connect(self._show_page)
        self._print_desk.page_closed.connect(self._close_page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(24, 0, 24, 0)
        for part in (self.header, self.tabs, separator()):
            whole.addWidget(part)
        whole.addLayout(self._notices)
        whole.addWidget(self.pages, 1)
        whole.addWidget(separator())
        whole.addWidget(self.status)
        self.header.settings_asked.connect(lambda: self.navigate(SETTINGS))
        self.header.lock_asked.connect(self.lock)
        self.header.help_asked.connect(self.show_help)
        self.header.undo_asked.connect(self.undo)
        self.tabs.chosen.connect(self.navigate)
        self.autolock = AutoLock(self.bridge.read(settings.lock_minutes), self)
        self.autolock.expired.connect(self.lock)
        self.bridge.changed.connect(self._settings_changed)
        self.bridge.changed.connect(self._check_notice)
        self.bridge.scope_changed.connect(self._name_tabs)
        self._name_tabs()
        self._bind_keys()
        self._watch = Watch(workspace, self.jobs, self)
        self._watch.warned.connect(self._warn)
        self._watch.start()
        self.navigate(TABS[0].name)

    def _name_tabs(self) -> None:
        """« Participants », « Stagiaires »: the word of the scheme shown."""
        self.tabs.set_title("participants", scheme.title(scheme.of(self.context), "participants"))

    def _bind_keys(self) -> None:
        for tab, digit, azerty in zip(TABS, DIGITS, AZERTY_DIGITS, strict=True):
            for key in (digit, azerty):
                self._bind(f"Ctrl+{key}", lambda name=tab.name: self.navigate(name))
        self._bind("Ctrl+K", self._focus_search)
        self._bind("Ctrl+L", self.lock)
        self._bind("Ctrl+Z", self.undo)
        self._bind("Ctrl+Shift+Z", self.redo)
        self._bind("Ctrl+Y", self.redo)
        self._bind("Ctrl+N", lambda: self.current_view().start_new())
        self._bind("Ctrl+S", lambda: self.current_view().save())
        self._bind("Ctrl+Shift+?", self.show_shortcuts)
        self._bind("Ctrl+?", self.show_shortcuts)
        self._bind(HELP_KEY, self.show_help)

    def _bind(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda: act())

    def current_view(self) -> View:
        """The view on show, behind a preview too."""
        return self._views[self._current]

    def view(self, name: str) -> View:
        """The view of a tab, built at its first visit."""
        if name not in self._views:
            view = import_module(f"elans_desktop.ui.{name}").build(self.context)
            self._views[name] = view
            self.pages.addWidget(view)
        return self._views[name]

    def navigate(self, tab: str, kind: str | None = None, item_id: uuid.UUID | None = None) -> None:
        """Go to a tab, and to one thing in it."""
        if self._current and tab != self._current and not self.current_view().leave():
            return
        self._close_page()
        view = self.view(tab)
        self._current = tab
        self.pages.setCurrentWidget(view)
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tabs.show_current(None if tab == SETTINGS else tab)
        if kind is not None:
            view.refresh_if_stale()
            view.open_item(kind, item_id)

    def print_document(self, request: DocumentRequest) -> None:
        """Prepare a document on the worker and show its preview."""
        self._print_desk.ask(request)

    def show_pdf(
        self,
        pdf: bytes,
        pages: int,
        title: str,
        filename: str,
        issued: Callable[[], None] | None = None,
    ) -> None:
        """Show a PDF that the classeur keeps, in the preview."""
        from elans_desktop.documents.catalogue import Rendered
        from elans_desktop.ui.shell.pages import PreviewPage

        page = PreviewPage(Rendered(pdf, pages, filename, title))
        if issued is not None:
            page.issued.connect(issued)
        page.closed.connect(self._close_page)
        self._show_page(page)

    def lock(self) -> None:
        """Keep the drafts, close the classeur, show the unlock screen."""
        if self.current_view().leave():
            self.lock_asked.emit()

    def notify(self, words: str, *, undoable: bool = False) -> None:
        """Say something for a moment; with « Annuler » when the last operation can be undone."""
        self.status.notify(words)
        self._drop_notice()
        if undoable and self.bridge.undo_label():
            banner = undo_banner(words, ("Annuler", self.undo))
            self._notices.addWidget(banner)
            self._undo_banner, self._undo_told = banner, self.bridge.undo_label()

    def _check_notice(self, _tables: frozenset[str]) -> None:
        """« Annuler » of a notice never undoes another operation than the one it tells."""
        if self._undo_banner is not None and self.bridge.undo_label() != self._undo_told:
            self._drop_notice()

    def _warn(self, words: str) -> None:
        """A warning that stays until it is closed."""
        banner = Banner(words, "warning", closable=True)
        banner.closed.connect(banner.deleteLater)
        self._notices.addWidget(banner)

    def _drop_notice(self) -> None:
        if self._undo_banner is not None:
            self._notices.removeWidget(self._undo_banner)
            self._undo_banner.deleteLater()
            self._undo_banner = None

    def undo(self) -> None:
        """Undo the last operation of this user, by name."""
        self._travel(self.bridge.undo_label(), self.bridge.undo, "Annulé", "Il n’y a rien à annuler.")

    def redo(self) -> None:
        """Do again what was undone."""
        self._travel(self.bridge.redo_label(), self.bridge.redo, "Rétabli", "Il n’y a rien à rétablir.")

    def _travel(self, what: str | None, act: Callable[[], None], done: str, nothing: str) -> None:
        self._drop_notice()
        if what is None:
            self.status.notify(nothing)
            return
        try:
            act()
        except ElansError as problem:
            dialogs.show_error(self, problem)
        else:
            self.status.notify(f"{done} : {what}")

    def show_help(self) -> None:
        """The guide, at the page about what is on show."""
        from elans_desktop.ui.shell.help import HelpPage

        page = HelpPage(self.current_view().current_help_page())
        page.closed.connect(self._close_page)
        self._show_page(page)

    def show_shortcuts(self) -> None:
        """The sheet of shortcuts."""
        from elans_desktop.ui.shell.help import ShortcutPage

        page = ShortcutPage()
        page.closed.connect(self._close_page)
        self._show_page(page)

    def _focus_search(self) -> None:
        self.header.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.header.search.selectAll()

    def _show_page(self, page: QWidget) -> None:
        """A page over the view (preview, help): the view comes back when it closes."""
        held = QApplication.focusWidget() if isinstance(self.pages.currentWidget(), View) else self._held
        self._close_page()
        self._held = held
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        page.setFocus()

    def _close_page(self) -> None:
        page = self.pages.currentWidget()
        if page is None or isinstance(page, View):
            return
        self.pages.removeWidget(page)
        page.deleteLater()
        if self._current:
            view = self.current_view()
            self.pages.setCurrentWidget(view)
            held, self._held = self._held, None
            known = held is not None and is_alive(held) and view.isAncestorOf(held) and held.isVisible()
            (held if held is not None and known else view).setFocus(Qt.FocusReason.OtherFocusReason)

    def _settings_changed(self, tables: frozenset[str]) -> None:
        if "setting" in tables:
            self.autolock.set_minutes(self.bridge.read(settings.lock_minutes))

    def _job_failed(self, problem: Exception) -> None:
        if isinstance(problem, ElansError):
            dialogs.show_error(self, problem)
        else:
            self.bug_found.emit(problem)

    def leave(self) -> None:
        """Begin nothing more: the classeur is about to close."""
        self._watch.stop()
        self.jobs.close()

    def close_workspace(self) -> None:
        """Finish the work under way and close the classeur (its automatic backup included)."""
        self.jobs.wait()
        self.bridge.workspace.close()
