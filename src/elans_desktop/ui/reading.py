"""Files opened on screen leave an access trace: gathered while one reads, written together a little later."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, QTimer

from elans_desktop.storage import traces
from elans_desktop.ui.context import Context

LATER_MS = 2000


class ReadingTraces(QObject):
    """The traces of the files of one table. Never a name; a trace that cannot be kept disturbs nobody."""

    def __init__(self, context: Context, table: str, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._table = table
        self._shown: uuid.UUID | None = None
        self._waiting: list[uuid.UUID] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LATER_MS)
        self._timer.timeout.connect(self._write_when_free)

    def opened(self, row_id: uuid.UUID) -> None:
        """This file is on show; showing it again without leaving it is the same visit."""
        if row_id != self._shown:
            self._shown = row_id
            self._waiting.append(row_id)
            self._timer.start()

    def left(self) -> None:
        """The visit ends: what waits is written now."""
        self._shown = None
        self.write()

    def write(self) -> None:
        """Write what waits, all in one go."""
        self._timer.stop()
        waiting, self._waiting = self._waiting, []
        if waiting:
            about = [(self._table, row_id) for row_id in waiting]
            traces.note(self._context.bridge.workspace, traces.READ, about)

    def _write_when_free(self) -> None:
        """A long work may hold the classeur: wait for it, not the person."""
        if self._context.jobs.busy:
            self._timer.start()
        else:
            self.write()
