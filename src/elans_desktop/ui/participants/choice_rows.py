"""Two files side by side, line by line: which side is taken, or both. Led by the keyboard or the mouse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter

from elans_desktop.services.participants.merge_rows import BOTH, KEPT, OTHER
from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.painted_rows import PaintedRows

MOST_LINES = 6
LABEL_SHARE = 0.26
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_WORDS = {KEPT: "celui du dossier gardé", OTHER: "celui de l’autre dossier", BOTH: "les deux"}
_KEYS = {Qt.Key.Key_Left: KEPT, Qt.Key.Key_Right: OTHER, Qt.Key.Key_B: BOTH}


@dataclass(frozen=True, slots=True)
class Heading:
    """A band above some lines."""

    title: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A line: what each side says, the choices, and the one made. `key`: what the choice is known by."""

    key: Any
    label: str
    kept: str = field(repr=False)
    other: str = field(repr=False)
    choices: tuple[str, ...]
    chosen: str


class ChoiceRows(PaintedRows):
    """Gauche takes the left side, Droite the right one, B both where it may be, Espace the next choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("Les deux dossiers, ligne à ligne", ground="surface")

    def set_lines(self, lines: Iterable[Heading | ChoiceLine]) -> None:
        """Replace every line."""
        self.set_rows(list(lines))

    def chosen(self) -> Mapping[Any, str]:
        """The choice of each line."""
        return {row.key: row.chosen for row in self.rows if isinstance(row, ChoiceLine)}

    def can_choose(self, row: Any) -> bool:
        """A band is not a line."""
        return isinstance(row, ChoiceLine)

    def row_height(self, row: Any) -> int:
        """36, more for a text of several lines."""
        if isinstance(row, Heading):
            return theme.px(36)
        metrics = QFontMetrics(paint.cached_font(15, 600))
        places = self._columns(QRectF(0, 0, max(self.width(), theme.px(480)), 0))
        texts = (row.label, row.kept, row.other)
        tallest = max(
            metrics.boundingRect(
                QRect(0, 0, max(60, round(place.width())), 10_000), _WRAP, text or " "
            ).height()
            for place, text in zip(places, texts, strict=True)
        )
        return max(theme.px(36), min(tallest, metrics.lineSpacing() * MOST_LINES) + theme.px(16))

    def row_words(self, row: Any) -> str:
        """« Commune. Flers ou Argentan. Pris : celui du dossier gardé »."""
        if isinstance(row, Heading):
            return row.title
        sides = f"{row.kept or 'vide'} ou {row.other or 'vide'}"
        return f"{row.label}. {sides}. Pris\u00a0: {_WORDS[row.chosen]}"

    def paint_row(self, painter: QPainter, rect: QRectF, index: int, row: Any, chosen: bool) -> None:
        """Label, left side, right side; what is not taken is pale."""
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color("line"))
        if isinstance(row, Heading):
            painter.fillRect(rect.adjusted(0, 0, 0, -1), theme.color("sunken"))
            inside = rect.adjusted(12, -1, -12, -1)
            paint.line_of_text(painter, inside, row.title, size=13, weight=600, token="muted")
            return
        title, left, right = self._columns(rect)
        painter.setFont(paint.cached_font(15))
        painter.setPen(theme.color("muted"))
        painter.drawText(title.adjusted(0, theme.px(8), 0, -theme.px(4)), int(_WRAP), row.label)
        for place, text, side in ((left, row.kept, KEPT), (right, row.other, OTHER)):
            self._side(painter, place, text, row, side)

    def _side(self, painter: QPainter, place: QRectF, text: str, row: ChoiceLine, side: str) -> None:
        taken = row.chosen in (side, BOTH)
        icon = "check" if row.chosen == BOTH else "circle-dot" if taken else "circle"
        token = "primary" if taken else "line-strong"
        theme.draw_icon(painter, icon, token, place.left() - theme.px(26), place.top() + theme.px(10), 16)
        painter.setFont(paint.cached_font(15, 600 if taken else 400))
        painter.setPen(theme.color("text" if taken and text else "muted"))
        inside = place.adjusted(0, theme.px(8), 0, -theme.px(4))
        painter.drawText(inside, int(_WRAP), text or "vide")

    def _columns(self, rect: QRectF) -> tuple[QRectF, QRectF, QRectF]:
        """The places of the label and of the words of each side."""
        label = round(rect.width() * LABEL_SHARE)
        side = (rect.width() - label) / 2
        gap = theme.px(34)
        first = QRectF(rect.left() + 12, rect.top(), label - 16, rect.height())
        left = QRectF(rect.left() + label + gap, rect.top(), side - gap - 8, rect.height())
        return first, left, QRectF(left.left() + side, rect.top(), side - gap - 12, rect.height())

    def row_pressed(self, index: int, point: QPointF) -> None:
        """A click takes the side under it."""
        row = self.rows[index]
        if not isinstance(row, ChoiceLine):
            return
        _label, left, right = self._columns(self.row_rect(index))
        gap = theme.px(34)
        if point.x() >= right.left() - gap:
            self.take(OTHER)
        elif point.x() >= left.left() - gap:
            self.take(KEPT)

    def row_key(self, event: QKeyEvent) -> bool:
        """A side, both, or the next choice."""
        row = self.current_row()
        key = Qt.Key(event.key())
        if not isinstance(row, ChoiceLine) or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in _KEYS:
            self.take(_KEYS[key])
            return True
        if key == Qt.Key.Key_Space:
            self.take(row.choices[(row.choices.index(row.chosen) + 1) % len(row.choices)])
            return True
        return False

    def take(self, side: str) -> None:
        """Choose a side of the current line, where it may be."""
        row = self.current_row()
        if isinstance(row, ChoiceLine) and side in row.choices and side != row.chosen:
            self.rows[self.current] = ChoiceLine(row.key, row.label, row.kept, row.other, row.choices, side)
            self._say()
            self.update()
            self.changed.emit()
