"""The tab « Gouvernance »: meetings, instances, directory of structures."""

from __future__ import annotations

from elans_desktop.ui.context import Context
from elans_desktop.ui.view import View


def build(context: Context) -> View:
    """Made on the first visit."""
    from elans_desktop.ui.governance.view import GovernanceView

    return GovernanceView(context)
