"""Files kept inside the classeur, once per content: logos, receipts. Their type is read in their bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP, number
from elans_desktop.models.journal import Blob
from elans_desktop.services import file_types
from elans_desktop.services.file_types import PDF
from elans_desktop.services.image_headers import JPEG, PNG, image_size, image_type

MAX_LOGO_BYTES: Final = 2_000_000
MAX_FILE_BYTES: Final = 20_000_000
TOO_HEAVY: Final = f"Ce fichier est trop lourd\u00a0: 20{NBSP}Mo au plus."
MAX_LOGO_SIDE: Final = 4_000
MIN_LOGO_SIDE: Final = 24


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What is known of a kept file without reading it whole."""

    sha256: str
    media_type: str
    size: int


def media_type(content: bytes) -> str | None:
    """The type that the bytes themselves announce: PNG, JPEG or PDF; None for anything else."""
    if content.startswith(b"%PDF-"):
        return PDF
    kind = image_type(content)
    return kind if kind in (PNG, JPEG) else None


def store_logo(session: Session, content: bytes, field: str = "logo") -> str:
    """Keep a logo and return its SHA-256 (64 hexadecimal digits). Raises InputError for `field`."""
    if not content:
        raise InputError({field: "Ce fichier est vide."})
    if len(content) > MAX_LOGO_BYTES:
        raise InputError({field: f"Ce logo est trop lourd\u00a0: 2{NBSP}Mo au plus."})
    if media_type(content) not in (PNG, JPEG):
        raise InputError({field: "Ce fichier n’est pas une image PNG ou JPEG."})
    size = image_size(content)
    if size is None:
        raise InputError({field: "Cette image est abîmée\u00a0: elle ne peut pas être lue."})
    if max(size) > MAX_LOGO_SIDE:
        limit = number(MAX_LOGO_SIDE)
        raise InputError({field: f"Cette image est trop grande\u00a0: {limit} points de côté au plus."})
    if min(size) < MIN_LOGO_SIDE:
        raise InputError({field: "Cette image est trop petite pour être imprimée."})
    return _store(session, content)


def store_document(session: Session, content: bytes, field: str = "file") -> str:
    """Keep a PDF, PNG or JPEG (receipt, scan) and return its SHA-256. Raises InputError for `field`."""
    if not content:
        raise InputError({field: "Ce fichier est vide."})
    if len(content) > MAX_FILE_BYTES:
        raise InputError({field: TOO_HEAVY})
    if media_type(content) is None:
        raise InputError({field: "Ce fichier n’est ni un PDF, ni une image PNG ou JPEG."})
    return _store(session, content)


def store_attachment(session: Session, content: bytes, field: str = "file") -> str:
    """Keep a file attached to a person and return its SHA-256. Raises InputError for `field`."""
    if len(content) > MAX_FILE_BYTES:
        raise InputError({field: TOO_HEAVY})
    return _store(session, content, file_types.examine(content, field))


def load(session: Session, sha256: str | None) -> bytes | None:
    """The bytes of a kept file, or None when there is none."""
    blob = session.get(Blob, Blob.key(sha256)) if sha256 else None
    return blob.content if blob else None


def info(session: Session, sha256: str) -> FileInfo | None:
    """Type and size of a kept file, or None when there is none."""
    blob = session.get(Blob, Blob.key(sha256))
    return FileInfo(blob.sha256, blob.media_type, blob.size) if blob else None


def _store(session: Session, content: bytes, kind: str | None = None) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    if session.get(Blob, Blob.key(sha256)) is None:
        session.add(
            Blob(
                id=Blob.key(sha256),
                sha256=sha256,
                media_type=kind or media_type(content) or "",
                size=len(content),
                content=content,
            )
        )
        session.flush()
    return sha256
