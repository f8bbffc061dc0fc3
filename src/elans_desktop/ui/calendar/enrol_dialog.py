"""Finding one person to add to a day: someone who came without being enrolled."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, date_medium, date_short
from elans_desktop.core.text import list_name
from elans_desktop.services.calendar import enrolments
from elans_desktop.services.imports import names
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.permissions import Right
from elans_desktop.ui import rights
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.fields import Choice
from elans_desktop.ui.kit.form import FieldSpec, Section

MOST = 40
"""People proposed at a time."""


def choose_person(
    context: Context, parent: QWidget, activity_id: uuid.UUID, day: date
) -> uuid.UUID | ParticipantInput | None:
    """Ask who came that day: a file, or the names of somebody who has none yet; None when given up."""

    def search(text: str) -> Sequence[Choice]:
        found = context.bridge.read(enrolments.candidates, activity_id, text)[:MOST]
        known = [
            Choice(
                person.id,
                list_name(person.last_name, person.first_name),
                date_short(person.birth_date) if person.birth_date else person.number,
            )
            for person in found
        ]
        named = names.full_name(text)
        if not rights.may(context, Right.EDIT_PEOPLE) or not (named.last_name and named.first_name):
            return known
        typed = ParticipantInput(last_name=named.last_name, first_name=named.first_name)
        words = list_name(typed.last_name, typed.first_name)
        return [*known, Choice(typed, f"Créer le dossier de {words}", "nouvelle personne")]

    answer = dialogs.ask_form(
        parent,
        f"Qui est venu le {date_medium(day)} sans être inscrit{NBSP}?",
        [Section("", (FieldSpec("person", "Personne", "search", required=True, search=search, span=2),))],
        accept="Ajouter à la feuille",
        text="La personne est ajoutée à ce seul jour. Pour l’inscrire, passez par la séance. "
        "Inconnue du classeur\u00a0? Écrivez son nom et son prénom, puis choisissez de créer son dossier.",
    )
    return answer["person"] if answer else None
