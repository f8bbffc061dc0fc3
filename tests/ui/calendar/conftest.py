"""The calendar on a real classeur, held at Tuesday 4 May 2027, 9 h 14."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from elans_desktop.core import clock
from elans_desktop.services.scope import Scope
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.bridge import Bridge
from elans_desktop.ui.calendar.view import CalendarView
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Jobs
from tests.support import calendar_world
from tests.support.calendar_window import Keyboard, RecordedWindow
from tests.support.calendar_world import World


@pytest.fixture
def now() -> Iterator[None]:
    with clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield


@pytest.fixture
def world(workspace: Workspace, now: None) -> World:
    with workspace.write("Données d’essai") as session:
        return calendar_world.build(session)


@pytest.fixture
def window() -> RecordedWindow:
    return RecordedWindow()


@pytest.fixture
def view(qtbot: QtBot, workspace: Workspace, world: World, window: RecordedWindow) -> Iterator[CalendarView]:
    bridge = Bridge(workspace)
    bridge.set_scope(Scope(world.agreement, 2027))
    jobs = Jobs()
    made = CalendarView(Context(bridge, jobs, window))
    qtbot.addWidget(made)
    made.resize(1366, 656)
    made.show()
    yield made
    made.presences.save()
    jobs.wait()


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()
