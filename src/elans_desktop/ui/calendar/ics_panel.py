"""« Importer un calendrier »: what would be done with each event, before anything is done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, count, date_day_month
from elans_desktop.services.calendar import activities, ics_import
from elans_desktop.services.calendar.activities import ActivityFilters
from elans_desktop.services.calendar.ics_import import ImportPlan, PlannedEvent
from elans_desktop.services.calendar.ics_reading import IcsFile
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.fields import ChoiceField
from elans_desktop.ui.kit.layout import clear_layout, column, holder, label, row, separator
from elans_desktop.ui.kit.side_panel import SidePanel

SHOWN = 100
_BADGES = {
    "new": ("nouvelle", "success"),
    "update": ("mise à jour", "primary"),
    "cancel": ("annulée", "warning"),
    "same": ("inchangée", "neutral"),
    "kept": ("gardée", "warning"),
    "refused": ("refusée", "danger"),
}
_ORDER = ("refused", "cancel", "kept", "update", "new", "same")
"""What must be looked at comes first: a long file ends out of sight."""


class IcsPanel(SidePanel):
    """`imported`: how many séances were made or changed."""

    imported = Signal(int)

    def __init__(self, context: Context) -> None:
        self.submit = buttons.primary("Importer", "calendar-plus", self.bring)
        super().__init__("Importer un calendrier", foot=(self.submit,))
        self.context = context
        self._file: IcsFile | None = None
        self.plan: ImportPlan | None = None
        self.activity = ChoiceField(
            "Séances sans activité du même titre",
            empty="Ne pas les reprendre",
            help="Les autres vont à l’activité qui porte leur titre.",
        )
        self.summary = label("", "body", wrap=True)
        self.lines = column(spacing=0)
        for part in (self.activity, self.summary):
            self.body.addWidget(part)
        self.body.addLayout(self.lines)
        self.activity.changed.connect(self._plan)

    def open_for(self, file: IcsFile) -> None:
        """Show what a file would bring."""
        self._file = file
        scope = self.context.bridge.scope
        rows = self.context.bridge.read(activities.rows, ActivityFilters(scope))
        self.activity.set_choices([(found.id, found.title) for found in rows])
        self.activity.set_value(None)
        self._plan()
        self.activity.combo.setFocus()

    def _plan(self) -> None:
        file, bridge = self._file, self.context.bridge
        if file is None:
            return
        self.plan = self.context.attempt(
            self, lambda: bridge.read(ics_import.plan, file, self.activity.value(), bridge.scope)
        )
        clear_layout(self.lines)
        plan = self.plan or ImportPlan(())
        self.summary.setText(plan.words)
        ordered = sorted(plan.events, key=lambda one: (_ORDER.index(one.action), one.day))
        for event in ordered[:SHOWN]:
            self.lines.addWidget(self._line(event))
        if len(ordered) > SHOWN:
            self.lines.addWidget(label(f"et {count(len(ordered) - SHOWN, 'autre')}", "secondary"))
        if plan.removed:
            self.lines.addSpacing(8)
            self.lines.addWidget(label("Absentes du fichier, laissées au calendrier", "section"))
            for gone in plan.removed[:SHOWN]:
                words = f"{date_day_month(gone.day)}, {gone.title}"
                self.lines.addWidget(label(words, "body", wrap=True))
        for refused in file.refused[:SHOWN]:
            words = f"Événement {refused.rank}{NBSP}: {refused.sentence}"
            self.lines.addWidget(label(words, "secondary", wrap=True))
        doable = plan.count("new", "update", "cancel")
        self.submit.setText(f"Importer {count(doable, 'séance')}" if doable else "Importer")
        self.submit.setEnabled(doable > 0)

    def _line(self, event: PlannedEvent) -> QWidget:
        words, tone = _BADGES[event.action]
        hours = event.event.start.strftime("%H:%M") if event.event and not event.event.all_day else ""
        head = row(label(f"{date_day_month(event.day)} {hours}".strip(), "strong"), None, Badge(words, tone))
        made = column(head, label(event.title, "body", wrap=True), spacing=2, margins=(0, 6, 0, 6))
        if event.sentence:
            made.addWidget(label(event.sentence, "secondary", wrap=True))
        made.addWidget(separator())
        return holder(made)

    def bring(self) -> None:
        """Import what the plan says, as one operation."""
        plan, bridge = self.plan, self.context.bridge
        if plan is None or not self.submit.isEnabled():
            return
        doable = plan.count("new", "update", "cancel")
        words = f"Importer un calendrier{NBSP}: {count(doable, 'séance')}"
        done = self.context.attempt(self, lambda: bridge.write(words, ics_import.apply, plan))
        if done is not None:
            self.context.window.notify(done.words, undoable=True)
            self.imported.emit(doable)
