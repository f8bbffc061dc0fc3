"""A field of several things chosen one by one in a long list; each stands below with its cross."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.fields import ChoiceField
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.layout import column, holder


class ChosenField(Field):
    """`value()` is the tuple of what is chosen, in the order it was."""

    def __init__(self, label: str, add: str, *, help: str = "", name: str = "") -> None:
        """`add`: the words of the list while nothing is picked in it."""
        super().__init__(label, help=help, name=name)
        self._labels: dict[Any, str] = {}
        self._chosen: list[Any] = []
        self._picker = ChoiceField("", empty=add, name=f"{label}{NBSP}: ajouter")
        self._held = QWidget()
        self._flow = FlowLayout(self._held, spacing=6)
        self._set_up(self._picker.combo, control=holder(column(self._picker, self._held, spacing=6)))
        self._picker.changed.connect(self._pick)
        self._held.hide()

    def set_choices(self, choices: Iterable[tuple[Any, str]]) -> None:
        """What can be chosen; what is chosen stays, even when it is no longer proposed."""
        self._labels = {**{key: self._labels.get(key, str(key)) for key in self._chosen}, **dict(choices)}
        self._offer()
        self._show()

    def value(self) -> tuple[Any, ...]:
        """What is chosen."""
        return tuple(self._chosen)

    def set_value(self, value: Sequence[Any] | None) -> None:
        """Show these."""
        self._chosen = list(value or ())
        self._offer()
        self._show()
        self.set_error("")

    def buttons(self) -> list[buttons.Button]:
        """What is chosen, as the buttons that take it away."""
        found = (self._flow.itemAt(index) for index in range(self._flow.count()))
        widgets = (item.widget() for item in found if item is not None)
        return [widget for widget in widgets if isinstance(widget, buttons.Button)]

    def pick(self, key: Any) -> None:
        """Choose one more, as the list does."""
        if key in self._labels and key not in self._chosen:
            self._chosen.append(key)
            self._offer()
            self._show()
            self._edited()

    def _pick(self) -> None:
        key = self._picker.value()
        if key is not None:
            self._picker.set_value(None)
            self.pick(key)

    def _drop(self, key: Any) -> None:
        self._chosen.remove(key)
        self._offer()
        self._show()
        self._edited()
        self._picker.combo.setFocus()

    def _offer(self) -> None:
        self._picker.set_choices(
            [(key, words) for key, words in self._labels.items() if key not in self._chosen]
        )

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for key in self._chosen:
            words = self._labels.get(key, str(key))
            made = buttons.Button(words, small=True, trailing="x")
            made.setToolTip(f"Retirer «{NBSP}{words}{NBSP}»")
            made.setAccessibleName(f"Retirer {words}")
            made.clicked.connect(lambda _on=False, key=key: self._drop(key))
            self._flow.addWidget(made)
        self._held.setVisible(bool(self._chosen))
        self._held.updateGeometry()
