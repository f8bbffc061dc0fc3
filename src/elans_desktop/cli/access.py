"""The passphrase and the open classeur of a command. A phrase is never an argument."""

from __future__ import annotations

import getpass
import os
import re
import sys
import uuid
from argparse import Namespace
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from elans_desktop.core.errors import ElansError, NotFoundError
from elans_desktop.core.text import fold
from elans_desktop.storage import archive_phrase, keys
from elans_desktop.storage.keys import UserSlot
from elans_desktop.storage.workspace import Workspace

VARIABLE = "ELANS_PHRASE"
ARCHIVE_VARIABLE = "ELANS_PHRASE_ARCHIVE"


def passphrase(asked: Namespace) -> str:
    """The phrase from the file, the variable, or a question. Raises ElansError when there is none."""
    found = given_passphrase(asked)
    if found:
        return found
    if sys.stdin is None or not sys.stdin.isatty():
        raise ElansError(
            "Il manque la phrase de passe.", f"Donnez-la par --phrase-fichier ou par la variable {VARIABLE}."
        )
    return getpass.getpass("Phrase de passe : ")


def given_passphrase(asked: Namespace) -> str | None:
    """The phrase from the file or the variable, without asking."""
    if asked.phrase_fichier is not None:
        lines = _text_of(asked.phrase_fichier, "de la phrase de passe").splitlines()
        return lines[0] if lines else ""
    return os.environ.get(VARIABLE)


def archive_passphrase(asked: Namespace) -> str:
    """The phrase that will open an archive, from its own file, its variable, or asked twice.

    Raises ElansError (none, the two differ), InputError (too short).
    """
    if asked.phrase_archive is not None:
        lines = _text_of(asked.phrase_archive, "de la phrase de l’archive").splitlines()
        found = lines[0] if lines else ""
    elif (found := os.environ.get(ARCHIVE_VARIABLE, "")) == "":
        if sys.stdin is None or not sys.stdin.isatty():
            raise ElansError(
                "Il manque la phrase de l’archive.",
                f"Donnez-la par --phrase-archive ou par la variable {ARCHIVE_VARIABLE}.",
            )
        found = getpass.getpass("Phrase de l’archive : ")
        if getpass.getpass("La même, une seconde fois : ") != found:
            raise ElansError("Les deux phrases diffèrent.", "Recommencez : rien n’a été écrit.")
    archive_phrase.check(found)
    return found


def recovery_code(asked: Namespace) -> str | None:
    """The recovery code in the file of --code-fichier, the letters A to D of its lines left out."""
    if asked.code_fichier is None:
        return None
    lines = _text_of(asked.code_fichier, "du code de secours").splitlines()
    return "\n".join(re.sub(r"^\s*[A-D]\s{2,}", "", line) for line in lines)


def _text_of(file: Path, what: str) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ElansError(f"Le fichier {what} ne se lit pas.", "Vérifiez son chemin.") from None


@contextmanager
def opened(asked: Namespace, folder: Path) -> Generator[Workspace]:
    """The classeur of a command, opened by the user named or by the one whose phrase it is; closed after."""
    workspace = _open(folder, passphrase(asked), asked.utilisateur)
    try:
        yield workspace
    finally:
        workspace.close()


def _open(folder: Path, phrase: str, name: str) -> Workspace:
    """Without a name, every user's slot is tried: a script knows a phrase, not who chose it."""
    user_id = _named(keys.read(folder).users, name) if name else None
    return Workspace.open(folder, passphrase=phrase, user_id=user_id, on_foreign="copy")


def _named(users: tuple[UserSlot, ...], name: str) -> uuid.UUID:
    found = next((user.id for user in users if fold(user.name) == fold(name)), None)
    if found is None:
        names = ", ".join(user.name for user in users)
        raise NotFoundError("Personne de ce nom n’ouvre ce classeur.", f"Utilisateurs : {names}.")
    return found


def identifier(text: str) -> uuid.UUID:
    """An identifier as `--objet` takes it. Raises ElansError."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise ElansError(
            f"« {text} » n’est pas un identifiant.", "Prenez-en un dans ce que montre la commande lister."
        ) from None
