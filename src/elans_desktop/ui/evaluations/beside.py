"""Beside the notes: the radar, who noted when, the mean progression with its n."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import MINUS, NBSP, count, date_short
from elans_desktop.services.evaluations.evaluation_progress import Marks, family_means
from elans_desktop.services.evaluations.evaluations import ENTRY, EvaluationView
from elans_desktop.ui import theme
from elans_desktop.ui.evaluations.radar import MOST_AXES, LegendMark, Radar, Series
from elans_desktop.ui.kit.layout import clear_layout, column, label, row, separator, set_look

SHORT = {"entree": "Entrée", "mi_parcours": "Mi-parcours", "sortie": "Sortie", "plus_6_mois": "À 6\u00a0mois"}


def tenths_words(tenths: int | None) -> str:
    """« +0,9 », « 0,0 », « −0,3 », « – » for nothing to compare."""
    if tenths is None:
        return "–"
    sign = "+" if tenths > 0 else MINUS if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10},{abs(tenths) % 10}"


class Beside(QWidget):
    """The column at the right of the notes."""

    def __init__(self) -> None:
        super().__init__()
        self.radar = Radar()
        self.legend = column(spacing=4)
        self.families = column(spacing=2)
        self.mean = label("", "total")
        self.n = label("", "secondary")
        self.left_out = label("", "secondary", wrap=True)
        self.no_entry = label("", "secondary", wrap=True)
        mean_line = row(label("Progression moyenne", "strong"), None, self.mean, self.n)
        self.progression = QWidget()
        self.progression.setLayout(column(separator(), 4, mean_line, self.left_out, spacing=4))
        parts = column(
            self.radar, self.legend, self.families, self.progression, self.no_entry, None, spacing=12
        )
        parts.setContentsMargins(0, 16, 24, 16)
        self.setLayout(parts)
        self._fit()
        theme.signals.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedWidth(theme.px(368))

    def show_evaluation(self, shown: EvaluationView) -> None:
        """Draw again from the notes."""
        by_family = len(shown.grid.criteria) > MOST_AXES
        series = [self._series(shown, shown.marks, "now", by_family)]
        if shown.entry_day is not None:
            series.append(self._series(shown, shown.entry_marks, "before", by_family))
        self.radar.show_series(series, [level.value for level in shown.grid.levels], _said(shown))
        self._show_legend(series)
        clear_layout(self.families)
        if by_family:
            for number, (family, _lines) in enumerate(shown.grid.families, start=1):
                name = label(str(number), "strong")
                name.setFixedWidth(theme.px(24))
                self.families.addLayout(row(name, label(family, "secondary", wrap=True), None))
        self._show_progression(shown)

    def _series(self, shown: EvaluationView, marks: Marks, style: str, by_family: bool) -> Series:
        if by_family:
            families = ((name, tuple(line.id for line in lines)) for name, lines in shown.grid.families)
            values = tuple(mean for _name, mean in family_means(marks, families))
        else:
            found = (marks.get(line.id) for line in shown.grid.criteria)
            values = tuple(
                float(mark.level) if mark is not None and mark.level is not None else None for mark in found
            )
        if style == "before" and shown.entry_day is not None:
            return Series("Entrée", f"{shown.entry_evaluator}, {date_short(shown.entry_day)}", values, style)
        day = date_short(shown.input.day) if shown.input.day else ""
        who = ", ".join(part for part in (shown.evaluator, day) if part)
        return Series(SHORT[shown.input.moment], who, values, style)

    def _show_legend(self, series: list[Series]) -> None:
        clear_layout(self.legend)
        for one in series:
            self.legend.addLayout(
                row(LegendMark(one.style), label(one.name, "medium"), label(one.detail, "secondary"), None)
            )

    def _show_progression(self, shown: EvaluationView) -> None:
        later = shown.input.moment != ENTRY
        self.progression.setVisible(later and shown.entry_day is not None)
        self.no_entry.setVisible(later and shown.entry_day is None)
        self.no_entry.setText(
            "Pas d’évaluation d’entrée avec cette version de la grille : la progression ne se calcule pas."
        )
        result = shown.progression
        self.mean.setText(tenths_words(result.tenths))
        tone = "success-ink" if (result.tenths or 0) > 0 else ""
        set_look(self.mean, tone=tone)
        self.n.setText(f"n = {result.compared} sur {result.total}")
        missing = result.total - result.compared
        verb = "elle ne compte pas" if missing == 1 else "elles ne comptent pas"
        words = count(missing, "ligne non observée ou à noter", "lignes non observées ou à noter")
        self.left_out.setText(f"{words}{NBSP}: {verb}." if missing else "Toutes les lignes comptent.")


def _said(shown: EvaluationView) -> str:
    parts: list[str] = []
    for line in shown.grid.criteria:
        mark = shown.marks.get(line.id)
        if mark is not None and mark.level is not None:
            parts.append(f"{line.label} {mark.level}")
    return ", ".join(parts)
