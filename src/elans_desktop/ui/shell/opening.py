"""Opening, creating, recovering, restoring a classeur: what the window asks of storage and services."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from elans_desktop.core.errors import ElansError
from elans_desktop.core.paths import user_data_dir
from elans_desktop.documents import recovery_sheet
from elans_desktop.services import demo, setup
from elans_desktop.services.imports import template
from elans_desktop.services.recovery import recovery_view
from elans_desktop.storage import backup, keys, traces
from elans_desktop.storage.laptops import ForeignMachine
from elans_desktop.storage.recovery_code import RecoveryCode
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.preview import PreviewPage
from elans_desktop.ui.kit.progress import ProgressPage

if TYPE_CHECKING:
    from elans_desktop.ui.shell.assistant import Wish
    from elans_desktop.ui.shell.window import Window


def open_workspace(folder: Path, user_id: uuid.UUID, phrase: str, on_foreign: str | None = None) -> Workspace:
    """Open with a phrase; the log-in is traced."""
    workspace = Workspace.open(folder, user_id=user_id, passphrase=phrase, on_foreign=on_foreign)
    traces.record(workspace, "ouverture")
    return workspace


def foreign_choice(parent: QWidget, problem: Exception) -> str | None:
    """A classeur that this machine does not hold: moved here, or a copy? "" when the person gives up,
    None when the problem is another one."""
    if not isinstance(problem, ForeignMachine):
        return None
    return (
        dialogs.ask(
            parent,
            "Ce classeur vient d’un autre ordinateur",
            "A-t-il été déplacé ici pour de bon, ou est-ce une copie pendant que l’autre ordinateur continue ? "
            "Les numéros donnés ensuite en dépendent.",
            (("moved", "Déplacé ici"), ("copy", "Copie sur un autre poste")),
        )
        or ""
    )


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
    return keys.read_title(folder)


def users_of(folder: Path) -> list[tuple[str, str]]:
    """(user id in hex, name) of those who open a classeur."""
    return [(user.id.hex, user.name) for user in keys.read_users(folder)]


def recover(
    folder: Path, code: RecoveryCode, user_id: uuid.UUID, phrase: str
) -> tuple[Workspace, RecoveryCode]:
    """Open with the recovery code, give this user a new phrase, draw a new code in place of the one used."""
    workspace = Workspace.open_with_code(folder, code, user_id=user_id, new_passphrase=phrase)
    return workspace, workspace.new_recovery_code()


def preview_code(window: Window, page: QWidget, workspace: Workspace, code: RecoveryCode) -> None:
    """Show the sheet, drawn from memory; closing it comes back to the code."""
    sheet = PreviewPage(recovery_sheet.compose(recovery_view(workspace, code)))

    def back() -> None:
        window.pages.setCurrentWidget(page)
        window.pages.removeWidget(sheet)
        sheet.deleteLater()

    sheet.closed.connect(back)
    window.pages.addWidget(sheet)
    window.pages.setCurrentWidget(sheet)


def open_example(window: Window) -> None:
    """Make the example once in the machine's own folder, then open it."""
    folder = user_data_dir() / "exemple"
    waiting = ProgressPage("Préparation de l’exemple")

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
        progressed=waiting.set_progress,
    )
    waiting.stopped.connect(job.cancel)
    window.show_page(waiting)


def restore(window: Window) -> None:
    """Choose a backup, its phrase, a folder; verify, restore, then offer to open it."""
    source = dialogs.open_file(window, "Restaurer une sauvegarde", "Sauvegardes ELANS (*.elans)")
    if source is None:
        return
    try:
        users = backup.users_of(source)
    except ElansError as problem:
        dialogs.show_error(window, problem)
        return
    answer = dialogs.ask_phrase(
        window,
        "Restaurer une sauvegarde",
        "Écrivez la phrase de passe du jour de cette sauvegarde.",
        [(user.id.hex, user.name) for user in users],
    )
    if answer is None:
        return
    user_id, phrase = answer
    target = dialogs.choose_folder(window, "Dossier où remettre le classeur")
    if target is None:
        return

    def failed(problem: Exception) -> None:
        if isinstance(problem, ElansError):
            dialogs.show_error(window, problem)
        else:
            window.jobs.bug.emit(problem)

    window.jobs.run(
        lambda _progress: backup.restore(source, target, user_id=uuid.UUID(hex=user_id), passphrase=phrase),
        done=lambda folder: window.back_to_welcome(str(folder)),
        failed=failed,
    )


def save_template(window: Window) -> None:
    """Save the empty spreadsheet whose columns the import knows."""
    target = dialogs.save_file(window, "Enregistrer un modèle de tableau", "participants.xlsx")
    if target is None:
        return
    try:
        template.write(target)
    except ElansError as problem:
        dialogs.show_error(window, problem)
