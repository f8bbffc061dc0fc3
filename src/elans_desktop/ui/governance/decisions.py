"""The decisions of a meeting: the late ones of before, those taken, and the line that notes the next."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, count, date_short
from elans_desktop.services.governance.governance_decisions import DONE, DecisionView
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons, paint
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.layout import clear_layout, column, label, row
from elans_desktop.ui.kit.painted_rows import PaintedRows

NUMBER_WIDTH = 100
_TONES = {"decision": "primary", "avis": "neutral", "information": "neutral", "renvoi": "warning"}


def votes_words(decision: DecisionView) -> str:
    """« consensus », « 6 pour, 1 abstention »."""
    entered = decision.input
    if entered.consensus:
        return "consensus"
    parts = [f"{entered.votes_for or 0}{NBSP}pour"]
    if entered.votes_against:
        parts.append(f"{entered.votes_against}{NBSP}contre")
    if entered.abstentions:
        parts.append(count(entered.abstentions, "abstention"))
    return ", ".join(parts)


def facts(decision: DecisionView) -> list[str]:
    """Who, by when or what became of it, how it was taken."""
    due = decision.input.due_on
    if decision.input.state == DONE:
        when = f"fait le {date_short(decision.done_on)}" if decision.done_on else "fait"
    else:
        state = decision.state.lower() if decision.input.state != "a_faire" else ""
        when = " ".join(part for part in (state, f"pour le {date_short(due)}" if due else "") if part)
    return [part for part in (decision.responsible, when, votes_words(decision)) if part]


class DecisionRows(PaintedRows):
    """Number, words on as many lines as needed, then type and facts. Entrée changes, Suppr takes away."""

    removed = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__("Décisions de la réunion", ground="surface")
        self.may_edit = False

    def _text_height(self, row: DecisionView) -> int:
        width = max(80, self.width() - theme.px(NUMBER_WIDTH) - theme.px(12))
        metrics = QFontMetrics(paint.cached_font(15, 600))
        wrapped = metrics.boundingRect(0, 0, width, 10_000, int(Qt.TextFlag.TextWordWrap), row.input.text)
        return max(theme.px(20), wrapped.height())

    def row_height(self, row: DecisionView) -> int:
        """The words, then a line."""
        return theme.px(38) + self._text_height(row)

    def row_words(self, row: DecisionView) -> str:
        """All of it."""
        return ", ".join([row.number, row.input.text, row.type, *facts(row)])

    def row_pressed(self, index: int, point: QPointF) -> None:
        """What one may do of it."""
        if self.may_edit:
            place = QPointF(theme.px(NUMBER_WIDTH), self.row_rect(index).bottom() - 4)
            self.menu_wanted.emit(self.mapToGlobal(place.toPoint()))

    def row_key(self, event: QKeyEvent) -> bool:
        """Suppr."""
        if self.may_edit and event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
            return True
        return False

    def ground_of(self, row: Any, chosen: bool, hovered: bool) -> str:
        """Only the keyboard and the pointer show on the page."""
        return "hover" if hovered or (chosen and self.hasFocus()) else "surface"

    def paint_row(self, painter: QPainter, rect: QRectF, index: int, row: DecisionView, chosen: bool) -> None:
        """Number at the left; words, badge and facts at the right."""
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), theme.color("line"))
        left = rect.left() + theme.px(NUMBER_WIDTH)
        top = rect.top() + theme.px(7)
        number = QRectF(rect.left(), top, theme.px(NUMBER_WIDTH), theme.px(20))
        paint.line_of_text(painter, number, row.number, size=14, token="muted", elide=False)
        high = self._text_height(row)
        painter.setFont(paint.cached_font(15, 600))
        painter.setPen(theme.color("text"))
        words = QRectF(left, top, rect.right() - theme.px(12) - left, high)
        painter.drawText(words, int(Qt.TextFlag.TextWordWrap), row.input.text)
        line = top + high + theme.px(4)
        width = paint.badge_width(row.type)
        tone = _TONES.get(row.input.type_code, "neutral")
        paint.badge(painter, QRectF(left, line, width, theme.px(20)), row.type, tone)
        x = left + width + theme.px(16)
        if row.late_days:
            words_late = count(row.late_days, "jour") + " de retard"
            late = QRectF(x, line - 0.5, rect.right() - x, theme.px(20))
            paint.line_of_text(painter, late, words_late, size=14, weight=600, token="accent-ink")
            x += paint.text_width(words_late, 14, 600) + theme.px(16)
        for fact in facts(row):
            place = QRectF(x, line - 0.5, max(0.0, rect.right() - x), theme.px(20))
            paint.line_of_text(painter, place, fact, size=14, token="muted")
            x += paint.text_width(fact, 14) + theme.px(16)


class Overdue(QWidget):
    """« Échue depuis la réunion n° 3 »: each late decision with « Fait » and « Reporter »."""

    def __init__(
        self, done: Callable[[DecisionView], object], postpone: Callable[[DecisionView], object]
    ) -> None:
        super().__init__()
        self._done, self._postpone = done, postpone
        self.lines = column(spacing=8)
        self.setLayout(self.lines)

    def show_decisions(self, late: Sequence[DecisionView], may_edit: bool) -> None:
        """Show them, or nothing."""
        clear_layout(self.lines)
        self.setVisible(bool(late))
        meeting: uuid.UUID | None = None
        for decision in late:
            if decision.input.meeting_id != meeting:
                meeting = decision.input.meeting_id
                words = f"Échue depuis la réunion n°{NBSP}{decision.meeting_number}"
                self.lines.addWidget(label(words, "section"))
            self.lines.addWidget(LateBox(decision, may_edit, self._done, self._postpone))


class LateBox(QWidget):
    """One late decision, on the accent ground."""

    def __init__(
        self,
        decision: DecisionView,
        may_edit: bool,
        done: Callable[[DecisionView], object],
        postpone: Callable[[DecisionView], object],
    ) -> None:
        super().__init__()
        self.decision = decision
        self.setAccessibleName(f"Décision en retard\u00a0: {decision.input.text}")
        number = label(decision.number, "secondary")
        due = decision.input.due_on
        late = label(f"{count(decision.late_days, 'jour')} de retard", "small", tone="accent-ink")
        until = f"échéance {date_short(due)}" if due else ""
        who = label(", ".join(part for part in (decision.responsible, until) if part), "secondary", wrap=True)
        facts_line = row(Icon("clock-alert", "accent-ink", 16), late)
        facts_line.addWidget(who, 1)
        text = column(label(decision.input.text, "strong", wrap=True), facts_line, spacing=2)
        line = row(number, spacing=12, margins=(12, 8, 12, 8))
        line.addLayout(text, 1)
        self.done = buttons.small("Fait", "check", lambda: done(decision))
        self.postpone = buttons.small("Reporter", "", lambda: postpone(decision))
        for made in (self.done, self.postpone):
            made.setVisible(may_edit)
            line.addWidget(made)
        self.setLayout(line)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and border."""
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), "accent-tint", "accent")
        painter.end()
