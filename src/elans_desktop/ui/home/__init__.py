"""Accueil: the week, what waits, the pathways, the ceiling and the backup, on one page."""

from __future__ import annotations

from elans_desktop.ui.context import Context
from elans_desktop.ui.home.view import HomeView
from elans_desktop.ui.view import View

__all__ = ["HomeView", "build"]


def build(context: Context) -> View:
    """The tab."""
    return HomeView(context)
