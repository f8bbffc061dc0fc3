"""Accueil, put together: three columns under the title of the day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, date_long
from elans_desktop.services.budget import budget_ceiling
from elans_desktop.services.calendar import calendar_days
from elans_desktop.services.home import home, home_tasks
from elans_desktop.services.home.home import HomeWeek
from elans_desktop.services.home.home_tasks import TaskGroup
from elans_desktop.services.organisation import backups
from elans_desktop.services.permissions import Right
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.services.reports import indicators
from elans_desktop.services.scope import Scope
from elans_desktop.ui import rights, scheme
from elans_desktop.ui.bridge import Bridge
from elans_desktop.ui.context import Context
from elans_desktop.ui.home.first_steps import FirstStepsCard
from elans_desktop.ui.home.side_cards import BackupCard, CeilingCard, FunnelCard
from elans_desktop.ui.home.task_card import TaskCard
from elans_desktop.ui.home.week_card import WeekCard
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.layout import column, holder, row, surface
from elans_desktop.ui.kit.panes import Pane, Panes, growing
from elans_desktop.ui.kit.view_bar import ViewBar
from elans_desktop.ui.view import View

SUPPORT = frozenset({"barrier_review", "objective", "objective_action", "interview"})
PEOPLE = frozenset(
    {"participant", "pathway", "pathway_brique", "pathway_suspension", "detection_contact", "follow_up_call"}
)
CALENDAR = frozenset(
    {"activity", "seance", "seance_slot", "slot_trainer", "enrolment", "enrolment_period", "presence"}
)
PAPER = frozenset({"attendance_sheet", "sheet_slot"})
MONEY = frozenset({"budget_year", "budget_version", "budget_line", "agreement"})
COUNCIL = frozenset({"body", "meeting", "meeting_attendance", "decision"})
OTHERS = frozenset({"place", "professional", "setting", "reference_item"})


class HomeView(View):
    """The first tab."""

    tables: ClassVar[frozenset[str]] = PEOPLE | SUPPORT | CALENDAR | PAPER | MONEY | COUNCIL | OTHERS
    help_page: ClassVar[str] = "accueil"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._week: HomeWeek | None = None
        self._asking = False
        self._once_more = False
        self.enter = buttons.secondary("Saisir les présences", "list-checks", self._enter)
        self.print = buttons.primary("Imprimer les feuilles de la semaine", "printer", self._print)
        self._may_enter = rights.allow(context, Right.ENTER_PRESENCES, self.enter)
        self._may_print = rights.allow(context, Right.READ_PEOPLE, self.print)
        self._may_plan = rights.may(context, Right.EDIT_CALENDAR)
        self.bar = ViewBar(actions=(self.enter, self.print))
        self.week = WeekCard(context)
        self.tasks = TaskCard(context)
        self.steps = FirstStepsCard(context)
        self.funnel = FunnelCard(context)
        self.ceiling = CeilingCard(context)
        self.backup = BackupCard(context)
        side = column(self.funnel, self.ceiling, self.backup, None, spacing=16)
        side_area = growing(holder(side), "background")
        self.right = Panes((Pane(self.tasks, 384), Pane(side_area, 350)), least=640, spacing=24)
        columns = row(spacing=24, margins=(24, 0, 24, 16))
        columns.addWidget(self.steps, 920)
        columns.addWidget(self.week, 536)
        columns.addWidget(self.right, 758)
        self._columns = columns
        self.right.turned.connect(self._share)
        self._share(self.right.stacked)
        whole = column(self.bar, spacing=0)
        whole.addLayout(columns, 1)
        self.setLayout(whole)
        surface(self, "background")

    def _share(self, stacked: bool) -> None:
        """Half of the width for the week when the rest stands in one column."""
        self._columns.setStretchFactor(self.week, 758 if stacked else 536)

    def refresh(self) -> None:
        """Read everything again; the slow questions go to the worker in a very large classeur."""
        bridge = self.context.bridge
        scope = bridge.scope
        steps = bridge.read(home.first_steps)
        self._week = bridge.read(home.week, scope)
        self._show_title(self._week)
        new = not (steps.people and steps.activities and steps.seances)
        self.steps.setVisible(new)
        self.week.setVisible(not new)
        self.tasks.setVisible(not new)
        self.enter.setVisible(self._may_enter and not new)
        self.print.setVisible(self._may_print and not new)
        if new:
            self.steps.show_steps(steps)
        self.week.show_week(self._week)
        self._ask_tasks(scope)
        limited = bridge.read(budget_ceiling.is_limited, scope) and rights.may(
            self.context, Right.READ_BUDGET
        )
        self.ceiling.setVisible(limited)
        if limited:
            self.ceiling.show_ceiling(bridge.read(budget_ceiling.ceiling, scope))
        self.backup.show_backups(backups.view(bridge.workspace))
        self.print.setEnabled(self._may_print and self._week.to_print > 0)
        self._allow_entering()

    def start_new(self) -> None:
        """Ctrl+N: an activity."""
        if self._may_plan:
            self.context.window.navigate("calendar", "new")

    def _show_title(self, week: HomeWeek) -> None:
        today = clock.today()
        words = date_long(today)
        fact = [f"Semaine{NBSP}{today.isocalendar().week}"]
        holidays = self.context.bridge.read(calendar_days.special_days, week.monday, week.sunday)
        for day, found in holidays.items():
            names = [special.label for special in found if special.kind == "ferie"]
            if names:
                short = date_long(day).rsplit(" ", 1)[0].replace(f"{NBSP}{day.year}", "")
                fact.append(f"{short} férié ({names[0]})")
        self.bar.set_title(words[0].upper() + words[1:], " · ".join(fact))
        self.print.setToolTip(f"{date_long(week.monday)} – {date_long(week.sunday)}")

    def _ask_tasks(self, scope: Scope) -> None:
        """What waits, and the funnel: read here, or on the worker once drawn in a very large classeur."""
        bridge = self.context.bridge
        if not bridge.read(home.is_large):
            self._show_tasks(_tasks(bridge, scope), _funnel(bridge, scope))
            return
        self._once_more = self._asking
        if self._asking:
            return
        self._asking = True

        def answered(found: tuple[Sequence[TaskGroup], indicators.Funnel]) -> None:
            self._asking = False
            if bridge.scope == scope and not self._once_more:
                self._show_tasks(*found)
            else:  # something was written, or another scope chosen, meanwhile
                self._ask_tasks(bridge.scope)

        def failed(problem: Exception) -> None:
            self._asking = False
            self.context.jobs.bug.emit(problem)

        self.context.jobs.run(
            lambda _progress: (_tasks(bridge, scope), _funnel(bridge, scope)), done=answered, failed=failed
        )

    def _show_tasks(self, groups: Sequence[TaskGroup], funnel: indicators.Funnel) -> None:
        self.tasks.show_groups(groups)
        self.funnel.show_figures(funnel, briques=scheme.of(self.context).briques_required)
        self._allow_entering()

    def _allow_entering(self) -> None:
        some = self.tasks.first_to_enter() is not None
        some = some or (self._week is not None and self._week.total > 0)
        self.enter.setEnabled(self._may_enter and some)

    def _print(self) -> None:
        if self._week is not None:
            self.context.window.print_document(
                DocumentRequest(
                    "emargement-seance",
                    self._week.monday,
                    self._week.sunday,
                    scope=Scope(self.context.bridge.scope.agreement_id),
                )
            )

    def _enter(self) -> None:
        task = self.tasks.first_to_enter()
        if task is not None:
            self.context.window.navigate("calendar", "presences", task.id)
        else:
            self.context.window.navigate("calendar")


def _tasks(bridge: Bridge, scope: Scope) -> tuple[TaskGroup, ...]:
    return (*bridge.read(home_tasks.groups, scope), bridge.read(home_tasks.silent, scope))


def _funnel(bridge: Bridge, scope: Scope) -> indicators.Funnel:
    return bridge.read(indicators.current_funnel, scope)
