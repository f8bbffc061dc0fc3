"""The example classeur, on a fixed day: its people have a row nearly everywhere."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.models.activities import Enrolment, Presence
from elans_desktop.models.evaluations import Evaluation
from elans_desktop.models.participants import Participant
from elans_desktop.models.privacy import Attachment
from elans_desktop.services import demo
from elans_desktop.storage.sealing import Kdf
from elans_desktop.storage.workspace import Workspace

NOW = datetime(2027, 5, 4, 9, 14)
NAME = ("Zyxwvut", "Qponml")
"""Nobody of the example bears it."""


@pytest.fixture
def example(tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    with clock.fixed(NOW):
        monkeypatch.setattr(Kdf, "default", Kdf.cheap)
        workspace, _code = demo.create_demo(tmp_path / "exemple")
        yield workspace
        workspace.close(back_up=False)


@pytest.fixture
def person(example: Workspace) -> uuid.UUID:
    """Somebody of the example with presences, evaluations, contacts and papers, under a name of their own."""
    with example.write("Nommer") as session:
        rich = [
            set(session.scalars(select(model.participant_id)))
            for model in (Presence, Evaluation, Attachment, Enrolment)
        ]
        found = sorted(set.intersection(*rich))[0]
        row = session.get_one(Participant, found)
        row.last_name, row.birth_name, row.first_name = NAME[0], "", NAME[1]
        row.birth_date, row.phone = None, ""
    return found


def put_away(workspace: Workspace, person: uuid.UUID) -> None:
    """As the assistant does, whatever the clocks say."""
    with workspace.write("Mettre un dossier en archive restreinte") as session:
        row = session.get_one(Participant, person)
        row.restricted_on = row.archived_on = NOW.date()
