"""The list on the left of a view: title and primary button, search, chips, count and order, two-line rows.

pane = ListPane("Participants", look=ListLook(title=…, subtitle=…, status=…, letter=…),
    row_id=lambda r: r.id, orders=(Order("name", "par nom", lambda r: r.sort_key),),
    action=("Nouveau participant", self.create), counted=("personne", "personnes"))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.chip import Filter
from elans_desktop.ui.kit.delegates import ListDelegate, ListLook
from elans_desktop.ui.kit.empty import Action, EmptyState
from elans_desktop.ui.kit.layout import column, holder, label, row, separator, surface
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.rows_box import RowsBox
from elans_desktop.ui.kit.table_model import Column, TableModel
from elans_desktop.ui.kit.views import EvenListRows, ListRows

__all__ = ["Filter", "ListLook", "ListPane", "Order"]


@dataclass(frozen=True)
class Order:
    """A way to order the list: « par nom », « par date »… `sort(row)` is its key (None goes last)."""

    key: str
    label: str
    sort: Callable[[Any], Any]
    ascending: bool = True


def _as_given(_row: Any) -> int:
    """A key that orders nothing: a list is ordered by its declared orders alone."""
    return 0


class ListPane(RowsBox):
    """A list pane on the paper ground; see the head of this file."""

    def __init__(
        self,
        title: str,
        *,
        look: ListLook,
        row_id: Callable[[Any], Any],
        orders: Sequence[Order] = (),
        search: Callable[[Any], str] | None = None,
        filters: Sequence[Filter] = (),
        placeholder: str = "Rechercher…",
        counted: tuple[str, str] = ("ligne", "lignes"),
        action: Action | None = None,
        action_icon: str = "plus",
        action_kind: str = "primary",
        empty: EmptyState | None = None,
        width: int = 352,
        top: QWidget | None = None,
    ) -> None:
        """`width`: 352, 312 or 304. `top`: a widget between the search box and the chips (a Segmented)."""
        columns = [
            Column("title", title, look.title, sort=_as_given),
            Column("subtitle", "", look.subtitle, sort=_as_given),
        ]
        columns += [Column(order.key, order.label, look.title, sort=order.sort) for order in orders]
        if look.status is not None:
            columns.append(Column("status", "", look.status, sort=_as_given))
        model = TableModel(columns, row_id=row_id, search=search)
        rows = ListRows(model) if look.group is not None else EvenListRows(model, look.height)
        super().__init__(
            model, rows, filters=filters, placeholder=placeholder, counted=counted, empty=empty, name=title
        )
        self._orders = tuple(orders)
        self._width = width
        surface(rows.viewport(), "background")
        rows.setItemDelegate(ListDelegate(model, look, rows))
        self.title_label = label(title, "title")
        self.action: buttons.Button | None = None
        head = row(self.title_label, None)
        if action is not None:
            self.action = buttons.Button(action[0], kind=action_kind, icon=action_icon)
            self.action.clicked.connect(lambda: action[1]())
            head.addWidget(self.action)
        self.order_button = buttons.Button(kind="link", small=True, trailing="arrow-up")
        self.order_button.clicked.connect(self._choose_order)
        if not orders:
            self.order_button.hide()
        line = row(self.count_label, None, self.order_button)
        parts: list[QWidget] = [self.search, *([top] if top is not None else []), self.chips]
        above = column(head, 8, *parts, line, spacing=8, margins=(24, 16, 16, 8))
        self.setLayout(column(holder(above), separator(), self.pages, spacing=0))
        surface(self, "background")
        self._fit()
        theme.signals.changed.connect(self._fit)
        if orders:
            self.set_order(orders[0].key, orders[0].ascending)
        self._refresh()

    def _fit(self) -> None:
        self.setFixedWidth(theme.px(self._width))

    def set_order(self, key: str, ascending: bool = True) -> None:
        """Order the list by a declared order. Raises StopIteration for an unknown key."""
        order = next(order for order in self._orders if order.key == key)
        self.model.sort_by(key, ascending)
        self.order_button.set_trailing("arrow-up" if ascending else "arrow-down")
        self.order_button.setText(order.label)
        self.order_button.setAccessibleName(
            f"Ordre : {order.label}, {'croissant' if ascending else 'décroissant'}"
        )

    def _choose_order(self) -> None:
        if len(self._orders) == 1:
            self.set_order(self._orders[0].key, not self.model.ascending)
            return
        menu = Menu(self.order_button)
        for order in self._orders:
            self._add_order(menu, order)
        menu.popup(self.order_button.mapToGlobal(self.order_button.rect().bottomLeft()))

    def _add_order(self, menu: Menu, order: Order) -> None:
        same = order.key == self.model.sort_key
        ascending = not self.model.ascending if same else order.ascending
        icon = ("arrow-up" if self.model.ascending else "arrow-down") if same else ""
        menu.add(order.label, lambda: self.set_order(order.key, ascending), icon=icon)
