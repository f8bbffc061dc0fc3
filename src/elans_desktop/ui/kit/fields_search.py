"""The field that finds one thing by typing: communes, people, places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter

from elans_desktop.core.text import fold
from elans_desktop.ui.kit.completer import popup_of
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.fields_choice import Choice
from elans_desktop.ui.kit.line_edit import LineEdit
from elans_desktop.ui.theme.dress import dress

_VALUE = Qt.ItemDataRole.UserRole


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
        self.line = LineEdit()
        self.line.setPlaceholderText(placeholder)
        self._completer = QCompleter(self._model, self.line)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(10)
        dress(popup_of(self._completer), "answers")
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
