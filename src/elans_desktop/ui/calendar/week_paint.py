"""Drawing of séances: blocks with their tint, edge and letter, hatched holidays, text on several lines."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from elans_desktop.core.formats import NBSP, clock_time, short_time
from elans_desktop.core.text import short_name
from elans_desktop.services.calendar.seances import POSTPONED
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
    solid, _tint, _ink = brique_tokens(card.brique_code)
    if rect.width() < SLIVER:
        painter.fillRect(rect, theme.color("text" if selected else solid if card.planned else "line-strong"))
        return
    ink = _ground(painter, rect, held, selected=selected)
    painter.save()
    painter.setClipRect(rect.adjusted(1, 1, -1, -1))
    _words(painter, rect, held, ink)
    painter.restore()


def _ground(painter: QPainter, rect: QRectF, held: Block, *, selected: bool) -> str:
    """The box of a block and its edge, framed when it is chosen; returns the ink to write in."""
    card = held.card
    solid, tint, ink = brique_tokens(card.brique_code)
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
    return ink


def line(painter: QPainter, rect: QRectF, held: Block, *, selected: bool) -> None:
    """A séance on one line, in a month: letter, hour, name; at its end the mark of a conflict."""
    card = held.card
    solid, tint, ink = brique_tokens(card.brique_code)
    if card.planned:
        paint.box(painter, rect, tint, None, radius=3)
        painter.fillRect(QRectF(rect.left(), rect.top() + 1, 3, rect.height() - 2), theme.color(solid))
    else:
        paint.box(painter, rect, "surface", "line-strong", radius=3, dashed=True)
        ink = "muted"
    if selected:
        paint.box(painter, rect.adjusted(-1, -1, 1, 1), None, "text", width=2)
    left = rect.left() + theme.px(6)
    right = rect.right() - theme.px(4)
    icon = "triangle-alert" if card.conflict else "" if card.planned else "calendar-x"
    if icon and rect.width() > theme.px(NARROW):
        right -= theme.px(16)
        token = "warning-ink" if card.conflict else "muted"
        theme.draw_icon(painter, icon, token, right + theme.px(2), rect.top() + theme.px(3), 14)
    paint.letter(painter, left, rect.top() + theme.px(2), letter_of(card.brique_code), side=16)
    left += theme.px(20)
    hour = short_time(held.start)
    if (wide := paint.text_width(hour, 14)) + theme.px(34) <= right - left:
        place = QRectF(left, rect.top() - 1, wide + 1, rect.height())
        paint.line_of_text(painter, place, hour, size=14, token=ink, elide=False)
        left += wide + theme.px(5)
    name = QRectF(left, rect.top() - 1, right - left, rect.height())
    token = "text" if card.planned else "muted"
    paint.line_of_text(painter, name, card.name, size=14, weight=600, token=token)


def strip(painter: QPainter, rect: QRectF, held: Block, *, selected: bool) -> None:
    """A séance on two lines, in the row of a trainer or of a place: letter and hours, then its name."""
    card = held.card
    ink = _ground(painter, rect, held, selected=selected)
    painter.save()
    painter.setClipRect(rect.adjusted(1, 1, -1, -1))
    left = rect.left() + theme.px(EDGE + 6)
    right = rect.right() - theme.px(4)
    top = rect.top() + theme.px(4)
    paint.letter(painter, left, top, letter_of(card.brique_code), side=16)
    foot = _foot(held)
    if foot and right - left > theme.px(NARROW):
        right -= theme.px(17)
        theme.draw_icon(painter, foot[0], foot[2], right + theme.px(2), top + theme.px(1), 14)
    whole = f"{clock_time(held.start)}{NBSP}–{NBSP}{clock_time(held.end)}"
    room = right - left - theme.px(20)
    hours = whole if paint.text_width(whole, 14) <= room else clock_time(held.start)
    place = QRectF(left + theme.px(20), top - 1, room, theme.px(17))
    paint.line_of_text(painter, place, hours, size=14, token=ink)
    name = QRectF(left, top + theme.px(16), rect.right() - theme.px(4) - left, theme.px(19))
    token = "text" if card.planned else "muted"
    paint.line_of_text(painter, name, card.name, size=15, weight=600, token=token)
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
