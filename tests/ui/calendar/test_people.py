"""The people of a séance: guests, the waiting list, proposals, and whom one enrols."""

from __future__ import annotations

import re
import uuid
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from elans_desktop.models.organisation import Agreement
from elans_desktop.services.calendar import enrolments, expected, guests, seances, waiting
from elans_desktop.services.organisation import schemes
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.calendar.enrol_panel import EnrolPanel
from elans_desktop.ui.calendar.view import CalendarView
from elans_desktop.ui.kit.fields import CheckBox
from tests.support import calendar_world
from tests.support.calendar_window import RecordedWindow
from tests.support.calendar_world import World
from tests.support.dialogs import RecordedDialogs
from tests.support.pathway_world import pathway

TUESDAY = date(2027, 5, 4)


@pytest.fixture
def bike(workspace: Workspace, world: World) -> uuid.UUID:
    with workspace.write("Activité d’essai") as session:
        return calendar_world.activity(session, world, "Atelier vélo", people=2, capacity=3)


@pytest.fixture
def seance(workspace: Workspace, world: World, bike: uuid.UUID) -> uuid.UUID:
    with workspace.write("Séance d’essai") as session:
        return calendar_world.seance(session, world, bike, TUESDAY, (9, 12))


def texts(view: CalendarView) -> list[str]:
    return [label.text() for label in view.side.panel.people.findChildren(QLabel)]


def click(view: CalendarView, words: str) -> None:
    next(b for b in view.side.panel.people.findChildren(QPushButton) if b.text() == words).click()


def open_panel(view: CalendarView, seance: uuid.UUID, bike: uuid.UUID) -> EnrolPanel:
    view.open_item("seance", seance)
    view.side.enrol_in(bike)
    return view.side.enrol


def tick(panel: EnrolPanel, *names: str) -> None:
    for index in range(panel.lines.count()):
        item = panel.lines.itemAt(index)
        box = item.widget() if item else None
        assert isinstance(box, CheckBox)
        if any(box.text().startswith(name) for name in names):
            box.setChecked(True)


def test_a_place_that_frees_is_offered_to_the_first_in_line(
    view: CalendarView, seance: uuid.UUID, bike: uuid.UUID, world: World, window: RecordedWindow,
    recorded_dialogs: RecordedDialogs,
) -> None:  # fmt: skip
    panel = open_panel(view, seance, bike)
    tick(panel, "Cissé", "Delaunay", "Duval")
    assert panel.room.text() == "1\u00a0place libre sur 3."
    assert panel.overflow.isVisibleTo(panel)
    panel.submit.click()
    assert window.said[-1] == "1\u00a0personne inscrite, 2 en attente"
    assert "1. Delaunay Mathis" in texts(view)
    assert "2. Duval Sandrine" in texts(view)
    view.side.panel.rank_asked.emit(bike, world.people[4])
    assert "1. Duval Sandrine" in texts(view)
    assert not any("libre" in words for words in texts(view))
    recorded_dialogs.answer("form", {"last_day": date(2027, 5, 3), "end_code": "abandon"})
    view.side.panel.withdraw_asked.emit(bike, world.people[0])
    click(view, "Inscrire la première personne")
    there = view.context.bridge.read(expected.ids_at, [seance])[seance]
    assert world.people[4] in there
    assert [p.participant_id for p in view.context.bridge.read(waiting.places, bike).waiting] == [
        world.people[3]
    ]


def test_a_proposal_is_confirmed(view: CalendarView, seance: uuid.UUID, bike: uuid.UUID) -> None:
    panel = open_panel(view, seance, bike)
    tick(panel, "Cissé")
    panel.standing.set_value("propose")
    panel.standing.changed.emit()
    assert panel.submit.text() == "Proposer 1\u00a0personne"
    panel.submit.click()
    assert "Proposés, à confirmer" in texts(view)
    click(view, "Confirmer")
    assert "Proposés, à confirmer" not in texts(view)
    statuses = {row.status for row in view.context.bridge.read(enrolments.enrolments, bike)}
    assert statuses == {"inscrit"}


