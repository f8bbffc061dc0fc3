"""The assistant: what it lists, what it does, what it refuses, what its register says."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.errors import Cancelled, InputError, PermissionDenied, RuleError
from elans_desktop.models.activities import Enrolment
from elans_desktop.models.participants import Participant, Pathway
from elans_desktop.services.participants import participants
from elans_desktop.services.privacy import purge
from elans_desktop.services.privacy.purge import WORD_TO_TYPE
from elans_desktop.services.privacy.retention_clocks import Step
from elans_desktop.storage import erased_ids
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.organisation import acting_as
from tests.support.pathway_world import contact, pathway

LATER = datetime(2029, 5, 4, 9, 14)
AFTER_PROOFS = datetime(2035, 1, 2, 9)


@pytest.fixture
def world(workspace: Workspace) -> Iterator[World]:
    """0: met once, in 2026 · 1: left in 2026 · 2: never left · 3: met lately."""
    with workspace.write("Essai") as session:
        made = calendar_world.build(session, people=4)
        contact(session, made, date(2026, 4, 1), 0)
        pathway(session, made, 1, entry=date(2026, 2, 1), left=date(2026, 9, 1))
        pathway(session, made, 2, entry=date(2026, 2, 1))
        contact(session, made, date(2029, 4, 1), 3)
        calendar_world.activity(session, made, people=2)
    with clock.fixed(LATER):
        yield made


def steps(workspace: Workspace) -> dict[uuid.UUID, Step]:
    with workspace.read() as session:
        return {one.id: one.step for one in purge.due(session)}


def numbers(workspace: Workspace, *people: uuid.UUID) -> list[str]:
    with workspace.read() as session:
        return [session.get_one(Participant, person).number for person in people]


def test_it_lists_what_is_due_and_says_why(workspace: Workspace, world: World) -> None:
    assert steps(workspace) == {
        world.people[0]: Step.ANONYMISE,
        world.people[1]: Step.RESTRICT,
        world.people[2]: Step.CLOSE,
    }
    with workspace.read() as session:
        assert all(one.why for one in purge.due(session))
        assert purge.how_many(session) == 2, "an open pathway is already on Accueil, among the silent people"
        assert purge.how_many(session, most=1) == 2
        assert "Aubert" not in repr(purge.due(session))


def test_restricting_takes_out_of_the_lists_and_of_the_activities(workspace: Workspace, world: World) -> None:
    person = world.people[1]
    with workspace.write("Archiver") as session:
        assert purge.restrict(session, [person]) == 1
        assert purge.restrict(session, [person]) == 0, "it is already there"
    with workspace.read() as session:
        row = session.get_one(Participant, person)
        assert (row.restricted_on, row.archived_on) == (LATER.date(), LATER.date())
        assert person not in {one.id for one in participants.rows(session, archived=True)}
        enrolment = session.scalars(select(Enrolment).where(Enrolment.participant_id == person)).one()
        assert enrolment.status == "retire"
    assert person not in steps(workspace)
    workspace.undo()
    assert steps(workspace)[person] is Step.RESTRICT
    with workspace.read() as session:
        enrolment = session.scalars(select(Enrolment).where(Enrolment.participant_id == person)).one()
        assert enrolment.status == "inscrit"


def test_an_open_pathway_is_not_put_away(workspace: Workspace, world: World) -> None:
    with workspace.write("Archiver") as session, pytest.raises(RuleError, match="encore ouvert"):
        purge.restrict(session, world.people)
    with workspace.read() as session:
        assert session.get_one(Participant, world.people[1]).restricted_on is None


def test_keeping_asks_a_day_and_a_reason(workspace: Workspace, world: World) -> None:
    person = world.people[0]
    with workspace.write("Garder") as session:
        with pytest.raises(InputError) as wrong:
            purge.keep(session, [person], LATER.date(), " ")
        assert set(wrong.value.fields) == {"until", "reason"}
        purge.keep(session, [person], date(2030, 1, 1), "Contentieux en cours")
    assert person not in steps(workspace)
    with pytest.raises(RuleError, match="motif écrit"):
        purge.anonymise(workspace, [person], WORD_TO_TYPE)


def test_anonymising_is_typed_and_refused_with_its_reason(workspace: Workspace, world: World) -> None:
    with pytest.raises(InputError):
        purge.anonymise(workspace, [world.people[0]], "oui")
    with pytest.raises(RuleError, match="preuves sont encore nécessaires"):
        purge.anonymise(workspace, world.people[:2], WORD_TO_TYPE)
    with pytest.raises(RuleError, match="encore ouvert"):
        purge.anonymise(workspace, [world.people[2]], WORD_TO_TYPE)
    with workspace.read() as session:
        assert session.get_one(Participant, world.people[0]).last_name == "Aubert", "all or nothing"
        [one] = purge.refusals(session, [world.people[1]])
        assert "Brionne" not in repr(one)
    assert erased_ids.read(workspace.folder) == []


def test_anonymising_what_is_due(workspace: Workspace, world: World) -> None:
    person, [number] = world.people[0], numbers(workspace, world.people[0])
    assert purge.anonymise(workspace, [person], " anonymiser ") == 1
    with workspace.read() as session:
        row = session.get_one(Participant, person)
        assert (row.number, row.last_name, row.anonymised_on) == (number, "Dossier anonymisé", LATER.date())
    assert person not in steps(workspace)
    assert [(row.table, row.row_id) for row in erased_ids.read(workspace.folder)] == [("participant", person)]
    with workspace.write("Modifier") as session, pytest.raises(RuleError, match="anonymisé"):
        participants.save(session, replace(participants.view(session, person).input, last_name="Aubert"))
    assert purge.anonymise(workspace, [person], WORD_TO_TYPE) == 0


def test_after_the_proofs_the_restricted_archive_is_anonymised(workspace: Workspace, world: World) -> None:
    with workspace.write("Archiver") as session:
        purge.restrict(session, [world.people[1]])
    with clock.fixed(AFTER_PROOFS):
        assert steps(workspace)[world.people[1]] is Step.ANONYMISE
        assert purge.anonymise(workspace, [world.people[1]], WORD_TO_TYPE) == 1
    with workspace.read() as session:
        assert session.get_one(Participant, world.people[1]).restricted_on is None
        assert session.scalars(select(Pathway.exit_on).where(Pathway.participant_id == world.people[1])).one()


def test_the_files_that_joined_it_follow(workspace: Workspace, world: World) -> None:
    kept, other = world.people[0], world.people[3]
    with workspace.write("Réunir") as session:
        session.get_one(Participant, other).merged_into_id = kept
    with clock.fixed(AFTER_PROOFS):
        assert purge.anonymise(workspace, [kept], WORD_TO_TYPE) == 1
    with workspace.read() as session:
        assert {session.get_one(Participant, key).last_name for key in (kept, other)} == {"Dossier anonymisé"}


def test_a_long_work_may_be_stopped(workspace: Workspace, world: World) -> None:
    def stop(done: int, _all: int) -> None:
        if done > 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        purge.anonymise(workspace, [world.people[0]], WORD_TO_TYPE, progress=stop)
    with workspace.read() as session:
        assert session.get_one(Participant, world.people[0]).last_name == "Aubert"
        assert purge.register(session) == ()
    assert erased_ids.read(workspace.folder) == [], "a restore would otherwise erase what was not"


def test_the_register_names_nobody_and_stays_after_an_undo(workspace: Workspace, world: World) -> None:
    with workspace.write("Archiver") as session:
        purge.restrict(session, [world.people[1]])
    workspace.undo()
    purge.anonymise(workspace, [world.people[0]], WORD_TO_TYPE)
    with workspace.read() as session:
        found = purge.register(session)
    assert {(act.action, act.people, act.reason) for act in found} == {
        ("Anonymisation", 1, "24\u00a0mois après le dernier contact"),
        ("Archive restreinte", 1, "24\u00a0mois après le dernier contact"),
    }
    assert [act.who for act in found] == ["Camille Essai"] * 2
    assert not any(name in str(found) for name in ("Aubert", "Brionne"))
    assert [number for act in found for number in act.numbers] == numbers(workspace, *world.people[:2])


@pytest.mark.parametrize("role", ["accueil", "referent", "consultation"])
def test_it_is_for_the_coordination(workspace: Workspace, world: World, role: str) -> None:
    with acting_as(workspace, role):
        with workspace.read() as session:
            for read in (purge.due, purge.how_many, purge.register):
                with pytest.raises(PermissionDenied):
                    read(session)
        with pytest.raises(PermissionDenied):
            purge.anonymise(workspace, [world.people[0]], WORD_TO_TYPE)
        with workspace.write("Archiver") as session, pytest.raises(PermissionDenied):
            purge.restrict(session, [world.people[1]])
