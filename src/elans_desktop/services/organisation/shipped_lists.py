"""The lists of this version of the program, brought into a classeur that an earlier version made."""

from __future__ import annotations

import hashlib
from functools import cache

from sqlalchemy.orm import Session

import elans_desktop
from elans_desktop.services.organisation import reference, settings
from elans_desktop.services.organisation.reference_lists import shipped_items
from elans_desktop.storage.workspace import Workspace

LABEL = "Mettre les listes du programme à jour"


def bring(workspace: Workspace) -> int:
    """Add the lines that are new, word again those nobody changed; how many. Nothing is read nor written
    when the classeur has the lists of this version, or of a later one that another laptop runs."""
    with workspace.read() as session:
        if not _is_behind(session):
            return 0
    with workspace.write(LABEL, kind="migration") as session:  # never undone by Ctrl+Z
        touched = reference.ensure_reference(session)
        note(session)
    return touched


def note(session: Session) -> None:
    """Say that the classeur has the lists of this version."""
    settings.put(session, settings.SHIPPED_LISTS, [elans_desktop.__version__, _fingerprint()])


def _is_behind(session: Session) -> bool:
    known = settings.get(session, settings.SHIPPED_LISTS)
    if not known:
        return True
    version, fingerprint = known
    return fingerprint != _fingerprint() and _ordered(elans_desktop.__version__) >= _ordered(str(version))


def _ordered(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split("."))


@cache
def _fingerprint() -> str:
    lines = repr([(item.list_code, item.code, item) for item in shipped_items()])
    return hashlib.blake2b(lines.encode(), digest_size=12).hexdigest()
