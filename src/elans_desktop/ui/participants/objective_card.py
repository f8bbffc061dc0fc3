"""One objective as it is read: its title line, then a line for each step, led by the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from elans_desktop.core.formats import NBSP, date_short
from elans_desktop.services.participants.person_choices import Pairs
from elans_desktop.services.pathways.objectives import (
    DOING,
    DONE,
    DROPPED,
    GIVEN_UP,
    PENDING,
    REACHED,
    TO_DO,
    WAITING,
    ActionRow,
    ObjectiveRow,
)
from elans_desktop.ui import theme
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.painted_rows import PaintedRows

ICONS = {
    TO_DO: ("circle", "muted"),
    DOING: ("circle-dot", "primary-ink"),
    PENDING: ("hourglass", "warning-ink"),
    DONE: ("circle-check", "success-ink"),
    DROPPED: ("circle-slash", "muted"),
}
"""Icon and token of each state of a step: told by words too, at the right."""
TONES = {WAITING: "neutral", REACHED: "success", GIVEN_UP: "neutral"}
HEAD, STEP = 32, 28
_EDIT = "Modifier"
WHO, STATE, DATE, TIGHT, ROOMY = 150, 110, 60, 84, 600

Line = ObjectiveRow | ActionRow


class ObjectiveCard(PaintedRows):
    """The objective and its steps. Entrée changes the objective; Espace says a step is done, or takes it
    back; a click on its icon, or « . », offers the five states."""

    objective: ObjectiveRow

    def __init__(
        self,
        states: Pairs,
        *,
        edit: Callable[[ObjectiveRow], object],
        put: Callable[[ActionRow, str], object],
        editable: bool,
    ) -> None:
        super().__init__("", ground="surface")
        self._number = 0
        self._link = QRectF()
        self._states = states
        self._edit, self._put, self._editable = edit, put, editable
        self.opened.connect(self._opened)

    def show_objective(self, number: int, shown: ObjectiveRow) -> None:
        """Show an objective; the current line stays."""
        self.objective, self._number = shown, number
        self.setAccessibleName(f"Objectif {number}{NBSP}: {shown.input.wording}")
        lines = [shown, *shown.actions]
        if self.rows != lines:
            self.set_rows(lines, min(self.current, len(lines) - 1))
        self.update()

    def row_height(self, row: Line) -> int:
        """32 for the objective, 28 for a step."""
        return theme.px(HEAD if isinstance(row, ObjectiveRow) else STEP)

    def row_words(self, row: Line) -> str:
        """The line, for a screen reader."""
        due = f", échéance {date_short(row.input.due_on)}" if row.input.due_on else ""
        who = f", {row.who}" if isinstance(row, ActionRow) and row.who else ""
        return f"{row.input.wording}, {row.status}{who}{due}"

    def row_tip(self, row: Line) -> str:
        """What was cut, and what the keys do."""
        if isinstance(row, ObjectiveRow):
            about = [part for part in (row.theme and f"Frein{NBSP}: {row.theme}", row.elans) if part]
            return "\n".join([row.input.wording, *about])
        return row.input.wording

    def row_pressed(self, index: int, point: QPointF) -> None:
        """A click on the icon of a step offers its states."""
        row = self.rows[index]
        if isinstance(row, ActionRow) and point.x() <= theme.px(24):
            self._offer(index, row)
        elif isinstance(row, ObjectiveRow) and self._link.contains(point) and self._editable:
            self._edit(row)

    def row_key(self, event: QKeyEvent) -> bool:
        """Espace: done or to do; « . » or the menu key: every state."""
        row = self.current_row()
        if not isinstance(row, ActionRow) or not self._editable:
            return False
        if event.key() == Qt.Key.Key_Space:
            self._put(row, TO_DO if row.input.status_code == DONE else DONE)
            return True
        if event.key() in (Qt.Key.Key_Menu, Qt.Key.Key_Period):
            self._offer(self.current, row)
            return True
        return False

    def _offer(self, index: int, row: ActionRow) -> None:
        if not self._editable:
            return
        menu = Menu(self)
        for code, words in self._states:
            chosen = code == row.input.status_code
            menu.add(words, lambda code=code: self._put(row, code), icon=ICONS[code][0], checked=chosen)
        corner = self.row_rect(index).bottomLeft().toPoint()
        menu.popup(self.mapToGlobal(corner))

    def _opened(self, _index: int) -> None:
        if self._editable:
            self._edit(self.objective)

    def paint_row(self, painter: QPainter, rect: QRectF, index: int, row: Line, chosen: bool) -> None:
        """Drawn as in a note book: the aim, then its steps."""
        if isinstance(row, ObjectiveRow):
            self._paint_head(painter, rect, row)
        else:
            self._paint_step(painter, rect, row)

    def _paint_head(self, painter: QPainter, rect: QRectF, row: ObjectiveRow) -> None:
        px = theme.px
        right = rect.right()
        if row.input.due_on and row.is_open:
            words = f"échéance {date_short(row.input.due_on)}"
        else:
            words = f"le {date_short(row.input.closed_on)}" if row.input.closed_on else ""
        place = QRectF(rect.left(), rect.top() - 1, right - rect.left(), rect.height())
        paint.line_of_text(painter, place, words, size=14, token="muted", align=paint.RIGHT, elide=False)
        right -= paint.text_width(words, 14) + px(16) if words else 0
        if self._editable:
            width = paint.text_width(_EDIT, 15, 500)
            self._link = QRectF(right - width, rect.top() - 1, width, rect.height())
            paint.line_of_text(painter, self._link, _EDIT, weight=500, token="primary-ink", elide=False)
            right = self._link.left() - px(16)
        badge = paint.badge_width(row.status)
        title = f"{self._number}.{NBSP}{row.input.wording}"
        width = min(paint.text_width(title, 15, 600) + 1, right - rect.left() - badge - px(8))
        line = QRectF(rect.left(), rect.top() - 1, width, rect.height())
        paint.line_of_text(painter, line, title, weight=600, token="text" if row.is_open else "muted")
        box = QRectF(line.right() + px(8), rect.center().y() - px(10), badge, px(20))
        paint.badge(painter, box, row.status, TONES.get(row.input.status_code, "primary"))
        about = " · ".join(part for part in (row.theme, row.elans) if part)
        rest = QRectF(box.right() + px(10), rect.top() - 1, right - box.right() - px(10), rect.height())
        if rest.width() > px(60):
            paint.line_of_text(painter, rest, about, size=14, token="muted")

    def _paint_step(self, painter: QPainter, rect: QRectF, row: ActionRow) -> None:
        px = theme.px
        state = row.input.status_code
        icon, token = ICONS[state]
        theme.draw_icon(painter, icon, token, rect.left(), rect.center().y() - px(8), 16)
        over = state in (DONE, DROPPED)
        day = row.input.done_on if state == DONE else row.input.due_on
        right = rect.right()
        late = "danger-ink" if row.late else "muted"
        cell = QRectF(right - px(DATE), rect.top() - 1, px(DATE), rect.height())
        paint.line_of_text(
            painter, cell, f"{day:%d/%m}" if day else "", size=14, token=late, align=paint.RIGHT, elide=False
        )
        wide, spoken = (WHO, STATE) if rect.width() >= px(ROOMY) else (TIGHT, TIGHT)
        cell = QRectF(right - px(DATE + spoken), rect.top() - 1, px(spoken) - px(8), rect.height())
        words = "en retard" if row.late else row.status.lower()
        paint.line_of_text(painter, cell, words, size=14, token="danger-ink" if row.late else "text")
        cell = QRectF(right - px(DATE + spoken + wide), rect.top() - 1, px(wide) - px(8), rect.height())
        paint.line_of_text(painter, cell, row.who, size=14, token="muted")
        line = QRectF(rect.left() + px(24), rect.top() - 1, cell.left() - rect.left() - px(36), rect.height())
        paint.line_of_text(painter, line, row.input.wording, token="muted" if over else "text")
