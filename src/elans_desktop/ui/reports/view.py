"""Bilans, put together: a period, the funnel across, the cards, and the list behind a figure."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError
from elans_desktop.core.formats import NBSP, date_short
from elans_desktop.documents import spreadsheets
from elans_desktop.services.budget import budget_matrix
from elans_desktop.services.home import home
from elans_desktop.services.organisation import agreements, settings
from elans_desktop.services.participants import completeness
from elans_desktop.services.participants.completeness import SchemeCompleteness
from elans_desktop.services.pathways.milestones import Period, period_of
from elans_desktop.services.permissions import Right, allowed
from elans_desktop.services.reports import report_people, report_tables, reports
from elans_desktop.services.reports.report_people import SOLUTION
from elans_desktop.services.reports.reports import HoursView, Indicator, Report
from elans_desktop.services.scope import Scope
from elans_desktop.ui import scheme
from elans_desktop.ui.bridge import Bridge
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, dialogs
from elans_desktop.ui.kit.buttons import MenuButton
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.kit.layout import column, holder, row, surface
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.panes import Pane, Panes, growing
from elans_desktop.ui.kit.view_bar import ViewBar
from elans_desktop.ui.reports.cards import SOLVED, AgesCard, ExitsCard, FunnelCard, HoursCard
from elans_desktop.ui.reports.completeness_card import CompletenessCard
from elans_desktop.ui.reports.indicator_card import IndicatorCard
from elans_desktop.ui.reports.people_panel import PeoplePanel
from elans_desktop.ui.saving import choose_spreadsheet, write_file
from elans_desktop.ui.view import View

Found = tuple[Report, HoursView, tuple[Indicator, ...], tuple[SchemeCompleteness, ...]]
_NAMES = {
    "spotted": "Repérés",
    "mobilised": "Remobilisation",
    "supported": "Accompagnement",
    "exits": "Sorties",
    "entered": "Entrées",
    SOLUTION: SOLVED,
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
        self._member: tuple[uuid.UUID, str] | None = None
        """The one whose figures are shown alone, and its name."""
        self._found: Found | None = None
        self._ticket = 0
        self.choice = MenuButton("Période", icon="calendar-range", build=self._periods)
        self.member = MenuButton(" ", build=self._members)
        self.export = buttons.secondary("Exporter…", "download", self.export_figures)
        self.bar = ViewBar("Bilan d’activité", beside=(self.choice, self.member), actions=(self.export,))
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
        for card in (self.funnel, self.indicators, self.exits, self.hours, self.ages, self.completeness):
            card.list_asked.connect(self.show_list)

    def refresh(self) -> None:
        """Compute the period; on the worker in a very large classeur."""
        bridge = self.context.bridge
        if bridge.scope != self._scope:  # another choice in the header wins
            self._scope, self._chosen, self._member = bridge.scope, None, None
            self.close_list()
        self.period = period = self._chosen or bridge.read(period_of, bridge.scope)
        self.choice.setText(_words(period))
        self._ticket += 1
        ticket = self._ticket
        self.member.setText(self._member[1] if self._member else self._everyone())
        self.member.setVisible(bridge.scope.agreement_id is not None)
        scope = self._of_member()
        if not bridge.read(home.is_large):
            self._show(_compute(bridge, scope, period))
            return

        def answered(found: Found) -> None:
            if ticket == self._ticket:
                self._show(found)

        self.context.jobs.run(lambda _progress: _compute(bridge, scope, period), done=answered)

    def _show(self, found: Found) -> None:
        self._found = found
        made, hours, _others, lists = found
        shown = scheme.of(self.context)
        self.funnel.show_figures(made.funnel, briques=shown.briques_required)
        self.indicators.show_indicators(self._meaningful(found))
        self.exits.show_exits(made.exits, solutions=shown.briques_required)
        self.hours.show_hours(hours, briques=shown.briques_required)
        self.ages.show_ages(made.ages, self.context.bridge.read(settings.integer, "small_cell_max"))
        self.completeness.setVisible(self._member is None)  # files are those of the whole agreement
        self.completeness.show_lists(lists)

    def _meaningful(self, found: Found) -> tuple[Indicator, ...]:
        """The indicators that mean something in the scheme."""
        shown = scheme.of(self.context)
        left_out = {
            *(() if shown.briques_required else _OF_O2R),
            *(() if shown.limits_pathways else _OF_LIMITS),
        }
        return tuple(one for one in (*found[0].indicators, *found[2]) if one.code not in left_out)

    def _of_member(self) -> Scope:
        """The scope of the header, and the member chosen here."""
        return replace(self.context.bridge.scope, member_id=self._member[0] if self._member else None)

    def _everyone(self) -> str:
        """« Tous les membres », « Tous les porteurs »."""
        return f"Tous les {scheme.of(self.context).word('members')}"

    def _members(self, menu: Menu) -> None:
        menu.add(self._everyone(), lambda: self.choose_member(None), checked=self._member is None)
        menu.addSeparator()
        agreement = self.context.bridge.scope.agreement_id
        if agreement is not None:
            for key, name, _detail in self.context.bridge.read(budget_matrix.members, agreement):
                menu.add(name, self._member_chooser((key, name)), checked=(key, name) == self._member)

    def _member_chooser(self, member: tuple[uuid.UUID, str]) -> Callable[[], None]:
        return lambda: self.choose_member(member)

    def choose_member(self, member: tuple[uuid.UUID, str] | None) -> None:
        """The figures of one member alone: the pathways it carries, its contacts, the activities it holds."""
        self._member = member
        self.close_list()
        self.invalidate()

    def export_figures(self) -> None:
        """Write the figures on show, which name nobody, where the person chooses."""
        found = self._found
        if found is None:
            return
        period = found[0].period
        stem = f"bilan-{period.start.isoformat()}-{period.end.isoformat()}"
        chosen = choose_spreadsheet(self, "Exporter les chiffres du bilan", stem)
        if chosen is None:
            return
        path, kind = chosen
        shown = scheme.of(self.context)
        tables = self.context.bridge.read(
            report_tables.tables,
            *found[:2],
            self._meaningful(found),
            briques=shown.briques_required,
            heading=self._member[1] if self._member else shown.label,
        )
        if write_file(self, path, spreadsheets.write(kind, *tables)):
            self.context.window.notify(f"Bilan enregistré{NBSP}: {path.name}")

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
        found = bridge.read(report_people.people, key, self._of_member(), period)
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


def _compute(bridge: Bridge, scope: Scope, period: Period) -> Found:
    made = bridge.read(reports.report, scope, period)
    hours = bridge.read(reports.hours, scope, period)
    others = bridge.read(reports.hour_indicators, hours)
    return made, hours, others, bridge.read(completeness.of_scheme, scope)


def _words(period: Period) -> str:
    return f"{date_short(period.start)} – {date_short(period.end)}"


def _check(values: dict[str, Any]) -> None:
    if values["end"] < values["start"]:
        raise InputError({"end": "La fin vient avant le début."})
