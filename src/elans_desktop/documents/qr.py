"""QR codes of the sheets that come back to be scanned: nothing in them about a person."""

from __future__ import annotations

import segno

from elans_desktop.documents import printable, style
from elans_desktop.documents.geometry import MM
from elans_desktop.documents.page import Page


def content(number: str, page: int, pages: int, code: str) -> str:
    """« ELANS:FE-2026-A0143:1/2:7F3K-92QD »."""
    return f"ELANS:{number}:{page}/{pages}:{code}"


def rows(text: str) -> list[bytes]:
    """The modules of `text` at level M, without margin: one byte string of 0 and 1 per row."""
    code = segno.make(printable.sound(text), error="m", micro=False, boost_error=False)
    return [bytes(row) for row in code.matrix]


def draw(page: Page, right: float, y: float, side: float, text: str, control: str, size: float = 8) -> None:
    """The code in a square of `side` mm whose top right corner is given, its control code written under it.

    One inline image of one bit a module, eight times cheaper than as many squares.
    """
    modules = rows(text)
    count = len(modules)
    pad = bytes(-count % 8)
    packed = "".join(
        f"{int((row + pad).translate(_TO_ASCII), 2):0{(count + len(pad)) // 4}x}" for row in modules
    )
    left, bottom = page.point(right - side, y + side)
    page.literal(
        f"q 0 g {side * MM:.3f} 0 0 {side * MM:.3f} {left:.3f} {bottom:.3f} cm\n"
        f"BI /W {count} /H {count} /BPC 1 /IM true /D [1 0] /F /AHx ID\n{packed}>\nEI Q"
    )
    page.text(right - side / 2, y + side + 3.7, control, style.MEDIUM, size, align="center")


_TO_ASCII = bytes.maketrans(b"\x00\x01", b"01")
