"""Commune and postcode typed together: the commune is proposed, its postcode follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from elans_desktop.services import communes
from elans_desktop.ui.kit.fields import Choice, SearchField
from elans_desktop.ui.kit.form import FieldSpec, Form


def proposed(text: str) -> Sequence[Choice]:
    """Communes whose name, postcode or INSEE code starts so; homonyms told apart by their département."""
    return [
        Choice(c.insee, c.name, f"{', '.join(c.postcodes[:2])} · {c.department}")
        for c in communes.search(text)
    ]


def specs() -> tuple[FieldSpec, FieldSpec]:
    """The two fields, to put in a section."""
    help_words = "Commencez à écrire\u00a0: les communes sont proposées."
    return (
        FieldSpec("commune", "Commune", "search", search=proposed, options={"free": True}, help=help_words),
        FieldSpec("postcode", "Code postal", width=120),
    )


def attach(form: Form) -> None:
    """Fill the postcode when a commune with a single one is chosen."""
    field = _search_field(form)

    def follow() -> None:
        insee = field.value()
        found = communes.by_insee(insee) if insee else None
        if found is not None and found.postcodes:
            postcode = form.field("postcode")
            if postcode.value() not in found.postcodes:
                postcode.set_value(found.postcodes[0] if len(found.postcodes) == 1 else "")

    field.changed.connect(follow)


def shown(commune: str, insee: str) -> Any:
    """The value to give to the form for what is kept."""
    return Choice(insee, commune) if insee and commune else commune


def read(form: Form) -> tuple[str, str]:
    """Name and INSEE code (empty when the commune is not a French one of the list)."""
    field = _search_field(form)
    return field.text(), field.value() or ""


def _search_field(form: Form) -> SearchField:
    field = form.field("commune")
    assert isinstance(field, SearchField)
    return field
