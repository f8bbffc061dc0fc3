"""The bar of the calendar: the week shown, the way to others, week or list, what to print, what to add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from elans_desktop.core.formats import MONTHS, NBSP, SHORT_DAYS, SHORT_MONTHS, period
from elans_desktop.services.permissions import Right
from elans_desktop.ui import rights, theme
from elans_desktop.ui.calendar.two_ends import TwoEnds
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons, paint
from elans_desktop.ui.kit.layout import column, holder, label, row, surface
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.segmented import Segmented

SHAPES = (("month", "Mois"), ("week", "Semaine"), ("day", "Jour"), ("list", "Liste"))


class CalendarBar(QWidget):
    """Its parts are public: the view listens to them."""

    def __init__(self, print_menu: Callable[[QMenu], None], more_menu: Callable[[QMenu], None]) -> None:
        super().__init__()
        self.shape = Segmented(SHAPES, "week", name="Affichage du calendrier")
        self.before = buttons.Button(kind="secondary", icon="chevron-left")
        self.after = buttons.Button(kind="secondary", icon="chevron-right")
        self.today = buttons.secondary("Aujourd’hui")
        self.moves = holder(row(self.before, self.today, self.after, spacing=8))
        self.print = buttons.print_button(print_menu)
        self.new = buttons.primary("Nouvelle séance", "plus")
        self.more = buttons.MenuButton("", icon="ellipsis", kind="quiet", build=more_menu)
        self.more.setToolTip("Menu du calendrier")
        self.more.setAccessibleName("Menu du calendrier")
        self.title = label("", "title")
        self.fact = label("", "muted")
        left = holder(row(self.title, self.fact, self.moves, None, spacing=12))
        right = holder(row(self.shape, self.print, self.new, self.more))
        self._printing = self.print.text()
        self.setLayout(column(TwoEnds(left, right, height=64, margins=(24, 0, 16, 0)), spacing=0))
        surface(self, "background")

    def limit(self, context: Context) -> None:
        """Offer only what the role allows."""
        rights.allow(context, Right.EDIT_CALENDAR, self.new)
        rights.allow(context, Right.ENTER_PRESENCES, self.more)
        rights.allow(context, Right.READ_PEOPLE, self.print)

    def show_week(self, monday: date, last: date) -> None:
        """« 3 au 8 mai 2027 », semaine 18."""
        self._name_moves("Semaine précédente", "Semaine suivante")
        self._say(_week_words(monday, last), f"semaine {monday.isocalendar().week}")

    def show_day(self, day: date) -> None:
        """« mar. 4 mai 2027 »."""
        self._name_moves("Jour précédent", "Jour suivant")
        words = f"{SHORT_DAYS[day.weekday()].capitalize()} {day.day}{NBSP}{SHORT_MONTHS[day.month - 1]}"
        self._say(f"{words}{NBSP}{day.year}", f"semaine {day.isocalendar().week}")

    def show_month(self, first: date) -> None:
        """« Mai 2027 »: the month itself, and the list, which goes by months."""
        self._name_moves("Mois précédent", "Mois suivant")
        self._say(f"{MONTHS[first.month - 1].capitalize()}{NBSP}{first.year}", "")

    def _say(self, title: str, fact: str) -> None:
        self.title.setText(title)
        self._fact = fact
        self.setToolTip(fact)
        self._fit()

    _fact = ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What must give way to the rest."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Without room for all on one line, the number of the week goes first, then the word « Imprimer »."""
        apart = theme.scale() > 100  # the two ends stand on lines of their own
        right = 3 * 8 + sum(part.sizeHint().width() for part in (self.shape, self.new, self.more))
        left = 2 * 12 + self.moves.sizeHint().width() + paint.text_width(self.title.text(), 22, 600)
        room = self.width() - 40
        printing = paint.text_width(self._printing, 15, 500) + theme.px(70)
        self._set_printing(self._printing if room >= right + printing + (0 if apart else left) else "")
        fact = paint.text_width(self._fact, 14) + 20
        free = room - left - (0 if apart else right + printing)
        self.fact.setText(self._fact if free >= fact else "")

    def _set_printing(self, words: str) -> None:
        if self.print.text() != words:
            self.print.setText(words)
            self.print.set_trailing("chevron-down" if words else "")
            self.print.setAccessibleName(self._printing)
            self.print.setToolTip("" if words else self._printing)

    def _name_moves(self, before: str, after: str) -> None:
        for button, words in ((self.before, before), (self.after, after)):
            button.setToolTip(words)
            button.setAccessibleName(words)


def _week_words(monday: date, last: date) -> str:
    """« 3 au 8 mai 2027 »; short months when there are two: « 29 nov. au 4 déc. 2027 »."""
    if monday.month == last.month:
        return period(monday, last)
    first = f"{monday.day}{NBSP}{SHORT_MONTHS[monday.month - 1]}"
    if monday.year != last.year:
        first += f"{NBSP}{monday.year}"
    return f"{first} au {last.day}{NBSP}{SHORT_MONTHS[last.month - 1]}{NBSP}{last.year}"


More = tuple[str, Callable[[], object], str]
"""Words, action and icon of a row of the menu « … »."""


def fill_more_menu(menu: QMenu, groups: Iterable[Sequence[More]]) -> None:
    """What is done less often, in groups."""
    if not isinstance(menu, Menu):
        return
    for rank, group in enumerate(found for found in groups if found):
        if rank:
            menu.addSeparator()
        for words, act, icon in group:
            menu.add(words, act, icon=icon)
