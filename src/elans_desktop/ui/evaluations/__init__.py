"""The tab « Évaluations »: what is to be done, what was done, and the grids."""

from __future__ import annotations

from elans_desktop.ui.context import Context
from elans_desktop.ui.view import View


def build(context: Context) -> View:
    """Made on the first visit."""
    from elans_desktop.ui.evaluations.view import EvaluationsView

    return EvaluationsView(context)
