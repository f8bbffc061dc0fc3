"""« Ses droits » in the file of a person, the register, and the archive handed over."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pyzipper
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from elans_desktop.core.errors import InputError
from elans_desktop.services.privacy import person_requests
from elans_desktop.services.privacy.person_requests import RequestInput
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.participants.requests_page import RequestsPage
from elans_desktop.ui.participants.rights_section import RightsSection
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import Keyboard, RecordedWindow
from tests.support.dialogs import RecordedDialogs
from tests.support.organisation import acting_as
from tests.support.people import add_pathway, add_person
from tests.support.person_page import banners, kept, marks, open_file, put
from tests.support.support_world import interview

ENTRY = date(2026, 8, 18)
ARCHIVE = "six mots sans aucun rapport entre eux"


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    person = add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2), commune="Flers")
    add_pathway(workspace, person, agreement, [("M", ENTRY, None)], entry_on=ENTRY)
    return person


def asked(workspace: Workspace, person: uuid.UUID, kind: str, day: date, **more: Any) -> uuid.UUID:
    with workspace.write("Noter une demande") as session:
        return person_requests.save(session, RequestInput(person, kind_code=kind, received_on=day, **more))


def section_of(view: ParticipantsView, person: uuid.UUID, qtbot: QtBot) -> RightsSection:
    file = open_file(view, person)
    section = file.section(RightsSection)
    qtbot.waitUntil(lambda: section.file is not None and section.file.person.id == person)
    return section


def test_an_opposition_is_typed_and_seen_at_the_head_of_the_file(
    view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID, qtbot: QtBot, window: RecordedWindow
) -> None:
    section = section_of(view, lucie, qtbot)
    section.add()
    box = section.editor.form.field("opposes_contact")
    assert not box.isVisibleTo(section), "the boxes are those of an opposition"
    put(section.editor, "kind_code", "opposition")
    assert box.isVisibleTo(section)
    put(section.editor, "received_on", date(2027, 4, 20))
    view.save()
    assert section.editor.form.field("opposes_contact").error(), "what it is about must be said"
    put(section.editor, "opposes_contact", True)
    view.save()
    file = open_file(view, lucie)
    words = [banner.words.text() for banner in banners(file)]
    assert "S’oppose depuis le 20/04/2027\u00a0: ni appels ni courriers." in words
    qtbot.waitUntil(lambda: marks(file)["rights"] == "1")
    section.lift_button.click()
    assert window.said[-1] == "Opposition levée"
    assert kept(workspace, person_requests.opposition, lucie).since is None


def test_the_register_leads_to_the_file_by_the_keyboard(
    view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    asked(workspace, lucie, "acces", date(2027, 3, 20))
    view.show()
    view.open_item("requests", None)
    page = view.pages.currentWidget()
    assert isinstance(page, RequestsPage)
    assert page.table.model.rowCount() == 1
    keyboard.press(page.table.view, Qt.Key.Key_Return)
    assert view.pages.currentIndex() == 0
    section = section_of(view, lucie, qtbot)
    assert section.fact.text() == "1\u00a0demande"


def test_the_register_is_exported_without_a_name(
    view: ParticipantsView,
    workspace: Workspace,
    lucie: uuid.UUID,
    tmp_path: Path,
    recorded_dialogs: RecordedDialogs,
) -> None:
    asked(workspace, lucie, "acces", date(2027, 3, 20))
    view.show()
    view.open_item("requests", None)
    page = view.pages.currentWidget()
    assert isinstance(page, RequestsPage)
    target = tmp_path / "registre.csv"
    recorded_dialogs.answer("save", target)
    page.exporting.click()
    text = target.read_text(encoding="utf-8-sig")
    assert "Accès à ses données" in text
    assert "Bazin" not in text


def test_everything_is_handed_over_and_the_request_answered(
    view: ParticipantsView,
    workspace: Workspace,
    lucie: uuid.UUID,
    qtbot: QtBot,
    tmp_path: Path,
    window: RecordedWindow,
    recorded_dialogs: RecordedDialogs,
) -> None:
    made = asked(workspace, lucie, "acces", date(2027, 4, 20))
    interview(workspace, lucie, date(2027, 4, 1), private_note="Reparler du bus.")
    target = tmp_path / "donnees.zip"
    section = section_of(view, lucie, qtbot)
    recorded_dialogs.answer("form", {"phrase": ARCHIVE, "notes": "notes-privees"})
    recorded_dialogs.answer("save", target)
    recorded_dialogs.answer("ask", "answer")
    section.hand_button.click()
    qtbot.waitUntil(lambda: len(recorded_dialogs.requests) == 3, timeout=20_000)
    form, place, told = recorded_dialogs.requests
    assert len(str(form.data["values"]["phrase"])) == 24, "a phrase is drawn"
    assert "Bazin" not in place.data["name"]
    assert ARCHIVE in told.text
    archive = pyzipper.AESZipFile(target)
    archive.setpassword(ARCHIVE.encode())
    assert "Reparler du bus." in archive.read("donnees.json").decode()
    (row,) = kept(workspace, person_requests.of_participant, lucie)
    said = "Toutes ses données remises le 04/05/2027 par Camille Essai."
    view.refresh_if_stale()
    qtbot.waitUntil(lambda: section.handed.text() == said)
    assert (row.id, row.input.answered_on, row.input.outcome_code) == (made, date(2027, 5, 4), "acceptee")


def test_a_short_phrase_is_refused_before_anything_is_written(
    view: ParticipantsView,
    lucie: uuid.UUID,
    qtbot: QtBot,
    recorded_dialogs: RecordedDialogs,
) -> None:
    section = section_of(view, lucie, qtbot)
    recorded_dialogs.answer("form", None)
    section.hand_button.click()
    (form,) = recorded_dialogs.requests
    with pytest.raises(InputError):
        form.data["save"]({"phrase": "court", "notes": None})


def test_the_archive_is_not_offered_to_who_may_not_export(
    view: ParticipantsView, workspace: Workspace, lucie: uuid.UUID, qtbot: QtBot
) -> None:
    with acting_as(workspace, "accueil"):
        section = section_of(view, lucie, qtbot)
        assert not section.hand_button.isVisibleTo(section)
        assert section.add_button.isVisibleTo(section)
