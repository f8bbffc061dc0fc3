"""The date field: typed as it comes (12/3/27, 3 mars 1997) or chosen in a calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QToolButton, QVBoxLayout

from elans_desktop.core import clock, formats, parsing
from elans_desktop.ui import theme
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.fields_parsed import ParsedField
from elans_desktop.ui.theme.dress import dress


def read_shown_date(text: str, *, births: bool) -> date:
    """Read a date, with or without the short day the field itself shows (« mar. 12/01/2027 »).
    Raises parsing.Unreadable."""
    words = text.replace(formats.NBSP, " ").strip()
    first, _, rest = words.partition(" ")
    if first.lower() in formats.SHORT_DAYS and rest:
        words = rest
    return parsing.parse_date(words, two_digit_years="past" if births else "near")


class DateField(ParsedField):
    """A day (`datetime.date`): typed, or chosen in a calendar (its icon, or Alt+Bas).

    Shown « mar. 12/01/2027 »; « 12/01/1998 » for a birth date (`births`), whose two-digit years are past.
    """

    def __init__(
        self,
        label: str,
        *,
        required: bool = False,
        help: str = "",
        births: bool = False,
        placeholder: str = "jj/mm/aaaa",
        name: str = "",
    ) -> None:
        super().__init__(
            label,
            lambda text: read_shown_date(text, births=births),
            formats.date_short if births else formats.date_medium,
            required=required,
            help=help,
            placeholder=placeholder,
            name=name,
        )
        self._calendar: QCalendarWidget | None = None
        self._open = QAction("Choisir dans un calendrier", self)
        self._open.triggered.connect(self.open_calendar)
        if not births:
            self.line.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
            key = QShortcut(QKeySequence("Alt+Down"), self.line, self.open_calendar)
            key.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._dress()
        theme.signals.changed.connect(self._dress)

    def _dress(self) -> None:
        self._open.setIcon(theme.icon("calendar", "muted"))

    def set_read_only(self, read_only: bool) -> None:
        """Nothing to choose either."""
        super().set_read_only(read_only)
        self._open.setVisible(not read_only)

    def open_calendar(self) -> None:
        """Show the calendar under the field, unless it is only read."""
        if self.line.isReadOnly():
            return
        frame = QFrame(self, Qt.WindowType.Popup)
        frame.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(frame)
        calendar.setLocale(QLocale(QLocale.Language.French, QLocale.Country.France))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        day: Any = self.value() or clock.today()
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        _dress_calendar(calendar)
        calendar.activated.connect(self._chosen)
        calendar.clicked.connect(self._chosen)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.addWidget(calendar)
        dress(frame, "popup")
        self._calendar = calendar
        frame.move(self.line.mapToGlobal(QPoint(0, self.line.height() + 4)))
        frame.show()
        calendar.setFocus()

    def _chosen(self, day: QDate) -> None:
        if self._calendar is not None:
            self._calendar.window().close()
            self._calendar = None
        self.set_value(date(day.year(), day.month(), day.day()))
        self.line.setFocus()
        self._edited()


def _dress_calendar(calendar: QCalendarWidget) -> None:
    """Week-ends like the other days, our chevrons for the months."""
    plain = QTextCharFormat()
    plain.setForeground(theme.color("text"))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, plain)
    head = QTextCharFormat()
    head.setForeground(theme.color("muted"))
    head.setBackground(theme.color("sunken"))
    calendar.setHeaderTextFormat(head)
    for name, icon, words in (
        ("qt_calendar_prevmonth", "chevron-left", "Mois précédent"),
        ("qt_calendar_nextmonth", "chevron-right", "Mois suivant"),
    ):
        button = calendar.findChild(QToolButton, name)
        if isinstance(button, QToolButton):
            button.setIcon(theme.icon(icon, "text"))
            button.setAccessibleName(words)


class PeriodField(Field):
    """Two days, first and last: `value()` is (start, end), either None."""

    def __init__(self, label: str, *, required: bool = False, help: str = "", name: str = "") -> None:
        super().__init__(label, required=required, help=help, name=name)
        from PySide6.QtWidgets import QWidget

        from elans_desktop.ui.kit.layout import label as words
        from elans_desktop.ui.kit.layout import row

        self.start = DateField("", name=f"{self._name}, début")
        self.end = DateField("", name=f"{self._name}, fin")
        control = QWidget()
        control.setLayout(row(self.start, words("au", "muted"), self.end))
        self._set_up(self.start.line, control=control)
        self.start.changed.connect(self._edited)
        self.end.changed.connect(self._edited)

    def value(self) -> tuple[date | None, date | None]:
        """The first and the last day."""
        return self.start.value(), self.end.value()

    def set_value(self, value: Any) -> None:
        """Show a (start, end) pair; None is empty."""
        start, end = value or (None, None)
        self.start.set_value(start)
        self.end.set_value(end)
        self.set_error("")

    def is_empty(self) -> bool:
        """Whether both days are missing."""
        return self.value() == (None, None)

    def problem(self) -> str:
        """What cannot be read, or a period that ends before it starts."""
        if problem := self.start.problem() or self.end.problem():
            return problem
        start, end = self.value()
        if start and end and end < start:
            return "La fin vient avant le début."
        return ""
