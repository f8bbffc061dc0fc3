"""Calendar files: what goes out, where it is written, and reading one that comes in."""

from __future__ import annotations

import uuid
from pathlib import Path

from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.calendar import activities, ics_export, ics_reading
from elans_desktop.services.calendar.activities import ActivityFilters
from elans_desktop.services.calendar.ics_reading import IcsFile
from elans_desktop.services.organisation import places, professionals, settings
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage import traces
from elans_desktop.storage.files import system_errors
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.saving import write_file

FILTER = "Calendrier (*.ics)"
_WHOLE = "whole"


def export(context: Context, parent: QWidget) -> None:
    """Ask what goes out: everything shown, or one trainer, activity or place; then where it is written."""
    bridge = context.bridge
    found: list[tuple[uuid.UUID | str, str]] = [(_WHOLE, "Tout le calendrier")]
    trainers = bridge.read(professionals.rows, trainers=True)
    found += [(row.id, f"Intervenant{NBSP}: {row.natural_name}") for row in trainers]
    rows = bridge.read(activities.rows, ActivityFilters(bridge.scope))
    found += [(row.id, f"Activité{NBSP}: {row.title}") for row in rows]
    found += [(row.id, f"Lieu{NBSP}: {row.label}") for row in bridge.read(places.rows)]
    spec = FieldSpec("what", "Calendrier", "choice", choices=found, options={"empty": None}, span=2)
    answer = dialogs.ask_form(
        parent,
        "Exporter le calendrier",
        [Section("", (spec,))],
        values={"what": _WHOLE},
        text="Un fichier .ics se lit dans tous les agendas. Aucun nom de participant n’y figure.",
        accept="Choisir où l’enregistrer",
    )
    if answer:
        what = answer["what"]
        export_object(context, parent, None if what == _WHOLE else what, bridge.scope)


def export_object(
    context: Context, parent: QWidget, object_id: uuid.UUID | None, scope: Scope = EVERYTHING
) -> None:
    """Write the calendar of one thing, or the whole of it, where one chooses; that of a person is traced."""
    bridge = context.bridge
    if object_id is None:
        made = context.attempt(parent, lambda: bridge.read(ics_export.whole, scope))
    else:
        made = context.attempt(parent, lambda: bridge.read(ics_export.of_object, object_id, scope))
    if made is None:
        return
    path = dialogs.save_file(parent, "Enregistrer le calendrier", made.name, FILTER)
    if path is None or not write_file(parent, path, made.content):
        return
    if made.participant_id is not None:
        traces.note(bridge.workspace, traces.EXPORTED, (("participant", made.participant_id),))
    context.window.notify(f"Calendrier enregistré{NBSP}: {count(made.events, 'événement')}")


def open_file(context: Context, parent: QWidget) -> IcsFile | None:
    """Choose a calendar file and read it; None when given up or refused, which was said."""
    path = dialogs.open_file(parent, "Importer un calendrier", FILTER)
    if path is None:
        return None
    place = str(context.bridge.read(settings.get, settings.HOLIDAY_ZONE))
    return context.attempt(parent, lambda: ics_reading.read(_content(path), place))


def _content(path: Path) -> bytes:
    with system_errors():
        return path.read_bytes()
