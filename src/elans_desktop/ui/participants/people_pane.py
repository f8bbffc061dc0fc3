"""The list of people: search, orders, filter chips."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from elans_desktop.core.formats import count
from elans_desktop.services.pathways import pathway_limits
from elans_desktop.ui import scheme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.list_pane import ListPane
from elans_desktop.ui.participants import looks
from elans_desktop.ui.participants.people import People
from elans_desktop.ui.participants.people_chips import PeopleChips


class PeoplePane(ListPane):
    """The left of the tab."""

    def __init__(
        self,
        context: Context,
        people: People,
        *,
        new: Callable[[], None] | None,
        fill_tools: Callable[[QMenu], None] | None,
        calls: Callable[[], None] | None,
        outreach: Callable[[], None] | None,
        table: Callable[[], None],
    ) -> None:
        """`new`: a new file; `fill_tools`: twins, files and blank papers; `calls`: « Appels à passer »;
        `outreach`: « Repérage ». Each is None without the right to. `table`: the list, wide."""
        spoken = scheme.of(context)
        usual = context.bridge.read(pathway_limits.of_scheme, spoken.options).usual
        super().__init__(
            scheme.title(spoken, "participants"),
            look=looks.list_look(),
            row_id=attrgetter("id"),
            orders=looks.orders(),
            search=attrgetter("search"),
            placeholder="Nom, commune, n° de dossier…",
            counted=("personne", "personnes"),
            action=(f"Nouveau {spoken.word('participant')}", new) if new is not None else None,
            empty=EmptyState("users", f"Aucun {spoken.word('participant')}"),
        )
        self.set_counted(lambda shown: count(shown, "personne"))
        self.filters = PeopleChips(self, people, max_months=usual)
        self._beside_order(buttons.icon_button("table-2", "Tableau", table, small=True))
        if outreach is not None:
            self._beside_order(buttons.icon_button("megaphone", "Repérage", lambda: outreach(), small=True))
        if calls is not None:
            self._beside_order(buttons.icon_button("phone", "Appels à passer", lambda: calls(), small=True))
        if fill_tools is not None:
            self._add_tools(fill_tools)

    def _add_tools(self, fill: Callable[[QMenu], None]) -> None:
        tools = buttons.MenuButton("", icon="ellipsis", kind="quiet", small=True, build=fill)
        tools.setToolTip("Autres actions de la liste")
        tools.setAccessibleName("Autres actions de la liste")
        self._beside_order(tools)

    def _beside_order(self, tool: QWidget) -> None:
        above: Any = self.order_button.parentWidget()
        lines = above.layout()
        lines.itemAt(lines.count() - 1).layout().addWidget(tool)
