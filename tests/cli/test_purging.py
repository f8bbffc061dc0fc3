"""`purger`: identifiers and reasons, no name unless asked; nothing is done without --oui."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.models.organisation import Agreement
from elans_desktop.models.participants import DetectionContact, Participant
from elans_desktop.services.participants import participants
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.pathways import pathways
from elans_desktop.services.pathways.pathways import PathwayInput
from elans_desktop.storage.workspace import Workspace
from tests.cli.conftest import PHRASE, Run


@pytest.fixture
def due(classeur: Path) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """Somebody met in 2026, and somebody who left in 2026 with proofs to keep."""
    workspace = Workspace.open(classeur, passphrase=PHRASE)
    with clock.fixed(datetime(2026, 11, 2, 9)):
        with workspace.write("Essai") as session:
            met = participants.save(session, ParticipantInput(last_name="Éluard", first_name="Zoé"))
            left = participants.save(session, ParticipantInput(last_name="Brionne", first_name="Estelle"))
            blank = dict.fromkeys(("place", "oriented_by_name", "commune", "insee"), "")
            session.add(DetectionContact(participant_id=met, day=date(2026, 4, 1), **blank))
            agreement = session.scalars(select(Agreement.id)).one()
            typed = PathwayInput(
                left, agreement, entry_on=date(2026, 2, 1), exit_on=date(2026, 9, 1), exit_code="A2"
            )
            pathways.save(session, typed)
        workspace.close(back_up=False)
    with clock.fixed(datetime(2029, 5, 4, 9)):
        yield met, left


def person(classeur: Path, key: uuid.UUID) -> Participant:
    workspace = Workspace.open(classeur, passphrase=PHRASE)
    with workspace.read() as session:
        found = session.get_one(Participant, key)
    workspace.close(back_up=False)
    return found


def test_nothing_due_is_said_beside_the_lines_and_by_the_code(run: Run, classeur: Path) -> None:
    said = run("purger", "--lister", "--classeur", classeur)
    assert (said.code, said.out) == (0, "")
    assert said.err == "Aucun dossier à archiver ni à anonymiser aujourd’hui.\n"
    assert run("purger", "--anonymiser", "--classeur", classeur, "--oui").out == "Rien à faire.\n"


def test_the_list_names_nobody_unless_asked(
    run: Run, classeur: Path, due: tuple[uuid.UUID, uuid.UUID]
) -> None:
    said = run("purger", "--lister", "--classeur", classeur)
    assert said.code == 3
    rows = [line.split("\t") for line in said.lines]
    assert [(row[0], row[2]) for row in rows] == [
        (str(due[0]), "À anonymiser"),
        (str(due[1]), "À archiver"),
    ]
    assert rows[0][3].startswith("Dernier contact le 01/04/2026")
    assert "Éluard" not in said.out
    assert "Éluard Zoé" in run("purger", "--lister", "--noms", "--classeur", classeur).out
    alone = run("purger", "--lister", "--objet", due[1], "--classeur", classeur)
    assert [line.split("\t")[0] for line in alone.lines] == [str(due[1])]


def test_nothing_is_done_without_the_word(run: Run, classeur: Path, due: tuple[uuid.UUID, uuid.UUID]) -> None:
    for act in ("--archiver", "--anonymiser"):
        said = run("purger", act, "--classeur", classeur)
        assert said.code == 1
        assert "--oui" in said.err
    assert person(classeur, due[0]).last_name == "Éluard"
    assert person(classeur, due[1]).restricted_on is None


def test_what_is_due_is_archived_and_anonymised(
    run: Run, classeur: Path, due: tuple[uuid.UUID, uuid.UUID]
) -> None:
    assert run("purger", "--archiver", "--classeur", classeur, "--oui").code == 0
    assert person(classeur, due[1]).restricted_on == date(2029, 5, 4)
    assert person(classeur, due[0]).restricted_on is None
    said = run("purger", "--anonymiser", "--classeur", classeur, "--oui")
    assert said.out.startswith("1\u00a0dossier anonymisé")
    assert person(classeur, due[0]).last_name == "Dossier anonymisé"
    assert person(classeur, due[1]).last_name == "Brionne"
    assert run("purger", "--lister", "--classeur", classeur).code == 0


def test_a_file_asked_for_that_cannot_be_is_refused(
    run: Run, classeur: Path, due: tuple[uuid.UUID, uuid.UUID]
) -> None:
    said = run("purger", "--anonymiser", "--objet", due[1], "--classeur", classeur, "--oui")
    assert said.code == 1
    assert "preuves" in said.err
    assert "Brionne" not in said.err
