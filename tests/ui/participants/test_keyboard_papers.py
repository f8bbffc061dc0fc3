"""Two more tasks by real keys: a letter from its template, everything known of a person handed over."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

import pytest
import pyzipper
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from elans_desktop.services.participants.letters import templates
from elans_desktop.services.participants.letters.templates import TemplateInput
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.dialog_box import DialogBox
from elans_desktop.ui.participants.rights_section import RightsSection
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.letter_files import odt, part
from tests.support.pages import press
from tests.support.people import add_pathway, add_person
from tests.support.person_page import open_file
from tests.support.typed_boxes import TypedBoxes, held, hit, tab_to, write

ENTRY = date(2026, 8, 18)
Key = Qt.Key
PHRASE = "six mots sans aucun rapport entre eux"


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    person = add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2))
    add_pathway(workspace, person, agreement, [("M", ENTRY, None)], entry_on=ENTRY)
    return person


def choose_in_menu(words: str) -> None:
    """Down to a row of the menu that opens, then Entrée."""

    def keys() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        try:
            for _ in menu.actions():
                press(menu, Key.Key_Down)
                row = menu.activeAction()
                if row is not None and row.text().replace("\u00a0", " ") == words:
                    press(menu, Key.Key_Return, "\r")
                    return
            raise AssertionError(f"the arrows never come to « {words} »")
        finally:
            menu.close()

    QTimer.singleShot(0, keys)


def on_screen(qtbot: QtBot, view: ParticipantsView) -> None:
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()


def test_a_letter_is_written_from_its_template(
    qtbot: QtBot,
    view: ParticipantsView,
    workspace: Workspace,
    lucie: uuid.UUID,
    boxes: TypedBoxes,
    tmp_path: Path,
) -> None:
    with workspace.write("Modèle") as session:
        content = odt("<text:p>Bonjour {{prenom}}</text:p>")
        templates.save(session, TemplateInput(title="Invitation", content=content))
    on_screen(qtbot, view)
    file = open_file(view, lucie)
    file.setFocus()
    tab_to(file.print_button)
    boxes.file = tmp_path / "lettre.odt"
    choose_in_menu("Courrier : Invitation")
    hit(Key.Key_Space)
    qtbot.waitUntil(boxes.file.exists)
    assert "Bonjour Lucie" in part(boxes.file.read_bytes(), "content.xml")


def test_everything_known_of_a_person_is_handed_over(
    qtbot: QtBot,
    view: ParticipantsView,
    workspace: Workspace,
    lucie: uuid.UUID,
    boxes: TypedBoxes,
    tmp_path: Path,
) -> None:
    on_screen(qtbot, view)
    file = open_file(view, lucie)
    section = file.section(RightsSection)
    qtbot.waitUntil(lambda: section.file is not None and section.file.person.id == lucie)
    section.hand_button.setFocus()
    view.activateWindow()
    qtbot.waitUntil(section.hand_button.hasFocus)
    boxes.file = tmp_path / "donnees.zip"

    def phrase(box: DialogBox) -> None:
        assert box.form is not None
        assert held() is box.form.field("phrase").editor, "the phrase drawn may be written over at once"
        hit(Key.Key_A, "", Qt.KeyboardModifier.ControlModifier)
        write(PHRASE)
        hit(Key.Key_Return, "\r")

    boxes.expect(phrase)
    boxes.expect(lambda _box: hit(Key.Key_Escape))
    hit(Key.Key_Space)
    qtbot.waitUntil(lambda: len(boxes.titles) == 3, timeout=20_000)
    archive = pyzipper.AESZipFile(boxes.file)
    archive.setpassword(PHRASE.encode())
    assert "donnees.json" in archive.namelist()
