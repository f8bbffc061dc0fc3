"""The parts of the calendar that are built at their first use, and what they tell the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from elans_desktop.ui.calendar.activity_form import ActivityForm
from elans_desktop.ui.calendar.enrol_panel import EnrolPanel
from elans_desktop.ui.calendar.presence_page import PresencePage
from elans_desktop.ui.calendar.seance_form import SeanceForm

if TYPE_CHECKING:
    from elans_desktop.ui.calendar.view import CalendarView


def seance_form(view: CalendarView) -> SeanceForm:
    """« Nouvelle séance », at the right."""
    made = SeanceForm(view.context)
    view.side.addWidget(made)
    made.saved.connect(view.seance_saved)
    made.closed.connect(view.close_form)
    made.activity_asked.connect(view.activity_for_form)
    return made


def activity_form(view: CalendarView) -> ActivityForm:
    """« Nouvelle activité », at the right."""
    made = ActivityForm(view.context)
    view.side.addWidget(made)
    made.saved.connect(view.activity_saved)
    made.closed.connect(view.close_form)
    return made


def enrol_panel(view: CalendarView) -> EnrolPanel:
    """« Inscrire des participants », at the right."""
    made = EnrolPanel(view.context)
    view.side.addWidget(made)
    made.enrolled.connect(view.close_form)
    made.closed.connect(view.close_form)
    return made


def presence_page(view: CalendarView) -> PresencePage:
    """The presence grid, in place of the calendar."""
    made = PresencePage(view.context)
    view.pages.addWidget(made)
    made.closed.connect(view.leave_presences)
    return made
