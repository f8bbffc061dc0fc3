"""Restoring a `.elans` file: verified first, the present state saved, a new incarnation drawn."""

from __future__ import annotations

import shutil
import tempfile
import uuid
import zipfile
from pathlib import Path

from elans_desktop.core import clock
from elans_desktop.core.errors import DamagedData, NotFoundError, RuleError, WorkspaceInUse
from elans_desktop.core.formats import NBSP
from elans_desktop.storage import (
    backup,
    elans_file,
    erased_ids,
    files,
    integrity,
    keys,
    laptops,
    migrate,
    opening,
)
from elans_desktop.storage import engine as engines
from elans_desktop.storage.keys import Keys
from elans_desktop.storage.locking import WorkspaceLock

DATA = elans_file.DATA


def restore(
    file: Path,
    target: Path,
    *,
    passphrase: str | None = None,
    user_id: uuid.UUID | None = None,
    code: str | None = None,
) -> Path | None:
    """Put a backup in place: in a new folder, or over the same workspace, closed.

    `passphrase` (of the day of the backup) or recovery `code` as typed. The present state is saved among
    the backups first; returns that file, if there was one. What was erased since is erased again at the
    next opening, and numbers carry on under a new letter.
    Raises WrongPassphrase, MistypedCode, RuleError, WorkspaceInUse, DamagedData, NewerSchema, SystemProblem.
    """
    manifest, file_keys = elans_file.read(file)
    data_key = _unlock(file_keys, passphrase, user_id, code)
    existing = _existing(target, file_keys)
    with files.system_errors():
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            elans_file.unpack(file, scratch, manifest)
            integrity.require_sound(scratch / DATA, data_key, manifest.counts)
            migrate.due(scratch / DATA, data_key)
            file_keys.save(scratch)
            saved = _replace(target, scratch, data_key) if existing else _install(target, scratch)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    laptops.mark_restored(file_keys.workspace, target)
    return saved


def _unlock(file_keys: Keys, phrase: str | None, user_id: uuid.UUID | None, code: str | None) -> bytes:
    if code is not None:
        return opening.try_code(file_keys, code)
    return opening.try_phrase(file_keys, phrase or "", user_id)[0]


def _existing(target: Path, restored: Keys) -> bool:
    """Whether the target is the same workspace. Raises RuleError for anything else but an empty folder."""
    if not target.exists():
        return False
    try:
        present = keys.read(target)
    except NotFoundError:
        if target.is_dir() and not any(target.iterdir()):
            return False
        raise RuleError(
            "Ce dossier contient autre chose qu’un classeur.",
            "Choisissez un dossier vide, ou un nom nouveau.",
        ) from None
    except DamagedData:
        return True  # same folder, unreadable keys: precisely what a backup repairs
    if present.workspace != restored.workspace:
        raise RuleError(
            "Ce dossier contient un autre classeur que celui de la sauvegarde.",
            f"Restaurez dans un dossier vide{NBSP}: les deux resteront séparés.",
        )
    return True


def _install(target: Path, scratch: Path) -> None:
    (scratch / opening.BACKUPS).mkdir(exist_ok=True)
    if target.exists():
        target.rmdir()
    scratch.rename(target)
    files.sync_folder(target.parent)


def _replace(target: Path, scratch: Path, data_key: bytes) -> Path | None:
    lock = WorkspaceLock(target, "", take_over=True)
    try:
        saved = _save_present(target, data_key)
        erased_ids.merge_files(target, scratch)
        for leftover in (f"{DATA}-journal", f"{DATA}-wal", f"{DATA}-shm"):
            (target / leftover).unlink(missing_ok=True)  # a journal of the old base would spoil the new one
        (scratch / DATA).replace(target / DATA)
        for name in (keys.FILE, keys.COPY):
            (scratch / name).replace(target / name)
        files.sync_folder(target)
        return saved
    finally:
        lock.release()


def _save_present(target: Path, data_key: bytes) -> Path | None:
    """A backup of the present state; when it is too damaged for that, its files as they are."""
    if not (target / DATA).exists():
        return None
    try:
        return backup.make_from(target, data_key, reason="avant restauration").path
    except WorkspaceInUse:
        raise
    except DamagedData:
        folder = target / opening.BACKUPS
        folder.mkdir(exist_ok=True)
        path = folder / f"etat-abime-{clock.now_ms()}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for name in (DATA, f"{DATA}-journal", keys.FILE, keys.COPY):
                if (target / name).exists():
                    archive.write(target / name, name)
        return path


def check(file: Path, data_key: bytes) -> integrity.Report:
    """Verify a `.elans` file with its data key, without restoring it."""
    manifest, _keys = elans_file.read(file)
    with files.system_errors(), tempfile.TemporaryDirectory(prefix=".verif-", dir=file.parent) as scratch:
        elans_file.unpack(file, Path(scratch), manifest)
        with engines.database_errors():
            return integrity.require_sound(Path(scratch) / DATA, data_key, manifest.counts)
