"""« Rendez-vous »: what is to come and what was, and the calendar of the person as a file of their own."""

from __future__ import annotations

import uuid

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import count, date_medium, time_of_day
from elans_desktop.services.calendar import appointments
from elans_desktop.services.calendar.appointments import AppointmentRow
from elans_desktop.services.calendar.seances import CANCELLED, PLANNED
from elans_desktop.services.participants.person_file import FileView
from elans_desktop.services.permissions import Right
from elans_desktop.ui import rights
from elans_desktop.ui.calendar import appointment_dialog, ics_dialogs
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.layout import label
from elans_desktop.ui.participants.followed import LinesSection, fact_line

FEW = 6
"""Lines shown before « Tout voir »."""


class AppointmentsSection(LinesSection):
    """The next ones first, then the latest; each leads to its séance in the calendar."""

    def __init__(self, context: Context, *, editable: bool) -> None:
        self.add_button = buttons.link("Nouveau rendez-vous", "calendar-clock", self._meet)
        self.add_button.setVisible(editable)
        self.export_button = buttons.link("Son calendrier en .ics", "upload", self._export)
        self.export_button.setToolTip(
            "Ses séances et ses rendez-vous, pour l’agenda de son téléphone. Aucun nom n’y figure."
        )
        rights.allow(context, Right.IMPORT_EXPORT, self.export_button)
        self.more = buttons.link("Tout voir", "", self._show_all)
        super().__init__(context, "Rendez-vous", self.more, self.add_button, self.export_button)
        self._rows: tuple[AppointmentRow, ...] = ()
        self._person: uuid.UUID | None = None
        self._whole = False

    def show_file(self, file: FileView) -> None:
        """Show the appointments of a person."""
        if file.person.id != self._person:
            self._person, self._whole = file.person.id, False
        self.file = file
        self._rows = self.context.bridge.read(appointments.of_person, file.person.id)
        coming = sum(one.day >= clock.today() and one.state == PLANNED for one in self._rows)
        self.fact.setText(f"{count(coming, 'rendez-vous', 'rendez-vous')} à venir" if coming else "")
        self._fill()

    def _fill(self) -> None:
        shown = self._rows if self._whole else self._rows[:FEW]
        self.more.setVisible(len(self._rows) > len(shown))
        self.fill([self._line(one) for one in shown], "Aucun rendez-vous, ni passé ni à venir.")

    def _show_all(self) -> None:
        self._whole = True
        self._fill()

    def _line(self, one: AppointmentRow) -> QWidget:
        title = buttons.link(one.title)
        title.clicked.connect(lambda: self.context.window.navigate("calendar", "seance", one.seance_id))
        hours = f"{time_of_day(one.start)} – {time_of_day(one.end)}"
        facts = [one.trainer, one.place, "accueil sans inscription" if one.improvised else ""]
        said = label(" · ".join(fact for fact in facts if fact), "secondary", wrap=True)
        parts: list[QWidget | str] = [date_medium(one.day), label(hours, "muted"), title, said]
        if one.state != PLANNED:
            parts.append(Badge("Annulé" if one.state == CANCELLED else "Reporté", "neutral"))
        return fact_line(*parts, widths=(132, 140))

    def _meet(self) -> None:
        """A day and an hour are enough; the appointment is then shown in the calendar."""
        if self.file is None:
            return
        person = self.file.person
        made = appointment_dialog.ask(self.context, self, person_id=person.id, name=person.short_name)
        if made is not None:
            self.context.window.navigate("calendar", "seance", made)

    def _export(self) -> None:
        if self.file is not None:
            ics_dialogs.export_object(self.context, self, self.file.person.id)
