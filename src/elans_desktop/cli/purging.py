"""`purger`: what the delays say of the files, and the two acts, never without --oui nor with a name."""

from __future__ import annotations

import sys
import uuid
from argparse import Namespace
from collections.abc import Sequence

from elans_desktop.cli import access
from elans_desktop.core.formats import count
from elans_desktop.services.privacy import purge
from elans_desktop.services.privacy.purge import DueFile
from elans_desktop.services.privacy.retention_clocks import Step
from elans_desktop.services.privacy.retention_words import STEPS
from elans_desktop.storage.workspace import Workspace

WAITING = 3
"""Exit code of `--lister` when something is to be done: a script may then write to the coordination."""


def purge_files(asked: Namespace) -> int:
    """List (0: nothing to do, 3: something is), archive or anonymise what is due, or the --objet alone."""
    with access.opened(asked, asked.classeur) as workspace:
        objects = [access.identifier(text) for text in asked.objet]
        with workspace.read() as session:
            found = purge.files(session, objects) if objects else purge.due(session)
        if asked.lister:
            return _list(found, names=asked.noms)
        step = Step.RESTRICT if asked.archiver else Step.ANONYMISE
        chosen = [one.id for one in found if objects or one.step is step]
        if not chosen:
            print("Rien à faire.")
            return 0
        if not asked.oui:
            verb = "archiver" if asked.archiver else "anonymiser pour toujours"
            print(f"{count(len(chosen), 'dossier')} à {verb} : ajoutez --oui pour le faire.", file=sys.stderr)
            return 1
        return _restrict(workspace, chosen) if asked.archiver else _anonymise(workspace, chosen)


def _list(found: Sequence[DueFile], *, names: bool) -> int:
    if not found:  # beside the lines that a script reads
        print("Aucun dossier à archiver ni à anonymiser aujourd’hui.", file=sys.stderr)
    for one in found:
        who = (one.name,) if names else ()
        why = " ".join(one.why.split())
        print("\t".join((str(one.id), one.number, *who, STEPS[one.step], why)))
    return WAITING if any(one.step is not Step.NONE for one in found) else 0


def _restrict(workspace: Workspace, chosen: Sequence[uuid.UUID]) -> int:
    with workspace.write(f"Archiver {count(len(chosen), 'dossier')}") as session:
        many = purge.restrict(session, chosen)
    print(f"{count(many, 'dossier')} en archive restreinte.")
    return 0


def _anonymise(workspace: Workspace, chosen: Sequence[uuid.UUID]) -> int:
    many = purge.anonymise(workspace, chosen, purge.WORD_TO_TYPE)
    print(
        f"{count(many, 'dossier anonymisé', 'dossiers anonymisés')}. Les sauvegardes d’avant ne changent pas."
    )
    return 0
