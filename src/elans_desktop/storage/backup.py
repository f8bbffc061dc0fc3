"""Backups: a copy of the base, reopened and verified, packed with the keys in one `.elans` file.

The functions on a folder and a key serve the migration; those on an open workspace serve everyone else.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import elans_desktop
from elans_desktop.core import clock
from elans_desktop.core.errors import DamagedData, SystemProblem
from elans_desktop.core.paths import user_data_dir
from elans_desktop.storage import elans_file, files, integrity, keys, retention
from elans_desktop.storage import engine as engines
from elans_desktop.storage.elans_file import ERASED, SUFFIX, Manifest

if TYPE_CHECKING:
    from elans_desktop.storage.workspace import Workspace

_FREE_SHARE = 20
"""Above one page in so many left empty by deletions, the copy is made without them."""
_NAME = "%Y-%m-%d_%Hh%M"
_BUDGET_SETTING = "backup_budget_mb"


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified backup: instant in UTC milliseconds, size in bytes."""

    path: Path
    created_at: int
    reason: str
    size: int


@dataclass(frozen=True, slots=True)
class BackupStatus:
    """For Accueil: instants (UTC milliseconds) of the last automatic backup and of the last copy outside."""

    automatic_at: int | None
    copied_at: int | None
    copied_to: Path | None


def make(workspace: Workspace, target: Path | None = None, reason: str = "demande") -> Backup:
    """Back an open workspace up: to a `.elans` file, or among its own backups.

    It is called a backup only once reopened with its key and counted. Raises DamagedData, SystemProblem.
    """
    with workspace.exclusive():
        return make_from(
            workspace.folder, workspace.data_key, target=target, reason=reason, letter=workspace.actor.letter
        )


def make_from(
    folder: Path, data_key: bytes, *, target: Path | None = None, reason: str, letter: str = ""
) -> Backup:
    """Back a workspace folder up. Raises DamagedData, SystemProblem.

    The copy is packed while it is being verified; the file takes its name after both.
    """
    base = folder / elans_file.DATA
    file_keys = keys.read(folder)
    with files.system_errors(), engines.database_errors():
        if target is None:
            (folder / "backups").mkdir(exist_ok=True)
            target = _free_name(folder / "backups", letter)
        with tempfile.TemporaryDirectory(prefix=".sauvegarde-", dir=target.parent) as scratch:
            copy = Path(scratch) / elans_file.DATA
            copied = _copy(base, data_key, copy)
            manifest = Manifest(
                workspace=file_keys.workspace.hex,
                created_at=clock.now_ms(),
                reason=reason,
                program=elans_desktop.__version__,
                schema=copied.schema,
                letter=letter,
                last_operation=copied.last_operation,
                counts=copied.counts,
                size=copy.stat().st_size,
            )
            erased = folder / ERASED
            with ThreadPoolExecutor(1, thread_name_prefix="sauvegarde") as pool:
                verified = pool.submit(integrity.require_sound, copy, data_key, copied.counts)
                elans_file.pack(
                    target,
                    copy,
                    file_keys.to_bytes(),
                    manifest,
                    erased.read_bytes() if erased.exists() else None,
                    verified.result,
                )
        if target.parent == folder / "backups":
            prune(folder, copied.budget)
        return Backup(target, manifest.created_at, reason, target.stat().st_size)


def is_due(workspace: Workspace) -> bool:
    """Whether something was committed since the last automatic backup of this folder."""
    with workspace.exclusive():
        connection = engines.connect(workspace.data_path, workspace.data_key)
        try:
            last = _last_operation(connection)
        finally:
            connection.close()
    latest = newest(workspace.folder)
    return latest is None or _manifest(latest).last_operation != last


def if_due(workspace: Workspace, reason: str) -> Backup | None:
    """Back up when something was committed since the last backup."""
    return make(workspace, reason=reason) if is_due(workspace) else None


def copy_to(workspace: Workspace, folder: Path) -> Backup:
    """« Copier sur la clé USB »: a verified backup in a chosen folder, its age remembered on this machine."""
    if not folder.is_dir():
        raise SystemProblem("Ce dossier n’existe pas.", "Vérifiez que la clé USB est branchée.")
    made = make(workspace, _free_name(folder, workspace.actor.letter), "copie")
    noted = _copies()
    noted[workspace.id.hex] = {"at": made.created_at, "folder": str(folder)}
    with files.system_errors():
        files.write_atomically(_copies_file(), json.dumps(noted).encode("utf-8"))
    return made


