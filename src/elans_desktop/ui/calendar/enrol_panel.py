"""Enrolling several people at once: search, tick, enrol."""

from __future__ import annotations

import uuid
from datetime import date

from PySide6.QtCore import Signal

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP, count, date_day_month, date_short, number
from elans_desktop.core.text import list_name
from elans_desktop.services import enrolments, seances
from elans_desktop.services.enrolments import PersonChoice
from elans_desktop.services.seances import SeanceFilters
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.fields import CheckBox, RadioField
from elans_desktop.ui.kit.layout import clear_layout, column, label
from elans_desktop.ui.kit.search_box import SearchBox
from elans_desktop.ui.kit.side_panel import SidePanel

SHOWN = 60


class EnrolPanel(SidePanel):
    """The people who can still be enrolled in an activity."""

    enrolled = Signal(int)

    def __init__(self, context: Context) -> None:
        self.submit = buttons.primary("Inscrire", "user-plus", self.enrol)
        super().__init__("Inscrire des participants", foot=(self.submit,))
        self.context = context
        self.activity_id: uuid.UUID | None = None
        self._day = clock.today()
        self._ticked: dict[uuid.UUID, str] = {}
        self.search = SearchBox("Nom, prénom ou numéro…")
        self.since = RadioField(
            "", (("all", "Toutes les séances"), ("day", "À partir de cette séance")), vertical=True
        )
        self.found = label("", "caption")
        self.lines = column(spacing=0)
        self.body.addWidget(self.search)
        self.body.addWidget(self.since)
        self.body.addWidget(self.found)
        self.body.addLayout(self.lines)
        self.search.textChanged.connect(self._read)

    def open_for(self, activity_id: uuid.UUID, title: str, day: date) -> None:
        """Choose among the people not enrolled; a séance already held proposes « à partir de »."""
        self.activity_id, self._day = activity_id, day
        self._ticked.clear()
        self.set_title(f"Inscrire à «{NBSP}{title}{NBSP}»")
        first = self.context.bridge.read(
            seances.rows, SeanceFilters(activity_id=activity_id, end=clock.today(), limit=1)
        )
        self.since.set_value("day" if first and first[0].day < day else "all")
        self.search.clear()
        self._read()
        self.search.setFocus()

    def ticked(self) -> tuple[uuid.UUID, ...]:
        """Those chosen, whatever the search shows now."""
        return tuple(self._ticked)

    def _read(self, _text: str = "") -> None:
        if self.activity_id is None:
            return
        people = self.context.bridge.read(enrolments.candidates, self.activity_id, self.search.text())
        clear_layout(self.lines)
        for person in people[:SHOWN]:
            self.lines.addWidget(self._line(person))
        words = count(len(people), "personne à inscrire", "personnes à inscrire")
        if len(people) > SHOWN:
            words = f"{words}, {number(SHOWN)} premières montrées"
        self.found.setText(words if people else "Personne ne correspond.")
        self._tell()

    def _line(self, person: PersonChoice) -> CheckBox:
        words = list_name(person.last_name, person.first_name)
        born = f" ({date_short(person.birth_date)})" if person.birth_date else ""
        box = CheckBox(f"{words}{born}")
        box.setChecked(person.id in self._ticked)

        def toggled(on: bool) -> None:
            if on:
                self._ticked[person.id] = words
            else:
                self._ticked.pop(person.id, None)
            self._tell()

        box.toggled.connect(toggled)
        return box

    def _tell(self) -> None:
        chosen = len(self._ticked)
        self.submit.setText(f"Inscrire {count(chosen, 'personne')}" if chosen else "Inscrire")
        self.submit.setEnabled(chosen > 0)

    def enrol(self) -> None:
        """Enrol those ticked, as one operation."""
        activity_id, people = self.activity_id, self.ticked()
        if activity_id is None or not people:
            return
        since = self._day if self.since.value() == "day" else None
        start = f" à partir du {date_day_month(since)}" if since else ""
        done = self.context.attempt(
            self,
            lambda: self.context.bridge.write(
                f"Inscrire {count(len(people), 'personne')}{start}",
                enrolments.enrol,
                activity_id,
                people,
                since=since,
            ),
        )
        if done is not None:
            self.enrolled.emit(done)
