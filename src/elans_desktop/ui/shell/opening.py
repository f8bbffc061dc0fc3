"""Opening, creating, recovering, restoring a classeur: what the window asks of storage and services."""

from __future__ import annotations

import uuid
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError
from elans_desktop.core.formats import date_medium
from elans_desktop.core.paths import user_data_dir
from elans_desktop.core.text import safe_filename
from elans_desktop.documents.catalogue import render
from elans_desktop.services import setup
from elans_desktop.services.imports import template
from elans_desktop.services.organisation import shipped_lists
from elans_desktop.services.organisation.recovery import recovery_view
from elans_desktop.storage import access, elans_file, keys, traces
from elans_desktop.storage import restore as restoring
from elans_desktop.storage.files import write_atomically
from elans_desktop.storage.laptops import Arrival
from elans_desktop.storage.locking import HeldElsewhere
from elans_desktop.storage.recovery_code import RecoveryCode
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui import backup_key
from elans_desktop.ui.backup_key import BackupKey
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.shell.pages import PreviewPage, WaitPage

if TYPE_CHECKING:
    from elans_desktop.ui.shell.assistant import Wish
    from elans_desktop.ui.shell.window import Window


def open_workspace(
    folder: Path,
    user_id: str,
    phrase: str,
    on_foreign: Arrival | None = None,
    *,
    take_over: bool = False,
) -> Workspace:
    """Open with the phrase of a user (id in hex); the log-in is traced, the lists brought up to date."""
    workspace = Workspace.open(
        folder,
        user_id=uuid.UUID(hex=user_id),
        passphrase=phrase,
        on_foreign=on_foreign,
        take_over=take_over,
    )
    traces.note(workspace, traces.OPENED)
    with suppress(ElansError):  # at the next opening: nobody is kept out for a list
        shipped_lists.bring(workspace)
    return workspace


def foreign_choice(parent: QWidget) -> Arrival | None:
    """A classeur that this machine does not hold: moved here, or a copy? None when the person gives up."""
    chosen = dialogs.ask(
        parent,
        "Ce classeur vient d’un autre ordinateur",
        "A-t-il été déplacé ici pour de bon, ou est-ce une copie, l’autre ordinateur continuant à s’en "
        "servir ? Les numéros donnés ensuite en dépendent.",
        (("moved", "Déplacé ici"), ("copy", "Copie sur un autre poste")),
    )
    return "moved" if chosen == "moved" else "copy" if chosen == "copy" else None


def may_take_over(parent: QWidget, held: HeldElsewhere) -> bool:
    """A classeur that another laptop seems to hold: open it all the same?"""
    return dialogs.confirm(parent, held.message, held.advice, "Ouvrir quand même", danger=True)


def create(wish: Wish) -> tuple[Workspace, RecoveryCode]:
    """Make a classeur as wished, ready to use."""
    return setup.create_workspace(
        wish.folder,
        title=wish.title,
        preset=wish.scheme,
        user_name=wish.user_name,
        user_function=wish.user_function,
        passphrase=wish.phrase,
    )


def title_of(folder: Path) -> str:
    """The title of a closed classeur."""
    return keys.read(folder).title


def users_of(folder: Path) -> list[tuple[str, str]]:
    """(user id in hex, name) of those who open a classeur."""
    return [(user.id.hex, user.name) for user in keys.read(folder).users]


def recover(folder: Path, code: str, user_hex: str, phrase: str) -> tuple[Workspace, RecoveryCode]:
    """Open with the recovery code, give this user a new phrase, draw a new code in place of the one used."""
    user_id = uuid.UUID(hex=user_hex)
    workspace = Workspace.open_with_code(folder, code, user_id=user_id, on_foreign="copy")
    try:
        access.reset_phrase(workspace, user_id, phrase)
        return workspace, access.new_recovery_code(workspace)
    except BaseException:
        workspace.close()
        raise


def preview_code(window: Window, page: QWidget, workspace: Workspace, code: RecoveryCode) -> None:
    """Show the sheet, drawn from memory; closing it comes back to the code."""
    with workspace.read() as session:
        view = recovery_view(session, workspace.keys, code)
    sheet = PreviewPage(render("fiche-secours", view))

    def back() -> None:
        window.pages.setCurrentWidget(page)
        window.pages.removeWidget(sheet)
        sheet.deleteLater()

    sheet.closed.connect(back)
    window.pages.addWidget(sheet)
    window.pages.setCurrentWidget(sheet)


def open_example(window: Window) -> None:
    """Make the example once in the machine's own folder, then open it."""
    from elans_desktop.services import demo  # a thousand lines that few people need, and once

    folder = user_data_dir() / "exemple"
    waiting = WaitPage("Préparation de l’exemple")

    def failed(problem: Exception) -> None:
        window.back_to_welcome()
        if isinstance(problem, ElansError):
            dialogs.show_error(window, problem)
        else:
            window.jobs.bug.emit(problem)

    job = window.jobs.run(
        lambda progress: demo.open_or_create(folder, progress),
        done=window.enter,
        failed=failed,
        progressed=waiting.work.progress,
    )
    waiting.stopped.connect(job.cancel)
    window.show_page(waiting)


def restore(window: Window, source: Path | None = None) -> None:
    """Choose a backup, its phrase or its code, a folder; verify, put it there, then offer to open it."""
    source = source or dialogs.open_file(window, "Restaurer une sauvegarde", "Sauvegardes ELANS (*.elans)")
    if source is None:
        return
    try:
        manifest, held = elans_file.read(source)
    except ElansError as problem:
        dialogs.show_error(window, problem)
        return
    made = clock.from_ms(manifest.created_at)
    words = f"« {held.title} », sauvegarde du {date_medium(made.date())} à {made:%H:%M}."
    answer = dialogs.ask_form(
        window,
        "Restaurer une sauvegarde",
        (backup_key.section(held, words),),
        accept="Choisir le dossier…",
        save=lambda values: backup_key.verify(held, values),
        columns=1,
    )
    if answer is None:
        return
    target = dialogs.choose_folder(window, "Dossier où remettre le classeur")
    if target is not None:
        _put_back(window, source, target / safe_filename(held.title), backup_key.given(answer))


def _put_back(window: Window, source: Path, target: Path, key: BackupKey) -> None:
    def failed(problem: Exception) -> None:
        window.back_to_welcome()
        if isinstance(problem, ElansError):
            dialogs.show_error(window, problem)
        else:
            window.jobs.bug.emit(problem)

    window.show_page(WaitPage("Vérification et restauration"))
    window.jobs.run(
        lambda _progress: restoring.restore(
            source, target, passphrase=key.passphrase, user_id=key.user_id, code=key.code
        ),
        done=lambda _saved: window.back_to_welcome(str(target)),
        failed=failed,
    )


def save_template(window: Window) -> None:
    """Save the empty spreadsheet whose columns the import knows."""
    target = dialogs.save_file(window, "Enregistrer un modèle de tableau", "participants.xlsx")
    if target is None:
        return
    try:
        write_atomically(target, template.participants_template())
    except ElansError as problem:
        dialogs.show_error(window, problem)
