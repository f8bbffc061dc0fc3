"""What the panel of a séance asks for: cancel, postpone, delete, withdraw someone; one short dialog each."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, date_day_month
from elans_desktop.services import enrolments, seances
from elans_desktop.ui.calendar.seance_panel import SeancePanel
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section


def connect(panel: SeancePanel) -> None:
    """Answer what the panel asks and that needs no other part of the calendar."""
    panel.cancel_asked.connect(_bound(cancel, panel))
    panel.postpone_asked.connect(_bound(postpone, panel))
    panel.plan_again_asked.connect(_bound(plan_again, panel))
    panel.delete_asked.connect(_bound(delete, panel))

    def withdraw_asked(activity_id: uuid.UUID, person_id: uuid.UUID) -> None:
        withdraw(panel, activity_id, person_id)

    def person_asked(person_id: uuid.UUID) -> None:
        panel.context.window.navigate("participants", "participant", person_id)

    panel.withdraw_asked.connect(withdraw_asked)
    panel.person_asked.connect(person_asked)


def _bound(act: Callable[[SeancePanel, uuid.UUID], None], panel: SeancePanel) -> Callable[[Any], None]:
    return lambda seance_id: act(panel, seance_id)


def cancel(panel: SeancePanel, seance_id: uuid.UUID) -> None:
    """Ask why, then cancel: the séance stays, with its reason."""
    day = _day(panel, seance_id)

    def save(values: dict[str, Any]) -> None:
        label = f"Annuler la séance du {day}"
        panel.context.bridge.write(label, seances.cancel, seance_id, values["reason"])

    dialogs.ask_form(
        panel,
        f"Annuler la séance du {day}{NBSP}?",
        [Section("", (FieldSpec("reason", "Motif", required=True, span=2),))],
        text="Elle reste au calendrier, barrée, et ne compte plus dans les heures prévues.",
        accept="Annuler la séance",
        save=save,
    )


def postpone(panel: SeancePanel, seance_id: uuid.UUID) -> None:
    """Ask why and when, then make the same séance that day."""
    card = panel.context.bridge.read(seances.view, seance_id).card
    day = date_day_month(card.day)

    def save(values: dict[str, Any]) -> None:
        label = f"Reporter la séance du {day}"
        panel.context.bridge.write(label, seances.postpone, seance_id, values["reason"], values["new_day"])

    dialogs.ask_form(
        panel,
        f"Reporter la séance du {day}{NBSP}?",
        [
            Section(
                "",
                (
                    FieldSpec("reason", "Motif", required=True, span=2),
                    FieldSpec(
                        "new_day",
                        "Nouvelle date",
                        "date",
                        help=f"Vide{NBSP}: la date n’est pas encore connue.",
                    ),
                ),
            )
        ],
        values={"new_day": card.day + timedelta(weeks=1)},
        accept="Reporter",
        save=save,
    )


def plan_again(panel: SeancePanel, seance_id: uuid.UUID) -> None:
    """Take back a cancellation."""
    day = _day(panel, seance_id)
    panel.context.attempt(
        panel,
        lambda: panel.context.bridge.write(
            f"Remettre au calendrier la séance du {day}", seances.plan_again, seance_id
        ),
    )


def delete(panel: SeancePanel, seance_id: uuid.UUID) -> None:
    """Remove a séance nobody signed for; Ctrl+Z brings it back."""
    day = _day(panel, seance_id)
    sure = dialogs.confirm(
        panel,
        f"Supprimer la séance du {day}{NBSP}?",
        "Elle disparaît du calendrier. Ctrl+Z la fait revenir.",
        "Supprimer",
        danger=True,
    )
    if not sure:
        return

    def act() -> bool:
        panel.context.bridge.write(f"Supprimer la séance du {day}", seances.delete, seance_id)
        return True

    if panel.context.attempt(panel, act):
        panel.context.window.notify(f"Séance du {day} supprimée", undoable=True)


def withdraw(panel: SeancePanel, activity_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Ask the last day, then withdraw the person: past sheets keep the name."""

    def save(values: dict[str, Any]) -> None:
        panel.context.bridge.write(
            "Retirer une personne d’une activité",
            enrolments.withdraw,
            activity_id,
            [person_id],
            last_day=values["last_day"],
        )

    dialogs.ask_form(
        panel,
        f"Retirer cette personne de l’activité{NBSP}?",
        [Section("", (FieldSpec("last_day", "Dernier jour attendu", "date", required=True),))],
        values={"last_day": clock.today()},
        text="Ses présences et les feuilles jusqu’à ce jour restent.",
        accept="Retirer",
        save=save,
    )


def _day(panel: SeancePanel, seance_id: uuid.UUID) -> str:
    return date_day_month(panel.context.bridge.read(seances.view, seance_id).card.day)
