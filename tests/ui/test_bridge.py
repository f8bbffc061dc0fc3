"""The bridge tells the window what was written, whoever wrote it and on which thread."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from elans_desktop.models.organisation import Place
from elans_desktop.storage import drafts
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.bridge import Bridge
from elans_desktop.ui.jobs import Jobs
from tests.storage.rows import place, setting


@pytest.fixture
def bridge(workspace: Workspace, qtbot: QtBot) -> Bridge:
    return Bridge(workspace)


def add_place(session: Session) -> None:
    session.add(place("Salle"))


def test_a_write_an_undo_and_a_redo_are_told_at_once(bridge: Bridge) -> None:
    heard: list[frozenset[str]] = []
    bridge.changed.connect(heard.append)
    bridge.write("Ajouter", add_place)
    bridge.undo()
    bridge.redo()
    assert [Place.__tablename__ in tables for tables in heard] == [True] * 3


def test_what_the_worker_writes_is_heard_on_the_thread_of_the_window(bridge: Bridge, qtbot: QtBot) -> None:
    heard: list[tuple[frozenset[str], bool]] = []
    bridge.changed.connect(lambda tables: heard.append((tables, QThread.currentThread() == bridge.thread())))
    jobs = Jobs()
    workspace = bridge.workspace
    finished: list[int] = []

    def work(_progress: object) -> None:
        for name in ("place", "setting"):
            with workspace.write("Importer", kind="import") as session:
                session.add(place("a") if name == "place" else setting("a"))

    jobs.run(work, done=lambda _nothing: finished.append(len(heard)))
    qtbot.waitUntil(lambda: bool(finished))
    assert finished == [2]  # both were told before the work was said to be done
    assert ["place" in tables for tables, _ in heard] == [True, False]
    assert ["setting" in tables for tables, _ in heard] == [False, True]
    assert all(here for _, here in heard)


def test_drafts_are_kept_without_a_word(bridge: Bridge) -> None:
    heard: list[frozenset[str]] = []
    bridge.changed.connect(heard.append)
    with bridge.workspace.write("Garder un brouillon") as session:
        drafts.keep(session, "participant", None, "", {"notes": "x"})
    assert heard == []


def test_a_bridge_that_is_gone_is_no_longer_told(workspace: Workspace, qtbot: QtBot) -> None:
    gone = Bridge(workspace)
    with qtbot.waitSignal(gone.destroyed):
        gone.deleteLater()
    with workspace.write("Ajouter") as session:
        session.add(place("Salle"))


def test_the_window_reads_while_the_worker_writes(bridge: Bridge) -> None:
    """A read beside a write that lasts waits or sees what was before; it never fails."""
    inside, seen = threading.Event(), threading.Event()
    failures: list[BaseException] = []

    def write() -> None:
        try:
            with bridge.workspace.write("Importer") as session:
                session.add_all(place(f"Salle {rank}") for rank in range(200))
                session.flush()
                inside.set()
                seen.wait()
        except BaseException as error:
            failures.append(error)

    worker = threading.Thread(target=write)
    worker.start()
    inside.wait()
    assert bridge.read(lambda session: session.query(Place).count()) == 0
    seen.set()
    worker.join()
    assert failures == []
    assert bridge.read(lambda session: session.query(Place).count()) == 200
