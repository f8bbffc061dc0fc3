"""Charte, note, plan, repérage, labels, envelopes: what they say of a person, and when nobody is chosen."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

import pytest

from elans_desktop.core import clock
from elans_desktop.core.errors import PermissionDenied, RuleError
from elans_desktop.models.participants import Participant
from elans_desktop.models.support import Objective
from elans_desktop.services.paper import PaperView
from elans_desktop.services.participants.paper_people import (
    ActionPlanView,
    DetectionSheetView,
    EnvelopesView,
    LabelsView,
    TextSheetView,
)
from elans_desktop.services.printing import preparation
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.support import paper_world
from tests.support.organisation import acting_as
from tests.support.paper_world import PaperWorld


@pytest.fixture
def made(workspace: Workspace) -> Iterator[PaperWorld]:
    with clock.fixed(paper_world.NOW):
        with workspace.write("Essai") as session:
            world = paper_world.build(session)
        yield world


def views(
    workspace: Workspace, key: str, *people: uuid.UUID, variant: str | None = None
) -> tuple[PaperView, ...]:
    with workspace.read() as session:
        return preparation.prepare(session, DocumentRequest(key, object_ids=people, variant=variant))


def test_a_charter_in_the_words_of_the_scheme(workspace: Workspace, made: PaperWorld) -> None:
    (view,) = views(workspace, "charte", made.person)
    assert isinstance(view, TextSheetView)
    assert "Nadia Lefort" in view.text
    assert "9\u00a0mois au plus" in view.text
    assert "O2R 2026–2028" in view.text
    assert "{{" not in view.text
    assert [(signer.label, signer.name) for signer in view.signers] == [
        ("La personne", "Kévin AUBERT"),
        ("La structure", "Nadia Lefort"),
    ]


def test_somebody_under_age_has_a_legal_representative(workspace: Workspace, made: PaperWorld) -> None:
    with workspace.write("Essai") as session:
        session.get_one(Participant, made.person).birth_date = date(2010, 5, 5)
    (view,) = views(workspace, "charte", made.person)
    assert isinstance(view, TextSheetView)
    assert [signer.label for signer in view.signers] == ["La personne", "Représentant légal", "La structure"]


@pytest.mark.parametrize("key", ["charte", "note-rgpd"])
def test_without_anybody_the_paper_is_blank(workspace: Workspace, made: PaperWorld, key: str) -> None:
    (view,) = views(workspace, key)
    assert isinstance(view, TextSheetView)
    assert (view.number, view.subject) == ("", "vierge")
    assert "Aubert" not in view.text
    assert "{{" not in view.text
    assert not view.facts.rows[0][0].value


def test_the_note_says_the_retention_of_the_settings_and_when_it_was_given(
    workspace: Workspace, made: PaperWorld
) -> None:
    with workspace.write("Essai") as session:
        session.get_one(Participant, made.person).information_given_on = date(2026, 9, 1)
    (view,) = views(workspace, "note-rgpd", made.person)
    assert isinstance(view, TextSheetView)
    assert "24\u00a0mois après le dernier contact" in view.text
    assert view.facts.rows[0][1].value == "mar.\u00a001/09/2026"
    assert view.receipt


def test_a_plan_holds_what_is_still_open(workspace: Workspace, made: PaperWorld) -> None:
    with workspace.write("Essai") as session:
        for status in ("atteint", "abandonne"):
            session.add(
                Objective(
                    pathway_id=made.pathway, position=2, theme_code=None, elans_code=None,
                    wording=f"Objectif {status}", opened_on=date(2026, 10, 1), due_on=None,
                    status_code=status, closed_on=None,
                )
            )  # fmt: skip
    (view,) = views(workspace, "plan-action-personnel", made.person)
    assert isinstance(view, ActionPlanView)
    (objective,) = view.objectives
    assert (objective.wording, objective.theme) == ("Passer le code de la route", "Mobilité")
    assert [(a.who, a.done) for a in objective.actions] == [("moi", True), ("Nadia Lefort", False)]
    assert view.next_appointment == "mar.\u00a011/05/2027 à 10\u00a0h\u00a000, Mairie"
    (empty,) = views(workspace, "plan-action-personnel", made.other)
    assert isinstance(empty, ActionPlanView)
    assert empty.objectives == ()
    with acting_as(workspace, "accueil"), pytest.raises(PermissionDenied):
        views(workspace, "plan-action-personnel", made.person)


def test_the_blank_detection_sheet_needs_nobody(workspace: Workspace, made: PaperWorld) -> None:
    (view,) = views(workspace, "fiche-reperage")
    assert isinstance(view, DetectionSheetView)
    assert len(view.modes) == 15
    assert view.age_bands[0] == "moins de 18\u00a0ans"
    assert not view.half_page
    (half,) = views(workspace, "fiche-reperage", variant="deux-a5")
    assert isinstance(half, DetectionSheetView)
    assert half.half_page
    with pytest.raises(RuleError):
        views(workspace, "fiche-reperage", variant="a3")


def test_labels_and_envelopes_leave_out_and_count_who_has_no_address(
    workspace: Workspace, made: PaperWorld
) -> None:
    (labels,) = views(workspace, "etiquettes", *made.world.people, variant="14:3")
    assert isinstance(labels, LabelsView)
    assert [address.lines for address in labels.addresses] == [
        ("Kévin AUBERT", "4 rue du Lavoir", "14500 VIRE NORMANDIE")
    ]
    assert (labels.sheet, labels.start, labels.without) == ("14", 3, 2)
    (envelopes,) = views(workspace, "enveloppes", made.person, variant="c5")
    assert isinstance(envelopes, EnvelopesView)
    assert (envelopes.format, len(envelopes.addresses)) == ("c5", 1)
    assert "AUBERT" not in repr(labels)
    with pytest.raises(RuleError, match="adresse"):
        views(workspace, "etiquettes", made.other)


@pytest.mark.parametrize("variant", ["24:0", "24:25", "14:15", "12", "24:x", "24:999999999", "dl"])
def test_a_sheet_of_labels_that_does_not_exist_is_refused(
    workspace: Workspace, made: PaperWorld, variant: str
) -> None:
    with pytest.raises(RuleError, match="variante"):
        views(workspace, "etiquettes", made.person, variant=variant)
    with pytest.raises(RuleError, match="variante"):
        views(workspace, "enveloppes", made.person, variant="24")
