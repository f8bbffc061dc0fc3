"""A list of two-line rows under titles (instances, moments, families), with its search box.

rows = GroupedList(look=ListLook(title=…, subtitle=…), row_id=lambda r: r.id, name="Réunions")
rows.set_groups([Group("Groupe projet", meetings, "4")]) ; rows.current_changed.connect(…)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStackedWidget, QWidget

from elans_desktop.core.text import fold
from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.delegates import ListLook
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import column, holder, label, scrolled, separator
from elans_desktop.ui.kit.painted_rows import PaintedRows
from elans_desktop.ui.kit.search_box import SearchBox
from elans_desktop.ui.kit.table_model import search_key

__all__ = ["Group", "GroupedList", "ListLook"]


@dataclass(frozen=True)
class Group:
    """A title, its rows, and what stands at the right of the title (a count). No title: no line."""

    title: str
    rows: Sequence[Any]
    fact: str = ""


class GroupedRows(PaintedRows):
    """Titles of 28 and rows of two lines."""

    def __init__(self, look: ListLook, name: str, ground: str) -> None:
        super().__init__(name, ground=ground)
        self._look = look

    def row_height(self, row: Any) -> int:
        """28 or that of the look."""
        return theme.px(28 if isinstance(row, Group) else self._look.height)

    def can_choose(self, row: Any) -> bool:
        """Titles are not chosen."""
        return not isinstance(row, Group)

    def ground_of(self, row: Any, chosen: bool, hovered: bool) -> str:
        """Titles are sunken."""
        return "sunken" if isinstance(row, Group) else super().ground_of(row, chosen, hovered)

    def row_words(self, row: Any) -> str:
        """Everything the row shows."""
        look = self._look
        parts = [look.title(row), look.subtitle(row)]
        parts += [read(row) for read in (look.status, look.fact) if read]
        return ", ".join(part for part in parts if part)

    def row_tip(self, row: Any) -> str:
        """What may be cut."""
        return "" if isinstance(row, Group) else f"{self._look.title(row)}\n{self._look.subtitle(row)}"

    def paint_row(self, painter: QPainter, rect: QRectF, index: int, row: Any, chosen: bool) -> None:
        """A title, or letter, title and status, subtitle and fact."""
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color("line"))
        inside = rect.adjusted(24, 0, -16, -1)
        if isinstance(row, Group):
            fact = paint.text_width(row.fact, 14)
            words = inside.adjusted(0, 0, -fact - 8, 0)
            paint.line_of_text(painter, words, row.title, size=14, weight=600, token="muted")
            paint.line_of_text(painter, inside, row.fact, size=14, token="muted", align=paint.RIGHT)
            return
        if chosen:
            painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), theme.color("primary"))
        look = self._look
        middle = inside.center().y()
        if look.letter is not None:
            if code := look.letter(row):
                paint.letter(painter, inside.left(), middle - theme.px(20) / 2, code)
            inside.setLeft(inside.left() + theme.px(32))
        high = theme.px(19)
        first = QRectF(inside.left(), middle - high - 0.5, inside.width(), high)
        second = QRectF(inside.left(), middle, inside.width(), high)
        status = look.status(row) if look.status else ""
        if status:
            token = paint.ink_of(look.tone(row)) if look.tone else "muted"
            right = QRectF(first.left(), middle - high / 2, first.width(), high)
            if look.fact is not None and look.fact(row):
                right = QRectF(first)
            width = paint.text_width(status, 14, 600 if token != "muted" else 400)
            paint.line_of_text(
                painter, right, status, size=14, weight=600 if token != "muted" else 400,
                token=token, align=paint.RIGHT, elide=False,
            )  # fmt: skip
            first.setWidth(first.width() - width - 8)
            if not (look.fact is not None and look.fact(row)):
                second.setWidth(second.width() - width - 8)
        if look.fact is not None and (fact_words := look.fact(row)):
            paint.line_of_text(
                painter, second, fact_words, size=14, token="muted", align=paint.RIGHT, elide=False
            )
            second.setWidth(second.width() - paint.text_width(fact_words, 14) - 8)
        paint.line_of_text(painter, first, look.title(row), weight=600)
        paint.line_of_text(painter, second, look.subtitle(row), size=14, token="muted")


class GroupedList(QWidget):
    """See the head of this file. `current_changed(id)`, `activated(id)` (Entrée, double click)."""

    current_changed = Signal(object)
    activated = Signal(object)

    def __init__(
        self,
        *,
        look: ListLook,
        row_id: Callable[[Any], Any],
        name: str,
        placeholder: str = "Rechercher…",
        empty: EmptyState | None = None,
        ground: str = "background",
        with_search: bool = True,
    ) -> None:
        super().__init__()
        self._look, self._row_id = look, row_id
        self._groups: tuple[Group, ...] = ()
        self._keys: dict[int, str] = {}
        self._wanted: Any = None
        self.search = SearchBox(placeholder)
        self.search.textChanged.connect(self._searched)
        self.search.left_down.connect(self._enter_rows)
        self.search.returnPressed.connect(self._enter_rows)
        self.rows = GroupedRows(look, name, ground)
        self.rows.current_changed.connect(self._moved)
        self.rows.opened.connect(self._opened)
        self.empty = empty or EmptyState("inbox", "Rien pour l’instant")
        self._nothing = EmptyState(
            "search", "Aucun résultat", link=("Effacer la recherche", self.search.clear)
        )
        self.pages = QStackedWidget()
        content = holder(column(self.rows, None, spacing=0))
        for page in (scrolled(content, ground), self.empty, self._nothing):
            self.pages.addWidget(page)
        self.count_label = label("", "secondary")
        whole = column(spacing=0)
        if with_search:
            whole.addLayout(column(self.search, margins=(24, 0, 16, 12)))
        whole.addWidget(separator())
        whole.addWidget(self.pages, 1)
        self.setLayout(whole)
        self._show()

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Replace everything; the current row stays when it is still there."""
        self._groups = tuple(groups)
        self._keys.clear()
        self._show()

    def all_rows(self) -> list[Any]:
        """Every row, whatever the search."""
        return [row for group in self._groups for row in group.rows]

    def current_id(self) -> Any:
        """The identity of the current row, or None."""
        row = self.rows.current_row()
        return None if row is None else self._row_id(row)

    def current_row(self) -> Any:
        """The current row, or None."""
        return self.rows.current_row()

    def set_current(self, row_id: Any, *, quiet: bool = False) -> bool:
        """Choose a row, emptying the search if need be; False when it is not in the list."""
        if row_id is not None and row_id not in [self._row_id(row) for row in self.all_rows()]:
            return False
        if self.search.text() and self._index_of(row_id) < 0:
            self.search.clear()
        index = self._index_of(row_id)
        self._wanted = row_id
        if quiet or index < 0:
            self.rows.blockSignals(True)
        if index < 0:
            self.rows.set_rows(self.rows.rows, -1)
        else:
            self.rows.set_current(index)
            self.rows.show_current()
        self.rows.blockSignals(False)
        return True

    def select_first(self) -> None:
        """Choose the first row when none is."""
        if self.rows.current < 0:
            self.rows.step(0)

    def _show(self) -> None:
        words = fold(self.search.text()).split()
        shown: list[Any] = []
        for group in self._groups:
            kept = [row for row in group.rows if self._holds(row, words)] if words else group.rows
            if kept:
                if group.title:
                    shown.append(group if not words else Group(group.title, kept, str(len(kept))))
                shown += kept
        self.rows.set_rows(shown, self._position(shown, self._wanted))
        some = any(group.rows for group in self._groups)
        page = 0 if shown else 2 if some else 1
        self.pages.setCurrentIndex(page)

    def _holds(self, row: Any, words: Sequence[str]) -> bool:
        """Whether a row holds every word; its folded text is made at the first search."""
        key = self._keys.get(id(row))
        if key is None:
            key = self._keys[id(row)] = search_key(f"{self._look.title(row)} {self._look.subtitle(row)}")
        return all(word in key for word in words)

    def _index_of(self, row_id: Any) -> int:
        return self._position(self.rows.rows, row_id)

    def _position(self, rows: Sequence[Any], row_id: Any) -> int:
        if row_id is None:
            return -1
        for index, row in enumerate(rows):
            if not isinstance(row, Group) and self._row_id(row) == row_id:
                return index
        return -1

    def _searched(self, _text: str) -> None:
        self._show()

    def _opened(self, index: int) -> None:
        self.activated.emit(self._row_id(self.rows.rows[index]))

    def _moved(self, index: int) -> None:
        self._wanted = self._row_id(self.rows.rows[index])
        self.current_changed.emit(self._wanted)

    def _enter_rows(self) -> None:
        if self.rows.rows:
            self.rows.setFocus(Qt.FocusReason.TabFocusReason)
