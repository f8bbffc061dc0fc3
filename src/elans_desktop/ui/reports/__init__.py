"""Bilans: the funnel, the indicators with their base, the exits, the hours; every figure opens its list."""

from __future__ import annotations

from elans_desktop.ui.context import Context
from elans_desktop.ui.reports.view import ReportsView
from elans_desktop.ui.view import View

__all__ = ["ReportsView", "build"]


def build(context: Context) -> View:
    """The tab."""
    return ReportsView(context)
