"""A line over an empty plan: nothing is planned there, or the filters hide it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import count
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.layout import label, row, surface

PERIODS = {"month": "ce mois-là", "week": "cette semaine-là", "day": "ce jour-là"}


class EmptyHint(QWidget):
    """Hidden as soon as a séance is shown; the list says it by itself."""

    def __init__(self, clear: Callable[[], None]) -> None:
        """`clear`: takes every filter off."""
        super().__init__()
        self.words = label("", "secondary", wrap=True)
        self.clear = buttons.link("Tout montrer", "", clear)
        line = row(Icon("info", "muted"), spacing=8, margins=(24, 8, 16, 8))
        line.addWidget(self.words, 1)
        line.addWidget(self.clear)
        self.setLayout(line)
        surface(self, "sunken")
        self.hide()

    def show_for(self, shape: str, shown: int, found: int, *, may_plan: bool) -> None:
        """How many séances pass the filters among those found."""
        hidden = bool(found) and not shown
        when = PERIODS.get(shape, "")
        if hidden:
            said = f"Les filtres cachent {count(found, 'séance')} {when}."
        else:
            said = f"Aucune séance {when}."
            if may_plan:
                drawn = "Double-cliquez sur un jour" if shape == "month" else "Tracez-en une à la souris"
                said += f" {drawn}, ou touche N."
        self.words.setText(said)
        self.clear.setVisible(hidden)
        self.setVisible(not shown and bool(when))