def test_somebody_comes_to_one_seance_only(
    view: CalendarView, seance: uuid.UUID, bike: uuid.UUID, world: World
) -> None:
    panel = open_panel(view, seance, bike)
    tick(panel, "Toutain")
    panel.since.set_value("one")
    panel.since.changed.emit()
    assert not panel.standing.isVisibleTo(panel)
    assert panel.submit.text() == "Attendre 1\u00a0personne"
    panel.submit.click()
    assert "Pour cette séance seulement" in texts(view)
    assert len(view.context.bridge.read(enrolments.enrolments, bike)) == 2
    view.side.panel.uninvite_asked.emit(seance, world.people[11])
    assert "Pour cette séance seulement" not in texts(view)


def test_people_are_found_in_a_previous_activity_and_all_ticked(
    view: CalendarView, workspace: Workspace, seance: uuid.UUID, bike: uuid.UUID, world: World
) -> None:
    with workspace.write("Autre activité") as session:
        resume = calendar_world.activity(session, world, "Atelier CV", people=6)
    panel = open_panel(view, seance, bike)
    panel.previous.set_value(resume)
    panel.previous.changed.emit()
    assert panel.found.text() == "4\u00a0personnes à inscrire"
    panel.tick_all.click()
    assert panel.tick_all.text() == "Tout décocher"
    panel.tick_all.click()
    assert panel.ticked() == ()
    panel.tick_all.click()
    panel.overflow.setChecked(False)
    panel.submit.click()
    assert len(view.context.bridge.read(enrolments.enrolments, bike)) == 6


def said(panel: EnrolPanel) -> str:
    """Every word of the panel but the names of the people."""
    boxes = [panel.status.combo, panel.referent.combo, panel.previous.combo]
    chosen = [box.itemText(index) for box in boxes for index in range(box.count())]
    spoken = [box.accessibleName() for box in boxes]
    shown = [one.text() for kind in (QLabel, QPushButton) for one in panel.findChildren(kind)]
    return " / ".join((*chosen, *spoken, *shown))


def test_the_panel_speaks_the_words_of_the_scheme(
    view: CalendarView, workspace: Workspace, seance: uuid.UUID, bike: uuid.UUID, world: World
) -> None:
    assert "En remobilisation" in said(open_panel(view, seance, bike))
    assert EnrolPanel(view.context).title.text() == "Inscrire des participants"
    for code, people in (("elans", "stagiaires"), ("personnalise", "participants")):
        with workspace.write("Autre dispositif") as session:
            session.get_one(Agreement, world.agreement).scheme_id = schemes.ensure(session, code)
        assert EnrolPanel(view.context).title.text() == f"Inscrire des {people}"
        words = said(open_panel(view, seance, bike))
        assert "En parcours" in words
        assert not re.search(r"remobilisation|accompagnement|brique|consortium|O2R", words, re.IGNORECASE)
    with workspace.write("Parcours") as session:
        pathway(session, world, 5, entry=date(2027, 3, 1), M=date(2027, 3, 1))
    words = said(open_panel(view, seance, bike))
    assert "En remobilisation" in words
    assert "En accompagnement" not in words


def test_an_exception_and_a_postponed_seance_say_so(
    view: CalendarView, seance: uuid.UUID, recorded_dialogs: RecordedDialogs
) -> None:
    view.open_item("seance", seance)
    recorded_dialogs.answer("form", {"reason": "Neige", "new_day": None})
    view.side.panel.postpone_asked.emit(seance)
    labels = [label.text() for label in view.side.panel.findChildren(QLabel)]
    assert "Séance reportée\u00a0: Neige." in labels
    recorded_dialogs.answer("form", {"reason": "Neige", "new_day": date(2027, 5, 6)})
    view.side.panel.postpone_asked.emit(seance)
    held = view.context.bridge.read(seances.view, seance)
    assert held.postponed_to is not None
    view.side.panel.seance_asked.emit(held.postponed_to.id)
    assert view.side.panel.seance_id == held.postponed_to.id
    labels = [label.text() for label in view.side.panel.findChildren(QLabel)]
    assert "Reportée du mar.\u00a004/05/2027" in labels


def test_people_outside_their_pathway_are_marked(
    view: CalendarView, workspace: Workspace, seance: uuid.UUID, world: World
) -> None:

    with workspace.write("Parcours") as session:
        pathway(session, world, 0, entry=date(2027, 6, 1))
        guests.invite(session, seance, [world.people[5]])
    view.open_item("seance", seance)
    tips = {label.toolTip() for label in view.side.panel.people.findChildren(QLabel)}
    assert "Aubert Kévin, hors de son parcours ce jour-là" in tips
