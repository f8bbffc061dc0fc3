"""Finding one person to add to a day: someone who came without being enrolled."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, date_medium, date_short
from elans_desktop.core.text import list_name
from elans_desktop.services import enrolments
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.fields import Choice
from elans_desktop.ui.kit.form import FieldSpec, Section


def choose_person(context: Context, parent: QWidget, activity_id: uuid.UUID, day: date) -> uuid.UUID | None:
    """Ask who came that day; None when given up."""

    def search(text: str) -> Sequence[Choice]:
        found = context.bridge.read(enrolments.candidates, activity_id, text)
        return [
            Choice(
                person.id,
                list_name(person.last_name, person.first_name),
                date_short(person.birth_date) if person.birth_date else person.number,
            )
            for person in found
        ]

    answer = dialogs.ask_form(
        parent,
        f"Qui est venu le {date_medium(day)} sans être inscrit{NBSP}?",
        [Section("", (FieldSpec("person", "Personne", "search", required=True, search=search, span=2),))],
        accept="Ajouter à la feuille",
        text="La personne est ajoutée à ce seul jour. Pour l’inscrire, passez par la séance.",
    )
    return answer["person"] if answer else None
