"""A plan of séances as it is drawn: its blocks, where they stand, the one chosen, what is carried over them.

A subclass says where things stand (`lay_out`, `spot_at`, `rect_of_landing`), paints its ground and its
blocks, and answers arrows. Nothing is read in a paint: blocks and their rectangles are worked out once for
what is shown and for a size.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, clock_time, date_long
from elans_desktop.services.calendar.seances import SpanView
from elans_desktop.ui import theme
from elans_desktop.ui.calendar import plan_paint
from elans_desktop.ui.calendar.carrying import Carry, Hold, Landing, Spot
from elans_desktop.ui.calendar.week_layout import Block

FADED = 0.4
"""Opacity of a séance while it is carried elsewhere."""


class PlanSurface(QWidget):
    """See the head of this file; `PlanBody` adds the mouse and the keyboard."""

    selected = Signal(object)
    opened = Signal(object)
    create_asked = Signal(object)
    """A Landing."""
    dropped = Signal(object)
    """A Drop."""
    step_asked = Signal(int)
    """-1: what comes before, 1: what comes after, 0: today."""
    day_asked = Signal(object)
    """A day, to be shown by itself."""
    letter_asked = Signal(str)
    """A letter that the calendar may know: another way to look."""
    carried = Signal()
    """What is carried moved: keep it in sight."""
    resized = Signal(int)
    """Its new width."""

    rows = ""
    """« trainers » or « places » when its rows are one of them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.span: SpanView | None = None
        self.blocks: tuple[Block, ...] = ()
        self.current: uuid.UUID | None = None
        self.may_plan = True
        self.carry: Carry | None = None
        self._rects: list[tuple[QRectF, Block]] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        theme.signals.changed.connect(self.forget_places)

    # What a subclass answers.

    def lay_out(self) -> list[tuple[QRectF, Block]]:
        """Each block and where it stands, in the order of painting."""
        raise NotImplementedError

    def spot_at(self, point: QPointF) -> Spot | None:
        """What a point of the plan stands for; points outside are brought back to the nearest one."""
        raise NotImplementedError

    def rect_of_landing(self, landing: Landing) -> QRectF:
        """Where a slot that lands there is drawn."""
        raise NotImplementedError

    def paint_ground(self, painter: QPainter, dirty: QRectF) -> None:
        """Days, hours, holidays."""
        raise NotImplementedError

    def paint_block(self, painter: QPainter, rect: QRectF, held: Block, *, selected: bool) -> None:
        """One séance."""
        raise NotImplementedError

    def move_choice(self, across: int, down: int) -> None:
        """An arrow was pressed."""
        raise NotImplementedError

    def nudge(self, landing: Landing, across: int, down: int) -> Landing:
        """One step of what is carried by the keyboard."""
        raise NotImplementedError

    def stretch(self, landing: Landing, across: int, down: int) -> Landing:
        """One step of what is lengthened by the keyboard; plans without hours change nothing."""
        return landing

    def hold_at(self, rect: QRectF, point: QPointF) -> Hold:
        """By what a block is held there."""
        return Hold.WHOLE

    def usual_landing(self) -> Landing:
        """Where N makes a séance: the day of the one chosen, else today when it is shown."""
        held = self.current_block()
        row = held.row if held else None
        return Landing(held.card.day if held else self.usual_day(), 9 * 60, 12 * 60, row)

    def ground_words(self, point: QPointF) -> str:
        """What a point beside the blocks is, when its words may be cut."""
        return ""

    def pressed_ground(self, spot: Spot, point: QPointF) -> None:
        """A click beside the blocks."""

    # Showing.

    def forget_places(self) -> None:
        """The rectangles are worked out again at the next need."""
        self._rects = None
        self.updateGeometry()
        self.update()

    def places(self) -> Sequence[tuple[QRectF, Block]]:
        """Blocks and where they stand."""
        if self._rects is None:
            self._rects = self.lay_out() if self.span is not None else []
        return self._rects

    def set_blocks(self, span: SpanView, blocks: tuple[Block, ...]) -> None:
        """Show these; what is being carried is let go of when its séance is gone."""
        self.span, self.blocks = span, blocks
        self.cancel()
        self.forget_places()

    def cancel(self) -> None:
        """Nothing is carried any more, and nothing moved."""
        if self.carry is not None:
            self.carry = None
            self.unsetCursor()
            self.update()

    def set_current(self, seance_id: uuid.UUID | None) -> None:
        """Frame a séance."""
        self.current = seance_id
        held = self.current_block()
        self.setAccessibleDescription(words_of(held) if held else self.nothing_chosen())
        self.update()

    def nothing_chosen(self) -> str:
        """What a screen reader says without any séance chosen."""
        return "Aucune séance choisie"

    def current_block(self) -> Block | None:
        """The first block of the séance chosen."""
        return next((held for held in self.blocks if held.card.id == self.current), None)

    def day_in_hand(self) -> date | None:
        """The day of the séance chosen, which another view shows first."""
        held = self.current_block()
        return held.card.day if held else None

    def rect_of(self, held: Block) -> QRectF:
        """Where a block stands; nowhere when it is not drawn."""
        return next((rect for rect, other in self.places() if other == held), QRectF())

    def rect_of_seance(self, seance_id: object) -> QRectF:
        """Where the first block of a séance stands."""
        return next((rect for rect, held in self.places() if held.card.id == seance_id), QRectF())

    def block_at(self, point: QPointF) -> Block | None:
        """The block under a point."""
        return next((held for rect, held in reversed(self.places()) if rect.contains(point)), None)

    def usual_day(self) -> date:
        """Today when it is shown, else the first day."""
        assert self.span is not None
        today = clock.today()
        return today if self.span.first <= today <= self.span.last else self.span.first

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The places follow the size; tell the head."""
        super().resizeEvent(event)
        self._rects = None
        self.resized.emit(self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, the blocks, what is carried; only what must be drawn again."""
        painter = QPainter(self)
        dirty = QRectF(event.rect())
        painter.fillRect(dirty, theme.color("surface"))
        if self.span is not None:
            self.paint_ground(painter, dirty)
            carried = self.carry.card.id if self.carry and self.carry.card else None
            top: list[tuple[QRectF, Block]] = []
            for rect, held in self.places():
                if held.card.id == self.current:
                    top.append((rect, held))
                elif rect.intersects(dirty):
                    self.paint_block(painter, rect, held, selected=False)
            for rect, held in top:
                painter.setOpacity(FADED if held.card.id == carried else 1.0)
                self.paint_block(painter, rect, held, selected=True)
            painter.setOpacity(1.0)
            self._paint_carry(painter)
        painter.end()

    def _paint_carry(self, painter: QPainter) -> None:
        carry = self.carry
        if carry is None:
            return
        for rect in self.ghosts(carry)[1:]:
            plan_paint.companion(painter, rect, carry.card)
        words = carry.refused or self.ghost_words(carry.now)
        rect = self.rect_of_landing(carry.now)
        plan_paint.ghost(painter, rect, carry.card, words, refused=bool(carry.refused))

    def ghosts(self, carry: Carry) -> list[QRectF]:
        """Where the slot held is drawn, then the other slots of its séance when they follow it."""
        return [self.rect_of_landing(carry.now)]

    def ghost_words(self, landing: Landing) -> str:
        """« 14:00 – 17:00 »."""
        return f"{clock_time(landing.start)}{NBSP}–{NBSP}{clock_time(landing.end)}"


def words_of(held: Block) -> str:
    """A séance in a few lines: for the pointer that rests on it, and for screen readers."""
    card = held.card
    hours = f"{date_long(card.day)}, {clock_time(held.start)} – {clock_time(held.end)}"
    lines = [card.name, hours, card.where, ", ".join(trainer.name for trainer in card.trainers)]
    lines += [remark.sentence for remark in card.warnings]
    return "\n".join(line for line in lines if line)
