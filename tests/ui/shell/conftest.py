"""The real window, on a real classeur with a few people and a week of séances."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.models.organisation import Agreement, Structure
from elans_desktop.services import setup as creation
from elans_desktop.services.calendar import enrolments, seances
from elans_desktop.services.calendar.activities import ActivityInput
from elans_desktop.services.calendar.activities import save as save_activity
from elans_desktop.services.calendar.seances import SeanceInput, SlotInput
from elans_desktop.services.participants import participants
from elans_desktop.services.participants.participants import ParticipantInput
from elans_desktop.storage.sealing import Kdf
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.shell.window import Window
from elans_desktop.ui.shell.workbench import Workbench
from tests.support.pages import TIMEOUT, Shell

PHRASE = "tabouret pluie cantine violet"
USER = "Camille Essai"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """New phrases cost little to derive."""
    monkeypatch.setattr(Kdf, "default", Kdf.cheap)


@pytest.fixture
def made(tmp_path: Path, own_home: Path) -> tuple[Path, str]:
    """A closed classeur: « Zoé Épreuve », « Łukasz O’Brien », an activity a séance today; its code."""
    folder = tmp_path / "classeur"
    workspace, code = creation.create_workspace(
        folder,
        title="Association Le Pressoir",
        preset="o2r",
        user_name=USER,
        passphrase=PHRASE,
    )
    _fill(workspace)
    workspace.close(back_up=False)
    return folder, "\n".join(code.lines())


def _fill(workspace: Workspace) -> None:
    with workspace.write("Essai", kind="migration") as session:
        people = [
            participants.save(session, ParticipantInput(last_name="Épreuve", first_name="Zoé")),
            participants.save(session, ParticipantInput(last_name="O’Brien", first_name="Łukasz")),
        ]
        agreement = session.scalars(select(Agreement)).one()
        ours = session.scalars(select(Structure).where(Structure.is_ours)).one()
        activity = save_activity(
            session, ActivityInput("Atelier vélo", agreement.id, ours.id, brique_code="M")
        )
        enrolments.enrol(session, activity, people, since=clock.today() - timedelta(days=30))
        seances.save(session, SeanceInput(activity, clock.today(), (SlotInput(540, 720),)))


@pytest.fixture
def folder(made: tuple[Path, str]) -> Path:
    return made[0]


@pytest.fixture
def shell(qtbot: QtBot) -> Iterator[Shell]:
    """The window on the list of classeurs; closed properly at the end, backup included."""
    window = Window()  # not given to qtbot, which deletes before the backup of closing is done
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    shell = Shell(qtbot, window)
    yield shell
    if window.workbench is not None:
        shell.lock()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=TIMEOUT)
    window.close()
    window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def bench(shell: Shell, folder: Path) -> Workbench:
    """The classeur, open on Accueil."""
    opened = shell.unlock(folder, PHRASE)
    shell.qtbot.waitUntil(opened.isVisible, timeout=TIMEOUT)
    return opened
