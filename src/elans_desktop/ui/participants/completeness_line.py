"""Under the head of a file: how complete it is for each funder, and what is missing, as links."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.participants import completeness
from elans_desktop.services.participants.completeness import FileCompleteness
from elans_desktop.services.participants.completeness_items import Item
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.chip import Chip
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label

FEW = 7
"""Missing points named before « et 4 autres »."""


class CompletenessLine(QWidget):
    """Nothing when every list is complete. `go(item)`: the way to a field."""

    def __init__(self, context: Context, go: Callable[[Item], None]) -> None:
        super().__init__()
        self._context, self._go = context, go
        self._found: tuple[FileCompleteness, ...] = ()
        self._code, self._whole = "", False
        self._flow = FlowLayout(spacing=12)
        self.setLayout(column(holder(self._flow), spacing=0, margins=(24, 0, 24, 8)))
        self.hide()

    def show_person(self, participant_id: uuid.UUID) -> None:
        """Read what each list asks of a person, and show what is missing."""
        self._found = self._context.bridge.read(
            completeness.of_person, participant_id, self._context.bridge.scope
        )
        self._whole = False
        self._draw()

    def choose(self, code: str) -> None:
        """Show what another list misses."""
        self._code, self._whole = code, False
        self._draw()

    @property
    def shown(self) -> FileCompleteness | None:
        """The list whose missing points are named: the one chosen, else the first that misses something."""
        waiting = [one for one in self._found if one.missing]
        return next((one for one in waiting if one.code == self._code), waiting[0] if waiting else None)

    def _draw(self) -> None:
        clear_layout(self._flow)
        shown = self.shown
        self.setVisible(shown is not None)
        if shown is None:
            return
        for one in self._found:
            self._flow.addWidget(self._chip(one, on=one.code == shown.code))
        words = label("il manque", "secondary")
        words.setFixedHeight(theme.px(28))
        self._flow.addWidget(words)
        named = shown.missing if self._whole or len(shown.missing) <= FEW + 1 else shown.missing[:FEW]
        for item in named:
            link = buttons.link(item.label, "", partial(self._go, item))
            link.setAccessibleName(f"Compléter{NBSP}: {item.label}")
            self._flow.addWidget(link)
        if rest := len(shown.missing) - len(named):
            self._flow.addWidget(buttons.link(f"et {count(rest, 'autre')}…", "", self._show_whole))
        self.updateGeometry()

    def _chip(self, one: FileCompleteness, *, on: bool) -> QWidget:
        words = "complet" if not one.missing else f"{one.percent}{NBSP}%"
        chip = Chip(f"{one.label} {words}", on=on)
        chip.setToolTip(f"{one.filled} sur {one.asked} points demandés")
        chip.clicked.connect(partial(self.choose, one.code))
        return chip

    def _show_whole(self) -> None:
        self._whole = True
        self._draw()
