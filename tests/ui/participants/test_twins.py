"""« Doublons » by keyboard alone: looked for, compared, joined, told apart, taken back."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from elans_desktop.core.errors import Cancelled
from elans_desktop.models.support import Interview
from elans_desktop.services.participants import participants
from elans_desktop.services.participants.merge_rows import BOTH, OTHER
from elans_desktop.services.participants.person_merge import MergeInput, merge
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.participants.choice_rows import ChoiceLine
from elans_desktop.ui.participants.twins_page import TwinsPage
from elans_desktop.ui.participants.view import ParticipantsView
from tests.storage.rows import make
from tests.support.calendar_window import RecordedWindow
from tests.support.people import add_person

BORN = date(1998, 3, 12)
TIMEOUT = 20_000


@pytest.fixture
def people(workspace: Workspace, agreement: uuid.UUID) -> list[uuid.UUID]:
    return [
        add_person(workspace, "Bazin", "Lucie", birth_date=BORN, commune="Flers", notes="Une."),
        add_person(workspace, "BAZIN", "Lucie", birth_date=BORN, commune="Vire", notes="Deux."),
        add_person(workspace, "Cissé", "Awa", birth_date=BORN),
        add_person(workspace, "Cissé", "Awa", birth_date=date(1998, 12, 3)),
    ]


@pytest.fixture
def page(qtbot: QtBot, view: ParticipantsView, people: list[uuid.UUID]) -> TwinsPage:
    view.show()
    view.open_item("twins", None)
    found = view.pages.currentWidget()
    assert isinstance(found, TwinsPage)
    qtbot.waitUntil(lambda: found.pane.model.rowCount() == 2, timeout=TIMEOUT)
    return found


def line(page: TwinsPage, label: str) -> ChoiceLine:
    return next(row for row in page.compare.lines.rows if isinstance(row, ChoiceLine) and row.label == label)


def test_the_pairs_are_listed_with_their_reason_and_the_first_is_compared(page: TwinsPage) -> None:
    first = page.pane.model.row_at(0)
    assert (first.score, first.reason) == (100, "mêmes noms, même date de naissance")
    assert page.compare.reason.text() == "Mêmes noms, même date de naissance."
    assert (line(page, "Commune").kept, line(page, "Commune").other) == ("Flers", "Vire")
    assert line(page, "Remarques").chosen == BOTH


def test_joined_by_keyboard_alone_and_taken_back(
    qtbot: QtBot, view: ParticipantsView, page: TwinsPage, people: list[uuid.UUID], window: RecordedWindow
) -> None:
    lines = page.compare.lines
    lines.setFocus()
    place = next(
        i for i, row in enumerate(lines.rows) if isinstance(row, ChoiceLine) and row.label == "Commune"
    )
    lines.set_current(place)
    QTest.keyClick(lines, Qt.Key.Key_Right)
    assert line(page, "Commune").chosen == OTHER
    assert lines.row_words(lines.rows[place]) == (
        "Commune. Flers ou Vire. Pris\u00a0: celui de l’autre dossier"
    )
    QTest.keyClick(lines, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.said == ["Dossiers réunis sous le n°\u00a02027-A0001"]
    known = view.context.bridge.read(participants.view, people[0]).input
    assert (known.commune, known.notes, known.last_name) == ("Vire", "Une.\n\nDeux.", "Bazin")
    qtbot.waitUntil(lambda: page.pane.model.rowCount() == 1, timeout=TIMEOUT)
    assert page.compare.title.text() == "Awa Cissé"
    view.context.bridge.undo()
    qtbot.waitUntil(lambda: page.pane.model.rowCount() == 2, timeout=TIMEOUT)
    assert view.context.bridge.read(participants.view, people[0]).input.commune == "Flers"


def test_the_other_file_may_be_the_one_that_stays(page: TwinsPage, people: list[uuid.UUID]) -> None:
    page.compare.swap.click()
    assert page.compare.view is not None
    assert (page.compare.view.kept.id, page.compare.view.other.id) == (people[1], people[0])
    assert line(page, "Commune").kept == "Vire"


def test_told_apart_they_leave_the_list_for_good(
    qtbot: QtBot, page: TwinsPage, window: RecordedWindow, workspace: Workspace
) -> None:
    QTest.keyClick(page.pane.view, Qt.Key.Key_Delete)
    assert window.said == ["Ces deux personnes ne seront plus proposées"]
    qtbot.waitUntil(lambda: page.pane.model.rowCount() == 1, timeout=TIMEOUT)
    QTest.keyClick(page.pane.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.pane.model.rowCount() == 0, timeout=TIMEOUT)
    assert page.right.currentWidget() is page.nothing
    assert workspace.undo_label() == "Distinguer deux personnes"


def test_what_cannot_be_joined_says_why_instead_of_a_button(
    qtbot: QtBot,
    qapp: QApplication,
    view: ParticipantsView,
    page: TwinsPage,
    people: list[uuid.UUID],
    workspace: Workspace,
) -> None:
    with workspace.write("Archiver") as session:
        participants.archive(session, people[1])
    qtbot.waitUntil(lambda: page._job is None, timeout=TIMEOUT)
    page.compare.show_pair(page.pane.model.row_at(0))
    page.compare.swap.click()
    qapp.processEvents()
    (banner,) = [b for b in page.compare.findChildren(Banner) if b.isVisibleTo(page.compare)]
    assert "est archivé" in banner.words.text()
    assert page.compare.join.isHidden()


def test_what_came_late_from_another_laptop_is_sent_on(
    qapp: QApplication, view: ParticipantsView, people: list[uuid.UUID], workspace: Workspace
) -> None:
    with workspace.write("Réunir") as session:
        merge(session, MergeInput(people[0], people[1]))
    with workspace.write("Reçu") as session:
        session.add(make(Interview, participant_id=people[1], day=BORN))
    view.show()
    view.open_item("twins", None)
    page = view.pages.currentWidget()
    assert isinstance(page, TwinsPage)
    (banner,) = page.findChildren(Banner)
    assert banner.words.text() == (
        "Le dossier 2027-A0002, réuni avec le 2027-A0001, a reçu d’un autre poste\u00a0: 1\u00a0entretien."
    )
    banner.action_buttons[0].click()
    qapp.processEvents()
    with workspace.read() as session:
        assert session.query(Interview).one().participant_id == people[0]
    assert not [b for b in page.findChildren(Banner) if b.isVisibleTo(page)]


def test_the_comparison_can_be_stopped_and_begun_again(qtbot: QtBot, page: TwinsPage) -> None:
    page._failed(Cancelled())
    assert page.pages.currentWidget() is page.stopped
    assert page.stopped.action is not None
    page._looked = False
    page.stopped.action.click()
    assert page.pages.currentIndex() == 1
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 0, timeout=TIMEOUT)


def test_escape_goes_back_to_the_list(view: ParticipantsView, page: TwinsPage) -> None:
    QTest.keyClick(page.pane.view, Qt.Key.Key_Escape)
    assert view.pages.currentIndex() == 0
    assert view.current_help_page() == "participants"
