"""The field that chooses one of a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QFrame, QSizePolicy, QStyledItemDelegate, QWidget

from elans_desktop.core.text import fold
from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.line_edit import HEIGHT, bare, draw_field
from elans_desktop.ui.theme.dress import dress

LONG_LIST = 12
_WORDS = 10
"""Left of the words of a choice, in pixels."""
_IN_LINE = 4
"""What is left of it inside the line of a list that one searches."""


class Choice(NamedTuple):
    """One possible answer: what is kept, what is shown, and a precision for the lists that search."""

    value: Any
    label: str
    detail: str = ""


class ComboBox(QComboBox):
    """A combo box with the chevron of the icons; long lists are searched by typing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(14)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._refit()
        theme.signals.changed.connect(self._refit)

    def _refit(self) -> None:
        self.setFixedHeight(theme.px(HEIGHT))
        if (line := self.lineEdit()) is not None:
            bare(line)

    def setEditable(self, editable: bool) -> None:
        """Let one type, or not."""
        super().setEditable(editable)
        if (line := self.lineEdit()) is not None:
            line.setTextMargins(_IN_LINE, 0, 0, 0)  # its words stand where those of the other lists do
            bare(line)

    def showPopup(self) -> None:
        """The list, dressed when it is first opened: most never are."""
        view = self.view()
        if not view.property("dress"):
            frame = view.parentWidget()
            if isinstance(frame, QFrame):
                frame.setFrameShape(QFrame.Shape.NoFrame)  # the list has a border of its own
            self.setItemDelegate(QStyledItemDelegate(self))
            dress(view, "answers")
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, its words shortened where they do not fit, its chevron."""
        painter = QPainter(self)
        draw_field(painter, self, sunken=not self.isEnabled())
        side = theme.px(16)
        if not self.isEditable():
            room = self.width() - _WORDS - side - theme.px(12)
            ink = "text" if self.isEnabled() else "muted"
            paint.line_of_text(painter, QRectF(_WORDS, 0, room, self.height()), self.currentText(), token=ink)
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
        self.combo.clear()
        self.combo.addItems([choice.label for choice in self._choices])
        searched = len(self._choices) > LONG_LIST
        self.combo.setEditable(searched)
        if searched:
            self._search_by_typing()
        self._show(kept)

    def _search_by_typing(self) -> None:
        from elans_desktop.ui.kit.completer import FOLDED, FoldedCompleter

        for index, choice in enumerate(self._choices):
            self.combo.setItemData(index, fold(choice.label), FOLDED)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setCompleter(FoldedCompleter(self.combo.model(), self.combo))
        line = self.combo.lineEdit()
        if line is not None:
            line.setAccessibleName(self._name)
            line.editingFinished.connect(self._settle)

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
