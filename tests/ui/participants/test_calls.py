"""« Appels à passer », from Accueil and from the list, with the keyboard alone."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.services.home import home_tasks
from elans_desktop.services.pathways import follow_up
from elans_desktop.services.pathways.follow_up import THREE, CallInput
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.toggles import RadioButton
from elans_desktop.ui.participants.calls_page import CallsPage
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import Keyboard, RecordedWindow
from tests.support.organisation import acting_as
from tests.support.people import add_pathway, add_person


@pytest.fixture
def people(workspace: Workspace, agreement: uuid.UUID) -> dict[str, uuid.UUID]:
    """Three people who left: Blin on 1 February, Aubert on the 2nd, Cissé last week."""
    made: dict[str, uuid.UUID] = {}
    for name, left in (
        ("Aubert", date(2027, 2, 2)),
        ("Blin", date(2027, 2, 1)),
        ("Cissé", date(2027, 4, 28)),
    ):
        person = add_person(workspace, name, "Rémi", phone="06 12 34 56 78")
        entry = date(2026, 9, 1)
        made[name] = add_pathway(workspace, person, agreement, entry_on=entry, exit_on=left, exit_code="D2")
    return made


def open_page(view: ParticipantsView) -> CallsPage:
    view.show()
    view.open_item("calls", None)
    page = view.pages.currentWidget()
    assert isinstance(page, CallsPage)
    return page


def names(page: CallsPage) -> list[str]:
    return [page.table.model.row_at(place).name for place in range(page.table.model.rowCount())]


def shown(widget: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_calls_are_noted_one_after_the_other_with_the_keyboard_alone(
    qtbot: QtBot,
    view: ParticipantsView,
    people: dict[str, uuid.UUID],
    keyboard: Keyboard,
    workspace: Workspace,
    window: RecordedWindow,
) -> None:
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    page = open_page(view)
    assert names(page) == ["Blin Rémi", "Aubert Rémi"]
    rows = page.table.view
    qtbot.waitUntil(rows.hasFocus)
    assert "06 12 34 56 78" in shown(page.panel)
    keyboard.press(rows, Qt.Key.Key_Return)
    first = QApplication.focusWidget()
    assert isinstance(first, RadioButton)
    keyboard.press(first, Qt.Key.Key_Space, " ")
    view.save()
    with workspace.read() as session:
        three, _six = follow_up.of_pathway(session, people["Blin"])
    assert [call.outcome for call in three.calls] == ["Joint, en emploi"]
    assert three.calls[0].by == "Camille Essai"
    assert window.said == ["Appel noté"]
    assert names(page) == ["Aubert Rémi"]
    assert rows.hasFocus()
    assert "Aubert Rémi" in page.panel.title.text()
    keyboard.press(rows, Qt.Key.Key_Escape)
    assert view.pages.currentIndex() == 0


def test_a_call_without_an_answer_is_refused_beside_its_field(
    view: ParticipantsView, people: dict[str, uuid.UUID]
) -> None:
    page = open_page(view)
    note = page.form.form.field("note")
    note.set_value("Répondeur.")
    note.changed.emit()
    view.save()
    assert page.form.form.field("outcome_code").error() == "Dites ce que l’appel a donné."
    assert names(page) == ["Blin Rémi", "Aubert Rémi"]


def test_what_is_typed_about_one_is_kept_while_another_is_looked_at(
    view: ParticipantsView, people: dict[str, uuid.UUID]
) -> None:
    page = open_page(view)
    note = page.form.form.field("note")
    note.set_value("Rappeler à 18 h.")
    note.changed.emit()
    page.table.view.go_to(1)
    assert page.form.form.values()["note"] == ""
    page.table.view.go_to(0)
    page.form.keeper.resume()
    assert page.form.form.values()["note"] == "Rappeler à 18 h."


def test_somebody_not_reached_stays_with_their_tries(
    view: ParticipantsView, people: dict[str, uuid.UUID], workspace: Workspace
) -> None:
    page = open_page(view)
    with workspace.write("Noter") as session:
        follow_up.save(
            session, CallInput(people["Blin"], THREE, day=date(2027, 5, 3), outcome_code="non_joint")
        )
    assert names(page) == ["Blin Rémi", "Aubert Rémi"]
    assert "1\u00a0essai, le 03/05/2027\u00a0: non joint" in shown(page.panel)


def test_the_list_leads_there_and_the_page_leads_to_the_file(
    view: ParticipantsView, people: dict[str, uuid.UUID], window: RecordedWindow
) -> None:
    view.show()
    (button,) = [
        one for one in view.pane.findChildren(QAbstractButton) if one.accessibleName() == "Appels à passer"
    ]
    button.click()
    page = view.pages.currentWidget()
    assert isinstance(page, CallsPage)
    assert view.current_help_page() == "suivi"
    page._open_file()
    tab, section, _person = window.visited[-1]
    assert (tab, section) == ("participants", "exit")


def test_accueil_says_who_is_to_be_called_and_goes_to_them(
    view: ParticipantsView, people: dict[str, uuid.UUID], workspace: Workspace, agreement: uuid.UUID
) -> None:
    with workspace.read() as session:
        groups = {group.kind: group for group in home_tasks.groups(session, Scope(agreement))}
    tasks = groups[home_tasks.CALLS].tasks
    assert [(task.words, task.day) for task in tasks] == [
        ("Rémi Blin", date(2027, 5, 1)),
        ("Rémi Aubert", date(2027, 5, 2)),
    ]
    view.show()
    view.open_item("calls", tasks[1].id)
    page = view.pages.currentWidget()
    assert isinstance(page, CallsPage)
    assert page.panel.title.text() == "Aubert Rémi"
    with workspace.read() as session:
        assert len(follow_up.due(session, EVERYTHING)) == 2


def test_nobody_to_call_says_what_the_place_is_for(view: ParticipantsView, agreement: uuid.UUID) -> None:
    page = open_page(view)
    assert page.panel.isHidden()
    assert "Personne à appeler aujourd’hui" in shown(page)


def test_who_may_not_write_is_not_offered_the_calls(
    qtbot: QtBot, workspace: Workspace, view: ParticipantsView
) -> None:
    with acting_as(workspace, "consultation"):
        reader = ParticipantsView(view.context)
        qtbot.addWidget(reader)
        named = {one.accessibleName() for one in reader.pane.findChildren(QAbstractButton)}
    assert "Appels à passer" not in named
