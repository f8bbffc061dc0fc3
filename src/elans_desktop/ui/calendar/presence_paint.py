"""Drawing of the presence grid: the cell of each status, the heads, the totals."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from elans_desktop.core.formats import NBSP, duration, percent
from elans_desktop.services.presences.attendance import minutes_words
from elans_desktop.services.presences.attendance_grid import Cell, Totals
from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint

DASH = "–"


def key_box(painter: QPainter, rect: QRectF, status: str) -> None:
    """The letter of a status in its 20 px box: never told by colour alone."""
    looks = {
        "P": ("success-tint", None, "success-ink"),
        "A": ("surface", "warning", "warning-ink"),
        "I": ("danger", None, "surface"),
        "E": ("surface", "muted", "text"),
        "D": ("surface", "muted", "muted"),
        "R": ("warning-tint", None, "warning-ink"),
    }
    fill, border, ink = looks[status]
    paint.box(painter, rect, fill, border, radius=3, dashed=status == "D")
    line = rect.adjusted(0, -1, 0, 0)
    paint.line_of_text(painter, line, status, size=13, weight=700, token=ink, align=paint.CENTER, elide=False)


def cell(painter: QPainter, rect: QRectF, held: Cell | None, reason: str, *, expected: bool) -> None:
    """What is entered: the key and, beside it, the reason or the minutes."""
    side = theme.px(20)
    box = QRectF(rect.left() + theme.px(6), round(rect.center().y() - side / 2), side, side)
    if held is None:
        if expected:
            paint.box(painter, box, None, "line-strong", radius=3)
        else:
            paint.line_of_text(painter, box, "·", token="disabled", align=paint.CENTER)
        return
    minutes = minutes_words(held.late, held.early)
    status = "R" if held.status == "P" and minutes else held.status
    key_box(painter, box, status)
    words = f"{minutes}{NBSP}min" if minutes else reason
    if words:
        left = box.right() + theme.px(4)
        if minutes and paint.text_width(words, 14, 600) > rect.right() - left - theme.px(3):
            words = minutes
        line = QRectF(left, rect.top() - 1, rect.right() - left - theme.px(3), rect.height())
        if minutes:
            paint.line_of_text(painter, line, words, size=14, weight=600, token="warning-ink")
        else:
            paint.line_of_text(painter, line, words, size=14, token="muted")


def corrected(painter: QPainter, rect: QRectF) -> None:
    """A small pencil in the corner: changed after validation."""
    theme.draw_icon(
        painter, "pencil", "primary-ink", rect.right() - theme.px(14), rect.top() + theme.px(2), 11
    )


def typing(painter: QPainter, rect: QRectF, typed: str) -> None:
    """The current cell while minutes are typed: `R 20| min`, underlined."""
    painter.fillRect(rect, theme.color("surface"))
    side = theme.px(20)
    box = QRectF(rect.left() + theme.px(6), round(rect.center().y() - side / 2), side, side)
    key_box(painter, box, "R")
    left = box.right() + theme.px(4)
    width = max(theme.px(14), paint.text_width(typed, 15))
    line = QRectF(left, rect.top() - 1, width + 2, rect.height())
    paint.line_of_text(painter, line, typed, elide=False)
    end = left + paint.text_width(typed, 15) + 1
    under = rect.center().y() + theme.px(9)
    painter.fillRect(QRectF(left, under, width, 1), theme.color("primary"))
    painter.fillRect(QRectF(end, rect.center().y() - theme.px(8), 1, theme.px(16)), theme.color("text"))
    after = QRectF(end + theme.px(4), rect.top() - 1, rect.right() - end, rect.height())
    paint.line_of_text(painter, after, "min", size=14, token="muted", elide=False)


def person_totals(painter: QPainter, places: list[QRectF], sums: Totals, *, strong: bool = False) -> None:
    """Retard, Réalisé, Prévu, Assiduité at the end of a line."""
    rate = percent(sums.rate) if sums.rate is not None else DASH
    words = (
        duration(sums.late) if sums.late else "",
        duration(sums.realised) if sums.entered else DASH,
        duration(sums.planned) if sums.entered else DASH,
        rate,
    )
    weights = (400, 600, 400, 600 if strong else 400)
    tokens = ("text", "text", "muted", "text")
    for place, text, weight, token in zip(places, words, weights, tokens, strict=True):
        inside = place.adjusted(0, -1, -theme.px(10), -1)
        paint.line_of_text(painter, inside, text, weight=weight, token=token, align=paint.RIGHT)


def slot_present(painter: QPainter, rect: QRectF, sums: Totals) -> None:
    """« 10 / 12 », or a dash before anything is entered."""
    if not sums.entered:
        paint.line_of_text(painter, rect, DASH, token="muted", align=paint.CENTER)
        return
    bold, rest = str(sums.present), f" / {sums.expected}"
    width = paint.text_width(bold, 15, 600) + paint.text_width(rest, 15)
    left = rect.center().x() - width / 2
    first = QRectF(left, rect.top() - 1, width, rect.height())
    paint.line_of_text(painter, first, bold, weight=600, elide=False)
    second = first.translated(paint.text_width(bold, 15, 600), 0)
    paint.line_of_text(painter, second, rest, elide=False)


def slot_hours(painter: QPainter, rect: QRectF, sums: Totals) -> None:
    """Heures-participants of a column."""
    words = duration(sums.realised) if sums.entered else DASH
    paint.line_of_text(painter, rect.adjusted(0, -1, 0, -1), words, size=14, token="text", align=paint.CENTER)
