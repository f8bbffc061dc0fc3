"""What the panel of a séance asks for: cancel, postpone, delete, withdraw someone; one short dialog each."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, date_day_month
from elans_desktop.services import enrolments, seances
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section

if TYPE_CHECKING:
    from elans_desktop.ui.calendar.view import CalendarView


def connect(view: CalendarView) -> None:
    """Bind the signals of the panel."""
    panel = view.panel
    panel.edit_asked.connect(view.edit)
    panel.presences_asked.connect(view.open_presences)
    panel.enrol_asked.connect(view.enrol_in)
    panel.activity_asked.connect(view.edit_activity)
    panel.closed.connect(view.close_panel)
    panel.cancel_asked.connect(_bound(cancel, view))
    panel.postpone_asked.connect(_bound(postpone, view))
    panel.plan_again_asked.connect(_bound(plan_again, view))
    panel.delete_asked.connect(_bound(delete, view))

    def withdraw_asked(activity_id: uuid.UUID, person_id: uuid.UUID) -> None:
        withdraw(view, activity_id, person_id)

    def person_asked(person_id: uuid.UUID) -> None:
        view.context.window.navigate("participants", "participant", person_id)

    panel.withdraw_asked.connect(withdraw_asked)
    panel.person_asked.connect(person_asked)


def _bound(act: Callable[[CalendarView, uuid.UUID], None], view: CalendarView) -> Callable[[Any], None]:
    return lambda seance_id: act(view, seance_id)


def cancel(view: CalendarView, seance_id: uuid.UUID) -> None:
    """Ask why, then cancel: the séance stays, with its reason."""
    day = _day(view, seance_id)

    def save(values: dict[str, Any]) -> None:
        label = f"Annuler la séance du {day}"
        view.context.bridge.write(label, seances.cancel, seance_id, values["reason"])

    dialogs.ask_form(
        view,
        f"Annuler la séance du {day}{NBSP}?",
        [Section("", (FieldSpec("reason", "Motif", required=True, span=2),))],
        text="Elle reste au calendrier, barrée, et ne compte plus dans les heures prévues.",
        accept="Annuler la séance",
        save=save,
    )


def postpone(view: CalendarView, seance_id: uuid.UUID) -> None:
    """Ask why and when, then make the same séance that day."""
    card = view.context.bridge.read(seances.view, seance_id).card
    day = date_day_month(card.day)

    def save(values: dict[str, Any]) -> None:
        label = f"Reporter la séance du {day}"
        view.context.bridge.write(label, seances.postpone, seance_id, values["reason"], values["new_day"])

    dialogs.ask_form(
        view,
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


def plan_again(view: CalendarView, seance_id: uuid.UUID) -> None:
    """Take back a cancellation."""
    day = _day(view, seance_id)
    view.context.attempt(
        view,
        lambda: view.context.bridge.write(
            f"Remettre au calendrier la séance du {day}", seances.plan_again, seance_id
        ),
    )


def delete(view: CalendarView, seance_id: uuid.UUID) -> None:
    """Remove a séance nobody signed for; Ctrl+Z brings it back."""
    day = _day(view, seance_id)
    sure = dialogs.confirm(
        view,
        f"Supprimer la séance du {day}{NBSP}?",
        "Elle disparaît du calendrier. Ctrl+Z la fait revenir.",
        "Supprimer",
        danger=True,
    )
    if not sure:
        return

    def act() -> bool:
        view.context.bridge.write(f"Supprimer la séance du {day}", seances.delete, seance_id)
        return True

    if view.context.attempt(view, act):
        view.context.window.notify(f"Séance du {day} supprimée", undoable=True)


def withdraw(view: CalendarView, activity_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Ask the last day, then withdraw the person: past sheets keep the name."""

    def save(values: dict[str, Any]) -> None:
        view.context.bridge.write(
            "Retirer une personne d’une activité",
            enrolments.withdraw,
            activity_id,
            [person_id],
            last_day=values["last_day"],
        )

    dialogs.ask_form(
        view,
        f"Retirer cette personne de l’activité{NBSP}?",
        [Section("", (FieldSpec("last_day", "Dernier jour attendu", "date", required=True),))],
        values={"last_day": clock.today()},
        text="Ses présences et les feuilles jusqu’à ce jour restent.",
        accept="Retirer",
        save=save,
    )


def _day(view: CalendarView, seance_id: uuid.UUID) -> str:
    return date_day_month(view.context.bridge.read(seances.view, seance_id).card.day)
