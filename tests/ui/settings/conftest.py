"""The settings of a filled classeur, on a window that only takes notes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.bridge import Bridge
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Jobs
from elans_desktop.ui.settings import build
from elans_desktop.ui.settings.view import SettingsView
from tests.support.organisation import fill


@dataclass
class NotedWindow:
    """What the view asked of the window."""

    said: list[str] = field(default_factory=list)
    printed: list[DocumentRequest] = field(default_factory=list)
    locked: int = 0

    def navigate(self, tab: str, kind: str | None = None, item_id: uuid.UUID | None = None) -> None:
        raise AssertionError(f"unexpected travel to {tab}")

    def print_document(self, request: DocumentRequest) -> None:
        self.printed.append(request)

    def lock(self) -> None:
        self.locked += 1

    def show_pdf(
        self,
        pdf: bytes,
        pages: int,
        title: str,
        filename: str,
        issued: Callable[[], None] | None = None,
    ) -> None:
        self.said.append(title)

    def notify(self, words: str, *, undoable: bool = False) -> None:
        self.said.append(words)


@pytest.fixture
def window() -> NotedWindow:
    return NotedWindow()


@pytest.fixture
def context(workspace: Workspace, window: NotedWindow, qtbot: QtBot) -> Iterator[Context]:
    fill(workspace)
    jobs = Jobs()
    yield Context(Bridge(workspace), jobs, window)
    jobs.wait()


@pytest.fixture
def view(context: Context, qtbot: QtBot) -> SettingsView:
    made = build(context)
    qtbot.addWidget(made)
    made.resize(1366, 632)
    made.show()
    return made
