"""The people behind a figure, in a panel at the right; Entrée or a double click opens one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import count, date_short
from elans_desktop.services.reports.report_people import PersonLine
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import column, label, row, separator, surface
from elans_desktop.ui.kit.table import Column, Table

_DATES = ("commune", "entry", "exit")
"""Columns that give way to what is missing."""


class PeoplePanel(QWidget):
    """`show_people`; `close` is called by its cross, `open_person(id)` by a choice."""

    def __init__(self, close: Callable[[], object], open_person: Callable[[Any], object]) -> None:
        super().__init__()
        self.title = label("", "panel", wrap=True)
        self.fact = label("", "secondary")
        self.table = Table(
            (
                Column("name", "Nom", lambda r: r.name),
                Column("commune", "Commune", lambda r: r.commune, 100, paint="muted"),
                Column("entry", "Entrée", lambda r: _day(r.entry_on), 106, sort=lambda r: r.entry_on),
                Column("exit", "Sortie", lambda r: _day(r.exit_on), 106, sort=lambda r: r.exit_on),
                Column("missing", "Il manque", lambda r: r.missing, 300, paint="muted"),
            ),
            row_id=lambda r: r.id,
            counted=("personne", "personnes"),
            placeholder="Rechercher dans la liste…",
            empty=EmptyState("users", "Personne"),
            name="Personnes derrière le chiffre",
        )
        self.table.activated.connect(open_person)
        head = row(spacing=8)
        head.addWidget(self.title, 1)
        head.addWidget(buttons.icon_button("x", "Fermer la liste", close))
        inside = column(head, self.fact, spacing=8, margins=(24, 16, 16, 16))
        inside.addWidget(self.table, 1)
        inside.addWidget(label("Entrée ou double-clic ouvre le dossier.", "caption"))
        whole = row(separator(vertical=True), spacing=0)
        whole.addLayout(inside, 1)
        self.setLayout(whole)
        surface(self, "surface")

    def show_people(self, words: str, period: str, people: Sequence[PersonLine]) -> None:
        """The lines, and what they are."""
        self.title.setText(words)
        self.fact.setText(f"{count(len(people), 'personne')}, {period}")
        lacking = any(one.missing for one in people)
        self.table.rows_view.leave_out(_DATES if lacking else ("missing",))
        self.table.set_rows(people)
        self.table.clear_search()


def _day(day: Any) -> str:
    return date_short(day) if day else ""
