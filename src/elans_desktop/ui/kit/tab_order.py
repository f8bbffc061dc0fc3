"""Tab follows the reading order: what is laid out first comes first, whenever it was built."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QAbstractSpinBox, QComboBox, QLayout, QLineEdit, QWidget

_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)


def order(window: QWidget) -> None:
    """Link what can be reached in a window (or a dialog) as it is laid out now."""
    for before, after in pairwise(list(reachable(window))):
        QWidget.setTabOrder(before, after)


def reachable(widget: QWidget) -> Iterator[QWidget]:
    """The visible widgets that may hold the focus, in the order of the layouts."""
    for child in _in_order(widget):
        if child.isWindow() or not child.isVisibleTo(widget):
            continue
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus and child.focusProxy() is None:
            yield child
        if not isinstance(child, _WHOLE):
            yield from reachable(child)


def _in_order(widget: QWidget) -> list[QWidget]:
    layout = widget.layout()
    laid: dict[QWidget, None] = dict.fromkeys(_laid_out(layout)) if layout is not None else {}
    others = [child for child in widget.children() if isinstance(child, QWidget) and child not in laid]
    return [*laid, *others]


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        inner, held = (item.layout(), item.widget()) if item is not None else (None, None)
        if held is not None:
            yield held
        elif inner is not None:
            yield from _laid_out(inner)
