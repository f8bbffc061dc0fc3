"""The one model behind every list: columns declared, sorting and filtering inside, no proxy.

Sorted orders and folded search texts are computed once per set of rows: sorting again or typing one more
letter only walks what is ready.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from elans_desktop.core.text import fold

Index = QModelIndex | QPersistentModelIndex
Paint = Literal["text", "strong", "muted", "badge", "letter", "progress"]
_NOT_A_WORD = re.compile(r"[\W_]+")
WARMED_ROWS = 2000  # beyond, texts and orders are prepared in the background, so many rows at a time
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


@dataclass(frozen=True)
class Column:
    """One column.

    `text(row)`: what is shown (and said by a screen reader). `sort(row)`: the key to sort by, the folded
    text when absent (None sorts last). `width`: design pixels, 0 takes what is left. `align`: left, right
    or center. `paint`: text, strong, muted, badge, letter (R M A C beside nothing), progress (`share(row)`
    from 0 to 1). `tone(row)`: tone of the badge or of the words; `icon(row)`: icon before them.
    """

    key: str
    title: str
    text: Callable[[Any], str]
    width: int = 0
    align: Literal["left", "right", "center"] = "left"
    sort: Callable[[Any], Any] | None = None
    paint: Paint = "text"
    tone: Callable[[Any], str] | None = None
    icon: Callable[[Any], str] | None = None
    share: Callable[[Any], float] | None = None


def search_key(text: str) -> str:
    """`core.text.fold`, quicker for plain letters."""
    return _NOT_A_WORD.sub(" ", text.casefold()).strip() if text.isascii() else fold(text)


class TableModel(QAbstractTableModel):
    """Rows of any frozen dataclass, seen through columns, in an order, through filters."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        row_id: Callable[[Any], Any],
        search: Callable[[Any], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`row_id(row)`: what identifies a row. `search(row)`: its searchable text **already folded**;
        when absent, the folded texts of the columns."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self._by_key = {column.key: column for column in columns}
        self._row_id = row_id
        self._search = search
        self._rows: list[Any] = []
        self._visible: Sequence[int] = ()
        self._keys: tuple[str, list[Any]] = ("", [])
        """The column that orders now and what its rows are compared by: the other orders are kept alone."""
        self._orders: dict[str, array[int]] = {}
        """Places of rows, four bytes each: a list of 20,000 numbers takes nine times as much."""
        self._texts: list[str] | None = None
        self._partial: list[str] = []
        self._words: tuple[str, ...] = ()
        self._tests: tuple[Callable[[Any], bool], ...] = ()
        self.sort_key = ""
        self.ascending = True
        self._warmed = 0
        self._warming = QTimer(self)
        self._warming.setInterval(20)
        self._warming.timeout.connect(self._warm)

    def set_title(self, key: str, title: str) -> None:
        """Change the title of a column. Raises KeyError."""
        renamed = replace(self._by_key[key], title=title)
        self._by_key[key] = renamed
        self.columns = tuple(renamed if column.key == key else column for column in self.columns)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def rowCount(self, parent: Index | None = None) -> int:
        """The rows shown now."""
        return 0 if parent is not None and parent.isValid() else len(self._visible)

    def columnCount(self, parent: Index | None = None) -> int:
        """The columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def index(self, row: int, column: int = 0, parent: Index | None = None) -> QModelIndex:
        """The index of a cell. A list lays out its 20,000 rows through this: one call each, not three."""
        if 0 <= row < len(self._visible) and 0 <= column < len(self.columns):
            return self.createIndex(row, column)
        return QModelIndex()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell; delegates ask `row_at` for the rest."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(self.row_at(index.row()))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENT[column.align]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The titles of the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENT[self.columns[section].align]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows are chosen, never edited in place."""
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Replace every row; the order and the filters stay."""
        self.beginResetModel()
        self._rows = list(rows)
        self._keys = ("", [])
        self._orders.clear()
        self._texts = None
        self._partial = []
        self._show()
        self.endResetModel()
        if len(self._rows) > WARMED_ROWS:
            self._warmed = 0
            self._warming.start()

    def replace_row(self, row: Any) -> bool:
        """Show the new state of one row, known by its identity; False when it is not among the rows.

        What is ready for the others (search texts, sort keys) is kept; nothing is laid out again unless
        the row changes place, and the view has only to be painted.
        """
        row_id = self._row_id(row)
        place = next((i for i, known in enumerate(self._rows) if self._row_id(known) == row_id), -1)
        if place < 0:
            return False
        before, self._rows[place] = self._rows[place], row
        self._order_again(place, before)
        if self._texts is not None:
            self._texts[place] = self._search_text()(row)
        shown = self._visible
        self._show()
        if self._visible != shown:
            self.beginResetModel()
            self.endResetModel()
        return True

    def rows(self) -> list[Any]:
        """Every row, shown or not."""
        return self._rows

    def total(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._rows)

    def holds(self, row_id: Any) -> bool:
        """Whether this row is there, shown or not."""
        return any(self._row_id(row) == row_id for row in self._rows)

    def row_at(self, position: int) -> Any:
        """The row shown at this position."""
        return self._rows[self._visible[position]]

    def id_at(self, position: int) -> Any:
        """The identity of the row shown at this position."""
        return self._row_id(self.row_at(position))

    def position_of(self, row_id: Any) -> int:
        """Where this row is shown, -1 when it is not."""
        for position, index in enumerate(self._visible):
            if self._row_id(self._rows[index]) == row_id:
                return position
        return -1

    def sort_by(self, key: str, ascending: bool = True) -> None:
        """Order by a column; rows that are equal keep the order in which they were given."""
        self.beginResetModel()
        self.sort_key, self.ascending = key, ascending
        self._show()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a header section; -1 is the order given."""
        key = self.columns[column].key if column >= 0 else ""
        self.sort_by(key, order == Qt.SortOrder.AscendingOrder)

    def set_search(self, text: str) -> None:
        """Show the rows that hold every word, whatever the accents and capitals."""
        words = tuple(search_key(text).split())
        if words != self._words:
            self.beginResetModel()
            self._words = words
            self._show()
            self.endResetModel()

    def set_tests(self, tests: Sequence[Callable[[Any], bool]]) -> None:
        """Show the rows that pass every test (the filter chips that are on)."""
        self.beginResetModel()
        self._tests = tuple(tests)
        self._show()
        self.endResetModel()

    def find_prefix(self, prefix: str, start: int) -> int:
        """The first row from `start`, round the end, whose first text begins with `prefix`; -1 if none."""
        wanted, count = search_key(prefix), len(self._visible)
        text = next((c.text for c in self.columns if c.paint not in ("letter", "progress")), None)
        if text is None or not wanted:
            return -1
        for step in range(count):
            position = (start + step) % count
            if search_key(text(self.row_at(position))).startswith(wanted):
                return position
        return -1

    def _warm(self) -> None:
        """While the person reads the first rows, prepare the search texts, then each order."""
        if self._texts is None:
            text = self._search_text()
            slice_end = self._warmed + WARMED_ROWS
            self._partial += [text(row) for row in self._rows[self._warmed : slice_end]]
            self._warmed = slice_end
            if slice_end >= len(self._rows):
                self._texts = self._partial
            return
        missing = next((c for c in self.columns if f"+{c.key}" not in self._orders), None)
        if missing is None:
            self._warming.stop()
        else:
            self._orders[f"+{missing.key}"] = self._sorted(missing, ascending=True)

    def _show(self) -> None:
        order: Sequence[int] = self._order()
        if self._words:
            texts = self._search_texts()
            if len(self._words) == 1:
                word = self._words[0]
                order = [i for i in order if word in texts[i]]
            else:
                order = [i for i in order if all(word in texts[i] for word in self._words)]
        for test in self._tests:
            order = [i for i in order if test(self._rows[i])]
        self._visible = array("I", order) if isinstance(order, list) else order

    def _order(self) -> Sequence[int]:
        column = self._by_key.get(self.sort_key)
        if column is None:
            return range(len(self._rows))
        name = f"{'+' if self.ascending else '-'}{column.key}"
        order = self._orders.get(name)
        if order is None:
            order = self._orders[name] = self._sorted(column, ascending=self.ascending)
        return order

    def _sorted(self, column: Column, *, ascending: bool) -> array[int]:
        ordering, keys = self._keys
        if ordering != column.key or not keys:
            keys = list(map(_key_of(column), self._rows))
        if column.key == self.sort_key:
            self._keys = (column.key, keys)
        known: Iterable[int] = range(len(keys))
        unknown: list[int] = []
        if None in keys:
            unknown = [i for i in known if keys[i] is None]
            known = [i for i in known if keys[i] is not None]
        return array("I", [*sorted(known, key=keys.__getitem__, reverse=not ascending), *unknown])

    def _order_again(self, place: int, before: Any) -> None:
        """Move a row that changed, in the orders ready so far, to where a sort would put it."""
        for column in self.columns:
            key = _key_of(column)
            now = key(self._rows[place])
            if now == key(before):
                continue
            if self._keys[0] == column.key:
                self._keys[1][place] = now
            for sign in "+-":
                if (order := self._orders.get(f"{sign}{column.key}")) is not None:
                    self._orders[f"{sign}{column.key}"] = self._moved(
                        order, key, place, ascending=sign == "+"
                    )

    def _moved(
        self, order: array[int], key: Callable[[Any], Any], place: int, *, ascending: bool
    ) -> array[int]:
        moved = array("I", order)  # the one shown may be this very one
        moved.remove(place)
        mine, low, high = key(self._rows[place]), 0, len(moved)
        while low < high:
            middle = (low + high) // 2
            other = key(self._rows[moved[middle]])
            if other == mine:
                comes_first = moved[middle] < place
            elif mine is None or other is None:
                comes_first = mine is None
            else:
                comes_first = (other < mine) == ascending
            low, high = (middle + 1, high) if comes_first else (low, middle)
        moved.insert(low, place)
        return moved

    def _search_texts(self) -> list[str]:
        if self._texts is None:
            text = self._search_text()
            self._texts = [text(row) for row in self._rows]
        return self._texts

    def _search_text(self) -> Callable[[Any], str]:
        if self._search is not None:
            return self._search
        shown = [column.text for column in self.columns]
        return lambda row: search_key(" ".join(text(row) for text in shown))


def _key_of(column: Column) -> Callable[[Any], Any]:
    """What the rows of a column are compared by."""
    text = column.text
    return column.sort or (lambda row: search_key(text(row)))


_ALIGNMENT = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
}
