"""One theme of the freins, on a line: its level by a key, where it stands, who spoke of it, what is done."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from elans_desktop.services.participants.person_choices import PersonChoices
from elans_desktop.services.pathways.barriers import IDENTIFIED, LIFTED, NOT_RAISED, BarrierRow
from elans_desktop.ui import theme
from elans_desktop.ui.kit.field import Field
from elans_desktop.ui.kit.fields import ChoiceField, TextField
from elans_desktop.ui.kit.layout import column, label, row
from elans_desktop.ui.kit.segmented import Segmented
from elans_desktop.ui.participants.who_field import PartnerField

NAME_WIDTH, NAME_NARROW = 200, 104
"""Design pixels of the name of a theme; the narrow one when the text is much enlarged."""
_LEVELS = (("", "–"), ("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"))
_KEYS = {"&": "1", "é": "2", '"': "3", "à": "0", "-": "", "–": ""}
"""The digits of an AZERTY keyboard without Shift; the dash takes the level back."""

BarrierValue = tuple[int | None, str, str | None, str, uuid.UUID | None, str]
"""Level, status, raised by, solution, partner, partner's name."""


class LevelPicker(Segmented):
    """– 0 1 2 3: arrows, or the digit itself."""

    def __init__(self, name: str) -> None:
        super().__init__(_LEVELS, "", name=name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit, « - », or what takes a level back."""
        typed = _KEYS.get(event.text(), event.text())
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.set_current("")
        elif event.text() and typed in dict(_LEVELS):
            self.set_current(typed)
        else:
            super().keyPressEvent(event)


class BarrierField(Field):
    """`value()` is a `BarrierValue`. What is done shows once the theme is a frein."""

    def __init__(self, barrier: BarrierRow, lists: PersonChoices) -> None:
        super().__init__("", name=barrier.theme)
        self.level = LevelPicker(barrier.theme)
        statuses = lists.lists["barrier_statuses"]
        self.status = ChoiceField("", statuses, empty=None, name=f"{barrier.theme}, statut")
        raised_by = lists.lists["barrier_evoked_by"]
        self.raised_by = ChoiceField("", raised_by, empty="Évoqué par…", name=f"{barrier.theme}, évoqué par")
        self.solution = TextField("", name=f"{barrier.theme}, solution", placeholder="Solution mobilisée")
        self.partner = PartnerField("", lists, name=f"{barrier.theme}, partenaire", placeholder="Partenaire")
        title = label(barrier.theme, "medium", wrap=True)
        wide = theme.px(NAME_WIDTH if theme.scale() <= 125 else NAME_NARROW)
        title.setFixedWidth(wide)
        self._reminder = label(barrier.reminder, "caption", wrap=True)
        first = row(title, self.level, spacing=12)
        first.addWidget(self.status, 10)
        first.addWidget(self.raised_by, 10)
        first.addStretch(1)  # a theme without status keeps its place
        second = row(spacing=12, margins=(wide + 12, 0, 0, 0))
        second.addWidget(self.solution, 3)
        second.addWidget(self.partner, 2)
        self._done = QWidget()
        self._done.setLayout(column(self._reminder, second, spacing=4))
        control = QWidget()
        control.setLayout(column(first, self._done, spacing=4))
        self._set_up(self.level, control=control)
        self._sensitive = barrier.sensitive
        self.level.changed.connect(self._level_changed)
        for field in (self.status, self.raised_by, self.solution, self.partner):
            field.changed.connect(self._edited)
        self._fit()

    def value(self) -> BarrierValue:
        """The theme as typed."""
        level = self.level.current()
        return (
            int(level) if level else None,
            self.status.value(),
            self.raised_by.value(),
            self.solution.value(),
            *self.partner.value(),
        )

    def set_value(self, value: Any) -> None:
        """Show a theme; None is not raised."""
        level, status, raised_by, solution, partner_id, partner = value or (
            None,
            NOT_RAISED,
            None,
            "",
            None,
            "",
        )
        self.level.blockSignals(True)
        self.level.set_current("" if level is None else str(level))
        self.level.blockSignals(False)
        self.status.set_value(status)
        self.raised_by.set_value(raised_by)
        self.solution.set_value(solution)
        self.partner.set_value((partner_id, partner))
        self.set_error("")
        self._fit()

    def is_empty(self) -> bool:
        """Whether nobody spoke of it."""
        return not self.level.current()

    def _level_changed(self, level: str) -> None:
        """The status follows what the level says plainly; one may still change it."""
        now = self.status.value()
        if not level:
            self.status.set_value(NOT_RAISED)
        elif level == "0" and now not in (NOT_RAISED, LIFTED):
            self.status.set_value(LIFTED)
        elif level in "123" and now in (NOT_RAISED, LIFTED):
            self.status.set_value(IDENTIFIED)
        self._fit()
        self._edited()

    def _fit(self) -> None:
        level = self.level.current()
        self._done.setVisible(level in ("1", "2", "3"))
        self._reminder.setVisible(self._sensitive)
        self.status.setVisible(
            level in ("1", "2", "3") or (level == "0" and self.status.value() != NOT_RAISED)
        )
        self.raised_by.setVisible(level in ("1", "2", "3"))

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting change."""
        self.level.setEnabled(not read_only)
        for field in (self.status, self.raised_by, self.solution, self.partner):
            field.set_read_only(read_only)
