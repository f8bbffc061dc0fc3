"""The presence grid at the keyboard: one key a cell.

Arrows move; P A I E D write; R or a figure types minutes (`20`, `20/15`); Espace toggles présent; Suppr
empties; Ctrl+Entrée notes everyone present; Entrée goes to the next person; M gives the reason of an absence;
C corrects a cell that a validated sheet holds.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent

from elans_desktop.core.text import natural_name
from elans_desktop.services.presences.attendance import STATUSES
from elans_desktop.ui.calendar.presence_canvas import PresenceCanvas
from elans_desktop.ui.calendar.presence_state import PresenceState, Refusal
from elans_desktop.ui.kit.menu import Menu

SAVE_AFTER = 400  # milliseconds without a key
MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
"""Pressed before a digit on an AZERTY keyboard: they end nothing."""
AZERTY_ROW = dict(zip("&é\"'(-è_çà", "1234567890", strict=True))
"""What the row of digits gives without Shift: minutes are typed without it too."""


class PresenceGrid(PresenceCanvas):
    """Feeds a PresenceState with keys and the mouse."""

    save_asked = Signal()
    """Some cells wait to be saved, and the person paused or left."""
    changed = Signal()
    """Cells or cursor changed."""
    all_noted = Signal(int)
    """« Tous présents »: how many people."""
    refused = Signal(str)
    """Why a key did nothing; empty when the next one works."""
    undo_asked = Signal()
    correct_asked = Signal()
    """The current cell is held by a validated sheet, and should change."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Grille des présences")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER)
        self._timer.timeout.connect(self.save_asked)

    def show_state(self, state: PresenceState) -> None:
        """Fill this grid."""
        self.state = state
        self.refresh()

    def refresh(self) -> None:
        """The state changed from outside."""
        self._fit()
        self._say()

    def event(self, event: QEvent) -> bool:
        """Keys of the grid are not shortcuts; Ctrl+Z is first for what was just typed here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            typing = self.state is not None and self.state.typed is not None
            plain = not event.modifiers() and event.text() and event.key() != Qt.Key.Key_Escape
            if undo or plain or (typing and event.key() == Qt.Key.Key_Escape):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key, one cell."""
        state = self.state
        if state is None or state.empty or event.key() in MODIFIERS:
            super().keyPressEvent(event)
            return
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        handled = self._typing_key(state, event) if state.typed is not None else False
        if not handled and control:
            handled = self._control_key(state, event.key())
        elif not handled:
            handled = self._move_key(state, event.key()) or self._status_key(state, event)
        if not handled:
            super().keyPressEvent(event)
            return
        self._after_key()

    def _typing_key(self, state: PresenceState, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            state.typed = None
        elif key == Qt.Key.Key_Backspace:
            state.erase()
        elif (sign := AZERTY_ROW.get(event.text(), event.text())) and sign in "0123456789/":
            state.type(sign)
        else:
            refusal = state.end_minutes()
            self._tell(refusal)
            return refusal is not None
        return True

    def _control_key(self, state: PresenceState, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save_asked.emit()
            count, refusal = state.all_present()
            self._tell(refusal)
            if refusal is None:
                self.save_asked.emit()
                self.all_noted.emit(count)
            return True
        if key == Qt.Key.Key_Z:
            self.save_asked.emit()
            self.undo_asked.emit()
            return True
        return False

    def _move_key(self, state: PresenceState, key: int) -> bool:
        moves = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_PageUp: (-10, 0),
            Qt.Key.Key_PageDown: (10, 0),
            Qt.Key.Key_Home: (0, -1000),
            Qt.Key.Key_End: (0, 1000),
        }
        if key in moves:
            state.move(*moves[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            state.next_row()
        else:
            return False
        return True

    def _status_key(self, state: PresenceState, event: QKeyEvent) -> bool:
        sign = event.text().upper()
        refusal: Refusal | None = None
        if sign == "C" and state.correctable:
            self.correct_asked.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            refusal = state.put(None)
        elif sign == " ":
            refusal = state.toggle_present()
        elif sign and sign in STATUSES:
            refusal = state.put(sign)
        elif sign == "R" or sign.isdigit():
            refusal = state.begin_minutes("" if sign == "R" else sign)
        elif sign == "M" or event.key() == Qt.Key.Key_Menu:
            self.open_reasons(self.viewport().mapToGlobal(self._under_cell()))
        else:
            return False
        self._tell(refusal)
        return True

    def _tell(self, refusal: Refusal | None) -> None:
        if refusal is not None:
            self.refused.emit(refusal.sentence)

    def _after_key(self) -> None:
        state = self.state
        if state is not None:
            if state.pending:
                self._timer.start()
            self.reveal()
        self._say()
        self.viewport().update()
        self.changed.emit()

    def _under_cell(self) -> QPoint:
        state = self.state
        assert state is not None
        return self.cell_rect(state.row, state.column).bottomLeft().toPoint()

    def open_reasons(self, where: QPoint) -> None:
        """The menu of the reasons of an absence, for the current cell."""
        state = self.state
        if state is None or state.empty:
            return
        held = state.cell(state.person, state.slot)
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if state.correctable:
            menu.add("Corriger…", self.correct_asked.emit, icon="pencil")
            menu.popup(where)
            return
        for code, words in state.reason_names.items():
            chosen = held is not None and held.reason_code == code
            menu.add(words, lambda code=code: self._reason(code), checked=chosen)
        menu.addSeparator()
        menu.add("Sans motif", lambda: self._reason(None))
        proof = held is not None and held.proof_received
        menu.add("Justificatif reçu", lambda: self._proof(not proof), checked=proof)
        menu.popup(where)

    def _reason(self, code: str | None) -> None:
        if self.state is not None:
            self._tell(self.state.give_reason(code))
            self._after_key()

    def _proof(self, received: bool) -> None:
        if self.state is not None:
            self._tell(self.state.set_proof(received))
            self._after_key()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to a cell; what was being typed is kept first."""
        self._go_to(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Présent, or nothing again."""
        if not self._go_to(event.position()) or self.state is None:
            return
        if self.state.correctable:
            self.correct_asked.emit()
            return
        self._tell(self.state.toggle_present())
        self._after_key()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The reasons, under the pointer."""
        if self._go_to(QPointF(event.pos())):
            self.open_reasons(event.globalPos())

    def _go_to(self, point: QPointF) -> bool:
        state, found = self.state, self.cell_at(point)
        if state is None or found is None:
            return False
        if refusal := state.end_minutes():
            self._tell(refusal)
            return False
        state.row, state.column = found
        self._after_key()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is typed is kept and saved when one leaves."""
        super().focusOutEvent(event)
        state = self.state
        if state is not None and event.reason() != Qt.FocusReason.PopupFocusReason:
            if state.end_minutes() is not None:
                state.typed = None
            if state.pending:
                self._timer.stop()
                self.save_asked.emit()
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Frame the cell."""
        super().focusInEvent(event)
        self.viewport().update()

    def _say(self) -> None:
        """What a screen reader says of the cursor."""
        state = self.state
        if state is None or state.empty:
            return
        held = state.cell(state.person, state.slot)
        name = natural_name(state.person.last_name, state.person.first_name)
        status = STATUSES[held.status] if held else "attendu"
        if held is not None and held.carried_over:
            status += ", repris d’un tableau"
        if (correction := state.correction) is not None:
            status += f", {correction.trace}"
        self.setAccessibleDescription(f"{name}, {state.slot_words(state.slot)} : {status}")
