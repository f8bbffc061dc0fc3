"""The import of past presences: hours of before ELANS, « reprises » from the spreadsheet one kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, short_time
from elans_desktop.core.parsing import Unreadable
from elans_desktop.services.calendar import activities
from elans_desktop.services.imports import presence_context, presence_writing, presences, remembered
from elans_desktop.services.imports.columns import ColumnMapping
from elans_desktop.services.imports.presence_context import PresenceContext
from elans_desktop.services.imports.presence_placing import HALF_DAYS, Range
from elans_desktop.services.imports.presence_targets import TARGETS
from elans_desktop.services.imports.presence_values import read_moment
from elans_desktop.services.imports.presence_writing import PresenceResult
from elans_desktop.services.imports.presences import Options, PresencePlan
from elans_desktop.services.imports.tables import Check, RawTable
from elans_desktop.services.organisation import agreements
from elans_desktop.ui.calendar.presence_import_check import PresencesStep
from elans_desktop.ui.context import Context
from elans_desktop.ui.imports.columns import ColumnsStep
from elans_desktop.ui.imports.page import ListImport, Told
from elans_desktop.ui.jobs import Progress
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.fields import ChoiceField, TextField

NEW_ACTIVITY = "Présences reprises"
_ENROLMENT = ((31, "celles et ceux venus depuis un mois"), (36_500, "tous ceux qui sont venus"))
"""Who is expected at the séances to come: those who came in the last days."""
_HALVES = (("matin", "Un matin sans horaire"), ("apres_midi", "Un après-midi sans horaire"))


class PresenceImportPage(ListImport):
    """Presences, and the séances, activities and files they need."""

    def __init__(self, context: Context) -> None:
        self.plan: PresencePlan | None = None
        self._base: PresenceContext | None = None
        self._read_for: tuple[Any, frozenset[date]] | None = None
        choose = EmptyState(
            "file-spreadsheet",
            "Choisissez le tableau où vous teniez les présences",
            "Une ligne par personne et par jour, avec des heures ou une demi-journée. Ce qui est repris"
            " compte dans les heures, et reste marqué «\u00a0repris\u00a0»\u00a0: jamais pour un certificat.",
            action=("Choisir un fichier…", self.ask_file),
            action_icon="upload",
        )
        running = context.bridge.read(agreements.rows)
        self.agreement = ChoiceField("Convention", [(a.id, a.title) for a in running], empty=None)
        current = context.bridge.read(agreements.of_scope, context.bridge.scope)
        if current is not None:
            self.agreement.set_value(current.id)
        known = [(one.id, one.title) for one in context.bridge.read(activities.rows)]
        new = (NEW_ACTIVITY, f"nouvelle{NBSP}: {NEW_ACTIVITY}")
        self.activity = ChoiceField("Activité, sans colonne", [new, *known], empty="")
        self.enrolment = ChoiceField("Inscrire, à partir d’aujourd’hui", _ENROLMENT, empty="personne")
        self.halves: dict[str, TextField] = {}
        for kind, words in _HALVES:
            self.halves[kind] = field = TextField(words)
            field.set_value(_range_words(HALF_DAYS[kind]))
        self.check_step = PresencesStep()
        halves = ((field, 190) for field in self.halves.values())
        options = ((self.agreement, 220), (self.activity, 240), *halves, (self.enrolment, 260))
        columns = ColumnsStep(TARGETS, self._missing, options)
        title = "Reprendre des présences"
        super().__init__(context, "Calendrier", title, choose, columns, self.check_step)

    def options(self) -> Options:
        """What the file does not say. Raises Unreadable."""
        spans = dict(HALF_DAYS)
        for kind, field in self.halves.items():
            moment = read_moment(field.value())
            if moment.start is not None and moment.end is not None:
                spans[kind] = moment.start, moment.end
        return Options(self.activity.value() or None, spans)

    def _missing(self, mapping: ColumnMapping) -> str:
        try:
            return presences.missing(mapping, self.options())
        except Unreadable as problem:
            return str(problem)

    def propose(self, session: Any, table: RawTable) -> ColumnMapping:
        """Remembered for the same titles, else by name."""
        return remembered.propose(session, table, remembered.PRESENCES, TARGETS)

    def forget(self) -> None:
        """Another file was read: the classeur is read again too."""
        self._base = self._read_for = None

    def planner(
        self, table: RawTable, mapping: ColumnMapping
    ) -> Callable[[Check], tuple[PresenceContext, PresencePlan]]:
        """Reads the days of the file in the classeur, once for the same days and convention."""
        agreement_id, options = self.agreement.value(), self.options()
        corrections, ignored = self.check_step.corrections(), self.check_step.ignored()
        answers, workspace = self.check_step.answers(), self.context.bridge.workspace

        def plan(stopped: Check) -> tuple[PresenceContext, PresencePlan]:
            days = frozenset(presences.days_of(table, mapping, corrections))
            base = self._base
            if base is None or self._read_for != (agreement_id, days):
                with workspace.read() as session:
                    base = presence_context.load(session, days, agreement_id)
                self._read_for = agreement_id, days
            made = presences.plan_from(
                base, table, mapping, corrections, answers, options, ignored_lines=ignored, cancelled=stopped
            )
            return base, made

        return plan

    def planned(self, found: tuple[PresenceContext, PresencePlan]) -> None:
        """Show every line."""
        self._base, self.plan = found
        self.check_step.show_plan(self.plan)

    def writer(self) -> tuple[str, Callable[[Any, Progress, Check], PresenceResult]]:
        """Everything that is ready, and the columns for next time."""
        plan, base, table, mapping = self.plan, self._base, self.table, self.columns.mapping()
        assert plan is not None
        assert base is not None
        assert table is not None
        assert mapping is not None
        days = self.enrolment.value()
        came = clock.today() - timedelta(days=days) if days else None

        def write(session: Any, progress: Progress, stopped: Check) -> PresenceResult:
            result = presence_writing.apply(session, plan, base, progress, stopped, enrol_from=came)
            remembered.remember(session, table, mapping, remembered.PRESENCES)
            return result

        return presences.operation_label(plan), write

    def told(self, result: PresenceResult) -> tuple[str, Sequence[Told]]:
        """How many presences, and what was made or left aside."""
        return count(result.presences, "présence reprise", "présences reprises"), (
            (result.activities, "activité créée", "activités créées"),
            (result.seances, "séance créée", "séances créées"),
            (result.people, "dossier créé", "dossiers créés"),
            (result.enrolled, "inscription faite", "inscriptions faites"),
            (result.known, "présence déjà là", "présences déjà là"),
            (result.waiting, "ligne à décider laissée de côté", "lignes à décider laissées de côté"),
            (result.rejected, "ligne non reprise", "lignes non reprises"),
        )

    def done_button(self) -> buttons.Button:
        """Back to the calendar."""
        return buttons.primary("Voir le calendrier", "calendar-days", self.close_page)


def _range_words(span: Range) -> str:
    """« 9 h – 12 h »."""
    return f"{short_time(span[0])} – {short_time(span[1])}"
