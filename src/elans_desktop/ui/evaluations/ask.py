"""The short form of an evaluation: who, which grid, which moment, which day, by whom."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.services import search
from elans_desktop.services.evaluations import evaluation_grids
from elans_desktop.services.evaluations.evaluations import MOMENTS, EvaluationInput
from elans_desktop.services.organisation import professionals
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.fields import Choice
from elans_desktop.ui.kit.form import FieldSpec, Section

_FIELDS = ("participant_id", "grid_id", "moment", "day", "evaluator_id")


def ask_evaluation(
    context: Context,
    parent: QWidget,
    entered: EvaluationInput,
    *,
    title: str,
    accept: str,
    keep: Callable[[EvaluationInput], object],
) -> bool:
    """Show the form; `keep(input)` runs before it closes and may refuse (InputError). False: given up."""
    bridge = context.bridge

    def people(text: str) -> Sequence[Choice]:
        found = bridge.read(search.find, text)
        return [Choice(one.id, one.title, one.detail) for one in found if one.kind == "participant"]

    grids = [(one.id, f"{one.title}, version {one.version}") for one in bridge.read(evaluation_grids.rows)]
    team = [(one.id, one.natural_name) for one in bridge.read(professionals.rows)]
    fields = [
        FieldSpec("moment", "Moment", "choice", choices=list(MOMENTS.items()), options={"empty": None}),
        FieldSpec("day", "Observée le", "date", required=True),
        FieldSpec("grid_id", "Grille", "choice", choices=grids, options={"empty": None}),
        FieldSpec("evaluator_id", "Par", "choice", choices=team, help="Qui a observé."),
    ]
    if entered.participant_id is None:
        who = FieldSpec(
            "participant_id", "Personne", "search", required=True, search=people, span=2,
            placeholder="Les premières lettres de son nom",
        )  # fmt: skip
        fields.insert(0, who)

    def save(values: dict[str, Any]) -> None:
        person: uuid.UUID | None = values.get("participant_id") or entered.participant_id
        keep(
            EvaluationInput(
                id=entered.id,
                participant_id=person,
                grid_id=values["grid_id"],
                moment=values["moment"],
                day=values["day"],
                evaluator_id=values["evaluator_id"],
            )
        )

    values = {name: getattr(entered, name) for name in _FIELDS}
    values["day"] = entered.day or clock.today()
    answer = dialogs.ask_form(parent, title, [Section("", fields)], values=values, accept=accept, save=save)
    return answer is not None
