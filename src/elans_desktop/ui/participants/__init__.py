"""The Participants tab: the list of people, the file of each, the entry of a new one, the import."""

from __future__ import annotations

from elans_desktop.ui.context import Context
from elans_desktop.ui.view import View


def build(context: Context) -> View:
    """The tab, at its first visit."""
    from elans_desktop.ui.participants.view import ParticipantsView

    return ParticipantsView(context)
