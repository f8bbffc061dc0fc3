"""Third step of an import of people: those ready, the twins to decide upon, the lines to correct."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, count, date_short
from elans_desktop.services.imports.participants import Choice, Decisions, ImportPlan, Twin
from elans_desktop.services.imports.people import PlannedPerson
from elans_desktop.ui.imports.check import LinesStep, line_label
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.fields import ChoiceField
from elans_desktop.ui.kit.layout import holder, label, row
from elans_desktop.ui.kit.table import Column, Table

_CHOICES = (
    (Choice.SKIP, "ne pas importer"),
    (Choice.CREATE, "c’est quelqu’un d’autre\u00a0: créer"),
    (Choice.COMPLETE, "compléter le dossier"),
)


class CheckStep(LinesStep):
    """See the head of this file."""

    def __init__(self) -> None:
        self._plan: ImportPlan | None = None
        self._decisions: dict[int, Choice] = {}
        ready = Table(
            (
                Column(
                    "line", "Ligne", lambda p: str(p.line), width=72, align="right", sort=lambda p: p.line
                ),
                Column("name", "Nom", lambda p: p.name, paint="strong"),
                Column("born", "Né(e) le", _born, width=120, sort=lambda p: p.input.birth_date),
                Column("commune", "Commune", lambda p: p.input.commune),
                Column("phone", "Téléphone", lambda p: p.input.phone, width=160),
                Column("entry", "Entrée", _entry, width=120, sort=lambda p: p.entry_on),
            ),
            row_id=lambda p: p.line,
            counted=("personne", "personnes"),
            empty=EmptyState("users", "Aucune ligne prête à importer"),
            name="Lignes prêtes",
        )
        super().__init__(ready, "Doublons")

    def clear(self) -> None:
        """Another file: forget the corrections and the choices."""
        super().clear()
        self._decisions.clear()

    def decisions(self) -> Decisions:
        """What to do with each twin; those not decided are left out."""
        return dict(self._decisions)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show what the import would do."""
        self._plan = plan
        self._decisions = {t.line: self._decisions[t.line] for t in plan.twins if t.line in self._decisions}
        self.ready.set_rows(plan.ready)
        self.show_open(
            [self._maker(twin) for twin in plan.twins],
            "Aucun doublon, ni dans le fichier ni dans le classeur.",
        )
        self.show_lines(plan, len(plan.ready), len(plan.twins))
        self._refresh_button()

    def decide(self, line: int, choice: Choice) -> None:
        """Say what to do with a twin."""
        self._decisions[line] = choice
        self._refresh_button()

    def _refresh_button(self) -> None:
        plan = self._plan
        if plan is None:
            return
        chosen = list(self._decisions.values())
        total = len(plan.ready) + sum(choice is Choice.CREATE for choice in chosen)
        completed = sum(choice is Choice.COMPLETE for choice in chosen)
        words = f"Importer {count(total, 'personne')}"
        if completed:
            words += f" et compléter {count(completed, 'dossier')}"
        self.import_button.setText(words)
        self.import_button.setEnabled(bool(total or completed))
        left = len(plan.twins) - sum(choice is not Choice.SKIP for choice in chosen)
        parts = [count(left, "doublon laissé de côté", "doublons laissés de côté")] if left else []
        if rejected := len(plan.rejected_lines):
            parts.append(count(rejected, "ligne non importée", "lignes non importées"))
        self.left_out.setText(", ".join(parts))

    def _maker(self, twin: Twin) -> Callable[[], QWidget]:
        return lambda: self._twin(twin)

    def _twin(self, twin: Twin) -> QWidget:
        choices = [c for c in _CHOICES if c[0] is not Choice.COMPLETE or twin.participant_id is not None]
        name = f"Que faire de la ligne {twin.line}"
        field = ChoiceField("", choices, empty=None, name=name)
        field.set_value(self._decisions.get(twin.line, Choice.SKIP))
        field.setFixedWidth(280)
        field.changed.connect(lambda: self.decide(twin.line, field.value()))
        line = row(line_label(f"Ligne{NBSP}{twin.line}"), label(twin.person.name, "strong"), spacing=16)
        line.addWidget(label(twin.message, "muted"), 1)
        line.addWidget(field)
        return holder(line)


def _born(person: PlannedPerson) -> str:
    return date_short(person.input.birth_date) if person.input.birth_date else ""


def _entry(person: PlannedPerson) -> str:
    return date_short(person.entry_on) if person.entry_on else ""
