"""Who opened which file, and who took the list away: kept without a value, seen by no view, never undone."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from elans_desktop.core.errors import SystemProblem
from elans_desktop.models.journal import AccessTrace
from elans_desktop.storage import traces
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.participants import list_files
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.dialogs import RecordedDialogs
from tests.support.people import add_person


@pytest.fixture
def people(workspace: Workspace, agreement: uuid.UUID) -> list[uuid.UUID]:
    return [add_person(workspace, name, "Zoé") for name in ("Blin", "Éluard")]


def traced(workspace: Workspace) -> list[tuple[str, uuid.UUID | None]]:
    with workspace.read() as session:
        found = session.scalars(select(AccessTrace).order_by(AccessTrace.at, AccessTrace.id))
        return [(trace.action, trace.row_id) for trace in found]


def test_each_file_opened_is_traced_once_a_visit(
    view: ParticipantsView, people: list[uuid.UUID], workspace: Workspace
) -> None:
    undoable = workspace.undo_label()
    told: list[frozenset[str]] = []
    view.context.bridge.changed.connect(told.append)
    first, second = people
    view.show()
    view.open_item("participant", first)
    view.open_item("pathway", first)
    view.invalidate()
    view.open_item("participant", second)
    assert traced(workspace) == [], "nothing is written while one reads"
    view.leave()
    view.hide()
    assert traced(workspace) == [("lecture", first), ("lecture", second)]
    view.show()
    view.leave()
    assert traced(workspace)[2:] == [("lecture", second)], "a new visit of the file left on show"
    assert told == []
    assert workspace.undo_label() == undoable


def test_an_exported_list_is_traced(
    view: ParticipantsView,
    people: list[uuid.UUID],
    workspace: Workspace,
    recorded_dialogs: RecordedDialogs,
    tmp_path: Path,
) -> None:
    recorded_dialogs.answer("save", tmp_path / "liste.csv")
    list_files.export_people(view.context, view, people, None)
    view.context.jobs.wait()
    QApplication.processEvents()
    assert traced(workspace) == [("export", None)]


def test_a_trace_that_cannot_be_kept_blocks_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_words: object) -> None:
        raise SystemProblem("Le disque est plein.")

    monkeypatch.setattr(traces, "record", full)
    assert not traces.note(workspace, traces.READ)
    assert traced(workspace) == []
