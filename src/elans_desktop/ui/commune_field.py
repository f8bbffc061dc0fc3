"""The commune, the same in every form: found by name, postcode or INSEE code, homonyms told apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from elans_desktop.core.formats import NBSP
from elans_desktop.core.text import fold
from elans_desktop.services.organisation import communes
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


def former_remark(name: str, insee: str) -> str:
    """The sentence beside a commune that no longer exists: « Aujourd’hui Tinchebray-Bocage… »."""
    today = communes.by_insee(insee) if insee else None
    if today is None or fold(today.name) == fold(name):
        return ""
    return f"Aujourd’hui {today.name}{NBSP}: c’est son code INSEE qui est noté."


def unknown_remark(name: str, insee: str) -> str:
    """The sentence beside a name typed freely, that several communes share or that none has."""
    if insee or not name:
        return ""
    if len(communes.named(name)) > 1:
        return f"Plusieurs communes portent ce nom{NBSP}: choisissez la bonne dans la liste."
    return f"Cette commune n’est dans aucune liste{NBSP}: elle est gardée telle quelle, sans code INSEE."


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

    def _left(self) -> None:
        """A name typed to its end is chosen when one commune alone has it, or had it."""
        super()._left()
        name, _postcode, insee = self.value()
        if name and not insee and self.line.isModified():
            known = communes.named(name)
            if len(known) == 1:
                codes = known[0].postcodes
                self.set_value((name, codes[0] if len(codes) == 1 else "", known[0].insee))
                self.line.setModified(True)
                self.changed.emit()
                return
        if self.line.isModified() and not self.error() and (words := unknown_remark(name, insee)):
            self.message.show_text(words, "warning", "triangle-alert")


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
        name, code, insee = commune.value()
        known = communes.by_insee(insee) if insee and not code else None
        if known is not None and len(known.postcodes) == 1:
            code = known.postcodes[0]
        if code and code != postcode.value():
            postcode.set_value(code)
        say()
        if words := former_remark(name, insee):
            commune.message.show_text(words, "primary", "map-pin")

    commune.changed.connect(chosen)
    return say
