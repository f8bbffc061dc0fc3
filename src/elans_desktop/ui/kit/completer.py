"""What a field proposes under what is typed in it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QWidget

from elans_desktop.core.text import fold
from elans_desktop.ui.theme.dress import dress

FOLDED = Qt.ItemDataRole.UserRole + 1
"""Where the model keeps the folded text."""


def popup_of(completer: QCompleter) -> QAbstractItemView:
    """Its list of answers."""
    popup = completer.popup()
    assert popup is not None
    return popup


class FoldedCompleter(QCompleter):
    """Finds what contains the letters typed, whatever the accents and capitals."""

    def __init__(self, model: QAbstractItemModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        self.setCompletionRole(FOLDED)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setMaxVisibleItems(10)
        dress(popup_of(self), "answers")

    def splitPath(self, path: str) -> list[str]:
        """What is looked for: the folded text."""
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """What is written when an answer is chosen."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))
