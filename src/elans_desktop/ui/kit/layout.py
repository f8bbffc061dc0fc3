"""Small builders: labels by role, panels by surface, rows and columns without stray margins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from PySide6 import QtCore
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from elans_desktop.ui.kit.scroll_bar import ScrollBar
from elans_desktop.ui.theme.dress import ground, wear

PLAIN_TEXT = 0
"""Qt.TextFormat.PlainText, by its number: see `ui/__init__`."""
NO_FOCUS = 0
"""Qt.FocusPolicy.NoFocus."""

Part = QWidget | QLayout | int | None
_Line = TypeVar("_Line", QHBoxLayout, QVBoxLayout)


def label(
    text: str, role: str = "body", *, tone: str = "", wrap: bool = False, selectable: bool = False
) -> QLabel:
    """A text in one of the roles of the theme (display, title, panel, total, section, body, medium,
    strong, muted, small, secondary, caption, label, header), coloured by `tone` (a token) when given."""
    made = QLabel(text)
    made.setProperty("textFormat", PLAIN_TEXT)
    wear(made, role, tone)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def set_look(widget: QWidget, **properties: object) -> None:
    """Change what a living widget says of itself: role and tone of a label, state of a field."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    if isinstance(widget, QLabel):
        wear(widget, widget.property("role") or "body", widget.property("tone") or "")
    elif widget.property("dress"):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
    widget.update()


def surface(widget: QWidget, name: str = "surface") -> QWidget:
    """Paint the ground of a widget with a token: background, surface, sunken or selected."""
    ground(widget, name)
    return widget


def row(*parts: Part, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """A horizontal layout of widgets and layouts; an int is a gap, None stretches."""
    made = QHBoxLayout()
    return _fill(made, parts, spacing, margins)


def column(*parts: Part, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """A vertical layout of widgets and layouts; an int is a gap, None stretches."""
    made = QVBoxLayout()
    return _fill(made, parts, spacing, margins)


def _fill(made: _Line, parts: Iterable[Part], spacing: int, margins: tuple[int, int, int, int]) -> _Line:
    made.setSpacing(spacing)
    made.setContentsMargins(*margins)
    for part in parts:
        if part is None:
            made.addStretch(1)
        elif isinstance(part, int):
            made.addSpacing(part)
        elif isinstance(part, QWidget):
            made.addWidget(part)
        else:
            made.addLayout(part)
    return made


def holder(layout: QLayout, name: str = "") -> QWidget:
    """A widget that wears this layout, on the named surface when given."""
    widget = QWidget()
    widget.setLayout(layout)
    return surface(widget, name) if name else widget


def separator(*, vertical: bool = False) -> QFrame:
    """A line of 1 px."""
    line = QFrame()
    ground(line, "line")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


def scrolled(content: QWidget, on: str = "background", area: QScrollArea | None = None) -> QScrollArea:
    """Content that scrolls vertically and keeps the width of its place; sideways only below its least width:
    nothing is out of reach. `area`: one of another class."""
    area = area or QScrollArea()
    area.setViewport(surface(QWidget(), on))  # asking for its own makes PySide create every type it knows
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setProperty("focusPolicy", NO_FOCUS)
    area.setVerticalScrollBar(ScrollBar())
    area.setHorizontalScrollBar(ScrollBar(lying=True))
    area.setWidget(surface(content, on))
    return area


def clear_layout(layout: QLayout) -> None:
    """Remove and delete everything a layout holds."""
    while (item := layout.takeAt(0)) is not None:  # pyright: ignore[reportUnnecessaryComparison]
        widget = item.widget()
        inner = item.layout()
        if widget is not None:  # pyright: ignore[reportUnnecessaryComparison]
            widget.hide()
            widget.deleteLater()
        elif inner is not None:  # pyright: ignore[reportUnnecessaryComparison]
            clear_layout(inner)


def is_alive(thing: QObject) -> bool:
    """Whether Qt still holds the object behind this Python one."""
    from shiboken6 import isValid

    return isValid(thing)
