"""« Identité »: names, birth, address, contact, information given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from elans_desktop.core.errors import ElansError
from elans_desktop.core.formats import NBSP, date_short
from elans_desktop.services.organisation import zones
from elans_desktop.services.participants import duplicates, participants
from elans_desktop.services.participants.duplicates import TwinRow
from elans_desktop.services.participants.participants import FIELDS, ParticipantInput
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.ui import commune_field
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import clear_layout
from elans_desktop.ui.participants.fields import YES_NO
from elans_desktop.ui.participants.section import FormSection, Values

MOST_TWINS = 3


def names(lists: PersonChoices) -> tuple[FieldSpec, ...]:
    """What tells a person from another: also the head of the entry of a new person."""
    return (
        FieldSpec("last_name", "Nom d’usage"),
        FieldSpec("first_name", "Prénom"),
        FieldSpec("birth_name", "Nom de naissance"),
        FieldSpec("birth_date", "Date de naissance", "birth"),
        FieldSpec("civility", "Civilité", "choice", choices=lists.lists["civility"]),
        FieldSpec("sex", "Sexe", "choice", choices=lists.lists["sex"]),
    )


def place() -> tuple[FieldSpec, ...]:
    """The commune and its postcode."""
    return commune_field.specs()


def reach() -> tuple[FieldSpec, ...]:
    """How to reach the person."""
    return FieldSpec("phone", "Téléphone", "phone"), FieldSpec("email", "E-mail")


def sections(lists: PersonChoices) -> Sequence[Section]:
    """Every field of identity and contact."""
    return (
        Section(
            "",
            (
                *names(lists),
                FieldSpec("nationality", "Nationalité", "choice", choices=lists.lists["nationality"]),
                FieldSpec("language", "Langue de contact"),
            ),
        ),
        Section(
            "",
            (
                FieldSpec("address", "Adresse", "multiline", rows=2, span=2),
                *place(),
                FieldSpec("domiciliation", "Domiciliation (CCAS, association)"),
                FieldSpec("zone", "Zone", "choice", choices=lists.lists["zone"]),
            ),
        ),
        Section(
            "",
            (
                *reach(),
                FieldSpec("sms_accepted", "SMS accepté", "choice", choices=YES_NO),
                FieldSpec("contact_person", "Personne à prévenir"),
                FieldSpec("reachable_referent", "Coordonnées d’un référent joignable", span=2),
                FieldSpec("notes", "Remarques", "multiline", rows=2, span=2),
                FieldSpec("information_given_on", "Information donnée le", "date"),
                FieldSpec("information_given_by", "Par"),
            ),
        ),
    )


def follow_commune(form: Form, context: Context) -> Callable[[], None]:
    """Write the postcode of the commune chosen, and the zone it is in; a zone that is sure fills its field.

    Returns what says the zone again.
    """
    bridge = context.bridge
    say = commune_field.follow(form, lambda insee: bridge.read(zones.hint_of, insee))
    commune = form.field("commune")

    def fill() -> None:
        if "zone" in form.names() and form.field("zone").is_empty():
            form.field("zone").set_value(bridge.read(zones.sure_code, commune.value()[2]))

    commune.changed.connect(fill)
    return say


def to_values(person: ParticipantInput) -> Values:
    """What the form shows of a person."""
    values: Values = {name: getattr(person, name) for name in FIELDS}
    values["commune"] = (person.commune, person.postcode, person.insee)
    return values


def to_input(values: Values, known: ParticipantInput) -> ParticipantInput:
    """The person typed, over what is known of them."""
    typed: dict[str, Any] = {name: value for name, value in values.items() if name in FIELDS}
    typed["commune"], _code, typed["insee"] = values["commune"]
    return replace(known, **typed)


class IdentitySection(FormSection):
    """The identity of the person on show."""

    def __init__(self, context: Context, lists: PersonChoices, *, editable: bool) -> None:
        self._known = ParticipantInput()
        self._short_name = ""
        form = Form(sections(lists))
        self._say_zone = follow_commune(form, context)
        super().__init__(context, "Identité", form, "participant.identity", self._write, editable=editable)

    def show_file(self, file: FileView) -> None:
        """Show a person."""
        self._known, self._short_name = file.person.input, file.person.short_name
        self.show_values(file.person.id, file.person.name, to_values(file.person.input))
        self._say_zone()

    def _write(self, values: Values) -> None:
        typed = to_input(values, self._known)
        self.context.bridge.write(f"Modifier la fiche de {self._short_name}", participants.save, typed)


class TwinBanners:
    """Likely twins of what is being typed: each with « Ouvrir le dossier », never in the way."""

    def __init__(self, context: Context, place: QVBoxLayout, open_file: Callable[[Any], None]) -> None:
        self._context, self._place, self._open = context, place, open_file
        self._shown: tuple[TwinRow, ...] = ()

    def look(self, typed: ParticipantInput) -> None:
        """Look for files that may be of the person typed."""
        found: tuple[TwinRow, ...] = ()
        named = (typed.last_name or typed.birth_name) and typed.first_name
        if named or typed.phone:
            try:
                found = self._context.bridge.read(duplicates.twins, typed)[:MOST_TWINS]
            except ElansError:
                found = ()
        if found != self._shown:
            self._shown = found
            clear_layout(self._place)
            for twin in found:
                self._place.addWidget(self._banner(twin))

    def clear(self) -> None:
        """Nothing is typed any more."""
        self._shown = ()
        clear_layout(self._place)

    def _banner(self, twin: TwinRow) -> Banner:
        born = f", né(e) le {date_short(twin.birth_date)}" if twin.birth_date else ""
        archived = ", archivé" if twin.archived else ""
        words = (
            f"Peut-être déjà là{NBSP}: {twin.name}{born}, dossier {twin.number}{archived} ({twin.reason})."
        )
        return Banner(words, "warning", actions=(("Ouvrir le dossier", lambda: self._open(twin.id)),))
