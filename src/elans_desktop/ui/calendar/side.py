"""The right of the calendar: the séance shown, or the form being filled (séance, activity, enrolments)."""

from __future__ import annotations

import uuid
from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP
from elans_desktop.services.calendar import activities, seances
from elans_desktop.services.calendar.ics_reading import IcsFile
from elans_desktop.services.calendar.seances import SeanceView
from elans_desktop.ui.calendar import seance_actions
from elans_desktop.ui.calendar.activity_form import ActivityForm
from elans_desktop.ui.calendar.carrying import Landing
from elans_desktop.ui.calendar.enrol_panel import EnrolPanel
from elans_desktop.ui.calendar.ics_panel import IcsPanel
from elans_desktop.ui.calendar.lanes_layout import PLACES, TRAINERS
from elans_desktop.ui.calendar.seance_form import SeanceForm
from elans_desktop.ui.calendar.seance_panel import SeancePanel
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs


class CalendarSide(QStackedWidget):
    """Its forms are built at their first use."""

    part_shown = Signal(QWidget)
    """The panel, or a form."""
    seance_saved = Signal(object, str)
    """(séance, what to notify)."""
    form_closed = Signal()
    """A form was left, the panel is back."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.monday = clock.monday_of(clock.today())
        """The week shown beside: where the first séance of a new activity is proposed."""
        self._after_activity = False
        self.panel = SeancePanel(context)
        self.addWidget(self.panel)
        self.setFixedWidth(self.panel.width())
        self.hide()
        self.panel.edit_asked.connect(self.edit_seance)
        self.panel.enrol_asked.connect(self.enrol_in)
        self.panel.activity_asked.connect(self.edit_activity)
        seance_actions.connect(self.panel)

    @cached_property
    def form(self) -> SeanceForm:
        """« Nouvelle séance »."""
        made = SeanceForm(self.context)
        self.addWidget(made)
        made.saved.connect(self._seance_saved)
        made.closed.connect(self.close_form)
        made.activity_asked.connect(self._activity_for_form)
        return made

    @cached_property
    def activity(self) -> ActivityForm:
        """« Nouvelle activité »."""
        made = ActivityForm(self.context)
        self.addWidget(made)
        made.saved.connect(self._activity_saved)
        made.closed.connect(self.close_form)
        return made

    @cached_property
    def enrol(self) -> EnrolPanel:
        """« Inscrire des participants »."""
        made = EnrolPanel(self.context)
        self.addWidget(made)
        made.enrolled.connect(self.close_form)
        made.closed.connect(self.close_form)
        return made

    @cached_property
    def files(self) -> IcsPanel:
        """« Importer un calendrier »."""
        made = IcsPanel(self.context)
        self.addWidget(made)
        made.imported.connect(self.close_form)
        made.closed.connect(self.close_form)
        return made

    def bring_file(self, file: IcsFile) -> None:
        """Show what a calendar file would bring."""
        self._show_part(self.files)
        self.files.open_for(file)

    @property
    def view(self) -> SeanceView | None:
        """The séance on show, if any."""
        return None if self.isHidden() else self.panel.view

    def show_seance(self, view: SeanceView) -> None:
        """The panel, on this séance."""
        self.panel.show_seance(view)
        self._show_part(self.panel)

    def is_filling(self) -> bool:
        """Whether a form stands there rather than the séance."""
        return not self.isHidden() and self.currentWidget() is not self.panel

    def open_form(self) -> SeanceForm | ActivityForm | None:
        """The form on show."""
        shown = self.currentWidget()
        if isinstance(shown, SeanceForm | ActivityForm) and not self.isHidden():
            return shown
        return None

    def may_leave(self) -> bool:
        """Whether what is being typed may be dropped; asks when there is something."""
        shown = self.open_form()
        if shown is None or not shown.is_dirty():
            return True
        answer = dialogs.ask(
            self,
            f"Enregistrer ce qui est saisi{NBSP}?",
            "Le formulaire ouvert n’est pas enregistré.",
            (("save", "Enregistrer"), ("drop", "Abandonner")),
        )
        if answer == "drop":
            shown.finished()
        return shown.save() if answer == "save" else answer == "drop"

    def save(self) -> None:
        """Ctrl+S: save the form on show, enrol those ticked, or import the file."""
        if (shown := self.open_form()) is not None:
            shown.save()
        elif isinstance(shown := self.currentWidget(), EnrolPanel) and self.isVisible():
            shown.enrol()
        elif isinstance(shown, IcsPanel) and self.isVisible():
            shown.bring()

    def keep(self) -> None:
        """Keep what is typed in a form as a draft."""
        if (shown := self.open_form()) is not None:
            shown.keeper.keep()

    def new_seance(self, wanted: Landing, rows: str = "") -> None:
        """An empty form of séance, of the activity of the one on show, where it was drawn; `rows`: whether
        its row is a trainer or a place."""
        activity_id = self.view.card.activity_id if self.view is not None else None
        self._show_part(self.form)
        self.form.start_new(
            activity_id,
            wanted.day,
            (wanted.start, wanted.end),
            trainer_id=wanted.row if rows == TRAINERS else None,
            place_id=wanted.row if rows == PLACES else None,
        )

    def edit_seance(self, seance_id: uuid.UUID) -> None:
        """Change a séance in the form."""
        view = self.context.bridge.read(seances.view, seance_id)
        self._show_part(self.form)
        self.form.edit(view)

    def new_activity(self) -> None:
        """An empty form of activity."""
        if self.may_leave():
            self._after_activity = False
            self._show_part(self.activity)
            self.activity.start_new()

    def edit_activity(self, activity_id: uuid.UUID) -> None:
        """Change an activity in the form."""
        if self.may_leave():
            self._after_activity = False
            self._show_part(self.activity)
            self.activity.edit(activity_id)

    def enrol_in(self, activity_id: uuid.UUID) -> None:
        """Choose people to enrol."""
        view = self.context.bridge.read(activities.view, activity_id)
        shown = self.panel.view
        card = shown.card if shown is not None and shown.card.activity_id == activity_id else None
        self._show_part(self.enrol)
        self.enrol.open_for(
            activity_id, view.title, card.day if card else clock.today(), card.id if card else None
        )

    def close_form(self) -> None:
        """Back to the séance, or to its form when the activity was asked from there."""
        if self._after_activity:
            self._after_activity = False
            self._show_part(self.form)
            return
        self.setCurrentWidget(self.panel)
        self.form_closed.emit()

    def _activity_for_form(self) -> None:
        self._after_activity = True
        self._show_part(self.activity)
        self.activity.start_new()

    def _activity_saved(self, activity_id: uuid.UUID) -> None:
        if self._after_activity:
            self._after_activity = False
            self._show_part(self.form)
            self.form.use_activity(activity_id)
        elif self.panel.view is not None and self.panel.view.card.activity_id == activity_id:
            self.close_form()
        else:
            self._show_part(self.form)
            self.form.start_new(activity_id, self.monday)

    def _seance_saved(self, seance_id: uuid.UUID, words: str) -> None:
        self._show_part(self.panel)
        self.seance_saved.emit(seance_id, words)

    def _show_part(self, part: QWidget) -> None:
        self.setCurrentWidget(part)
        self.setFixedWidth(self.panel.width())
        self.show()
        self.part_shown.emit(part)
