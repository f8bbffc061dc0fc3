"""The freins drawn: three squares a theme, dark for today, grey for what has lightened since the entry."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from elans_desktop.services.pathways.barriers import STABLE, BarrierRow
from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.painted import Painted

TWO_COLUMNS = 748
ROW, SQUARE, TALL, GAP = 24, 17, 10, 2
NAME, FIGURES, WORDS = 180, 64, 104
"""Pixels: width of the name, then from the squares to the figures, and to the words."""


class BarrierBoard(Painted):
    """The themes that are or were a frein, in two columns where there is room; read only."""

    def __init__(self) -> None:
        super().__init__(wide=True)
        self.height_follows_width()
        self._rows: tuple[BarrierRow, ...] = ()
        self._idle: frozenset[str] = frozenset()

    def set_rows(self, rows: Sequence[BarrierRow], idle: Sequence[BarrierRow] = ()) -> None:
        """Show these themes; `idle` are marked."""
        self._rows = tuple(rows)
        self._idle = frozenset(row.input.theme_code for row in idle)
        self.setVisible(bool(self._rows))
        self.setAccessibleName("Freins\u00a0: " + ", ".join(self._words(row) for row in self._rows))
        self.setToolTip("\n".join(filter(None, (_detail(row) for row in self._rows))))
        self._dressed()

    def _words(self, row: BarrierRow) -> str:
        end = self._end_words(row)[0]
        return f"{row.theme} {_figure(row.entry)} à {_figure(row.level)}{', ' + end if end else ''}"

    def design_size(self) -> QSize:
        """24 a line."""
        return QSize(theme.px(TWO_COLUMNS), self.heightForWidth(theme.px(TWO_COLUMNS)))

    def heightForWidth(self, width: int) -> int:
        """Two columns take half the lines."""
        columns = _columns(width)
        return max(1, theme.px(ROW) * ((len(self._rows) + columns - 1) // columns))

    def draw(self, painter: QPainter) -> None:
        """Theme by theme, across then down, as one reads."""
        columns = _columns(self.width())
        width, height = self.width() / columns, theme.px(ROW)
        for index, row in enumerate(self._rows):
            left, top = index % columns * width, index // columns * height
            self._draw_row(painter, QRectF(left, top, width - theme.px(8), height), row)

    def _draw_row(self, painter: QPainter, rect: QRectF, row: BarrierRow) -> None:
        px = theme.px
        name = QRectF(rect.left(), rect.top() - 1, px(NAME) - px(8), rect.height())
        paint.line_of_text(painter, name, row.short, weight=500)
        left = rect.left() + px(NAME)
        now, entry = row.level or 0, row.entry or 0
        top = rect.center().y() - px(TALL) / 2
        for rank in range(1, 4):
            fill = "text" if rank <= now else "line-strong" if rank <= entry else "surface"
            square = QRectF(left + (rank - 1) * px(SQUARE + GAP), top, px(SQUARE), px(TALL))
            paint.box(painter, square, fill, "text" if rank <= now else "field", radius=2)
        self._figures(painter, QRectF(left + px(FIGURES), rect.top() - 1, px(60), rect.height()), row)
        words, icon, token = self._end_words(row)
        if words:
            place = QRectF(left + px(WORDS), rect.top() - 1, rect.right() - left - px(WORDS), rect.height())
            if icon:
                theme.draw_icon(painter, icon, token, place.left(), rect.center().y() - px(7), 14)
                place.setLeft(place.left() + px(18))
            paint.line_of_text(painter, place, words, size=14, weight=500, token=token)

    def _figures(self, painter: QPainter, place: QRectF, row: BarrierRow) -> None:
        """« 3 → 2 », today in bold."""
        before = f"{_figure(row.entry)} → "
        paint.line_of_text(painter, place, before, token="muted", elide=False)
        place.setLeft(place.left() + paint.text_width(before, 15))
        paint.line_of_text(painter, place, _figure(row.level), weight=700, elide=False)

    def _end_words(self, row: BarrierRow) -> tuple[str, str, str]:
        """What is said after the figures: words, icon, token."""
        if row.lifted:
            return "levé", "check", "success-ink"
        if row.input.theme_code in self._idle:
            return "sans action", "octagon-alert", "accent-ink"
        if row.input.status_code == STABLE:
            return "stabilisé", "", "muted"
        return "", "", "muted"


def _columns(width: int) -> int:
    return 2 if width >= theme.px(TWO_COLUMNS) else 1


def _figure(level: int | None) -> str:
    return "–" if level is None else str(level)


def _detail(row: BarrierRow) -> str:
    """« Mobilité : Covoiturage du mardi (Orne Mobilité) »."""
    parts = [part for part in (row.input.solution, row.partner and f"({row.partner})") if part]
    return f"{row.theme}\u00a0: {' '.join(parts)}" if parts else ""
