"""The tab Calendrier."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elans_desktop.ui.context import Context
    from elans_desktop.ui.view import View


def build(context: Context) -> View:
    """The view of the tab."""
    from elans_desktop.ui.calendar.view import CalendarView

    return CalendarView(context)
