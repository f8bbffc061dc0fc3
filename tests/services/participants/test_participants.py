from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, PermissionDenied
from elans_desktop.services.organisation import professionals
from elans_desktop.services.organisation.professionals import ProfessionalInput
from elans_desktop.services.participants import detection, intake, participants
from elans_desktop.services.participants.detection import ContactInput
from elans_desktop.services.participants.intake import Intake
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.services.pathways import pathways, situations
from elans_desktop.services.pathways.pathway_inputs import Stay
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_pathway, add_person, change_person


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


def rows(
    workspace: Workspace, scope: Scope = EVERYTHING, *, archived: bool = False
) -> dict[str, participants.ParticipantRow]:
    with workspace.read() as session:
        return {row.name: row for row in participants.rows(session, scope, archived=archived)}


@pytest.mark.parametrize("name", ["last_name", "birth_name", "first_name"])
def test_one_name_of_the_three_is_enough(workspace: Workspace, agreement: uuid.UUID, name: str) -> None:
    with workspace.write("Créer") as session:
        created = participants.save(session, replace(ParticipantInput(), **{name: "  Zoé "}))
    with workspace.read() as session:
        assert participants.view(session, created).name == "Zoé"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (ParticipantInput(last_name="  "), "last_name"),
        (ParticipantInput(last_name="Bazin", birth_date=date(2027, 5, 5)), "birth_date"),
        (ParticipantInput(last_name="Bazin", birth_date=date(1899, 12, 31)), "birth_date"),
        (ParticipantInput(last_name="Bazin", email="lucie.exemple.fr"), "email"),
        (ParticipantInput(last_name="Bazin", email="lu cie@exemple.fr"), "email"),
    ],
)
def test_what_cannot_be_kept_is_said_by_field(
    workspace: Workspace, agreement: uuid.UUID, typed: ParticipantInput, field: str
) -> None:
    with pytest.raises(InputError) as refused, workspace.write("Créer") as session:
        participants.save(session, typed)
    assert list(refused.value.fields) == [field]
    assert rows(workspace) == {}


def test_nobody_is_born_after_being_met(workspace: Workspace, agreement: uuid.UUID) -> None:
    person = add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 5, 5))
    add_pathway(workspace, person, agreement, entry_on=date(2026, 8, 10))
    with pytest.raises(InputError) as refused:
        change_person(workspace, person, "Corriger", birth_date=date(2027, 1, 1))
    assert refused.value.fields["birth_date"] == (
        "Cette naissance est après l’entrée dans un parcours, le 10/08/2026\u00a0: vérifiez les deux dates."
    )
    with workspace.write("Noter") as session:
        detection.save(session, ContactInput(person, agreement_id=agreement, day=date(2026, 7, 1)))
    with pytest.raises(InputError, match="un contact de repérage, le 01/07/2026"):
        change_person(workspace, person, "Corriger", birth_date=date(2026, 8, 1))
    change_person(workspace, person, "Corriger", birth_date=date(1995, 5, 5))
    with (
        pytest.raises(InputError, match="Ce contact est avant la naissance"),
        workspace.write("X") as session,
    ):
        detection.save(session, ContactInput(person, agreement_id=agreement, day=date(1995, 5, 4)))
    with workspace.read() as session:
        (pathway,) = pathways.of_participant(session, person)
    before = replace(pathway.input, entry_on=None, stays=(Stay("R", date(1995, 5, 4)),))
    with pytest.raises(InputError) as refused, workspace.write("X") as session:
        pathways.save(session, before)
    assert "avant la naissance" in refused.value.fields["stays"]
    left = replace(pathway.input, entry_on=None, exit_on=date(1995, 5, 4), exit_code="E1")
    with pytest.raises(InputError) as refused, workspace.write("X") as session:
        pathways.save(session, left)
    assert "La sortie est avant la naissance" in refused.value.fields["exit_on"]
    with workspace.write("Passage") as session:
        pathways.save(session, replace(pathway.input, stays=(Stay("R", date(2026, 6, 1)),)))
    with pytest.raises(InputError, match="un passage dans une brique, le 01/06/2026"):
        change_person(workspace, person, "Corriger", birth_date=date(2026, 6, 2))


def test_numbers_follow_each_other_and_never_come_back_after_an_undo(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    add_person(workspace, "Bazin", "Lucie")
    add_person(workspace, "Blin", "Rémi")
    workspace.undo()
    add_person(workspace, "Aubert", "Kévin")
    assert {row.name: row.number for row in rows(workspace).values()} == {
        "Aubert Kévin": "2027-A0003",
        "Bazin Lucie": "2027-A0001",
    }


def test_the_list_follows_the_directory_whatever_the_accents(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    for last, first in (("Œuvrard", "Noël"), ("Éluard", "Anne"), ("Zola", "Émile"), ("Eluard", "Abel")):
        add_person(workspace, last, first)
    assert list(rows(workspace)) == ["Eluard Abel", "Éluard Anne", "Œuvrard Noël", "Zola Émile"]


def test_the_list_knows_status_referent_age_and_limit(workspace: Workspace, agreement: uuid.UUID) -> None:
    with workspace.write("Ajouter") as session:
        referent = professionals.save(session, ProfessionalInput(last_name="Lefort", first_name="Nadia"))
    lucie = add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 5, 5), commune="Flers")
    entry = date(2026, 8, 18)
    add_pathway(workspace, lucie, agreement, [("M", entry, None)], entry_on=entry, referent_id=referent)
    row = rows(workspace)["Bazin Lucie"]
    assert (row.status, row.referent, row.referent_id) == ("remobilisation", "Nadia Lefort", referent)
    assert (row.age, row.limit_on) == (30, date(2027, 5, 18))
    assert "flers" in row.search
    assert "bazin" not in repr(row).lower()


