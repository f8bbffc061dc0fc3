"""Fields that are chosen: one of a list, several, yes or no, or found by searching (communes, people)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QGridLayout,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from elans_desktop.core.text import fold
from elans_desktop.ui import theme
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.layout import column, row
from elans_desktop.ui.kit.toggles import CheckBox, RadioButton

LONG_LIST = 12
_VALUE = Qt.ItemDataRole.UserRole
_FOLDED = Qt.ItemDataRole.UserRole + 1


class Choice(NamedTuple):
    """One possible answer: what is kept, what is shown, and a precision for the lists that search."""

    value: Any
    label: str
    detail: str = ""


def _popup_of(completer: QCompleter) -> QAbstractItemView:
    popup = completer.popup()
    assert popup is not None
    return popup


class FoldedCompleter(QCompleter):
    """Finds what contains the letters typed, whatever the accents and capitals."""

    def __init__(self, model: QStandardItemModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        self.setCompletionRole(_FOLDED)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setMaxVisibleItems(10)
        _popup_of(self).setProperty("kind", "completer")

    def splitPath(self, path: str) -> list[str]:
        """What is looked for: the folded text."""
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """What is written when an answer is chosen."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class ComboBox(QComboBox):
    """A combo box with the chevron of the icons; long lists are searched by typing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(14)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then its chevron."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = theme.px(16)
        token = "muted" if self.isEnabled() else "disabled"
        left, top = self.width() - side - theme.px(8), (self.height() - side) / 2
        theme.draw_icon(painter, "chevron-down", token, left, top, 16)
        painter.end()


class ChoiceField(Field):
    """One of a list. `choices`: (value, label) pairs or Choice; `empty`: the words of no answer, or None
    when an answer is always needed (then the first is chosen). Beyond 12 choices one may type to search."""

    def __init__(
        self,
        label: str,
        choices: Iterable[tuple[Any, ...]] = (),
        *,
        required: bool = False,
        help: str = "",
        empty: str | None = "",
        name: str = "",
    ) -> None:
        super().__init__(label, required=required, help=help, name=name)
        self._empty = empty
        self._choices: list[Choice] = []
        self.combo = ComboBox()
        self._set_up(self.combo)
        self.set_choices(choices)
        self.combo.activated.connect(self._picked)

    def set_choices(self, choices: Iterable[tuple[Any, ...]]) -> None:
        """Replace the list, keeping the answer when it is still there."""
        kept = self.value() if self._choices else None
        self._choices = [Choice(*choice) for choice in choices]
        if self._empty is not None:
            self._choices.insert(0, Choice(None, self._empty))
        model = QStandardItemModel(self.combo)
        for choice in self._choices:
            item = QStandardItem(choice.label)
            item.setData(fold(choice.label), _FOLDED)
            model.appendRow(item)
        self.combo.setModel(model)
        searched = len(self._choices) > LONG_LIST
        self.combo.setEditable(searched)
        line = self.combo.lineEdit()
        if searched and line is not None:
            self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            self.combo.setCompleter(FoldedCompleter(model, self.combo))
            line.setAccessibleName(self._name)
            line.editingFinished.connect(self._settle)
        self._show(kept)

    def value(self) -> Any:
        """The value of the choice shown, None for no answer."""
        index = self.combo.currentIndex()
        return self._choices[index].value if 0 <= index < len(self._choices) else None

    def set_value(self, value: Any) -> None:
        """Choose; an unknown value shows no answer."""
        self._show(value)
        self.set_error("")

    def _show(self, value: Any) -> None:
        for index, choice in enumerate(self._choices):
            if choice.value == value:
                self.combo.setCurrentIndex(index)
                return
        self.combo.setCurrentIndex(0)

    def _picked(self, _index: int) -> None:
        self._edited()

    def _settle(self) -> None:
        """What was typed becomes the first choice that contains it; otherwise the answer stays."""
        typed = fold(self.combo.currentText())
        before = self.combo.currentIndex()
        found = next((i for i, c in enumerate(self._choices) if fold(c.label) == typed), -1)
        if found < 0 and typed:
            found = next((i for i, c in enumerate(self._choices) if typed in fold(c.label)), -1)
        index = found if found >= 0 else before
        self.combo.setCurrentIndex(index)
        self.combo.setEditText(self.combo.itemText(index))
        if index != before:
            self._edited()


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
        """The width of one column."""
        return QSize(self._widest(), super().minimumSizeHint().height())

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
            self._radios.append((choice.value, radio))
        buttons = [radio for _value, radio in self._radios]
        control.setLayout(column(*buttons, spacing=0) if vertical else row(*buttons, None, spacing=12))
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


class SearchField(Field):
    """One thing found by typing: `search(text)` gives the choices (label, detail shown beside).

    Serves communes, people, places. `value()` is the value chosen, None when nothing was; what was
    typed without choosing is a problem unless `free` (then `text()` gives it).
    """

    def __init__(
        self,
        label: str,
        search: Callable[[str], Sequence[Choice]],
        *,
        required: bool = False,
        help: str = "",
        placeholder: str = "",
        free: bool = False,
        name: str = "",
    ) -> None:
        super().__init__(label, required=required, help=help, name=name)
        self._search, self._free = search, free
        self._chosen: Choice | None = None
        self._model = QStandardItemModel(self)
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        self._completer = QCompleter(self._model, self.line)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(10)
        _popup_of(self._completer).setProperty("kind", "completer")
        self._completer.activated[QModelIndex].connect(self._picked)  # pyright: ignore
        self.line.setCompleter(self._completer)
        self.line.textEdited.connect(self._typed)
        self._set_up(self.line)

    def value(self) -> Any:
        """The value chosen."""
        return self._chosen.value if self._chosen else None

    def text(self) -> str:
        """What is written in the field."""
        return self.line.text().strip()

    def set_value(self, value: Any) -> None:
        """Show a Choice; None empties. A bare text is shown as typed."""
        self._chosen = value if isinstance(value, Choice) else None
        self.line.setText(self._chosen.label if self._chosen else str(value or ""))
        self.set_error("")

    def is_empty(self) -> bool:
        """Whether nothing is chosen, nor typed when free."""
        return self._chosen is None and not (self._free and self.text())

    def problem(self) -> str:
        """Words that match nothing chosen."""
        if self._chosen is None and self.text() and not self._free:
            return "Choisissez une réponse dans la liste proposée."
        return ""

    def _typed(self, text: str) -> None:
        self._chosen = None
        self._model.clear()
        for choice in self._search(text)[:50] if text.strip() else ():
            item = QStandardItem(f"{choice.label}  ·  {choice.detail}" if choice.detail else choice.label)
            item.setData(choice, _VALUE)
            self._model.appendRow(item)
        self._completer.complete()
        self._edited()

    def _picked(self, index: QModelIndex) -> None:
        choice = index.data(_VALUE)
        if choice is not None:
            self._chosen = Choice(*choice)
            self.line.setText(self._chosen.label)
            self._edited()

    def _left(self) -> None:
        if self._chosen is None and (typed := fold(self.text())):
            exact = [c for c in self._search(self.text()) if fold(c.label) == typed]
            if len(exact) == 1:
                self._chosen = exact[0]
                self.line.setText(exact[0].label)
                self.changed.emit()
        super()._left()
