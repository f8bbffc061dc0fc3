"""What a file is, whatever its name says: read in its bytes, refused with a sentence when it is nothing that
may be attached. Nothing is decoded nor unpacked here.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from typing import Final

from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP, number
from elans_desktop.core.text import safe_filename
from elans_desktop.services.image_headers import JPEG, PNG, WEBP, image_size, image_type

PDF: Final = "application/pdf"
ODT: Final = "application/vnd.oasis.opendocument.text"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EXTENSIONS: Mapping[str, str] = {
    PDF: ".pdf",
    PNG: ".png",
    JPEG: ".jpg",
    WEBP: ".webp",
    ODT: ".odt",
    ODS: ".ods",
    DOCX: ".docx",
    XLSX: ".xlsx",
}
"""What may be attached to a file, and the extension its name takes."""

WORDS: Mapping[str, str] = {
    PDF: "PDF",
    PNG: "image",
    JPEG: "image",
    WEBP: "image",
    ODT: "texte",
    ODS: "tableur",
    DOCX: "texte",
    XLSX: "tableur",
}
IMAGES: Final = frozenset({PNG, JPEG, WEBP})
ACCEPTED: Final = "un PDF, une image (PNG, JPEG, WebP) ou un document LibreOffice, Word ou Excel"

MAX_PIXELS: Final = 50_000_000
"""A photograph of a recent telephone; 200 MB once decoded, what an old laptop can bear."""
MAX_SIDE: Final = 30_000
MAX_UNPACKED: Final = 200_000_000
MAX_PARTS: Final = 5_000
MAX_RATIO: Final = 250
_RATIO_FROM: Final = 10_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
)
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_MACROS = re.compile(r"(^|/)(vbaProject\.bin|Basic/|Scripts/)", re.I)
_SAVE_AS = "Enregistrez-le en PDF, puis joignez ce PDF."


def examine(content: bytes, field: str = "file") -> str:
    """The media type of what may be attached. Raises InputError for `field`: what it is, what to do."""
    if not content.strip(b"\0 \t\r\n"):
        raise InputError({field: "Ce fichier est vide."})
    if image_type(content) is not None:
        return _examined_image(content, field)
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content and b"startxref" not in content:
            raise InputError(
                {field: f"Ce PDF est incomplet{NBSP}: copiez-le de nouveau, ou scannez-le encore."}
            )
        return PDF
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _examined_archive(content, field)
    raise InputError({field: _refusal(content)})


def safe_name(name: str, media_type: str) -> str:
    """The name a file is kept under: its last part alone, no hidden sign, the extension of what it is.

    « C:\\fichiers\\CV.pdf.exe » holding a PDF is « CV.pdf ».
    """
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in _HIDDEN)
    stem = " ".join(shown.split())
    while (cut := _ENDINGS.sub("", stem)) != stem:
        stem = cut.rstrip(" .")
    return safe_filename(stem, fallback="document") + EXTENSIONS[media_type]


_ENDINGS = re.compile(
    r"\.(pdf|png|jpe?g|webp|gif|bmp|tiff?|heic|od[tspg]|docx?|docm|xlsx?|xlsm|pptx?|rtf|txt|csv|zip|html?|"
    r"exe|com|scr|bat|cmd|js|vbs|msi|lnk|ps1|jar|sh|app)$",
    re.I,
)
"""What ends a name: dropped, since the content alone says what the file is."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Signs that one does not see: the one that turns « fdp.exe » round is among them."""


def _examined_image(content: bytes, field: str) -> str:
    size = image_size(content)
    if size is None:
        raise InputError({field: f"Cette image est abîmée{NBSP}: elle ne peut pas être lue."})
    width, height = size
    if width * height > MAX_PIXELS or max(size) > MAX_SIDE:
        limit = number(MAX_PIXELS // 1_000_000)
        raise InputError(
            {
                field: f"Cette image est trop grande ({number(width)} × {number(height)} points){NBSP}: "
                f"{limit}{NBSP}millions de points au plus. Réduisez-la, ou scannez-la moins finement."
            }
        )
    return image_type(content) or JPEG


def _examined_archive(content: bytes, field: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            kind = _office_kind(archive, {part.filename for part in parts})
    except Exception as problem:  # a hostile archive may raise anything from zipfile
        words = f"Ce document est abîmé{NBSP}: ouvrez-le et enregistrez-le de nouveau."
        raise InputError({field: words}) from problem
    if kind is None:
        words = f"Ce fichier est une archive{NBSP}: joignez un par un les documents qu’elle contient."
        raise InputError({field: words})
    if any(_MACROS.search(part.filename) for part in parts):
        raise InputError({field: f"Ce document contient des macros, qui sont des programmes. {_SAVE_AS}"})
    unpacked = sum(part.file_size for part in parts)
    absurd = any(
        part.file_size > _RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if unpacked > MAX_UNPACKED or absurd or len(parts) > MAX_PARTS:
        raise InputError({field: f"Ce document est beaucoup trop volumineux une fois ouvert. {_SAVE_AS}"})
    return kind


def _office_kind(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        kind = archive.read("mimetype").strip().decode("ascii", "replace")
        return kind if kind in (ODT, ODS) else None
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return DOCX
        if "xl/workbook.xml" in names:
            return XLSX
    return None


def _refusal(content: bytes) -> str:
    head = content[:64]
    if content.startswith(_OLE):
        return (
            "Ce document est d’un ancien format (.doc, .xls), ou protégé par un mot de passe. "
            f"Ouvrez-le, retirez le mot de passe s’il y en a un. {_SAVE_AS}"
        )
    if content.startswith(_PROGRAMS):
        return (
            f"Ce fichier est un programme, quel que soit son nom{NBSP}: il n’est pas joint. "
            "S’il vous a été envoyé comme un document, méfiez-vous de cet envoi."
        )
    if head[4:8] == b"ftyp":
        if head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif"):
            return (
                "Cette photo est au format HEIC, que tous les ordinateurs ne lisent pas. "
                "Envoyez-la depuis le téléphone en JPEG («\u00a0le plus compatible\u00a0»)."
            )
        return f"Ce fichier est une vidéo{NBSP}: joignez {ACCEPTED}."
    if content.startswith(_ARCHIVES):
        return f"Ce fichier est une archive{NBSP}: joignez un par un les documents qu’elle contient."
    return f"Ce fichier n’est pas d’une sorte connue{NBSP}: joignez {ACCEPTED}."
