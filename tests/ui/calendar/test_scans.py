from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from elans_desktop.services.calendar import seances, sheet_states
from elans_desktop.services.calendar.sheet_states import SheetInfo
from elans_desktop.services.presences.scans import filing, reading
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.calendar.scan_page import ScanPage
from elans_desktop.ui.calendar.view import CalendarView
from elans_desktop.ui.kit import buttons
from tests.support import calendar_world, scanner
from tests.support.calendar_window import RecordedWindow
from tests.support.calendar_world import World
from tests.support.dialogs import RecordedDialogs
from tests.support.pages import TIMEOUT, press

DAY = date(2027, 4, 26)


@dataclass
class Printed:
    """A séance of three people, its sheet printed, and the page that came out."""

    seance: uuid.UUID
    page: Image.Image


@pytest.fixture
def printed(workspace: Workspace, world: World) -> Printed:
    with workspace.write("Préparer", "document") as session:
        activity = calendar_world.activity(session, world, "Atelier CV", people=3)
        seance = calendar_world.seance(session, world, activity, DAY)
        request = DocumentRequest("emargement-seance", object_ids=(seance,))
        (page,) = scanner.pages(scanner.printed(session, request))
    return Printed(seance, page)


def sheet_of(workspace: Workspace, printed: Printed) -> SheetInfo:
    with workspace.read() as session:
        sheet = seances.view(session, printed.seance).card.sheet
    assert sheet is not None
    return sheet


def opened(view: CalendarView) -> ScanPage:
    view.show()
    view.open_item("scans", None)
    page = view.pages.currentWidget()
    assert isinstance(page, ScanPage)
    return page


def test_scans_are_filed_then_the_rest_settled_by_keyboard(
    qtbot: QtBot,
    view: CalendarView,
    workspace: Workspace,
    printed: Printed,
    recorded_dialogs: RecordedDialogs,
    tmp_path: Path,
) -> None:
    good = scanner.as_picture(tmp_path / "1.png", scanner.scanned(printed.page, turn=180))
    torn = scanner.as_picture(tmp_path / "2.png", printed.page.crop((0, 0, 1754, 600)))
    back = scanner.as_picture(tmp_path / "3.png", Image.new("L", (1754, 1240), 250))
    page = opened(view)
    recorded_dialogs.answer("open", (good, torn, back))
    assert page.choose.action is not None
    page.choose.action.click()
    qtbot.waitUntil(page.settle.isVisible, timeout=TIMEOUT)
    sheet = sheet_of(workspace, printed)
    assert (sheet.state, sheet.scanned) == (sheet_states.RECEIVED, 1)
    assert page.settle.title.text() == "Page à classer (encore 2)"
    page.settle.form.field("number").set_value(sheet.number)
    press(page.settle.file_button, Qt.Key.Key_Space)
    assert page.settle.title.text() == "Page à classer"
    page.settle.drop_button.click()
    assert page.rest.currentWidget() is page.done
    press(page, Qt.Key.Key_Escape)
    assert view.pages.currentIndex() == 0


def test_a_sheet_that_was_scanned_can_be_seen(
    view: CalendarView, workspace: Workspace, printed: Printed, window: RecordedWindow, tmp_path: Path
) -> None:
    def see() -> list[buttons.Button]:
        view.open_item("seance", printed.seance)
        return [b for b in view.side.panel.findChildren(buttons.Button) if b.text() == "Voir"]

    view.show()
    assert see() == []
    pages, _refused = reading.read_files([scanner.as_picture(tmp_path / "1.png", printed.page)])
    with workspace.write(filing.operation_label(pages)) as session:
        filing.file_pages(session, pages)
    see()[-1].click()
    number = sheet_of(workspace, printed).number
    assert window.shown == [(f"Feuille {number}, numérisée", 1)]
