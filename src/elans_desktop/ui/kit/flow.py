"""A layout that goes on to the next line when the width is used up."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Widgets one after the other, centred on as many lines as needed; `gap` between those of a line (as
    between lines, `spacing`, when not given)."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8, gap: int | None = None) -> None:
        super().__init__(*([parent] if parent is not None else []))
        self._gap = spacing if gap is None else gap
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Add at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The item at this place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Remove the item at this place."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes the width it is given."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Its height follows its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its lines at this width; asked a hundred times while a page is laid out."""
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), apply=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """An item has changed: the heights are measured again."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, apply=True)

    def sizeHint(self) -> QSize:
        """One line."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """The widest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """The items of each line, each no wider than the whole."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            size = QSize(min(hint.width(), max(width, item.minimumSize().width())), hint.height())
            if not lines or used + size.width() > width:
                lines.append([])
                used = 0
            lines[-1].append((item, size))
            used += size.width() + self._gap
        return lines

    def _place(self, rect: QRect, *, apply: bool) -> int:
        """Set the geometries when asked; returns the height of the lines."""
        y = rect.y()
        for line in self._lines(rect.width()):
            x, tall = rect.x(), max(size.height() for _item, size in line)
            for item, size in line:
                if apply:
                    top = y + (tall - size.height()) // 2
                    item.setGeometry(QRect(QPoint(x, top), size))
                x += size.width() + self._gap
            y += tall + self.spacing()
        return max(0, y - self.spacing() - rect.y())


def flow(*parts: QWidget, spacing: int = 4, gap: int = 8) -> FlowLayout:
    """Widgets one after the other, on as many lines as needed."""
    made = FlowLayout(spacing=spacing, gap=gap)
    for part in parts:
        made.addWidget(part)
    return made
