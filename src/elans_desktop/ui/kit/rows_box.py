"""What a declared table and a list pane share: rows, search, filters, count, selection, empty states."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QLabel, QStackedWidget, QWidget

from elans_desktop.core.formats import NBSP, count, number
from elans_desktop.ui.kit.chip import Filter, FilterChips
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import label
from elans_desktop.ui.kit.search_box import SearchBox
from elans_desktop.ui.kit.table_model import TableModel
from elans_desktop.ui.kit.views import RowsView


class RowsBox(QWidget):
    """Rows with their search box, chips and count line; the subclass lays them out.

    `current_changed(id or None)`, `activated(id)` (Entrée, double click), `selection_changed()`,
    `shown_changed()` when search, filters or rows have changed what is shown.
    """

    current_changed = Signal(object)
    activated = Signal(object)
    selection_changed = Signal()
    shown_changed = Signal()

    def __init__(
        self,
        model: TableModel,
        view: RowsView,
        *,
        filters: Sequence[Filter] = (),
        placeholder: str = "Rechercher…",
        counted: tuple[str, str] = ("ligne", "lignes"),
        empty: EmptyState | None = None,
        name: str = "",
    ) -> None:
        super().__init__()
        self.model, self.view = model, view
        self._counted = counted
        self._current: Any = None
        self._chosen: set[Any] = set()
        self.search = SearchBox(placeholder)
        self.chips = FilterChips(filters)
        if not filters:
            self.chips.hide()
        self.count_label: QLabel = label("", "secondary")
        self._empty = empty or EmptyState("inbox", "Rien pour l’instant")
        self._nothing = EmptyState(
            "search", "Aucun résultat", link=("Effacer la recherche et les filtres", self.clear_search)
        )
        self.pages = QStackedWidget()
        for page in (view, self._empty, self._nothing):
            self.pages.addWidget(page)
        view.setAccessibleName(name or placeholder)
        view.opened.connect(self._opened)
        self._listen()
        model.modelAboutToBeReset.connect(self._about_to_reset)
        model.modelReset.connect(self._was_reset)
        self.search.textChanged.connect(self._searched)
        self.search.left_down.connect(self._enter_rows)
        self.search.returnPressed.connect(self._enter_rows)
        self.chips.changed.connect(self._filtered)
        find = QShortcut(QKeySequence("Ctrl+F"), self, self._find)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.model.set_tests(self.chips.tests())

    def _listen(self) -> None:
        selection = self.view.selectionModel()
        selection.currentRowChanged.connect(self._moved)
        selection.selectionChanged.connect(self._selected)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Replace every row; the current one stays when it is still there."""
        self.chips.count(rows)
        self.model.set_rows(rows)

    def replace_row(self, row: Any) -> bool:
        """Show the new state of one row; False when it is not among the rows."""
        found = self.model.replace_row(row)
        self.view.viewport().update()
        self.chips.count(self.model.rows())
        return found

    def set_multiple(self, multiple: bool) -> None:
        """Let several rows be chosen (Ctrl, Maj)."""
        modes = QAbstractItemView.SelectionMode
        self.view.setSelectionMode(modes.ExtendedSelection if multiple else modes.SingleSelection)

    def current_id(self) -> Any:
        """The identity of the current row, or None."""
        return self._current

    def current_row(self) -> Any:
        """The current row, or None."""
        position = self.view.currentIndex().row()
        return self.model.row_at(position) if 0 <= position < self.model.rowCount() else None

    def set_current(self, row_id: Any) -> bool:
        """Choose a row; False when it is not shown."""
        position = self.model.position_of(row_id)
        if position < 0:
            return False
        self.view.go_to(position)
        return True

    def reach(self, row_id: Any) -> bool:
        """Choose a row, giving up the search and the filters that hide it; False when the list lacks it."""
        if self.set_current(row_id):
            return True
        if not self.model.holds(row_id):
            return False
        self.clear_search()
        return self.set_current(row_id)

    def leave_current(self) -> None:
        """Choose no row: what is shown beside the list is not in it. Nothing is emitted for it."""
        self._current = None
        self.view.selectionModel().clear()

    def select_first(self) -> None:
        """Choose the first row when none is."""
        if self._current is None and self.model.rowCount():
            self.view.go_to(0)

    def selected_ids(self) -> list[Any]:
        """The identities of the chosen rows, in the order shown."""
        return [self.model.id_at(row) for row in self._selected_rows()]

    def selected_count(self) -> int:
        """How many rows are chosen."""
        return len(self._selected_rows())

    def select_ids(self, row_ids: Collection[Any]) -> None:
        """Choose rows by their identity, those that are shown; the current row stays the current one."""
        wanted, selection = set(row_ids), QItemSelection()
        last = self.model.columnCount() - 1
        for row in range(self.model.rowCount()):
            if self.model.id_at(row) in wanted:
                selection.select(self.model.index(row, 0), self.model.index(row, last))
        flags = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)

    def _selected_rows(self) -> list[int]:
        """By ranges: 20,000 rows chosen at once are one of them."""
        ranges: Any = self.view.selectionModel().selection()
        rows = {row for each in ranges for row in range(each.top(), each.bottom() + 1)}
        return sorted(rows)

    def clear_search(self) -> None:
        """Empty the search box and switch every filter off."""
        self.search.clear()
        for key in self.chips.active():
            self.chips.set_on(key, False)

    def set_counted(self, words: Callable[[int], str]) -> None:
        """Write the count line with a function of the number of rows shown."""
        self._words = words
        self._refresh()

    _words: Callable[[int], str] | None = None

    def _searched(self, text: str) -> None:
        self.model.set_search(text)

    def _filtered(self) -> None:
        self.model.set_tests(self.chips.tests())

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _enter_rows(self) -> None:
        if self.model.rowCount():
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.view.currentIndex().isValid():
                self.view.go_to(0)

    def _about_to_reset(self) -> None:
        several = self.view.selectionMode() is QAbstractItemView.SelectionMode.ExtendedSelection
        self._chosen = set(self.selected_ids()) if several else set()

    def _was_reset(self) -> None:
        self._refresh()
        if self._current is not None:
            position = self.model.position_of(self._current)
            if position >= 0:
                self.view.go_to(position)
            elif not any(self.model.rows()):
                self._moved_to(None)
        if len(self._chosen) > 1:
            self.select_ids(self._chosen)
        self.shown_changed.emit()

    def _refresh(self) -> None:
        shown, total = self.model.rowCount(), self.model.total()
        page: QWidget = self.view if shown else self._nothing if total else self._empty
        self.pages.setCurrentWidget(page)
        placed = self.count_label.parentWidget() is not None  # alone, it would open a window of its own
        self.count_label.setVisible(placed and total > 0)
        if self._words is not None:
            self.count_label.setText(self._words(shown))
        elif shown == total:
            self.count_label.setText(count(shown, *self._counted))
        else:
            self.count_label.setText(f"{number(shown)} sur {number(total)}{NBSP}{self._counted[1]}")

    def _moved(self, *_indexes: object) -> None:
        position = self.view.currentIndex().row()
        if 0 <= position < self.model.rowCount():
            self._moved_to(self.model.id_at(position))

    def _moved_to(self, row_id: Any) -> None:
        if row_id != self._current:
            self._current = row_id
            self.current_changed.emit(row_id)

    def _selected(self, *_selections: object) -> None:
        self.selection_changed.emit()
        self.view.viewport().update()

    def _opened(self, position: int) -> None:
        self.activated.emit(self.model.id_at(position))
