"""A séance let go on a plan: the question of the series, one operation with its name, what is said after."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, clock_time, date_day_month
from elans_desktop.services.calendar import rescheduling
from elans_desktop.services.calendar.rescheduling import Rescheduled, Swap
from elans_desktop.services.calendar.series import Reach
from elans_desktop.ui.calendar import reach
from elans_desktop.ui.calendar.carrying import Drop
from elans_desktop.ui.calendar.lanes_layout import PLACES, TRAINERS
from elans_desktop.ui.context import Context


def drop(context: Context, parent: QWidget, asked: Drop) -> bool:
    """Do what was asked by letting a séance go; False when it was refused or given up."""
    wanted = wanted_of(asked)
    before, after = asked.before, asked.after
    allowed = context.attempt(parent, lambda: context.bridge.read(rescheduling.check, wanted) is None)
    if not allowed:
        return False
    far = reach.ask(parent, verb_of(asked), reach.of(context, asked.card.id))
    if far is None:
        return False
    label = f"{verb_of(asked)} {reach.words(far, date_day_month(before.day))}"
    done = context.attempt(parent, lambda: context.bridge.write(label, rescheduling.apply, wanted, far))
    if done is None:
        return False
    hours = f"{clock_time(after.start)}{NBSP}–{NBSP}{clock_time(after.end)}"
    said = f"{done_of(asked)}{NBSP}: {date_day_month(after.day)}, {hours}"
    context.window.notify(said if far is Reach.ONE else done.words, undoable=True)
    return True


def wanted_of(asked: Drop) -> Rescheduled:
    """Only what differs."""
    before, after = asked.before, asked.after
    hours = (after.start, after.end) if (after.start, after.end) != (before.start, before.end) else None
    swap = Swap(before.row, after.row) if after.row != before.row else None
    return Rescheduled(
        asked.card.id,
        after.day if after.day != before.day else None,
        asked.slot_id if hours else None,
        hours,
        trainer=swap if asked.rows == TRAINERS else None,
        place=swap if asked.rows == PLACES else None,
    )


def verb_of(asked: Drop) -> str:
    """How the operation is called: by what changes most."""
    before, after = asked.before, asked.after
    if after.day != before.day or after.end - after.start == before.end - before.start:
        if after.day == before.day and after.start == before.start:
            return "Changer le lieu pour" if asked.rows == PLACES else "Changer l’intervenant pour"
        return "Déplacer"
    return "Changer les heures pour"


def done_of(asked: Drop) -> str:
    """The same, once done."""
    verb = verb_of(asked)
    if verb == "Déplacer":
        return "Séance déplacée"
    return "Heures changées" if "heures" in verb else f"{'Lieu' if 'lieu' in verb else 'Intervenant'} changé"
