"""Freins and objectives in the file of a person: read at a glance, typed by the keyboard."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from elans_desktop.core.text import fold
from elans_desktop.services.pathways import barriers, objectives
from elans_desktop.services.pathways.objectives import ActionInput
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.participants.barriers import BarriersSection
from elans_desktop.ui.participants.interviews import InterviewsSection
from elans_desktop.ui.participants.objectives import ObjectivesSection
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import Keyboard
from tests.support.people import add_pathway, add_person
from tests.support.person_page import banners, kept, marks, open_file, put
from tests.support.support_world import days_ago, objective, review

ENTRY = date(2026, 8, 18)
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2), commune="Flers")


@pytest.fixture
def pathway(workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID) -> uuid.UUID:
    return add_pathway(
        workspace, lucie, agreement, [("M", ENTRY, None)], entry_on=ENTRY, own_words="Travailler en cuisine."
    )


def test_the_freins_are_typed_by_figures_and_seen_from_the_entry_to_today(
    view: ParticipantsView, keyboard: Keyboard, workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    review(workspace, pathway, ENTRY, mobilite=3, droits=1, logement=0)
    file = open_file(view, lucie)
    section = file.section(BarriersSection)
    assert marks(file)["barriers"] == "2"
    assert section.easy.text() == "1\u00a0thème sans difficulté"
    section.edit()
    form = section.typed
    assert form is not None
    mobility: Any = form.form.field("mobilite")
    rights: Any = form.form.field("droits")
    keyboard.press(mobility.level, Qt.Key.Key_unknown, "é")  # 2, on an AZERTY keyboard
    keyboard.press(rights.level, Qt.Key.Key_0, "0")
    mobility.solution.line.setText("Covoiturage")
    assert (mobility.value()[:2], rights.value()[:2]) == ((2, "identifie"), (0, "leve"))
    view.save()
    assert section.typed is None
    shown = {row.theme: (row.entry, row.level, row.lifted) for row in section.board._rows}
    assert shown == {"Mobilité": (3, 2, False), "Difficultés administratives et droits": (1, 0, True)}
    assert "Difficultés administratives et droits 1 à 0, levé" in section.board.accessibleName()
    found = kept(workspace, barriers.of_pathway, pathway)
    assert {row.input.theme_code: row.since for row in found.rows if row.since} == {
        "mobilite": date(2027, 5, 4),
        "droits": date(2027, 5, 4),
        "logement": ENTRY,
    }
    assert workspace.undo_label() == "Faire le point sur les freins de Lucie B."
    view.context.bridge.undo()
    assert marks(file)["barriers"] == "2"


def test_a_frein_that_cannot_be_so_is_said_on_its_line(
    view: ParticipantsView, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    file = open_file(view, lucie)
    section = file.section(BarriersSection)
    section.edit()
    form = section.typed
    assert form is not None
    put(form, "mobilite", (3, "leve", None, "", None, ""))
    view.save()
    assert "Un frein levé" in form.form.field("mobilite").error()
    assert section.typed is form


def test_a_blocking_frein_without_action_leads_to_its_action(
    view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    review(workspace, pathway, days_ago(45), logement=3)
    file = open_file(view, lucie)
    section = file.section(BarriersSection)
    assert section.idle.text() == "Logement\u00a0: sans action depuis 45\u00a0jours"
    section.act_button.click()
    aims = file.section(ObjectivesSection)
    form = aims.typed
    assert form is not None
    assert form.form.values()["theme_code"] == "logement"
    put(form, "wording", "Trouver un logement chauffé")
    put(
        form,
        "actions",
        (("Visite avec le CCAS", (True, None, None, ""), date(2027, 5, 20), "a_faire", None),),
    )
    view.save()
    assert section.idle.text() == ""
    assert section.act_button.isHidden()


def test_a_review_left_unfinished_is_offered_again(
    view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    other = add_person(workspace, "Blin", "Rémi")
    file = open_file(view, lucie)
    section = file.section(BarriersSection)
    section.edit()
    assert section.typed is not None
    put(section.typed, "mobilite", (2, "en_cours", None, "Vélo", None, "Maison du vélo"))
    open_file(view, other)
    open_file(view, lucie)
    (banner,) = banners(section)
    banner.action_buttons[0].click()
    assert section.typed is not None
    assert section.typed.form.values()["mobilite"] == (2, "en_cours", None, "Vélo", None, "Maison du vélo")
    banner_again = banners(section)
    assert banner_again == []


def test_an_objective_and_its_steps_are_typed_in_their_place(
    view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    file = open_file(view, lucie)
    section = file.section(ObjectivesSection)
    assert section.fact.text() == "«\u00a0Travailler en cuisine.\u00a0»"
    section.new()
    form = section.typed
    assert form is not None
    put(form, "wording", "Passer le code")
    steps: Any = form.form.field("actions")
    steps.add_button.click()
    what, who, _due, state, _key = steps._rows[-1][1]
    what.line.setText("S’inscrire")
    found = [c for c in who._search("camille") if fold(c.label) == "camille essai"]
    who.line.setText("camille essai")
    who._left()
    assert len(found) == 1
    state.set_value("en_cours")
    state.changed.emit()
    view.save()
    (row,) = kept(workspace, objectives.of_pathway, pathway).rows
    (action,) = row.actions
    assert (action.input.wording, action.who, action.status) == ("S’inscrire", "Camille E.", "En cours")
    assert workspace.undo_label() == "Noter un objectif de Lucie B."
    assert marks(file)["objectives"] == "1"
    (card,) = section.cards
    section.edit(card.objective)
    assert section.typed is not None
    put(section.typed, "status_code", "atteint")
    assert not section.typed.form.field("closed_on").isHidden()
    view.save()
    assert section.cards == []
    assert section.closed_button.text() == "1\u00a0objectif clos"
    section.closed_button.click()
    (card,) = section.cards
    assert card.objective.actions[0].id == action.id


def test_a_step_moves_on_with_the_space_bar(
    view: ParticipantsView, keyboard: Keyboard, workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    objective(workspace, pathway, "Code", ActionInput("S’inscrire"), ActionInput("Réviser", by_person=True))
    file = open_file(view, lucie)
    section = file.section(ObjectivesSection)
    card = section.cards[0]
    card.set_current(2)
    keyboard.press(card, Qt.Key.Key_Space)
    (row,) = kept(workspace, objectives.of_pathway, pathway).rows
    assert [action.status for action in row.actions] == ["À faire", "Fait"]
    assert section.cards == [card]
    assert card.current == 2, "the line stays the current one"
    keyboard.press(card, Qt.Key.Key_Space)
    assert kept(workspace, objectives.of_pathway, pathway).rows[0].actions[1].status == "À faire"
    assert workspace.undo_label() == "Faire avancer une action de Lucie B."


def test_a_fourth_open_objective_is_advised_against(
    view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    for wording in ("Code", "Logement", "CV", "Sommeil"):
        objective(workspace, pathway, wording)
    file = open_file(view, lucie)
    section = file.section(ObjectivesSection)
    assert section.advice.words.text().startswith("4\u00a0objectifs sont ouverts")
    assert not section.add_button.isHidden()


def test_without_a_pathway_the_sections_say_what_to_do_first(
    view: ParticipantsView, lucie: uuid.UUID
) -> None:
    file = open_file(view, lucie)
    for kind in (BarriersSection, ObjectivesSection):
        section = file.section(kind)
        assert "Ouvrez d’abord un parcours" in section.nothing.text()
        assert not section.nothing.isHidden()
    file.start_interview()
    assert file.section(InterviewsSection).typed is not None, "one may talk before a pathway"
