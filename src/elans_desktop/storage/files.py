"""Writing files so that a power cut leaves the old one or the new one, and naming what went wrong."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import IO

from elans_desktop.core.errors import SystemProblem
from elans_desktop.core.formats import NBSP

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EFBIG}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}

DISK_FULL = f"Le disque est plein{NBSP}: rien n’a été enregistré, et rien n’a été perdu."
DISK_FULL_ADVICE = "Libérez de la place (corbeille, téléchargements), puis recommencez."
READ_ONLY = f"Ce dossier est en lecture seule{NBSP}: le programme ne peut pas y écrire."
READ_ONLY_ADVICE = (
    "Vérifiez les droits du dossier, le verrou de la clé USB, ou copiez le classeur dans vos documents."
)


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file in one step: temporary sibling, fsync, rename. Raises OSError."""
    with writing_atomically(path) as stream:
        stream.write(content)


@contextlib.contextmanager
def writing_atomically(path: Path) -> Generator[IO[bytes]]:
    """The same for what is written piece by piece: the file is replaced only when all went well."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the renames of a folder survive a power cut (nothing to do on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def problem_of(error: OSError) -> SystemProblem:
    """The French sentence for an error of the system; file names of the person are left out."""
    if error.errno in _FULL:
        return SystemProblem(DISK_FULL, DISK_FULL_ADVICE)
    if error.errno in _DENIED:
        return SystemProblem(READ_ONLY, READ_ONLY_ADVICE)
    if error.errno == errno.ENOENT:
        return SystemProblem(
            "Le dossier ou le fichier n’existe plus.",
            "Vérifiez que la clé USB ou le disque est bien branché.",
        )
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    return SystemProblem(
        f"L’ordinateur n’a pas pu lire ou écrire un fichier ({reason}).",
        f"Réessayez{NBSP}; si cela se répète, copiez le classeur sur un autre disque.",
    )


@contextlib.contextmanager
def system_errors() -> Generator[None]:
    """Turn the OSErrors of a block into SystemProblem."""
    try:
        yield
    except OSError as error:
        raise problem_of(error) from error


def sync_file(stream: IO[bytes]) -> None:
    """Push what was written in a file down to the disk."""
    stream.flush()
    os.fsync(stream.fileno())
