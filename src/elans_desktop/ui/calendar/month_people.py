"""The warnings about the people of a month: a month is painted without, they come a moment later."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from elans_desktop.services.calendar import seances
from elans_desktop.services.calendar.seances import SpanView
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Progress


class MonthPeople(QObject):
    """Reads on the worker the same days with their people; only the last month asked counts."""

    found = Signal(object, object)
    """(the SpanView shown, the same with the warnings about people)."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._asked: SpanView | None = None

    def ask(self, shown: SpanView, days: tuple[date, date]) -> None:
        """Read these days again, with everybody."""
        self._asked = shown
        bridge, scope = self._context.bridge, self._context.bridge.scope

        def work(_progress: Progress) -> SpanView | None:
            if self._asked is not shown:  # another month meanwhile: this one is not worth its time
                return None
            return bridge.read(seances.span, scope, *days)

        def done(found: SpanView | None) -> None:
            if found is not None and self._asked is shown:
                self.found.emit(shown, found)

        self._context.jobs.run(work, done=done)

    def forget(self) -> None:
        """Something else is shown."""
        self._asked = None
