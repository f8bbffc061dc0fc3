"""Tab follows the reading order: what is laid out first comes first, whenever it was built."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLayout,
    QLineEdit,
    QScrollArea,
    QWidget,
)

_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)


def step(window: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to the next control of a window as it is laid out now, or to the one before.

    The order kept by Qt is not used: what is built late breaks it into rings that Tab never leaves. False
    when nothing can hold the keyboard.
    """
    there = list(reachable(window))
    place = _place(there, window.focusWidget())
    after = (
        [*there[place + 1 :], *there[: place + 1]]
        if forward
        else [*there[: max(place, 0)][::-1], *there[max(place, 0) :][::-1]]
    )
    for widget in after:
        if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            widget.setFocus(reason)
            _show(widget)
            return True
    return False


def _place(there: Sequence[QWidget], held: QWidget | None) -> int:
    """The rank of what holds the keyboard, or of what it stands in; before the first when elsewhere."""
    ranks = {widget: rank for rank, widget in enumerate(there)}
    while held is not None:
        if held in ranks:
            return ranks[held]
        held = held.parentWidget()
    return -1


def _show(widget: QWidget) -> None:
    """Scroll what holds a control, so that it is seen."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


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
