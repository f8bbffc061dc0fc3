"""Past presences brought in from the calendar: columns, questions, corrections, import, undo."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from elans_desktop.core import clock
from elans_desktop.services.calendar import activities, enrolments, seances
from elans_desktop.services.calendar.seances import SeanceFilters
from elans_desktop.services.imports.presence_questions import CREATE
from elans_desktop.services.presences import attendance_hours
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.calendar.presence_import import PresenceImportPage
from elans_desktop.ui.calendar.view import CalendarView
from elans_desktop.ui.imports.check import OPEN, REJECTED
from tests.support.calendar_world import World
from tests.support.dialogs import RecordedDialogs

LIST = """Présences de l’an passé

Nom et prénom;Date;Créneau;Heures;Colonne à moi
AUBERT Kévin;12/01/2027;matin;3;x
NOUVEL Zoé;12/01/2027;matin;2,5;x
BRIONNE Estelle;31/02/2027;matin;3;x
"""


@pytest.fixture
def page(
    qtbot: QtBot, view: CalendarView, tmp_path: Path, recorded_dialogs: RecordedDialogs
) -> PresenceImportPage:
    path = tmp_path / "presences.csv"
    path.write_text(LIST, "utf-8")
    view.open_item("past_presences", None)
    made = view.pages.currentWidget()
    assert isinstance(made, PresenceImportPage)
    recorded_dialogs.answer("open", path)
    made.ask_file()
    finish(qtbot, made)
    return made


def finish(qtbot: QtBot, page: PresenceImportPage) -> None:
    qtbot.waitUntil(lambda: page._job is None and not page.context.jobs.busy)


def test_a_list_is_matched_decided_corrected_imported_and_undone(
    qtbot: QtBot, page: PresenceImportPage, view: CalendarView, workspace: Workspace, world: World
) -> None:
    columns = page.columns
    mapping = columns.mapping()
    assert mapping is not None
    assert [match.target for match in mapping.matches] == ["full_name", "day", "slot", "hours", None]
    assert not columns.next_button.isEnabled()
    page.activity.set_value("Présences reprises")
    page.activity.changed.emit()
    assert columns.next_button.isEnabled()
    columns.next_button.click()
    finish(qtbot, page)
    check, plan = page.check_step, page.plan
    assert plan is not None
    assert (len(plan.ready), len(plan.questions), plan.rejected_lines) == (1, 1, (6,))
    assert check.import_button.text() == "Reprendre 1\u00a0présence"
    check.answer(plan.questions[0].subject, CREATE)
    finish(qtbot, page)
    check.correct(6, "day", "28/01/2027")
    check.recheck.click()
    finish(qtbot, page)
    for kind in (OPEN, REJECTED):
        check.kinds.set_current(kind)
    assert check.import_button.text() == "Reprendre 3\u00a0présences"
    page.enrolment.set_value(36_500)
    check.import_button.click()
    finish(qtbot, page)
    assert workspace.undo_label() == "Reprise de 3\u00a0présences"
    with workspace.read() as session:
        assert attendance_hours.hours(session).realised == 180 + 150 + 180
        (made,) = activities.rows(session)
        assert [p.expected_on(clock.today()) for p in enrolments.enrolments(session, made.id)] == [True] * 3
    page._undo()
    with workspace.read() as session:
        assert seances.rows(session, SeanceFilters(start=date(2027, 1, 1))) == ()
    page.close_page()
    assert view.pages.currentIndex() == 0


def test_hours_of_a_half_day_are_those_typed(qtbot: QtBot, page: PresenceImportPage) -> None:
    page.activity.set_value("Présences reprises")
    page.halves["matin"].set_value("de 8 à huit")
    page.halves["matin"].changed.emit()
    assert not page.columns.next_button.isEnabled()
    page.halves["matin"].set_value("8 h 30 – 11 h 30")
    page.halves["matin"].changed.emit()
    page.check()
    finish(qtbot, page)
    assert page.plan is not None
    assert [(one.start, one.end) for one in page.plan.ready] == [(510, 690)]
