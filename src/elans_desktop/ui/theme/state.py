"""What the theme is now: the chosen mode, the colours shown, the text scale."""

from __future__ import annotations

from typing import Literal

from PySide6.QtGui import QBrush, QColor, QFont, QPalette

from elans_desktop.ui.theme.tokens import TOKENS

FAMILY = "Source Sans 3"
Mode = Literal["system", "light", "dark"]


class State:
    """The one look of this process, changed by `theme.apply` alone."""

    def __init__(self) -> None:
        self.mode: Mode = "light"
        self.dark = False
        self.scale = 100
        self.fonts_loaded = False
        self.follows_system = False
        self.colours = {name: QColor(pair[0]) for name, pair in TOKENS.items()}
        self.brushes: dict[str, QBrush] = {}


state = State()


def color(name: str) -> QColor:
    """The colour of a token (`tokens.py`) in the current theme. Raises KeyError for an unknown token."""
    return state.colours[name]


def brush(name: str) -> QBrush:
    """The colour of a token, to fill with. Taken from a palette: `QBrush(colour)` asks for the constants that
    the first screen does without (see `ui/__init__`)."""
    found = state.brushes.get(name)
    if found is None:
        role = QPalette.ColorRole.Window
        palette = QPalette()
        palette.setColor(role, state.colours[name])
        found = state.brushes[name] = palette.brush(role)
    return found


def px(length: int) -> int:
    """A length of the design (at 100 %) in logical pixels at the current text scale."""
    return (length * state.scale + 50) // 100


def font(size: int = 15, weight: int = 400) -> QFont:
    """The embedded family at `size` design pixels; `weight` is 400, 500, 600 or 700."""
    made = QFont(FAMILY)
    made.setPixelSize(px(size))
    made.setWeight(QFont.Weight(weight))
    return made
