"""The agenda at the left of a meeting: numbered points, whose, how long, a mark when dealt with."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import duration
from elans_desktop.services.governance import governance_agenda
from elans_desktop.services.governance.governance_agenda import AgendaInput, AgendaView
from elans_desktop.services.governance.governance_meetings import MeetingView
from elans_desktop.services.organisation import professionals
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs, paint
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.kit.layout import column, label, row
from elans_desktop.ui.kit.line_edit import LineEdit
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.painted_rows import PaintedRows


class AgendaRows(PaintedRows):
    """Points of 46; Espace marks one, Alt+Haut and Alt+Bas move it, Suppr takes it off."""

    marked = Signal(int)
    moved = Signal(int)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__("Ordre du jour")
        self.may_edit = False
        self.current_held = True

    def row_height(self, row: Any) -> int:
        """46."""
        return theme.px(46)

    def row_words(self, row: AgendaView) -> str:
        """« 2, Suivi des actions, Marie D., 15 min, traité »."""
        done = "traité" if row.done else "à traiter"
        return ", ".join(part for part in (str(row.number), row.input.title, facts(row), done) if part)

    def row_tip(self, row: AgendaView) -> str:
        """The whole title."""
        return row.input.title

    def row_pressed(self, index: int, point: QPointF) -> None:
        """A click on the mark."""
        if self.may_edit and point.x() > self.width() - theme.px(48):
            self.marked.emit(index)

    def row_key(self, event: QKeyEvent) -> bool:
        """Espace, Alt+arrows, Suppr."""
        if not self.may_edit:
            return False
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_Space:
            self.marked.emit(self.current)
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            return False
        return True

    def paint_row(self, painter: QPainter, rect: QRectF, index: int, row: AgendaView, chosen: bool) -> None:
        """Number, title, facts, mark."""
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color("line"))
        if chosen:
            painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), theme.color("primary"))
        middle, high = rect.center().y() - 0.5, theme.px(19)
        number = QRectF(rect.left() + theme.px(12), middle - high, theme.px(28), high)
        number.moveCenter(QPointF(number.center().x(), middle))
        paint.line_of_text(painter, number, str(row.number), weight=600, token="muted", align=paint.RIGHT)
        words = QRectF(rect.left() + theme.px(52), middle - high, rect.width() - theme.px(100), high)
        token = "muted" if row.done else "text"
        paint.line_of_text(painter, words, row.input.title, weight=400 if row.done else 600, token=token)
        paint.line_of_text(painter, words.translated(0, high), facts(row), size=14, token="muted")
        icon = "circle-check" if row.done else "circle-dot" if chosen else "circle"
        mark = "success" if row.done else "primary" if chosen else "field"
        theme.draw_icon(painter, icon, mark, rect.right() - theme.px(36), middle - theme.px(10), 20)


def facts(row: AgendaView) -> str:
    """« Marie D. · 15 min »."""
    minutes = duration(row.input.minutes) if row.input.minutes else ""
    return " · ".join(part for part in (row.owner, minutes) if part)


class AgendaPanel(QWidget):
    """`chosen(id or None)`: the point shown in the middle."""

    chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._shown: MeetingView | None = None
        self._may = False
        self.total = label("", "secondary")
        self.more = buttons.MenuButton("", icon="ellipsis", kind="quiet", small=True, build=self._fill_menu)
        self.more.setAccessibleName("Que faire de ce point")
        self.more.setToolTip("Que faire de ce point")
        self.rows = AgendaRows()
        self.rows.marked.connect(self._mark)
        self.rows.moved.connect(self._move)
        self.rows.removed.connect(self._remove)
        self.rows.opened.connect(lambda: self.edit())
        self.rows.current_changed.connect(self._changed)
        self.new_line = LineEdit()
        self.new_line.setPlaceholderText("Ajouter un point, puis Entrée")
        self.new_line.setAccessibleName("Nouveau point de l’ordre du jour")
        self.new_line.returnPressed.connect(self._add)
        head = row(label("Ordre du jour", "section"), None, self.total, self.more)
        head.setContentsMargins(24, 12, 12, 8)
        self.foot = QWidget()
        self.foot.setLayout(column(self.new_line, margins=(24, 10, 16, 12)))
        self.setLayout(column(head, self.rows, self.foot, spacing=0))

    def show_meeting(self, shown: MeetingView, may_edit: bool) -> None:
        """Show the points; the current one stays, else the first not dealt with."""
        same = self._shown is not None and self._shown.id == shown.id
        kept = self.current_id() if same else None
        self._shown, self._may = shown, may_edit
        self.rows.may_edit = may_edit
        points = shown.agenda
        index = next((i for i, point in enumerate(points) if point.id == kept), -1)
        if index < 0:
            index = next((i for i, point in enumerate(points) if not point.done), 0 if points else -1)
        self.rows.set_rows(points, index)
        done = sum(point.input.minutes or 0 for point in points if point.done)
        planned = sum(point.input.minutes or 0 for point in points)
        self.total.setText(f"{done} min sur {planned}" if planned else "")
        self.foot.setVisible(may_edit)
        self.more.setVisible(may_edit and bool(points))

    def current(self) -> AgendaView | None:
        """The point of the keyboard."""
        return self.rows.current_row()

    def current_id(self) -> uuid.UUID | None:
        """Its identifier."""
        point = self.current()
        return point.id if point else None

    def edit(self) -> None:
        """Correct a point: title, who brings it, how long."""
        point = self.current()
        if point is None or not self._may:
            return
        bridge = self.context.bridge
        people = [(one.id, one.natural_name) for one in bridge.read(professionals.rows)]

        def save(values: dict[str, Any]) -> None:
            entered = AgendaInput(
                id=point.id,
                meeting_id=point.input.meeting_id,
                title=values["title"],
                owner_id=values["owner_id"],
                minutes=values["minutes"],
                notes=point.input.notes,
            )
            bridge.write(f"Modifier le point {point.number}", governance_agenda.save, entered)

        fields = (
            FieldSpec("title", "Point à traiter", required=True, span=2),
            FieldSpec("owner_id", "Porté par", "choice", choices=people),
            FieldSpec("minutes", "Durée prévue", "duration"),
        )
        values = {name: getattr(point.input, name) for name in ("title", "owner_id", "minutes")}
        dialogs.ask_form(
            self, f"Point {point.number} de l’ordre du jour", [Section("", fields)], values=values, save=save
        )

    def _add(self) -> None:
        title, shown = self.new_line.text().strip(), self._shown
        if not title or shown is None:
            return
        entered = AgendaInput(meeting_id=shown.id, title=title)
        made = self.context.attempt(
            self,
            lambda: self.context.bridge.write(
                f"Ajouter un point, {shown.title}", governance_agenda.save, entered
            ),
        )
        if made is not None:
            self.new_line.clear()

    def _mark(self, index: int) -> None:
        point: AgendaView = self.rows.rows[index]
        words = f"Point {point.number} {'à traiter' if point.done else 'traité'}"
        self._write(words, governance_agenda.set_done, point.id, not point.done)

    def _move(self, step: int) -> None:
        if point := self.current():
            self._write(f"Déplacer le point {point.number}", governance_agenda.move, point.id, step)

    def _remove(self) -> None:
        if point := self.current():
            self._write(f"Retirer le point {point.number}", governance_agenda.delete, point.id)

    def _write(self, words: str, act: Any, *args: Any) -> None:
        self.context.attempt(self, lambda: self.context.bridge.write(words, act, *args))

    def _changed(self, _index: int) -> None:
        self.chosen.emit(self.current_id())

    def _fill_menu(self, menu: Menu) -> None:
        point = self.current()
        if point is None:
            return
        menu.add("Modifier…", self.edit, icon="pencil", fact="Entrée")
        words = "À traiter" if point.done else "Traité"
        menu.add(words, lambda: self._mark(self.rows.current), icon="check", fact="Espace")
        menu.add("Monter", lambda: self._move(-1), icon="arrow-up", fact="Alt+Haut")
        menu.add("Descendre", lambda: self._move(1), icon="arrow-down", fact="Alt+Bas")
        menu.add("Retirer", self._remove, icon="trash-2", fact="Suppr")
