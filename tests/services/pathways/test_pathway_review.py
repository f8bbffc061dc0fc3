"""Bilan de parcours: what the person would show, nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.errors import PermissionDenied, RuleError
from elans_desktop.documents.catalogue import render
from elans_desktop.models.evaluations import Answer, Criterion, Evaluation, Grid
from elans_desktop.models.participants import Pathway
from elans_desktop.services.evaluations import shipped_grids
from elans_desktop.services.participants.paper_people import ReviewView
from elans_desktop.services.printing import preparation
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.support import paper_world
from tests.support.organisation import acting_as
from tests.support.paper_world import PaperWorld

KEY = "bilan-parcours"


@pytest.fixture
def made(workspace: Workspace) -> Iterator[PaperWorld]:
    with clock.fixed(paper_world.NOW):
        with workspace.write("Essai") as session:
            world = paper_world.build(session)
        yield world


def review(workspace: Workspace, person: uuid.UUID) -> ReviewView:
    with workspace.read() as session:
        (view,) = preparation.prepare(session, DocumentRequest(KEY, object_ids=(person,)))
    assert isinstance(view, ReviewView)
    return view


def test_what_was_lived(workspace: Workspace, made: PaperWorld) -> None:
    view = review(workspace, made.person)
    assert view.number == "BP-2026-A0001"
    assert view.duration == "7\u00a0mois et 23\u00a0jours"
    assert [(lane.letter, lane.label) for lane in view.lanes] == [
        ("R", "Repérage"), ("M", "Remobilisation"), ("A", "Accompagnement"),
    ]  # fmt: skip
    assert view.lanes[1].bars[0].names == ("Atelier vélo",)
    assert [(mark.day, mark.label) for mark in view.marks] == [(date(2027, 6, 7), "9\u00a0mois")]
    assert view.last == date(2027, 6, 7)
    assert ("Logement", "Hébergé chez les parents", "Locataire du parc social") in view.situation
    assert (view.realised, view.planned, view.rate, view.sheets) == (180, 360, 5000, 0)
    assert [(bar.letter, bar.minutes) for bar in view.hours] == [("M", 180)]
    assert view.immersions is not None
    assert view.immersions.rows[0][0] == "Garage Harivel"
    assert view.exit == ("Depuis le ven.\u00a030/04/2027\u00a0: Formation qualifiante ou certifiante.",)
    assert view.own_words == ("«\u00a0Travailler en cuisine, avec des horaires d’école.\u00a0»",)


def test_neither_sensitive_theme_nor_resources_nor_who_sent_them(
    workspace: Workspace, made: PaperWorld
) -> None:
    view = review(workspace, made.person)
    assert [(move.theme, move.before, move.after) for move in view.barriers] == [("Mobilité", 3, 1)]
    assert view.barriers[0].help == "Covoiturage du jardin, Autre"
    assert not {"Ressources", "Situation familiale", "Statut administratif"} & {
        row[0] for row in view.situation
    }
    assert "Harivel" not in repr(view)


def test_an_exit_without_solution_is_a_date(workspace: Workspace, made: PaperWorld) -> None:
    for code in ("A2", "A3", "N2", None):
        with workspace.write("Essai") as session:
            session.get_one(Pathway, made.pathway).exit_code = code
        assert review(workspace, made.person).exit == ("Mon parcours se termine le ven.\u00a030/04/2027.",)
    with workspace.write("Essai") as session:
        session.get_one(Pathway, made.pathway).exit_code = "D6"
    assert review(workspace, made.person).exit == ("Depuis le ven.\u00a030/04/2027\u00a0: Droit commun.",)


def test_a_pathway_still_open_has_no_exit(workspace: Workspace, made: PaperWorld) -> None:
    with workspace.write("Essai") as session:
        path = session.get_one(Pathway, made.pathway)
        path.exit_on, path.extension_code = None, "logement"
    view = review(workspace, made.person)
    assert view.exit == ()
    assert view.barrier_moments == ("Entrée", "Aujourd’hui")
    assert [mark.label for mark in view.marks] == ["9\u00a0mois", "12\u00a0mois"]
    assert max(bar.end for lane in view.lanes for bar in lane.bars) == date(2027, 5, 4)


def test_the_two_evaluations_of_one_grid_are_compared(workspace: Workspace, made: PaperWorld) -> None:
    with workspace.write("Essai") as session:
        shipped_grids.ensure_grids(session)
        grid = session.scalars(select(Grid).where(Grid.code == "savoir_etre_o2r")).one()
        lines = session.scalars(
            select(Criterion.id).where(Criterion.grid_id == grid.id).order_by(Criterion.position)
        ).all()
        for moment, day, level in (("entree", date(2026, 9, 16), 1), ("sortie", date(2027, 4, 28), 3)):
            one = Evaluation(
                grid_id=grid.id, participant_id=made.person, pathway_id=made.pathway, moment=moment,
                voice="professionnel", day=day, evaluator_id=None, person_words="Je demande.", comment="Non.",
                finished_at=1,
            )  # fmt: skip
            session.add(one)
            session.flush()
            for rank, line in enumerate(lines):
                seen = rank != 0 or moment == "sortie"
                session.add(
                    Answer(
                        id=Answer.key(one.id, line), evaluation_id=one.id, criterion_id=line,
                        level=level if seen else None, not_observed=not seen, comment="",
                    )
                )  # fmt: skip
    view = review(workspace, made.person)
    assert view.skills
    assert (view.skills.before_label, view.skills.after_label) == ("entrée, 16/09/2026", "sortie, 28/04/2027")
    assert (view.skills.marks[0].before, view.skills.marks[0].after) == (None, 3.0)
    assert (view.skills.marks[1].before, view.skills.marks[1].after) == (1.0, 3.0)
    assert view.skills.progress.startswith("Progression moyenne\u00a0: +2,0 sur 7\u00a0repères évalués")
    assert "«\u00a0Je demande.\u00a0»" in view.own_words
    assert not any("Non." in words for words in view.own_words)


def test_in_a_selection_those_without_a_pathway_are_counted(workspace: Workspace, made: PaperWorld) -> None:
    with workspace.read() as session:
        views = preparation.prepare(session, DocumentRequest(KEY, object_ids=tuple(made.world.people)))
    (view,) = views
    assert isinstance(view, ReviewView)
    assert view.left_out == 2
    assert render(KEY, view).remarks == (
        "Bilan de parcours\u00a0: 2\u00a0personnes sont laissées de côté, sans parcours.",
    )


def test_nobody_without_a_pathway_nor_without_the_right(workspace: Workspace, made: PaperWorld) -> None:
    with pytest.raises(RuleError, match="parcours"):
        review(workspace, made.other)
    with acting_as(workspace, "accueil"), pytest.raises(PermissionDenied):
        review(workspace, made.person)
