"""The painted table members × briques: the rest, a bar, then spent + committed / planned."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from elans_desktop.core.formats import euros
from elans_desktop.services.budget.budget_matrix import WITHOUT, Amounts, Matrix
from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.letter import NAMES
from elans_desktop.ui.kit.painted import Painted

HEAD, LINE, FIRST = 32, 52, 164
TOTAL = "total"


@dataclass(frozen=True)
class Cell:
    """What was opened: a member (None: all) and a column (None: all)."""

    member_id: uuid.UUID | None
    column: str | None


class MatrixGrid(Painted):
    """`opened(Cell)` on a click, or Entrée on the framed cell."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__(wide=True)
        self.heading = "Membres"
        """Of the first column, in the words of the scheme."""
        self._matrix: Matrix | None = None
        self._at = (0, 0)
        self._hovered = (-1, -1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Membres et briques : reste, réalisé, engagé, prévu")

    def set_matrix(self, matrix: Matrix, heading: str = "Membres") -> None:
        """Show it."""
        self.heading = heading
        self.setAccessibleName(f"{heading} et briques\u00a0: reste, réalisé, engagé, prévu")
        self._matrix = matrix
        self._at = (min(self._at[0], len(matrix.rows)), min(self._at[1], len(matrix.columns)))
        self._dressed()
        self._say()

    def design_size(self) -> QSize:
        """Head, members, total."""
        lines = len(self._matrix.rows) + 1 if self._matrix else 1
        return QSize(theme.px(640), theme.px(HEAD + LINE * lines) + 2)

    def cell_words(self, line: int, column: int) -> str:
        """What the screen reader says of a cell."""
        if self._matrix is None:
            return ""
        found = self._amounts(line, column)
        member = self._matrix.rows[line].name if line < len(self._matrix.rows) else "Total"
        brique = _title(self._columns()[column])
        return (
            f"{member}, {brique} : reste {euros(found.rest)} €, réalisé {euros(found.spent)} €, "
            f"engagé {euros(found.committed)} €, prévu {euros(found.planned)} €"
        )

    def _columns(self) -> tuple[str, ...]:
        return (*self._matrix.columns, TOTAL) if self._matrix else ()

    def _amounts(self, line: int, column: int) -> Amounts:
        assert self._matrix is not None
        key = self._columns()[column]
        if line >= len(self._matrix.rows):
            return self._matrix.total if key == TOTAL else self._matrix.sums[key]
        row = self._matrix.rows[line]
        return row.total if key == TOTAL else row.cells[key]

    def _left(self, column: int) -> float:
        first = theme.px(FIRST)
        return first + (self.width() - first) * column / len(self._columns())

    def _rect(self, line: int, column: int) -> QRectF:
        left, right = round(self._left(column)), round(self._left(column + 1))
        return QRectF(left, theme.px(HEAD + LINE * line) + 1, right - left, theme.px(LINE))

    def draw(self, painter: QPainter) -> None:
        """Head, rows, total, frame."""
        if self._matrix is None:
            return
        whole = QRectF(self.rect())
        paint.box(painter, whole, "surface", "line", radius=0)
        head = QRectF(1, 1, whole.width() - 2, theme.px(HEAD))
        painter.fillRect(head, theme.color("sunken"))
        painter.fillRect(QRectF(1, head.bottom() - 1, head.width(), 1), theme.color("line-strong"))
        first = QRectF(theme.px(16), 1, theme.px(FIRST), theme.px(HEAD))
        paint.line_of_text(painter, first, self.heading, size=13, weight=600, token="muted")
        for index, key in enumerate(self._columns()):
            self._draw_title(painter, index, key)
        for line in range(len(self._matrix.rows) + 1):
            self._draw_line(painter, line)
        for index in range(len(self._columns())):
            strong = self._columns()[index] == TOTAL
            x = round(self._left(index))
            painter.fillRect(
                QRectF(x, theme.px(HEAD), 1, whole.height() - theme.px(HEAD) - 1),
                theme.color("line-strong" if strong else "line"),
            )
        if self.hasFocus():
            paint.box(painter, self._rect(*self._at), None, "primary", radius=0, width=2)

    def _draw_title(self, painter: QPainter, index: int, key: str) -> None:
        place = self._rect(0, index)
        inside = QRectF(place.left(), 1, place.width() - theme.px(12), theme.px(HEAD))
        words = _title(key)
        paint.line_of_text(
            painter, inside, words, size=13, weight=600, token="muted", align=paint.RIGHT, elide=False
        )
        if key in NAMES:
            left = inside.right() - paint.text_width(words, 13, 600) - theme.px(24)
            paint.letter(painter, left, inside.center().y() - theme.px(8), key, side=16)

    def _draw_line(self, painter: QPainter, line: int) -> None:
        assert self._matrix is not None
        total = line == len(self._matrix.rows)
        rect = QRectF(1, theme.px(HEAD + LINE * line) + 1, self.width() - 2, theme.px(LINE))
        if total:
            painter.fillRect(rect, theme.color("background"))
        else:
            painter.fillRect(QRectF(1, rect.bottom() - 1, rect.width(), 1), theme.color("line"))
        name = QRectF(theme.px(16), rect.top() + theme.px(6), theme.px(FIRST - 20), theme.px(20))
        if total:
            middle = QRectF(name.left(), rect.top(), name.width(), rect.height())
            paint.line_of_text(painter, middle, "Total", weight=600)
        else:
            row = self._matrix.rows[line]
            paint.line_of_text(painter, name, row.name)
            paint.line_of_text(painter, name.translated(0, theme.px(21)), row.detail, size=13, token="muted")
        for column in range(len(self._columns())):
            self._draw_cell(painter, line, column)

    def _draw_cell(self, painter: QPainter, line: int, column: int) -> None:
        found, rect = self._amounts(line, column), self._rect(line, column)
        if (line, column) == self._hovered:
            painter.fillRect(rect.adjusted(1, 0, 0, -1), theme.color("hover"))
        inside = rect.adjusted(theme.px(11), theme.px(3), -theme.px(11), 0)
        if found == Amounts():
            paint.line_of_text(painter, inside, "–", token="muted", align=paint.RIGHT)
            return
        top = QRectF(inside.left(), inside.top(), inside.width(), theme.px(19))
        token = "danger-ink" if found.rest < 0 else "text"
        paint.line_of_text(painter, top, euros(found.rest), weight=600, token=token, align=paint.RIGHT)
        draw_bar(
            painter, QRectF(inside.left(), inside.top() + theme.px(21), inside.width(), theme.px(6)), found
        )
        foot = QRectF(inside.left(), inside.top() + theme.px(29), inside.width(), theme.px(18))
        committed = f" + {euros(found.committed)}" if found.committed else ""
        words = f"{euros(found.spent)}{committed} / {euros(found.planned)}"
        paint.line_of_text(painter, foot, words, size=13, token="muted", align=paint.RIGHT)

    def _say(self) -> None:
        self.setAccessibleDescription(self.cell_words(*self._at))

    def _find(self, x: float, y: float) -> tuple[int, int]:
        if self._matrix is None or y < theme.px(HEAD) or x < theme.px(FIRST):
            return -1, -1
        line = int((y - theme.px(HEAD)) // theme.px(LINE))
        span = (self.width() - theme.px(FIRST)) / len(self._columns())
        column = int((x - theme.px(FIRST)) // span)
        inside = 0 <= line <= len(self._matrix.rows) and 0 <= column < len(self._columns())
        return (line, column) if inside else (-1, -1)

    def _open(self) -> None:
        assert self._matrix is not None
        line, column = self._at
        key = self._columns()[column]
        rows = self._matrix.rows
        self.opened.emit(
            Cell(rows[line].member_id if line < len(rows) else None, None if key == TOTAL else key)
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Shade the cell under the pointer."""
        found = self._find(event.position().x(), event.position().y())
        if found != self._hovered:
            self._hovered = found
            inside = found[0] >= 0
            self.setToolTip(self.cell_words(*found) if inside else "")
            self.setCursor(Qt.CursorShape.PointingHandCursor if inside else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """End the shade."""
        self._hovered = (-1, -1)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the cell."""
        found = self._find(event.position().x(), event.position().y())
        if found[0] >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._at = found
            self._say()
            self.update()
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the frame, Entrée opens."""
        if self._matrix is None:
            return
        moves = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        step = moves.get(Qt.Key(event.key()))
        if step is not None:
            line = max(0, min(len(self._matrix.rows), self._at[0] + step[0]))
            column = max(0, min(len(self._columns()) - 1, self._at[1] + step[1]))
            self._at = (line, column)
            self._say()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        else:
            super().keyPressEvent(event)


def draw_bar(painter: QPainter, rect: QRectF, found: Amounts) -> None:
    """Solid spent, hatched committed, empty rest, in a frame; full when overspent."""
    paint.box(painter, rect, "surface", "line-strong", radius=1)
    inner = rect.adjusted(1, 1, -1, -1)
    used = found.spent + found.committed
    full = max(found.planned, used, 1)
    tone = theme.color("danger" if used > found.planned else "primary")
    spent = inner.width() * max(0, found.spent) / full
    painter.fillRect(QRectF(inner.left(), inner.top(), spent, inner.height()), tone)
    hatch = QRectF(inner.left() + spent, inner.top(), inner.width() * found.committed / full, inner.height())
    draw_hatch(painter, hatch, tone)


def draw_hatch(painter: QPainter, rect: QRectF, tone: QColor) -> None:
    """Lines at 45°, every 4 px: committed, not paid yet."""
    painter.save()
    painter.setClipRect(rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tone, 1.6))
    left = rect.left() - rect.height()
    while left < rect.right():
        painter.drawLine(QPointF(left, rect.bottom()), QPointF(left + rect.height(), rect.top()))
        left += 4
    painter.restore()


def _title(key: str) -> str:
    return "Total" if key == TOTAL else "Sans brique" if key == WITHOUT else NAMES.get(key, key)
