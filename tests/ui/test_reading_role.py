"""The role « consultation » visits every tab: figures, no names of participants, no refusal left unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.core import clock
from elans_desktop.storage import access
from elans_desktop.storage.opening import NewUser
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.shell.tabs import TABS
from elans_desktop.ui.shell.workbench import Workbench
from tests.support import calendar_world
from tests.support.workspaces import PASSPHRASE

READER = "lecture colline tartine violet"
NOW = datetime(2027, 5, 4, 9, 14)


@pytest.fixture
def bench(qtbot: QtBot, workspace_folder: Path) -> Iterator[Workbench]:
    """The window of a reader, on a week with four people enrolled in a séance."""
    with clock.fixed(NOW):
        workspace = Workspace.open(workspace_folder, passphrase=PASSPHRASE)
        with workspace.write("Essai") as session:
            world = calendar_world.build(session)
            activity = calendar_world.activity(session, world, people=4)
            calendar_world.seance(session, world, activity, date(2027, 5, 4))
        access.add_user(workspace, NewUser("Paul Lecteur", ""), role="consultation", phrase=READER)
        workspace.close(back_up=False)
        workspace = Workspace.open(workspace_folder, passphrase=READER)
        made = Workbench(workspace)
        qtbot.addWidget(made)
        made.resize(1366, 720)
        made.show()
        yield made
        made.jobs.wait()
        workspace.close(back_up=False)


def words_of(widget: QWidget) -> str:
    """What the labels of a page say."""
    return "\n".join(found.text() for found in widget.findChildren(QLabel))


def test_every_tab_opens(bench: Workbench) -> None:
    for tab in TABS:
        bench.navigate(tab.name)
        assert bench.current_view().isVisible()
    bench.navigate("participants")
    assert "Les dossiers vous sont fermés" in words_of(bench.current_view())


def test_a_seance_counts_its_people_without_naming_them(bench: Workbench) -> None:
    bench.navigate("calendar")
    said = words_of(bench.current_view())
    assert "4\u00a0attendus" in said
    assert "Les noms ne sont pas ouverts à votre rôle." in said
    assert not [last for last, _first in calendar_world.PEOPLE if last in said]
