"""A classeur on Tuesday 4 May 2027, on a window that only takes notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from elans_desktop.core import clock
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.bridge import Bridge
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Jobs
from tests.support.noted_window import NotedWindow


@pytest.fixture
def window() -> NotedWindow:
    return NotedWindow()


@pytest.fixture
def context(workspace: Workspace, window: NotedWindow, qtbot: QtBot) -> Iterator[Context]:
    jobs = Jobs()
    with clock.fixed(datetime(2027, 5, 4, 9, 14)):
        yield Context(Bridge(workspace), jobs, window)
        jobs.wait()
