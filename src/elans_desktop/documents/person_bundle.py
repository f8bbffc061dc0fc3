"""Writes the archive handed to a person: everything known of them, encrypted, for them alone to open."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from elans_desktop.core.formats import NBSP, count, date_long
from elans_desktop.documents.catalogue import render
from elans_desktop.services import files
from elans_desktop.services.privacy.person_export import bundling, paper
from elans_desktop.services.privacy.person_export.bundling import Bundle
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.encrypted_zip import EncryptedZip
from elans_desktop.storage.files import system_errors, writing_atomically
from elans_desktop.storage.workspace import Workspace

PDF, JSON, README, NOTE = "donnees.pdf", "donnees.json", "LISEZ-MOI.txt", "note-d-information.pdf"
"""No name of a person: the list of the files of an encrypted archive is readable by anybody."""
FIXED = 4
"""Files of every archive, before those of the person."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: pages of the PDF, fingerprint of the archive."""

    pages: int
    sha256: str


class _Hashed:
    """A stream that tells the fingerprint of what goes through."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.hash = stream, hashlib.sha256()

    def write(self, content: bytes) -> int:
        """Write on."""
        self.hash.update(content)
        return self._stream.write(content)


def write(
    bundle: Bundle,
    stream: IO[bytes],
    passphrase: str,
    read: Callable[[str], bytes | None],
    progress: Callable[[int, int], object] | None = None,
) -> Written:
    """Write the archive. `read` gives the bytes of a fingerprint; `progress(done, total)` counts the files.

    Raises RuleError (too heavy).
    """
    hashed = _Hashed(stream)
    made = EncryptedZip(hashed, passphrase, bundle.made_at)
    total = FIXED + len(bundle.files)
    rendered = render(paper.KEY, bundle.data)
    for name, whole in (
        (README, _readme(bundle).encode("utf-8-sig")),
        (PDF, rendered.pdf),
        (JSON, json.dumps(bundle.content, ensure_ascii=False, indent=1).encode()),
        (NOTE, render("note-rgpd", bundle.note).pdf),
    ):
        made.add(name, whole)
    for done, (sha256, path) in enumerate(bundle.files.items(), start=FIXED + 1):
        if (content := read(sha256)) is not None:
            made.add(path, content)
        if progress is not None:
            progress(done, total)
    made.close()
    return Written(rendered.pages, hashed.hash.hexdigest())


def to_file(
    workspace: Workspace,
    participant_id: uuid.UUID,
    path: Path,
    passphrase: str,
    *,
    notes: str,
    scope: Scope = EVERYTHING,
    progress: Callable[[int, int], object] | None = None,
) -> tuple[Bundle, Written]:
    """Read everything and write the archive there: a file is replaced only when all went well.

    Its trace is kept by `bundling.note_made`. Raises RuleError, NotFoundError, PermissionDenied,
    SystemProblem.
    """
    with workspace.read() as session:
        made = bundling.bundle(session, participant_id, notes, scope)
        with system_errors(), writing_atomically(path) as stream:
            written = write(made, stream, passphrase, lambda sha256: files.load(session, sha256), progress)
    return made, written


def _readme(bundle: Bundle) -> str:
    """In plain words, for somebody at home with their own computer."""
    lines = [
        "VOS DONNÉES",
        "",
        f"Voici ce qui est enregistré sur vous, au {date_long(bundle.made_at.date())}, dans le logiciel de "
        f"cet organisme{NBSP}: {bundle.organisation}.",
        "",
        f"{PDF}{NBSP}: tout, à lire ou à imprimer.",
        f"{JSON}{NBSP}: la même chose pour un logiciel (droit à la portabilité)"
        f"{NBSP}; il dit lui-même comment il se lit.",
        f"{NOTE}{NBSP}: à quoi servent ces données, qui les voit, combien de temps elles sont gardées.",
    ]
    if bundle.files:
        lines.append(f"pieces, feuilles{NBSP}: les documents de votre dossier, numérotés comme dans {PDF}.")
    if bundle.missing:
        many = count(bundle.missing, "document manque", "documents manquent")
        lines.append(f"{many}{NBSP}: leur contenu est sur un autre ordinateur de l’organisme.")
    if bundle.left_out:
        lines += ["", f"Ce qui n’y est pas{NBSP}:", *(f"- {one}" for one in bundle.left_out)]
    lines += [
        "",
        f"Gardez ces fichiers pour vous{NBSP}: ils racontent votre vie. Une fois sortis de l’archive, la "
        "phrase de passe ne les protège plus.",
        "Pour faire corriger ou effacer quelque chose, parlez-en à votre référent ou écrivez à "
        f"l’organisme{NBSP}; vous pouvez aussi vous adresser à la CNIL (cnil.fr).",
        "",
    ]
    return "\n".join(lines)
