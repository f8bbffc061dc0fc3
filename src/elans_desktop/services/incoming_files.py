"""A file that a person gives the program: read by chunks, never more than the limit."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from elans_desktop.core.errors import InputError, NotFoundError, SystemProblem
from elans_desktop.core.formats import NBSP, number
from elans_desktop.services.files import MAX_FILE_BYTES

CHUNK = 1_000_000


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file just read: its own name, its bytes."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)


def read(path: Path, limit: int = MAX_FILE_BYTES, check: Callable[[], None] | None = None) -> IncomingFile:
    """Read a file of at most `limit` bytes; a larger one is refused before it is opened.

    `check` is called between chunks, and may raise Cancelled. Raises InputError (« file »), NotFoundError,
    SystemProblem.
    """
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            words = f"C’est un dossier{NBSP}: choisissez les fichiers qu’il contient."
            raise InputError({"file": words})
        if not stat.S_ISREG(found.st_mode):  # a pipe or a device would never end
            raise InputError({"file": "Ce n’est pas un fichier ordinaire."})
        if found.st_size > limit:
            raise too_large(found.st_size, limit)
        content = bytearray()
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                if check is not None:
                    check()
                content += chunk
                if len(content) > limit:  # it grows while it is read
                    raise too_large(len(content), limit)
    except FileNotFoundError:
        raise NotFoundError("Ce fichier n’existe plus.", "Vérifiez son emplacement.") from None
    except PermissionError:
        raise SystemProblem(
            "Ce fichier ne peut pas être lu.", "S’il est ouvert dans un autre programme, fermez-le."
        ) from None
    except (OSError, ValueError):
        raise SystemProblem(
            "La lecture de ce fichier a échoué.",
            "S’il est sur une clé USB ou sur le réseau, copiez-le dans vos documents, puis recommencez.",
        ) from None
    return IncomingFile(path.name, bytes(content))


def too_large(size: int, limit: int) -> InputError:
    """The refusal of a file beyond the limit, with what it weighs."""
    words = f"Ce fichier pèse {size_words(size)}{NBSP}: {size_words(limit)} au plus."
    return InputError({"file": f"{words} Scannez-le en gris, ou moins finement."})


def size_words(size: int) -> str:
    """« 340 ko », « 2,1 Mo », « 2,1 Go »."""
    for step, unit in ((1_000_000_000, "Go"), (1_000_000, "Mo")):
        if size >= step:
            tenths = (size * 10 + step // 2) // step
            whole, rest = divmod(tenths, 10)
            return f"{number(whole)}{f',{rest}' if rest and whole < 100 else ''}{NBSP}{unit}"
    return f"{max(1, (size + 500) // 1000)}{NBSP}ko"
