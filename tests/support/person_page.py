"""The file of a person on screen, by what one does in it."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.participants.file import PersonFile
from elans_desktop.ui.participants.view import ParticipantsView


def open_file(view: ParticipantsView, person: uuid.UUID) -> PersonFile:
    view.show()
    view.open_item("participant", person)
    file = view.right.currentWidget()
    assert isinstance(file, PersonFile)
    return file


def marks(file: PersonFile) -> dict[str, str]:
    return {part.key: file.page.entry(part.key)._mark for part in file.parts}


def banners(widget: QWidget) -> list[Banner]:
    QApplication.processEvents()
    return [banner for banner in widget.findChildren(Banner) if banner.isVisibleTo(widget)]


def put(form: Any, name: str, value: Any) -> None:
    """Fill a field as a person does: the form hears of it."""
    made = form.form.field(name)
    made.set_value(value)
    made.changed.emit()


def type_in(form: Any, name: str, text: str) -> None:
    area = form.form.field(name).editor
    assert isinstance(area, QPlainTextEdit)
    area.setPlainText(text)


def kept(workspace: Workspace, read: Any, key: uuid.UUID) -> Any:
    with workspace.read() as session:
        return read(session, key)
