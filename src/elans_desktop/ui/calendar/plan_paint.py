"""Drawing shared by the plans: what is carried over them, the days that are not like the others."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from elans_desktop.services.calendar.seance_list import DayInfo
from elans_desktop.services.calendar.seances import SeanceCard
from elans_desktop.ui import theme
from elans_desktop.ui.calendar.week_paint import brique_tokens, hatch
from elans_desktop.ui.kit import paint

LINE = 18


def ghost(painter: QPainter, rect: QRectF, card: SeanceCard | None, words: str, *, refused: bool) -> None:
    """What is carried, where it would land: its hours first, then its name."""
    if card is None:
        border, ground, ink = "primary", "primary-tint", "primary-ink"
    elif refused:
        border, ground, ink = "danger", "danger-tint", "danger-ink"
    else:
        border, ground, ink = brique_tokens(card.brique_code)
    paint.box(painter, rect, ground, border, width=2, dashed=refused)
    left = rect.left() + theme.px(8)
    width = rect.width() - theme.px(12)
    high = theme.px(LINE)
    top = rect.top() + max(0.0, min(theme.px(5), (rect.height() - high) / 2))
    lines = [(words, 600, "text" if not refused else ink)]
    if card is not None:
        lines.append((card.name, 400, ink))
    for text, weight, token in lines:
        if top + high > rect.bottom() + 2 and text != words:
            return
        paint.line_of_text(painter, QRectF(left, top, width, high), text, size=14, weight=weight, token=token)
        top += high


def companion(painter: QPainter, rect: QRectF, card: SeanceCard | None) -> None:
    """Another slot of the séance carried, which follows it."""
    border, ground, _ink = brique_tokens(card.brique_code if card else None)
    painter.save()
    painter.setOpacity(0.6)
    paint.box(painter, rect, ground, border, dashed=True)
    painter.restore()


def day_ground(painter: QPainter, cell: QRectF, info: DayInfo) -> None:
    """Holidays and closures are shaded, bank holidays and closures hatched too."""
    if is_off(info):
        painter.fillRect(cell, theme.color("sunken"))
    if info.bank_holiday or info.closure:
        hatch(painter, cell)


def is_off(info: DayInfo) -> bool:
    """Whether a day is shaded."""
    return bool(info.bank_holiday or info.school_holiday or info.closure)


def day_note(info: DayInfo) -> tuple[str, str]:
    """Icon and name of what a day is, both empty for a day like the others."""
    if info.bank_holiday:
        return "flag", info.bank_holiday
    if info.closure:
        return "calendar-off", info.closure
    return ("school", info.school_holiday) if info.school_holiday else ("", "")
