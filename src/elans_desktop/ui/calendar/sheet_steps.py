"""The steps of a sheet, their labels on two lines when the place is narrow."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter

from elans_desktop.services.calendar.sheet_states import STATE_LABELS, STATES, VALIDATED, SheetInfo
from elans_desktop.ui import theme
from elans_desktop.ui.calendar import week_paint
from elans_desktop.ui.kit import paint
from elans_desktop.ui.kit.stepper import Stepper


class SheetSteps(Stepper):
    """À imprimer → imprimée → signée reçue → saisie → validée: what is done, what comes next."""

    def __init__(self, *, step_width: int = 62) -> None:
        self._narrow = step_width < 80
        super().__init__([STATE_LABELS[state] for state in STATES], step_width=step_width)

    def show_sheet(self, sheet: SheetInfo | None) -> None:
        """The step to do now: the first one that is not done."""
        if sheet is None:
            self.set_current(0)
        elif sheet.state == VALIDATED:
            self.set_current(len(STATES))
        else:
            self.set_current(sheet.rank if sheet.rank == 0 else sheet.rank + 1)

    def design_size(self) -> QSize:
        """One line of labels, or two."""
        size = super().design_size()
        return QSize(size.width(), size.height() + (theme.px(16) if self._narrow else 0))

    def draw(self, painter: QPainter) -> None:
        """Lines and circles, then labels that may take two lines."""
        if not self._narrow:
            super().draw(painter)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        each = self.width() / len(self._steps)
        middle = theme.px(11)
        for index in range(len(self._steps) - 1):
            token = "primary" if index < self._current else "line-strong"
            painter.fillRect(QRectF(each * (index + 0.5), middle - 1, each, 2), theme.color(token))
        for index, name in enumerate(self._steps):
            self._circle(painter, QPointF(each * (index + 0.5), middle), index)
            now = index == self._current
            for line, words in enumerate(week_paint.wrapped(name, each, 13, 600, 2)):
                place = QRectF(each * index, theme.px(24 + 16 * line), each, theme.px(17))
                paint.line_of_text(
                    painter,
                    place,
                    words,
                    size=13,
                    weight=600 if now else 400,
                    token="text" if now else "muted",
                    align=paint.CENTER,
                )
