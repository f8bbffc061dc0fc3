"""The parts of the calendar that are built at their first use, and whom they tell."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget

from elans_desktop.ui.calendar.activity_form import ActivityForm
from elans_desktop.ui.calendar.enrol_panel import EnrolPanel
from elans_desktop.ui.calendar.presence_page import PresencePage
from elans_desktop.ui.calendar.seance_form import SeanceForm
from elans_desktop.ui.context import Context

Close = Callable[[], None]


def seance_form(
    context: Context,
    stack: QStackedWidget,
    saved: Callable[[uuid.UUID, str], None],
    closed: Close,
    activity_asked: Close,
) -> SeanceForm:
    """« Nouvelle séance », at the right."""
    made = SeanceForm(context)
    stack.addWidget(made)
    made.saved.connect(saved)
    made.closed.connect(closed)
    made.activity_asked.connect(activity_asked)
    return made


def activity_form(
    context: Context, stack: QStackedWidget, saved: Callable[[uuid.UUID], None], closed: Close
) -> ActivityForm:
    """« Nouvelle activité », at the right."""
    made = ActivityForm(context)
    stack.addWidget(made)
    made.saved.connect(saved)
    made.closed.connect(closed)
    return made


def enrol_panel(context: Context, stack: QStackedWidget, closed: Close) -> EnrolPanel:
    """« Inscrire des participants », at the right."""
    made = EnrolPanel(context)
    stack.addWidget(made)
    made.enrolled.connect(closed)
    made.closed.connect(closed)
    return made


def presence_page(context: Context, stack: QStackedWidget, closed: Close) -> PresencePage:
    """The presence grid, in place of the calendar."""
    made = PresencePage(context)
    stack.addWidget(made)
    made.closed.connect(closed)
    return made
