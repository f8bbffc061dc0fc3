"""« Tout, dans l’ordre »: everything that happened with a person, month by month, filtered by kind."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut

from elans_desktop.core.formats import MONTHS, NBSP, count, date_medium
from elans_desktop.services.participants import person_events
from elans_desktop.services.participants.person_events import KINDS, Event
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, paint
from elans_desktop.ui.kit.chip import Chip
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.flow import FlowLayout
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row, scrolled, surface
from elans_desktop.ui.kit.painted_rows import PaintedRows
from elans_desktop.ui.view import InnerPage

ICONS = {
    person_events.CONTACT: "handshake",
    person_events.PATHWAY: "route",
    person_events.SITUATION: "clipboard-list",
    person_events.BARRIER: "octagon-alert",
    person_events.OBJECTIVE: "target",
    person_events.INTERVIEW: "message-square-text",
    person_events.PRESENCE: "list-checks",
    person_events.EVALUATION: "clipboard-check",
    person_events.IMMERSION: "briefcase",
    person_events.AID: "euro",
    person_events.DOCUMENT: "file-text",
    person_events.CALL: "phone",
    person_events.RIGHT: "scale",
}
NOTHING = "Rien n’est encore noté"


class EventRows(PaintedRows):
    """A title a month, a line an event; Entrée goes to where the file shows it."""

    def __init__(self) -> None:
        super().__init__("Tout ce qui s’est passé, le plus récent d’abord", ground="surface")

    def row_height(self, row: Event | str) -> int:
        """36 for a month, 28 for an event."""
        return theme.px(36 if isinstance(row, str) else 28)

    def can_choose(self, row: Event | str) -> bool:
        """A month is only a title."""
        return not isinstance(row, str)

    def row_words(self, row: Event | str) -> str:
        """The line, for a screen reader."""
        if isinstance(row, str):
            return row
        return ", ".join(part for part in (date_medium(row.day), row.title, row.detail) if part)

    def row_tip(self, row: Event | str) -> str:
        """What was cut."""
        return "" if isinstance(row, str) else f"{row.title}\n{row.detail}".strip()

    def paint_row(self, painter: QPainter, rect: QRectF, index: int, row: Event | str, chosen: bool) -> None:
        """A month, or day, icon, what, and what to know of it."""
        px = theme.px
        if isinstance(row, str):
            place = QRectF(rect.left() + px(8), rect.top() + px(6), rect.width(), rect.height() - px(6))
            paint.line_of_text(painter, place, row, size=13, weight=600, token="muted")
            return
        place = rect.adjusted(px(8), -1, -px(8), -1)
        paint.line_of_text(painter, place, date_medium(row.day), token="muted", size=14)
        left = place.left() + px(132)
        theme.draw_icon(painter, ICONS[row.kind], "muted", left, rect.center().y() - px(8), 16)
        left += px(26)
        width = min(paint.text_width(row.title, 15, 500) + 1, (place.right() - left) * 0.6)
        line = QRectF(left, place.top(), width, place.height())
        paint.line_of_text(painter, line, row.title, weight=500)
        rest = QRectF(
            line.right() + px(12), place.top(), place.right() - line.right() - px(12), place.height()
        )
        paint.line_of_text(painter, rest, row.detail, size=14, token="muted")


class EventsPage(InnerPage):
    """Over the file; « Revenir au dossier » or Échap closes it."""

    help_page = "accompagnement"
    closed = Signal()
    chosen = Signal(str)
    """The section of the file where the current event stands."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._events: tuple[Event, ...] = ()
        self.title = label("Tout, dans l’ordre", "title")
        self.fact = label("", "muted")
        back = buttons.link("Revenir au dossier", "arrow-left", self.closed.emit)
        self.chips = FlowLayout(spacing=8)
        self.rows = EventRows()
        self.rows.opened.connect(self._opened)
        self.nothing = EmptyState("calendar-days", NOTHING, "Contacts, entretiens, présences s’y rangeront.")
        head = column(
            row(back, None),
            row(self.title, self.fact, None, spacing=12),
            holder(self.chips),
            spacing=8,
            margins=(24, 12, 24, 12),
        )
        content = holder(column(self.nothing, self.rows, None, spacing=0, margins=(16, 0, 16, 16)))
        whole = column(head, spacing=0)
        whole.addWidget(scrolled(content, "surface"), 1)
        self.setLayout(whole)
        surface(self, "surface")
        escape = QShortcut(QKeySequence("Escape"), self, self.closed.emit)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_person(self, file: FileView) -> None:
        """Read everything about a person; the kinds chosen stay."""
        kept = self.kinds()
        self._events = self.context.bridge.read(person_events.of_participant, file.person.id)
        clear_layout(self.chips)
        counts = {kind: sum(event.kind == kind for event in self._events) for kind in KINDS}
        for kind, words in KINDS.items():
            if counts[kind]:
                chip = Chip(words, on=kind in kept, count=counts[kind])
                chip.setProperty("event", kind)
                chip.toggled.connect(self._fill)
                self.chips.addWidget(chip)
        self._fill()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def kinds(self) -> frozenset[str]:
        """The kinds chosen; none is all."""
        chips = (self.chips.itemAt(place) for place in range(self.chips.count()))
        found = (item.widget() for item in chips if item is not None)
        return frozenset(
            str(chip.property("event")) for chip in found if isinstance(chip, Chip) and chip.isChecked()
        )

    def _fill(self) -> None:
        kinds = self.kinds()
        shown = [event for event in self._events if not kinds or event.kind in kinds]
        self.fact.setText(count(len(shown), "fait") if self._events else "")
        self.nothing.setVisible(not shown)
        self.rows.setVisible(bool(shown))
        self.rows.set_rows(_by_month(shown), 1 if shown else -1)

    def _opened(self, index: int) -> None:
        event = self.rows.rows[index]
        if isinstance(event, Event) and event.section:
            self.chosen.emit(event.section)


def _by_month(events: Sequence[Event]) -> list[Event | str]:
    """The events, each month announced."""
    rows: list[Event | str] = []
    last = (0, 0)
    for event in events:
        month = (event.day.year, event.day.month)
        if month != last:
            rows.append(f"{MONTHS[event.day.month - 1].capitalize()}{NBSP}{event.day.year}")
            last = month
        rows.append(event)
    return rows
