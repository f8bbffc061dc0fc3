"""The day’s work without the mouse: from the list into a file, into a section, and back where one was."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.outline import OutlineEntry
from elans_desktop.ui.participants.barriers import BarriersSection
from elans_desktop.ui.participants.exit import ExitSection
from elans_desktop.ui.participants.file import PersonFile
from elans_desktop.ui.participants.interviews import InterviewsSection
from elans_desktop.ui.participants.outreach_page import OutreachPage
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import Keyboard
from tests.support.people import add_pathway, add_person
from tests.support.person_page import open_file

ENTRY = date(2026, 8, 18)


@pytest.fixture
def file(qtbot: QtBot, view: ParticipantsView, workspace: Workspace, agreement: uuid.UUID) -> PersonFile:
    person = add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2))
    add_pathway(workspace, person, agreement, [("M", ENTRY, None)], entry_on=ENTRY)
    shown = open_file(view, person)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    return shown


def held() -> QWidget | None:
    return QApplication.focusWidget()


def test_return_goes_from_the_list_to_the_outline_and_into_a_section(
    qtbot: QtBot, view: ParticipantsView, file: PersonFile, keyboard: Keyboard
) -> None:
    rows = view.pane.view
    rows.setFocus()
    keyboard.press(rows, Qt.Key.Key_Return)
    entry = held()
    assert isinstance(entry, OutlineEntry)
    assert entry.text() == "Identité"
    barriers = file.page.entry("barriers")
    barriers.setFocus()
    keyboard.press(barriers, Qt.Key.Key_Return)
    assert held() is file.section(BarriersSection).edit_button
    assert file.page.current() == "barriers"


def test_a_section_is_entered_by_its_first_control_that_answers(file: PersonFile, keyboard: Keyboard) -> None:
    section = file.section(ExitSection)
    assert not section.save_button.isEnabled()
    entry = file.page.entry("exit")
    entry.setFocus()
    keyboard.press(entry, Qt.Key.Key_Space)
    assert held() is section.form.field("exit_on").editor


def test_the_keyboard_stays_in_the_section_whose_form_closes(
    qtbot: QtBot, view: ParticipantsView, file: PersonFile, keyboard: Keyboard
) -> None:
    section = file.section(InterviewsSection)
    section.new()
    assert section.typed is not None
    area = section.typed.form.field("summary").editor
    area.setFocus()
    keyboard.type(area, "Un fait.")
    view.save()
    assert section.typed is None
    qtbot.waitUntil(lambda: held() is section.edit_button)
    section.edit()
    assert section.typed is not None
    keyboard.press(section.typed.form.field("summary").editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: held() is section.edit_button)


def test_escape_leaves_the_stand(
    qtbot: QtBot, view: ParticipantsView, file: PersonFile, keyboard: Keyboard
) -> None:
    view.start_outreach()
    page = view.pages.currentWidget()
    assert isinstance(page, OutreachPage)
    page.entry.pad.setFocus()
    qtbot.keyClick(page.entry.pad, Qt.Key.Key_Escape)
    assert view.pages.currentIndex() == 0


def test_a_click_on_a_chip_of_the_stand_brings_the_keyboard_to_the_pad(
    view: ParticipantsView, file: PersonFile
) -> None:
    view.start_outreach()
    page = view.pages.currentWidget()
    assert isinstance(page, OutreachPage)
    page.entry.stand.field("place").editor.setFocus()
    next(iter(page.entry.pad._sex._chips.values())).click()
    assert held() is page.entry.pad
