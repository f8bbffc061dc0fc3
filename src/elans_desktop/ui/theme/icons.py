"""Lucide icons: SVG files coloured by a token, rendered once per (name, colour, size, device ratio)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap

from elans_desktop.core.resources import read_text
from elans_desktop.ui.theme.state import color, px

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

_pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}


def clear() -> None:
    """Forget what was rendered: the colours have changed."""
    _pixmaps.clear()


@cache
def _source(name: str) -> str:
    return read_text(f"icons/{name}.svg")


def _colour(token: str | QColor) -> QColor:
    return token if isinstance(token, QColor) else color(token)


def pixmap(name: str, token: str | QColor = "text", size: int = 16, ratio: float = 1.0) -> QPixmap:
    """The icon as a pixmap of `size` design pixels (scaled with the text) at the device `ratio`."""
    colour, side = _colour(token), px(size)
    key = (name, colour.name(), side, ratio)
    found = _pixmaps.get(key)
    if found is None:
        from PySide6.QtSvg import QSvgRenderer

        device = round(side * ratio)
        found = QPixmap(device, device)
        found.fill(QColor(0, 0, 0, 0))
        svg = _source(name).replace("currentColor", colour.name())
        if size <= 12:
            svg = svg.replace('stroke-width="2"', 'stroke-width="3"')
        painter = QPainter(found)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, device, device))
        painter.end()
        found.setDevicePixelRatio(ratio)
        _pixmaps[key] = found
    return found


def draw(painter: QPainter, name: str, token: str | QColor, x: float, y: float, size: int = 16) -> None:
    """Draw the icon with its top left corner at (x, y), sharp on the device being painted."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(round(x), round(y)), pixmap(name, token, size, ratio))


def icon(name: str, token: str = "text", size: int = 16) -> QIcon:
    """The icon for Qt's own widgets (actions, windows), with its ×2 rendering and its disabled colour."""
    from PySide6.QtGui import QIcon

    made = QIcon()
    for ratio in {1.0, 2.0, _screen_ratio()}:
        made.addPixmap(pixmap(name, token, size, ratio))
        made.addPixmap(pixmap(name, "disabled", size, ratio), QIcon.Mode.Disabled)
    return made


def icon_size(size: int = 16) -> QSize:
    """The size to give to a Qt widget that shows an icon of `size` design pixels."""
    return QSize(px(size), px(size))


def _screen_ratio() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.devicePixelRatio()
