"""A bug shows a report and the program keeps running; the report holds no value."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from elans_desktop.core.paths import user_data_dir
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.shell.bug_report import BugCatcher
from elans_desktop.ui.shell.workbench import Workbench
from tests.support.dialogs import RecordedDialogs
from tests.support.pages import Shell

SECRET = "Zoé Épreuve"


@pytest.fixture
def catcher(shell: Shell) -> Iterator[BugCatcher]:
    """As `application.run` installs it; pytest's own hook comes back after."""
    before = sys.excepthook
    made = BugCatcher()
    shell.window.set_bug_reporter(made.catch)
    made.connect_report(lambda report: dialogs.show_report(shell.window, report))
    yield made
    sys.excepthook = before


def fail(name: str) -> None:
    raise KeyError(name)


def test_a_bug_in_a_job_is_reported_and_the_program_goes_on(
    shell: Shell, catcher: BugCatcher, bench: Workbench, recorded_dialogs: RecordedDialogs
) -> None:
    recorded_dialogs.answer("inform", "copy")
    bench.jobs.run(lambda _progress: fail(SECRET))
    shell.qtbot.waitUntil(lambda: bool(recorded_dialogs.requests))
    request = recorded_dialogs.requests[0]
    assert "KeyError" in request.text
    assert "test_bugs.py" in request.text
    assert SECRET not in request.text
    assert QApplication.clipboard().text() in request.text
    assert SECRET not in (user_data_dir() / "rapports.txt").read_text(encoding="utf-8")
    done: list[int] = []
    bench.jobs.run(lambda _progress: 7, done=done.append)
    shell.qtbot.waitUntil(lambda: done == [7])


def test_the_same_bug_is_told_once_whatever_the_thread(
    shell: Shell, catcher: BugCatcher, recorded_dialogs: RecordedDialogs
) -> None:
    recorded_dialogs.answer("inform", "ok")
    seen: list[threading.Thread] = []
    catcher.reported.connect(lambda _report: seen.append(threading.current_thread()))

    def stumble() -> None:
        try:
            fail(SECRET)
        except KeyError as bug:
            catcher.catch(bug)

    for _ in range(3):
        worker = threading.Thread(target=stumble)
        worker.start()
        worker.join()
    shell.qtbot.waitUntil(lambda: bool(recorded_dialogs.requests))
    shell.qtbot.wait(50)
    assert len(recorded_dialogs.requests) == 1


def test_a_foreseen_problem_is_no_bug(
    shell: Shell, catcher: BugCatcher, bench: Workbench, recorded_dialogs: RecordedDialogs
) -> None:
    from elans_desktop.core.errors import RuleError

    def refuse(_progress: object) -> None:
        raise RuleError("Cela ne se peut pas.", "Faites autrement.")

    recorded_dialogs.answer("error")
    bench.jobs.run(refuse)
    shell.qtbot.waitUntil(lambda: bool(recorded_dialogs.requests))
    assert recorded_dialogs.requests[0].text == "Faites autrement."
    assert not (user_data_dir() / "rapports.txt").exists()


def test_hooks_receive_what_nobody_caught(shell: Shell, catcher: BugCatcher) -> None:
    told: list[str] = []
    catcher.connect_report(told.append)
    catcher.install()
    try:
        fail(SECRET)
    except KeyError as bug:
        sys.excepthook(type(bug), bug, bug.__traceback__)
    shell.qtbot.waitUntil(lambda: bool(told))
    assert len(told) == 1
    assert "KeyError" in told[0]
    assert SECRET not in told[0]
