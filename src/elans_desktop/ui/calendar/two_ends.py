"""A line with something at each end, that becomes two lines when the text is enlarged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.layout import column, row

Margins = tuple[int, int, int, int]


class TwoEnds(QWidget):
    """`left` and `right` on one line; one under the other above 100 %, so that no window must widen."""

    def __init__(
        self, left: QWidget, right: QWidget, *, height: int = 0, margins: Margins = (24, 0, 24, 0)
    ) -> None:
        """`height`: design pixels of one line, 0 for the height of the content."""
        super().__init__()
        self._parts = (left, right)
        self._height = height
        self._lines = (row(), row())
        self._whole = column(*self._lines, spacing=0, margins=margins)
        self.setLayout(self._whole)
        self._arrange()
        theme.signals.changed.connect(self._arrange)

    def _arrange(self) -> None:
        left, right = self._parts
        for line in self._lines:
            while line.count():
                line.takeAt(0)
        first, second = self._lines
        first.addWidget(left, 1)
        large = theme.scale() > 100
        first.setContentsMargins(0, 0, 0, 8 if large and not self._height else 0)
        line = second if large else first
        line.addWidget(right)
        if large:
            second.addStretch(1)
            second.setContentsMargins(0, 0, 0, 8)
        if self._height:
            self.setFixedHeight(theme.px(self._height) + (right.sizeHint().height() + 8 if large else 0))


def flowing(parts: Sequence[QWidget], margins: Margins) -> QWidget:
    """Widgets on a line, going on to the next when the width is used up."""
    held = QWidget()
    layout = FlowLayout(held, spacing=8)
    layout.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        layout.addWidget(part)
    whole = QWidget()
    outer: QHBoxLayout = row(margins=margins)
    outer.addWidget(held, 1)
    whole.setLayout(outer)
    return whole
