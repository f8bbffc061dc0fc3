"""What a person objects to, said under the head of their file."""

from __future__ import annotations

from collections.abc import Callable

from elans_desktop.core.formats import NBSP, date_short
from elans_desktop.services.participants.participants import ParticipantView
from elans_desktop.services.privacy import person_requests
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.banner import Banner


def notice(context: Context, person: ParticipantView, go_to: Callable[[str], object]) -> Banner | None:
    """« S’oppose depuis le 20/04/2027 : ni appels ni courriers »; None for who objects to nothing."""
    held = context.bridge.read(person_requests.opposition, person.id)
    if held.since is None:
        return None
    words = f"S’oppose depuis le {date_short(held.since)}{NBSP}: {held.words}."
    return Banner(words, "warning", icon="ban", actions=(("Voir la demande", lambda: go_to("rights")),))
