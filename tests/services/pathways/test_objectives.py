from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from elans_desktop.core import clock
from elans_desktop.core.errors import InputError, NotFoundError, PermissionDenied
from elans_desktop.services.pathways import objectives
from elans_desktop.services.pathways.objectives import ActionInput, ObjectiveInput, ObjectivesView
from elans_desktop.storage.workspace import Workspace
from tests.support.organisation import acting_as, fill
from tests.support.people import NOW, add_pathway, add_person
from tests.support.support_world import objective

ENTRY = date(2027, 1, 4)


@pytest.fixture
def pathway(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        agreement = fill(workspace)
        lucie = add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2))
        yield add_pathway(workspace, lucie, agreement, [("M", ENTRY, None)], entry_on=ENTRY)


def seen(workspace: Workspace, pathway: uuid.UUID) -> ObjectivesView:
    with workspace.read() as session:
        return objectives.of_pathway(session, pathway)


def save(workspace: Workspace, typed: ObjectiveInput) -> uuid.UUID:
    with workspace.write("Noter un objectif") as session:
        return objectives.save(session, typed)


def test_an_objective_with_its_steps_in_words(workspace: Workspace, pathway: uuid.UUID) -> None:
    mine = workspace.actor.professional_id
    key = objective(
        workspace,
        pathway,
        "  Passer le code de la route ",
        ActionInput("Inscription à l’auto-école", status_code="fait", partner_name="Orne Mobilité"),
        ActionInput("Deux séances par semaine", by_person=True, due_on=date(2027, 5, 1)),
        ActionInput("Aide au permis", status_code="en_attente", responsible_id=mine),
        theme_code="mobilite",
        elans_code="changement",
        due_on=date(2027, 6, 30),
    )
    (row,) = seen(workspace, pathway).rows
    assert (row.id, row.status, row.theme) == (key, "En cours", "Mobilité")
    assert row.elans == "Entamer un changement"
    assert row.input.wording == "Passer le code de la route"
    assert (row.input.opened_on, row.input.due_on) == (NOW.date(), date(2027, 6, 30))
    assert [(a.who, a.status, a.late, a.input.done_on) for a in row.actions] == [
        ("Orne Mobilité", "Fait", False, NOW.date()),
        ("la personne", "À faire", True, None),
        ("Camille E.", "En attente", False, None),
    ]


def test_steps_are_kept_by_identity_reordered_and_removed(workspace: Workspace, pathway: uuid.UUID) -> None:
    objective(workspace, pathway, "Code", ActionInput("un"), ActionInput("deux"), ActionInput("trois"))
    (row,) = seen(workspace, pathway).rows
    one, _two, three = row.input.actions
    save(
        workspace, replace(row.input, actions=(three, replace(one, wording="un bis"), ActionInput("quatre")))
    )
    (changed,) = seen(workspace, pathway).rows
    assert [action.input.wording for action in changed.actions] == ["trois", "un bis", "quatre"]
    assert [action.id for action in changed.actions][:2] == [three.id, one.id]
    workspace.undo()
    assert seen(workspace, pathway).rows == (row,)


def test_more_than_three_open_objectives_are_advised_against_never_refused(
    workspace: Workspace, pathway: uuid.UUID
) -> None:
    for wording in ("Code", "Logement", "CV"):
        objective(workspace, pathway, wording)
    assert seen(workspace, pathway).advice == ""
    objective(workspace, pathway, "Sommeil")
    view = seen(workspace, pathway)
    assert view.open_count == 4
    assert view.advice.startswith("4\u00a0objectifs sont ouverts")
    save(workspace, replace(view.rows[0].input, status_code="atteint"))
    closed = seen(workspace, pathway)
    assert (closed.open_count, closed.advice) == (3, "")
    assert [row.input.wording for row in closed.rows] == ["Logement", "CV", "Sommeil", "Code"]
    assert closed.rows[-1].input.closed_on == NOW.date()
    save(workspace, replace(closed.rows[-1].input, status_code="en_cours"))
    assert all(row.input.closed_on is None for row in seen(workspace, pathway).rows)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"wording": "  "}, "wording", "avec les mots de la personne"),
        ({"wording": "passer le CODE"}, "wording", "déjà ouvert"),
        ({"opened_on": date(2027, 5, 5)}, "opened_on", "dans le futur"),
        ({"opened_on": date(2027, 1, 3)}, "opened_on", "avant le début du parcours"),
        ({"opened_on": date(2027, 2, 1), "due_on": date(2027, 1, 20)}, "due_on", "avant le début"),
        ({"status_code": "atteint", "closed_on": date(2028, 1, 1)}, "closed_on", "dans le futur"),
        ({"status_code": "perdu"}, "status_code", "statut de la liste"),
        ({"actions": (ActionInput(" "),)}, "actions", "retirez la ligne"),
        ({"actions": (ActionInput("CV", done_on=date(2027, 5, 5)),)}, "actions", "dans le futur"),
    ],
)
def test_what_cannot_be_is_said(
    workspace: Workspace, pathway: uuid.UUID, typed: dict[str, Any], field: str, words: str
) -> None:
    objective(workspace, pathway, "Passer le code")
    with pytest.raises(InputError) as refused:
        save(workspace, replace(ObjectiveInput(pathway, wording="Autre"), **typed))
    assert list(refused.value.fields) == [field]
    assert words in refused.value.fields[field]
    assert len(seen(workspace, pathway).rows) == 1


def test_an_action_moves_on_by_itself(workspace: Workspace, pathway: uuid.UUID) -> None:
    objective(workspace, pathway, "Code", ActionInput("S’inscrire"))
    (row,) = seen(workspace, pathway).rows
    key = row.actions[0].id

    def put(status: str) -> objectives.ActionRow:
        with workspace.write("Faire avancer une action") as session:
            objectives.set_action_status(session, key, status)
        return seen(workspace, pathway).rows[0].actions[0]

    assert (put("fait").status, put("fait").input.done_on) == ("Fait", NOW.date())
    assert put("en_cours").input.done_on is None
    with pytest.raises(InputError):
        put("presque")


def test_an_objective_is_removed_with_its_steps_and_comes_back(
    workspace: Workspace, pathway: uuid.UUID
) -> None:
    key = objective(workspace, pathway, "Code", ActionInput("un"), ActionInput("deux"))
    before = seen(workspace, pathway)
    with workspace.write("Supprimer un objectif") as session:
        objectives.delete(session, key)
    assert seen(workspace, pathway).rows == ()
    with pytest.raises(NotFoundError), workspace.write("Modifier") as session:
        objectives.save(session, before.rows[0].input)
    workspace.undo()
    assert seen(workspace, pathway) == before


def test_welcome_desks_do_not_see_the_objectives(workspace: Workspace, pathway: uuid.UUID) -> None:
    key = objective(workspace, pathway, "Code")
    with acting_as(workspace, "accueil"):
        for act in (objectives.of_pathway, objectives.delete):
            with pytest.raises(PermissionDenied), workspace.write("Voir") as session:
                act(session, pathway if act is objectives.of_pathway else key)
    with workspace.read() as session:
        names = [name for _key, name in objectives.responsibles(session)]
    assert names[0] == "Camille Essai"
    assert "Association Le Pressoir" in names
