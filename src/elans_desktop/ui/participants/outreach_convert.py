"""A contact without a name is given its file: a new one, or one that exists already."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core.errors import InputError, RuleError
from elans_desktop.core.text import short_name
from elans_desktop.services import search
from elans_desktop.services.participants import detection_anonymous, duplicates
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.ui.commune_field import CommuneField
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.fields import Choice
from elans_desktop.ui.kit.form import FieldSpec, Section

_WORDS = (
    "Le contact reste compté une seule fois\u00a0; le parcours s’ouvre en repérage, du jour de la rencontre."
)


def open_file(
    parent: QWidget, context: Context, lists: PersonChoices, contact_id: uuid.UUID
) -> uuid.UUID | None:
    """Ask who the person is, and open their file; its id, or None when given up."""
    known = context.attempt(parent, lambda: context.bridge.read(detection_anonymous.view, contact_id))
    if known is None:
        return None
    made: list[uuid.UUID] = []

    def save(values: dict[str, Any]) -> None:
        commune, postcode, insee = values["commune"]
        person = ParticipantInput(
            last_name=values["last_name"],
            first_name=values["first_name"],
            birth_date=values["birth_date"],
            sex=values["sex"],
            phone=values["phone"],
            email=values["email"],
            commune=commune,
            postcode=postcode,
            insee=insee,
        )
        if not values["other"]:
            _refuse_twins(context, person)
        words = f"Ouvrir le dossier de {short_name(person.last_name, person.first_name)}"
        write = context.bridge.write
        made.append(write(words, detection_anonymous.convert, contact_id, person, values["referent_id"]))

    values = {
        "sex": known.sex,
        "commune": (known.commune, "", known.insee),
        "referent_id": context.bridge.actor.professional_id,
    }
    dialogs.ask_form(
        parent,
        "Ouvrir un dossier",
        _sections(lists),
        values=values,
        accept="Ouvrir le dossier",
        text=_WORDS,
        save=save,
    )
    return made[0] if made else None


def _sections(lists: PersonChoices) -> Sequence[Section]:
    return (
        Section(
            "",
            (
                FieldSpec("last_name", "Nom d’usage"),
                FieldSpec("first_name", "Prénom"),
                FieldSpec("birth_date", "Date de naissance", "birth"),
                FieldSpec("sex", "Sexe", "choice", choices=lists.lists["sex"]),
                FieldSpec("phone", "Téléphone", "phone"),
                FieldSpec("email", "E-mail"),
                FieldSpec("commune", "Commune", make=CommuneField),
                FieldSpec("referent_id", "Référent de parcours", "choice", choices=lists.referents),
                FieldSpec("other", "C’est une autre personne, malgré la ressemblance", "check", span=2),
            ),
        ),
    )


def _refuse_twins(context: Context, person: ParticipantInput) -> None:
    """Raises RuleError when a file looks like that of the same person: its number, never its name."""
    found = context.bridge.read(duplicates.twins, person)
    if found:
        raise RuleError(
            f"Un dossier ressemble à cette personne\u00a0: {found[0].number}.",
            "Rattachez plutôt le contact à ce dossier, ou cochez la case du bas.",
        )


def attach(parent: QWidget, context: Context, contact_id: uuid.UUID) -> uuid.UUID | None:
    """Ask whose file the contact belongs to; its id, or None when given up."""
    chosen: list[uuid.UUID] = []

    def people(text: str) -> Sequence[Choice]:
        found = context.bridge.read(search.find, text)
        return [Choice(one.id, one.title, one.detail) for one in found if one.kind == "participant"]

    def save(values: dict[str, Any]) -> None:
        if values["person"] is None:
            raise InputError({"person": "Choisissez une personne dans la liste proposée."})
        write = context.bridge.write
        write("Rattacher un contact à un dossier", detection_anonymous.attach, contact_id, values["person"])
        chosen.append(values["person"])

    person = FieldSpec(
        "person", "Personne", "search", search=people, placeholder="Nom ou n° de dossier", span=2
    )
    dialogs.ask_form(
        parent,
        "Rattacher à un dossier",
        (Section("", (person,)),),
        accept="Rattacher",
        text="Le contact rejoint ce dossier et reste compté une seule fois.",
        save=save,
    )
    return chosen[0] if chosen else None
