"""Second step of an import: what the file is, and what each of its columns fills."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.imports.columns import ColumnMapping, ColumnMatch
from elans_desktop.services.imports.tables import RawTable
from elans_desktop.services.imports.targets import TargetSet
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.fields import ChoiceField, NumberField
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.layout import (
    clear_layout,
    column,
    holder,
    label,
    row,
    scrolled,
    separator,
    set_look,
)

EXAMPLES = 3
HOW = {
    "exact": ("reconnue", "success-ink"),
    "contained": ("proposée", "muted"),
    "fuzzy": ("proposée\u00a0: à vérifier", "warning-ink"),
    "remembered": ("comme la dernière fois", "success-ink"),
    "chosen": ("choisie", "muted"),
}

Missing = Callable[[ColumnMapping], str]
"""Why the lines cannot be read with these columns, as a sentence; "" when they can."""


class ColumnsStep(QWidget):
    """`reread(sheet, header_line)` when what was recognised is corrected; `next_asked`; `back_asked`."""

    reread = Signal(object, object)
    next_asked = Signal()
    back_asked = Signal()

    def __init__(self, known: TargetSet, missing: Missing, options: Sequence[tuple[Field, int]] = ()) -> None:
        """`options`: other fields of the step, each with its width; they are part of what may be missing."""
        super().__init__()
        self._known, self._why_not = known, missing
        self._table: RawTable | None = None
        self._mapping: ColumnMapping | None = None
        self._choices: dict[int, ChoiceField] = {}
        self._notes_of: dict[int, QLabel] = {}
        self._filling = False
        self.facts = label("", "muted", wrap=True)
        self.sheet = ChoiceField("Feuille", empty=None)
        self.header = NumberField("Ligne des titres", minimum=1, maximum=50_000)
        for field, width in ((self.sheet, 220), (self.header, 130), *options):
            field.setFixedWidth(width)
        for field, _width in options:
            field.changed.connect(self._refresh)
        self.sheet.changed.connect(self._sheet_chosen)
        self.header.line.editingFinished.connect(self._header_chosen)
        self._notes = column(spacing=8)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self._grid.setColumnStretch(4, 1)
        asked = FlowLayout(spacing=16)
        for field in (self.sheet, self.header, *(field for field, _width in options)):
            asked.addWidget(field)
        inside = column(self.facts, holder(asked), self._notes, holder(self._grid), None, spacing=12)
        inside.setContentsMargins(24, 16, 24, 16)
        self.next_button = buttons.primary("Vérifier les lignes", "list-checks", self.next_asked.emit)
        back = buttons.quiet("Choisir un autre fichier", "arrow-left", self.back_asked.emit)
        self._missing = label("", "small", tone="danger-ink")
        foot = row(self.next_button, back, self._missing, None, margins=(24, 12, 24, 12))
        whole = column(spacing=0)
        whole.addWidget(scrolled(holder(inside)), 1)
        whole.addWidget(separator())
        whole.addLayout(foot)
        self.setLayout(whole)

    def show_table(self, table: RawTable, mapping: ColumnMapping) -> None:
        """Show a file just read and the mapping proposed."""
        self._filling = True
        self._table, self._mapping = table, mapping
        facts = [count(len(table.rows), "ligne remplie", "lignes remplies")]
        facts.append(count(len(table.columns), "colonne"))
        if table.encoding:
            facts.append(f"texte {table.encoding}")
        if table.separator:
            signs = {";": "points-virgules", ",": "virgules", "\t": "tabulations", "|": "barres"}
            facts.append(f"colonnes séparées par des {signs.get(table.separator, table.separator)}")
        self.facts.setText(" · ".join(facts))
        self.sheet.set_choices([(title, title) for title in table.sheets])
        self.sheet.setVisible(len(table.sheets) > 1)
        self.sheet.set_value(table.sheet)
        self.header.set_value(table.header_line)
        clear_layout(self._notes)
        for remark in table.remarks:
            self._notes.addWidget(Banner(remark, "info" if table.recognised else "warning"))
        for left_out in table.left_out:
            title = table.title(left_out.index)
            words = f"{title[:1].upper()}{title[1:]}{NBSP}: {left_out.reason}"
            self._notes.addWidget(Banner(words, "warning", icon="shield-alert"))
        self._fill_grid(table, mapping)
        self._filling = False
        self._refresh()

    def mapping(self) -> ColumnMapping | None:
        """The columns as they are chosen now."""
        return self._mapping

    def choose(self, index: int, target: str | None) -> None:
        """Say what a column fills."""
        if self._mapping is None:
            return
        self._mapping = self._mapping.with_target(index, target)
        for match in self._mapping.matches:
            if match.index in self._choices and self._choices[match.index].value() != match.target:
                self._choices[match.index].set_value(match.target)
        self._refresh()

    def _fill_grid(self, table: RawTable, mapping: ColumnMapping) -> None:
        clear_layout(self._grid)
        self._choices.clear()
        self._notes_of.clear()
        for place, title in enumerate(("", "Colonne du fichier", "Exemples", "Devient", "")):
            self._grid.addWidget(label(title, "header"), 0, place)
        targets = [(target.code, target.label) for target in self._known.targets]
        left_out = {column_.index for column_ in table.left_out}
        for line, match in enumerate(mapping.matches, start=1):
            self._grid.addWidget(label(match.letter, "muted"), line, 0)
            self._grid.addWidget(label(match.title or "(sans titre)", "medium", wrap=True), line, 1)
            examples = label(_examples(table, match.index), "secondary")
            examples.setMinimumWidth(80)
            self._grid.addWidget(examples, line, 2)
            if match.index in left_out:
                self._grid.addWidget(label("non reprise", "strong", tone="warning-ink"), line, 3)
                continue
            field = ChoiceField("", targets, empty="ne pas reprendre", name=f"Colonne {match.title}")
            field.setFixedWidth(260)
            field.set_value(match.target)
            field.changed.connect(self._chooser(match.index, field))
            self._choices[match.index] = field
            self._grid.addWidget(field, line, 3)
            note = label("", "secondary", wrap=True)
            self._notes_of[match.index] = note
            self._grid.addWidget(note, line, 4)

    def _chooser(self, index: int, field: ChoiceField) -> Callable[[], None]:
        return lambda: self.choose(index, field.value())

    def _refresh(self) -> None:
        mapping = self._mapping
        if mapping is None:
            return
        for match in mapping.matches:
            self._note(match)
        problem = self._why_not(mapping)
        self.next_button.setEnabled(not problem)
        self._missing.setText(problem)

    def _note(self, match: ColumnMatch) -> None:
        note = self._notes_of.get(match.index)
        if note is not None:
            words, tone = HOW.get(match.how, ("", "muted")) if match.target else ("", "muted")
            note.setText(match.remark or words)
            set_look(note, tone="warning-ink" if match.remark else tone)

    def _sheet_chosen(self) -> None:
        if not self._filling and self._table is not None and self.sheet.value() != self._table.sheet:
            self.reread.emit(self.sheet.value(), None)

    def _header_chosen(self) -> None:
        if self._filling or self._table is None:
            return
        line = self.header.value()
        if line is not None and line != self._table.header_line:
            self.reread.emit(self._table.sheet, line)


def _examples(table: RawTable, index: int) -> str:
    """« Bazin · Aubert · Blin »: the first different values."""
    found = dict.fromkeys(row_.cells[index] for row_ in table.rows[:50] if row_.cells[index])
    shown = [value.replace("\n", " ")[:28] for value in list(found)[:EXAMPLES]]
    return " · ".join(shown)
