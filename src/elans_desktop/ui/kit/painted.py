"""The base of the small painted widgets: a size from the design, redrawn with the theme."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from elans_desktop.ui import theme


class Painted(QWidget):
    """A widget that draws itself: subclasses give `design_size()` and `draw(painter)`."""

    def __init__(self, parent: QWidget | None = None, *, wide: bool = False) -> None:
        """`wide`: takes the width it is given."""
        super().__init__(parent)
        across = QSizePolicy.Policy.Expanding if wide else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        theme.signals.changed.connect(self._dressed)

    def _dressed(self) -> None:
        self.updateGeometry()
        self.update()

    def design_size(self) -> QSize:
        """The size at the current scale."""
        raise NotImplementedError

    def draw(self, painter: QPainter) -> None:
        """Paint the whole widget."""
        raise NotImplementedError

    def height_follows_width(self) -> None:
        """Its height depends on the width it is given: `heightForWidth` says how."""
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """The design size."""
        return self.design_size()

    def minimumSizeHint(self) -> QSize:
        """The design height; a wide widget may be narrower."""
        size = self.design_size()
        if self.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding:
            return QSize(min(size.width(), theme.px(80)), size.height())
        return size

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        self.draw(painter)
        painter.end()
