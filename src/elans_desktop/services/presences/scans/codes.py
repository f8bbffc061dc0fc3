"""What the QR code of a page says, and which way up the page was scanned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from elans_desktop.services.presences.scans.pages import SheetCode

_CONTENT = re.compile(
    r"ELANS:([A-Z]{2}-\d{4}-[A-Z]{1,3}\d{4,}):(\d{1,4})/(\d{1,4}):([0-9A-Z]{4}-[0-9A-Z]{4})"
)


_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found on a page. `turn`: degrees to turn it anticlockwise so that it stands upright."""

    code: SheetCode | None
    turn: int = 0
    seen: bool = False
    """A QR code was seen, ours or not, readable or not."""


def parse(text: str) -> SheetCode | None:
    """The code written « ELANS:FE-2026-A0143:1/2:7F3K-92QD »; None for any other text."""
    found = _CONTENT.fullmatch(text.strip())
    if found is None:
        return None
    number, page, pages, control = found.groups()
    return SheetCode(number, int(page), int(pages), control) if 1 <= int(page) <= int(pages) else None


def read(picture: Image.Image) -> Reading:
    """The code of a page in shades of grey, tried as it is, then cleaned of dust, spread, and larger."""
    seen = False
    for attempt in _attempts(picture):
        for found in _codes(attempt):
            seen = True
            code = parse(found.text) if found.valid else None
            if code is not None:
                return Reading(code, round(found.orientation / 90) * 90 % 360, seen=True)
    return Reading(None, seen=seen)


def _codes(picture: Image.Image) -> list[zxingcpp.Barcode]:
    width, height = picture.size
    pixels = memoryview(picture.tobytes()).cast("B", (height, width))
    return zxingcpp.read_barcodes(pixels, formats=_QR, return_errors=True)


def _attempts(picture: Image.Image) -> Iterator[Image.Image]:
    """Cheapest first: most pages are read at the first."""
    yield picture
    yield picture.filter(ImageFilter.MedianFilter(3))
    yield ImageOps.autocontrast(picture.filter(ImageFilter.GaussianBlur(1)), cutoff=5)
    yield ImageOps.scale(picture, 2, Image.Resampling.BICUBIC)
