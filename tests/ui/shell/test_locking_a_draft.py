"""Locking in the middle of a sentence: nothing is asked nor lost, it is offered after the next unlocking."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from elans_desktop.services.participants import participants
from elans_desktop.storage import drafts
from elans_desktop.ui.participants.file import PersonFile
from elans_desktop.ui.participants.interviews import InterviewsSection
from elans_desktop.ui.shell.workbench import Workbench
from tests.support.pages import Shell, press, type_text
from tests.ui.shell.conftest import PHRASE

SAID = "Elle a trouvé un logement à Flers."


def interviews_of(bench: Workbench) -> InterviewsSection:
    """The interviews of the first person of the list."""
    person = bench.bridge.read(participants.rows)[0].id
    bench.navigate("participants", "participant", person)
    file = bench.current_view().findChild(PersonFile)
    assert isinstance(file, PersonFile)
    return file.section(InterviewsSection)


def test_an_interview_being_written_waits_behind_the_lock(shell: Shell, folder: Path) -> None:
    bench = shell.unlock(folder, PHRASE)
    section = interviews_of(bench)
    section.new()
    assert section.typed is not None
    area = section.typed.form.field("summary").editor
    area.setFocus()
    type_text(area, SAID)
    press(area, Qt.Key.Key_L, "", Qt.KeyboardModifier.ControlModifier)
    shell.qtbot.waitUntil(lambda: shell.window.workbench is None)
    shell.qtbot.waitUntil(lambda: shell.window.pages.currentWidget() is shell.window.welcome)

    again = shell.unlock(folder, PHRASE)
    assert [draft.values["summary"] for draft in again.bridge.read(drafts.mine)] == [SAID]
    section = interviews_of(again)
    assert section.typed is None or section.typed.form.values()["summary"] != SAID, "offered, never forced"
    (take,) = [one for one in section.findChildren(QPushButton) if one.text() == "Reprendre"]
    take.click()
    assert section.typed is not None
    assert section.typed.form.values()["summary"] == SAID
