"""« Corriger… »: change a presence that a validated sheet holds, saying why; before and after stand there."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP
from elans_desktop.core.parsing import Unreadable
from elans_desktop.services.calendar import sheet_states
from elans_desktop.services.calendar.sheet_states import Locks
from elans_desktop.services.organisation import reference
from elans_desktop.services.presences import attendance, corrections
from elans_desktop.services.presences.attendance import STATUSES, PresenceInput
from elans_desktop.services.presences.attendance_grid import Cell, GridSlot
from elans_desktop.ui.calendar.presence_state import PresenceState
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section

MINUTES = "20 ou 20/15"
AWAY = frozenset("AIE")
"""Statuses that may have a reason and a proof."""


def ask(
    context: Context, parent: QWidget, state: PresenceState, person_id: uuid.UUID, name: str, slot: GridSlot
) -> bool:
    """Ask what is right for a person at a slot, and why, and write it; whether something changed."""
    held, last = state.cells.get((person_id, slot.id)), state.view.corrections.get((person_id, slot.id))
    before = corrections.words(_values(held))
    noted = attendance.minutes_words(held.late, held.early) if held else ""
    when = state.slot_words(slot)
    held_by = context.bridge.read(sheet_states.locks, [slot.id]).get(slot.id, Locks()).of(person_id)
    sheet = held_by[1] if held_by else ""

    def save(values: dict[str, Any]) -> None:
        status = values["status"]
        typed = "" if status != "P" and values["minutes"] == noted else values["minutes"]
        late, early = _minutes(typed)
        away = status in AWAY
        entry = PresenceInput(
            person_id,
            slot.id,
            status,
            late,
            early,
            values["reason_code"] if away else None,
            values["proof"] and away,
            held.comment if held else "",
        )
        label = f"Corriger une présence du {when}, «{NBSP}{state.view.title}{NBSP}»"
        context.bridge.write(label, corrections.correct, entry, values["reason"])

    reasons = [(item.code, item.label) for item in context.bridge.read(reference.items, "absence_reasons")]
    sections = (
        Section(
            "",
            (
                FieldSpec(
                    "status",
                    "Ce qui est juste",
                    "choice",
                    required=True,
                    choices=[(code, f"{code} – {name}") for code, name in STATUSES.items()],
                ),
                FieldSpec("minutes", "Retard, départ (minutes)", placeholder=MINUTES, width=180),
                FieldSpec("reason_code", "Motif de l’absence", "choice", choices=reasons),
                FieldSpec("proof", "Justificatif reçu", "check"),
                FieldSpec(
                    "reason",
                    "Pourquoi cette correction",
                    "multiline",
                    required=True,
                    rows=2,
                    span=2,
                    help="Le motif reste avec la feuille, avec votre nom et la date.",
                ),
            ),
        ),
    )
    known = f" Déjà {last.trace}{NBSP}: {last.change}." if last else ""
    text = f"{name}, {when}. Feuille {sheet}, validée. Noté{NBSP}: {before}.{known}"
    values = {
        "status": held.status if held else "P",
        "minutes": noted,
        "reason_code": held.reason_code if held else None,
        "proof": held.proof_received if held else False,
    }
    title = "Corriger une présence validée"
    return (
        dialogs.ask_form(parent, title, sections, values=values, accept="Corriger", text=text, save=save)
        is not None
    )


def _minutes(typed: str) -> tuple[int, int]:
    """Late and early minutes as typed; nothing is none. Raises InputError."""
    if not typed.strip():
        return 0, 0
    try:
        return attendance.parse_minutes(typed)
    except Unreadable as problem:
        raise InputError({"minutes": str(problem)}) from None


def _values(held: Cell | None) -> dict[str, Any]:
    return {"status": held.status, "late": held.late, "early": held.early} if held else {}
