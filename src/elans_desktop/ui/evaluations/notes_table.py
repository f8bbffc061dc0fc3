"""The lines of an evaluation, noted by one key: 1–4, 0 or N « non observé », C a comment, Entrée the next."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from elans_desktop.core.formats import MINUS
from elans_desktop.services.evaluations.evaluation_entry import Note
from elans_desktop.services.evaluations.evaluation_grids import CriterionView
from elans_desktop.services.evaluations.evaluation_progress import Mark, difference
from elans_desktop.services.evaluations.evaluations import ENTRY, EvaluationView
from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.painted_rows import PaintedRows

AZERTY = {"&": "1", "é": "2", '"': "3", "'": "4", "(": "5", "-": "6", "è": "7", "_": "8", "ç": "9", "à": "0"}
"""The digits of an AZERTY keyboard without Shift."""
KEY_WIDTH, KEY_GAP = 32, 4


@dataclass(frozen=True)
class Title:
    """The header (empty `family`) or the title of a family."""

    family: str = ""


def signed(value: int) -> str:
    """« +1 », « 0 », « −1 »."""
    return f"+{value}" if value > 0 else f"{MINUS}{-value}" if value < 0 else "0"


class NotesTable(PaintedRows):
    """See the head of this file."""

    noted = Signal(object)
    """A Note: what a key or a click says of a line."""
    comment_wanted = Signal()
    """C: something to say about the current line."""

    def __init__(self) -> None:
        super().__init__("Notes de l’évaluation", ground="surface")
        self._shown: EvaluationView | None = None
        self._editable = False
        self.opened.connect(self._next)

    def show_evaluation(self, shown: EvaluationView, editable: bool) -> None:
        """Show the lines; the current one stays while the grid is the same, else the first left to note."""
        same = self._shown is not None and (
            self._shown.grid.id == shown.grid.id
            and self._shown.input.participant_id == shown.input.participant_id
            and self._shown.input.moment == shown.input.moment
        )
        kept = self.criterion() if same else None
        self._shown, self._editable = shown, editable
        lines: list[Title | CriterionView] = [Title()]
        for family, criteria in shown.grid.families:
            lines += [Title(family), *criteria]
        wanted = kept or next((c for c in shown.grid.criteria if not self._mark(c).given), None)
        index = next(
            (i for i, line in enumerate(lines) if isinstance(line, CriterionView) and line == wanted), 2
        )
        self.set_rows(lines, index)

    def _next(self, _index: int) -> None:
        self.step(1)

    def criterion(self) -> CriterionView | None:
        """The line of the keyboard."""
        row = self.current_row()
        return row if isinstance(row, CriterionView) else None

    def row_height(self, row: object) -> int:
        """32, families 24."""
        return theme.px(24 if isinstance(row, Title) and row.family else 32)

    def can_choose(self, row: object) -> bool:
        """Only criteria."""
        return isinstance(row, CriterionView)

    def row_words(self, row: object) -> str:
        """« 3, Ponctualité, entrée 2, note 3 »."""
        if not isinstance(row, CriterionView):
            return ""
        mark, entry = self._mark(row), self._entry(row)
        said = "non observé" if mark.not_observed else f"note {mark.level}" if mark.level is not None else ""
        before = f"entrée {entry.level}" if entry.level is not None else ""
        return ", ".join(x for x in (str(row.number), row.label, before, said or "à noter") if x)

    def row_tip(self, row: object) -> str:
        """What one observes, and the comment."""
        if not isinstance(row, CriterionView):
            return ""
        return "\n".join(x for x in (row.hint, self._mark(row).comment) if x)

    def row_pressed(self, index: int, point: QPointF) -> None:
        """A click on a key notes the line; on the chosen key, takes the note away."""
        row = self.rows[index]
        if not self._editable:
            return
        for key, rect in self._keys(self.row_rect(index)):
            if rect.contains(point):
                mark = self._mark(row)
                chosen = mark.not_observed if key is None else mark.level == key
                self._say_note(row, None if chosen else key, key is None and not chosen)

    def row_key(self, event: QKeyEvent) -> bool:
        """One key, one note."""
        row = self.criterion()
        text = AZERTY.get(event.text(), event.text()).upper()
        if row is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if text == "C":
            self.comment_wanted.emit()
            return True
        if not self._editable or self._shown is None:
            return False
        levels = [level.value for level in self._shown.grid.levels]
        if text.isdigit() and int(text) in levels:
            self._say_note(row, int(text), False)
        elif text in ("0", "N"):
            self._say_note(row, None, True)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._say_note(row, None, False)
        else:
            return False
        return True

    def paint_row(self, painter: QPainter, rect: QRectF, index: int, row: object, chosen: bool) -> None:
        """The header, a family, or a line."""
        if isinstance(row, Title):
            self._paint_title(painter, rect, row)
        elif isinstance(row, CriterionView):
            self._paint_line(painter, rect, row, chosen)
        line = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(line, theme.color("line"))

    def ground_of(self, row: object, chosen: bool, hovered: bool) -> str:
        """Titles on the paper, the header sunken."""
        if isinstance(row, Title):
            return "background" if row.family else "sunken"
        return super().ground_of(row, chosen, hovered)

    def _paint_title(self, painter: QPainter, rect: QRectF, row: Title) -> None:
        inside = rect.adjusted(theme.px(8), -1, -theme.px(12), -1)
        if row.family:
            paint.line_of_text(painter, inside, row.family, size=14, weight=600, token="muted")
            return
        entry, keys, gap = self._columns(rect)
        words = inside.adjusted(theme.px(29), 0, 0, 0)
        titles = [(words, "On observe", paint.LEFT), (keys, "Note du jour", paint.LEFT)]
        if self._later():
            titles += [(entry, "Entrée", paint.CENTER), (gap, "Écart", paint.CENTER)]
        for place, text, align in titles:
            paint.line_of_text(painter, place, text, size=13, weight=600, token="muted", align=align)

    def _paint_line(self, painter: QPainter, rect: QRectF, row: CriterionView, chosen: bool) -> None:
        if chosen:
            painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), theme.color("primary"))
        mark, entry = self._mark(row), self._entry(row)
        entry_place, keys, gap_place = self._columns(rect)
        number = QRectF(rect.left(), rect.top() - 1, theme.px(26), rect.height())
        paint.line_of_text(painter, number, str(row.number), size=14, token="muted", align=paint.RIGHT)
        right = entry_place.left() if self._later() else keys.left()
        words = QRectF(rect.left() + theme.px(37), rect.top() - 1, 0, rect.height())
        words.setRight(right - theme.px(8) - (theme.px(24) if mark.comment else 0))
        paint.line_of_text(painter, words, row.label, weight=600 if chosen else 400)
        if mark.comment:
            after = min(words.left() + paint.text_width(row.label, 15, 600 if chosen else 400), words.right())
            icon = rect.center().y() - theme.px(7)
            theme.draw_icon(painter, "message-square", "muted", after + theme.px(8), icon, 14)
        if self._later():
            before = "NO" if entry.not_observed else "" if entry.level is None else str(entry.level)
            paint.line_of_text(painter, entry_place, before, token="muted", align=paint.CENTER)
            gain = difference(entry, mark)
            if gain is not None:
                token = "success-ink" if gain > 0 else "accent-ink" if gain < 0 else "muted"
                weight = 600 if gain else 400
                paint.line_of_text(
                    painter, gap_place, signed(gain), weight=weight, token=token, align=paint.CENTER
                )
        for key, place in self._keys(rect):
            on = mark.not_observed if key is None else mark.level == key
            self._paint_key(painter, place, "NO" if key is None else str(key), on, chosen, key is None)

    def _paint_key(
        self, painter: QPainter, rect: QRectF, text: str, on: bool, current: bool, aside: bool
    ) -> None:
        if on:
            paint.box(painter, rect, "muted" if aside else "primary")
        else:
            border = "primary" if current and self._editable else "line-strong"
            paint.box(painter, rect, "surface", border)
        token = "on-primary" if on and not aside else "letter" if on else "text" if current else "muted"
        line = rect.adjusted(0, -1, 0, -1)
        paint.line_of_text(
            painter, line, text, size=14, weight=700 if on else 400, token=token, align=paint.CENTER
        )

    def _columns(self, rect: QRectF) -> tuple[QRectF, QRectF, QRectF]:
        """The places of the entry, the keys and the difference."""
        count = len(self._shown.grid.levels) + 1 if self._shown else 5
        gap_width = theme.px(60) if self._later() else theme.px(8)
        gap = QRectF(rect.right() - gap_width, rect.top() - 1, gap_width, rect.height())
        width = count * theme.px(KEY_WIDTH + KEY_GAP)
        keys = QRectF(gap.left() - width, rect.top() - 1, width, rect.height())
        entry_width = theme.px(76)
        return QRectF(keys.left() - entry_width, rect.top() - 1, entry_width, rect.height()), keys, gap

    def _keys(self, rect: QRectF) -> list[tuple[int | None, QRectF]]:
        """The box of each level, then that of « non observé » (None)."""
        if self._shown is None:
            return []
        _entry, keys, _gap = self._columns(rect)
        side, step = theme.px(KEY_WIDTH), theme.px(KEY_WIDTH + KEY_GAP)
        top = rect.top() + (rect.height() - theme.px(26)) / 2 - 0.5
        values: list[int | None] = [level.value for level in self._shown.grid.levels]
        return [
            (value, QRectF(round(keys.left() + rank * step), round(top), side, theme.px(26)))
            for rank, value in enumerate([*values, None])
        ]

    def _later(self) -> bool:
        """Whether there is an entry to compare with."""
        return self._shown is not None and self._shown.input.moment != ENTRY

    def _mark(self, row: CriterionView) -> Mark:
        return (self._shown.marks.get(row.id) if self._shown else None) or Mark()

    def _entry(self, row: CriterionView) -> Mark:
        return (self._shown.entry_marks.get(row.id) if self._shown else None) or Mark()

    def _say_note(self, row: CriterionView, level: int | None, not_observed: bool) -> None:
        criterion: uuid.UUID = row.id
        self.noted.emit(Note(criterion, level, not_observed))
