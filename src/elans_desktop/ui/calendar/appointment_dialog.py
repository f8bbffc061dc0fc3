"""« Nouveau rendez-vous »: a person and a moment; the rest is proposed. From the calendar or from a file."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, date_day_month, date_short
from elans_desktop.core.text import list_name
from elans_desktop.services.calendar import appointments
from elans_desktop.services.calendar.appointments import AppointmentInput
from elans_desktop.services.organisation import places, professionals
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.fields import Choice
from elans_desktop.ui.kit.form import FieldSpec, Section


def ask(
    context: Context,
    parent: QWidget,
    *,
    person_id: uuid.UUID | None = None,
    name: str = "",
    day: date | None = None,
) -> uuid.UUID | None:
    """Make an appointment, with a person known (`name` is theirs) or to find; its séance, if any."""
    made: list[uuid.UUID] = []
    bridge = context.bridge

    def search(text: str) -> Sequence[Choice]:
        return [
            Choice(
                found.id,
                list_name(found.last_name, found.first_name),
                date_short(found.birth_date) if found.birth_date else found.number,
            )
            for found in bridge.read(appointments.people, text)
        ]

    def save(values: dict[str, Any]) -> None:
        typed: dict[str, Any] = {"participant_id": person_id, **values}
        data = AppointmentInput(**typed)
        when = f", {date_day_month(data.day)}" if data.day else ""
        made.append(bridge.write(f"Nouveau rendez-vous{when}", appointments.create, data, bridge.scope))

    who = FieldSpec("participant_id", "Personne", "search", required=True, search=search, span=2)
    trainers = [(found.id, found.list_name) for found in bridge.read(professionals.rows)]
    rooms = [(found.id, found.label) for found in bridge.read(places.rows)]
    usual = "Le référent, sinon vous"
    dialogs.ask_form(
        parent,
        f"Nouveau rendez-vous avec {name}" if person_id else "Nouveau rendez-vous",
        [
            Section(
                "",
                (
                    *(() if person_id else (who,)),
                    FieldSpec("day", "Jour", "date", required=True),
                    FieldSpec("start", "Heure", "time", required=True),
                    FieldSpec("minutes", "Durée", "duration"),
                    FieldSpec("trainer_id", "Avec", "choice", choices=trainers, options={"empty": usual}),
                    FieldSpec("place_id", "Lieu", "choice", choices=rooms),
                    FieldSpec("title", "Sujet", placeholder="Point sur le logement"),
                ),
            )
        ],
        values={"day": day or clock.today(), "minutes": appointments.USUAL},
        text=f"Une séance pour une seule personne{NBSP}: sa présence et sa feuille suivent comme les autres.",
        accept="Créer le rendez-vous",
        save=save,
    )
    return made[0] if made else None
