"""What the panel of a séance asks for: cancel, postpone, delete, people; one short dialog each."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, date_day_month
from elans_desktop.services.calendar import enrolments, guests, seances, series, waiting
from elans_desktop.services.calendar.series import Reach
from elans_desktop.services.organisation import reference
from elans_desktop.ui.calendar import reach
from elans_desktop.ui.calendar.seance_panel import SeancePanel
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section


def connect(panel: SeancePanel) -> None:
    """Answer what the panel asks and that needs no other part of the calendar."""
    panel.cancel_asked.connect(_bound(cancel, panel))
    panel.postpone_asked.connect(_bound(postpone, panel))
    panel.plan_again_asked.connect(_bound(plan_again, panel))
    panel.delete_asked.connect(_bound(delete, panel))

    def about(act: Callable[[SeancePanel, uuid.UUID, uuid.UUID], None]) -> Callable[[Any, Any], None]:
        return lambda one_id, person_id: act(panel, one_id, person_id)

    def person_asked(person_id: uuid.UUID) -> None:
        panel.context.window.navigate("participants", "participant", person_id)

    panel.withdraw_asked.connect(about(withdraw))
    panel.uninvite_asked.connect(about(uninvite))
    panel.confirm_asked.connect(about(confirm))
    panel.rank_asked.connect(about(raise_rank))
    panel.person_asked.connect(person_asked)


def _bound(act: Callable[[SeancePanel, uuid.UUID], None], panel: SeancePanel) -> Callable[[Any], None]:
    return lambda seance_id: act(panel, seance_id)


def cancel(panel: SeancePanel, seance_id: uuid.UUID) -> None:
    """Ask why, and how far in a series; then cancel: the séances stay, with the reason."""
    day = _day(panel, seance_id)
    found = reach.of(panel.context, seance_id)
    fields = [FieldSpec("reason", "Motif", required=True, span=2)]
    if found is not None:
        fields.append(reach.field(found))

    def save(values: dict[str, Any]) -> None:
        far = Reach(values.get("reach") or Reach.ONE)
        label = f"Annuler {reach.words(far, day)}"
        done = panel.context.bridge.write(label, series.cancel, seance_id, values["reason"], far)
        if far is not Reach.ONE:
            panel.context.window.notify(done.words, undoable=True)

    dialogs.ask_form(
        panel,
        f"Annuler la séance du {day}{NBSP}?",
        [Section("", fields)],
        values={"reach": Reach.ONE.value} if found is not None else None,
        text="Elle reste au calendrier, barrée, et ne compte plus dans les heures prévues.",
        accept="Annuler la séance",
        save=save,
    )


def postpone(panel: SeancePanel, seance_id: uuid.UUID) -> None:
    """Ask why and when, then make the same séance that day; the new day may also be chosen later."""
    card = panel.context.bridge.read(seances.view, seance_id).card
    day = date_day_month(card.day)
    again = not card.planned

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
        values={"new_day": card.day + timedelta(weeks=1), "reason": card.state_reason if again else ""},
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
    """Ask, then remove a séance that nobody signed for, those after it or all of its series."""
    day = _day(panel, seance_id)
    found = reach.of(panel.context, seance_id)
    if found is None:
        sure = dialogs.confirm(
            panel,
            f"Supprimer la séance du {day}{NBSP}?",
            "Elle disparaît du calendrier. Ctrl+Z la fait revenir.",
            "Supprimer",
            danger=True,
        )
        far = Reach.ONE if sure else None
    else:
        far = reach.ask(panel, "Supprimer", found)
    if far is None:
        return
    done = panel.context.attempt(
        panel,
        lambda: panel.context.bridge.write(
            f"Supprimer {reach.words(far, day)}", series.delete, seance_id, far
        ),
    )
    if done is not None:
        words = f"Séance du {day} supprimée" if far is Reach.ONE else done.words
        panel.context.window.notify(words, undoable=True)


def uninvite(panel: SeancePanel, seance_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """No longer expect a guest at this séance."""
    panel.context.attempt(
        panel,
        lambda: panel.context.bridge.write(
            "Ne plus attendre une personne à une séance", guests.uninvite, seance_id, person_id
        ),
    )


def confirm(panel: SeancePanel, activity_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Enrol somebody who was proposed, or who waited."""
    done = panel.context.attempt(
        panel,
        lambda: panel.context.bridge.write(
            "Confirmer une inscription", waiting.confirm, activity_id, [person_id]
        ),
    )
    if done:
        panel.context.window.notify("Inscription confirmée", undoable=True)


def raise_rank(panel: SeancePanel, activity_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Bring somebody up the waiting list."""
    panel.context.attempt(
        panel,
        lambda: panel.context.bridge.write(
            "Avancer une personne dans la liste d’attente", waiting.move, activity_id, person_id, -1
        ),
    )


def withdraw(panel: SeancePanel, activity_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Ask the last day, then withdraw the person: past sheets keep the name."""

    def save(values: dict[str, Any]) -> None:
        panel.context.bridge.write(
            "Retirer une personne d’une activité",
            enrolments.withdraw,
            activity_id,
            [person_id],
            last_day=values["last_day"],
            end_code=values.get("end_code"),
        )

    rows = panel.context.bridge.read(reference.items, "enrolment_end")
    reasons = [(found.code, found.label) for found in rows]
    dialogs.ask_form(
        panel,
        f"Retirer cette personne de l’activité{NBSP}?",
        [
            Section(
                "",
                (
                    FieldSpec("last_day", "Dernier jour attendu", "date", required=True),
                    FieldSpec("end_code", "Motif", "choice", choices=reasons),
                ),
            )
        ],
        values={"last_day": clock.today()},
        text="Ses présences et les feuilles jusqu’à ce jour restent.",
        accept="Retirer",
        save=save,
    )


def _day(panel: SeancePanel, seance_id: uuid.UUID) -> str:
    return date_day_month(panel.context.bridge.read(seances.view, seance_id).card.day)
