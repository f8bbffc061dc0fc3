"""Scanned files read page by page: PDF, JPEG or PNG, in shades of grey at 150 dpi, turned upright.

Everything stays in memory: a signed sheet names people, it is never written in clear on the disk.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from elans_desktop.core.formats import NBSP, number
from elans_desktop.services import files
from elans_desktop.services.presences.scans import codes
from elans_desktop.services.presences.scans.pages import DPI, Refusal, ScannedPage

MAX_BYTES = 200_000_000
"""Of one file."""
MAX_PAGES = 500
"""Of one file."""
MAX_PIXELS = 80_000_000
"""Of one picture, read in its header: an A3 sheet at 600 dpi holds."""
LONG_SIDE = 1_754
"""Pixels of the long side of an A4 page at 150 dpi."""
QUALITY = 55

Progress = Callable[[int, int], None]


def read_files(
    paths: Sequence[Path], progress: Progress = lambda _done, _total: None
) -> tuple[tuple[ScannedPage, ...], tuple[Refusal, ...]]:
    """Every page of the files, in order, and the files that could not be read.

    `progress(pages read, pages known)` may raise Cancelled: nothing was written.
    """
    opened = [_open(path, f"fichier{NBSP}{rank}") for rank, path in enumerate(paths, start=1)]
    total = sum(len(one) for one in opened if isinstance(one, _Pages))
    pages: list[ScannedPage] = []
    refusals: list[Refusal] = []
    for one in opened:
        if isinstance(one, Refusal):
            refusals.append(one)
            continue
        try:
            for page in one:
                pages.append(page)
                progress(len(pages), total)
        except _UNREADABLE:
            words = "Ce fichier est abîmé\u00a0: numérisez de nouveau ce qui manque."
            refusals.append(Refusal(one.source, words))
        finally:
            one.close()
    return tuple(pages), tuple(refusals)


_UNREADABLE = (pdfium.PdfiumError, OSError, ValueError, SyntaxError, Image.DecompressionBombError)
"""What Pillow and pdfium raise on a file that lies about itself."""


class _Pages:
    """The pages of one file, read when they are asked for."""

    def __init__(self, source: str, content: bytes) -> None:
        self.source = source
        self._document: pdfium.PdfDocument | None = None
        self._picture: Image.Image | None = None
        if files.media_type(content) == files.PDF:
            self._document = pdfium.PdfDocument(content)
        else:
            self._picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))

    def __len__(self) -> int:
        return len(self._document) if self._document is not None else 1

    def __iter__(self) -> Iterator[ScannedPage]:
        for index in range(len(self)):
            yield self._page(index)

    def _page(self, index: int) -> ScannedPage:
        picture = self._at(index, DPI)
        reading = codes.read(picture)
        if reading.code is None and self._document is not None:
            reading = codes.read(self._at(index, 2 * DPI))
        upright = picture.rotate(reading.turn, expand=True) if reading.turn else picture
        kept = io.BytesIO()
        upright.thumbnail((LONG_SIDE, LONG_SIDE))
        upright.save(kept, "JPEG", quality=QUALITY)
        source = f"{self.source}, page{NBSP}{index + 1}" if len(self) > 1 else self.source
        return ScannedPage(source, reading.code, reading.seen, kept.getvalue())

    def _at(self, index: int, dpi: int) -> Image.Image:
        if self._document is None:
            assert self._picture is not None
            return _grey(self._picture)
        page: Any = self._document[index]  # pypdfium2 does not type what it renders
        try:
            side = max(page.get_size())
            scale = min(dpi / 72, (MAX_PIXELS**0.5) / side)
            picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
            return picture.convert("L")
        finally:
            page.close()

    def close(self) -> None:
        """Let the file go."""
        for one in (self._document, self._picture):
            if one is not None:
                one.close()


def _grey(picture: Image.Image) -> Image.Image:
    """A photograph or a scan, as its camera says it stands, on white, at 300 dpi at most."""
    turned = ImageOps.exif_transpose(picture)
    if turned.mode in ("RGBA", "LA", "P", "PA"):
        rgba = turned.convert("RGBA")
        turned = Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba)
    grey = turned.convert("L")
    grey.thumbnail((2 * LONG_SIDE, 2 * LONG_SIDE))
    return grey


def _open(path: Path, source: str) -> _Pages | Refusal:
    try:
        if path.stat().st_size > MAX_BYTES:
            limit = number(MAX_BYTES // 1_000_000)
            return Refusal(source, f"Ce fichier est trop lourd\u00a0: {limit}{NBSP}Mo au plus.")
        content = path.read_bytes()
    except OSError:
        return Refusal(
            source, "Ce fichier n’a pas pu être lu\u00a0: vérifiez qu’il n’est pas ouvert ailleurs."
        )
    kind = files.media_type(content)
    if kind not in (files.PDF, files.JPEG, files.PNG):
        return Refusal(source, "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG.")
    width, height = files.image_size(content) or (0, 0)
    if width * height > MAX_PIXELS:
        return Refusal(source, "Cette image est trop grande\u00a0: numérisez à 300 points par pouce au plus.")
    try:
        pages = _Pages(source, content)
    except pdfium.PdfiumError:
        return Refusal(
            source, "Ce PDF est abîmé, ou protégé par un mot de passe\u00a0: numérisez de nouveau."
        )
    except _UNREADABLE:
        return Refusal(source, "Cette image est abîmée\u00a0: numérisez de nouveau.")
    if len(pages) > MAX_PAGES:
        pages.close()
        return Refusal(source, f"Ce fichier a trop de pages\u00a0: {MAX_PAGES} au plus.")
    return pages
