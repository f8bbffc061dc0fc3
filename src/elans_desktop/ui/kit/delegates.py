"""How rows are drawn: table cells of 32, list rows of two lines (56 or 48)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from elans_desktop.core.formats import number
from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.table_model import Column, TableModel
from elans_desktop.ui.kit.views import RowsView

Index = QModelIndex | QPersistentModelIndex
PADDING = 12
BAND = 28


@dataclass(frozen=True)
class ListLook:
    """A row of two lines: letter | title … status / subtitle … fact and its small bar.

    Every callable takes the row. `letter`: R M A C, another sign, or the name of an icon. `tone`: tone of
    the status (a brique letter, success, warning, danger, accent, neutral). `share`: 0 to 1, a bar of 32 px
    after the fact. `height`: 56 or 48. `group`: the title of the group of a row, drawn in a band of 28 above
    the first row of each (order the rows by group first).
    """

    title: Callable[[Any], str]
    subtitle: Callable[[Any], str]
    status: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    fact: Callable[[Any], str] | None = None
    share: Callable[[Any], float | None] | None = None
    letter: Callable[[Any], str] | None = None
    height: int = 56
    group: Callable[[Any], str] | None = None


def _ground(painter: QPainter, option: Any, view: RowsView, row: int, plain: str) -> bool:
    """Fill the ground of a row; True when it is selected."""
    chosen = view.row_is_selected(row)
    token = "selected" if chosen else "hover" if view.hovered_row == row else plain
    painter.fillRect(option.rect, theme.color(token))
    return chosen


class TableDelegate(QStyledItemDelegate):
    """Cells of a declared table."""

    def __init__(self, model: TableModel, view: RowsView) -> None:
        super().__init__(view)
        self._model, self._view = model, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows of 32."""
        return QSize(0, theme.px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, line, content; the bar of the selected row in the first cell."""
        opt: Any = option
        row, column = index.row(), self._model.columns[index.column()]
        chosen = _ground(painter, opt, self._view, row, "surface")
        rect = QRectF(opt.rect)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color("line"))
        first, last = self._view.edges(index.column())
        if chosen and first:
            painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), theme.color("primary"))
        inside = rect.adjusted(PADDING, -1, -PADDING, -1)
        self._cell(painter, inside, column, self._model.row_at(row), chosen)
        if self._view.frames_row(row):
            self._frame(painter, rect, first, last)

    def _cell(self, painter: QPainter, rect: QRectF, column: Column, row: Any, chosen: bool) -> None:
        text = column.text(row)
        tone = column.tone(row) if column.tone else ""
        icon = column.icon(row) if column.icon else ""
        if column.paint == "badge":
            if text:
                width = min(rect.width(), paint.badge_width(text, icon))
                left = {"left": rect.left(), "right": rect.right() - width}.get(
                    column.align, rect.center().x() - width / 2
                )
                top = rect.center().y() - theme.px(20) / 2
                paint.badge(
                    painter, QRectF(left, round(top) + 1, width, theme.px(20)), text, tone or "neutral", icon
                )
            return
        if column.paint == "letter":
            if text:
                paint.letter(painter, rect.left(), rect.center().y() - theme.px(20) / 2 + 1, text)
            return
        if column.paint == "progress" and column.share is not None:
            place = QRectF(rect.right() - theme.px(32), rect.center().y() - 1, theme.px(32), 4)
            paint.bar(painter, place, column.share(row), "muted", track="line")
            rect = rect.adjusted(0, 0, -theme.px(40), 0)
        plain = "muted" if column.paint in ("muted", "progress") else "text"
        token = paint.ink_of(tone) if tone else plain
        if icon:
            theme.draw_icon(painter, icon, token, rect.left(), rect.center().y() - theme.px(8), 16)
            rect = rect.adjusted(theme.px(24), 0, 0, 0)
        weight = 600 if column.paint == "strong" or (chosen and column is self._model.columns[0]) else 400
        paint.line_of_text(
            painter,
            rect,
            text,
            weight=weight,
            token=token,
            align=_SIDES[column.align],
        )

    def _frame(self, painter: QPainter, rect: QRectF, first: bool, last: bool) -> None:
        colour = theme.color("primary")
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 2), colour)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2), colour)
        if first:
            painter.fillRect(QRectF(rect.left(), rect.top(), 2, rect.height()), colour)
        if last:
            painter.fillRect(QRectF(rect.right() - 2, rect.top(), 2, rect.height()), colour)


class ListDelegate(QStyledItemDelegate):
    """Rows of two lines."""

    def __init__(self, model: TableModel, look: ListLook, view: RowsView, plain: str = "background") -> None:
        super().__init__(view)
        self._model, self._look, self._view, self._plain = model, look, view, plain

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """56 or 48, and 28 more under the band of a group."""
        band = theme.px(BAND) if self._band(index.row()) else 0
        return QSize(0, theme.px(self._look.height) + band)

    def _band(self, position: int) -> str:
        """The title of the group that begins at this row, or nothing."""
        group = self._look.group
        if group is None:
            return ""
        title = group(self._model.row_at(position))
        same = position > 0 and group(self._model.row_at(position - 1)) == title
        return "" if same else title

    def _draw_band(self, painter: QPainter, rect: QRectF, title: str) -> None:
        group = self._look.group
        assert group is not None
        rows = range(self._model.rowCount())
        count = sum(1 for position in rows if group(self._model.row_at(position)) == title)
        painter.fillRect(rect, theme.color("sunken"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color("line"))
        inside = rect.adjusted(24, -1, -16, -1)
        paint.line_of_text(painter, inside, number(count), size=13, token="muted", align=paint.RIGHT)
        inside.setRight(inside.right() - theme.px(32))
        paint.line_of_text(painter, inside, title, size=13, weight=600, token="muted")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Letter, title and status, subtitle and fact."""
        opt: Any = option
        look, row = self._look, self._model.row_at(index.row())
        chosen = _ground(painter, opt, self._view, index.row(), self._plain)
        rect = QRectF(opt.rect)
        if band := self._band(index.row()):
            self._draw_band(painter, QRectF(rect.left(), rect.top(), rect.width(), theme.px(BAND)), band)
            rect.setTop(rect.top() + theme.px(BAND))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color("line"))
        if chosen:
            painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), theme.color("primary"))
        left, right = rect.left() + 24, rect.right() - 16
        middle = rect.center().y()
        if look.letter is not None and (code := look.letter(row)):
            paint.letter(painter, left, middle - theme.px(20) / 2, code)
        if look.letter is not None:
            left += theme.px(32)
        lines = theme.px(19)
        first = QRectF(left, middle - lines - 0.5, right - left, lines)
        second = QRectF(left, middle, right - left, lines)
        first.setWidth(first.width() - self._status(painter, first, row))
        paint.line_of_text(painter, first, look.title(row), weight=600)
        second.setWidth(second.width() - self._fact(painter, second, row))
        paint.line_of_text(painter, second, look.subtitle(row), size=14, token="muted")
        if self._view.frames_row(index.row()):
            paint.box(painter, rect, None, "primary", radius=0, width=2)

    def _status(self, painter: QPainter, line: QRectF, row: Any) -> float:
        """Draw the status at the right; returns the width taken."""
        look = self._look
        status = look.status(row) if look.status else ""
        if not status:
            return 0
        token = paint.ink_of(look.tone(row)) if look.tone else "muted"
        paint.line_of_text(
            painter, line, status, size=14, weight=600, token=token, align=paint.RIGHT, elide=False
        )
        return paint.text_width(status, 14, 600) + 8

    def _fact(self, painter: QPainter, line: QRectF, row: Any) -> float:
        look = self._look
        taken = 0.0
        share = look.share(row) if look.share else None
        if share is not None:
            width = theme.px(32)
            place = QRectF(line.right() - width, line.center().y() - 1, width, 4)
            paint.bar(painter, place, share, "muted", track="line-strong")
            taken = width + 8
        fact = look.fact(row) if look.fact else ""
        if fact:
            place = line.adjusted(0, 0, -taken, 0)
            paint.line_of_text(painter, place, fact, size=14, token="muted", align=paint.RIGHT, elide=False)
            taken += paint.text_width(fact, 14) + 8
        return taken


_SIDES = {
    "left": paint.LEFT,
    "right": paint.RIGHT,
    "center": paint.CENTER,
}
