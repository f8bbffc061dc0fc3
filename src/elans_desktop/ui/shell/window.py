"""The one window: welcome, creation, recovery, and the open classeur take turns in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from elans_desktop.core.errors import ElansError, WrongPassphrase
from elans_desktop.ui import recent, theme
from elans_desktop.ui.jobs import Jobs
from elans_desktop.ui.shell.welcome import Welcome

if TYPE_CHECKING:
    from elans_desktop.storage.laptops import Arrival

SMALLEST = (1024, 640)
USUAL = (1366, 768)
TITLE_BAR = 40


class Window(QMainWindow):
    """Owns the pages; heavy ones are imported when they are first needed."""

    opened = Signal()
    """The open classeur is on show."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("ELANS")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.jobs = Jobs(self)
        self.pages = QStackedWidget()
        self.setCentralWidget(self.pages)
        self.welcome = Welcome()
        self.pages.addWidget(self.welcome)
        self.workbench: Any = None
        self._unopened: tuple[Any, Any] | None = None
        """A classeur just made or recovered, and the page of its code, which is shown once."""
        self._report: Callable[[BaseException], None] = _raise
        self._connect_welcome()
        self.welcome.painted.connect(lambda: QTimer.singleShot(1, self._finish))  # once it is on screen

    def show_fitted(self) -> None:
        """Show the window, maximised where its usual size and its title bar would pass the screen."""
        room = self.screen().availableSize()
        if room.width() <= USUAL[0] or room.height() < USUAL[1] + TITLE_BAR:
            self.showMaximized()
        else:
            self.show()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab follows the reading order, whatever was built late. What held the focus just closed: the view
        takes it, not the first control of the header."""
        from elans_desktop.ui.kit import tab_order

        held = QApplication.focusWidget()
        if held is not None and not held.isVisible() and self.workbench is not None:
            page = self.workbench.pages.currentWidget()
            if page is not None and page.isVisible():
                page.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
                return QApplication.focusWidget() is not held or tab_order.step(page, forward=next)
        return tab_order.step(self, forward=next) or super().focusNextPrevChild(next)

    def _finish(self) -> None:
        """What can wait until the first screen is seen."""
        from PySide6.QtGui import QKeySequence, QShortcut

        self.setWindowIcon(theme.icon("logo", "primary", 64))
        help_key = QShortcut(QKeySequence("F1"), self.welcome)
        help_key.setContext(QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut)
        help_key.activated.connect(self._show_guide)

    def set_bug_reporter(self, report: Callable[[BaseException], None]) -> None:
        """Where bugs found in jobs go."""
        self._report = report
        self.jobs.bug.connect(report)

    def _connect_welcome(self) -> None:
        welcome = self.welcome
        welcome.unlock_asked.connect(self.unlock)
        welcome.create_asked.connect(self._show_assistant)
        welcome.recovery_asked.connect(self._show_recovery)
        welcome.browse_asked.connect(self._browse)
        welcome.example_asked.connect(self._open_example)
        welcome.restore_asked.connect(self._restore)
        welcome.template_asked.connect(self._save_template)
        welcome.help_asked.connect(self._show_guide)

    def show_page(self, page: QWidget) -> None:
        """Show a passing page over the welcome screen."""
        self._drop_passing_page()
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def _drop_passing_page(self) -> None:
        page = self.pages.currentWidget()
        if page is not None and page is not self.welcome and page is not self.workbench:
            self.pages.removeWidget(page)
            page.deleteLater()

    def back_to_welcome(self, folder: str = "") -> None:
        """Show the list of classeurs, this one unfolded."""
        self._drop_passing_page()
        self.welcome.refresh(folder)
        self.pages.setCurrentWidget(self.welcome)

    def unlock(self, folder: str, user_id: str, phrase: str) -> None:
        """Open a classeur on the worker: the key takes most of a second to compute."""
        self._unlock(folder, user_id, phrase, None)

    def _unlock(
        self, folder: str, user_id: str, phrase: str, arrival: Arrival | None, *, take_over: bool = False
    ) -> None:
        from elans_desktop.ui.shell import opening

        self.jobs.run(
            lambda _progress: opening.open_workspace(
                Path(folder), user_id, phrase, arrival, take_over=take_over
            ),
            done=self.enter,
            failed=lambda problem: self._unlock_failed(
                folder, user_id, phrase, problem, arrival, take_over=take_over
            ),
        )

    def _unlock_failed(
        self,
        folder: str,
        user_id: str,
        phrase: str,
        problem: Exception,
        arrival: Arrival | None,
        *,
        take_over: bool,
    ) -> None:
        """Say why it did not open; ask what can be asked, and try again."""
        from elans_desktop.storage.laptops import ForeignMachine
        from elans_desktop.storage.locking import HeldElsewhere
        from elans_desktop.ui.shell import opening

        card = self.welcome.card(folder)
        if isinstance(problem, WrongPassphrase) and card is not None:
            card.show_wrong(problem)
            return
        if card is not None:
            card.set_busy(False)
        if isinstance(problem, ForeignMachine):
            if chosen := opening.foreign_choice(self):
                self._unlock(folder, user_id, phrase, chosen, take_over=take_over)
        elif isinstance(problem, HeldElsewhere):
            if opening.may_take_over(self, problem):
                self._unlock(folder, user_id, phrase, arrival, take_over=True)
        else:
            self._show_problem(problem)

    def _show_problem(self, problem: Exception) -> None:
        from elans_desktop.ui.kit import dialogs

        if isinstance(problem, ElansError):
            dialogs.show_error(self, problem)
        else:
            self._report(problem)

    def enter(self, workspace: Any) -> None:
        """Show an open classeur."""
        from elans_desktop.ui.shell.workbench import Workbench

        recent.remember(workspace.folder, workspace.title, workspace.actor.user_id.hex)
        self._unopened = None
        self._drop_passing_page()
        self.workbench = Workbench(workspace)
        self.workbench.lock_asked.connect(self.lock)
        self.workbench.bug_found.connect(self._report)
        self.pages.addWidget(self.workbench)
        self.pages.setCurrentWidget(self.workbench)
        QTimer.singleShot(0, self._focus_view)
        self.setWindowTitle(f"{workspace.title} — ELANS")
        self.opened.emit()

    def _focus_view(self) -> None:
        """The keyboard goes to the view, not to the first control of the header."""
        if self.workbench is not None:
            self.workbench.current_view().setFocus()

    def lock(self) -> None:
        """Close the classeur and come back to its unlock form."""
        if self.workbench is not None:
            folder = str(self.workbench.bridge.workspace.folder)
            self._close_workspace(lambda: self.back_to_welcome(folder))

    def _close_workspace(self, then: Callable[[], object]) -> None:
        """Finish the work under way and make the automatic backup on the worker, then go on."""
        from elans_desktop.ui.shell.pages import WaitPage

        bench, self.workbench = self.workbench, None
        bench.leave()
        waiting = WaitPage("Sauvegarde et fermeture du classeur", stoppable=False)
        self.pages.addWidget(waiting)
        self.pages.setCurrentWidget(waiting)
        self.setWindowTitle("ELANS")

        def closed(problem: Exception | None = None) -> None:
            self.pages.removeWidget(bench)
            bench.deleteLater()
            then()
            if problem is not None:
                self._show_problem(problem)

        self.jobs.run(
            lambda _progress: bench.close_workspace(), done=lambda _nothing: closed(), failed=closed
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Drafts are kept, the automatic backup is made, then the window closes. A code that was not kept is
        asked about first."""
        if self._unopened is not None:
            event.ignore()
            if self._unopened[1].may_be_left():
                self._close_unopened()
        elif self.workbench is not None:
            if self.workbench.current_view().leave():
                self._close_workspace(self.close)
            event.ignore()
        elif self.jobs.busy:
            event.ignore()
            self.jobs.busy_changed.connect(self.close, QtCore.Qt.ConnectionType.SingleShotConnection)
        else:
            event.accept()

    def _close_unopened(self) -> None:
        """Close the classeur whose code was on show, then the window."""
        if self._unopened is None:
            return
        workspace = self._unopened[0]
        self._unopened = None
        recent.remember(workspace.folder, workspace.title, workspace.actor.user_id.hex)

        def closed(problem: Exception | None = None) -> None:
            if problem is not None:
                self._show_problem(problem)
            self.close()

        self.jobs.run(lambda _progress: workspace.close(), done=lambda _nothing: closed(), failed=closed)

    def _show_assistant(self) -> None:
        from elans_desktop.ui.shell.assistant import Assistant

        page = Assistant()
        page.cancelled.connect(self.back_to_welcome)
        page.create_asked.connect(self._create)
        self.show_page(page)

    def _create(self, wish: Any) -> None:
        from elans_desktop.ui.shell import opening

        page: Any = self.pages.currentWidget()

        def failed(problem: Exception) -> None:
            page.set_busy(False)
            self._show_problem(problem)

        self.jobs.run(
            lambda _progress: opening.create(wish),
            done=lambda made: self._show_code(made[0], made[1]),
            failed=failed,
        )

    def _show_code(self, workspace: Any, code: Any) -> None:
        from elans_desktop.ui.shell import opening
        from elans_desktop.ui.shell.recovery import CodePage

        page = CodePage(code)
        page.done.connect(lambda: self.enter(workspace))
        page.print_asked.connect(lambda: opening.preview_code(self, page, workspace, code))
        self._unopened = (workspace, page)
        self.show_page(page)

    def _show_recovery(self, folder: str) -> None:
        from elans_desktop.ui.shell import opening
        from elans_desktop.ui.shell.recovery import RecoveryPage

        page = RecoveryPage(opening.title_of(Path(folder)), opening.users_of(Path(folder)))
        page.cancelled.connect(lambda: self.back_to_welcome(folder))

        def failed(problem: Exception) -> None:
            page.set_busy(False)
            if isinstance(problem, WrongPassphrase):
                page.show_problem(str(problem))
            else:
                self._show_problem(problem)

        def recover(code: str, user_id: str, phrase: str) -> None:
            self.jobs.run(
                lambda _progress: opening.recover(Path(folder), code, user_id, phrase),
                done=lambda made: self._show_code(made[0], made[1]),
                failed=failed,
            )

        page.recover_asked.connect(recover)
        self.show_page(page)

    def _browse(self) -> None:
        from elans_desktop.ui.kit import dialogs

        folder = dialogs.choose_folder(self, "Ouvrir un classeur")
        if folder is not None:
            self.back_to_welcome(str(folder))

    def _open_example(self) -> None:
        from elans_desktop.ui.shell import opening

        opening.open_example(self)

    def _restore(self) -> None:
        from elans_desktop.ui.shell import opening

        opening.restore(self)

    def _save_template(self) -> None:
        from elans_desktop.ui.shell import opening

        opening.save_template(self)

    def _show_guide(self) -> None:
        from elans_desktop.ui.shell.help import HelpPage

        page = HelpPage("index")
        page.closed.connect(self.back_to_welcome)
        self.show_page(page)
        QTimer.singleShot(0, page.setFocus)


def _raise(bug: BaseException) -> None:
    raise bug
