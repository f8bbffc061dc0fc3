"""The import of a list: choose the file, match its columns, check every line, import: a page.."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget

from elans_desktop.core.errors import Cancelled, ElansError
from elans_desktop.core.formats import NBSP, count
from elans_desktop.services import backups
from elans_desktop.services.imports import participants as importing
from elans_desktop.services.imports import remembered
from elans_desktop.services.imports.columns import ColumnMapping
from elans_desktop.services.imports.context import Context as Base
from elans_desktop.services.imports.context import load_context
from elans_desktop.services.imports.participants import ImportPlan, ImportResult
from elans_desktop.services.imports.reading import read_table
from elans_desktop.services.imports.tables import RawTable
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Job, Progress
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.banner import undo_banner
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import column, holder, label, row, separator, surface
from elans_desktop.ui.kit.progress import LongWork
from elans_desktop.ui.kit.stepper import Stepper
from elans_desktop.ui.kit.view_bar import ViewBar
from elans_desktop.ui.participants import list_files
from elans_desktop.ui.participants.import_check import CheckStep
from elans_desktop.ui.participants.import_columns import ColumnsStep
from elans_desktop.ui.view import InnerPage

FILTERS = "Tableaux (*.xlsx *.ods *.csv *.txt *.tsv);;Tous les fichiers (*)"
STEPS = ("Fichier", "Colonnes", "Vérification", "Import")


class ImportPage(InnerPage):
    """`closed` when the person goes back to the list."""

    help_page: ClassVar[str] = "importer"

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.table: RawTable | None = None
        self._told: str | None = None
        self.plan: ImportPlan | None = None
        self._source: Path | None = None
        self._base: Base | None = None
        self._job: Job | None = None
        self.setAcceptDrops(True)
        self.bar = ViewBar(
            "Importer une liste", path=(("Participants", self.close_page), ("Importer une liste", None))
        )
        self.stepper = Stepper(STEPS, step_width=130)
        self.stepper.setMaximumWidth(620)
        self.choose = EmptyState(
            "file-spreadsheet",
            "Choisissez la liste que vous tenez déjà",
            f"Un fichier Excel (.xlsx), LibreOffice (.ods) ou texte (.csv), de 20{NBSP}Mo au plus. Rien n’est"
            " écrit avant votre accord, et l’import s’annule d’un geste.",
            action=("Choisir un fichier…", self.ask_file),
            action_icon="upload",
            link=("Enregistrer un modèle de tableau", self.save_template),
        )
        self.columns = ColumnsStep(context)
        self.columns.reread.connect(self._read_again)
        self.columns.next_asked.connect(self.check)
        self.columns.back_asked.connect(self.start)
        self.check_step = CheckStep()
        self.check_step.check_asked.connect(self.check)
        self.check_step.import_asked.connect(self.run_import)
        self.check_step.back_asked.connect(lambda: self._go(1))
        self.work = LongWork("")
        self.work.stopped.connect(self._stop)
        waiting = column(None, self.work, None, None, margins=(24, 24, 24, 24))
        self.work.setMaximumWidth(520)
        self.summary = column(spacing=12, margins=(24, 24, 24, 24))
        self.pages = QStackedWidget()
        for page in (
            self.choose,
            self.columns,
            self.check_step,
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

    def start(self) -> None:
        """Wait for a file."""
        self._go(0)
        if self.choose.action is not None:
            self.choose.action.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_page(self) -> None:
        """Back to the list; a work under way is stopped first."""
        if self._job is not None:
            self._job.cancel()
        self.closed.emit()

    def ask_file(self) -> None:
        """Choose the file."""
        path = dialogs.open_file(self, "Importer une liste", FILTERS)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Read a file on the worker, then show what was recognised."""
        self._source = path
        self._read(lambda stopped: read_table(path, cancelled=stopped))

    def save_template(self) -> None:
        """Write the blank table."""
        list_files.save_template(self.context, self)

    def check(self) -> None:
        """Plan the import on the worker with the columns and the corrections of now."""
        table, mapping = self.table, self.columns.mapping()
        if table is None or mapping is None:
            return
        agreement_id = self.columns.agreement_id()
        corrections, ignored = self.check_step.corrections(), self.check_step.ignored()
        bridge = self.context.bridge

        def work(progress: Progress) -> tuple[Base, ImportPlan]:
            base = self._base
            if base is None or base.known.agreement_id != agreement_id:
                with bridge.workspace.read() as session:
                    base = load_context(session, agreement_id)
            planned = importing.plan_from(
                base, table, mapping, corrections, ignored_lines=ignored, cancelled=_stopper(progress)
            )
            return base, planned

        self._start("Vérification des lignes", work, self._checked)

    def run_import(self) -> None:
        """Write everything in one operation, on the worker."""
        plan, table, mapping = self.plan, self.table, self.columns.mapping()
        if plan is None or table is None or mapping is None:
            return
        decisions = self.check_step.decisions()
        workspace = self.context.bridge.workspace
        words = importing.operation_label(plan, decisions)

        def work(progress: Progress) -> ImportResult:
            backups.automatic(workspace, "import")
            with workspace.write(words, kind="import") as session:
                result = importing.apply(session, plan, decisions, progress, _stopper(progress))
                remembered.remember(session, table, mapping)
            return result

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

    def _read(self, read: Callable[[Callable[[], bool]], RawTable]) -> None:
        bridge = self.context.bridge

        def work(progress: Progress) -> tuple[RawTable, ColumnMapping]:
            table = read(_stopper(progress))
            with bridge.workspace.read() as session:
                return table, remembered.propose(session, table)

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
        self._base = None
        self.check_step.clear()
        self.columns.show_table(self.table, mapping)
        self.bar.set_title("Importer une liste", self.table.name)
        self._go(1)

    def _checked(self, found: tuple[Base, ImportPlan]) -> None:
        self._base, self.plan = found
        self.check_step.show_plan(self.plan)
        self._go(2)

    def _imported(self, result: ImportResult) -> None:
        while (item := self.summary.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        words = f"{count(result.created, 'personne importée', 'personnes importées')}"
        self.summary.addWidget(label(words, "title"))
        for value, one, several in (
            (result.completed, "dossier complété", "dossiers complétés"),
            (result.twins, "doublon laissé de côté", "doublons laissés de côté"),
            (result.rejected, "ligne non importée", "lignes non importées"),
        ):
            if value:
                self.summary.addWidget(label(count(value, one, several), "muted"))
        self._told = self.context.bridge.undo_label()
        self.summary.addWidget(undo_banner(f"{words} en une seule opération", ("Annuler", self._undo)))
        done = buttons.primary("Voir la liste", "users", self.close_page)
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


def _stopper(progress: Progress) -> Callable[[], bool]:
    """What the services ask now and then: raises Cancelled when the person stopped the work."""

    def stopped() -> bool:
        progress(0, 0)
        return False

    return stopped
