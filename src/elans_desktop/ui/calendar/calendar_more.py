"""The menu « … » of the calendar: what is done less often than a séance, each where the role allows it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from PySide6.QtWidgets import QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP
from elans_desktop.services.calendar import seances
from elans_desktop.services.calendar.seances import SeanceCard
from elans_desktop.services.permissions import Right
from elans_desktop.ui import rights
from elans_desktop.ui.calendar import appointment_dialog, copy_dialogs, ics_dialogs
from elans_desktop.ui.calendar.calendar_bar import More
from elans_desktop.ui.calendar.pages_over import MONTH, PAST_PRESENCES, SCANS
from elans_desktop.ui.calendar.side import CalendarSide
from elans_desktop.ui.context import Context


class Calendar(Protocol):
    """What the menu needs of the view it belongs to."""

    side: CalendarSide

    @property
    def monday(self) -> date:
        """The first day of the week shown."""
        ...

    def go_to(self, day: date) -> None:
        """Show the week of a day."""
        ...

    def open_item(self, kind: str, item_id: uuid.UUID | None) -> None:
        """Show a séance or an activity."""
        ...


@dataclass(frozen=True)
class MoreActions:
    """Made for each opening of the menu; `parent` stands behind the dialogs."""

    context: Context
    view: Calendar
    parent: QWidget

    def groups(self) -> list[list[More]]:
        """What to make, what to copy, what comes in and out, what is set elsewhere."""
        may = self.context
        plan = rights.may(may, Right.EDIT_CALENDAR)
        exchange = rights.may(may, Right.IMPORT_EXPORT)
        make: list[More] = []
        copies: list[More] = []
        files: list[More] = []
        if plan:
            make.append(("Nouvelle activité", self.view.side.new_activity, "plus"))
            if rights.may(may, Right.READ_PEOPLE):
                make.append(("Nouveau rendez-vous…", self.appointment, "calendar-clock"))
            copies.append(("Copier cette semaine…", self.copy_week, "copy"))
            copies.append(self._copy_activity())
        if rights.may(may, Right.READ_PEOPLE):
            files.append(("Contrôle du mois…", self._page(MONTH), "clipboard-check"))
        if rights.may(may, Right.ENTER_PRESENCES):
            files.append(("Classer des feuilles numérisées…", self._page(SCANS), "scan-line"))
        if exchange and plan and rights.may(may, Right.ENTER_PRESENCES):
            past: More = (
                "Reprendre des présences d’un tableau…",
                self._page(PAST_PRESENCES),
                "file-spreadsheet",
            )
            files.append(past)
        if exchange:
            files.append(("Exporter en .ics…", self.export, "upload"))
            if plan:
                files.append(("Importer un .ics…", self.bring, "download"))
        closed: More = ("Vacances et fermetures", self.closures, "calendar-off")
        return [make, copies, files, [closed] if plan else []]

    def _page(self, kind: str) -> Callable[[], object]:
        return lambda: self.view.open_item(kind, None)

    def _copy_activity(self) -> More:
        card = self._shown()
        words = f"Copier «{NBSP}{card.activity_title}{NBSP}»…" if card else "Copier une activité…"
        return words, self.copy_activity, "copy"

    def _shown(self) -> SeanceCard | None:
        shown = self.view.side.view
        return shown.card if shown is not None else None

    def appointment(self) -> None:
        """A person and a moment, on the day of the séance shown or in the week shown."""
        card, today = self._shown(), clock.today()
        day = card.day if card else today if clock.monday_of(today) == self.view.monday else self.view.monday
        self._unless_typing(lambda: self._made(appointment_dialog.ask(self.context, self.parent, day=day)))

    def _made(self, seance_id: uuid.UUID | None) -> None:
        if seance_id is not None:
            self.view.open_item("seance", seance_id)

    def copy_week(self) -> None:
        """To another week, which is then shown."""
        arrival = copy_dialogs.copy_week(self.context, self.parent, self.view.monday)
        if arrival is not None:
            self.view.go_to(arrival)

    def copy_activity(self) -> None:
        """That of the séance shown, else one chosen; its first séance is then shown."""
        card = self._shown()
        activity_id = card.activity_id if card else None
        if activity_id is None:
            activity_id = copy_dialogs.choose_activity(self.context, self.parent, "Copier une activité")
        if activity_id is None:
            return
        made = copy_dialogs.copy_activity(self.context, self.parent, activity_id)
        if made is None:
            return
        found = self.context.bridge.read(seances.rows, seances.SeanceFilters(activity_id=made, limit=1))
        if found:
            self.view.open_item("seance", found[0].id)

    def export(self) -> None:
        """An .ics file."""
        ics_dialogs.export(self.context, self.parent)

    def bring(self) -> None:
        """An .ics file, whose plan stands at the right before anything is done."""
        self._unless_typing(self._bring)

    def _bring(self) -> None:
        file = ics_dialogs.open_file(self.context, self.parent)
        if file is not None:
            self.view.side.bring_file(file)

    def closures(self) -> None:
        """In the settings."""
        self.context.window.navigate("settings", "closures")

    def _unless_typing(self, act: Callable[[], object]) -> None:
        if self.view.side.may_leave():
            act()
