"""Panes side by side, each scrolling on its own; one under the other, in one scroll, when text enlarged in a
small window leaves them no room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit.layout import holder, scrolled

_FREE = 16_777_215


def room(widget: QWidget) -> int:
    """The width of a widget in design pixels: 1366 pixels of a screen hold 911 when the text is at 150 %."""
    return widget.width() * 100 // theme.scale()


def growing(content: QWidget, ground: str = "background") -> Area:
    """As `scrolled`, for what may stand in a pane."""
    area = Area()
    scrolled(content, ground, area)
    return area


class Area(QScrollArea):
    """A scrolling place that can grow to the height of its content, when another one scrolls around it."""

    def __init__(self) -> None:
        super().__init__()
        self._grown = False

    def set_grown(self, grown: bool) -> None:
        """As high as its content, or scrolling."""
        self._grown = grown
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(off if grown else needed)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Grown, its height follows its width."""
        return self._grown

    def heightForWidth(self, width: int) -> int:
        """That of its content."""
        content = cast(QWidget, self.widget())
        tall = content.heightForWidth(width) if content.hasHeightForWidth() else -1
        return tall if tall >= 0 else content.sizeHint().height()

    def minimumSizeHint(self) -> QSize:
        """Not less than its content, grown."""
        if not self._grown:
            return super().minimumSizeHint()
        content = cast(QWidget, self.widget())
        return QSize(content.minimumSizeHint().width(), self.heightForWidth(self.width()))

    def sizeHint(self) -> QSize:
        """As much."""
        return self.minimumSizeHint() if self._grown else super().sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the content that grows."""
        if self._grown and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


@dataclass(frozen=True)
class Pane:
    """A part: its share of the width, or a width of its own (design pixels); the line drawn before it."""

    widget: QWidget
    share: int = 1
    width: int = 0
    line: QFrame | None = None


class Panes(QWidget):
    """`least`: the room, in design pixels, under which the panes stand one under the other."""

    turned = Signal(bool)
    """They now stand one under the other, or side by side."""

    def __init__(
        self,
        panes: Sequence[Pane],
        *,
        least: int,
        spacing: int = 0,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0),
        ground: str = "background",
    ) -> None:
        super().__init__()
        self._panes, self._least = tuple(panes), least
        self.stacked = False
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(spacing)
        self._line.setContentsMargins(*margins)
        for pane in self._panes:
            if pane.line is not None:
                self._line.addWidget(pane.line)
            self._line.addWidget(pane.widget, pane.share)
        self._area = scrolled(holder(self._line), ground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self._arrange()
        theme.signals.changed.connect(self._arrange)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn when the room passes the threshold."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        stacked = room(self) < self._least
        for pane in self._panes:
            width = theme.px(pane.width) if pane.width and not stacked else 0
            pane.widget.setMinimumWidth(width)
            pane.widget.setMaximumWidth(width or _FREE)
        if stacked == self.stacked:
            return
        self.stacked = stacked
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._line.setDirection(down if stacked else across)
        for pane in self._panes:
            self._line.setStretchFactor(pane.widget, 0 if stacked else pane.share)
            if pane.line is not None:
                pane.line.setVisible(not stacked)
            for area in _areas(pane.widget):
                area.set_grown(stacked)
            policy = pane.widget.sizePolicy()
            policy.setVerticalPolicy(QSizePolicy.Policy.Minimum if stacked else QSizePolicy.Policy.Preferred)
            pane.widget.setSizePolicy(policy)
        self.turned.emit(stacked)


def _areas(widget: QWidget) -> list[Area]:
    """The scrolling places of a pane: itself, or those inside."""
    return [widget] if isinstance(widget, Area) else widget.findChildren(Area)
