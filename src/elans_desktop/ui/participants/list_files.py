"""Files of the list of people: its export, and the blank table for those who have no list yet."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from elans_desktop.core.errors import ElansError
from elans_desktop.core.formats import NBSP, count
from elans_desktop.documents import spreadsheets
from elans_desktop.services.imports import template
from elans_desktop.services.participants import people_columns
from elans_desktop.services.tabular import Table
from elans_desktop.storage import traces
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Progress
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.saving import choose_spreadsheet, write_file


def export_people(
    context: Context, parent: QWidget, people: Sequence[uuid.UUID], keys: Sequence[str] | None
) -> None:
    """Write these people to a file that the person chooses, with some columns or every identity field.

    It is made on the worker: the window does not wait. A trace is kept."""
    chosen = choose_spreadsheet(parent, "Exporter la liste", "participants")
    if chosen is None:
        return
    path, kind = chosen
    bridge = context.bridge
    scope = bridge.scope

    def work(progress: Progress) -> tuple[bytes, Table]:
        progress(0, len(people))
        table = bridge.read(people_columns.export, people, keys, scope)
        return spreadsheets.write(kind, table), table

    def done(made: tuple[bytes, Table]) -> None:
        content, table = made
        if write_file(parent, path, content):
            traces.note(bridge.workspace, traces.EXPORTED, (("participant", None),))
            said = ". ".join(part for part in (count(len(table.rows), "personne"), table.remark) if part)
            context.window.notify(f"Liste enregistrée{NBSP}: {path.name}, {said}")

    def failed(problem: Exception) -> None:
        if isinstance(problem, ElansError):
            dialogs.show_error(parent, problem)
        else:
            context.jobs.bug.emit(problem)

    context.jobs.run(work, done=done, failed=failed)


def save_template(context: Context, parent: QWidget) -> None:
    """Write the blank table where the person chooses."""
    title = "Enregistrer un modèle de tableau"
    path = dialogs.save_file(parent, title, template.FILENAME, "Classeur (*.xlsx)")
    if path is not None and write_file(parent, path, template.participants_template()):
        context.window.notify(f"Modèle enregistré{NBSP}: {path.name}")
