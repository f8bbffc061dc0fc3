"""Fields that are ticked: several of a list, one of a few, yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from elans_desktop.ui import theme
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.fields_choice import Choice
from elans_desktop.ui.kit.layout import column, row
from elans_desktop.ui.kit.toggles import CheckBox, RadioButton


class _Boxes(QWidget):
    """Check boxes in columns, in one when they would be cut."""

    def __init__(self, boxes: Sequence[CheckBox], columns: int) -> None:
        super().__init__()
        self._boxes, self._columns, self._shown = boxes, columns, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._arrange(columns)

    def _arrange(self, columns: int) -> None:
        if columns != self._shown:
            self._shown = columns
            for index, box in enumerate(self._boxes):
                self._grid.addWidget(box, index // columns, index % columns)

    def _widest(self) -> int:
        return max((box.sizeHint().width() for box in self._boxes), default=0)

    def minimumSizeHint(self) -> QSize:
        """The width of one column, whose words may take several lines."""
        least = max((box.minimumSizeHint().width() for box in self._boxes), default=0)
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All the columns, or one."""
        super().resizeEvent(event)
        needed = self._columns * (self._widest() + 16) - 16
        self._arrange(self._columns if self.width() >= needed else 1)


class MultiChoiceField(Field):
    """Several of a list, as check boxes in `columns` columns. `value()` is a tuple of values."""

    def __init__(
        self,
        label: str,
        choices: Iterable[tuple[Any, ...]] = (),
        *,
        columns: int = 2,
        required: bool = False,
        help: str = "",
        name: str = "",
    ) -> None:
        super().__init__(label, required=required, help=help, name=name)
        self._boxes: list[tuple[Any, CheckBox]] = []
        for choice in (Choice(*given) for given in choices):
            box = CheckBox(choice.label)
            box.clicked.connect(self._edited)
            self._boxes.append((choice.value, box))
        self._set_up(_Boxes([box for _, box in self._boxes], columns))

    def value(self) -> tuple[Any, ...]:
        """The values ticked, in the order of the list."""
        return tuple(value for value, box in self._boxes if box.isChecked())

    def set_value(self, value: Any) -> None:
        """Tick these values and no other; None is none."""
        wanted = set(value or ())
        for known, box in self._boxes:
            box.setChecked(known in wanted)
        self.set_error("")


class RadioField(Field):
    """One of a few, all visible. `value()` is None until one is chosen."""

    def __init__(
        self,
        label: str,
        choices: Iterable[tuple[Any, ...]],
        *,
        required: bool = False,
        help: str = "",
        vertical: bool = False,
        name: str = "",
    ) -> None:
        super().__init__(label, required=required, help=help, name=name)
        self._radios: list[tuple[Any, RadioButton]] = []
        control = QWidget()
        for choice in (Choice(*given) for given in choices):
            radio = RadioButton(choice.label, control)
            radio.clicked.connect(self._edited)
            if vertical:
                radio.setMinimumHeight(theme.px(28))
            self._radios.append((choice.value, radio))
        buttons = [radio for _value, radio in self._radios]
        control.setLayout(column(*buttons, spacing=0) if vertical else row(*buttons, None, spacing=12))
        if buttons:
            control.setFocusProxy(buttons[0])
        self._set_up(control)

    def value(self) -> Any:
        """The value chosen."""
        return next((value for value, radio in self._radios if radio.isChecked()), None)

    def set_value(self, value: Any) -> None:
        """Choose; an unknown value unticks all."""
        for known, radio in self._radios:
            radio.setAutoExclusive(False)
            radio.setChecked(known == value)
            radio.setAutoExclusive(True)
        self.set_error("")


class CheckField(Field):
    """Yes or no, its words beside the box. `value()` is a bool."""

    def __init__(self, label: str, *, help: str = "", name: str = "") -> None:
        super().__init__("", help=help, name=name or label)
        self.box = CheckBox(label)
        self.box.clicked.connect(self._edited)
        self._set_up(self.box)

    def value(self) -> bool:
        """Whether the box is ticked."""
        return self.box.isChecked()

    def is_empty(self) -> bool:
        """A box is always answered."""
        return False

    def set_value(self, value: Any) -> None:
        """Tick or not."""
        self.box.setChecked(bool(value))
        self.set_error("")
