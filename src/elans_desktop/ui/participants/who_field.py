"""Who: the person, a professional, a partner of the directory, or a name typed freely."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from elans_desktop.core.text import fold
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.ui.kit.fields import Choice, SearchField

PERSON = "person"
Key = tuple[str, uuid.UUID | None]


def _finder(choices: Sequence[Choice]) -> Callable[[str], Sequence[Choice]]:
    folded = [(fold(choice.label), choice) for choice in choices]

    def find(text: str) -> Sequence[Choice]:
        typed = fold(text)
        first = [choice for key, choice in folded if key.startswith(typed)]
        return first + [choice for key, choice in folded if typed in key and not key.startswith(typed)]

    return find


class PartnerField(SearchField):
    """`value()` is (structure or None, name typed): the directory is proposed, any name may be written."""

    def __init__(self, label: str, lists: PersonChoices, *, name: str = "", placeholder: str = "") -> None:
        choices = [Choice(key, words) for key, words in lists.structures]
        self._names = dict(lists.structures)
        super().__init__(label, _finder(choices), free=True, name=name, placeholder=placeholder)

    def value(self) -> tuple[uuid.UUID | None, str]:
        """The structure chosen, or the words typed."""
        chosen = super().value()
        return (chosen, "") if chosen is not None else (None, self.text())

    def set_value(self, value: Any) -> None:
        """Show (structure, name); None empties."""
        key, name = value or (None, "")
        shown = self._names.get(key) if key else None
        super().set_value(Choice(key, shown) if shown else name)

    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not self.text()


class WhoField(SearchField):
    """`value()` is (by the person, professional, structure, name typed)."""

    def __init__(self, label: str, lists: PersonChoices, *, name: str = "", placeholder: str = "") -> None:
        self._choices = [
            Choice((PERSON, None), "la personne"),
            *(Choice(("professional", key), words) for key, words in lists.professionals),
            *(Choice(("structure", key), words, "partenaire") for key, words in lists.structures),
        ]
        super().__init__(label, _finder(self._choices), free=True, name=name, placeholder=placeholder)

    def value(self) -> tuple[bool, uuid.UUID | None, uuid.UUID | None, str]:
        """Who was chosen, or the words typed."""
        kind, key = super().value() or ("", None)
        return (
            kind == PERSON,
            key if kind == "professional" else None,
            key if kind == "structure" else None,
            "" if kind else self.text(),
        )

    def set_value(self, value: Any) -> None:
        """Show one of the four; None empties."""
        by_person, professional, structure, name = value or (False, None, None, "")
        key: Key | None = (PERSON, None) if by_person else None
        key = ("professional", professional) if professional else key
        key = ("structure", structure) if structure else key
        super().set_value(next((one for one in self._choices if key and one.value == key), name))

    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not self.text()
