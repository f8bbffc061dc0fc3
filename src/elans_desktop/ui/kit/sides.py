"""Words at the left and actions at the right; the actions go under the words when both do not fit."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from elans_desktop.ui.kit.layout import holder


class Sides(QLayout):
    """Two parts. The first gives way down to its least width, then the second takes a line of its own."""

    def __init__(
        self, left: QWidget | QLayout, right: QWidget | QLayout, *, gap: int = 16, spacing: int = 4
    ) -> None:
        """`gap`: between them on one line; `spacing`: between two lines."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        for part in (left, right):
            self.addWidget(part if isinstance(part, QWidget) else holder(part))

    def addItem(self, item: QLayoutItem) -> None:
        """One of the two parts."""
        self._items.append(item)

    def count(self) -> int:
        """How many parts."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The part at this place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Remove the part at this place."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes the width it is given."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Its height follows its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its one or two lines; asked a hundred times while a page is laid out."""
        if width not in self._heights:
            ends = (place.bottom() + 1 for _item, place in self._placed(width))
            self._heights[width] = max(ends, default=0)
        return self._heights[width]

    def invalidate(self) -> None:
        """A part has changed: its heights are measured again."""
        self._heights.clear()
        super().invalidate()

    def sizeHint(self) -> QSize:
        """Side by side."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """The widest part."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:
        """Place the parts."""
        super().setGeometry(rect)
        for item, place in self._placed(rect.width()):
            item.setGeometry(place.translated(rect.topLeft()))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty() and item.sizeHint().width() > 0]

    def _placed(self, width: int) -> list[tuple[QLayoutItem, QRect]]:
        """Each part and its place from the corner of the whole."""
        shown = self._shown()
        if len(shown) < 2:
            return [(item, QRect(0, 0, width, _height(item, width))) for item in shown]
        left, right = shown
        taken = right.sizeHint().width()
        rest = width - taken - self._gap
        if left.minimumSize().width() <= rest:
            tall = max(_height(left, rest), _height(right, taken))
            return [
                (item, QRect(x, (tall - _height(item, wide)) // 2, wide, _height(item, wide)))
                for item, x, wide in ((left, 0, rest), (right, width - taken, taken))
            ]
        top = _height(left, width)
        below = QRect(0, top + self.spacing(), min(taken, width), _height(right, min(taken, width)))
        return [(left, QRect(0, 0, width, top)), (right, below)]


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
