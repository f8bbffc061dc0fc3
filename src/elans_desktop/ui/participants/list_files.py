"""Files of the list of people: its export, and the blank table for those who have no list yet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP
from elans_desktop.documents import spreadsheets
from elans_desktop.services import exports
from elans_desktop.services.imports import template
from elans_desktop.storage import traces
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.saving import choose_spreadsheet, write_file


def export(context: Context, parent: QWidget) -> None:
    """Write the people of the scope to a file that the person chooses; a trace is kept."""
    chosen = choose_spreadsheet(parent, "Exporter la liste", "participants")
    if chosen is None:
        return
    path, kind = chosen
    bridge = context.bridge
    table = context.attempt(parent, lambda: bridge.read(exports.export_participants, bridge.scope))
    if table is not None and write_file(parent, path, spreadsheets.write(kind, table)):
        traces.note(bridge.workspace, traces.EXPORTED, (("participant", None),))
        context.window.notify(f"Liste enregistrée{NBSP}: {path.name}")


def save_template(context: Context, parent: QWidget) -> None:
    """Write the blank table where the person chooses."""
    title = "Enregistrer un modèle de tableau"
    path = dialogs.save_file(parent, title, template.FILENAME, "Classeur (*.xlsx)")
    if path is not None and write_file(parent, path, template.participants_template()):
        context.window.notify(f"Modèle enregistré{NBSP}: {path.name}")
