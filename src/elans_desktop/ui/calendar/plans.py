"""The ways to look at the calendar: month, week, day, by hour, by trainer or by place, and the list."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from elans_desktop.core import clock
from elans_desktop.services.calendar import seances
from elans_desktop.services.calendar.seances import SeanceCard, SeanceFilters, SpanView
from elans_desktop.services.organisation import places, professionals
from elans_desktop.services.scope import Scope
from elans_desktop.ui import scheme
from elans_desktop.ui.calendar import list_page
from elans_desktop.ui.calendar.lanes_layout import PLACES, TRAINERS, Row
from elans_desktop.ui.calendar.lanes_view import LanesGrid
from elans_desktop.ui.calendar.month_people import MonthPeople
from elans_desktop.ui.calendar.month_view import MonthGrid
from elans_desktop.ui.calendar.plan_grid import PlanGrid
from elans_desktop.ui.calendar.week_view import WeekGrid
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.empty import Action
from elans_desktop.ui.kit.layout import holder, row, surface
from elans_desktop.ui.kit.table import Table

_CARRIED_MS = 300


class Plans(QStackedWidget):
    """Each page is built at its first use. `shape`: month · week · day · list; `rows`: hours · trainers ·
    places, in a week or a day."""

    selected = Signal(object)
    opened = Signal(object)
    create_asked = Signal(object)
    dropped = Signal(object)
    step_asked = Signal(int)
    day_asked = Signal(object)
    letter_asked = Signal(str)
    read_again = Signal()
    """`span` holds more: the warnings about the people of a month."""

    def __init__(self, context: Context, new: Action | None) -> None:
        """`new`: the action of an empty list, for whoever may plan."""
        super().__init__()
        self.context = context
        self.shape, self.rows = "week", "hours"
        self.span: SpanView | None = None
        self._may_plan = new is not None
        self._known: tuple[Row, ...] = ()
        self._people = MonthPeople(context, self)
        self._people.found.connect(self._warned)
        self.week = WeekGrid()
        self._add(self.week)
        self.table: Table = list_page.seance_table(new)
        self._list = surface(holder(row(self.table, margins=(24, 12, 16, 16))), "background")
        self.addWidget(self._list)
        self.table.current_changed.connect(self.selected)
        self.table.activated.connect(self.opened)

    def _add(self, grid: PlanGrid) -> None:
        self.addWidget(grid)
        body = grid.plan
        body.may_plan = self._may_plan
        pairs = (
            (body.selected, self.selected),
            (body.opened, self.opened),
            (body.create_asked, self.create_asked),
            (body.dropped, self.dropped),
            (body.step_asked, self.step_asked),
            (body.day_asked, self.day_asked),
            (body.letter_asked, self.letter_asked),
        )
        for said, told in pairs:
            said.connect(told)

    @cached_property
    def month(self) -> MonthGrid:
        """Weeks down."""
        made = MonthGrid()
        self._add(made)
        return made

    @cached_property
    def lanes(self) -> LanesGrid:
        """A row for each trainer or place."""
        made = LanesGrid()
        self._add(made)
        return made

    @property
    def by_rows(self) -> bool:
        """Whether rows are trainers or places."""
        return self.shape in ("week", "day") and self.rows != "hours"

    def page(self) -> QWidget:
        """The page of the way chosen."""
        return self._list if self.shape == "list" else self.grid() or self.week

    def grid(self) -> PlanGrid | None:
        """The plan of the way chosen; None for the list."""
        if self.shape == "list":
            return None
        if self.shape == "month":
            return self.month
        return self.lanes if self.by_rows else self.week

    def row_ids(self) -> tuple[uuid.UUID, ...]:
        """The trainers or the places whose rows are shown."""
        if not self.by_rows:
            return ()
        return tuple(lane.row.id for lane in self.lanes.body.lanes if lane.row.id is not None)

    def period(self, at: date) -> tuple[date, date]:
        """First and last day of what is shown around a day."""
        if self.shape == "day":
            return at, at
        if self.shape == "week":
            monday = clock.monday_of(at)
            return monday, monday + timedelta(days=6)
        first = at.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    def read(self, at: date) -> tuple[SeanceCard, ...]:
        """The séances around a day, whatever the filters: one read of what is shown, and no more."""
        read, scope = self.context.bridge.read, self.context.bridge.scope
        self._people.forget()
        if self.shape == "list":
            wanted = SeanceFilters(Scope(scope.agreement_id), *self.period(at))
            return read(seances.rows, wanted)
        if self.shape == "month":
            days = seances.month_days(at)
            self.span = read(seances.span, scope, *days, full=False)
            if self.span.seances:
                self._people.ask(self.span, days)
        elif self.shape == "week":
            self.span = read(seances.week, scope, at)
        else:
            self.span = read(seances.span, scope, at, at)
        self._known = self._known_rows() if self.by_rows else ()
        return self.span.seances

    def _warned(self, shown: SpanView, found: SpanView) -> None:
        """Not under what is being carried: it comes once dropped, unless the drop changed something."""
        if self.span is not shown:
            return
        if self.month.plan.carry is not None:
            QTimer.singleShot(_CARRIED_MS, self, lambda: self._warned(shown, found))
            return
        self.span = found
        self.read_again.emit()

    def _known_rows(self) -> tuple[Row, ...]:
        read = self.context.bridge.read
        if self.rows == TRAINERS:
            found = read(professionals.rows, trainers=True)
            return tuple(Row(one.id, one.natural_name, one.structure) for one in found)
        return tuple(Row(one.id, one.input.name, one.input.commune) for one in read(places.rows))

    def show_cards(self, at: date, shown: Sequence[SeanceCard], passes: Callable[[Row], bool]) -> None:
        """Show the séances that passed the filters; `passes`: which rows are kept without any."""
        self.setCurrentWidget(self.page())
        if self.shape == "list":
            list_page.show(self.table, shown)
        elif self.span is not None:
            self._show_plan(self.span, at, shown, [row for row in self._known if passes(row)])

    def _show_plan(self, span: SpanView, at: date, shown: Sequence[SeanceCard], known: Iterable[Row]) -> None:
        if self.shape == "month":
            self.month.show_month(span, shown, at.replace(day=1))
        elif self.by_rows:
            self.lanes.show_rows(span, shown, self.rows, known, self._words())
        else:
            self.week.show_span(span, shown)

    def _words(self) -> tuple[str, str]:
        if self.rows == PLACES:
            return "Lieux", "Sans lieu"
        trainer = scheme.title(scheme.of(self.context), "trainer")
        return f"{trainer}s", f"Sans {trainer.lower()}"

    def set_current(self, seance_id: uuid.UUID | None, *, reveal: bool = False) -> None:
        """Frame a séance where it is shown; `reveal`: bring it in sight."""
        grid = self.grid()
        if grid is not None and reveal:
            grid.set_current(seance_id)
        elif grid is not None:
            grid.plan.set_current(seance_id)
        elif reveal:
            self.table.set_current(seance_id)

    def take_focus(self) -> None:
        """The keyboard goes to the plan, or to the list."""
        (self.grid() or self.table).setFocus(Qt.FocusReason.OtherFocusReason)
