"""Files that people attach, small and real in what a reader looks at; and those that must be refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from elans_desktop.services.file_types import DOCX, ODS, ODT, XLSX

EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200) + b"This program cannot be run in DOS mode."
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def pdf(words: str = "Attestation") -> bytes:
    """A page with these words."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.drawString(72, 720, words)
    canvas.save()
    return stream.getvalue()


def png(width: int = 40, height: int = 30) -> bytes:
    """A grey picture; its header alone says a size that is not `width` × `height` small."""
    rows = b"".join(b"\0" + b"\x80" * min(width, 64) for _ in range(min(height, 64)))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg(width: int = 40, height: int = 30) -> bytes:
    """The header of a photograph: what says its size."""
    start = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    return (
        start
        + b"\xff\xc0\x00\x0b\x08"
        + struct.pack(">HH", height, width)
        + b"\x01\x01\x11\x00"
        + b"\xff\xd9"
    )


def webp(width: int = 40, height: int = 30) -> bytes:
    """The header of an extended WebP."""
    sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + sizes
    return b"RIFF" + struct.pack("<I", len(body)) + body


def office(kind: str, *, more: dict[str, bytes] | None = None) -> bytes:
    """A LibreOffice, Word or Excel document: the parts by which one knows it."""
    parts: dict[str, bytes] = {}
    if kind in (ODT, ODS):
        parts = {"mimetype": kind.encode(), "content.xml": b"<office/>"}
    elif kind in (DOCX, XLSX):
        inside = "word/document.xml" if kind == DOCX else "xl/workbook.xml"
        parts = {"[Content_Types].xml": b"<Types/>", inside: b"<w/>"}
    return archive(parts | (more or {}))


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()
