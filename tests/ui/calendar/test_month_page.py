"""« Contrôle du mois »: each remark leads where it is mended; the month is closed, then reopened."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from PySide6.QtCore import Qt

from elans_desktop.services.presences.month_closing import Month
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.calendar.month_page import MonthPage
from elans_desktop.ui.calendar.presence_page import PresencePage
from elans_desktop.ui.calendar.view import CalendarView
from tests.support import calendar_world
from tests.support.calendar_window import Keyboard
from tests.support.calendar_world import World
from tests.support.dialogs import RecordedDialogs


@pytest.fixture
def seance(workspace: Workspace, world: World) -> uuid.UUID:
    with workspace.write("Séance d’essai") as session:
        activity = calendar_world.activity(session, world, people=2)
        return calendar_world.seance(session, world, activity, date(2027, 4, 26), (9, 12))


@pytest.fixture
def page(view: CalendarView, seance: uuid.UUID) -> MonthPage:
    view.open_item("month", None)
    made = view.pages.currentWidget()
    assert isinstance(made, MonthPage)
    return made


def test_the_last_month_over_is_shown_and_a_remark_leads_to_its_grid(
    page: MonthPage, view: CalendarView, keyboard: Keyboard
) -> None:
    assert page.month == Month(2027, 4)
    assert page.fact.text() == "2\u00a0points à vérifier"
    assert [one.kind for one in page.remarks] == ["to_enter", "no_sheet"]
    keyboard.press(page.rows, Qt.Key.Key_Return, "\r")
    assert isinstance(view.pages.currentWidget(), PresencePage)


def test_a_month_is_closed_with_its_remarks_then_reopened(
    page: MonthPage, workspace: Workspace, recorded_dialogs: RecordedDialogs
) -> None:
    recorded_dialogs.answer("ask", "yes")
    page.close_button.click()
    assert "2\u00a0points restent à vérifier" in recorded_dialogs.requests[-1].text
    assert page.closing is not None
    assert page.closing.closed
    assert "2\u00a0points laissés tels quels" in page.state.words.text()
    assert workspace.undo_label() == "Clore avril\u00a02027"
    recorded_dialogs.answer("text", "Une feuille retrouvée")
    page.reopen_button.click()
    assert page.closing is not None
    assert not page.closing.closed
    assert "Une feuille retrouvée" in page.state.words.text()


def test_a_month_under_way_waits_and_an_empty_one_says_so(page: MonthPage) -> None:
    page.go(1)
    assert not page.close_button.isEnabled()
    page.go(-3)
    assert page.pages.currentWidget() is page.nothing
    assert page.close_button.isEnabled()


def test_escape_goes_back(page: MonthPage, view: CalendarView, keyboard: Keyboard) -> None:
    keyboard.press(page, Qt.Key.Key_Escape)
    assert view.pages.currentIndex() == 0
    assert view.pages.count() == 1
