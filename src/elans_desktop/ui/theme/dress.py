"""What one widget wears: the type and ink of a label, a ground, the style sheet of its kind.

Each says what it is with properties: ``role`` and ``tone`` of a label, ``dress`` of what has a sheet. `again`
dresses everything anew when the theme or the text scale changes.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from elans_desktop.ui.theme.state import color, font, px, state
from elans_desktop.ui.theme.style_sheet import ROLES, style_sheet
from elans_desktop.ui.theme.tokens import TOKENS

GROUNDS = {
    "background": QPalette.ColorRole.Window,
    "surface": QPalette.ColorRole.Base,
    "sunken": QPalette.ColorRole.AlternateBase,
    "selected": QPalette.ColorRole.Midlight,
    "line": QPalette.ColorRole.Mid,
}
"""The role of the palette that holds a ground: a widget that names it follows the theme by itself."""


class _Made:
    """Fonts, palettes and sheets of the theme shown, each made once and shared by all who wear it."""

    def __init__(self) -> None:
        self.fonts: dict[str, QFont] = {}
        self.inks: dict[str, QPalette] = {}
        self.sheets: dict[str, str] = {}


_made = _Made()


def wear(label: QLabel, role: str, tone: str = "") -> None:
    """Give a label the type of a role of `ROLES`, in its own ink or that of a token. Raises KeyError."""
    label.setProperty("role", role)
    label.setProperty("tone", tone)
    size, weight, ink = ROLES[role]
    if role not in _made.fonts:
        _made.fonts[role] = font(size, weight)
    label.setFont(_made.fonts[role])
    label.setForegroundRole(QPalette.ColorRole.WindowText)  # on some grounds Qt would take another
    label.setPalette(ink_palette(tone or ink))


def ink_palette(token: str) -> QPalette:
    """A palette that says nothing but the ink of words, enabled or not."""
    if token not in _made.inks:
        made = QPalette()
        made.setColor(QPalette.ColorRole.WindowText, color(token))
        _made.inks[token] = made
    return _made.inks[token]


def ground(widget: QWidget, name: str) -> None:
    """Fill a widget with a ground (`GROUNDS`). Raises KeyError."""
    widget.setBackgroundRole(GROUNDS[name])
    widget.setAutoFillBackground(True)


def dress(widget: QWidget, kind: str) -> None:
    """Give a widget the style sheet of its kind (`SHEETS`). Raises KeyError."""
    if kind not in _made.sheets:
        column = 1 if state.dark else 0
        _made.sheets[kind] = style_sheet(kind, {name: pair[column] for name, pair in TOKENS.items()}, px)
    widget.setProperty("dress", kind)
    widget.setStyleSheet(_made.sheets[kind])


def again(app: QApplication) -> None:
    """Dress anew everything there is: the theme or the text scale has changed."""
    global _made
    _made = _Made()
    # the palette reaches the widgets by a posted event: now, not a frame later
    app.sendPostedEvents(None, QEvent.Type.ApplicationPaletteChange.value)
    for widget in app.allWidgets():
        if isinstance(widget, QLabel):
            if role := widget.property("role"):
                wear(widget, role, widget.property("tone") or "")
        elif kind := widget.property("dress"):
            dress(widget, kind)
