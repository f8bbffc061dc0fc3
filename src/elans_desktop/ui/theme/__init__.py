"""The look of the application: colours, type, icons; light, dark or as the system; 90 to 150 %.

    theme.apply(app, "system", 100)      once, then again whenever the person changes their mind
    theme.color("muted") -> QColor       a token of tokens.py in the current theme
    theme.px(32) -> int                  a length of the design, scaled like the text
    theme.font(15, 600) -> QFont         the embedded family
    theme.icon("printer") -> QIcon       a Lucide icon coloured by a token
    theme.pixmap("printer", "primary", 16, 2.0) -> QPixmap
    theme.signals.changed                emitted after the colours or the scale have changed

Cheap to import: QtSvg is loaded with the first icon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from elans_desktop.core.resources import resource_path
from elans_desktop.ui.theme import dress, icons
from elans_desktop.ui.theme.notice import Notice
from elans_desktop.ui.theme.state import FAMILY as FAMILY
from elans_desktop.ui.theme.state import Mode, color, font, state
from elans_desktop.ui.theme.state import brush as brush
from elans_desktop.ui.theme.state import px as px
from elans_desktop.ui.theme.tokens import TOKENS

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

FUSION = ("-style", "fusion")
"""Given to QApplication, they spare the start a `setStyle` (PySide then creates the type of its answer)."""
MIN_SCALE, MAX_SCALE = 90, 150
_SCHEMES = {"system": 0, "light": 1, "dark": 2}
"""Qt.ColorScheme, by its numbers: see `ui/__init__`."""
_FONT_FILES = ("Regular", "Medium", "Semibold", "Bold", "It")


class Signals:
    """What the theme says to the widgets that keep something coloured (icons, pixmaps)."""

    def __init__(self) -> None:
        self.changed = Notice()


signals = Signals()

pixmap = icons.pixmap
draw_icon = icons.draw


def apply(app: QApplication, mode: Mode = "system", scale: int = 100, *, fusion: bool = False) -> None:
    """Dress the whole application; `scale` in percent is held between 90 and 150. `fusion`: the application
    was started with FUSION."""
    prepare(app, mode, scale, fusion=fusion)
    dress.again(app)
    signals.changed.emit()


def prepare(app: QApplication, mode: Mode = "system", scale: int = 100, *, fusion: bool = False) -> None:
    """All of `apply` before any widget is made."""
    state.mode = mode
    state.scale = max(MIN_SCALE, min(MAX_SCALE, scale))
    load_fonts()
    hints = app.styleHints()
    hints.setProperty("colorScheme", _SCHEMES[mode])
    if state.follows_system:
        system_dark = hints.colorScheme() == QtCore.Qt.ColorScheme.Dark
    else:
        state.follows_system = True
        if not fusion:
            app.setStyle("Fusion")
        hints.colorSchemeChanged.connect(_system_changed)
        system_dark = _is_dark(app.palette())
    _colour(app, mode == "dark" or (mode == "system" and system_dark))


def _is_dark(palette: QPalette) -> bool:
    """What the system's own palette says before ours takes its place."""
    return palette.windowText().color().lightness() > palette.window().color().lightness()


def _system_changed(scheme: QtCore.Qt.ColorScheme) -> None:
    app = QApplication.instance()
    if state.mode == "system" and isinstance(app, QApplication):
        _colour(app, scheme == QtCore.Qt.ColorScheme.Dark)
        dress.again(app)
        signals.changed.emit()


def _colour(app: QApplication, dark: bool) -> None:
    state.dark = dark
    column = 1 if dark else 0
    state.colours = {name: QColor(pair[column]) for name, pair in TOKENS.items()}
    state.brushes.clear()
    icons.clear()
    app.setPalette(_palette())
    app.setFont(font(15))
    QToolTip.setFont(font(14))
    QToolTip.setPalette(app.palette())


def load_fonts() -> None:
    """Make the embedded family known to Qt, once."""
    if state.fonts_loaded:
        return
    for weight in _FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource_path(f"fonts/SourceSans3-{weight}.ttf")))
    state.fonts_loaded = True


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, token in (
        (role.Window, "background"), (role.WindowText, "text"), (role.Base, "surface"),
        (role.AlternateBase, "sunken"), (role.Text, "text"), (role.Button, "surface"),
        (role.ButtonText, "text"), (role.BrightText, "on-primary"), (role.Highlight, "primary"),
        (role.HighlightedText, "on-primary"), (role.Link, "primary-ink"), (role.LinkVisited, "primary-ink"),
        (role.PlaceholderText, "muted"), (role.ToolTipBase, "menu"), (role.ToolTipText, "text"),
        (role.Mid, "line"), (role.Dark, "line-strong"), (role.Light, "surface"), (role.Accent, "primary"),
        (role.Midlight, "selected"),
    ):  # fmt: skip
        palette.setColor(target, color(token))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, color("disabled"))
    return palette


def mode() -> Mode:
    """What the person chose: as the system, light or dark."""
    return state.mode


def is_dark() -> bool:
    """Whether the dark colours are shown now."""
    return state.dark


def scale() -> int:
    """The text scale in percent, 90 to 150."""
    return state.scale


def icon(name: str, token: str = "text", size: int = 16) -> QIcon:
    """A Lucide icon (its file name without « .svg ») coloured by a token, crisp at ×2."""
    return icons.icon(name, token, size)
