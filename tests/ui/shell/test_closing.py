"""Awkward moments: closing before the code is kept, closing during an import, several wrong phrases."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from elans_desktop.services.participants import participants
from elans_desktop.storage.attempts import FREE_ATTEMPTS
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.participants.import_page import ImportPage
from elans_desktop.ui.shell.recovery import CodePage
from elans_desktop.ui.shell.workbench import Workbench
from tests.support.dialogs import RecordedDialogs
from tests.support.pages import TIMEOUT, Shell, press, type_text
from tests.ui.shell.conftest import PHRASE

NEW_PHRASE = "lanterne gravier dimanche cuivre"
PEOPLE = 400


@pytest.fixture
def code_page(shell: Shell, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> CodePage:
    """A classeur was just made, its code is on show."""
    monkeypatch.setattr("elans_desktop.ui.shell.assistant.default_workspaces_dir", lambda: own_home / "ELANS")
    return shell.create("Le Pressoir", "Ada Épreuve", NEW_PHRASE)


def closed(shell: Shell) -> None:
    """Wait until the window has closed."""
    shell.qtbot.waitUntil(lambda: not shell.window.isVisible(), timeout=TIMEOUT)


def test_closing_before_the_code_is_kept_asks_and_stays(
    shell: Shell, code_page: CodePage, recorded_dialogs: RecordedDialogs
) -> None:
    recorded_dialogs.answer("ask", None)
    assert not shell.window.close()
    assert "le code" in recorded_dialogs.titles()[0]
    assert shell.window.isVisible()
    assert shell.window.pages.currentWidget() is code_page
    code_page.kept.setChecked(True)
    with shell.qtbot.waitSignal(shell.window.opened, timeout=TIMEOUT):
        code_page.open.click()


def test_closing_all_the_same_leaves_a_classeur_that_its_phrase_opens(
    shell: Shell, code_page: CodePage, own_home: Path, recorded_dialogs: RecordedDialogs
) -> None:
    recorded_dialogs.answer("ask", "yes")
    shell.window.close()
    closed(shell)
    Workspace.open(own_home / "ELANS" / "Le Pressoir", passphrase=NEW_PHRASE).close(back_up=False)


def test_closing_once_the_code_is_kept_asks_nothing(
    shell: Shell, code_page: CodePage, recorded_dialogs: RecordedDialogs
) -> None:
    code_page.kept.setChecked(True)
    shell.window.close()
    closed(shell)
    assert recorded_dialogs.requests == []


def test_closing_while_a_list_is_imported_waits_for_its_end(
    shell: Shell, bench: Workbench, folder: Path, tmp_path: Path, recorded_dialogs: RecordedDialogs
) -> None:
    listed = tmp_path / "liste.csv"
    lines = (f"Nom{number};Prénom;0{number % 9 + 1}/03/1991" for number in range(PEOPLE))
    listed.write_text("\n".join(("Nom;Prénom;Date de naissance", *lines)), "utf-8")
    bench.navigate("participants", "import")
    page = bench.current_view().findChild(ImportPage)
    assert page is not None
    page.open_path(listed)
    shell.qtbot.waitUntil(lambda: page.table is not None, timeout=TIMEOUT)
    page.check()
    shell.qtbot.waitUntil(lambda: page.plan is not None, timeout=TIMEOUT)
    page.run_import()
    assert bench.jobs.busy
    shell.window.close()
    closed(shell)
    assert recorded_dialogs.requests == []
    workspace = Workspace.open(folder, passphrase=PHRASE)
    with workspace.read() as session:
        assert len(participants.rows(session)) == PEOPLE + 2
    workspace.close(back_up=False)


def test_the_wait_after_wrong_phrases_grows_and_is_counted_down(shell: Shell, folder: Path) -> None:
    card = shell.card(folder)
    for _attempt in range(FREE_ATTEMPTS + 1):
        type_text(card.phrase.line, "pas la bonne phrase")
        press(card.phrase.line, Qt.Key.Key_Return)
        shell.qtbot.waitUntil(lambda: not shell.window.jobs.busy, timeout=TIMEOUT)
    assert "attendez encore 1" in card.phrase.error()
    assert card.open_button.isEnabled(), "nobody is locked out"
    shell.qtbot.waitUntil(lambda: card.phrase.error() == "", timeout=TIMEOUT)
    with shell.qtbot.waitSignal(shell.window.opened, timeout=TIMEOUT):
        type_text(card.phrase.line, PHRASE)
        press(card.phrase.line, Qt.Key.Key_Return)
