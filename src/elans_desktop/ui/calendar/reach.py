"""« Cette séance, les suivantes, toutes »: one short question, wherever a séance of a series changes."""

from __future__ import annotations

import uuid

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services import series
from elans_desktop.services.series import Reach, SeriesView
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs


def of(context: Context, seance_id: uuid.UUID) -> SeriesView | None:
    """The series of a séance that has others; None when there is nothing to ask."""
    found = context.bridge.read(series.view_of, seance_id)
    return found if found is not None and found.seances > 1 else None


def ask(parent: QWidget, verb: str, found: SeriesView | None, *, one: bool = True) -> Reach | None:
    """How far an action goes (« Modifier », « Supprimer »…); ONE when the séance stands alone, None when one
    gives up. `one` False: the repetition itself changes, for the following or for all."""
    if found is None:
        return Reach.ONE
    actions = [(Reach.ONE.value, "Cette séance")] if one else []
    first = found.following == found.seances
    if not first:
        actions.append((Reach.FOLLOWING.value, f"Celle-ci et les suivantes ({found.following})"))
    actions.append((Reach.ALL.value, f"Toutes ({found.seances})"))
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
