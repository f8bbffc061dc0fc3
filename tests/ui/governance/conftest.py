"""The tab on a real classeur, held at Tuesday 4 May 2027, 10 h 42, a meeting being held."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from pytestqt.qtbot import QtBot

from elans_desktop.core import clock
from elans_desktop.services.governance import governance_agenda, governance_decisions, governance_meetings
from elans_desktop.services.governance.governance_agenda import AgendaInput
from elans_desktop.services.governance.governance_decisions import DecisionInput
from elans_desktop.services.governance.governance_meetings import MeetingInput
from elans_desktop.services.scope import Scope
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.bridge import Bridge
from elans_desktop.ui.context import Context
from elans_desktop.ui.governance.view import GovernanceView
from elans_desktop.ui.jobs import Jobs
from tests.support import council
from tests.support.calendar_window import Keyboard, RecordedWindow
from tests.support.council import TODAY, Council


@pytest.fixture
def seated(workspace: Workspace) -> Iterator[Council]:
    with clock.fixed(datetime(2027, 5, 4, 10, 42)):
        with workspace.write("Données d’essai") as session:
            made = council.build(session)
        yield made


@pytest.fixture
def meeting(workspace: Workspace, seated: Council) -> uuid.UUID:
    """The second meeting of the group, with two points, and a decision of the first that is late."""
    with workspace.write("Réunions") as session:
        first = governance_meetings.save(session, MeetingInput(body_id=seated.body, day=date(2027, 3, 2)))
        late = DecisionInput(first, "Signer la mise à disposition", due_on=date(2027, 4, 30))
        governance_decisions.note(session, late)
        made = governance_meetings.save(
            session, MeetingInput(body_id=seated.body, day=TODAY, start=600, end=720)
        )
        for title in ("Approuver le compte rendu", "Budget"):
            governance_agenda.save(session, AgendaInput(made, title, minutes=20))
    return made


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()


@pytest.fixture
def view(qtbot: QtBot, workspace: Workspace, seated: Council, meeting: uuid.UUID) -> GovernanceView:
    bridge = Bridge(workspace)
    bridge.set_scope(Scope(seated.agreement, 2027))
    made = GovernanceView(Context(bridge, Jobs(), RecordedWindow()))
    qtbot.addWidget(made)
    made.resize(1366, 656)
    made.show()
    made.open_item("meeting", meeting)
    return made
