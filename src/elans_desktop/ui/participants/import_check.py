"""Third step of an import: every line, ready, twin, to correct in place, or with a remark."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from elans_desktop.core.formats import NBSP, count, date_short
from elans_desktop.services.imports.participants import Choice, Decisions, ImportPlan, Twin
from elans_desktop.services.imports.people import PlannedPerson, Rejected, Remark
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.fields import ChoiceField, TextField
from elans_desktop.ui.kit.layout import (
    clear_layout,
    column,
    holder,
    label,
    row,
    scrolled,
    separator,
)
from elans_desktop.ui.kit.segmented import Segmented
from elans_desktop.ui.kit.table import Column, Table

MOST_LINES = 200
READY, TWINS, REJECTED, REMARKS = "ready", "twins", "rejected", "remarks"
_CHOICES = (
    (Choice.SKIP, "ne pas importer"),
    (Choice.CREATE, "c’est quelqu’un d’autre\u00a0: créer"),
    (Choice.COMPLETE, "compléter le dossier"),
)


@dataclass(frozen=True, slots=True)
class _Note:
    place: int
    remark: Remark


class CheckStep(QWidget):
    """`check_asked` after corrections, `import_asked`, `back_asked`."""

    check_asked = Signal()
    import_asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._plan: ImportPlan | None = None
        self._corrections: dict[tuple[int, str], str] = {}
        self._ignored: set[int] = set()
        self._decisions: dict[int, Choice] = {}
        self.kinds = Segmented(
            (
                (READY, "Prêtes"),
                (TWINS, "Doublons"),
                (REJECTED, "À corriger"),
                (REMARKS, "Remarques"),
            ),
            READY,
            name="Lignes à montrer",
        )
        self.kinds.changed.connect(self._show_kind)
        self.ready = Table(
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
        self.twins = column(spacing=4)
        self.rejected = column(spacing=8)
        self.remarks = Table(
            (
                Column("line", "Ligne", lambda n: str(n.remark.line), width=72, align="right"),
                Column("column", "Colonne", lambda n: n.remark.column, width=260),
                Column("message", "Remarque", lambda n: n.remark.message),
            ),
            row_id=lambda n: n.place,
            counted=("remarque", "remarques"),
            empty=EmptyState("circle-check", "Aucune remarque"),
            name="Remarques",
        )
        self._file_notes = column(spacing=8)
        self.recheck = buttons.secondary("Vérifier les corrections", "refresh-cw", self.check_asked.emit)
        self.pages = QStackedWidget()
        self.pages.addWidget(holder(column(self.ready, margins=(24, 8, 24, 8))))
        self.pages.addWidget(_scrolling(column(self.twins, None)))
        self.pages.addWidget(_scrolling(column(self.rejected, row(self.recheck, None), None)))
        self.pages.addWidget(holder(column(self._file_notes, self.remarks, margins=(24, 8, 24, 8))))
        self.import_button = buttons.primary("Importer", "download", self.import_asked.emit)
        back = buttons.quiet("Revenir aux colonnes", "arrow-left", self.back_asked.emit)
        self.left_out = label("", "secondary")
        whole = column(holder(row(self.kinds, None, margins=(24, 12, 24, 8))), spacing=0)
        whole.addWidget(self.pages, 1)
        whole.addWidget(separator())
        whole.addLayout(row(self.import_button, back, self.left_out, None, margins=(24, 12, 24, 12)))
        self.setLayout(whole)

    def clear(self) -> None:
        """Another file: forget the corrections and the choices."""
        self._corrections.clear()
        self._ignored.clear()
        self._decisions.clear()
        self.kinds.set_current(READY)

    def corrections(self) -> dict[tuple[int, str], str]:
        """What was typed in place of a cell."""
        return dict(self._corrections)

    def ignored(self) -> frozenset[int]:
        """The lines taken out of the import."""
        return frozenset(self._ignored)

    def decisions(self) -> Decisions:
        """What to do with each twin; those not decided are left out."""
        return dict(self._decisions)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show what the import would do."""
        self._plan = plan
        self._decisions = {t.line: self._decisions[t.line] for t in plan.twins if t.line in self._decisions}
        self.ready.set_rows(plan.ready)
        self._fill_twins(plan)
        self._fill_rejected(plan)
        self.remarks.set_rows([_Note(place, remark) for place, remark in enumerate(plan.remarks)])
        clear_layout(self._file_notes)
        for sentence in plan.file_remarks:
            self._file_notes.addWidget(label(sentence, "secondary", wrap=True))
        counts = {
            READY: len(plan.ready),
            TWINS: len(plan.twins),
            REJECTED: len(plan.rejected_lines),
            REMARKS: len(plan.remarks) + len(plan.file_remarks),
        }
        for kind, value in counts.items():
            self.kinds.set_count(kind, value)
        if self.kinds.current() in (TWINS, REJECTED) and not counts[self.kinds.current()]:
            self.kinds.set_current(READY)
        self._refresh_button()

    def correct(self, line: int, target: str, text: str) -> None:
        """Keep what was typed in place of a cell: it counts at the next check."""
        self._corrections[line, target] = text

    def ignore(self, line: int) -> None:
        """Take a line out of the import, and check again."""
        self._ignored.add(line)
        self.check_asked.emit()

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

    def _show_kind(self, kind: str) -> None:
        self.pages.setCurrentIndex((READY, TWINS, REJECTED, REMARKS).index(kind))

    def _fill_twins(self, plan: ImportPlan) -> None:
        clear_layout(self.twins)
        if not plan.twins:
            self.twins.addWidget(label("Aucun doublon, ni dans le fichier ni dans le classeur.", "muted"))
            return
        for twin in plan.twins[:MOST_LINES]:
            self.twins.addWidget(self._twin(twin))
        _say_rest(self.twins, len(plan.twins))

    def _twin(self, twin: Twin) -> QWidget:
        choices = [c for c in _CHOICES if c[0] is not Choice.COMPLETE or twin.participant_id is not None]
        name = f"Que faire de la ligne {twin.line}"
        field = ChoiceField("", choices, empty=None, name=name)
        field.set_value(self._decisions.get(twin.line, Choice.SKIP))
        field.setFixedWidth(280)
        field.changed.connect(lambda: self.decide(twin.line, field.value()))
        line = row(_line_label(twin.line), label(twin.person.name, "strong"), spacing=16)
        line.addWidget(label(twin.message, "muted"), 1)
        line.addWidget(field)
        return holder(line)

    def _fill_rejected(self, plan: ImportPlan) -> None:
        clear_layout(self.rejected)
        self.recheck.setVisible(bool(plan.rejected))
        if not plan.rejected:
            self.rejected.addWidget(label("Toutes les lignes se lisent.", "muted"))
            return
        self.rejected.addWidget(
            Banner(
                "Corrigez ici ce qui ne se lit pas\u00a0; votre fichier ne change pas.", "info", icon="pencil"
            )
        )
        for reason in plan.rejected[:MOST_LINES]:
            self.rejected.addWidget(self._reason(reason))
        _say_rest(self.rejected, len(plan.rejected))

    def _reason(self, reason: Rejected) -> QWidget:
        field = TextField("", name=f"Ligne {reason.line}, {reason.column}")
        field.set_value(self._corrections.get((reason.line, reason.target), reason.text))
        field.setFixedWidth(320)
        field.changed.connect(lambda: self.correct(reason.line, reason.target, field.value()))
        field.line.returnPressed.connect(self.check_asked)
        field.set_error(reason.message)
        words = label(reason.column[:1].upper() + reason.column[1:], "muted", wrap=True)
        words.setFixedWidth(260)
        away = buttons.link("Écarter la ligne", "x", lambda: self.ignore(reason.line))
        line = row(_line_label(reason.line), words, field, away, None, spacing=16)
        return holder(line)


def _line_label(line: int) -> QWidget:
    made = label(f"Ligne{NBSP}{line}", "muted")
    made.setFixedWidth(88)
    return made


def _say_rest(lines: QVBoxLayout, total: int) -> None:
    if total > MOST_LINES:
        lines.addWidget(label(f"et {count(total - MOST_LINES, 'autre')}", "muted"))


def _scrolling(content: QVBoxLayout) -> QWidget:
    content.setContentsMargins(24, 8, 24, 8)
    return scrolled(holder(content))


def _born(person: PlannedPerson) -> str:
    return date_short(person.input.birth_date) if person.input.birth_date else ""


def _entry(person: PlannedPerson) -> str:
    return date_short(person.entry_on) if person.entry_on else ""
