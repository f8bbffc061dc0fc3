"""A classeur that another laptop seems to hold: the message names it, « Ouvrir quand même » goes on."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt

from elans_desktop.core import clock
from elans_desktop.storage import locking
from tests.support.dialogs import RecordedDialogs
from tests.support.pages import TIMEOUT, Shell, press, type_text
from tests.ui.shell.conftest import PHRASE


def hold(folder: Path) -> None:
    """Leave the note of another laptop, a moment old."""
    now = clock.now_ms()
    note = {"host": "PC-ACCUEIL", "user": "Sacha Autre", "pid": 1, "since": now, "seen": now}
    (folder / locking.FILE).write_text(json.dumps(note), encoding="utf-8")


def test_one_may_open_all_the_same(shell: Shell, folder: Path, recorded_dialogs: RecordedDialogs) -> None:
    hold(folder)
    recorded_dialogs.answer("ask", "yes")
    shell.unlock(folder, PHRASE)
    asked = recorded_dialogs.requests[0]
    assert "PC-ACCUEIL par Sacha Autre" in asked.title
    assert "Ouvrir quand même" in str(asked)


def test_one_may_give_up(shell: Shell, folder: Path, recorded_dialogs: RecordedDialogs) -> None:
    hold(folder)
    recorded_dialogs.answer("ask", None)
    card = shell.card(folder)
    type_text(card.phrase.line, PHRASE)
    press(card.phrase.line, Qt.Key.Key_Return)
    shell.qtbot.waitUntil(
        lambda: bool(recorded_dialogs.requests) and not shell.window.jobs.busy, timeout=TIMEOUT
    )
    assert shell.window.workbench is None
    assert card.phrase.isEnabled(), "ready for another try"
