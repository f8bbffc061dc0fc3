"""What a scanned page is, apart from the libraries that read it: they are heavy, and imported on use."""

from __future__ import annotations

from dataclasses import dataclass, field

DPI = 150
"""Points per inch of the pictures kept."""


@dataclass(frozen=True, slots=True)
class SheetCode:
    """The code of a page: sheet number, page, pages, control code. Nothing about a person."""

    number: str
    page: int
    pages: int
    control: str


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page, upright, as a JPEG in shades of grey; `code` is None when none of ours could be read."""

    source: str
    """« fichier 2, page 3 »: the name of a file may name people."""
    code: SheetCode | None
    seen: bool
    """A QR code was seen, ours or not."""
    jpeg: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read, and what to do."""

    source: str
    words: str
