"""A line found by typing, or words that are in no list: a structure of the directory, a usual reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from elans_desktop.core.text import fold
from elans_desktop.ui.kit.fields import Choice, SearchField


class FreeChoiceField(SearchField):
    """`value()` is the value of the line chosen, else the words typed, else None."""

    def __init__(
        self,
        label: str,
        pairs: Sequence[tuple[Any, str]],
        *,
        required: bool = False,
        help: str = "",
        placeholder: str = "",
        name: str = "",
    ) -> None:
        self._pairs = [Choice(value, words) for value, words in pairs]
        super().__init__(
            label,
            self._matching,
            required=required,
            help=help,
            placeholder=placeholder,
            free=True,
            name=name,
        )

    def value(self) -> Any:
        """What was chosen, or typed."""
        return super().value() or self.text() or None

    def set_value(self, value: Any) -> None:
        """Show a line by its value; anything else is shown as typed."""
        known = next((choice for choice in self._pairs if choice.value == value), None)
        super().set_value(known or (value if isinstance(value, str) else None))

    def _matching(self, text: str) -> Sequence[Choice]:
        """Lines whose words hold the letters typed; those that begin so first."""
        key = fold(text)
        held = [(fold(choice.label), choice) for choice in self._pairs]
        found = [(words, choice) for words, choice in held if key in words]
        return [choice for _words, choice in sorted(found, key=lambda one: not one[0].startswith(key))]
