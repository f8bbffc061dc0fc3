"""The declared table: columns, search, chips, count, in rows of 32.

table = Table(
    (Column("name", "Nom", lambda r: r.name), Column("city", "Commune", lambda r: r.city, width=160)),
    row_id=lambda r: r.id, filters=(Filter("open", "Ouverts", lambda r: r.is_open, on=True),),
    counted=("personne", "personnes"), sort="name",
)
table.set_rows(rows); table.activated.connect(open_it); table.current_id(); table.selected_ids()
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.chip import Filter
from elans_desktop.ui.kit.delegates import PADDING, TableDelegate
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import column, row
from elans_desktop.ui.kit.rows_box import RowsBox
from elans_desktop.ui.kit.table_model import Column, TableModel
from elans_desktop.ui.kit.views import TableRows
from elans_desktop.ui.theme.dress import dress

__all__ = ["Column", "Filter", "Table", "TableModel"]


class Header(QHeaderView):
    """Titles 13 px on the sunken ground, and an arrow on the column that orders."""

    def __init__(self, model: TableModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self.setSectionsClickable(True)

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """Ground, title, arrow, line under."""
        if not rect.isValid():
            return
        place = QRectF(rect)
        painter.save()
        painter.fillRect(place, theme.color("sunken"))
        painter.fillRect(
            QRectF(place.left(), place.bottom() - 1, place.width(), 1), theme.color("line-strong")
        )
        declared = self._model.columns[logical_index]
        inside = place.adjusted(PADDING, 0, -PADDING, -1)
        sorts = declared.key == self._model.sort_key
        if sorts:
            arrow = "arrow-up" if self._model.ascending else "arrow-down"
            width = min(paint.text_width(declared.title, 13, 600), inside.width() - theme.px(18))
            left = inside.left() + width + theme.px(4)
            if declared.align == "right":
                left = inside.right() - theme.px(14)
                inside.setRight(inside.right() - theme.px(18))
            theme.draw_icon(painter, arrow, "muted", left, inside.center().y() - theme.px(7), 14)
        align = {"left": paint.LEFT, "right": paint.RIGHT}.get(declared.align, paint.CENTER)
        paint.line_of_text(painter, inside, declared.title, size=13, weight=600, token="muted", align=align)
        painter.restore()


class Table(RowsBox):
    """A declared table; see the head of this file."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        row_id: Callable[[Any], Any],
        search: Callable[[Any], str] | None = None,
        filters: Sequence[Filter] = (),
        placeholder: str = "Rechercher…",
        counted: tuple[str, str] = ("ligne", "lignes"),
        empty: EmptyState | None = None,
        sort: str = "",
        ascending: bool = True,
        with_search: bool = True,
        framed: bool = True,
        tools: Sequence[QWidget] = (),
        name: str = "",
    ) -> None:
        """`search(row)`: folded searchable text. `sort`: key of the first order. `with_search=False`: rows
        alone, no search box nor count. `tools`: widgets at the right of the search box."""
        model = TableModel(columns, row_id=row_id, search=search)
        rows = TableRows(model)
        header = Header(model, rows)
        rows.setHorizontalHeader(header)  # before we listen to resets: a header's own forgets the selection
        super().__init__(
            model, rows, filters=filters, placeholder=placeholder, counted=counted, empty=empty, name=name
        )
        self.rows_view = rows
        rows.set_up_header()
        header.sectionClicked.connect(self._sort_clicked)
        rows.setItemDelegate(TableDelegate(model, rows))
        if framed:
            dress(rows, "table")
        if sort:
            model.sort_by(sort, ascending)
        whole = column(spacing=8)
        if with_search:
            self.search.setMinimumWidth(theme.px(220))
            self.search.setMaximumWidth(theme.px(360))
            whole.addLayout(row(self.search, self.chips, None, *tools))
            whole.addLayout(row(self.count_label, None))
        whole.addWidget(self.pages, 1)
        self.setLayout(whole)
        self._refresh()

    def set_title(self, key: str, title: str) -> None:
        """Change the title of a column: the word of another scheme. Raises KeyError."""
        self.model.set_title(key, title)
        self.rows_view.horizontalHeader().viewport().update()

    def fit_height(self) -> None:
        """Show every row, without scrolling: for the short tables of a file or a card."""
        rows = max(1, self.model.rowCount())
        self.pages.setFixedHeight(theme.px(32) * (rows + 1) + 2)

    def _sort_clicked(self, section: int) -> None:
        key = self.model.columns[section].key
        self.model.sort_by(key, not self.model.ascending if key == self.model.sort_key else True)
        self.rows_view.horizontalHeader().viewport().update()
