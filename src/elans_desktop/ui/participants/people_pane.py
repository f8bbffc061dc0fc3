"""The list of people: search, orders, filter chips, one of them for each status."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import count
from elans_desktop.services import pathway_limits
from elans_desktop.services.pathways import STATUS_LABELS
from elans_desktop.ui import scheme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.chip import Chip
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.list_pane import ListPane
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.participants import looks


class PeoplePane(ListPane):
    """The left of the tab."""

    def __init__(
        self,
        context: Context,
        *,
        new: Callable[[], None] | None,
        fill_tools: Callable[[QMenu], None] | None,
        calls: Callable[[], None] | None,
    ) -> None:
        """`new`: a new file; `fill_tools`: the menu of files and blank papers; `calls`: « Appels à passer ».
        Each is None without the right to."""
        spoken = scheme.of(context)
        usual = context.bridge.read(pathway_limits.of_scheme, spoken.options).usual
        super().__init__(
            scheme.title(spoken, "participants"),
            look=looks.list_look(),
            row_id=attrgetter("id"),
            orders=looks.orders(),
            search=attrgetter("search"),
            filters=looks.filters(context.bridge.actor.professional_id, clock.today(), usual),
            placeholder="Nom, commune, n° de dossier…",
            counted=("personne", "personnes"),
            action=(f"Nouveau {spoken.word('participant')}", new) if new is not None else None,
            empty=EmptyState("users", f"Aucun {spoken.word('participant')}"),
        )
        self.set_counted(lambda shown: count(shown, "personne"))
        for status in STATUS_LABELS:
            self.chips.chip(status).hide()
        self.more_filters = Chip("+")
        self.more_filters.setCheckable(False)
        self.more_filters.setToolTip("Filtrer par statut")
        self.more_filters.setAccessibleName("Filtrer par statut")
        self.more_filters.clicked.connect(self._offer_statuses)
        chips: Any = self.chips.layout()
        chips.addWidget(self.more_filters)
        if calls is not None:
            self._beside_order(buttons.icon_button("phone", "Appels à passer", lambda: calls(), small=True))
        if fill_tools is not None:
            self._add_tools(fill_tools)

    def filter_status(self, status: str) -> None:
        """Show the people of one status alone, or every open file again."""
        on = status not in self.chips.active()
        for other in (*STATUS_LABELS, "open"):
            if other in self.chips.active():
                self.chips.set_on(other, False)
        for other in STATUS_LABELS:
            self.chips.chip(other).setVisible(on and other == status)
        self.chips.set_on(status if on else "open", True)

    def _add_tools(self, fill: Callable[[QMenu], None]) -> None:
        tools = buttons.MenuButton("", icon="ellipsis", kind="quiet", small=True, build=fill)
        tools.setToolTip("Fichiers et papiers vierges")
        tools.setAccessibleName("Fichiers et papiers vierges")
        self._beside_order(tools)

    def _beside_order(self, tool: QWidget) -> None:
        above: Any = self.order_button.parentWidget()
        lines = above.layout()
        lines.itemAt(lines.count() - 1).layout().addWidget(tool)

    def _offer_statuses(self) -> None:
        menu = Menu(self.more_filters)
        for status, words in STATUS_LABELS.items():
            on = status in self.chips.active()
            menu.add(words, lambda chosen=status: self.filter_status(chosen), checked=on)
        menu.popup(self.more_filters.mapToGlobal(self.more_filters.rect().bottomLeft()))
