"""« Feuilles numérisées »: choose files, watch them being read, then settle one by one what was put aside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from elans_desktop.core.errors import Cancelled, ElansError
from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.presences.scans import filing
from elans_desktop.services.presences.scans.filing import FilingReport, WaitingScan
from elans_desktop.services.presences.scans.pages import Refusal
from elans_desktop.ui.calendar.scan_settle import SettleScan
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Job, Progress
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.banner import Banner, undo_banner
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import clear_layout, column, holder, separator, surface
from elans_desktop.ui.kit.progress import LongWork
from elans_desktop.ui.kit.view_bar import ViewBar
from elans_desktop.ui.view import InnerPage

FILES = "Feuilles numérisées (*.pdf *.jpg *.jpeg *.png);;Tous les fichiers (*)"
_CHOOSE, _WORK, _RESULT = range(3)


class ScanPage(InnerPage):
    """`closed` when the person goes back to the calendar."""

    help_page: ClassVar[str] = "feuilles-numerisees"

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._job: Job | None = None
        self._told: str | None = None
        self.setAcceptDrops(True)
        self.add_button = buttons.secondary("Choisir des fichiers…", "upload", self.ask_files)
        self.bar = ViewBar(
            "Feuilles numérisées",
            path=(("Calendrier", self.close_page), ("Feuilles numérisées", None)),
            actions=(self.add_button,),
        )
        self.choose = EmptyState(
            "scan-line",
            "Rangez les feuilles signées que vous avez numérisées",
            "PDF, JPEG ou PNG, autant de pages que vous voulez, dans n’importe quel sens. Chaque page va "
            "d’elle-même sur sa feuille, grâce au code imprimé en bas à droite.",
            action=("Choisir des fichiers…", self.ask_files),
            action_icon="upload",
        )
        self.work = LongWork("Lecture des pages")
        self.work.setMaximumWidth(520)
        self.work.stopped.connect(self._stop)
        self.notices = column(spacing=8, margins=(24, 16, 24, 0))
        self.settle = SettleScan(context)
        self.settle.settled.connect(self.show_waiting)
        self.done = EmptyState(
            "check", "Il ne reste aucune page à classer", action=("Revenir au calendrier", self.close_page)
        )
        self.rest = QStackedWidget()
        self.rest.addWidget(self.settle)
        self.rest.addWidget(self.done)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.choose)
        self.pages.addWidget(holder(column(None, self.work, None, None, margins=(24, 24, 24, 24))))
        result = column(self.notices, spacing=0)
        result.addWidget(self.rest, 1)
        self.pages.addWidget(holder(result))
        whole = column(self.bar, separator(), spacing=0)
        whole.addWidget(self.pages, 1)
        self.setLayout(whole)
        surface(self, "background")

    def start(self) -> None:
        """Show what waits, else ask for files."""
        clear_layout(self.notices)
        waiting = self.context.bridge.read(filing.waiting)
        self._go(_RESULT if waiting else _CHOOSE)
        if waiting:
            self._show(waiting)
        elif self.choose.action is not None:
            self.choose.action.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_page(self) -> None:
        """Back to the calendar; a reading under way is stopped, nothing of it is kept."""
        self._stop()
        self.closed.emit()

    def ask_files(self) -> None:
        """Choose one file or several."""
        if paths := dialogs.open_files(self, "Feuilles numérisées", FILES):
            self.read(paths)

    def read(self, paths: Sequence[Path]) -> None:
        """Read the files on the worker, then file every page in one operation."""
        from elans_desktop.services.presences.scans import reading

        workspace = self.context.bridge.workspace

        def work(progress: Progress) -> tuple[FilingReport, tuple[Refusal, ...]]:
            pages, refusals = reading.read_files(paths, progress)
            if not pages:
                return FilingReport(0, 0, 0, ()), refusals
            with workspace.write(filing.operation_label(pages)) as session:
                return filing.file_pages(session, pages), refusals

        came_from = self.pages.currentIndex()
        self.work.start("Lecture des pages")
        self._go(_WORK)

        def failed(problem: Exception) -> None:
            self._job = None
            self._go(came_from)
            if isinstance(problem, Cancelled):
                self.context.window.notify("Lecture arrêtée\u00a0: aucune page n’a été classée")
            elif isinstance(problem, ElansError):
                dialogs.show_error(self, problem)
            else:
                self.context.jobs.bug.emit(problem)

        self._job = self.context.jobs.run(
            work, done=self._filed, failed=failed, progressed=self.work.progress
        )

    def show_waiting(self) -> None:
        """The next page put aside, or the end."""
        self._show(self.context.bridge.read(filing.waiting))

    def _filed(self, result: tuple[FilingReport, tuple[Refusal, ...]]) -> None:
        self._job = None
        report, refusals = result
        clear_layout(self.notices)
        words = filing.summary(report)
        if report.complete:
            words += f". {count(len(report.complete), 'feuille complète', 'feuilles complètes')}"
            words += f"{NBSP}: {', '.join(report.complete[:6])}{'…' if len(report.complete) > 6 else ''}"
        undo = ("Annuler", self._undo) if report.filed or report.aside else None
        self.notices.addWidget(undo_banner(words, undo))
        self._told = self.context.bridge.undo_label()
        for refusal in refusals:
            source = refusal.source.capitalize()
            self.notices.addWidget(Banner(f"{source}{NBSP}: {refusal.words}", "warning"))
        for remark in report.remarks:
            self.notices.addWidget(Banner(remark, "info"))
        self._go(_RESULT)
        self.show_waiting()

    def _undo(self) -> None:
        if self.context.bridge.undo_label() != self._told:
            self.context.window.notify("Autre chose a été fait depuis\u00a0: annulez-le d’abord (Ctrl+Z).")
        elif self.context.attempt(self, lambda: (self.context.bridge.undo(), True)[1]):
            self.context.window.notify("Classement annulé")
            self.start()

    def _show(self, waiting: Sequence[WaitingScan]) -> None:
        if not waiting:
            self.rest.setCurrentWidget(self.done)
            if self.done.action is not None:
                self.done.action.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.rest.setCurrentWidget(self.settle)
        self.settle.show_scan(waiting[0], len(waiting))

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _go(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self.add_button.setVisible(page == _RESULT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_page()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped, unless some are being read."""
        if self.pages.currentIndex() != _WORK and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        if paths := [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]:
            self.read(paths)
