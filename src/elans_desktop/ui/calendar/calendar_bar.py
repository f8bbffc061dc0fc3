"""The bar of the calendar: the week shown, the way to others, week or list, what to print, what to add."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QMenu

from elans_desktop.core.formats import MONTHS, NBSP, period
from elans_desktop.services.printing import DocumentRequest
from elans_desktop.services.scope import Scope
from elans_desktop.services.seances import SeanceCard
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.layout import holder, row
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.segmented import Segmented
from elans_desktop.ui.kit.view_bar import ViewBar

Print = Callable[[DocumentRequest], None]


class CalendarBar(ViewBar):
    """Its parts are public: the view listens to them."""

    def __init__(self, print_menu: Callable[[QMenu], None], more_menu: Callable[[QMenu], None]) -> None:
        self.shape = Segmented((("week", "Semaine"), ("list", "Liste")), name="Affichage du calendrier")
        self.before = buttons.Button(kind="secondary", icon="chevron-left")
        self.after = buttons.Button(kind="secondary", icon="chevron-right")
        self.today = buttons.secondary("Aujourd’hui")
        self.moves = holder(row(self.before, self.today, self.after, spacing=8))
        self.print = buttons.print_button(print_menu)
        self.new = buttons.primary("Nouvelle séance", "plus")
        self.more = buttons.MenuButton("", icon="ellipsis", kind="quiet", build=more_menu)
        self.more.setToolTip("Activités")
        self.more.setAccessibleName("Activités")
        super().__init__("", beside=(self.moves,), actions=(self.shape, self.print, self.new, self.more))

    def show_week(self, monday: date, last: date) -> None:
        """« 3 au 8 mai 2027 », semaine 18."""
        self._name_moves("Semaine précédente", "Semaine suivante")
        self.set_title(period(monday, last), f"semaine {monday.isocalendar().week}")

    def show_month(self, first: date) -> None:
        """« Mai 2027 »: the list goes by months."""
        self._name_moves("Mois précédent", "Mois suivant")
        self.set_title(f"{MONTHS[first.month - 1].capitalize()}{NBSP}{first.year}")

    def _name_moves(self, before: str, after: str) -> None:
        for button, words in ((self.before, before), (self.after, after)):
            button.setToolTip(words)
            button.setAccessibleName(words)


def fill_print_menu(menu: QMenu, monday: date, scope: Scope, chosen: SeanceCard | None, ask: Print) -> None:
    """What can be printed from here: the week, each séance, the séance chosen."""
    if not isinstance(menu, Menu):
        return
    sunday = monday + timedelta(days=6)
    only = Scope(scope.agreement_id)
    week = DocumentRequest("emargement-semaine", monday, sunday, scope=only)
    each = DocumentRequest("emargement-seance", monday, sunday, scope=only)
    menu.add("Les feuilles de la semaine", lambda: ask(week), fact="une par activité")
    menu.add("Les feuilles des séances", lambda: ask(each), fact="une par séance")
    if chosen is not None and chosen.planned:
        one = DocumentRequest("emargement-seance", object_ids=(chosen.id,))
        menu.addSeparator()
        menu.add(f"La feuille de «{NBSP}{chosen.name}{NBSP}»", lambda: ask(one))
