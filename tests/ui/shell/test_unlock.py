"""The first screen: phrases, creation, recovery, locking."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from elans_desktop.core import example
from elans_desktop.storage import drafts, keys
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui import recent
from elans_desktop.ui.kit.fields_text import TextField
from elans_desktop.ui.settings.organisation_section import OrganisationSection
from elans_desktop.ui.shell.recovery import CodePage
from elans_desktop.ui.shell.workbench import Workbench
from tests.support.dialogs import RecordedDialogs
from tests.support.pages import TIMEOUT, Shell, press, type_text
from tests.ui.shell.conftest import PHRASE, USER

NEW_PHRASE = "lanterne gravier dimanche cuivre"


def test_a_wrong_phrase_says_so_in_place_then_the_right_one_opens(shell: Shell, folder: Path) -> None:
    card = shell.card(folder)
    type_text(card.phrase.line, "pas la bonne phrase")
    press(card.phrase.line, Qt.Key.Key_Return)
    shell.qtbot.waitUntil(lambda: bool(card.phrase.error()), timeout=TIMEOUT)
    assert "phrase" in card.phrase.error()
    assert card.phrase.line.selectedText(), "ready to be typed again"
    assert shell.window.workbench is None
    type_text(card.phrase.line, PHRASE)
    with shell.qtbot.waitSignal(shell.window.opened, timeout=TIMEOUT):
        press(card.phrase.line, Qt.Key.Key_Return)
    assert shell.bench.current_view() is shell.bench.view("home")
    assert "Association Le Pressoir" in shell.window.windowTitle()
    assert recent.load()[0].folder == str(folder.resolve())


def test_nothing_is_asked_of_the_key_without_a_phrase(shell: Shell, folder: Path) -> None:
    card = shell.card(folder)
    press(card.phrase.line, Qt.Key.Key_Return)
    assert card.phrase.error()
    assert not shell.window.jobs.busy


def test_capitals_lock_is_guessed_from_the_letters(shell: Shell, folder: Path) -> None:
    card = shell.card(folder)
    press(card.phrase.line, Qt.Key.Key_A, "A")
    assert "majuscules" in card.phrase.message.words.text()


def test_only_the_card_of_the_example_tells_its_phrase(shell: Shell, folder: Path) -> None:
    def told(card: QWidget) -> bool:
        return any(example.PHRASE in words.text() for words in card.findChildren(QLabel))

    assert not told(shell.card(folder))
    shutil.copytree(folder, example.example_folder())
    assert told(shell.card(example.example_folder()))


def test_the_card_of_an_unreadable_classeur_says_why(shell: Shell, folder: Path) -> None:
    (folder / "keys.json").write_text("{", encoding="utf-8")
    shell.window.welcome.refresh(str(folder))
    card = shell.window.welcome.card(str(folder))
    assert card is not None
    texts = " ".join(label.text() for label in card.findChildren(type(shell.window.welcome._empty)))
    assert "clés" in texts
    assert "keys.json.bak" in texts, "what to do"


def test_a_classeur_whose_folder_is_gone_is_shown_and_leaves_the_list(shell: Shell, folder: Path) -> None:
    shell.card(folder)
    shutil.move(folder, folder.with_name("ailleurs"))
    shell.window.welcome.refresh(str(folder))
    card = shell.window.welcome.card(str(folder))
    assert card is not None
    assert "introuvable" in [label.text() for label in card.findChildren(QLabel)]
    assert not shell.window.grab().isNull(), "painted with its icons"
    forget = next(link for link in card.findChildren(QPushButton) if link.text() == "Retirer de la liste")
    forget.click()
    assert shell.window.welcome.card(str(folder)) is None


def test_altered_keys_are_refused_at_opening(
    shell: Shell, folder: Path, recorded_dialogs: RecordedDialogs
) -> None:
    stored = json.loads((folder / "keys.json").read_text(encoding="utf-8"))
    stored["title"] = "Autre chose"
    (folder / "keys.json").write_text(json.dumps(stored), encoding="utf-8")
    recorded_dialogs.answer("error")
    card = shell.card(folder)
    type_text(card.phrase.line, PHRASE)
    press(card.phrase.line, Qt.Key.Key_Return)
    shell.qtbot.waitUntil(lambda: bool(recorded_dialogs.requests), timeout=TIMEOUT)
    assert "abîmé" in recorded_dialogs.titles()[0]
    assert shell.window.workbench is None


def test_creation_goes_to_the_code_then_to_accueil(shell: Shell, own_home: Path, monkeypatch) -> None:
    monkeypatch.setattr("elans_desktop.ui.shell.assistant.default_workspaces_dir", lambda: own_home / "ELANS")
    page: CodePage = shell.create("Le Pressoir: essai", "Ada Épreuve", NEW_PHRASE)
    assert not page.open.isEnabled(), "the code must be kept first"
    page.kept.setChecked(True)
    with shell.qtbot.waitSignal(shell.window.opened, timeout=TIMEOUT):
        page.open.click()
    workspace = shell.bench.bridge.workspace
    assert workspace.title == "Le Pressoir: essai"
    assert workspace.folder.parent == own_home / "ELANS"
    assert shell.bench.header.organisation.text() == "Le Pressoir: essai"


def test_a_lost_phrase_is_replaced_thanks_to_the_code(shell: Shell, made: tuple[Path, str]) -> None:
    folder, code = made
    shell.recover(folder, code.lower().replace("o", "0"), NEW_PHRASE)
    page: CodePage = shell.page(CodePage)
    page.kept.setChecked(True)
    with shell.qtbot.waitSignal(shell.window.opened, timeout=TIMEOUT):
        page.open.click()
    assert shell.bench.bridge.actor.name == USER
    shell.lock()
    assert keys.read(folder).recovery_number == 2, "the used code is replaced"
    Workspace.open(folder, passphrase=NEW_PHRASE).close(back_up=False)


def test_a_slip_in_the_code_is_told_from_a_wrong_code(shell: Shell, made: tuple[Path, str]) -> None:
    folder, code = made
    lines = code.splitlines()
    lines[2] = lines[2].replace(lines[2][0], "7" if lines[2][0] != "7" else "8", 1)
    page = shell.recover(folder, "\n".join(lines), NEW_PHRASE)
    assert page.lines[2].error()
    assert not page.lines[0].error()
    assert not shell.window.jobs.busy


def test_locking_closes_the_base_and_comes_back_where_it_was(shell: Shell, folder: Path) -> None:
    shell.unlock(folder, PHRASE)
    shell.lock()
    assert shell.window.workbench is None
    card = shell.window.welcome.card(str(folder))
    assert card is not None
    assert card.is_unfolded
    again = Workspace.open(folder, passphrase=PHRASE)  # the lock file was given back
    again.close(back_up=False)


def test_locking_keeps_what_is_typed(shell: Shell, folder: Path) -> None:
    bench = shell.unlock(folder, PHRASE)
    bench.navigate("settings")
    card = organisation(bench).identity
    name = card.form.field("name")
    assert isinstance(name, TextField)
    type_text(name.line, " et ses amis")
    assert card.form.is_dirty()
    shell.lock()
    again = shell.unlock(folder, PHRASE)
    assert [draft.values["name"] for draft in again.bridge.read(drafts.mine)] == [name_offered(again)]


def organisation(bench: Workbench) -> OrganisationSection:
    """The first section of the settings."""
    section = bench.findChild(OrganisationSection)
    assert isinstance(section, OrganisationSection)
    return section


def name_offered(bench: Workbench) -> str:
    """The name that the settings offer to take up again."""
    bench.navigate("settings")
    section = organisation(bench)
    assert section.identity.drafts.isVisibleTo(section)
    section.identity.drafts.resume()
    return section.identity.form.values()["name"]