def status(workspace: Workspace) -> BackupStatus:
    """The age of the last backups."""
    latest = newest(workspace.folder)
    noted = _copies().get(workspace.id.hex)
    copied_at, copied_to = (int(noted["at"]), Path(noted["folder"])) if noted else (None, None)
    return BackupStatus(_manifest(latest).created_at if latest else None, copied_at, copied_to)


def listed(folder: Path) -> list[Backup]:
    """The readable backups of a workspace folder, newest first."""
    found: list[Backup] = []
    for path in _files(folder):
        try:
            manifest = _manifest(path)
            found.append(Backup(path, manifest.created_at, manifest.reason, path.stat().st_size))
        except (DamagedData, SystemProblem, OSError):
            continue
    return sorted(found, key=lambda backup: (backup.created_at, backup.path.name), reverse=True)


def newest(folder: Path) -> Path | None:
    """The latest readable backup of a workspace folder."""
    found = listed(folder)
    return found[0].path if found else None


def prune(folder: Path, budget: int) -> list[Path]:
    """Delete the backups of a workspace folder that the rules and `budget` (bytes) no longer keep.

    Returns what was deleted; every backup made in the folder does so by itself.
    """
    backups = [
        retention.Kept(backup.path, clock.from_ms(backup.created_at), backup.size)
        for backup in listed(folder)
    ]
    dropped = [backup.path for backup in retention.to_delete(backups, budget)]
    for path in dropped:
        path.unlink(missing_ok=True)
    return dropped


@dataclass(frozen=True, slots=True)
class _Copied:
    """What a base said of itself when it was copied."""

    counts: dict[str, int]
    schema: str
    last_operation: str
    budget: int


def _copy(base: Path, data_key: bytes, copy: Path) -> _Copied:
    """Copy a base as it stands at its last commit, and say what it held.

    The file is whole after each commit, and a transaction that has read keeps writers off it: its bytes are
    the copy, for a tenth of the time of `VACUUM INTO`, left to bases with many pages to drop. (Closing this
    second handle gives POSIX locks back: the lock of the folder keeps other programs out all the same.)
    """
    connection = engines.connect(base, data_key)
    try:
        connection.execute("BEGIN")
        copied = _describe(connection)
        free, pages = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count")
        )
        if free * _FREE_SHARE <= pages:
            shutil.copyfile(base, copy)
        connection.execute("COMMIT")
        if not copy.exists():
            connection.execute("VACUUM INTO ?", (str(copy),))
        return copied
    finally:
        connection.close()


def _describe(connection: Any) -> _Copied:
    return _Copied(
        counts=integrity.count_rows(connection),
        schema=connection.execute("SELECT version_num FROM alembic_version").fetchone()[0],
        last_operation=_last_operation(connection),
        budget=_budget(connection),
    )


def _budget(connection: Any) -> int:
    """The bytes that the organisation leaves to its backups."""
    found = connection.execute("SELECT value FROM setting WHERE name = ?", (_BUDGET_SETTING,)).fetchone()
    chosen = json.loads(found[0])["value"] if found else None
    return chosen * retention.MEGABYTE if isinstance(chosen, int) else retention.BUDGET


def _last_operation(connection: Any) -> str:
    found = connection.execute(
        "SELECT id FROM operation ORDER BY stamp_ms DESC, stamp_counter DESC, laptop_id DESC LIMIT 1"
    ).fetchone()
    return bytes(found[0]).hex() if found else ""


def _free_name(folder: Path, letter: str) -> Path:
    stem = f"{datetime.strftime(clock.local_now(), _NAME)}{f'_{letter}' if letter else ''}"
    path, rank = folder / f"{stem}{SUFFIX}", 2
    while path.exists():
        path, rank = folder / f"{stem}_{rank}{SUFFIX}", rank + 1
    return path


def _files(folder: Path) -> Iterable[Path]:
    return (folder / "backups").glob(f"[!.]*{SUFFIX}")


def _manifest(path: Path) -> Manifest:
    return elans_file.read(path)[0]


def _copies_file() -> Path:
    return user_data_dir() / "copies.json"


def _copies() -> dict[str, Any]:
    try:
        stored: dict[str, Any] = json.loads(_copies_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stored
