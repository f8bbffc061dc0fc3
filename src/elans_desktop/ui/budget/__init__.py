"""Budget: the matrix members × briques, the ceiling, the forecast, the expenses, the money received."""

from __future__ import annotations

from elans_desktop.ui.budget.view import BudgetView
from elans_desktop.ui.context import Context
from elans_desktop.ui.view import View

__all__ = ["BudgetView", "build"]


def build(context: Context) -> View:
    """The tab."""
    return BudgetView(context)
