"""What goes on behind the scenes begins nothing more when the classeur closes."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from elans_desktop.ui.shell.watch import AFTER_MS, Watch
from elans_desktop.ui.shell.workbench import Workbench
from tests.support.pages import TIMEOUT, Shell


def test_no_verification_begins_while_the_classeur_closes(shell: Shell, bench: Workbench) -> None:
    """Begun then, it would read a base that is closed, for a window about to be freed."""
    watch = bench.findChild(Watch)
    assert watch is not None
    due = [timer for timer in watch.findChildren(QTimer) if timer.interval() == AFTER_MS]
    assert [timer.isActive() for timer in due] == [True]
    shell.window.lock()
    assert [timer.isActive() for timer in due] == [False]
    shell.qtbot.waitUntil(lambda: shell.window.pages.currentWidget() is shell.window.welcome, timeout=TIMEOUT)


def test_nothing_begins_on_the_worker_of_a_classeur_that_closes(shell: Shell, bench: Workbench) -> None:
    """Work begun there outlived the window that asked for it, and the program hung when this was freed."""
    begun: list[bool] = []
    shell.window.lock()
    bench.jobs.run(lambda _progress: begun.append(True))
    shell.qtbot.waitUntil(lambda: shell.window.pages.currentWidget() is shell.window.welcome, timeout=TIMEOUT)
    assert not begun
