"""The tab on a real classeur, held at Tuesday 4 May 2027."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from pytestqt.qtbot import QtBot

from elans_desktop.core import clock
from elans_desktop.services.scope import Scope
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.bridge import Bridge
from elans_desktop.ui.context import Context
from elans_desktop.ui.evaluations.view import EvaluationsView
from elans_desktop.ui.jobs import Jobs
from tests.support import council
from tests.support.calendar_window import Keyboard, RecordedWindow
from tests.support.council import Council


@pytest.fixture
def held(workspace: Workspace) -> Iterator[Council]:
    with clock.fixed(datetime(2027, 5, 4, 15, 10)):
        with workspace.write("Données d’essai") as session:
            made = council.build(session)
        yield made


@pytest.fixture
def person(workspace: Workspace, held: Council) -> uuid.UUID:
    """Rémi Blin, who entered on 27 April: his entry evaluation is due on 12 May."""
    with workspace.write("Créer") as session:
        return council.person(session, held, "Blin", "Rémi", date(2027, 4, 27))


@pytest.fixture
def window() -> RecordedWindow:
    return RecordedWindow()


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()


@pytest.fixture
def view(
    qtbot: QtBot, workspace: Workspace, held: Council, person: uuid.UUID, window: RecordedWindow
) -> EvaluationsView:
    bridge = Bridge(workspace)
    bridge.set_scope(Scope(held.agreement, 2027))
    made = EvaluationsView(Context(bridge, Jobs(), window))
    qtbot.addWidget(made)
    made.resize(1366, 656)
    made.show()
    return made
