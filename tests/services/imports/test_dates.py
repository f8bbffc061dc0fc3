"""The dates of a list of people: what cannot be is said, the exit is taken, nothing is lost."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.models.organisation import Agreement
from elans_desktop.models.participants import DetectionContact, Participant, Pathway
from elans_desktop.services.imports.columns import suggest
from elans_desktop.services.imports.context import Context, Known
from elans_desktop.services.imports.participants import (
    Choice,
    ImportPlan,
    apply,
    operation_label,
    plan,
    plan_from,
)
from elans_desktop.services.imports.reading import read_table
from elans_desktop.services.participants.likeness import Index
from elans_desktop.services.pathways import pathways
from elans_desktop.services.pathways.pathway_inputs import PathwayInput
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world

HEAD = "Nom;Prénom;Né(e) le;Date du premier contact;Date d’entrée;Date de sortie;Motif de sortie\n"
KNOWN = Known(
    uuid.UUID(int=3), exits={"cdi": "E1", "demenagement": "A2", "demenagement subi": "A3", "e1": "E1"}
)


@pytest.fixture(autouse=True)
def in_november_2026() -> Iterator[None]:
    with clock.fixed(datetime(2026, 11, 20, 10)):
        yield


def planned(line: str, known: Known = KNOWN) -> ImportPlan:
    table = read_table(f"{HEAD}{line}\n".encode(), "liste.csv")
    return plan_from(Context(known, Index(), {}), table, suggest(table))


@pytest.mark.parametrize(
    ("line", "target", "sentence"),
    [
        ("Bazin;Lucie;12/03/1998;;01/03/1998;;", "entry_on", "L’entrée est avant la naissance"),
        ("Bazin;Lucie;12/03/1998;;01/03/2062;;", "entry_on", "L’entrée est dans plus d’un an"),
        ("Bazin;Lucie;12/03/1998;21/11/2026;;;", "first_contact_on", "Ce contact est dans le futur"),
        ("Bazin;Lucie;12/03/1998;11/03/1998;;;", "first_contact_on", "Ce contact est avant la naissance"),
        ("Bazin;Lucie;;;01/03/2026;28/02/2026;CDI", "exit_on", "La sortie est avant l’entrée"),
        ("Bazin;Lucie;12/03/1998;;;12/03/1997;CDI", "exit_on", "La sortie est avant la naissance"),
        ("Bazin;Lucie;21/11/2026;;;;", "birth_date", "dans l’avenir"),
    ],
)
def test_dates_that_contradict_each_other_reject_the_line(line: str, target: str, sentence: str) -> None:
    plan = planned(line)
    assert plan.ready == ()
    (rejected,) = plan.rejected
    assert rejected.target == target
    assert sentence in rejected.message
    assert rejected.text in line, "what the cell says, to be corrected in place"


def test_every_contradiction_of_a_line_is_said_at_once() -> None:
    plan = planned("Bazin;Lucie;12/03/1998;11/03/1998;01/03/1998;01/02/1998;CDI")
    assert [one.target for one in plan.rejected] == ["first_contact_on", "entry_on", "exit_on"]


@pytest.mark.parametrize(("reason", "code"), [("cdi", "E1"), ("E1", "E1"), ("Déménagement s", "A3")])
def test_an_exit_is_taken_by_its_label_its_code_or_the_beginning_of_one(reason: str, code: str) -> None:
    (person,) = planned(f"Bazin;Lucie;;;01/03/2026;30/06/2026;{reason}").ready
    assert (person.exit_on, person.exit_code) == (date(2026, 6, 30), code)
    assert person.input.notes == ""


@pytest.mark.parametrize(
    ("dates", "known", "kept", "why"),
    [
        ("30/06/2026;Voyage", KNOWN, "Sortie : 30/06/2026, Voyage", "n’est pas dans la liste"),
        ("30/06/2026;", KNOWN, "Sortie : 30/06/2026", "n’a pas de motif"),
        (";CDI", KNOWN, "Sortie : CDI", "n’a pas de date"),
        ("30/06/2026;CDI", Known(exits={"cdi": "E1"}), "Sortie : 30/06/2026, CDI", "Sans convention"),
    ],
)
def test_an_exit_that_cannot_be_taken_stays_in_the_notes(
    dates: str, known: Known, kept: str, why: str
) -> None:
    plan = planned(f"Bazin;Lucie;;;01/03/2026;{dates}", known)
    (person,) = plan.ready
    assert (person.exit_on, person.exit_code) == (None, None)
    assert kept in person.input.notes.replace("\u00a0", " ")
    assert any(why in remark.message for remark in plan.remarks)


def run(workspace: Workspace, text: str, choice: Choice | None = None) -> None:
    table = read_table(text.encode(), "liste.csv")
    with workspace.read() as session:
        made = plan(session, table, suggest(table))
    assert made.rejected == ()
    decisions = {twin.line: choice for twin in made.twins} if choice else {}
    assert (len(made.twins) == 1) is (choice is not None)
    with workspace.write(operation_label(made, decisions), kind="import") as session:
        apply(session, made, decisions)


def agreement_of(workspace: Workspace) -> uuid.UUID:
    with workspace.write("Convention") as session:
        calendar_world.build(session, people=0)
        return session.scalars(select(Agreement.id)).one()


def test_an_imported_exit_closes_the_pathway(workspace: Workspace) -> None:
    agreement = agreement_of(workspace)
    run(workspace, f"{HEAD}Bazin;Lucie;12/03/1998;;01/03/2026;30/06/2026;CDI\n")
    with workspace.read() as session:
        person = session.scalars(select(Participant.id)).one()
        (found,) = pathways.of_participant(session, person)
        assert (found.agreement_id, found.status) == (agreement, pathways.LEFT)
        assert (found.input.entry_on, found.input.exit_on, found.input.exit_code) == (
            date(2026, 3, 1), date(2026, 6, 30), "E1",
        )  # fmt: skip


def test_completing_a_file_adds_the_contact_and_the_pathway_it_lacks(workspace: Workspace) -> None:
    agreement_of(workspace)
    run(workspace, "Nom;Prénom;Né(e) le\nBazin;Lucie;12/03/1998\n")
    text = f"{HEAD}Bazin;Lucie;12/03/1998;12/01/2026;01/03/2026;30/06/2026;CDI\n"
    run(workspace, text, Choice.COMPLETE)
    with workspace.read() as session:
        person = session.scalars(select(Participant)).one()
        contact = session.scalars(select(DetectionContact)).one()
        pathway = session.scalars(select(Pathway)).one()
        assert (contact.participant_id, contact.day) == (person.id, date(2026, 1, 12))
        assert (pathway.entry_on, pathway.exit_on, pathway.exit_code) == (
            date(2026, 3, 1), date(2026, 6, 30), "E1",
        )  # fmt: skip
    run(
        workspace,
        text.replace("12/01/2026", "13/01/2026").replace("01/03/2026", "02/03/2026"),
        Choice.COMPLETE,
    )
    with workspace.read() as session:
        assert session.scalars(select(DetectionContact.day)).all() == [date(2026, 1, 12)]
        assert session.scalars(select(Pathway.entry_on)).all() == [date(2026, 3, 1)]


def test_completing_keeps_the_rules_and_says_what_they_refuse(workspace: Workspace) -> None:
    """The file knows an entry in March 2026; a line that says out in February is kept in the notes."""
    agreement = agreement_of(workspace)
    run(workspace, "Nom;Prénom\nBazin;Lucie\n")
    with workspace.write("Parcours") as session:
        person = session.scalars(select(Participant.id)).one()
        pathways.save(session, PathwayInput(person, agreement, entry_on=date(2026, 3, 1)))
    text = "Nom;Prénom;Date de sortie;Motif de sortie\nBazin;Lucie;01/02/2026;CDI\n"
    run(workspace, text, Choice.COMPLETE)
    with workspace.read() as session:
        notes = session.scalars(select(Participant.notes)).one()
        assert notes.startswith("Sortie d’après un tableau\u00a0: 01/02/2026. La sortie est avant l’entrée")
        assert session.scalars(select(Pathway.exit_on)).one() is None
