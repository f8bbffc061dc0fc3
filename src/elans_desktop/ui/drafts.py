"""What is being typed is kept every five seconds, encrypted, and offered again at the next opening."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, cast

from PySide6.QtCore import QObject, QTimer, Signal

from elans_desktop.storage import drafts
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.form import Form

EVERY_MS = 5000


class DraftKeeper(QObject):
    """Keeps the draft of one form about one subject (None: something new)."""

    found = Signal(object)
    """At `look`: the instant (UTC milliseconds) of a draft left behind."""

    def __init__(self, context: Context, form: Form, name: str, parent: QObject | None = None) -> None:
        """`name`: the form's stable code, e.g. `participant.identity`."""
        super().__init__(parent or form)
        self.context = context
        self.form = form
        self.name = name
        self.subject_id: uuid.UUID | None = None
        self.title = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.keep)
        form.changed.connect(self._touched)

    def _touched(self) -> None:
        if self.form.is_dirty() and not self._timer.isActive():
            self._timer.start()

    def look(self, subject_id: uuid.UUID | None, title: str) -> None:
        """The form now shows this subject: say so if a draft of it was left."""
        self._timer.stop()
        self.subject_id, self.title = subject_id, title
        left = self.context.bridge.read(drafts.find, self.name, subject_id)
        if left is not None:
            self.found.emit(left.saved_at)

    def resume(self) -> None:
        """Put the draft back into the form."""
        left = self.context.bridge.read(drafts.find, self.name, self.subject_id)
        if left is not None:
            self.form.restore_draft({key: _unpack(value) for key, value in left.values.items()})

    def keep(self) -> None:
        """Write what is typed now, if anything is."""
        self._timer.stop()
        if self.form.is_dirty() and self.context.bridge.workspace.is_open:
            values = {key: _pack(value) for key, value in self.form.values().items()}
            with self.context.bridge.workspace.write("Garder un brouillon") as session:
                drafts.keep(session, self.name, self.subject_id, self.title, values)

    def drop(self) -> None:
        """Saved, or thrown away by the person."""
        self._timer.stop()
        with self.context.bridge.workspace.write("Oublier un brouillon") as session:
            drafts.discard(session, self.name, self.subject_id)


def _pack(value: Any) -> Any:
    """A value JSON can hold: dates and identifiers are tagged, tuples become lists."""
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, uuid.UUID):
        return {"uuid": value.hex}
    if isinstance(value, list | tuple):
        return [_pack(one) for one in cast("list[Any]", value)]
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, dict):
        tagged = cast("dict[str, str]", value)
        if "date" in tagged:
            return date.fromisoformat(tagged["date"])
        return uuid.UUID(hex=tagged["uuid"])
    if isinstance(value, list):
        return tuple(_unpack(one) for one in cast("list[Any]", value))
    return value
