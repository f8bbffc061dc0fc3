"""From a request to a preview in the application: prepare and compose on the worker, then show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core.errors import ElansError
from elans_desktop.documents.catalogue import DOCUMENTS, Rendered, render
from elans_desktop.services.organisation.recovery import recovery_view
from elans_desktop.services.paper import PaperView
from elans_desktop.services.presences import proof_check
from elans_desktop.services.printing import preparation
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage import access
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Progress
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.participants import after_printing
from elans_desktop.ui.shell.pages import PreviewPage, WaitPage

RECOVERY = "fiche-secours"
DOCUMENT = "document"
"""Kind of the operations that give sheets their numbers: paper exists, Ctrl+Z skips them."""


@dataclass(frozen=True)
class _Made:
    request: DocumentRequest
    rendered: Rendered
    views: Sequence[PaperView] = field(repr=False)
    doubts: str = ""
    """What to look at before it is printed; it never blocks."""


class PrintDesk(QObject):
    """One document at a time."""

    page_ready = Signal(QWidget)
    page_closed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self._parent = parent

    def ask(self, request: DocumentRequest) -> None:
        """Prepare (numbers are given here) and compose on the worker, then show the preview."""
        if request.key == RECOVERY and not self._may_replace_code():
            return
        workspace = self.context.bridge.workspace
        waiting = WaitPage(DOCUMENTS[request.key].title)
        job = self.context.jobs.run(
            lambda progress: _make(workspace, request, progress), done=self._show, failed=self._fail
        )
        waiting.stopped.connect(job.cancel)
        self.page_ready.emit(waiting)

    def _may_replace_code(self) -> bool:
        return dialogs.confirm(
            self._parent,
            "Nouvelle fiche de secours",
            "Un code nouveau est tiré : la fiche précédente ne servira plus. Détruisez-la quand la nouvelle "
            "est imprimée.",
            "Tirer un nouveau code",
        )

    def _show(self, made: _Made) -> None:
        page = PreviewPage(made.rendered, made.doubts)
        page.closed.connect(self.page_closed)
        page.issued.connect(lambda: self._note(made))
        self.page_ready.emit(page)

    def _note(self, made: _Made) -> None:
        """Once printed or saved: the document is issued, its sheets are printed."""
        if made.request.key == RECOVERY:
            return
        rendered = made.rendered
        with self.context.bridge.workspace.write(f"Imprimer : {rendered.title}", DOCUMENT) as session:
            preparation.note_issued(session, made.request, made.views, rendered.pdf, rendered.pages)
        after_printing.offer(self.context, self._parent, made.request)

    def _fail(self, problem: Exception) -> None:
        self.page_closed.emit()
        if isinstance(problem, ElansError):
            dialogs.show_error(self._parent, problem)
        else:
            self.context.jobs.bug.emit(problem)


def _make(workspace: Workspace, request: DocumentRequest, progress: Progress) -> _Made:
    progress(0, 0)
    if request.key == RECOVERY:
        code = access.new_recovery_code(workspace)
        with workspace.read() as session:
            view = recovery_view(session, workspace.keys, code)
        return _Made(request, render(RECOVERY, view), ())
    with workspace.write(f"Préparer : {DOCUMENTS[request.key].title}", DOCUMENT) as session:
        views = preparation.prepare(session, request)
        doubts = proof_check.before_printing(session, request)
    progress(0, len(views))
    return _Made(request, render(request.key, views), views, doubts)
