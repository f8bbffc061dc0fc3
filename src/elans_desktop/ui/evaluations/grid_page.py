"""A grid, whole: what it is for, its scale, its families and criteria; printed blank, worded by hand."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import count
from elans_desktop.services.evaluations import evaluation_grids
from elans_desktop.services.evaluations.evaluation_grids import CriterionInput, CriterionView, GridView
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row, scrolled, separator, surface


class GridPage(QWidget):
    """See the head of this file."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.shown: GridView | None = None
        surface(self, "surface")
        self.title = label("", "title")
        self.version = Badge("")
        self.frozen = Badge("")
        self.facts = label("", "secondary", wrap=True)
        self.print = buttons.primary("Imprimer la grille vierge", "printer", self.print_blank)
        head = row(self.title, self.version, self.frozen, None, self.print, spacing=12)
        self.content = column(spacing=0, margins=(24, 16, 24, 24))
        whole = column(column(head, self.facts, spacing=8, margins=(24, 14, 24, 12)), separator(), spacing=0)
        whole.addWidget(scrolled(holder(self.content), "surface"), 1)
        self.setLayout(whole)

    def show_grid(self, shown: GridView, evaluations: int) -> None:
        """Show a grid with which `evaluations` were made."""
        self.shown = shown
        self.title.setText(shown.title)
        self.version.set_badge(f"version {shown.version}", "neutral")
        self.frozen.set_badge("Figée" if shown.frozen else "", "neutral", "lock")
        self.frozen.setToolTip("Des notes ont été données avec cette version : ses mots ne changent plus.")
        lines = count(len(shown.criteria), "ligne")
        used = count(evaluations, "évaluation")
        self.facts.setText(f"{shown.description} {lines} en {len(shown.families)} familles, {used}.")
        clear_layout(self.content)
        self._add_scale(shown)
        for family, criteria in shown.families:
            self.content.addSpacing(16)
            self.content.addWidget(label(family, "section"))
            self.content.addSpacing(6)
            for line in criteria:
                self.content.addWidget(separator())
                self.content.addWidget(self._line(line, shown.frozen))
        self.content.addStretch(1)

    def print_blank(self) -> None:
        """The grid to fill by hand."""
        if self.shown is not None:
            request = DocumentRequest("grille-vierge", object_ids=(self.shown.id,))
            self.context.window.print_document(request)

    def _add_scale(self, shown: GridView) -> None:
        self.content.addWidget(label("Niveaux", "section"))
        self.content.addSpacing(6)
        line = row(spacing=16)
        for level in shown.levels:
            line.addWidget(Badge(str(level.value), "primary"))
            line.addWidget(label(level.label))
            line.addSpacing(8)
        line.addWidget(Badge("NO", "neutral"))
        line.addWidget(label("non observé"))
        line.addStretch(1)
        self.content.addLayout(line)

    def _line(self, line: CriterionView, frozen: bool) -> QWidget:
        number = label(str(line.number), "muted")
        number.setFixedWidth(theme.px(28))
        words = column(label(line.label, "medium", wrap=True), spacing=0)
        if line.hint:
            words.addWidget(label(line.hint, "secondary", wrap=True))
        made = row(number, spacing=8, margins=(4, 7, 4, 7))
        made.addLayout(words, 1)
        if not frozen and allowed(self.context.bridge.actor, Right.ADMINISTER):
            name = f"Changer les mots de la ligne {line.number}"
            made.addWidget(buttons.icon_button("pencil", name, _later(self, line), small=True))
        return holder(made)

    def reword(self, line: CriterionView) -> None:
        """Ask for the organisation's own words."""

        def save(values: dict[str, Any]) -> None:
            entered = CriterionInput(line.id, values["label"], values["hint"])
            self.context.bridge.write(
                f"Changer la ligne {line.number} de la grille", evaluation_grids.reword, entered
            )

        fields = (
            FieldSpec("label", "Ligne de la grille", required=True, span=2),
            FieldSpec("hint", "Ce que l’on observe", "multiline", span=2, rows=2),
        )
        dialogs.ask_form(
            self,
            f"Ligne {line.number}",
            [Section("", fields)],
            values={"label": line.label, "hint": line.hint},
            text="Possible tant que personne n’a été évalué avec cette version de la grille.",
            save=save,
        )

    def shown_id(self) -> uuid.UUID | None:
        """The grid shown."""
        return self.shown.id if self.shown else None


def _later(page: GridPage, line: CriterionView) -> Callable[[], None]:
    def clicked() -> None:
        page.reword(line)

    return clicked
