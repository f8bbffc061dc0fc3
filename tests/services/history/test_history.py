"""The history of a person: every table told in French, nothing to eyes that may not see it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from elans_desktop.core import clock
from elans_desktop.models import privacy, support
from elans_desktop.models.base import Base
from elans_desktop.models.support import FinancialAid, Immersion, PrivateNote
from elans_desktop.services.history.history_words import TABLES
from elans_desktop.services.participants import detection, person_history
from elans_desktop.services.participants.detection import ContactInput
from elans_desktop.services.participants.person_history import (
    ADDED,
    CONDENSED,
    REMOVED,
    FieldSource,
    HistoryLine,
)
from elans_desktop.services.pathways import barriers, interviews, objectives, pathways, situations
from elans_desktop.services.pathways.barriers import BarrierInput, ReviewInput
from elans_desktop.services.pathways.objectives import ActionInput
from elans_desktop.services.pathways.situations import ENTRY, SituationInput
from elans_desktop.storage import condensing, values
from elans_desktop.storage.workspace import Workspace
from tests.services.pathways.test_interviews import SECRET, a_colleague
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_pathway, add_person, change_person
from tests.support.support_world import interview, objective, review

ENTERED = date(2027, 1, 4)


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2))


@pytest.fixture
def pathway(workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID) -> uuid.UUID:
    return add_pathway(workspace, lucie, agreement, [("M", ENTERED, None)], entry_on=ENTERED)


def told(workspace: Workspace, person: uuid.UUID) -> list[HistoryLine]:
    with workspace.read() as session:
        entries = person_history.of_participant(session, person)
    return [line for entry in entries for line in entry.lines]


def of_persons() -> list[str]:
    """The tables of the new areas that hang on a person, by their foreign keys."""
    return [
        model.__tablename__
        for module in (support, privacy)
        for model in vars(module).values()
        if isinstance(model, type) and issubclass(model, Base) and model.__module__ == module.__name__
        if {key.target_fullname for key in model.__table__.foreign_keys}
        & {"participant.id", "pathway.id", "objective.id", "interview.id"}
    ]


@pytest.mark.parametrize("table", of_persons())
def test_every_column_about_a_person_has_its_words(table: str) -> None:
    words = TABLES[table]
    columns = set(values.journalled_columns(table))
    assert set(words.fields) | words.hidden | set(words.parents) | {words.subject} - {""} >= columns
    assert set(words.fields) <= columns
    assert set(words.lists) | set(words.hours) | set(words.durations) | set(words.money) <= columns
    assert words.parents


@pytest.mark.parametrize("table", TABLES)
def test_every_told_table_knows_whose_it_is(table: str) -> None:
    words = TABLES[table]
    assert words.parents or table == "participant"
    columns = set(values.journalled_columns(table))
    assert set(words.fields) | words.hidden | set(words.parents) | {words.subject} - {""} >= columns


def test_what_is_done_with_a_person_is_told_in_french(
    workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    review(workspace, pathway, ENTERED, mobilite=3)
    with workspace.write("Noter les freins de Lucie B.") as session:
        typed = BarrierInput("mobilite", 1, "en_cours", "personne", "Covoiturage")
        barriers.save(session, ReviewInput(pathway, ENTERED, (typed,)))
    key = objective(workspace, pathway, "Passer le code", ActionInput("S’inscrire"), theme_code="mobilite")
    with workspace.read() as session:
        action = objectives.of_pathway(session, pathway).rows[0].actions[0].id
    with workspace.write("Faire avancer une action") as session:
        objectives.set_action_status(session, action, "fait")
    talk = interview(workspace, lucie, date(2027, 4, 28), duration=45, next_on=date(2027, 5, 11))
    with workspace.write("Modifier un entretien") as session:
        interviews.save(session, replace(interviews.view(session, talk).input, next_start=840))
    with workspace.write("Supprimer un objectif") as session:
        objectives.delete(session, key)
    lines = [(line.what, line.name, line.old, line.new) for line in told(workspace, lucie)]
    for line in (
        ("Frein, Mobilité", ADDED, "", "Point du 04/01/2027 · Niveau frein bloquant · Statut Identifié"),
        ("Frein, Mobilité", "Niveau", "frein bloquant", "à surveiller"),
        ("Frein, Mobilité", "Évoqué par", "", "La personne"),
        ("Frein, Mobilité", "Solution mobilisée", "", "Covoiturage"),
        ("Action, S’inscrire", "Statut", "À faire", "Fait"),
        ("Action, S’inscrire", "Faite le", "", "04/05/2027"),
        ("Entretien, 28/04/2027", "Heure du rendez-vous", "", "14\u00a0h\u00a000"),
        ("Action, S’inscrire", REMOVED, "Statut Fait · Faite le 04/05/2027", ""),
    ):
        assert line in lines
    assert any(what == "Objectif, Passer le code" and name == REMOVED for what, name, *_ in lines)
    assert any("Durée 45\u00a0min" in new for what, _name, _old, new in lines if what.startswith("Entretien"))


def test_rows_that_siblings_write_are_told_too(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    from elans_desktop.models.organisation import Structure

    with workspace.write("Noter une immersion") as session:
        host = session.query(Structure.id).first()
        assert host is not None
        blank = dict.fromkeys(("agreement_number", "tutor", "job", "goals", "tasks", "outcome"), "")
        days = {"start_on": date(2027, 3, 1), "end_on": date(2027, 3, 12)}
        session.add(
            Immersion(
                pathway_id=pathway,
                host_id=host[0],
                object_code="decouvrir",
                renewal=False,
                cancelled=False,
                weekly=1260,
                **days,
                **blank,
            )
        )
        session.add(
            FinancialAid(
                pathway_id=pathway,
                kind_code="permis",
                purpose="",
                funder_name="",
                amount=120_000,
                asked_on=date(2027, 3, 1),
                status_code="en_cours",
                note="",
            )
        )
    lines = {line.what: line.new for line in told(workspace, lucie) if line.name == ADDED}
    assert "Structure d’accueil Association Le Pressoir" in lines["Immersion, 01/03/2027"]
    assert "Durée par semaine 21\u00a0h\u00a000" in lines["Immersion, 01/03/2027"]
    assert "Montant 1\u00a0200,00\u00a0€" in lines["Aide financière, Permis de conduire"]


def test_a_row_deleted_by_an_operation_of_its_own_is_still_told(
    workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    talk = interview(workspace, lucie, date(2027, 4, 28), private_note=SECRET)
    with workspace.write("Noter un contact") as session:
        contact = detection.save(session, ContactInput(lucie, day=date(2027, 3, 1), place="Marché"))
    with workspace.write("Supprimer un contact") as session:
        detection.delete(session, contact)
    with workspace.write("Supprimer un entretien") as session:
        interviews.delete(session, talk)
    removed = {line.what: line.old for line in told(workspace, lucie) if line.name == REMOVED}
    assert removed["Repérage"] == "01/03/2027, Marché"
    assert "Synthèse Le projet avance." in removed["Entretien, 28/04/2027"]
    assert removed["Note privée"] == SECRET
    with a_colleague(workspace):
        others = told(workspace, lucie)
    assert SECRET not in "".join(line.old + line.new for line in others)
    assert any(line.what == "Entretien, 28/04/2027" and line.name == REMOVED for line in others)


def test_deletions_are_found_by_their_index(workspace: Workspace, lucie: uuid.UUID) -> None:
    with workspace.read() as session:
        plan = session.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT * FROM change WHERE action = 'delete' AND table_name IN ('a', 'b')"
            )
        ).all()
    assert "ix_change_deleted" in str(plan)


def test_the_private_note_has_no_history_for_others(
    workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    talk = interview(workspace, lucie, date(2027, 4, 28), private_note=SECRET)
    with workspace.write("Modifier un entretien") as session:
        interviews.save(session, replace(interviews.view(session, talk).input, private_note="Vu avec elle."))
    mine = FieldSource("private_note", PrivateNote.key(talk, workspace.actor.user_id), ("text",))

    def notes() -> list[HistoryLine]:
        return [line for line in told(workspace, lucie) if line.what == "Note privée"]

    assert [(line.name, line.old, line.new) for line in notes()] == [
        ("Texte", SECRET, "Vu avec elle."),
        (ADDED, "", SECRET),
    ]
    with workspace.read() as session:
        assert len(person_history.of_field(session, lucie, mine)) == 2
    with a_colleague(workspace):
        assert notes() == []
        with workspace.read() as session:
            assert person_history.of_field(session, lucie, mine) == ()
            entries = person_history.of_participant(session, lucie)
        assert entries[0].label == "Noter un entretien", "the one that changed only the note is out"
        assert not any("Vu avec elle" in repr(entry.lines) for entry in entries)


def test_nothing_of_another_person_is_told(
    workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    review(workspace, pathway, ENTERED, mobilite=3)
    objective(workspace, pathway, "Passer le code", ActionInput("S’inscrire"))
    gone = interview(workspace, lucie, date(2027, 4, 28), private_note=SECRET)
    with workspace.write("Supprimer un entretien") as session:
        interviews.delete(session, gone)
    remi = add_person(workspace, "Blin", "Rémi")
    add_pathway(workspace, remi, agreement, [("M", ENTERED, None)], entry_on=ENTERED)
    assert {line.what.split(",")[0] for line in told(workspace, remi)} == {"Identité", "Parcours", "Brique"}


def test_a_role_that_does_not_see_the_accompaniment_does_not_see_its_history(
    workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    review(workspace, pathway, ENTERED, mobilite=3)
    objective(workspace, pathway, "Passer le code")
    interview(workspace, lucie, date(2027, 4, 28))
    source = FieldSource("barrier_review", parent_id=pathway, having=("theme_code", "mobilite"))
    with acting_as(workspace, "accueil"):
        titles = {line.what.split(",")[0] for line in told(workspace, lucie)}
        with workspace.read() as session:
            assert person_history.of_field(session, lucie, source) == ()
    assert titles == {"Identité", "Parcours", "Brique"}


def test_the_past_of_one_field(workspace: Workspace, lucie: uuid.UUID) -> None:
    change_person(workspace, lucie, "Modifier la fiche", commune="Flers")
    change_person(workspace, lucie, "Modifier la fiche", commune="Argentan", phone="06 00 00 00 00")
    workspace.undo()
    with workspace.read() as session:
        past = person_history.of_field(session, lucie, FieldSource("participant", lucie, ("commune",)))
    assert [(one.lines[0].old, one.lines[0].new, one.who, one.undone) for one in past] == [
        ("Argentan", "Flers", "Camille Essai", False),
        ("Flers", "Argentan", "Camille Essai", True),
        ("", "Flers", "Camille Essai", False),
    ]
    assert all(line.name == "Commune" for one in past for line in one.lines)


def test_the_past_of_a_group_of_rows(workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID) -> None:
    review(workspace, pathway, ENTERED, mobilite=3, logement=1)
    review(workspace, pathway, date(2027, 3, 1), mobilite=2)
    with workspace.write("Modifier un parcours") as session:
        known = pathways.of_participant(session, lucie)[0].input
        pathways.save(session, replace(known, stays=()))
    with workspace.write("Noter la situation") as session:
        situations.save(session, SituationInput(pathway, ENTRY, resources=("rsa",)))
    with workspace.write("Noter la situation") as session:
        situations.save(session, SituationInput(pathway, ENTRY, resources=()))

    def past(source: FieldSource) -> list[tuple[str, str, str]]:
        with workspace.read() as session:
            found = person_history.of_field(session, lucie, source)
        return [(line.name, line.old, line.new) for one in found for line in one.lines]

    mobility = past(FieldSource("barrier_review", parent_id=pathway, having=("theme_code", "mobilite")))
    assert [new.split(" · ")[1] for _name, _old, new in mobility] == ["Niveau frein", "Niveau frein bloquant"]
    assert past(FieldSource("pathway_brique", parent_id=pathway)) == [
        (REMOVED, "Remobilisation, 04/01/2027", ""),
        (ADDED, "", "Remobilisation, 04/01/2027"),
    ]
    asked = situations.Situation.key(pathway, ENTRY)
    resources = FieldSource("situation_choice", parent_id=asked, having=("list_code", "resources"))
    assert past(resources) == [(REMOVED, "RSA", ""), (ADDED, "", "RSA")]
    assert past(FieldSource("situation", asked, ("housing",))) == []


def test_the_old_history_is_told_by_its_result(workspace: Workspace, lucie: uuid.UUID) -> None:
    with clock.fixed(NOW + timedelta(days=1)):
        change_person(workspace, lucie, "Modifier la fiche de Lucie B.", commune="Flers")
        change_person(workspace, lucie, "Modifier la fiche de Lucie B.", commune="Argentan")
    with clock.fixed(NOW + timedelta(days=900)):
        change_person(workspace, lucie, "Modifier la fiche de Lucie B.", commune="Vire")
        with workspace.read() as session:
            assert person_history.condensed_until(session) is None
        condensing.condense(workspace)
        with workspace.read() as session:
            entries = person_history.of_participant(session, lucie)
            past = person_history.of_field(session, lucie, FieldSource("participant", lucie, ("commune",)))
            until = person_history.condensed_until(session)
    assert [entry.condensed for entry in entries] == [False, True]
    [line] = entries[1].lines
    assert (line.name, line.old) == (CONDENSED, "")
    assert "Argentan" in line.new
    assert [[(said.old, said.new) for said in one.lines] for one in past] == [
        [("Argentan", "Vire")],
        [("", "Argentan")],
    ]
    assert until == (NOW + timedelta(days=1)).date()
