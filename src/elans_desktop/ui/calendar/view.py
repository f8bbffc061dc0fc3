"""The tab Calendrier: at the left a month, a week, a day or the list; at the right the séance or a form."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from functools import cached_property
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from elans_desktop.core import clock
from elans_desktop.core.errors import NotFoundError
from elans_desktop.services.calendar import activities, calendar_choice, seances
from elans_desktop.services.calendar.calendar_choice import CalendarChoice
from elans_desktop.services.calendar.seances import SeanceCard, SeanceFilters
from elans_desktop.services.permissions import Right
from elans_desktop.ui import rights
from elans_desktop.ui.calendar import moving, pages_over, print_menu
from elans_desktop.ui.calendar.calendar_bar import CalendarBar, fill_more_menu
from elans_desktop.ui.calendar.calendar_more import MoreActions
from elans_desktop.ui.calendar.carrying import Drop, Landing
from elans_desktop.ui.calendar.empty_hint import EmptyHint
from elans_desktop.ui.calendar.filters import FilterLine
from elans_desktop.ui.calendar.plans import Plans
from elans_desktop.ui.calendar.presence_page import PresencePage
from elans_desktop.ui.calendar.side import CalendarSide
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import column, holder, row, separator, surface
from elans_desktop.ui.kit.panes import room
from elans_desktop.ui.view import View

ROOM_FOR_BOTH = 1000
"""Design pixels for a week and a séance beside it; with less, the séance waits to be chosen."""

BUSY = 100
"""Séances of a plan from which the nearest one opens once it is painted: a tab is never waited for."""
NEAREST_AFTER_MS = 30

SHAPE_KEYS = {"M": "month", "S": "week", "J": "day", "L": "list"}
ROW_KEYS = {"H": "hours", "I": "trainers", "O": "places"}


class CalendarView(View):
    """See the head of this file. `open_item`: seance, activity, presences, new, activity_new, scans,
    past_presences, month."""

    tables: ClassVar[frozenset[str]] = frozenset(
        "activity activity_trainer activity_series seance seance_slot seance_stop seance_guest slot_trainer "
        "enrolment enrolment_period presence closure "
        "attendance_sheet place professional structure participant setting".split()
    )
    help_page: ClassVar[str] = "calendrier"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.at = clock.today()
        """The day around which the calendar is shown."""
        self.cards: tuple[SeanceCard, ...] = ()
        self._current: uuid.UUID | None = None
        self._look: CalendarChoice | None = None
        self._first = True
        self._open_soon = QTimer(self)
        self._open_soon.setSingleShot(True)
        self._open_soon.setInterval(NEAREST_AFTER_MS)
        self._open_soon.timeout.connect(self._open_nearest)
        self.filters = FilterLine(context)
        self._may_plan = rights.may(context, Right.EDIT_CALENDAR)
        self.plans = Plans(context, ("Nouvelle séance", self.start_new) if self._may_plan else None)
        self.week, self.table = self.plans.week, self.plans.table
        self.side = CalendarSide(context)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._calendar())
        self.setLayout(column(self.pages, spacing=0))
        self._listen()

    def _calendar(self) -> QWidget:
        self.bar = CalendarBar(self._print_menu, self._more_menu)
        self.bar.limit(self.context)
        self.bodies = QStackedWidget()
        self.bodies.addWidget(self.plans)
        self.nothing = EmptyState(
            "calendar-days",
            "Aucune activité pour l’instant",
            "Une activité a des séances, et chaque séance sa feuille d’émargement. Commencez par l’activité.",
            action=("Nouvelle activité", self.side.new_activity) if self._may_plan else None,
        )
        self.bodies.addWidget(self.nothing)
        self.hint = EmptyHint(self.filters.clear)
        left = column(self.bar, self.filters, separator(), self.hint, spacing=0)
        left.addWidget(self.bodies, 1)
        whole = row(spacing=0)
        whole.addLayout(left, 1)
        whole.addWidget(self.side)
        return surface(holder(whole), "background")

    def _listen(self) -> None:
        self.bar.before.clicked.connect(lambda: self._step(-1))
        self.bar.after.clicked.connect(lambda: self._step(1))
        self.bar.today.clicked.connect(lambda: self._step(0))
        self.bar.new.clicked.connect(self.start_new)
        self.bar.shape.changed.connect(self._look_otherwise)
        self.filters.rows.chosen.connect(self._look_otherwise)
        self.filters.changed.connect(self._show)
        plans = self.plans
        plans.selected.connect(self.select)
        plans.opened.connect(self.open_presences)
        plans.create_asked.connect(self._new)
        plans.dropped.connect(self._dropped)
        plans.step_asked.connect(self._step)
        plans.day_asked.connect(self.open_day)
        plans.letter_asked.connect(self._letter)
        plans.read_again.connect(self._warn)
        self.side.panel.presences_asked.connect(self.open_presences)
        self.side.panel.closed.connect(lambda: self.select(None))
        self.side.panel.seance_asked.connect(self._go_to_seance)
        self.side.part_shown.connect(self._emphasise)
        self.side.seance_saved.connect(self._seance_saved)
        self.side.form_closed.connect(self._form_closed)

    @cached_property
    def presences(self) -> PresencePage:
        """The presence grid."""
        made = PresencePage(self.context)
        self.pages.addWidget(made)
        made.closed.connect(self.leave_presences)
        return made

    def _presences_shown(self) -> PresencePage | None:
        shown = self.pages.currentWidget()
        return shown if isinstance(shown, PresencePage) else None

    def _save_presences(self) -> None:
        if (page := self._presences_shown()) is not None:
            page.save()

    @property
    def monday(self) -> date:
        """The first day of the week shown."""
        return clock.monday_of(self.at)

    @property
    def month(self) -> date:
        """The first day of the month shown."""
        return self.at.replace(day=1)

    def refresh(self) -> None:
        """Read what is shown, and the séance at the right."""
        if (page := self._presences_shown()) is not None:
            page.refresh()
            return
        if self._look is None:
            kept = self.context.bridge.read(calendar_choice.choice)
            self.bar.shape.set_current(kept.shape)
            self.filters.rows.choose(kept.rows)
            self._look = kept  # from here on, what is chosen is kept in turn
        self._read()
        self._refresh_panel()

    def _read(self) -> None:
        """Read what is shown around the day, and show it; the séance at the right is as it was."""
        self.plans.shape, self.plans.rows = self.bar.shape.current(), self.filters.rows.value
        self.filters.show_for(self.plans.shape)
        self.cards = self.plans.read(self.at)
        if self._first and self.cards and self.plans.shape != "list" and room(self.window()) >= ROOM_FOR_BOTH:
            self._first = False
            if len(self.cards) > BUSY:
                self._open_soon.start()
            else:
                self._current = self._nearest()
        self._say()
        self.bodies.setCurrentWidget(self.plans)
        if not self.cards and not self.context.bridge.read(activities.rows):
            self.bodies.setCurrentWidget(self.nothing)
        self._show()

    def _look_otherwise(self) -> None:
        """Another view was chosen: it is remembered for the next time, and shows the day one was at."""
        if self._look is None:
            return
        if (grid := self.plans.grid()) is not None and self.plans.span is not None:
            self.at = grid.plan.day_in_hand() or self.at
        self._look = CalendarChoice(self.bar.shape.current(), self.filters.rows.value)
        self.context.bridge.write("Garder l’affichage", calendar_choice.keep_choice, self._look)
        self._read()

    def _letter(self, letter: str) -> None:
        """M, S, J, L: month, week, day, list; H, I, O: by hour, by trainer, by place."""
        if letter in SHAPE_KEYS:
            self.bar.shape.set_current(SHAPE_KEYS[letter])
            self.plans.take_focus()
        elif letter in ROW_KEYS and self.plans.shape in ("week", "day"):
            self.filters.rows.choose(ROW_KEYS[letter])
            self.plans.take_focus()

    def _say(self) -> None:
        shape = self.plans.shape
        if shape == "week":
            last = self.plans.span.last if self.plans.span else self.at
            self.bar.show_week(self.monday, last)
        elif shape == "day":
            self.bar.show_day(self.at)
        else:
            self.bar.show_month(self.month)

    def _nearest(self) -> uuid.UUID | None:
        """At the first visit: the séance under way or the next one of what is shown."""
        now = clock.local_now()
        moment = (now.date(), now.hour * 60 + now.minute)
        coming = [card for card in self.cards if (card.day, card.end) > moment and card.planned]
        return coming[0].id if coming else None

    def _open_nearest(self) -> None:
        if self._current is None and self.isVisible():
            self.select(self._nearest())

    def _warn(self) -> None:
        self.cards = self.plans.span.seances if self.plans.span else ()
        self._show()

    def _show(self) -> None:
        self.filters.offer(self.cards)
        passes = self.filters.test()
        shown = [card for card in self.cards if passes(card)]
        self.plans.show_cards(self.at, shown, self.filters.keeps_row)
        self.plans.set_current(self._current)
        self.hint.show_for(self.plans.shape, len(shown), len(self.cards), may_plan=self._may_plan)

    def _refresh_panel(self) -> None:
        if not self.side.is_filling():
            self.select(self._current)

    def select(self, seance_id: uuid.UUID | None) -> None:
        """Show a séance at the right; None closes the panel: the week takes the whole width."""
        if not self.side.may_leave():
            return
        self._current = seance_id
        view = None
        if seance_id is not None:
            try:
                view = self.context.bridge.read(seances.view, seance_id)
            except NotFoundError:
                self._current = None
        self.plans.set_current(self._current)
        if view is None:
            self.side.hide()
            self.bar.new.set_kind("primary")
            return
        self.side.show_seance(view)

    def _go_to_seance(self, seance_id: uuid.UUID) -> None:
        self.open_item("seance", seance_id)

    def _emphasise(self, part: QWidget) -> None:
        """One main button at a time: a form has its own."""
        self.bar.new.set_kind("primary" if part is self.side.panel else "secondary")

    def go_to(self, day: date) -> None:
        """Show what is around a day."""
        self.at = day
        self.side.monday = self.monday
        self.refresh()

    def open_day(self, day: date) -> None:
        """Show one day by itself."""
        self.bar.shape.set_current("day")
        self.go_to(day)
        self.plans.take_focus()

    def _step(self, step: int) -> None:
        """Days, weeks or months before or after, as what is shown; 0 is today."""
        if not step:
            self.at = clock.today()
        elif self.plans.shape == "week":
            self.at += timedelta(weeks=step)
        elif self.plans.shape == "day":
            self.at += timedelta(days=step)
        else:
            self.at = (self.month + timedelta(days=45 if step > 0 else -15)).replace(day=1)
        self.side.monday = self.monday
        self._read()

    def start_new(self) -> None:
        """Ctrl+N: a new séance, in what is shown."""
        today = clock.today()
        first, last = self.plans.period(self.at)
        self._new(Landing(today if first <= today <= last else first, 9 * 60, 12 * 60))

    def _new(self, wanted: Landing) -> None:
        if self._may_plan and self.side.may_leave():
            self.side.new_seance(wanted, self.plans.rows if self.plans.by_rows else "")

    def _dropped(self, asked: Drop) -> None:
        """A séance was carried elsewhere: it is then the one shown, with what it warns about."""
        if self._may_plan and self.side.may_leave():
            moved = moving.drop(self.context, self, asked)
            self.select(asked.card.id)
            self.plans.set_current(asked.card.id, reveal=moved)
            self.plans.take_focus()

    def _seance_saved(self, seance_id: uuid.UUID, words: str) -> None:
        self._current = seance_id
        card = self.context.bridge.read(seances.view, seance_id).card
        self.go_to(card.day)
        self.plans.set_current(seance_id, reveal=True)
        self.plans.take_focus()
        if words:
            self.context.window.notify(words, undoable=True)

    def _form_closed(self) -> None:
        self.select(self._current)
        self.plans.take_focus()

    def open_presences(self, seance_id: uuid.UUID) -> None:
        """The grid of the activity, in the week of a séance; its names are not for every role."""
        if not rights.may(self.context, Right.READ_PEOPLE):
            return
        self._current, card = seance_id, self.context.bridge.read(seances.view, seance_id).card
        self.pages.setCurrentWidget(self.presences)
        self.presences.open_for(card.activity_id, card.day, seance_id)

    def _more_menu(self, menu: QMenu) -> None:
        fill_more_menu(menu, MoreActions(self.context, self, self).groups())

    def leave_presences(self) -> None:
        self.pages.setCurrentIndex(0)
        self.refresh()
        self.plans.take_focus()

    def open_item(self, kind: str, item_id: uuid.UUID | None) -> None:
        """`seance`, `activity`, `presences` (a séance or an activity), `new` (a séance), `activity_new`."""
        self._save_presences()
        if kind == "presences" and item_id is not None:
            self._open_presences_of(item_id)
            return
        self.pages.setCurrentIndex(0)
        if kind == "new":
            self.start_new()
        elif kind in pages_over.KINDS and self.side.may_leave():
            pages_over.open_over(kind, self.pages, self.context, self.leave_presences, self.open_item)
        elif kind == "activity_new":
            self.side.new_activity()
        elif kind == "activity" and item_id is not None:
            self._open_activity(item_id)
        elif kind == "seance" and item_id is not None:
            card = self.context.bridge.read(seances.view, item_id).card
            self._first = False
            self._current = item_id
            self.go_to(card.day)
            self.plans.set_current(item_id, reveal=True)

    def _open_presences_of(self, item_id: uuid.UUID) -> None:
        try:
            self.open_presences(item_id)
        except NotFoundError:
            self.pages.setCurrentWidget(self.presences)
            self.presences.open_for(item_id)

    def _open_activity(self, activity_id: uuid.UUID) -> None:
        """Its next séance, else its last one, else its form."""
        today = clock.today()
        wanted = SeanceFilters(activity_id=activity_id, start=today, limit=1)
        found = self.context.bridge.read(seances.rows, wanted) or self.context.bridge.read(
            seances.rows, SeanceFilters(activity_id=activity_id, latest_first=True, limit=1)
        )
        if found:
            self.open_item("seance", found[0].id)
        elif self._may_plan:
            self.side.edit_activity(activity_id)

    def save(self) -> None:
        """Ctrl+S."""
        self._save_presences()
        self.side.save()

    def leave(self) -> bool:
        """What is typed in the grid is saved, what is typed in a form is kept as a draft."""
        self._save_presences()
        self.side.keep()
        return True

    def _print_menu(self, menu: QMenu) -> None:
        shown = self.side.view
        seen = print_menu.Shown(
            self.plans.shape,
            *self.plans.period(self.at),
            self.context.bridge.scope,
            shown.card if shown is not None else None,
            self.plans.rows if self.plans.by_rows else "hours",
            self.plans.row_ids(),
            self.filters.trainer.named,
            self.filters.place.named,
        )
        print_menu.fill(menu, seen, self.context.window.print_document)
