"""Réglages: everything the organisation chooses once and comes back to now and then."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elans_desktop.ui.context import Context
    from elans_desktop.ui.settings.view import SettingsView


def build(context: Context) -> SettingsView:
    """The view behind the gear."""
    from elans_desktop.ui.settings.view import SettingsView

    return SettingsView(context)
