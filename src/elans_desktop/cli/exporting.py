"""`exporter QUOI`: each thing that leaves the classeur as a file has its function here."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import date

from elans_desktop.cli import access, paper
from elans_desktop.core import clock
from elans_desktop.core.errors import ElansError
from elans_desktop.core.formats import count
from elans_desktop.documents import spreadsheets
from elans_desktop.services import exports
from elans_desktop.services.calendar import ics_export
from elans_desktop.services.presences import presence_export
from elans_desktop.services.tabular import Table
from elans_desktop.storage import traces
from elans_desktop.storage.files import system_errors, write_atomically


def participants(asked: Namespace) -> int:
    """Every identity field of the people."""
    with access.opened(asked, asked.classeur) as workspace:
        with workspace.read() as session:
            table = exports.export_participants(session)
        _write(asked, table)
        traces.note(workspace, traces.EXPORTED, (("participant", None),))
    if table.remark:
        print(f"{table.remark}.", file=sys.stderr)
    print(f"Écrit : {asked.vers}")
    return 0


def presences(asked: Namespace) -> int:
    """A row for each person and slot of the days asked (the year under way without any)."""
    year = clock.today().year
    days = asked.du or date(year, 1, 1), asked.au or date(year, 12, 31)
    with access.opened(asked, asked.classeur) as workspace:
        with workspace.read() as session:
            table = presence_export.table(session, days)
        _write(asked, table)
        traces.note(workspace, traces.EXPORTED, (("presence", None),))
    print(f"Écrit : {asked.vers} (une ligne par personne et par créneau)")
    return 0


def calendar(asked: Namespace) -> int:
    """The séances as an .ics file: all of them, or those of each --objet (one file holds one of them)."""
    objects = [access.identifier(text) for text in asked.objet]
    if len(objects) > 1:
        raise ElansError("Un calendrier a un seul objet.", "Faites un fichier pour chacun.")
    days = asked.du, asked.au
    with access.opened(asked, asked.classeur) as workspace:
        with workspace.read() as session:
            if objects:
                made = ics_export.of_object(session, objects[0], days=days)
            else:
                made = ics_export.whole(session, days=days)
        with system_errors():
            write_atomically(asked.vers, made.content)
        if made.participant_id is not None:
            traces.note(workspace, traces.EXPORTED, (("participant", made.participant_id),))
    print(f"Écrit : {asked.vers} ({count(made.events, 'événement')})")
    return 0


def person(asked: Namespace) -> int:
    """Everything known of one person, in an encrypted archive for them."""
    from elans_desktop.documents import person_bundle
    from elans_desktop.services.privacy.person_export import bundling

    if len(asked.objet) != 1:
        raise ElansError(
            "Dites de quelle personne.", "Donnez son identifiant par --objet : voyez lister participants."
        )
    person_id = access.identifier(asked.objet[0])
    phrase = access.archive_passphrase(asked)
    with access.opened(asked, asked.classeur) as workspace:
        bundle, written = person_bundle.to_file(
            workspace, person_id, asked.vers, phrase, notes=NOTES[asked.notes]
        )
        with workspace.write(bundling.label(bundle), paper.DOCUMENT) as session:
            bundling.note_made(session, bundle, pages=written.pages, sha256=written.sha256)
    for remark in bundling.remarks(bundle):
        print(remark, file=sys.stderr)
    print(f"Écrit : {asked.vers} ({written.pages} p., {count(len(bundle.files), 'pièce')})")
    return 0


def _write(asked: Namespace, table: Table) -> None:
    """In the format asked for, else that of the name of the file."""
    kind = asked.format or asked.vers.suffix.lower().lstrip(".")
    if kind not in spreadsheets.TITLES:
        kind = spreadsheets.CSV
    with system_errors():
        write_atomically(asked.vers, spreadsheets.write(kind, table))


NOTES = {"miennes": "notes-privees", "toutes": "toutes-notes", "aucune": ""}
"""Words of `--notes`: which private notes are in the archive of a person."""
WHAT: Mapping[str, Callable[[Namespace], int]] = {
    "participants": participants,
    "presences": presences,
    "calendrier": calendar,
    "personne": person,
}
"""Words that `exporter` takes."""


def export(asked: Namespace) -> int:
    """Do what is asked. The exit code."""
    return WHAT[asked.quoi](asked)
