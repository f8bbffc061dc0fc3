"""The presence grid on screen: people down, half-days across, totals both ways; heads stay in sight."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea

from elans_desktop.core.formats import date_day_month
from elans_desktop.core.text import list_name
from elans_desktop.services.calendar.seance_inputs import KINDS
from elans_desktop.ui import theme
from elans_desktop.ui.calendar import presence_paint, week_paint
from elans_desktop.ui.calendar.presence_state import PresenceState
from elans_desktop.ui.kit import paint

NAME, CELL, ROW, HEAD, FOOT = 232, 76, 32, 49, 56
TOTALS = (64, 82, 82, 80)
TITLES = ("Retard", "Réalisé", "Prévu", "Assiduité")


class PresenceCanvas(QAbstractScrollArea):
    """Paints a PresenceState."""

    def __init__(self) -> None:
        super().__init__()
        self.state: PresenceState | None = None
        self.people = "Participants"
        """The word of the scheme, over the names."""
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(theme.px(ROW))
        self.horizontalScrollBar().setSingleStep(theme.px(CELL))
        theme.signals.changed.connect(self._fit)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """The row and the column under a point of the viewport, where the cells are."""
        left, end = self._middle()
        state = self.state
        inside = left <= point.x() < end and theme.px(HEAD) <= point.y() < self._foot_top()
        if state is None or not inside:
            return None
        column = int((point.x() - self._column(0)[0]) // theme.px(CELL))
        row = int((point.y() - self._row_top(0)) // theme.px(ROW))
        found = 0 <= row < len(state.view.people) and 0 <= column < len(state.view.slots)
        return (row, column) if found else None

    def reveal(self) -> None:
        """Scroll to the cursor."""
        state = self.state
        if state is None:
            return
        rect = self.cell_rect(state.row, state.column)
        left, end = self._middle()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        if rect.left() < left:
            across.setValue(across.value() - round(left - rect.left()))
        elif rect.right() > end:
            across.setValue(across.value() + round(rect.right() - end))
        if rect.top() < theme.px(HEAD):
            down.setValue(down.value() - round(theme.px(HEAD) - rect.top()))
        elif rect.bottom() > self._foot_top():
            down.setValue(down.value() + round(rect.bottom() - self._foot_top()))

    def _fit(self) -> None:
        state = self.state
        if state is not None:
            view = self.viewport()
            tall = theme.px(HEAD + FOOT) + len(state.view.people) * theme.px(ROW)
            wide = theme.px(NAME) + sum(theme.px(w) for w in TOTALS) + len(state.view.slots) * theme.px(CELL)
            self.verticalScrollBar().setRange(0, max(0, tall - view.height()))
            self.verticalScrollBar().setPageStep(view.height())
            self.horizontalScrollBar().setRange(0, max(0, wide - view.width()))
            self.horizontalScrollBar().setPageStep(view.width())
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The scroll bars follow."""
        super().resizeEvent(event)
        self._fit()

    def _middle(self) -> tuple[float, float]:
        """Left and right of the part that scrolls sideways: the totals follow the cells or the right edge."""
        state = self.state
        left = float(theme.px(NAME))
        totals = sum(theme.px(width) for width in TOTALS)
        wide = len(state.view.slots) * theme.px(CELL) if state else 0
        return left, min(left + wide, float(self.viewport().width() - totals))

    def _column(self, index: int) -> tuple[float, float]:
        left = self._middle()[0] - self.horizontalScrollBar().value() + index * theme.px(CELL)
        return left, float(theme.px(CELL))

    def _in_sight(self) -> range:
        """The columns that are seen, were it in part: the others are not painted."""
        left, end = self._middle()
        hidden, wide = self.horizontalScrollBar().value(), theme.px(CELL)
        count = len(self.state.view.slots) if self.state else 0
        return range(hidden // wide, min(count, int((hidden + end - left) // wide) + 1))

    def _row_top(self, index: int) -> float:
        return theme.px(HEAD) - self.verticalScrollBar().value() + index * theme.px(ROW)

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell stands in the viewport."""
        left, width = self._column(column)
        return QRectF(left, self._row_top(row), width, theme.px(ROW))

    def _foot_top(self) -> float:
        rows = len(self.state.view.people) if self.state else 0
        under = theme.px(HEAD) + rows * theme.px(ROW)
        return min(float(under), float(self.viewport().height() - theme.px(FOOT)))

    def _total_places(self, top: float, height: float) -> list[QRectF]:
        left = self._middle()[1]
        made: list[QRectF] = []
        for width in TOTALS:
            made.append(QRectF(left, top, theme.px(width), height))
            left += theme.px(width)
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows, then what stays in place: head, names, totals, foot."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.color("background"))
        if self.state is not None and not self.state.empty:
            foot = self._foot_top()
            right = self._total_places(0, 1)[-1].right()
            painter.fillRect(QRectF(0, 0, right, foot), theme.color("surface"))
            self._rows(painter, self.state, foot, right)
            self._head(painter, self.state, right)
            self._foot(painter, self.state, foot, right)
            whole = QRectF(0, 0, right, foot + theme.px(FOOT))
            paint.box(painter, whole, None, "line", radius=4)
        painter.end()

    def _rows(self, painter: QPainter, state: PresenceState, foot: float, right: float) -> None:
        painter.save()
        painter.setClipRect(QRectF(0, theme.px(HEAD), right, foot - theme.px(HEAD)))
        left, end = self._middle()
        for index, person in enumerate(state.view.people):
            top = self._row_top(index)
            if top + theme.px(ROW) < theme.px(HEAD) or top > foot:
                continue
            chosen = index == state.row
            if chosen:
                painter.fillRect(QRectF(0, top, right, theme.px(ROW)), theme.color("hover"))
            painter.save()
            painter.setClipRect(QRectF(left, top, end - left, theme.px(ROW)), Qt.ClipOperation.IntersectClip)
            self._cells(painter, state, index)
            painter.restore()
            number = QRectF(0, top - 1, theme.px(32), theme.px(ROW))
            paint.line_of_text(painter, number, str(index + 1), size=14, token="muted", align=paint.RIGHT)
            name = QRectF(theme.px(42), top - 1, left - theme.px(50), theme.px(ROW))
            words = list_name(person.last_name, person.first_name)
            paint.line_of_text(painter, name, words, weight=600 if chosen else 500)
            presence_paint.person_totals(
                painter, self._total_places(top, theme.px(ROW)), state.totals_of_person(person)
            )
            painter.fillRect(QRectF(0, top + theme.px(ROW) - 1, right, 1), theme.color("line"))
        painter.restore()

    def _cells(self, painter: QPainter, state: PresenceState, row: int) -> None:
        person = state.view.people[row]
        for index in self._in_sight():
            slot = state.view.slots[index]
            rect = self.cell_rect(row, index)
            if index == state.column and row != state.row:
                painter.fillRect(rect, theme.color("hover"))
            if slot.cancelled:
                week_paint.hatch(painter, rect, 8)
            current = (row, index) == (state.row, state.column)
            if current and state.typed is not None:
                presence_paint.typing(painter, rect, state.typed)
            elif not slot.cancelled or state.cell(person, slot) is not None:
                held = state.cell(person, slot)
                reason = state.reasons.get(held.reason_code or "", "") if held else ""
                if held is not None and held.carried_over:
                    reason = reason or "repris"
                changed = (person.id, slot.id) in state.view.corrections
                room = rect.adjusted(0, 0, -theme.px(12), 0) if changed else rect
                presence_paint.cell(painter, room, held, reason, expected=slot.id in person.expected)
                if changed:
                    presence_paint.corrected(painter, rect)
            self._side_lines(painter, state, index, rect)
            if current:
                focused = self.hasFocus()
                frame = rect.adjusted(0, 0, 0, -1)
                paint.box(painter, frame, None, "primary" if focused else "field", radius=0, width=2)

    def _side_lines(self, painter: QPainter, state: PresenceState, index: int, rect: QRectF) -> None:
        first = index == 0 or state.view.slots[index - 1].day != state.view.slots[index].day
        token = "line-strong" if first else "line"
        painter.fillRect(QRectF(rect.left(), rect.top(), 1, rect.height()), theme.color(token))

    def _head(self, painter: QPainter, state: PresenceState, right: float) -> None:
        tall = theme.px(HEAD)
        painter.fillRect(QRectF(0, 0, right, tall), theme.color("sunken"))
        left, end = self._middle()
        name = QRectF(theme.px(42), theme.px(16), left, theme.px(32))
        paint.line_of_text(painter, name, self.people, size=14, weight=600, token="muted")
        painter.save()
        painter.setClipRect(QRectF(left, 0, end - left, tall))
        for index in self._in_sight():
            slot = state.view.slots[index]
            start, width = self._column(index)
            under = QRectF(start, theme.px(25), width, theme.px(24))
            current = index == state.column
            if current:
                painter.fillRect(under, theme.color("primary-tint"))
            words = KINDS.get(slot.kind, slot.kind)
            paint.line_of_text(
                painter,
                under.adjusted(2, -1, -2, -1),
                words,
                size=14,
                weight=600 if current else 400,
                token="primary-ink" if current else "muted",
                align=paint.CENTER,
            )
            self._side_lines(painter, state, index, under)
            if slot.locked or slot.closed:
                theme.draw_icon(painter, "lock", "muted", start + width - theme.px(16), theme.px(6), 12)
        self._days(painter, state)
        painter.restore()
        for place, title in zip(self._total_places(0, tall), TITLES, strict=True):
            inside = place.adjusted(0, theme.px(16), -theme.px(10), 0)
            paint.line_of_text(painter, inside, title, size=14, weight=600, token="muted", align=paint.RIGHT)
        painter.fillRect(QRectF(end, 0, 1, tall), theme.color("line-strong"))
        painter.fillRect(QRectF(0, tall - 1, right, 1), theme.color("line-strong"))

    def _days(self, painter: QPainter, state: PresenceState) -> None:
        """The name of each day over its half-days."""
        index = 0
        slots = state.view.slots
        while index < len(slots):
            after = index
            while after < len(slots) and slots[after].day == slots[index].day:
                after += 1
            start, width = self._column(index)
            place = QRectF(start, 0, width * (after - index), theme.px(25))
            words = date_day_month(slots[index].day)
            line, size = place.adjusted(0, -1, 0, -1), 14
            if after == index + 1 and (slots[index].locked or slots[index].closed):  # beside the lock
                line, size = line.adjusted(0, 0, -theme.px(14), 0), 13
            paint.line_of_text(painter, line, words, size=size, weight=600, align=paint.CENTER)
            painter.fillRect(QRectF(start, 0, 1, theme.px(25)), theme.color("line-strong"))
            painter.fillRect(QRectF(start, theme.px(25), place.width(), 1), theme.color("line"))
            index = after

    def _foot(self, painter: QPainter, state: PresenceState, top: float, right: float) -> None:
        half = theme.px(FOOT) / 2
        painter.fillRect(QRectF(0, top, right, theme.px(FOOT)), theme.color("sunken"))
        painter.fillRect(QRectF(0, top, right, 1), theme.color("line-strong"))
        left, end = self._middle()
        for words, offset in (("Présents", 0.0), ("Heures-participants", half)):
            line = QRectF(theme.px(42), top + offset - 1, left - theme.px(42), half)
            paint.line_of_text(painter, line, words, size=14, weight=600, token="muted")
        painter.fillRect(QRectF(0, top + half, end, 1), theme.color("line"))
        painter.save()
        painter.setClipRect(QRectF(left, top, end - left, theme.px(FOOT)))
        for index in self._in_sight():
            slot = state.view.slots[index]
            start, width = self._column(index)
            sums = state.totals_of_slot(slot)
            presence_paint.slot_present(painter, QRectF(start, top, width, half), sums)
            presence_paint.slot_hours(painter, QRectF(start, top + half, width, half), sums)
            self._side_lines(painter, state, index, QRectF(start, top, width, theme.px(FOOT)))
        painter.restore()
        places = self._total_places(top, theme.px(FOOT))
        presence_paint.person_totals(painter, places, state.totals(), strong=True)
        painter.fillRect(
            QRectF(end, theme.px(HEAD), 1, top + theme.px(FOOT - HEAD) - 1), theme.color("line-strong")
        )
