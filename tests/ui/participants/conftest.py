"""The Participants tab on a real classeur, held at Tuesday 4 May 2027, 14 h 02."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from elans_desktop.core import clock
from elans_desktop.services.scope import Scope
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.bridge import Bridge
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Jobs
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import Keyboard, RecordedWindow
from tests.support.organisation import fill
from tests.support.people import NOW
from tests.support.typed_boxes import TypedBoxes


@pytest.fixture
def agreement(workspace: Workspace) -> Iterator[uuid.UUID]:
    with clock.fixed(NOW):
        yield fill(workspace)


@pytest.fixture
def window() -> RecordedWindow:
    return RecordedWindow()


@pytest.fixture
def view(
    qtbot: QtBot, workspace: Workspace, agreement: uuid.UUID, window: RecordedWindow
) -> Iterator[ParticipantsView]:
    bridge = Bridge(workspace)
    bridge.set_scope(Scope(agreement, 2027))
    jobs = Jobs()
    made = ParticipantsView(Context(bridge, jobs, window))
    qtbot.addWidget(made)
    made.resize(1366, 656)
    yield made
    jobs.wait()


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> TypedBoxes:
    """The dialogs of the application, answered by keys."""
    made = TypedBoxes()
    monkeypatch.setattr(dialogs, "handler", made.handle)
    return made


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()
