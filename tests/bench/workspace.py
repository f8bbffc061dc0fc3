"""What services and storage cost on the large classeur: a form, history, undo, an import, a backup."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elans_desktop.core import clock
from elans_desktop.models.activities import Presence, SeanceSlot
from elans_desktop.models.journal import Change
from elans_desktop.models.participants import Participant
from elans_desktop.services import search
from elans_desktop.services.imports import participants as importing
from elans_desktop.services.imports import reading, remembered
from elans_desktop.services.participants import participants, person_history
from elans_desktop.services.presences.attendance import PresenceInput, set_presences
from elans_desktop.storage import backup, journal
from elans_desktop.storage.workspace import Workspace
from tests.bench.figures import Figure, Measured, median, milliseconds

LINES = 5000


def figures(workspace: Workspace) -> Iterator[Measured]:
    """Each leaves the classeur as it was, save its history."""
    with workspace.read() as session:
        person = session.scalars(select(Participant.id).order_by(Participant.number)).first()
        assert person is not None
        view = participants.view(session, person)
        followed = _most_followed(session)

    def save_form() -> None:
        changed = replace(view.input, notes=f"{time.perf_counter_ns()}")
        with workspace.write("Modifier une fiche") as writing:
            participants.save(writing, changed)

    def read_history() -> None:
        with workspace.read() as reading_session:
            person_history.of_participant(reading_session, followed)

    save_form()
    yield Figure("Enregistrer une fiche", median(save_form, 9), 50)
    yield Figure("Annuler (Ctrl+Z)", median(workspace.undo), 100)
    read_history()
    yield Figure("Historique d’une personne", median(read_history), 20)
    yield from _journal_cost(workspace)
    yield _search(workspace)
    yield _import(workspace)
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "copie.elans"
        yield Figure(
            "Sauvegarde et vérification", milliseconds(lambda: backup.make(workspace, target)) / 1000, 8, "s"
        )


def _most_followed(session: Session):
    """The person whose row changed most."""
    return session.scalars(
        select(Change.row_id)
        .where(Change.table_name == "participant")
        .group_by(Change.row_id)
        .order_by(func.count().desc())
        .limit(1)
    ).one()


def _journal_cost(workspace: Workspace) -> Iterator[Measured]:
    """Twelve presences, recorded and not, turn by turn."""
    with workspace.read() as session:
        slot = session.scalars(
            select(Presence.slot_id).group_by(Presence.slot_id).having(func.count() >= 12).limit(1)
        ).one()
        held = select(Presence.participant_id).where(Presence.slot_id == slot)
        people = session.scalars(held.limit(12)).all()
        assert session.get(SeanceSlot, slot) is not None
    times: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(40):
        recorded = turn % 2 == 0
        status = "E" if recorded else "P"
        entries = [PresenceInput(person, slot, status) for person in people]

        def enter(entries: list[PresenceInput] = entries) -> None:
            with workspace.write("Entrer des présences") as session:
                set_presences(session, entries)

        with _recorded(recorded):
            times[recorded].append(milliseconds(enter))
    with_journal, without = statistics.median(times[True][2:]), statistics.median(times[False][2:])
    yield Figure("Douze présences", with_journal)
    yield Figure("… surcoût du journal", (with_journal / without - 1) * 100, 30, "%")


@contextmanager
def _recorded(wanted: bool):
    """Leave the journal's rows out for a moment, to know what they cost."""
    if wanted:
        yield
        return
    with patch.object(journal.Recorder, "write", lambda _recorder, _session: False):
        yield


def _search(workspace: Workspace) -> Measured:
    """The slowest of the letters of a few names."""
    slowest = 0.0
    for word in ("lemonnier", "zoé", "atelier", "inconnu"):
        for length in range(2, len(word) + 1):

            def find(text: str = word[:length]) -> None:
                with workspace.read() as session:
                    search.find(session, text)

            find()
            slowest = max(slowest, median(find, 3))
    return Figure("Une frappe dans la recherche (la plus lente)", slowest, 30)


def _import(workspace: Workspace) -> Measured:
    """5,000 lines read, planned, written in one operation; then taken back."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "liste.csv"
        lines = [f"Banc{rank};Essai{rank};{rank % 28 + 1:02}/03/1991;Vire Normandie" for rank in range(LINES)]
        file.write_text("\n".join(["Nom;Prénom;Né le;Commune", *lines]), encoding="utf-8")
        backup.if_due(workspace, "banc")  # an import makes one first: it has its own figure
        start = time.perf_counter()
        table = reading.read_table(file)
        with workspace.read() as session:
            plan = importing.plan(session, table, remembered.propose(session, table))
        with workspace.write("Importer", kind="import") as session:
            result = importing.apply(session, plan)
        elapsed = time.perf_counter() - start
    assert result.created == LINES, clock.today()
    workspace.undo()
    return Figure("Import de 5 000 lignes", elapsed, 5, "s")
