"""« Cette séance, les suivantes, toutes »: one short question, wherever a séance of a series changes."""

from __future__ import annotations

import uuid

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.calendar import series
from elans_desktop.services.calendar.series import Reach, SeriesView
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.form import FieldSpec


def of(context: Context, seance_id: uuid.UUID) -> SeriesView | None:
    """The series of a séance that has others; None when there is nothing to ask."""
    found = context.bridge.read(series.view_of, seance_id)
    return found if found is not None and found.seances > 1 else None


def field(found: SeriesView) -> FieldSpec:
    """The same question inside a short form: its value is that of a Reach."""
    return FieldSpec(
        "reach", "Quelles séances", "radio", choices=_choices(found), options={"vertical": True}, span=2
    )


def _choices(found: SeriesView) -> list[tuple[str, str]]:
    made = [(Reach.ONE.value, "Cette séance")]
    if found.following != found.seances:
        made.append((Reach.FOLLOWING.value, f"Celle-ci et les suivantes ({found.following})"))
    return [*made, (Reach.ALL.value, f"Toutes ({found.seances})")]


def ask(parent: QWidget, verb: str, found: SeriesView | None, *, one: bool = True) -> Reach | None:
    """How far an action goes (« Modifier », « Supprimer »…); ONE when the séance stands alone, None when one
    gives up. `one` False: the repetition itself changes, for the following or for all."""
    if found is None:
        return Reach.ONE
    actions = _choices(found)[0 if one else 1 :]
    text = (
        f"Elle se répète {found.words}, {count(found.seances, 'séance')} en tout. "
        "Celles qui ont des présences ou une feuille, et celles changées à part, restent telles quelles."
    )
    answer = dialogs.ask(parent, f"{verb} quelles séances{NBSP}?", text, actions)
    return Reach(answer) if answer is not None else None


def words(far: Reach, day: str) -> str:
    """« la séance du mar. 04/05 », « les séances à partir du mar. 04/05 », « toutes les séances »."""
    if far is Reach.ONE:
        return f"la séance du {day}"
    return f"les séances à partir du {day}" if far is Reach.FOLLOWING else "toutes les séances de la série"
