"""The `.elans` file: one encrypted base, its keys and a manifest, stored in a zip. Nothing readable in it."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from elans_desktop.core.errors import DamagedData
from elans_desktop.core.formats import NBSP
from elans_desktop.storage import files, keys
from elans_desktop.storage.keys import Keys

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hashes import Hash

SUFFIX = ".elans"
FORMAT = 1
DATA, KEYS, MANIFEST, ERASED = "data.db", keys.FILE, "manifest.json", "erased.json"
_CHUNK = 1 << 20
_SMALL = 16 << 20
"""Bound of the entries read in memory."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a `.elans` file says of itself: no name, no value."""

    workspace: str
    created_at: int
    """UTC milliseconds."""
    reason: str
    program: str
    schema: str
    letter: str
    """Of the laptop that made it."""
    last_operation: str
    """Identifier of the latest operation held (32 hex digits), empty when none."""
    counts: dict[str, int]
    size: int
    """Of the base, in bytes."""
    sha256: str = ""
    """Of the base."""
    format: int = field(default=FORMAT)


def pack(
    target: Path,
    base: Path,
    key_file: bytes,
    manifest: Manifest,
    erased: bytes | None,
    confirm: Callable[[], object],
) -> None:
    """Write a `.elans` file, read it back, and give it its name once `confirm` did not raise.

    The fingerprint of the base is filled in here. Raises OSError, DamagedData.
    """
    sha256 = _sha256()
    draft = target.with_name(f".{target.name}.part")
    try:
        with draft.open("wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(KEYS, key_file)
                if erased is not None:
                    archive.writestr(ERASED, erased)
                with base.open("rb") as source, archive.open(DATA, "w", force_zip64=True) as entry:
                    while chunk := source.read(_CHUNK):
                        sha256.update(chunk)
                        entry.write(chunk)
                manifest = replace(manifest, sha256=sha256.finalize().hex())
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
            stream.flush()
            files.sync_file(stream)
        with zipfile.ZipFile(draft) as archive, archive.open(DATA) as entry:
            if digest(entry) != manifest.sha256:
                raise _damaged("La sauvegarde relue n’est pas celle qui a été écrite.")
        confirm()
        draft.replace(target)
        files.sync_folder(target.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def read(path: Path) -> tuple[Manifest, Keys]:
    """The manifest and the keys of a `.elans` file. Raises DamagedData, NewerSchema, SystemProblem."""
    try:
        with zipfile.ZipFile(path) as archive:
            stored: dict[str, Any] = json.loads(_small(archive, MANIFEST))
            names = Manifest.__dataclass_fields__
            manifest = Manifest(**{name: stored[name] for name in names})
            return manifest, keys.parse(_small(archive, KEYS))
    except (
        zipfile.BadZipFile,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        NotImplementedError,
        EOFError,
    ):
        raise _damaged(
            f"Ce fichier n’est pas une sauvegarde «{NBSP}{SUFFIX}{NBSP}», ou il est abîmé."
        ) from None
    except OSError as error:
        raise files.problem_of(error) from error


def unpack(path: Path, folder: Path, manifest: Manifest) -> None:
    """Extract the base, the keys and the erased identifiers. Raises DamagedData, SystemProblem."""
    try:
        with files.system_errors(), zipfile.ZipFile(path) as archive:
            if archive.getinfo(DATA).file_size != manifest.size:
                raise _damaged("La sauvegarde est incomplète.")
            with archive.open(DATA) as entry, (folder / DATA).open("wb") as target:
                shutil.copyfileobj(entry, target, _CHUNK)
                files.sync_file(target)
            (folder / KEYS).write_bytes(_small(archive, KEYS))
            if ERASED in archive.namelist():
                (folder / ERASED).write_bytes(_small(archive, ERASED))
    except (zipfile.BadZipFile, KeyError, NotImplementedError, EOFError):
        raise _damaged("La sauvegarde est abîmée.") from None
    with (folder / DATA).open("rb") as base:
        if digest(base) != manifest.sha256:
            raise _damaged("La sauvegarde est abîmée.")


def digest(stream: IO[bytes]) -> str:
    """SHA-256 of a stream (64 hex digits)."""
    found = _sha256()
    while chunk := stream.read(_CHUNK):
        found.update(chunk)
    return found.finalize().hex()


def _sha256() -> Hash:
    """That of the encryption library: quick, with or without the system's OpenSSL."""
    from cryptography.hazmat.primitives import hashes

    return hashes.Hash(hashes.SHA256())


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _SMALL:
        raise ValueError(name)
    return archive.read(name)


def _damaged(sentence: str) -> DamagedData:
    return DamagedData(sentence, "Prenez une autre sauvegarde, plus ancienne ou sur une autre clé.")