def test_completeness_counts_identity_pathway_and_situation(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    person = add_person(
        workspace,
        "Bazin",
        "Lucie",
        birth_date=date(1996, 1, 1),
        sex="femme",
        nationality="francaise",
        domiciliation="CCAS de Flers",
        commune="Flers",
        email="lucie@exemple.fr",
        information_given_on=date(2027, 5, 1),
    )
    assert rows(workspace)["Bazin Lucie"].completeness == 100, "nothing of the pathway is asked yet"
    me = workspace.actor.professional_id
    pathway = add_pathway(workspace, person, agreement, entry_on=date(2027, 5, 1), referent_id=me)
    assert rows(workspace)["Bazin Lucie"].completeness == 92
    with workspace.write("Noter") as session:
        situations.save(session, situations.SituationInput(pathway, situations.ENTRY))
    assert rows(workspace)["Bazin Lucie"].completeness == 100


def test_the_scope_keeps_those_of_its_year_and_those_without_pathway(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    here, gone = add_person(workspace, "Ici", "Léa"), add_person(workspace, "Avant", "Tom")
    add_person(workspace, "Sans", "Parcours")
    add_pathway(workspace, here, agreement, [("M", date(2027, 1, 4), None)], entry_on=date(2027, 1, 4))
    add_pathway(
        workspace,
        gone,
        agreement,
        [("M", date(2026, 1, 5), date(2026, 9, 1))],
        entry_on=date(2026, 1, 5),
        exit_on=date(2026, 9, 1),
        exit_code="E1",
    )
    assert list(rows(workspace, Scope(agreement, 2027))) == ["Ici Léa", "Sans Parcours"]
    assert list(rows(workspace, Scope(agreement, 2026))) == ["Avant Tom", "Sans Parcours"]
    assert list(rows(workspace, Scope(agreement))) == ["Avant Tom", "Ici Léa", "Sans Parcours"]
    assert list(rows(workspace, Scope(uuid.uuid4()))) == ["Sans Parcours"]


def test_one_row_is_the_row_of_the_whole_list(workspace: Workspace, agreement: uuid.UUID) -> None:
    first = add_person(workspace, "Bazin", "Lucie")
    add_person(workspace, "Blin", "Rémi")
    entry = date(2027, 1, 4)
    pathway = add_pathway(workspace, first, agreement, [("R", entry, entry), ("A", entry, None)])
    with workspace.write("Noter") as session:
        situations.save(session, situations.SituationInput(pathway, situations.ENTRY))
    with workspace.read() as session:
        alone = participants.rows(session, Scope(agreement, 2027), participant_id=first)
        whole = participants.rows(session, Scope(agreement, 2027))
    assert alone == tuple(row for row in whole if row.id == first)


def test_an_archived_file_leaves_the_list_and_comes_back(workspace: Workspace, agreement: uuid.UUID) -> None:
    person = add_person(workspace, "Bazin", "Lucie")
    with workspace.write("Archiver") as session:
        participants.archive(session, person)
    assert rows(workspace) == {}
    assert rows(workspace, archived=True)["Bazin Lucie"].status == pathways.ARCHIVED
    with workspace.write("Rouvrir") as session:
        participants.archive(session, person, archived=False)
    assert rows(workspace)["Bazin Lucie"].is_open


def test_a_change_is_one_operation_that_is_undone(workspace: Workspace, agreement: uuid.UUID) -> None:
    person = add_person(workspace, "Bazin", "Lucie", commune="Flers", phone="0612345678")
    change_person(workspace, person, "Modifier la fiche de Lucie B.", commune="Argentan")
    assert workspace.undo_label() == "Modifier la fiche de Lucie B."
    workspace.undo()
    with workspace.read() as session:
        kept = participants.view(session, person).input
    assert (kept.commune, kept.phone) == ("Flers", "06 12 34 56 78")


def test_a_new_person_comes_with_a_contact_and_a_pathway_or_not_at_all(
    workspace: Workspace, agreement: uuid.UUID
) -> None:
    person = ParticipantInput(last_name="Bazin", first_name="Lucie", birth_date=date(2000, 1, 1))
    typed = Intake(person, contact_on=date(2027, 5, 3), mode_code="ccas", agreement_id=agreement)
    wrong = replace(typed, contact_on=date(2028, 1, 1))
    with pytest.raises(InputError) as refused, workspace.write("Créer") as session:
        intake.create(session, wrong)
    assert list(refused.value.fields) == ["contact_on"]
    assert rows(workspace) == {}
    with workspace.write("Créer") as session:
        created = intake.create(session, typed)
    with workspace.read() as session:
        (pathway,) = pathways.of_participant(session, created)
    assert (pathway.status, pathway.input.entry_on) == (pathways.SPOTTED, None)
    workspace.undo()
    assert rows(workspace) == {}


def test_roles_without_the_right_neither_read_nor_write(workspace: Workspace, agreement: uuid.UUID) -> None:
    with acting_as(workspace, "consultation"):
        with pytest.raises(PermissionDenied):
            rows(workspace)
        with pytest.raises(PermissionDenied):
            add_person(workspace, "Bazin", "Lucie")


def test_somebody_gone_is_said_in_french(workspace: Workspace, agreement: uuid.UUID) -> None:
    with workspace.read() as session, pytest.raises(NotFoundError):
        participants.view(session, uuid.uuid4())
