"""Drawing of the week: blocks with their tint, edge and letter, hatched holidays, text on several lines."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from elans_desktop.core.formats import NBSP, clock_time
from elans_desktop.core.text import short_name
from elans_desktop.services.seances import POSTPONED
from elans_desktop.ui import theme
from elans_desktop.ui.calendar.week_layout import Block
from elans_desktop.ui.kit import paint

EDGE = 4
SLIVER = 14  # too narrow for a letter
SHORTEST_PIECE = 3  # letters of a word cut over two lines
NARROW = 90  # a block beside others: its commune is enough

FEET = {
    "holiday": ("flag", "férié, maintenue", "text"),
    "closure": ("calendar-off", "fermé, maintenue", "text"),
    "no_trainer": ("user-x", "sans intervenant", "warning-ink"),
    "away": ("user-x", "intervenant parti", "warning-ink"),
    "capacity": ("users", "trop de monde", "warning-ink"),
    "outside": ("user-minus", "hors parcours", "warning-ink"),
}
"""Kind of remark → icon, words and token at the foot of a block, the first one met."""


def brique_tokens(code: str | None) -> tuple[str, str, str]:
    """Solid, tint and ink of a brique; greys when there is none."""
    letter = (code or "")[:1]
    if letter in ("R", "M", "A", "C"):
        return letter, f"{letter}-tint", f"{letter}-ink"
    return "muted", "sunken", "muted"


def letter_of(code: str | None) -> str:
    """What the letter box shows: R M A C, or an icon."""
    letter = (code or "")[:1]
    return letter if letter in ("R", "M", "A", "C") else "calendar"


def hatch(painter: QPainter, rect: QRectF, step: int = 12) -> None:
    """Lines at 45° over a rectangle."""
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("hatch"), 1))
    gap = theme.px(step)
    left, top, height = rect.left(), rect.top(), rect.height()
    offset = -height
    while offset < rect.width():
        painter.drawLine(QLineF(left + offset, top + height, left + offset + height, top))
        offset += gap
    painter.restore()


def wrapped(text: str, width: float, size: int, weight: int, most: int) -> list[str]:
    """The text cut at its spaces, and inside a word too long for a line, into at most `most` lines; the last
    one ends with « … » when it must."""
    metrics = QFontMetricsF(paint.cached_font(size, weight))
    lines: list[str] = []
    words = [part for word in text.split(" ") for part in _pieces(word, width, metrics)]
    while words and len(lines) < most:
        line = words.pop(0)
        while words and metrics.horizontalAdvance(f"{line} {words[0]}") <= width:
            line = f"{line} {words.pop(0)}"
        lines.append(line)
    if words:
        lines[-1] = f"{lines[-1]} {' '.join(words)}"
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]


def _pieces(word: str, width: float, metrics: QFontMetricsF) -> list[str]:
    """A word, cut where a line is too short for it; whole where a piece would not be read."""
    pieces: list[str] = []
    while metrics.horizontalAdvance(word) > width:
        fits = (n for n in range(len(word) - 2, 0, -1) if metrics.horizontalAdvance(f"{word[:n]}-") <= width)
        most = next(fits, 0)
        if most < SHORTEST_PIECE:
            break
        pieces.append(f"{word[:most]}-")
        word = word[most:]
    return [*pieces, word]


def block(painter: QPainter, rect: QRectF, held: Block, *, selected: bool) -> None:
    """One block: hours, title, place, trainers; at its foot what one must know."""
    card = held.card
    solid, tint, ink = brique_tokens(card.brique_code)
    if rect.width() < SLIVER:
        painter.fillRect(rect, theme.color("text" if selected else solid if card.planned else "line-strong"))
        return
    if card.planned:
        paint.box(painter, rect, tint, solid)
        edge = QRectF(rect.left(), rect.top(), theme.px(EDGE) + 2, rect.height())
        painter.save()
        painter.setClipRect(QRectF(rect.left(), rect.top(), theme.px(EDGE), rect.height()))
        paint.box(painter, edge.adjusted(0, 0, 4, 0), solid)
        painter.restore()
    else:
        paint.box(painter, rect, "surface", "line-strong", dashed=True)
        ink = "muted"
    if selected:
        paint.box(painter, rect.adjusted(-1, -1, 1, 1), None, "text", width=2)
    painter.save()
    painter.setClipRect(rect.adjusted(1, 1, -1, -1))
    _words(painter, rect, held, ink)
    painter.restore()


def _words(painter: QPainter, rect: QRectF, held: Block, ink: str) -> None:
    card = held.card
    left = rect.left() + theme.px(EDGE + 6)
    width = rect.right() - left - theme.px(4)
    y = rect.top() + theme.px(5)
    paint.letter(painter, left, y, letter_of(card.brique_code), side=16)
    whole = f"{clock_time(held.start)}{NBSP}–{NBSP}{clock_time(held.end)}"
    room = width - theme.px(20)
    hours = whole if paint.text_width(whole, 14) <= room else clock_time(held.start)
    paint.line_of_text(
        painter, QRectF(left + theme.px(20), y - 1, room, theme.px(17)), hours, size=14, token=ink
    )
    foot = _foot(held)
    bottom = rect.bottom() - theme.px(4) - (theme.px(20) if foot else 0)
    y += theme.px(18)
    y = _lines(painter, card.name, left, y, width, bottom, 15, 600, "text" if card.planned else "muted", 3)
    place = card.where
    if not card.stops and card.place_commune and width < theme.px(NARROW):
        place = card.place_commune
    elif not card.stops and card.place_commune and card.place_commune not in place:
        place = f"{card.place_commune}, {place}" if place else card.place_commune
    y = _lines(painter, place, left, y, width, bottom, 14, 400, ink, 2)
    names = ", ".join(short_name(t.last_name, t.first_name) for t in card.trainers)
    _lines(painter, names, left, y, width, bottom, 14, 400, ink, 1)
    if foot:
        icon, words, token = foot
        top = rect.bottom() - theme.px(22)
        theme.draw_icon(painter, icon, token, left, top + theme.px(1), 14)
        line = QRectF(left + theme.px(18), top - 1, width - theme.px(18), theme.px(18))
        paint.line_of_text(painter, line, words, size=14, weight=600, token="text")


def _foot(held: Block) -> tuple[str, str, str] | None:
    """What one must know first: a conflict, a holiday, nobody to lead it…"""
    card = held.card
    if not card.planned:
        return "calendar-x", "reportée" if card.state == POSTPONED else "annulée", "muted"
    if card.conflict:
        return "triangle-alert", "conflit", "warning-ink"
    kinds = {remark.kind for remark in card.warnings}
    return next((foot for kind, foot in FEET.items() if kind in kinds), None)


def _lines(
    painter: QPainter,
    text: str,
    left: float,
    y: float,
    width: float,
    bottom: float,
    size: int,
    weight: int,
    token: str | QColor,
    most: int,
) -> float:
    """Write a text on as many lines as there is room for; returns where the next one starts."""
    height = theme.px(18 if size >= 15 else 16)
    room = min(most, int((bottom - y) // height))
    if not text or room < 1:
        return y
    for line in wrapped(text, width, size, weight, room):
        rect = QRectF(left, y, width, height)
        paint.line_of_text(painter, rect, line, size=size, weight=weight, token=token)
        y += height
    return y
