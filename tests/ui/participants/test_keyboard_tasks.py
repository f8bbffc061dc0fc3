"""Four whole tasks by real keys, the boxes included: a contact becomes a file, several people get a référent,
somebody leaves, a file is attached."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.models.participants import Pathway
from elans_desktop.services.participants import attachments, detection_anonymous, participants
from elans_desktop.services.participants.detection_anonymous import AnonymousInput
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.dialog_box import DialogBox
from elans_desktop.ui.participants.documents import DocumentsSection
from elans_desktop.ui.participants.exit import ExitSection
from elans_desktop.ui.participants.file import PersonFile
from elans_desktop.ui.participants.outreach_list import OutreachList
from elans_desktop.ui.participants.outreach_page import LIST, OutreachPage
from elans_desktop.ui.participants.table_page import TablePage
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support import attached_files
from tests.support.people import NOW, add_pathway, add_person
from tests.support.person_page import open_file
from tests.support.typed_boxes import TypedBoxes, held, hit, tab_to, write

ENTRY = date(2026, 8, 18)
Key = Qt.Key
SOON = 5_000
"""Milliseconds: the keyboard comes back once the box has closed."""


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    person = add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2))
    add_pathway(workspace, person, agreement, [("M", ENTRY, None)], entry_on=ENTRY)
    return person


def on_screen(qtbot: QtBot, view: ParticipantsView) -> None:
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()


def back(qtbot: QtBot, view: ParticipantsView) -> QWidget:
    """What has the keyboard once the window is in front again: no window manager brings it here."""
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow, timeout=SOON)
    return held()


def pathway_of(workspace: Workspace, person: uuid.UUID) -> Pathway:
    with workspace.read() as session:
        found = participants.view(session, person).pathways[0]
        assert found.id is not None
        return session.get_one(Pathway, found.id)


@pytest.fixture
def contacts(qtbot: QtBot, view: ParticipantsView, workspace: Workspace) -> OutreachList:
    with workspace.write("Contact") as session:
        detection_anonymous.save(session, AnonymousInput(day=NOW.date(), sex="femme"))
    on_screen(qtbot, view)
    view.start_outreach()
    page = view.pages.currentWidget()
    assert isinstance(page, OutreachPage)
    page.modes.set_current(LIST)
    page._show(LIST)
    return page.list


def test_a_contact_without_a_name_becomes_a_file(
    qtbot: QtBot, view: ParticipantsView, contacts: OutreachList, workspace: Workspace, boxes: TypedBoxes
) -> None:
    assert held() is contacts.table.view
    hit(Key.Key_Down)
    tab_to(contacts.convert_button)
    boxes.expect(lambda _box: hit(Key.Key_Escape))
    hit(Key.Key_Space)
    assert back(qtbot, view) is contacts.convert_button, "Échap gives the keyboard back"

    def fill(box: DialogBox) -> None:
        assert box.form is not None
        assert held() is box.form.field("last_name").editor
        write("Bazin")
        hit(Key.Key_Tab)
        write("Lucie")
        hit(Key.Key_Return, "\r")

    boxes.expect(fill)
    hit(Key.Key_Return, "\r")
    with workspace.read() as session:
        (row,) = participants.rows(session)
    assert row.name == "Bazin Lucie"
    file = view.right.currentWidget()
    assert isinstance(file, PersonFile)
    assert file.isAncestorOf(back(qtbot, view))


def test_several_people_get_a_referent(
    qtbot: QtBot,
    view: ParticipantsView,
    workspace: Workspace,
    lucie: uuid.UUID,
    agreement: uuid.UUID,
    boxes: TypedBoxes,
) -> None:
    other = add_person(workspace, "Cissé", "Awa")
    add_pathway(workspace, other, agreement, [("M", ENTRY, None)], entry_on=ENTRY)
    on_screen(qtbot, view)
    qtbot.waitUntil(lambda: len(view.people.facts) == 2)
    view.open_item("table", None)
    page = view.pages.currentWidget()
    assert isinstance(page, TablePage)
    page.table.view.setFocus()
    back(qtbot, view)
    hit(Key.Key_A, "", Qt.KeyboardModifier.ControlModifier)
    assert len(page.chosen_ids()) == 2
    tab_to(page.selection.referent)
    boxes.expect(lambda _box: hit(Key.Key_Escape))
    hit(Key.Key_Space)
    assert back(qtbot, view) is page.selection.referent

    def choose(box: DialogBox) -> None:
        assert box.form is not None
        assert held() is box.form.field("referent_id").editor
        hit(Key.Key_Down)
        hit(Key.Key_Return, "\r")

    boxes.expect(choose)
    hit(Key.Key_Return, "\r")
    assert pathway_of(workspace, lucie).referent_id is not None
    assert pathway_of(workspace, lucie).referent_id == pathway_of(workspace, other).referent_id
    assert back(qtbot, view) is page.selection.referent
    assert len(page.chosen_ids()) == 2, "the next action is for the same people"


def test_an_exit_is_saved(
    qtbot: QtBot, view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID, boxes: TypedBoxes
) -> None:
    file = open_file(view, lucie)
    on_screen(qtbot, view)
    section = file.section(ExitSection)
    entry = file.page.entry("exit")
    entry.setFocus()
    hit(Key.Key_Return, "\r")
    assert held() is section.form.field("exit_on").editor
    write("30/04/2027")
    tab_to(section.form.field("exit_code").editor)
    hit(Key.Key_Down)
    tab_to(section.save_button)
    hit(Key.Key_Space)
    kept = pathway_of(workspace, lucie)
    assert kept.exit_on == date(2027, 4, 30)
    assert kept.exit_code is not None
    assert section.isAncestorOf(held()), "the keyboard stays in the section"


def test_a_file_is_attached(
    qtbot: QtBot,
    view: ParticipantsView,
    workspace: Workspace,
    lucie: uuid.UUID,
    boxes: TypedBoxes,
    tmp_path: Path,
) -> None:
    file = open_file(view, lucie)
    on_screen(qtbot, view)
    file._later.stop()
    file._show_later_parts()
    section = file.section(DocumentsSection)
    boxes.file = tmp_path / "piece.pdf"
    boxes.file.write_bytes(attached_files.pdf())
    entry = file.page.entry("documents")
    entry.setFocus()
    hit(Key.Key_Return, "\r")
    tab_to(section.add_button)
    boxes.expect(lambda _box: hit(Key.Key_Return, "\r"))
    hit(Key.Key_Space)
    qtbot.waitUntil(lambda: section.view is not None and bool(section.view.rows), timeout=SOON)
    assert back(qtbot, view) is section.add_button
    with workspace.read() as session:
        assert [one.name for one in attachments.of_participant(session, lucie).rows] == ["piece.pdf"]
