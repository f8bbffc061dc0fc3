"""The tab Calendrier: week or list at the left, at the right the séance or the form being filled."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from functools import cached_property
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from elans_desktop.core import clock
from elans_desktop.core.errors import NotFoundError
from elans_desktop.core.formats import NBSP
from elans_desktop.services import activities, seances
from elans_desktop.services.permissions import Right
from elans_desktop.services.scope import Scope
from elans_desktop.services.seances import SeanceCard, SeanceFilters
from elans_desktop.ui import rights
from elans_desktop.ui.calendar import list_page, parts, seance_actions
from elans_desktop.ui.calendar.activity_form import ActivityForm
from elans_desktop.ui.calendar.calendar_bar import CalendarBar, fill_more_menu, fill_print_menu
from elans_desktop.ui.calendar.enrol_panel import EnrolPanel
from elans_desktop.ui.calendar.filters import FilterLine
from elans_desktop.ui.calendar.presence_page import PresencePage
from elans_desktop.ui.calendar.seance_form import SeanceForm
from elans_desktop.ui.calendar.seance_panel import SeancePanel
from elans_desktop.ui.calendar.week_view import WeekGrid
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.empty import EmptyState
from elans_desktop.ui.kit.layout import column, holder, row, separator, surface
from elans_desktop.ui.view import View


class CalendarView(View):
    """See the head of this file. `open_item`: seance, activity, presences, new, activity_new."""

    tables: ClassVar[frozenset[str]] = frozenset(
        "activity activity_trainer seance seance_slot slot_trainer enrolment enrolment_period presence "
        "attendance_sheet place professional structure participant setting".split()
    )
    help_page: ClassVar[str] = "calendrier"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.monday = clock.monday_of(clock.today())
        self.month = clock.today().replace(day=1)
        self.cards: tuple[SeanceCard, ...] = ()
        self._current: uuid.UUID | None = None
        self._first = True
        self._after_activity = False
        self.filters = FilterLine(context)
        self.week = WeekGrid()
        self._may_plan = rights.may(context, Right.EDIT_CALENDAR)
        self.table = list_page.seance_table(("Nouvelle séance", self.start_new) if self._may_plan else None)
        self.panel = SeancePanel(context)
        self.side = QStackedWidget()
        self.side.addWidget(self.panel)
        self.side.setFixedWidth(self.panel.width())
        self.side.hide()
        self.pages = QStackedWidget()
        self.pages.addWidget(self._calendar())
        self.setLayout(column(self.pages, spacing=0))
        self._listen()

    def _calendar(self) -> QWidget:
        self.bar = CalendarBar(self._print_menu, lambda menu: fill_more_menu(menu, self.new_activity))
        self.bar.limit(self.context)
        self.bodies = QStackedWidget()
        self.bodies.addWidget(self.week)
        self.bodies.addWidget(surface(holder(row(self.table, margins=(24, 12, 16, 16))), "background"))
        self.nothing = EmptyState(
            "calendar-days",
            "Aucune activité pour l’instant",
            "Une activité a des séances, et chaque séance sa feuille d’émargement. Commencez par l’activité.",
            action=("Nouvelle activité", self.new_activity) if self._may_plan else None,
        )
        self.bodies.addWidget(self.nothing)
        left = column(self.bar, self.filters, separator(), spacing=0)
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
        self.bar.shape.changed.connect(self.refresh)
        self.filters.changed.connect(self._show)
        body = self.week.body
        body.selected.connect(self.select)
        body.opened.connect(self.open_presences)
        body.create_asked.connect(self._new)
        body.week_asked.connect(self._step)
        self.table.current_changed.connect(self.select)
        self.table.activated.connect(self.open_presences)
        self.panel.edit_asked.connect(self.edit)
        self.panel.presences_asked.connect(self.open_presences)
        self.panel.enrol_asked.connect(self.enrol_in)
        self.panel.activity_asked.connect(self.edit_activity)
        self.panel.closed.connect(lambda: self.select(None))
        seance_actions.connect(self.panel)

    @cached_property
    def form(self) -> SeanceForm:
        """« Nouvelle séance »."""
        return parts.seance_form(
            self.context, self.side, self.seance_saved, self.close_form, self.activity_for_form
        )

    @cached_property
    def activity(self) -> ActivityForm:
        """« Nouvelle activité »."""
        return parts.activity_form(self.context, self.side, self.activity_saved, self.close_form)

    @cached_property
    def enrol(self) -> EnrolPanel:
        """« Inscrire des participants »."""
        return parts.enrol_panel(self.context, self.side, self.close_form)

    @cached_property
    def presences(self) -> PresencePage:
        """The presence grid."""
        return parts.presence_page(self.context, self.pages, self.leave_presences)

    def _presences_shown(self) -> PresencePage | None:
        shown = self.pages.currentWidget()
        return shown if isinstance(shown, PresencePage) else None

    def _save_presences(self) -> None:
        if (page := self._presences_shown()) is not None:
            page.save()

    def refresh(self) -> None:
        """Read the week or the list, and the séance shown at the right."""
        if (page := self._presences_shown()) is not None:
            page.refresh()
            return
        in_week = self.bar.shape.current() == "week"
        if in_week:
            self._read_week()
        else:
            self._read_list()
        self.bodies.setCurrentIndex(0 if in_week else 1)
        if not self.cards and not self.context.bridge.read(activities.rows):
            self.bodies.setCurrentWidget(self.nothing)
        self._show()
        self._refresh_panel()

    def _read_week(self) -> None:
        self._week = self.context.bridge.read(seances.week, self.context.bridge.scope, self.monday)
        self.cards = self._week.seances
        if self._first and self.cards:
            self._first = False
            self._current = self._nearest()
        self.bar.show_week(self.monday, self._week.days[-1].day)

    def _read_list(self) -> None:
        last = (self.month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        wanted = SeanceFilters(Scope(self.context.bridge.scope.agreement_id), self.month, last)
        self.cards = self.context.bridge.read(seances.rows, wanted)
        self.bar.show_month(self.month)

    def _nearest(self) -> uuid.UUID | None:
        """At the first visit: the séance under way or the next one of the week."""
        now = clock.local_now()
        moment = (now.date(), now.hour * 60 + now.minute)
        coming = [card for card in self.cards if (card.day, card.end) > moment and card.planned]
        return coming[0].id if coming else None

    def _show(self) -> None:
        self.filters.offer(self.cards)
        passes = self.filters.test()
        shown = [card for card in self.cards if passes(card)]
        if self.bar.shape.current() == "week":
            self.week.show_week(self._week, shown)
            self.week.body.set_current(self._current)
        else:
            list_page.show(self.table, shown)

    def _refresh_panel(self) -> None:
        if self.side.isVisibleTo(self) and self.side.currentWidget() is not self.panel:
            return
        self.select(self._current)

    def select(self, seance_id: uuid.UUID | None) -> None:
        """Show a séance at the right; None closes the panel: the week takes the whole width."""
        if not self._form_left():
            return
        self._current = seance_id
        view = None
        if seance_id is not None:
            try:
                view = self.context.bridge.read(seances.view, seance_id)
            except NotFoundError:
                self._current = None
        self.week.body.set_current(self._current)
        if view is None:
            self.side.hide()
            self.bar.new.set_kind("primary")
            return
        self.panel.show_seance(view)
        self._show_side(self.panel)

    def _open_form(self) -> SeanceForm | ActivityForm | None:
        shown = self.side.currentWidget()
        if isinstance(shown, SeanceForm | ActivityForm) and self.side.isVisibleTo(self):
            return shown
        return None

    def _form_left(self) -> bool:
        """Whether what is being typed may be dropped."""
        shown = self._open_form()
        if shown is None or not shown.is_dirty():
            return True
        answer = dialogs.ask(
            self,
            f"Enregistrer ce qui est saisi{NBSP}?",
            "Le formulaire ouvert n’est pas enregistré.",
            (("save", "Enregistrer"), ("drop", "Abandonner")),
        )
        if answer == "drop":
            shown.finished()
        return shown.save() if answer == "save" else answer == "drop"

    def _show_side(self, part: QWidget) -> None:
        self.side.setCurrentWidget(part)
        self.side.setFixedWidth(self.panel.width())
        self.side.show()
        self.bar.new.set_kind("primary" if part is self.panel else "secondary")

    def go_to(self, day: date) -> None:
        """Show the week of a day."""
        self.monday = clock.monday_of(day)
        self.month = day.replace(day=1)
        self.refresh()

    def _step(self, weeks: int) -> None:
        """Weeks before or after (months, in the list); 0 is today."""
        if not weeks:
            self.go_to(clock.today())
        elif self.bar.shape.current() == "week":
            self.go_to(self.monday + timedelta(weeks=weeks))
        else:
            self.month = (self.month + timedelta(days=45 if weeks > 0 else -15)).replace(day=1)
            self.refresh()

    def start_new(self) -> None:
        """Ctrl+N: a new séance, in the week shown."""
        today = clock.today()
        self._new(today if clock.monday_of(today) == self.monday else self.monday)

    def _new(self, day: date, start: int = 9 * 60) -> None:
        if not self._may_plan or not self._form_left():
            return
        shown = self.panel.view if self.side.isVisibleTo(self) else None
        activity_id = shown.card.activity_id if shown is not None else None
        self._show_side(self.form)
        self.form.start_new(activity_id, day, start)

    def edit(self, seance_id: uuid.UUID) -> None:
        """Change a séance in the form."""
        view = self.context.bridge.read(seances.view, seance_id)
        self._show_side(self.form)
        self.form.edit(view)

    def edit_activity(self, activity_id: uuid.UUID) -> None:
        """Change an activity in the form."""
        if self._form_left():
            self._after_activity = False
            self._show_side(self.activity)
            self.activity.edit(activity_id)

    def new_activity(self) -> None:
        """An empty form of activity."""
        if self._form_left():
            self._after_activity = False
            self._show_side(self.activity)
            self.activity.start_new()

    def enrol_in(self, activity_id: uuid.UUID) -> None:
        """Choose people to enrol."""
        view = self.context.bridge.read(activities.view, activity_id)
        day = self.panel.view.card.day if self.panel.view else clock.today()
        self._show_side(self.enrol)
        self.enrol.open_for(activity_id, view.title, day)

    def activity_for_form(self) -> None:
        self._after_activity = True
        self._show_side(self.activity)
        self.activity.start_new()

    def activity_saved(self, activity_id: uuid.UUID) -> None:
        if self._after_activity:
            self._after_activity = False
            self._show_side(self.form)
            self.form.use_activity(activity_id)
        elif self.panel.view is not None and self.panel.view.card.activity_id == activity_id:
            self.close_form()
        else:
            self._show_side(self.form)
            self.form.start_new(activity_id, self.monday)

    def seance_saved(self, seance_id: uuid.UUID, words: str) -> None:
        self._current = seance_id
        card = self.context.bridge.read(seances.view, seance_id).card
        self._show_side(self.panel)
        self.go_to(card.day)
        self.week.set_current(seance_id)
        self.week.setFocus(Qt.FocusReason.OtherFocusReason)
        if words:
            self.context.window.notify(words, undoable=True)

    def close_form(self) -> None:
        if self._after_activity:
            self._after_activity = False
            self._show_side(self.form)
            return
        self.side.setCurrentWidget(self.panel)
        self.select(self._current)
        self.week.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_presences(self, seance_id: uuid.UUID) -> None:
        """The grid of the activity, in the week of a séance; its names are not for every role."""
        if not rights.may(self.context, Right.READ_PEOPLE):
            return
        self._current, card = seance_id, self.context.bridge.read(seances.view, seance_id).card
        self.pages.setCurrentWidget(self.presences)
        self.presences.open_for(card.activity_id, card.day, seance_id)

    def leave_presences(self) -> None:
        self.pages.setCurrentIndex(0)
        self.refresh()
        self.week.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_item(self, kind: str, item_id: uuid.UUID | None) -> None:
        """`seance`, `activity`, `presences` (a séance or an activity), `new` (a séance), `activity_new`."""
        self._save_presences()
        if kind == "presences" and item_id is not None:
            self._open_presences_of(item_id)
            return
        self.pages.setCurrentIndex(0)
        if kind == "new":
            self.start_new()
        elif kind == "activity_new":
            self.new_activity()
        elif kind == "activity" and item_id is not None:
            self._open_activity(item_id)
        elif kind == "seance" and item_id is not None:
            card = self.context.bridge.read(seances.view, item_id).card
            self._first = False
            self.bar.shape.set_current("week")
            self._current = item_id
            self.go_to(card.day)
            self.week.set_current(item_id)

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
            self.edit_activity(activity_id)

    def save(self) -> None:
        """Ctrl+S."""
        self._save_presences()
        if (shown := self._open_form()) is not None:
            shown.save()
        elif isinstance(shown := self.side.currentWidget(), EnrolPanel) and self.side.isVisible():
            shown.enrol()

    def leave(self) -> bool:
        """What is typed in the grid is saved, what is typed in a form is kept as a draft."""
        self._save_presences()
        if (shown := self._open_form()) is not None:
            shown.keeper.keep()
        return True

    def _print_menu(self, menu: QMenu) -> None:
        shown = self.panel.view if self.side.isVisibleTo(self) else None
        chosen = shown.card if shown is not None else None
        ask = self.context.window.print_document
        fill_print_menu(menu, self.monday, self.context.bridge.scope, chosen, ask)
