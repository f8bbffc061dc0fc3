"""The situations side by side: one column a moment, what has changed since the entry marked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from elans_desktop.core.formats import count, date_short
from elans_desktop.services.pathways.situation_compare import Answer, Comparison
from elans_desktop.ui import theme
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row, separator


class SituationTable(QWidget):
    """Fill it with `show_comparison`."""

    def __init__(self) -> None:
        super().__init__()
        self.fact = label("", "secondary", wrap=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(4))
        self.setLayout(column(self.fact, self._grid, spacing=8))

    def show_comparison(self, found: Comparison) -> None:
        """Show the moments recorded."""
        clear_layout(self._grid)
        self.fact.setText(_fact(found))
        if not found.lines:
            return
        width = len(found.moments)
        for place, (_code, words, day) in enumerate(found.moments, start=1):
            title = column(label(words, "header"), label(date_short(day), "caption"), spacing=0)
            self._grid.addLayout(title, 0, place)
        for place in range(1, width + 1):
            self._grid.setColumnStretch(place, 2)
        self._grid.setColumnStretch(0, 1)
        for rank, line in enumerate(found.lines):
            at = 2 * rank + 1
            self._grid.addWidget(separator(), at, 0, 1, width + 1)
            self._grid.addWidget(label(line.title, "secondary", wrap=True), at + 1, 0)
            for place, answer in enumerate(line.answers, start=1):
                self._grid.addWidget(_cell(answer), at + 1, place)


def _fact(found: Comparison) -> str:
    if not found.moments:
        return "Aucune situation notée pour l’instant."
    if len(found.moments) == 1:
        return "Une seule situation notée\u00a0: notez celle d’un autre moment pour comparer."
    if not found.changes:
        return "Rien n’a changé depuis l’entrée dans ce qui a été redemandé."
    return f"{count(found.changes, 'réponse a changé', 'réponses ont changé')} depuis l’entrée."


def _cell(answer: Answer) -> QWidget:
    if not answer.words:
        return label("non demandé", "caption")
    if not answer.changed:
        return label(answer.words, "body", wrap=True)
    line = row(spacing=4)
    line.addWidget(Icon("arrow-right", "accent-ink", 14), 0, Qt.AlignmentFlag.AlignVCenter)
    words = label(answer.words, "strong", tone="accent-ink", wrap=True)
    words.setAccessibleName(f"{answer.words}, a changé")
    line.addWidget(words, 1)
    return holder(line)
