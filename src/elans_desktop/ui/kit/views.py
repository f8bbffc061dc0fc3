"""The Qt views of rows: hover by row, letters that find, Entrée and double click that open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QElapsedTimer, QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QListView, QTableView, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit.focus_ring import came_by_keyboard
from elans_desktop.ui.kit.scroll_bar import ScrollBar
from elans_desktop.ui.kit.table_model import TableModel

_TYPING_PAUSE = 900  # milliseconds after which letters begin another word
LEAST_STRETCHED = 200
"""Design pixels that a stretching column keeps, as long as the others can give way…"""
LEAST_SHARE = 0.7
"""…to this share of their width; below, columns of words are hidden from the right (the form shows them)."""


if TYPE_CHECKING:
    _ItemView = QAbstractItemView
else:
    _ItemView = object  # Qt refuses two of its classes as parents


class RowsBehaviour(_ItemView):
    """What table and list views share; mixed, first, into a QAbstractItemView that has the signals."""

    opened: ClassVar[Signal]
    hovered_row: int
    _keyboard: bool

    def start_rows(self: Any, model: TableModel) -> None:
        """Attach the model and the habits of our rows."""
        self.hovered_row = -1
        self._keyboard = False
        self._shown_frame = -1
        self._typed = ""
        self._typing = QElapsedTimer()
        self._rows_model = model
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBar(ScrollBar())
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)

    def row_is_selected(self: Any, row: int) -> bool:
        """Whether this row is chosen."""
        selection: QItemSelectionModel = self.selectionModel()
        return selection.isRowSelected(row, QModelIndex())

    def frames_row(self: Any, row: int) -> bool:
        """Whether the keyboard is on this row."""
        shown: int = self._shown_frame
        return row == shown or (self._keyboard and self.hasFocus() and self.currentIndex().row() == row)

    def show_states(self: Any, *, hovered: int, framed: int) -> None:
        """Draw a hovered and a framed row for good: the gallery shows them."""
        self.hovered_row, self._shown_frame = hovered, framed

    def go_to(self: Any, row: int) -> None:
        """Choose a row and show it."""
        index: QModelIndex = self._rows_model.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def hover(self: Any, event: QMouseEvent | None) -> None:
        """Remember the row under the pointer."""
        row = self.indexAt(event.position().toPoint()).row() if event is not None else -1
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()

    def row_key(self: Any, event: QKeyEvent) -> bool:
        """Entrée opens; letters go to the row that begins with them. True when the key was used."""
        self._keyboard = True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
            return True
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        letter = event.text()
        if plain and letter.strip() and letter.isprintable():
            self._type(letter)
            return True
        return False

    def _type(self: Any, letter: str) -> None:
        pause = not self._typing.isValid() or self._typing.elapsed() > _TYPING_PAUSE
        self._typed = letter if pause else self._typed + letter
        self._typing.restart()
        current = max(0, self.currentIndex().row())
        start = current + 1 if len(self._typed) == 1 else current
        found = self._rows_model.find_prefix(self._typed, start)
        if found >= 0:
            self.go_to(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entrée, letters, then what Qt does with arrows."""
        if not self.row_key(event):
            super().keyPressEvent(event)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover the row."""
        super().mouseMoveEvent(event)
        self.hover(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The mouse leads: no keyboard frame."""
        self._keyboard = False
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index.row())

    def leaveEvent(self, event: QEvent) -> None:
        """End the hover."""
        super().leaveEvent(event)
        self.hover(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Frame the row when the keyboard came."""
        self._keyboard = came_by_keyboard(event.reason())
        super().focusInEvent(event)
        self.viewport().update()


class TableRows(RowsBehaviour, QTableView):
    """The rows of a declared table."""

    opened = Signal(int)

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        QTableView.__init__(self, parent)
        self._shared: tuple[float, set[int]] = (0.0, set())
        self._left_out: frozenset[str] = frozenset()
        self.keeps_widths = False
        """The widths and the columns shown are those of the person: they are not shared out."""
        self.start_rows(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        theme.signals.changed.connect(self.fit)

    def set_up_header(self) -> None:
        """Widths and stretches of the declared columns."""
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(theme.px(32))
        for position, column in enumerate(self._rows_model.columns):
            fixed = QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(position, fixed if column.width else QHeaderView.ResizeMode.Stretch)
        self.fit()

    def edges(self, column: int) -> tuple[bool, bool]:
        """Whether a column is the first, the last shown: some may be hidden, and moved."""
        header = self.horizontalHeader()
        start = header.sectionPosition(column)
        return start == 0, start + header.sectionSize(column) >= header.length()

    def fit(self) -> None:
        """Heights and widths at the current text scale."""
        self.verticalHeader().setDefaultSectionSize(theme.px(32))
        self.horizontalHeader().setFixedHeight(theme.px(32))
        self._shared = (0.0, set())
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._share_width()

    def leave_out(self, keys: Iterable[str]) -> None:
        """Do not show the columns of these keys; the others share the width."""
        self._left_out = frozenset(keys)
        self._shared = (0.0, set())
        self._share_width()

    def _share_width(self) -> None:
        """The declared widths; less, in proportion, where the columns that stretch would not be read."""
        if self.keeps_widths:
            return
        columns = self._rows_model.columns
        left_out = {place for place, column in enumerate(columns) if column.key in self._left_out}
        shown = [(place, column) for place, column in enumerate(columns) if place not in left_out]
        widths = {place: theme.px(column.width) for place, column in shown if column.width}
        free = self.viewport().width() - (len(shown) - len(widths)) * theme.px(LEAST_STRETCHED)
        hidden: set[int] = set()
        for place in sorted(widths, reverse=True):  # words give way, from the right; figures stay
            wanted = sum(width for other, width in widths.items() if other not in hidden)
            if free < wanted * LEAST_SHARE and columns[place].align == "left" and columns[place].title:
                hidden.add(place)
        wanted = sum(width for place, width in widths.items() if place not in hidden)
        share = min(1.0, max(LEAST_SHARE, free / wanted)) if wanted else 1.0
        if (share, hidden) == self._shared:
            return
        self._shared = (share, hidden)
        for place, width in widths.items():
            self.setColumnWidth(place, int(width * share))
        for place in range(len(columns)):
            self.setColumnHidden(place, place in hidden or place in left_out)


class EvenListRows(TableRows):
    """The rows of a list pane without groups. A table of one column: its rows, all of one height, are not
    laid out one by one, which a list view does for each of 20,000 at each letter typed."""

    def __init__(self, model: TableModel, height: int, parent: QWidget | None = None) -> None:
        """`height`: of a row, in design pixels."""
        self._height = height
        super().__init__(model, parent)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for position in range(1, len(model.columns)):
            self.setColumnHidden(position, True)
        self.fit()

    def fit(self) -> None:
        """Heights at the current text scale."""
        self.verticalHeader().setDefaultSectionSize(theme.px(self._height))

    def _share_width(self) -> None:
        """One column, which takes all."""


class ListRows(RowsBehaviour, QListView):
    """The rows of a list pane."""

    opened = Signal(int)

    def edges(self, _column: int) -> tuple[bool, bool]:
        """Its only column is the first and the last."""
        return True, True

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        QListView.__init__(self, parent)
        self.start_rows(model)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        theme.signals.changed.connect(self.scheduleDelayedItemsLayout)


RowsView = TableRows | ListRows
