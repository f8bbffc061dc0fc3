"""Drawing shared by the painted widgets and the delegates: boxes, lines of text, letters, badges."""

from __future__ import annotations

from functools import lru_cache

from PySide6 import QtCore
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPainterPath, QPen

from elans_desktop.ui import theme

LEFT, RIGHT, CENTER = 0x81, 0x82, 0x84
"""Qt.AlignmentFlag, centred vertically, by their numbers: see `ui/__init__`."""
_ONE_LINE = 0x100
"""Qt.TextFlag.TextSingleLine."""
_WRAPPED = 0x1000
"""Qt.TextFlag.TextWordWrap."""

# tone of a badge or a coloured word: (words, ground); a neutral badge has a border instead
BADGE_TONES = {
    "primary": ("primary-ink", "primary-tint"),
    "success": ("success-ink", "success-tint"),
    "warning": ("warning-ink", "warning-tint"),
    "accent": ("accent-ink", "accent-tint"),
    "danger": ("danger-ink", "danger-tint"),
    "neutral": ("muted", "surface"),
    "note": ("note-ink", "note"),
    "R": ("R-ink", "R-tint"),
    "M": ("M-ink", "M-tint"),
    "A": ("A-ink", "A-tint"),
    "C": ("C-ink", "C-tint"),
}


@lru_cache(maxsize=64)
def _metrics(size: int, weight: int, scale: int) -> QFontMetricsF:
    return QFontMetricsF(theme.font(size, weight))


@lru_cache(maxsize=64)
def _font(size: int, weight: int, scale: int) -> QFont:
    return theme.font(size, weight)


def cached_font(size: int, weight: int = 400) -> QFont:
    """The font of the theme at the current scale, made once."""
    return _font(size, weight, theme.scale())


def text_width(text: str, size: int, weight: int = 400) -> float:
    """The width of a line of text, in logical pixels."""
    return _metrics(size, weight, theme.scale()).horizontalAdvance(text)


def ink_of(tone: str) -> str:
    """The token in which words of this tone are written; a token is returned as it is."""
    return (
        BADGE_TONES[tone][0]
        if tone in BADGE_TONES and tone != "neutral"
        else (tone if tone != "neutral" else "muted")
    )


def box(
    painter: QPainter,
    rect: QRectF,
    fill: str | QColor | None,
    border: str | QColor | None = None,
    *,
    radius: float = 4,
    width: float = 1,
    dashed: bool = False,
) -> None:
    """A filled box whose border lies inside `rect`; colours are tokens."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = width / 2 if border is not None else 0.0
    path = QPainterPath()
    path.addRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half)
    if fill is not None:
        painter.fillPath(path, QBrush(fill) if isinstance(fill, QColor) else theme.brush(fill))
    if border is not None:
        pen = QPen()
        pen.setColor(_colour(border))
        pen.setWidthF(width)
        if dashed:
            pen.setStyle(QtCore.Qt.PenStyle.DashLine)
        painter.strokePath(path, pen)
    painter.restore()


def _colour(token: str | QColor) -> QColor:
    return token if isinstance(token, QColor) else theme.color(token)


def line_of_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    size: int = 15,
    weight: int = 400,
    token: str | QColor = "text",
    align: int = LEFT,
    elide: bool = True,
) -> None:
    """One line of text inside `rect`, cut with « … » when it is too long."""
    scale = theme.scale()
    font = _font(size, weight, scale)
    painter.setFont(font)
    colour = _colour(token)
    if painter.pen().color() != colour:
        painter.setPen(colour)
    if elide:
        metrics = _metrics(size, weight, scale)
        if metrics.horizontalAdvance(text) > rect.width() + 0.5:
            text = metrics.elidedText(text, QtCore.Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, align | _ONE_LINE, text)


def wrapped_height(text: str, width: float, size: int) -> int:
    """The height of a text on as many lines as this width asks."""
    place = QRectF(0, 0, width, 10_000)
    return round(_metrics(size, 400, theme.scale()).boundingRect(place, _WRAPPED, text).height())


def wrapped_text(painter: QPainter, rect: QRectF, text: str, size: int, token: str) -> None:
    """A text on as many lines as it needs, centred vertically in `rect`."""
    painter.setFont(cached_font(size))
    painter.setPen(theme.color(token))
    painter.drawText(rect, LEFT | _WRAPPED, text)


def letter(painter: QPainter, x: float, y: float, code: str, *, side: int = 20) -> None:
    """The box of a brique (R, M, A, C): its letter in its colour. Another code is written in a grey box;
    a code of two letters or more is the name of an icon in a grey box."""
    size = theme.px(side)
    rect = QRectF(round(x), round(y), size, size)
    if code in ("R", "M", "A", "C"):
        box(painter, rect, f"{code}-box", radius=3)
    else:
        box(painter, rect, "muted", radius=3)
    if len(code) > 1:
        icon = side - 6
        theme.draw_icon(painter, code, "letter", rect.x() + theme.px(3), rect.y() + theme.px(3), icon)
        return
    line_of_text(
        painter,
        rect,
        code,
        size=13 if side >= 20 else 12,
        weight=700,
        token="letter",
        align=CENTER,
        elide=False,
    )


def badge_width(text: str, icon: str = "") -> int:
    """The width of a badge, padding and icon included."""
    return round(text_width(text, 13, 600)) + theme.px(12) + (theme.px(18) if icon else 0)


def badge(painter: QPainter, rect: QRectF, text: str, tone: str, icon: str = "") -> None:
    """A status badge filling `rect` (20 high): words, with an icon when it calls for action."""
    ink, ground = BADGE_TONES[tone]
    box(painter, rect, ground, "line-strong" if tone == "neutral" else None)
    left = rect.left() + theme.px(6)
    if icon:
        theme.draw_icon(painter, icon, ink, left, rect.center().y() - theme.px(14) / 2, 14)
        left += theme.px(18)
    line = QRectF(left, rect.top() - 0.5, rect.right() - theme.px(5) - left, rect.height())
    line_of_text(painter, line, text, size=13, weight=600, token=ink)


def bar(
    painter: QPainter,
    rect: QRectF,
    share: float,
    fill: str,
    *,
    track: str = "sunken",
    border: str | None = None,
) -> None:
    """A horizontal bar filled to `share` (0 to 1, held within)."""
    box(painter, rect, track, border, radius=2)
    inner = rect.adjusted(1, 1, -1, -1) if border else rect
    width = inner.width() * max(0.0, min(1.0, share))
    if width > 0:
        box(painter, QRectF(inner.left(), inner.top(), width, inner.height()), fill, radius=1)


def dotted_line(painter: QPainter, left: float, right: float, y: float) -> None:
    """The dotted underline of a figure one can open."""
    pen = QPen(theme.color("field"), 1, QtCore.Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawLine(QPointF(left, y + 0.5), QPointF(right, y + 0.5))


def line_height(size: int, weight: int = 400) -> int:
    """The height of a line of text, in logical pixels."""
    return QFontMetrics(cached_font(size, weight)).height()
