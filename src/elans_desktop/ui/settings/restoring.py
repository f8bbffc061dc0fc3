"""Putting a backup in the place of the open classeur: what opened it, then close, replace, reopen."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock, formats
from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.storage import elans_file
from elans_desktop.storage.keys import Keys
from elans_desktop.storage.locking import read_holder
from elans_desktop.storage.restore import restore as put_back
from elans_desktop.ui import backup_key
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Jobs, Progress
from elans_desktop.ui.kit import dialogs

CLOSING_PAUSE = 0.1
"""Seconds between two looks at a classeur that is closing."""
CLOSING_TURNS = 1200


def restore(parent: QWidget, context: Context, path: Path) -> None:
    """Ask for what opened it that day, verify it, close the classeur, put the backup in place."""
    try:
        manifest, kept = elans_file.read(path)
        if kept.workspace != context.bridge.workspace.id:
            raise InputError({"file": "Cette sauvegarde est celle d’un autre classeur."})
    except ElansError as problem:
        dialogs.show_error(parent, problem)
        return
    day = formats.date_long(clock.from_ms(manifest.created_at).date())
    entered = _ask(parent, kept, day)
    if entered is None:
        return
    key = backup_key.given(entered)
    folder = context.bridge.workspace.folder
    window = parent.window()
    context.window.lock()

    def done(_saved: object) -> None:
        opens = "le code de la fiche de secours" if key.code else "la phrase"
        dialogs.inform(
            window, "Classeur restauré", f"Il est comme le {day}. Ouvrez-le avec {opens} de ce jour-là."
        )
        jobs.deleteLater()

    def failed(problem: Exception) -> None:
        jobs.deleteLater()
        if not isinstance(problem, ElansError):
            raise problem
        dialogs.show_error(window, problem)

    def work(_progress: Progress) -> Path | None:
        _wait_until_closed(folder)
        return put_back(path, folder, passphrase=key.passphrase, user_id=key.user_id, code=key.code)

    jobs = Jobs(window)  # those of the context went with the classeur
    jobs.run(work, done=done, failed=failed)


def _wait_until_closed(folder: Path) -> None:
    """The window closes the classeur on its own worker, its automatic backup included."""
    for _turn in range(CLOSING_TURNS):
        if read_holder(folder) is None:
            return
        time.sleep(CLOSING_PAUSE)


def _ask(parent: QWidget, kept: Keys, day: str) -> dict[str, Any] | None:
    return dialogs.ask_form(
        parent,
        "Restaurer cette sauvegarde",
        (backup_key.section(kept),),
        accept="Restaurer",
        text=(
            f"Le classeur redeviendra comme le {day}. L’état d’aujourd’hui est d’abord sauvegardé\u00a0: "
            "vous pourrez y revenir. Le classeur se ferme, puis se rouvre avec la phrase de ce jour-là "
            "(ou le code de secours d’alors)."
        ),
        save=lambda values: backup_key.verify(kept, values),
        columns=1,
    )
