"""The import of a list of people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.imports import participants as importing
from elans_desktop.services.imports import remembered
from elans_desktop.services.imports.columns import ColumnMapping
from elans_desktop.services.imports.context import Context as Base
from elans_desktop.services.imports.context import load_context
from elans_desktop.services.imports.participants import ImportPlan, ImportResult
from elans_desktop.services.imports.tables import Check, RawTable
from elans_desktop.services.imports.targets import PEOPLE
from elans_desktop.services.organisation import agreements
from elans_desktop.ui.context import Context
from elans_desktop.ui.imports.columns import ColumnsStep
from elans_desktop.ui.imports.page import ListImport, Told
from elans_desktop.ui.jobs import Progress
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.fields import ChoiceField
from elans_desktop.ui.participants import list_files
from elans_desktop.ui.participants.import_check import CheckStep

NO_NAMES = "Aucune colonne ne donne un nom ou un prénom\u00a0: choisissez-en une pour continuer."


class ImportPage(ListImport):
    """Files, first contacts and pathways."""

    def __init__(self, context: Context) -> None:
        self.plan: ImportPlan | None = None
        self._base: Base | None = None
        choose = EmptyState(
            "file-spreadsheet",
            "Choisissez la liste que vous tenez déjà",
            f"Un fichier Excel (.xlsx), LibreOffice (.ods) ou texte (.csv), de 20{NBSP}Mo au plus. Rien n’est"
            " écrit avant votre accord, et l’import s’annule d’un geste.",
            action=("Choisir un fichier…", self.ask_file),
            action_icon="upload",
            link=("Enregistrer un modèle de tableau", self.save_template),
        )
        running = context.bridge.read(agreements.rows)
        self.agreement = ChoiceField(
            "Convention des parcours", [(a.id, a.title) for a in running], empty="sans parcours"
        )
        if scope := context.bridge.scope.agreement_id:
            self.agreement.set_value(scope)
        elif len(running) == 1:
            self.agreement.set_value(running[0].id)
        self.check_step = CheckStep()
        columns = ColumnsStep(PEOPLE, _missing, ((self.agreement, 260),))
        super().__init__(context, "Participants", "Importer une liste", choose, columns, self.check_step)

    def save_template(self) -> None:
        """Write the blank table."""
        list_files.save_template(self.context, self)

    def propose(self, session: Any, table: RawTable) -> ColumnMapping:
        """Remembered for the same titles, else by name."""
        return remembered.propose(session, table)

    def forget(self) -> None:
        """Another file was read: the classeur is read again too."""
        self._base = None

    def planner(self, table: RawTable, mapping: ColumnMapping) -> Callable[[Check], tuple[Base, ImportPlan]]:
        """Reads the classeur once for each convention chosen."""
        agreement_id = self.agreement.value()
        corrections, ignored = self.check_step.corrections(), self.check_step.ignored()
        workspace = self.context.bridge.workspace

        def plan(stopped: Check) -> tuple[Base, ImportPlan]:
            base = self._base
            if base is None or base.known.agreement_id != agreement_id:
                with workspace.read() as session:
                    base = load_context(session, agreement_id)
            made = importing.plan_from(
                base, table, mapping, corrections, ignored_lines=ignored, cancelled=stopped
            )
            return base, made

        return plan

    def planned(self, found: tuple[Base, ImportPlan]) -> None:
        """Show every line."""
        self._base, self.plan = found
        self.check_step.show_plan(self.plan)

    def writer(self) -> tuple[str, Callable[[Any, Progress, Check], ImportResult]]:
        """Files and what hangs from them, and the columns for next time."""
        plan, table, mapping = self.plan, self.table, self.columns.mapping()
        assert plan is not None
        assert table is not None
        assert mapping is not None
        decisions = self.check_step.decisions()

        def write(session: Any, progress: Progress, stopped: Check) -> ImportResult:
            result = importing.apply(session, plan, decisions, progress, stopped)
            remembered.remember(session, table, mapping)
            return result

        return importing.operation_label(plan, decisions), write

    def told(self, result: ImportResult) -> tuple[str, Sequence[Told]]:
        """How many people, and what was left aside."""
        words = count(result.created, "personne importée", "personnes importées")
        return words, (
            (result.completed, "dossier complété", "dossiers complétés"),
            (result.twins, "doublon laissé de côté", "doublons laissés de côté"),
            (result.rejected, "ligne non importée", "lignes non importées"),
        )

    def done_button(self) -> buttons.Button:
        """Back to the list."""
        return buttons.primary("Voir la liste", "users", self.close_page)


def _missing(mapping: ColumnMapping) -> str:
    return "" if mapping.has_names else NO_NAMES
