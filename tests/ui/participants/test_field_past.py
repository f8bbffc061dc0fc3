"""The past of one field, from the field itself: Ctrl+H, the clock, the right button."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.participants.barriers import BarriersSection
from elans_desktop.ui.participants.events_page import EventsPage
from elans_desktop.ui.participants.field_past import NEW, NOTHING, FieldPastPopup
from elans_desktop.ui.participants.file import PersonFile
from elans_desktop.ui.participants.identity import IdentitySection
from elans_desktop.ui.participants.interviews import InterviewsSection
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.people import add_pathway, add_person, change_person
from tests.support.person_page import open_file
from tests.support.support_world import interview, review

CONTROL = Qt.KeyboardModifier.ControlModifier
ENTRY = date(2026, 8, 18)


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    made = add_person(workspace, "Bazin", "Lucie", commune="Flers")
    change_person(workspace, made, "Modifier la fiche de Lucie B.", commune="Argentan")
    return made


@pytest.fixture
def pathway(workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID) -> uuid.UUID:
    return add_pathway(workspace, lucie, agreement, [("M", ENTRY, None)], entry_on=ENTRY)


@pytest.fixture
def file(qtbot: QtBot, view: ParticipantsView, lucie: uuid.UUID, pathway: uuid.UUID) -> PersonFile:
    return open_file(view, lucie)


def go_into(qtbot: QtBot, widget: QWidget) -> None:
    window = widget.window()
    if not window.isActiveWindow():
        with qtbot.waitActive(window):
            window.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is widget)


def told(popup: FieldPastPopup | None) -> list[str]:
    assert popup is not None
    return [found.text() for found in popup.findChildren(QLabel)]


def test_the_past_of_a_field_is_a_key_away(qtbot: QtBot, file: PersonFile) -> None:
    line = file.section(IdentitySection).form.field("commune").editor
    go_into(qtbot, line)
    assert not file.past.clock.isHidden()
    qtbot.keyClick(line, Qt.Key.Key_H, CONTROL)
    title, when, change, *first = told(file.past.popup)
    assert (title, change) == ("Commune", "Flers → Argentan")
    assert when == "04/05/2027 14:02 · Camille Essai"
    assert first[-1] == "vide → Flers"
    popup = file.past.popup
    assert popup is not None
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


def test_a_field_never_changed_and_a_new_thing_say_so(qtbot: QtBot, file: PersonFile) -> None:
    go_into(qtbot, file.section(IdentitySection).form.field("email").editor)
    file.past.show_now()
    assert told(file.past.popup)[1] == NOTHING
    file.past.popup.close()  # pyright: ignore[reportOptionalMemberAccess]
    file.start_interview()
    form = file.section(InterviewsSection).typed
    assert form is not None
    go_into(qtbot, form.form.field("summary").editor)
    file.past.show_now()
    assert told(file.past.popup)[1] == NEW
    file.past.popup.close()  # pyright: ignore[reportOptionalMemberAccess]


def test_the_freins_and_the_private_note_have_their_past_too(
    qtbot: QtBot, file: PersonFile, workspace: Workspace, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    review(workspace, pathway, ENTRY, mobilite=3)
    interview(workspace, lucie, date(2027, 4, 28), private_note="Pour moi.")
    section = file.section(BarriersSection)
    section.edit()
    assert section.typed is not None
    field: Any = section.typed.form.field("mobilite")
    go_into(qtbot, field.level)
    file.past.show_now()
    assert any("Niveau frein bloquant" in words for words in told(file.past.popup))
    file.past.popup.close()  # pyright: ignore[reportOptionalMemberAccess]
    section.close_form()
    talks = file.section(InterviewsSection)
    talks.edit()
    assert talks.typed is not None
    go_into(qtbot, talks.typed.form.field("private_note").editor)
    assert not file.past.clock.isHidden(), "the clock outlives the form it stood in"
    file.past.show_now()
    assert any("Pour moi." in words for words in told(file.past.popup))
    file.past.popup.close()  # pyright: ignore[reportOptionalMemberAccess]


def test_the_right_button_offers_it_beside_copy_and_paste(qtbot: QtBot, file: PersonFile) -> None:
    line = file.section(IdentitySection).form.field("phone").editor
    go_into(qtbot, line)
    place = QPoint(4, 4)
    QApplication.sendEvent(
        line, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, line.mapToGlobal(place))
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Historique de ce champ" in [action.text() for action in menu.actions()]
    menu.close()


def test_everything_in_order_is_in_the_menu_and_leads_back_to_its_section(
    file: PersonFile, workspace: Workspace, lucie: uuid.UUID
) -> None:
    interview(workspace, lucie, date(2027, 4, 28), summary="Le projet avance.")
    file.show_events()
    page = file.pages.currentWidget()
    assert isinstance(page, EventsPage)
    assert page.rows.rows[0] == "Avril\u00a02027"
    assert page.rows.rows[1].detail == "Le projet avance."
    page.rows.opened.emit(1)
    assert file.pages.currentWidget() is file.page
    assert file.page.current() == "interviews"
