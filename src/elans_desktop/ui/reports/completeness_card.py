"""« Complétude des dossiers »: the incomplete files of each funder, the line not to pass, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, count, number, percent
from elans_desktop.services.participants.completeness import SchemeCompleteness
from elans_desktop.services.participants.completeness_lists import OPEN
from elans_desktop.services.reports.report_people import INCOMPLETE
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.figure import Figure
from elans_desktop.ui.kit.gauge import GaugeBar
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row

MOST_GAPS = 4


class CompletenessCard(Card):
    """`list_asked(key, words)`: the files behind a figure."""

    list_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("Complétude des dossiers", count="aujourd’hui", title_height=40)
        self._columns = row(spacing=24)
        self.add(self._columns)

    def show_lists(self, found: Sequence[SchemeCompleteness]) -> None:
        """A column for each list of the settings."""
        clear_layout(self._columns)
        for one in found:
            self._columns.addWidget(self._column(one), 1)

    def _column(self, one: SchemeCompleteness) -> QWidget:
        made = column(label(one.label, "header"), spacing=4)
        words = f"{one.label}, dossiers incomplets"
        figure = Figure(number(one.incomplete), words, partial(self._ask, one.code, "", words), size=18)
        noun = "dossier ouvert" if one.population == OPEN else "personne entrée"
        plural = "dossiers ouverts" if one.population == OPEN else "personnes entrées"
        share = f" ({percent(one.share)})" if one.share is not None else ""
        state = "incomplets" if one.incomplete > 1 else "incomplet"
        base = f"{state} sur {count(one.people, noun, plural)}{share}"
        made.addLayout(row(figure, label(base, "secondary", wrap=True), spacing=8))
        if one.anonymised:
            words = f"dont {count(one.anonymised, 'anonymisé')}, que rien ne complète plus"
            made.addWidget(label(words, "small", wrap=True))
        if one.limit is not None:
            made.addWidget(self._line(one, one.limit))
        for gap in one.gaps[:MOST_GAPS]:
            words = f"Il manque{NBSP}: {gap.item.label}"
            link = Figure(
                number(gap.people), words, partial(self._ask, one.code, gap.item.code, words), size=15
            )
            made.addLayout(row(label(gap.item.label, "small"), None, link, spacing=8))
        if not one.gaps:
            words = "Rien ne manque." if one.people else "Aucun dossier dans ce choix."
            made.addWidget(label(words, "small"))
        made.addStretch(1)
        return holder(made)

    def _line(self, one: SchemeCompleteness, limit: int) -> QWidget:
        bar = GaugeBar(one.share or 0, limit, thickness=10)
        tone = "danger" if one.is_over else "success"
        words = f"{'au-dessus de' if one.is_over else 'sous'} la ligne de {percent(limit)}"
        bar.setAccessibleName(f"{one.label}{NBSP}: {words}")
        said = label(words, "small", tone=f"{tone}-ink")
        icon = Icon("triangle-alert" if one.is_over else "circle-check", f"{tone}-ink", 14)
        return holder(column(bar, row(icon, said, None, spacing=4), spacing=2))

    def _ask(self, code: str, item: str, words: str) -> None:
        self.list_asked.emit(f"{INCOMPLETE}:{code}:{item}", words)
