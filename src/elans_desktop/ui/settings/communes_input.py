"""Commune and postcode typed together: the commune is proposed, its postcode follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from elans_desktop.services import communes
from elans_desktop.ui.kit.fields import Choice, SearchField
from elans_desktop.ui.kit.form import FieldSpec, Form

HELP = "Commencez à écrire\u00a0: les communes sont proposées."


def proposed(text: str) -> Sequence[Choice]:
    """Communes whose name, postcode or INSEE code starts so; homonyms told apart by their département."""
    return [
        Choice(c.insee, c.name, f"{', '.join(c.postcodes[:2])} · {c.department}")
        for c in communes.search(text)
    ]


class CommuneField(SearchField):
    """`value()` is (name, INSEE code); the code is empty for words that are no commune of France."""

    def __init__(self) -> None:
        super().__init__("Commune", proposed, free=True, help=HELP)

    def value(self) -> tuple[str, str]:
        """The commune chosen, or the words typed."""
        return self.text(), super().value() or ""

    def set_value(self, value: Any) -> None:
        """Show (name, INSEE code); None empties."""
        name, insee = value or ("", "")
        super().set_value(Choice(insee, name) if insee else name)

    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not self.text()


def specs() -> tuple[FieldSpec, FieldSpec]:
    """The two fields, to put in a section."""
    return FieldSpec("commune", "Commune", make=CommuneField), FieldSpec("postcode", "Code postal", width=120)


def attach(form: Form) -> None:
    """Fill the postcode when a commune with a single one is chosen."""
    field, postcode = form.field("commune"), form.field("postcode")

    def follow() -> None:
        _name, insee = field.value()
        found = communes.by_insee(insee) if insee else None
        if found is not None and found.postcodes and postcode.value() not in found.postcodes:
            postcode.set_value(found.postcodes[0] if len(found.postcodes) == 1 else "")

    field.changed.connect(follow)
