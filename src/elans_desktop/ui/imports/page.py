"""The import of a list: choose the file, match its columns, check every line, import: a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget

from elans_desktop.core.errors import Cancelled, ElansError
from elans_desktop.core.formats import count
from elans_desktop.services.imports.columns import ColumnMapping
from elans_desktop.services.imports.reading import read_table
from elans_desktop.services.imports.tables import Check, RawTable
from elans_desktop.services.organisation import backups
from elans_desktop.ui.context import Context
from elans_desktop.ui.imports.check import LinesStep
from elans_desktop.ui.imports.columns import ColumnsStep
from elans_desktop.ui.jobs import Job, Progress
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.banner import undo_banner
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row, separator, surface
from elans_desktop.ui.kit.progress import LongWork
from elans_desktop.ui.kit.stepper import Stepper
from elans_desktop.ui.kit.view_bar import ViewBar
from elans_desktop.ui.view import InnerPage

FILTERS = "Tableaux (*.xlsx *.ods *.csv *.txt *.tsv);;Tous les fichiers (*)"
STEPS = ("Fichier", "Colonnes", "Vérification", "Import")
Told = tuple[int, str, str]
"""How many, and the words of one and of several."""


class ListImport(InnerPage):
    """What every import shares; an area says how its columns are proposed, its lines planned and written.

    `closed` when the person goes back to where they came from.
    """

    help_page: ClassVar[str] = "importer"

    closed = Signal()

    def __init__(
        self,
        context: Context,
        where: str,
        title: str,
        choose: EmptyState,
        columns: ColumnsStep,
        check: LinesStep,
    ) -> None:
        """`where`: the name of the place one goes back to; `choose`: what waits for a file."""
        super().__init__()
        self.context = context
        self.table: RawTable | None = None
        self._told: str | None = None
        self._name = title
        self._source: Path | None = None
        self._job: Job | None = None
        self.setAcceptDrops(True)
        self.bar = ViewBar(title, path=((where, self.close_page), (title, None)))
        self.stepper = Stepper(STEPS, step_width=130)
        self.stepper.setMaximumWidth(620)
        self.choose = choose
        self.columns = columns
        self.columns.reread.connect(self._read_again)
        self.columns.next_asked.connect(self.check)
        self.columns.back_asked.connect(self.start)
        self.lines = check
        self.lines.check_asked.connect(self.check)
        self.lines.import_asked.connect(self.run_import)
        self.lines.back_asked.connect(lambda: self._go(1))
        self.work = LongWork("")
        self.work.stopped.connect(self._stop)
        waiting = column(None, self.work, None, None, margins=(24, 24, 24, 24))
        self.work.setMaximumWidth(520)
        self.summary = column(spacing=12, margins=(24, 24, 24, 24))
        self.pages = QStackedWidget()
        for page in (
            self.choose,
            self.columns,
            self.lines,
            holder(waiting),
            holder(column(self.summary, None, spacing=0)),
        ):
            self.pages.addWidget(page)
        whole = column(
            self.bar, holder(row(self.stepper, None, margins=(16, 0, 24, 8))), separator(), spacing=0
        )
        whole.addWidget(self.pages, 1)
        self.setLayout(whole)
        surface(self, "background")

    def propose(self, session: Any, table: RawTable) -> ColumnMapping:
        """The columns proposed for a table."""
        raise NotImplementedError

    def forget(self) -> None:
        """Another file was read."""

    def planner(self, table: RawTable, mapping: ColumnMapping) -> Callable[[Check], Any]:
        """What plans the import, on the worker, with the corrections and the choices of now."""
        raise NotImplementedError

    def planned(self, found: Any) -> None:
        """Show the plan that was made."""
        raise NotImplementedError

    def writer(self) -> tuple[str, Callable[[Any, Progress, Check], Any]]:
        """The name of the operation and what writes it, inside its own write."""
        raise NotImplementedError

    def told(self, result: Any) -> tuple[str, Sequence[Told]]:
        """What was done, in one line, then what was left aside."""
        raise NotImplementedError

    def done_button(self) -> buttons.Button:
        """The way to what was imported."""
        raise NotImplementedError

    def start(self) -> None:
        """Wait for a file."""
        self._go(0)
        if self.choose.action is not None:
            self.choose.action.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_page(self) -> None:
        """Back to where one came from; a work under way is stopped first."""
        if self._job is not None:
            self._job.cancel()
        self.closed.emit()

    def ask_file(self) -> None:
        """Choose the file."""
        path = dialogs.open_file(self, self._name, FILTERS)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Read a file on the worker, then show what was recognised."""
        self._source = path
        self._read(lambda stopped: read_table(path, cancelled=stopped))

    def check(self) -> None:
        """Plan the import on the worker with the columns and the corrections of now."""
        table, mapping = self.table, self.columns.mapping()
        if table is None or mapping is None:
            return
        plan = self.planner(table, mapping)

        def done(found: Any) -> None:
            self.planned(found)
            self._go(2)

        self._start("Vérification des lignes", lambda progress: plan(_stopper(progress)), done)

    def run_import(self) -> None:
        """Write everything in one operation, on the worker."""
        if self.table is None:
            return
        workspace = self.context.bridge.workspace
        words, write = self.writer()

        def work(progress: Progress) -> Any:
            backups.automatic(workspace, "import")
            with workspace.write(words, kind="import") as session:
                return write(session, progress, _stopper(progress))

        self._start(words, work, self._imported)

    def _start(self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        came_from = self.pages.currentIndex()
        self.work.start(title)
        self.pages.setCurrentIndex(3)

        def failed(problem: Exception) -> None:
            self._job = None
            self.pages.setCurrentIndex(came_from)
            if isinstance(problem, Cancelled):
                self.context.window.notify(str(problem))
            elif isinstance(problem, ElansError):
                dialogs.show_error(self, problem)
            else:
                self.context.jobs.bug.emit(problem)

        def finished(result: Any) -> None:
            self._job = None
            done(result)

        self._job = self.context.jobs.run(work, done=finished, failed=failed, progressed=self.work.progress)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _read(self, read: Callable[[Check], RawTable]) -> None:
        bridge = self.context.bridge

        def work(progress: Progress) -> tuple[RawTable, ColumnMapping]:
            table = read(_stopper(progress))
            with bridge.workspace.read() as session:
                return table, self.propose(session, table)

        self._start("Lecture du fichier", work, self._was_read)

    def _read_again(self, sheet: str | None, header_line: int | None) -> None:
        """The person says which sheet, or which line holds the titles."""
        source = self._source
        if source is not None:
            self._read(
                lambda stopped: read_table(source, sheet=sheet, header_line=header_line, cancelled=stopped)
            )

    def _was_read(self, found: tuple[RawTable, ColumnMapping]) -> None:
        self.table, mapping = found
        self.forget()
        self.lines.clear()
        self.columns.show_table(self.table, mapping)
        self.bar.set_title(self._name, self.table.name)
        self._go(1)

    def _imported(self, result: Any) -> None:
        clear_layout(self.summary)
        words, rest = self.told(result)
        self.summary.addWidget(label(words, "title"))
        for value, one, several in rest:
            if value:
                self.summary.addWidget(label(count(value, one, several), "muted"))
        self._told = self.context.bridge.undo_label()
        self.summary.addWidget(undo_banner(f"{words} en une seule opération", ("Annuler", self._undo)))
        done = self.done_button()
        again = buttons.secondary("Importer un autre fichier", "upload", self.start)
        self.summary.addWidget(holder(row(done, again, None)))
        self._go(4)
        done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _undo(self) -> None:
        """Undo the import; once something else was done, Ctrl+Z takes the operations back one by one."""
        if self.context.bridge.undo_label() != self._told:
            words = (
                "L’import n’est plus la dernière opération\u00a0: annulez d’abord ce qui l’a suivi (Ctrl+Z)."
            )
            self.context.window.notify(words)
        elif self.context.attempt(self, lambda: (self.context.bridge.undo(), True)[1]):
            self.context.window.notify("Import annulé")
            self.start()

    def _go(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        self.stepper.set_current(min(step, 4))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped on the first step."""
        if self.pages.currentIndex() == 0 and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.open_path(Path(paths[0]))


def _stopper(progress: Progress) -> Check:
    """What the services ask now and then: raises Cancelled when the person stopped the work."""

    def stopped() -> bool:
        progress(0, 0)
        return False

    return stopped
