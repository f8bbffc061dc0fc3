"""From a request to a preview in the application: prepare and compose on the worker, then show."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core.errors import ElansError
from elans_desktop.services import printing
from elans_desktop.services.printing import DocumentRequest
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Job, Progress
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.preview import PreviewPage
from elans_desktop.ui.kit.progress import ProgressPage


@dataclass(frozen=True)
class _Made:
    request: DocumentRequest
    rendered: object
    view: object


class PrintDesk(QObject):
    """One document at a time."""

    preview_ready = Signal(QWidget)
    preview_closed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self._parent = parent
        self._job: Job | None = None

    def ask(self, request: DocumentRequest) -> None:
        """Prepare (numbers are given here) and compose, with a progress page when it lasts."""
        from elans_desktop.documents.catalogue import DOCUMENTS

        document = DOCUMENTS[request.key]

        def work(progress: Progress) -> _Made:
            with self.context.bridge.workspace.write(f"Préparer : {document.title}") as session:
                view = document.prepare(session, request)
            return _Made(request, document.compose(view, progress), view)

        waiting = ProgressPage(document.title)
        self._job = self.context.jobs.run(
            work, done=self._show, failed=self._fail, progressed=waiting.set_progress
        )
        waiting.stopped.connect(self._job.cancel)
        self.preview_ready.emit(waiting)

    def _show(self, made: _Made) -> None:
        self.context.bridge.announce()
        page = PreviewPage(made.rendered)
        page.closed.connect(self.preview_closed)
        page.issued.connect(lambda: self._record(made))
        self.preview_ready.emit(page)

    def _record(self, made: _Made) -> None:
        """Once printed or saved: the document is issued, its sheets are printed."""
        document_title = made.rendered.title
        self.context.bridge.write(
            f"Imprimer : {document_title}", printing.record_issue, made.request, made.view
        )

    def _fail(self, problem: Exception) -> None:
        self.preview_closed.emit()
        if isinstance(problem, ElansError):
            dialogs.show_error(self._parent, problem)
        else:
            self.context.jobs.bug.emit(problem)
