"""The steps of creating and opening a workspace."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from elans_desktop.core.errors import DamagedData, PermissionDenied, RuleError, WrongPassphrase
from elans_desktop.core.formats import NBSP
from elans_desktop.core.ids import new_id
from elans_desktop.models.journal import Laptop
from elans_desktop.models.organisation import User
from elans_desktop.storage import (
    attempts,
    backup,
    erasure,
    files,
    keys,
    laptops,
    migrate,
    passphrase,
    recovery_code,
)
from elans_desktop.storage.actor import Actor
from elans_desktop.storage.keys import Keys
from elans_desktop.storage.laptops import Arrival, ForeignMachine
from elans_desktop.storage.recovery_code import RecoveryCode
from elans_desktop.storage.sealing import Kdf

if TYPE_CHECKING:
    from elans_desktop.storage.workspace import Workspace

DATA = "data.db"
BACKUPS = "backups"
FOUNDER_ROLE = "administration"


@dataclass(frozen=True, slots=True)
class NewUser:
    """Someone who will open the workspace."""

    name: str = field(repr=False)
    function: str = field(repr=False)
    id: uuid.UUID = field(default_factory=new_id)


def make_folder(folder: Path, title: str, user: NewUser, phrase: str, kdf: Kdf) -> tuple[RecoveryCode, bytes]:
    """Write a complete workspace beside `folder`, then give it that name in one step."""
    passphrase.check(phrase)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RuleError(
            "Ce dossier contient déjà des fichiers.",
            f"Choisissez un dossier vide, ou un nom nouveau{NBSP}: un classeur a son dossier à lui.",
        )
    file_keys, data_key, code = keys.create(title, user.id, user.name, user.function, phrase, kdf)
    with files.system_errors():
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            (draft / BACKUPS).mkdir()
            file_keys.save(draft)
            migrate.upgrade(draft / DATA, data_key)
            if folder.exists():
                folder.rmdir()
            draft.rename(folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        files.sync_folder(folder.parent)
    return code, data_key


def try_phrase(file_keys: Keys, phrase: str, user_id: uuid.UUID | None) -> tuple[bytes, uuid.UUID]:
    """The data key and the user that a phrase opens. Raises WrongPassphrase, TooSoon, DamagedData."""
    attempts.check(file_keys.workspace)
    candidates = [user_id] if user_id else [slot.id for slot in file_keys.users]
    for candidate in candidates:
        try:
            data_key = file_keys.unlock(candidate, phrase)
        except WrongPassphrase:
            if candidate is candidates[-1]:
                attempts.failed(file_keys.workspace)
                raise
        else:
            attempts.succeeded(file_keys.workspace)
            return data_key, candidate
    raise DamagedData("Le fichier des clés ne nomme aucun utilisateur.", "Restaurez une sauvegarde.")


def try_code(file_keys: Keys, typed: str) -> bytes:
    """The data key that a recovery code opens; a slip of the finger is not counted as an attempt."""
    secret = recovery_code.read_code(typed)
    attempts.check(file_keys.workspace)
    try:
        data_key = file_keys.unlock_with_code(secret)
    except WrongPassphrase:
        attempts.failed(file_keys.workspace)
        raise
    attempts.succeeded(file_keys.workspace)
    return data_key


def bring_up_to_date(folder: Path, data_key: bytes) -> None:
    """Migrate the base if this program is newer. Raises DamagedData, NewerSchema, SystemProblem."""
    path = folder / DATA
    if not path.exists():
        raise DamagedData(
            f"Le fichier des données («{NBSP}{DATA}{NBSP}») manque dans ce classeur.",
            "Restaurez la dernière sauvegarde.",
        )
    found = migrate.due(path, data_key)
    if found.revision is None:
        raise DamagedData("Le fichier des données est vide.", "Restaurez la dernière sauvegarde.")
    if found.missing:
        backup.make_from(folder, data_key, reason="avant mise à jour")
        migrate.upgrade(path, data_key)


def settle(workspace: Workspace, user_id: uuid.UUID, on_foreign: Arrival | None) -> None:
    """Find or draw the incarnation of this machine, and say who is at the keyboard."""
    slot = workspace.keys.user(user_id)
    # before anything is known, what the session needs of an actor is only its identifiers
    workspace.actor = Actor(user_id, None, slot.name, FOUNDER_ROLE, uuid.UUID(int=0), "")
    held = laptops.held_here(workspace.id, workspace.folder)
    with workspace.read() as session:
        user = session.get(User, user_id)
        founded = bool(session.scalar(select(func.count()).select_from(User)))
        laptop = session.get(Laptop, held.laptop_id) if held and laptops.still_valid(session, held) else None
        drawn = replaced = None
        if laptop is None:
            # put back to an earlier state on the machine that held it: certainly a copy
            arrival = on_foreign or ("copy" if held or not founded else None)
            if arrival is None:
                raise ForeignMachine
            laptop = drawn = laptops.draw(session, arrival)
            moved = laptops.last_used(session) if arrival == "moved" else None
            replaced = moved.id if moved else held.laptop_id if held else None
    if user is not None and not user.active:
        raise PermissionDenied(
            "Cet utilisateur n’a plus accès à ce classeur.", "Demandez à la personne qui l’administre."
        )
    role = user.role if user else FOUNDER_ROLE if not founded else "consultation"
    professional = user.professional_id if user else None
    workspace.actor = Actor(user_id, professional, slot.name, role, laptop.id, laptop.letter)
    if drawn is not None or user is None:
        _sign_in(workspace, drawn, None if user else slot, role, replaced)
    elif laptop.retired_at is not None:
        with workspace.write("Se servir de nouveau de ce poste") as session:
            laptops.retire(session, laptop.id, retired=False)
    _sweep(workspace.folder)
    erasure.reapply(workspace)
    laptops.remember(workspace.id, workspace.folder, laptop.id)


def _sweep(folder: Path) -> None:
    """Delete what a power cut left half written; only the holder of the lock may."""
    for pattern in (f".{keys.FILE}.*", f".{keys.COPY}.*", f"{BACKUPS}/.sauvegarde-*", f"{BACKUPS}/.*.part"):
        for leftover in folder.glob(pattern):
            if leftover.is_dir():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    leftover.unlink()


def _sign_in(
    workspace: Workspace,
    laptop: Laptop | None,
    slot: keys.UserSlot | None,
    role: str,
    replaced: uuid.UUID | None,
) -> None:
    label = "Ouvrir le classeur sur un nouveau poste" if slot is None else "Créer le classeur"
    with workspace.write(label) as session:
        if laptop is not None:
            session.add(laptop)
        if replaced is not None:
            laptops.retire(session, replaced)
        if slot is not None:
            session.add(
                User(
                    id=slot.id,
                    professional_id=None,
                    name=slot.name,
                    function=slot.function,
                    role=role,
                    active=True,
                )
            )
    with contextlib.suppress(OSError):
        workspace.backups_dir.mkdir(exist_ok=True)
