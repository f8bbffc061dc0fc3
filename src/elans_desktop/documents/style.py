"""Tokens of the printed page: fonts, sizes, lines, fills. Lengths are millimetres, sizes and lines points."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from elans_desktop.core.resources import resource_path

rl_config.useA85 = 0  # pages in binary: a quarter smaller, and faster to write than in letters

REGULAR = "SourceSans3-Regular"
ITALIC = "SourceSans3-It"
MEDIUM = "SourceSans3-Medium"
SEMIBOLD = "SourceSans3-Semibold"
BOLD = "SourceSans3-Bold"
FALLBACK = "DejaVuSans"
"""Draws what Source Sans 3 does not hold: Hebrew, Arabic, symbols, some emoji."""

INK = HexColor("#1F2A2E")
GREY = HexColor("#4E595D")
"""Second lines and labels: 7:1 on white."""
LINE = HexColor("#7A8386")
"""Between rows and columns: a paler hairline turns into dots on a laser printer."""
GRID = HexColor("#C4C8C5")
"""Inner separators and chart grids, never the only separator."""
HEADER = HexColor("#EEEBE2")
TOTAL = HexColor("#E2DED2")
GROUP = HexColor("#F7F6F2")
PRIMARY = HexColor("#0F6B5C")
TINT = HexColor("#DFEBE8")
"""Under the later series of a radar: decoration only."""
ACCENT = HexColor("#C8551B")
"""A limit on a timeline, never a text."""
WHITE = HexColor("#FFFFFF")
BLACK = HexColor("#000000")
EU_BLUE = HexColor("#003399")
EU_GOLD = HexColor("#FFCC00")

BRIQUE_BOX = {
    "R": HexColor("#2B6CB0"),
    "M": HexColor("#8F5B10"),
    "A": HexColor("#2A7A52"),
    "C": HexColor("#6B46C1"),
}
"""The box under the letter of a brique, dark enough for a white letter; ink for any other letter."""

FRAME = 1.0
"""Width (pt) of a table frame."""
HEADER_RULE = 0.8
FIELD_FRAME = 0.8
SIGN_FRAME = 0.9
ROW_RULE = 0.5

SMALLEST = 7.5
"""Labels and footer: nothing smaller but inside logos."""
CAP_HALF = 0.33
"""Half the height of a capital of Source Sans 3, as a share of the size: text centred on a line."""
LEADING = 1.36


@cache
def font(name: str) -> TTFont:
    """The registered font `name`; its file is read on first use."""
    face = TTFont(name, str(resource_path(f"fonts/{name}.ttf")))
    cast(Any, pdfmetrics).registerFont(face)
    return face


@cache
def advances(name: str) -> dict[int, float]:
    """Width of each character the font draws, as a share of the size."""
    face = font(name).face
    default: float = face.defaultWidth
    widths: dict[int, float] = face.charWidths
    return {code: widths.get(code, default) / 1000 for code in face.charToGlyph}
