"""The short forms of the meetings: a meeting, a decision, a new date."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.services.governance import governance, governance_decisions, governance_meetings
from elans_desktop.services.governance.governance_decisions import DecisionView
from elans_desktop.services.governance.governance_meetings import MeetingInput
from elans_desktop.services.organisation import places, professionals, reference
from elans_desktop.ui.context import Context
from elans_desktop.ui.governance.note_line import CONSENSUS, VOTE
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section


def ask_meeting(
    context: Context, parent: QWidget, entered: MeetingInput, *, title: str, accept: str, label: str
) -> Any:
    """Plan or correct a meeting, written as the operation `label`; its id, or None when given up."""
    bridge = context.bridge
    bodies = [(one.id, one.title) for one in bridge.read(governance.rows, bridge.scope)]
    rooms = [(one.id, one.label) for one in bridge.read(places.rows)]
    people = [(one.id, one.natural_name) for one in bridge.read(professionals.rows)]
    made: list[Any] = []
    fields = [
        FieldSpec("day", "Jour", "date", required=True),
        FieldSpec("start", "De", "time"),
        FieldSpec("end", "À", "time"),
        FieldSpec("place_id", "Lieu", "choice", choices=rooms, options={"empty": "Un autre lieu"}),
        FieldSpec("place_text", "Autre lieu", placeholder="Mairie de Flers, visioconférence…"),
        FieldSpec("chair_id", "Préside", "choice", choices=people),
        FieldSpec("secretary_id", "Secrétaire", "choice", choices=people),
    ]
    text = ""
    if entered.id is None:
        fields.insert(0, FieldSpec("body_id", "Instance", "choice", required=True, choices=bodies))
        text = "Les membres de l’instance sont convoqués d’office."

    def save(values: dict[str, Any]) -> None:
        made[:] = [bridge.write(label, governance_meetings.save, replace(entered, **values))]

    names = ("body_id", "day", "start", "end", "place_id", "place_text", "chair_id", "secretary_id")
    values = {name: getattr(entered, name) for name in names}
    dialogs.ask_form(parent, title, [Section("", fields)], values=values, accept=accept, text=text, save=save)
    return made[0] if made else None


def ask_decision(context: Context, parent: QWidget, decision: DecisionView) -> None:
    """Correct a decision; its number stays."""
    bridge = context.bridge
    types = [(item.code, item.label) for item in bridge.read(reference.items, "decision_types")]
    states = [(item.code, item.label) for item in bridge.read(reference.items, "decision_states")]
    people = [(one.id, one.natural_name) for one in bridge.read(professionals.rows)]
    fields = (
        FieldSpec("text", "Décision", "multiline", required=True, span=2, rows=2),
        FieldSpec("type_code", "Type", "choice", choices=types, options={"empty": None}),
        FieldSpec("state", "État", "choice", choices=states, options={"empty": None}),
        FieldSpec("responsible_id", "Responsable", "choice", choices=people),
        FieldSpec("due_on", "Échéance", "date"),
        FieldSpec("mode", "Prise par", "radio", choices=[(CONSENSUS, "Consensus"), (VOTE, "Vote")], span=2),
        FieldSpec("votes_for", "Pour", "number"),
        FieldSpec("votes_against", "Contre", "number"),
        FieldSpec("abstentions", "Abstentions", "number"),
    )

    def save(values: dict[str, Any]) -> None:
        rest = {name: value for name, value in values.items() if name != "mode"}
        entered = replace(decision.input, **rest, consensus=values["mode"] == CONSENSUS)
        bridge.write(f"Modifier la décision {decision.number}", governance_decisions.note, entered)

    values = {spec.name: getattr(decision.input, spec.name) for spec in fields if spec.name != "mode"}
    values["mode"] = CONSENSUS if decision.input.consensus else VOTE
    dialogs.ask_form(parent, f"Décision {decision.number}", [Section("", fields)], values=values, save=save)


def ask_due_date(context: Context, parent: QWidget, decision: DecisionView) -> None:
    """« Reporter »: another date."""

    def save(values: dict[str, Any]) -> None:
        words = f"Reporter la décision {decision.number}"
        context.bridge.write(words, governance_decisions.postpone, decision.id, values["due_on"])

    field = FieldSpec("due_on", "Nouvelle échéance", "date", required=True)
    dialogs.ask_form(
        parent,
        f"Reporter la décision {decision.number}",
        [Section("", (field,))],
        text=decision.input.text,
        accept="Reporter",
        save=save,
    )
