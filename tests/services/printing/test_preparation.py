"""From a request to views, and the trace of what left the program."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.errors import NotFoundError
from elans_desktop.models.documents import IssuedDocument
from elans_desktop.models.journal import AccessTrace
from elans_desktop.models.sheets import AttendanceSheet
from elans_desktop.services.calendar.sheet_states import PRINTED, TO_PRINT
from elans_desktop.services.paper import WeekSheetView
from elans_desktop.services.printing import preparation
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from tests.support import calendar_world

NOW = datetime(2027, 5, 4, 9, 14)
WEEK = DocumentRequest("emargement-semaine", date(2027, 5, 3), date(2027, 5, 9))


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    with clock.fixed(NOW), workspace.write("Essai") as session:
        world = calendar_world.build(session)
        activity = calendar_world.activity(session, world, people=3)
        calendar_world.seance(session, world, activity, date(2027, 5, 4))
    return workspace


def test_an_unknown_document_is_not_found(filled: Workspace) -> None:
    with filled.write("Essai") as session, pytest.raises(NotFoundError):
        preparation.prepare(session, DocumentRequest("inconnu"))


def test_a_sheet_printed_is_traced_without_its_content(filled: Workspace) -> None:
    with clock.fixed(NOW):
        with filled.write("Préparer", "document") as session:
            views = preparation.prepare(session, WEEK)
            assert session.scalars(select(AttendanceSheet.state)).all() == [TO_PRINT]
        with filled.write("Imprimer", "document") as session:
            preparation.note_issued(session, WEEK, views, b"%PDF essai", 1)
    with filled.read() as session:
        issued = session.scalars(select(IssuedDocument)).one()
        sheet = session.scalars(select(AttendanceSheet)).one()
        trace = session.scalars(select(AccessTrace)).one()
    assert sheet.state == PRINTED
    assert (trace.action, trace.table_name, trace.row_id) == ("impression", "attendance_sheet", sheet.id)
    assert trace.user_id == filled.actor.user_id
    assert (issued.key, issued.number, issued.pages) == ("emargement-semaine", sheet.number, 1)
    assert issued.sha256 == hashlib.sha256(b"%PDF essai").hexdigest()
    assert issued.user_id == filled.actor.user_id


def test_preparing_again_keeps_the_number(filled: Workspace) -> None:
    numbers: list[str] = []
    with clock.fixed(NOW):
        for _ in range(2):
            with filled.write("Préparer", "document") as session:
                for view in preparation.prepare(session, WEEK):
                    assert isinstance(view, WeekSheetView)
                    numbers.append(view.number)
    assert len(numbers) == 2
    assert len(set(numbers)) == 1


def test_paper_is_not_undone(filled: Workspace) -> None:
    before = filled.undo_label()
    with clock.fixed(NOW), filled.write("Préparer", "document") as session:
        preparation.prepare(session, WEEK)
    assert filled.undo_label() == before
