"""The commune, the same in every form: found by name, postcode or INSEE code, homonyms told apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from elans_desktop.services import communes
from elans_desktop.ui.kit.fields import Choice, SearchField
from elans_desktop.ui.kit.form import FieldSpec, Form

MOST_POSTCODES = 4
PLACEHOLDER = "Nom, code postal ou code INSEE"


def commune_choices(text: str) -> Sequence[Choice]:
    """Communes whose name, postcode or INSEE code starts so; a former one says the one of today."""
    found: list[Choice] = []
    typed = text.strip()
    for place in communes.search(text):
        codes = [code for code in place.postcodes if code.startswith(typed)] or list(place.postcodes) or [""]
        name = place.former_name or place.name
        for code in codes[:MOST_POSTCODES]:
            today = f"aujourd’hui {place.name}, " if place.former_name else ""
            detail = f"{today}{code} {place.department} ({place.department_code})".strip()
            found.append(Choice((name, code, place.insee), name, detail))
    return found


class CommuneField(SearchField):
    """`value()` is (name, postcode, INSEE code); the last two are empty for a name typed freely."""

    def __init__(self, label: str = "Commune", *, help: str = "", name: str = "") -> None:
        super().__init__(label, commune_choices, placeholder=PLACEHOLDER, free=True, help=help, name=name)

    def value(self) -> tuple[str, str, str]:
        """The commune chosen, or the words typed."""
        chosen: Any = super().value()
        if chosen:
            name, postcode, insee = chosen
            return name, postcode, insee
        return self.text(), "", ""

    def set_value(self, value: Any) -> None:
        """Show (name, postcode, INSEE code), the last perhaps alone after the name; None empties."""
        name, *codes = value or ("",)
        insee = codes[-1] if codes else ""
        postcode = codes[0] if len(codes) == 2 else ""
        super().set_value(Choice((name, postcode, insee), name) if name and insee else name)

    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not self.text()


def specs(postcode_width: int = 0) -> tuple[FieldSpec, FieldSpec]:
    """The commune and its postcode, to put in a section."""
    return (
        FieldSpec("commune", "Commune", make=CommuneField),
        FieldSpec("postcode", "Code postal", width=postcode_width),
    )


def follow(form: Form, hint: Callable[[str], str] | None = None) -> Callable[[], None]:
    """Write the postcode of the commune chosen; `hint(INSEE code)`: what is said under it (its zone).

    Returns what says it again, for a form that was just filled.
    """
    commune, postcode = form.field("commune"), form.field("postcode")

    def say() -> None:
        if hint is not None and not commune.error():
            insee = commune.value()[2]
            commune.message.show_text(hint(insee) if insee else "", "primary", "map-pin")

    def chosen() -> None:
        _name, code, insee = commune.value()
        known = communes.by_insee(insee) if insee and not code else None
        if known is not None and len(known.postcodes) == 1:
            code = known.postcodes[0]
        if code and code != postcode.value():
            postcode.set_value(code)
        say()

    commune.changed.connect(chosen)
    return say
