"""What a file says of its own end: archived, restricted, anonymised; how long it is kept, and why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, date_short
from elans_desktop.services.participants.participants import ParticipantView
from elans_desktop.services.permissions import Right
from elans_desktop.services.privacy import purge
from elans_desktop.ui import rights
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.settings import purge_dialogs

KEEP, RESTRICT, BACK = "keep", "restrict", "back"


def banner(
    context: Context, parent: QWidget, person: ParticipantView, reopen: Callable[[], None]
) -> Banner | None:
    """The sentence at the head of a file that is out of the lists."""
    if person.anonymised_on is not None:
        since = date_short(person.anonymised_on)
        words = f"Dossier anonymisé le {since}{NBSP}: il ne reste que ce qui se compte."
        return Banner(words, "info", icon="user-x")
    if person.restricted_on is not None:
        since = date_short(person.restricted_on)
        words = f"Archive restreinte depuis le {since}{NBSP}: ce dossier se lit sans se modifier."
        able = rights.may(context, Right.PURGE)
        actions = (("Faire revenir", lambda: bring_back(context, parent, person)),) if able else ()
        return Banner(words, "warning", icon="archive", actions=actions)
    if person.archived_on is not None:
        words = (
            f"Dossier archivé le {date_short(person.archived_on)}{NBSP}: il ne paraît plus dans les listes."
        )
        return Banner(words, "info", icon="archive", actions=(("Rouvrir", reopen),))
    return None


def bring_back(context: Context, parent: QWidget, person: ParticipantView) -> None:
    """Out of the restricted archive."""
    label = f"Faire revenir le dossier {person.number}"
    if context.attempt(parent, lambda: context.bridge.write(label, purge.bring_back, [person.id])):
        context.window.notify(f"Dossier {person.number} de retour dans les listes", undoable=True)


def tell(context: Context, parent: QWidget, person: ParticipantView) -> None:
    """« Durée de conservation… »: what the clocks say, and what may be done about it."""
    found = context.attempt(parent, lambda: context.bridge.read(purge.one_file, person.id))
    if found is None:
        return
    actions = [(KEEP, "Garder jusqu’au…")]
    if found.clock.restricted_on is not None:
        actions.append((BACK, "Faire revenir"))
    elif not found.clock.open_pathway:
        actions.append((RESTRICT, "Archive restreinte…"))
    chosen = dialogs.ask(parent, "Durée de conservation de ce dossier", found.why, actions, cancel="Fermer")
    if chosen == KEEP:
        purge_dialogs.ask_keep(parent, context, [person.id])
    elif chosen == BACK:
        bring_back(context, parent, person)
    elif chosen == RESTRICT:
        _restrict(context, parent, person)


def _restrict(context: Context, parent: QWidget, person: ParticipantView) -> None:
    words = purge_dialogs.RESTRICT_WORDS
    if not dialogs.confirm(parent, "Mettre ce dossier en archive restreinte\u00a0?", words, "Archiver"):
        return
    label = f"Mettre le dossier {person.number} en archive restreinte"
    if context.attempt(parent, lambda: context.bridge.write(label, purge.restrict, [person.id])):
        context.window.notify(f"Dossier {person.number} en archive restreinte", undoable=True)
