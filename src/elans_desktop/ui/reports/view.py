"""Bilans, put together: a period, the funnel across, the cards, and the list behind a figure."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import date_short
from elans_desktop.services import agreements, completeness, home, report_people, reports
from elans_desktop.services.completeness import SchemeCompleteness
from elans_desktop.services.milestones import Period, period_of
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.reports import HoursView, Indicator, Report
from elans_desktop.ui import scheme
from elans_desktop.ui.bridge import Bridge
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.buttons import MenuButton
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.kit.layout import column, holder, row, surface
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.panes import Pane, Panes, growing
from elans_desktop.ui.kit.view_bar import ViewBar
from elans_desktop.ui.reports.cards import AgesCard, ExitsCard, FunnelCard, HoursCard
from elans_desktop.ui.reports.completeness_card import CompletenessCard
from elans_desktop.ui.reports.indicator_card import IndicatorCard
from elans_desktop.ui.reports.people_panel import PeoplePanel
from elans_desktop.ui.view import View

Found = tuple[Report, HoursView, tuple[Indicator, ...], tuple[SchemeCompleteness, ...]]
_NAMES = {
    "spotted": "Repérés",
    "mobilised": "Remobilisation",
    "supported": "Accompagnement",
    "exits": "Sorties",
    "entered": "Entrées",
    "contacts": "Contacts de repérage, personnes identifiées",
}
_OF_O2R, _OF_LIMITS = ("I09",), ("I12",)
"""Exits towards a solution (O2R); pathways longer than the limit of their scheme."""


class ReportsView(View):
    """The tab."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {
            *("participant", "pathway", "pathway_brique", "detection_contact", "presence", "seance"),
            *("seance_slot", "activity", "agreement", "reference_item", "situation", "situation_choice"),
            *("setting", "attachment", "sensitive_record"),
        }
    )
    help_page: ClassVar[str] = "bilans"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.period: Period | None = None
        self._chosen: Period | None = None
        self._scope = context.bridge.scope
        self._ticket = 0
        self.choice = MenuButton("Période", icon="calendar-range", build=self._periods)
        self.bar = ViewBar("Bilan d’activité", beside=(self.choice,))
        self.funnel = FunnelCard()
        self.indicators = IndicatorCard()
        self.exits = ExitsCard()
        self.hours = HoursCard()
        self.ages = AgesCard()
        self.completeness = CompletenessCard()
        self.people = PeoplePanel(self.close_list, self._open_person)
        self.people.hide()
        below = row(spacing=16)
        below.addWidget(self.hours, 1)
        below.addWidget(self.ages, 1)
        cards = column(self.exits, spacing=16)
        cards.addLayout(below, 1)
        cards.addWidget(self.completeness)
        self._right = growing(holder(cards))
        panes = (Pane(self.indicators, 511), Pane(self._right, 791))
        columns = Panes(panes, least=1100, spacing=16)
        left = column(self.bar, spacing=0)
        inside = column(self.funnel, spacing=12, margins=(24, 0, 24, 16))
        inside.addWidget(columns, 1)
        left.addLayout(inside, 1)
        whole = row(spacing=0)
        whole.addLayout(left, 826)
        whole.addWidget(self.people, 540)
        self.setLayout(whole)
        surface(self, "background")
        for card in (self.funnel, self.indicators, self.exits, self.completeness):
            card.list_asked.connect(self.show_list)

    def refresh(self) -> None:
        """Compute the period; on the worker in a very large classeur."""
        bridge = self.context.bridge
        if bridge.scope != self._scope:  # another choice in the header wins
            self._scope, self._chosen = bridge.scope, None
            self.close_list()
        self.period = period = self._chosen or bridge.read(period_of, bridge.scope)
        self.choice.setText(_words(period))
        self._ticket += 1
        ticket = self._ticket
        if not bridge.read(home.is_large):
            self._show(_compute(bridge, period))
            return

        def answered(found: Found) -> None:
            if ticket == self._ticket:
                self._show(found)

        self.context.jobs.run(lambda _progress: _compute(bridge, period), done=answered)

    def _show(self, found: Found) -> None:
        made, hours, others, lists = found
        shown = scheme.of(self.context)
        self.funnel.show_figures(made.funnel, briques=shown.briques_required)
        left_out = {
            *(() if shown.briques_required else _OF_O2R),
            *(() if shown.limits_pathways else _OF_LIMITS),
        }
        self.indicators.show_indicators(
            tuple(one for one in (*made.indicators, *others) if one.code not in left_out)
        )
        self.exits.show_exits(made.exits, solutions=shown.briques_required)
        self.hours.show_hours(hours, briques=shown.briques_required)
        self.ages.show_ages(made.ages)
        self.completeness.show_lists(lists)

    def _periods(self, menu: Menu) -> None:
        bridge, today = self.context.bridge, clock.today()
        menu.add("Selon le choix de l’en-tête", lambda: self.choose(None))
        menu.addSeparator()
        agreement = bridge.read(agreements.of_scope, bridge.scope)
        for year in agreement.years if agreement else (today.year,):
            if year <= today.year:
                menu.add(f"Année {year}", self._chooser(Period(date(year, 1, 1), date(year, 12, 31))))
        if agreement is not None and len(agreement.years) > 1:
            menu.add("Toute la convention", self._chooser(Period(agreement.start, agreement.end)))
        menu.addSeparator()
        menu.add("Autre période…", self.ask_period)

    def _chooser(self, period: Period) -> Callable[[], None]:
        return lambda: self.choose(period)

    def choose(self, period: Period | None) -> None:
        """Show another period; None: the one of the header."""
        self._chosen = period
        self.close_list()
        self.invalidate()

    def ask_period(self) -> None:
        """Ask for two days."""
        known = self.period
        fields = (
            FieldSpec("start", "Du", "date", required=True),
            FieldSpec("end", "Au (compris)", "date", required=True),
        )
        values: dict[str, Any] = {"start": known.start, "end": known.end} if known else {}
        given = dialogs.ask_form(
            self, "Autre période", [Section("", fields)], values=values, accept="Afficher", save=_check
        )
        if given is not None:
            self.choose(Period(given["start"], given["end"]))

    def show_list(self, key: str, words: str) -> None:
        """Open the list behind a figure."""
        bridge, period = self.context.bridge, self.period
        if period is None or not allowed(bridge.actor, Right.READ_PEOPLE):
            if period is not None:
                title = "Les listes nominatives ne sont pas ouvertes à votre rôle"
                dialogs.inform(self, title, "Les chiffres restent consultables.")
            return
        found = bridge.read(report_people.people, key, bridge.scope, period)
        self.people.show_people(words, _words(period), found)
        self._right.hide()
        self.people.show()
        self.people.table.view.setFocus()

    def close_list(self) -> None:
        """Back to the cards."""
        self.people.hide()
        self._right.show()

    def open_item(self, kind: str, item_id: uuid.UUID | None) -> None:
        """`spotted`, `mobilised`, `supported`, `exits`: the list behind a figure of Accueil."""
        if kind in _NAMES:
            self.show_list(kind, _NAMES[kind])

    def _open_person(self, person_id: uuid.UUID) -> None:
        self.context.window.navigate("participants", "participant", person_id)


def _compute(bridge: Bridge, period: Period) -> Found:
    made = bridge.read(reports.report, bridge.scope, period)
    hours = bridge.read(reports.hours, bridge.scope, period)
    others = bridge.read(reports.hour_indicators, hours)
    return made, hours, others, bridge.read(completeness.of_scheme, bridge.scope)


def _words(period: Period) -> str:
    return f"{date_short(period.start)} – {date_short(period.end)}"


def _check(values: dict[str, Any]) -> None:
    if values["end"] < values["start"]:
        raise InputError({"end": "La fin vient avant le début."})
