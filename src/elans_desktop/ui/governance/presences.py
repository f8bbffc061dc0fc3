"""Who is at the meeting: one key each, « pouvoirs », and the quorum."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import count
from elans_desktop.services.governance import governance_attendance as service
from elans_desktop.services.governance.governance_attendance import (
    ABSENT,
    CONVOKED,
    EXCUSED,
    PRESENCES,
    PRESENT,
    AttendanceView,
)
from elans_desktop.services.governance.governance_meetings import MeetingView
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.governance.people import ask_person
from elans_desktop.ui.kit import buttons, dialogs, paint
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.kit.layout import column, label, row, set_look
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.painted_rows import PaintedRows

_KEYS = {"P": PRESENT, "E": EXCUSED, "A": ABSENT, "C": CONVOKED}
_MARKS = {
    PRESENT: ("check", "success"),
    EXCUSED: ("minus", "muted"),
    ABSENT: ("x", "danger"),
    CONVOKED: ("circle-dashed", "field"),
}


class PresenceRows(PaintedRows):
    """Rows of 28: P présent, E excusé, A absent, C convoqué, V pouvoir, Espace présent or not."""

    set_status = Signal(str)
    proxy_wanted = Signal()
    menu_wanted = Signal(QPoint)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__("Présences à la réunion")
        self.may_edit = False

    def row_height(self, row: Any) -> int:
        """28."""
        return theme.px(28)

    def row_words(self, row: AttendanceView) -> str:
        """« Claire Tessier, pouvoir à Elsa Morin »."""
        return f"{row.name}, {self._fact(row) or PRESENCES[row.status].lower()}"

    def row_tip(self, row: AttendanceView) -> str:
        """What the keys do."""
        keys = "\nP présent, E excusé, A absent, V pouvoir, C convoqué" if self.may_edit else ""
        return f"{row.name}, {row.structure}: {PRESENCES[row.status].lower()}{keys}"

    def row_pressed(self, index: int, point: QPointF) -> None:
        """A click on the mark says present or not, elsewhere it opens the choice."""
        if not self.may_edit:
            return
        if point.x() < theme.px(46):
            self._toggle()
        else:
            self.menu_wanted.emit(self.mapToGlobal(self.row_rect(index).bottomLeft().toPoint()))

    def row_key(self, event: QKeyEvent) -> bool:
        """One key, one presence, and on to the next."""
        if not self.may_edit or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        letter = event.text().upper()
        if letter in _KEYS:
            self.set_status.emit(_KEYS[letter])
            self.step(1)
        elif letter == "V":
            self.proxy_wanted.emit()
        elif event.key() == Qt.Key.Key_Space:
            self._toggle()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            return False
        return True

    def _toggle(self) -> None:
        present = self.rows[self.current].status == PRESENT
        self.set_status.emit(CONVOKED if present else PRESENT)

    def paint_row(
        self, painter: QPainter, rect: QRectF, index: int, row: AttendanceView, chosen: bool
    ) -> None:
        """Mark, name, structure or what they are."""
        icon, tone = ("corner-down-right", "accent") if row.represented else _MARKS[row.status]
        left = rect.left() + theme.px(24)
        theme.draw_icon(painter, icon, tone, left, rect.center().y() - theme.px(8), 16)
        inside = QRectF(left + theme.px(24), rect.top() - 1, 0, rect.height())
        inside.setRight(rect.right() - theme.px(16))
        token = "text" if row.status in (PRESENT, CONVOKED) else "muted"
        fact = self._fact(row) or row.structure
        name_width = min(paint.text_width(row.name, 15), inside.width() * 0.62)
        paint.line_of_text(
            painter, inside.adjusted(0, 0, name_width - inside.width() + 1, 0), row.name, token=token
        )
        rest = inside.adjusted(name_width + 10, 0, 0, 0)
        paint.line_of_text(painter, rest, fact, size=14, token="muted", align=paint.RIGHT)

    def _fact(self, row: AttendanceView) -> str:
        if row.represented or (row.proxy and row.status in (EXCUSED, ABSENT)):
            return f"pouvoir à {row.proxy}"
        if row.status in (EXCUSED, ABSENT):
            words = PRESENCES[row.status].lower()
            return ", ".join(part for part in (words, row.structure) if part)
        return ""


class PresencePanel(QWidget):
    """The list, its counts, the quorum."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._shown: MeetingView | None = None
        self.quorum_icon = Icon("circle-check", "success", 16)
        self.quorum = label("", "strong")
        self.counts = label("", "secondary", wrap=True)
        self.rows = PresenceRows()
        self.rows.set_status.connect(self._set)
        self.rows.proxy_wanted.connect(self._ask_proxy)
        self.rows.menu_wanted.connect(self._open_menu)
        self.rows.removed.connect(self._remove)
        self.rows.opened.connect(self._open_menu_of)
        self.add = buttons.link("Ajouter une personne…", "plus", self._invite)
        self.all_there = buttons.link("Tous présents", "check", self._all_present)
        head = row(label("Présences", "section"), None, self.quorum_icon, self.quorum, spacing=4)
        head.setContentsMargins(24, 12, 16, 0)
        self.foot = QWidget()
        self.foot.setLayout(column(self.all_there, self.add, spacing=0, margins=(24, 6, 16, 12)))
        counts = column(self.counts, margins=(24, 2, 16, 4))
        self.setLayout(column(head, counts, self.rows, self.foot, spacing=0))

    def show_meeting(self, shown: MeetingView, may_edit: bool) -> None:
        """Show the people; the current one stays."""
        before = self.rows.current_row()
        kept = before.professional_id if before is not None else None
        self._shown = shown
        self.rows.may_edit = may_edit
        index = next((i for i, one in enumerate(shown.attendance) if one.professional_id == kept), -1)
        self.rows.set_rows(shown.attendance, index)
        self.foot.setVisible(may_edit)
        self.all_there.setVisible(may_edit and any(one.status == CONVOKED for one in shown.attendance))
        quorum = shown.quorum
        words = f"{quorum.voices} sur {quorum.convoked}"
        if quorum.needed is not None:
            words = f"quorum {words}" if quorum.reached else f"{words}, il en faut {quorum.needed}"
        self.quorum.setText(words if quorum.convoked else "")
        tone = "" if quorum.needed is None else "success-ink" if quorum.reached else "warning-ink"
        set_look(self.quorum, tone=tone)
        self.quorum_icon.set_icon("circle-check" if quorum.reached else "triangle-alert", tone or "muted")
        self.quorum_icon.setVisible(quorum.needed is not None and bool(quorum.convoked))
        self.counts.setText(_counts(shown))

    def _set(self, status: str) -> None:
        one: AttendanceView | None = self.rows.current_row()
        if one is not None:
            words = f"Noter une présence\u00a0: {PRESENCES[status].lower()}"
            self._write(words, service.set_presence, one.professional_id, status, None)

    def _write(self, words: str, act: Any, *args: Any) -> None:
        shown = self._shown
        if shown is not None:
            self.context.attempt(self, lambda: self.context.bridge.write(words, act, shown.id, *args))

    def _ask_proxy(self) -> None:
        one: AttendanceView | None = self.rows.current_row()
        shown = self._shown
        if one is None or shown is None:
            return
        holders = [
            (other.professional_id, other.name)
            for other in shown.attendance
            if other.professional_id != one.professional_id and other.status in (PRESENT, CONVOKED)
        ]

        def save(values: dict[str, Any]) -> None:
            self.context.bridge.write(
                "Noter un pouvoir",
                service.set_presence,
                shown.id,
                one.professional_id,
                EXCUSED,
                values["holder"],
            )

        holder = FieldSpec("holder", "Pouvoir donné à", "choice", required=True, choices=holders, span=2)
        dialogs.ask_form(
            self,
            f"{one.name} donne pouvoir",
            [Section("", (holder,))],
            values={"holder": one.proxy_id},
            text="Cette voix compte pour le quorum si la personne qui la porte est présente.",
            save=save,
        )

    def _open_menu_of(self, index: int) -> None:
        self._open_menu(self.rows.mapToGlobal(self.rows.row_rect(index).bottomLeft().toPoint()))

    def _open_menu(self, place: QPoint) -> None:
        if not self.rows.may_edit or self.rows.current_row() is None:
            return
        menu = Menu(self)
        for letter, status in _KEYS.items():
            icon, _tone = _MARKS[status]
            menu.add(PRESENCES[status], self._setter(status), icon=icon, fact=letter)
        menu.add("Excusé, donne pouvoir…", self._ask_proxy, icon="corner-down-right", fact="V")
        menu.add("Retirer de la liste", self._remove, icon="user-minus", fact="Suppr")
        menu.popup(place)

    def _setter(self, status: str) -> Any:
        return lambda: self._set(status)

    def _remove(self) -> None:
        one: AttendanceView | None = self.rows.current_row()
        shown = self._shown
        if one is not None and shown is not None:
            words = f"Retirer une personne, {shown.title}"
            self._write(words, service.remove_guest, one.professional_id)

    def _invite(self) -> None:
        shown = self._shown
        if shown is None:
            return
        there = {one.professional_id for one in shown.attendance}
        ask_person(
            self.context,
            self,
            title="Ajouter une personne à la réunion",
            accept="Ajouter",
            label=f"Convoquer une personne, {shown.title}",
            but=there,
            keep=service.invite,
            key=shown.id,
        )

    def _all_present(self) -> None:
        shown = self._shown
        if shown is not None:
            self._write(f"Tous présents, {shown.title}", service.all_present)


def _counts(shown: MeetingView) -> str:
    parts = [count(shown.counted(PRESENT), "présent")]
    if shown.proxies:
        parts.append(count(shown.proxies, "pouvoir"))
    if excused := shown.counted(EXCUSED):
        parts.append(count(excused, "excusé"))
    if absent := shown.counted(ABSENT):
        parts.append(count(absent, "absent"))
    if waiting := shown.counted(CONVOKED):
        parts.append(f"{waiting} à noter")
    return "   ".join(parts) if shown.attendance else "Personne n’est convoqué."
