"""The mouse and the keyboard over a plan of séances: choosing, opening, carrying, drawing a new one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from elans_desktop.core.formats import date_long
from elans_desktop.services.calendar.seances import SeanceCard
from elans_desktop.services.calendar.sheet_states import VALIDATED
from elans_desktop.ui.calendar.carrying import Carry, Drop, Hold, Landing, Spot
from elans_desktop.ui.calendar.plan_surface import PlanSurface, words_of
from elans_desktop.ui.calendar.week_layout import Block

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_Home: 0, Qt.Key.Key_T: 0}


class PlanBody(PlanSurface):
    """What is under the pointer is held from the press on; it is carried once the pointer moves away."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._held: tuple[Hold, Block | None, Spot, QPointF] | None = None

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Frame a block, or begin to draw a new séance; which of them is known when the pointer moves."""
        if event.button() != Qt.MouseButton.LeftButton or self.span is None:
            return
        point = event.position()
        held, spot = self.block_at(point), self.spot_at(point)
        if held is not None:
            self.set_current(held.card.id)
        if spot is not None:
            hold = self.hold_at(self.rect_of(held), point) if held else Hold.NEW
            self._held = (hold, held, spot, point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry what is held; without a button, show by what a block would be held."""
        point = event.position()
        if self.carry is not None:
            self._carry_to(point)
        elif self._held is not None and event.buttons() & Qt.MouseButton.LeftButton:
            hold, held, spot, start = self._held
            if (point - start).manhattanLength() >= QApplication.startDragDistance():
                self._begin(hold, held, spot)
                self._carry_to(point)
        else:
            self._hover(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of what is carried, or choose the block clicked."""
        held, self._held = self._held, None
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.carry is not None:
            self.let_go()
        elif held is not None and held[1] is not None:
            self.selected.emit(held[1].card.id)
        elif held is not None:
            self.pressed_ground(held[2], held[3])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a block, or create where there is none."""
        held, spot = self.block_at(event.position()), self.spot_at(event.position())
        if held is not None:
            self.opened.emit(held.card.id)
        elif spot is not None and self.may_plan:
            start = 9 * 60 if spot.minute is None else max(0, min(23 * 60, spot.minute // 30 * 30))
            self.create_asked.emit(Landing(spot.day, start, min(24 * 60, start + 180), spot.row))

    def _hover(self, point: QPointF) -> None:
        held = self.block_at(point)
        hold = self.hold_at(self.rect_of(held), point) if held and self.may_plan else Hold.WHOLE
        self.setCursor(self.shape_of(hold))

    def shape_of(self, hold: Hold) -> Qt.CursorShape:
        """The pointer over an edge that lengthens."""
        return Qt.CursorShape.ArrowCursor if hold is Hold.WHOLE else Qt.CursorShape.SizeVerCursor

    # Carrying.

    def _begin(self, hold: Hold, held: Block | None, spot: Spot) -> None:
        if not self.may_plan:
            return
        if held is None:
            hours = (9 * 60, 12 * 60) if spot.minute is None else (spot.minute, spot.minute)
            self.carry = Carry(hold, Landing(spot.day, *hours, spot.row), spot)
            return
        before = Landing(held.card.day, held.start, held.end, held.row)
        refused = refusal(held.card)
        self.carry = Carry(hold, before, spot, held.card, held.slot_id, refused=refused)
        self.setCursor(Qt.CursorShape.ForbiddenCursor if refused else Qt.CursorShape.ClosedHandCursor)
        self.update()

    def _carry_to(self, point: QPointF) -> None:
        spot = self.spot_at(point)
        if self.carry is not None and spot is not None:
            self._moved(landing=None, spot=spot)

    def _moved(self, landing: Landing | None, spot: Spot | None = None) -> None:
        """Only where it was and where it is are drawn again."""
        carry = self.carry
        if carry is None:
            return
        before = self.ghosts(carry)
        if spot is not None:
            carry.to(spot)
            carry.now = self.kept_in_sight(carry)
        elif landing is not None:
            carry.now = landing
            self.make_room(landing)
        for rect in (*before, *self.ghosts(carry)):
            self.update(rect.adjusted(-4, -4, 4, 4).toAlignedRect())
        self.carried.emit()

    def kept_in_sight(self, carry: Carry) -> Landing:
        """Where the pointer carries something, brought back within what is drawn."""
        return carry.now

    def make_room(self, landing: Landing) -> None:
        """Draw what the keyboard needs to carry something there."""

    def cancel(self) -> None:
        """Échap: nothing moves."""
        self._held = None
        super().cancel()

    def let_go(self) -> None:
        """Ask for what the carry means."""
        carry = self.carry
        self.cancel()
        if carry is None or not carry.moved:
            return
        if carry.card is None:
            self.create_asked.emit(carry.now)
        else:
            self.dropped.emit(Drop(carry.card, carry.slot_id, carry.before, carry.now, self.rows))

    # The keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose; with Alt they carry, with Maj and Alt they lengthen; see the guide."""
        key, held = event.key(), self.carry
        if held is not None and key == Qt.Key.Key_Escape:
            self.cancel()
            self.set_current(self.current)
        elif held is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.let_go()
        elif key in ARROWS and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            longer = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._carry_by_key(*ARROWS[Qt.Key(key)], longer=longer)
        elif held is not None:
            return
        elif key in ARROWS:
            self.move_choice(*ARROWS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_choice()
        elif key == Qt.Key.Key_N and not event.modifiers() and self.span is not None:
            if self.may_plan:
                self.create_asked.emit(self.usual_landing())
        elif key in PAGES and not event.modifiers():
            self.step_asked.emit(PAGES[Qt.Key(key)])
        elif Qt.Key.Key_A <= key <= Qt.Key.Key_Z and not event.modifiers():
            self.letter_asked.emit(chr(key))
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Alt released: what was carried by the arrows is let go."""
        alone = event.key() == Qt.Key.Key_Alt and not event.isAutoRepeat()
        if alone and self.carry is not None and self._held is None:
            self.let_go()
        else:
            super().keyReleaseEvent(event)

    def open_choice(self) -> None:
        """Entrée."""
        if self.current_block() is not None:
            self.opened.emit(self.current)

    def _carry_by_key(self, across: int, down: int, *, longer: bool) -> None:
        held = self.current_block()
        if self.carry is None:
            if held is None or not self.may_plan:
                return
            self._begin(Hold.WHOLE, held, Spot(held.card.day))
        if self.carry is not None:
            step = self.stretch if longer else self.nudge
            self._moved(step(self.carry.now, across, down))
            self.setAccessibleDescription(self.carry.refused or self.spoken(self.carry.now))

    def spoken(self, landing: Landing) -> str:
        """Where what is carried stands, for a screen reader."""
        return f"{date_long(landing.day)}, {self.ghost_words(landing)}"

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What the keyboard carried is not left in the air."""
        super().focusOutEvent(event)
        if self._held is None:
            self.cancel()

    def choose(self, held: Block) -> None:
        """Frame a séance and show it."""
        self.set_current(held.card.id)
        self.selected.emit(held.card.id)

    def event(self, event: QEvent) -> bool:
        """The words of a block, or of a day, that is too small to show them."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            point = QPointF(event.pos())
            held = self.block_at(point)
            words = words_of(held) if held is not None else self.ground_words(point)
            if self.carry is None:
                QToolTip.showText(event.globalPos(), words, self)  # no words: it goes
            return True
        return super().event(event)


def refusal(card: SeanceCard) -> str:
    """Why a séance does not move, in two words; whoever lets it go is told the rest."""
    if not card.planned:
        return "annulée ou reportée"
    return "feuille validée" if card.sheet is not None and card.sheet.state == VALIDATED else ""
