"""Files kept inside the classeur, once per content: logos, receipts. Their type is read in their bytes."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP, number
from elans_desktop.models.journal import Blob

PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
PDF: Final = "application/pdf"

MAX_LOGO_BYTES: Final = 2_000_000
MAX_FILE_BYTES: Final = 20_000_000
MAX_LOGO_SIDE: Final = 4_000
MIN_LOGO_SIDE: Final = 24

_START_OF_FRAME = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What is known of a kept file without reading it whole."""

    sha256: str
    media_type: str
    size: int


def media_type(content: bytes) -> str | None:
    """The type that the bytes themselves announce: PNG, JPEG or PDF; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"%PDF-"):
        return PDF
    return None


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG or a JPEG, read in its header; None when it cannot be read."""
    try:
        kind = media_type(content)
        if kind == PNG and content[12:16] == b"IHDR":
            width, height = struct.unpack(">II", content[16:24])
            return width, height
        return _jpeg_size(content) if kind == JPEG else None
    except (struct.error, IndexError):
        return None


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
        raise InputError({field: f"Ce fichier est trop lourd\u00a0: 20{NBSP}Mo au plus."})
    if media_type(content) is None:
        raise InputError({field: "Ce fichier n’est ni un PDF, ni une image PNG ou JPEG."})
    return _store(session, content)


def load(session: Session, sha256: str | None) -> bytes | None:
    """The bytes of a kept file, or None when there is none."""
    blob = session.get(Blob, Blob.key(sha256)) if sha256 else None
    return blob.content if blob else None


def info(session: Session, sha256: str) -> FileInfo | None:
    """Type and size of a kept file, or None when there is none."""
    blob = session.get(Blob, Blob.key(sha256))
    return FileInfo(blob.sha256, blob.media_type, blob.size) if blob else None


def _store(session: Session, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    if session.get(Blob, Blob.key(sha256)) is None:
        session.add(
            Blob(
                id=Blob.key(sha256),
                sha256=sha256,
                media_type=media_type(content) or "",
                size=len(content),
                content=content,
            )
        )
        session.flush()
    return sha256


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 < len(content):
        if content[position] != 0xFF:
            return None
        marker = content[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        length = struct.unpack(">H", content[position + 2 : position + 4])[0]
        if marker in _START_OF_FRAME:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return None
