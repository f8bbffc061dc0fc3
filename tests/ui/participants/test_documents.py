"""« Documents » and « Confidentiel »: what a person sees, drops, opens, and what others do not."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.services.organisation import settings
from elans_desktop.services.participants import attachments, portraits, sensitive
from elans_desktop.services.participants.attachments import NewAttachment
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui import theme
from elans_desktop.ui.kit.buttons import Button
from elans_desktop.ui.participants import picture_pdf, portrait
from elans_desktop.ui.participants.confidential import ConfidentialSection
from elans_desktop.ui.participants.documents import DocumentsSection
from elans_desktop.ui.participants.file import PersonFile
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support import attached_files as made
from tests.support import office_files, pictures
from tests.support.calendar_window import RecordedWindow
from tests.support.dialogs import RecordedDialogs
from tests.support.organisation import acting_as
from tests.support.people import add_pathway, add_person
from tests.ui.participants.test_traces import traced

BLANK: dict[str, Any] = {
    "kind_code": None,
    "confidential": None,
    "dated": None,
    "expires_on": None,
    "note": "",
}


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    person = add_person(workspace, "Bazin", "Lucie")
    add_pathway(workspace, person, agreement, entry_on=date(2027, 1, 4))
    return person


def open_file(view: ParticipantsView, person: uuid.UUID) -> PersonFile:
    view.show()
    view.open_item("participant", person)
    file = view.right.currentWidget()
    assert isinstance(file, PersonFile)
    file._later.stop()
    file._show_later_parts()
    return file


def documents(view: ParticipantsView, person: uuid.UUID) -> DocumentsSection:
    return open_file(view, person).section(DocumentsSection)


def words(widget: QWidget) -> str:
    """Everything one reads in a section."""
    QApplication.processEvents()  # what was added to a shown page is shown at the next turn
    labels = [part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget)]
    links = [part.text() for part in widget.findChildren(Button) if part.isVisibleTo(widget)]
    return " | ".join([*labels, *links])


def press(widget: QWidget, name: str) -> None:
    button = next(b for b in widget.findChildren(Button) if b.accessibleName().startswith(name))
    button.click()


def wait_for_jobs(qtbot: QtBot, view: ParticipantsView) -> None:
    qtbot.waitUntil(lambda: not view.context.jobs.busy)


@pytest.fixture
def on_disk(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def test_a_file_is_chosen_described_shown_and_saved_out(
    qtbot: QtBot,
    view: ParticipantsView,
    lucie: uuid.UUID,
    window: RecordedWindow,
    recorded_dialogs: RecordedDialogs,
    on_disk: Callable[[str, bytes], Path],
    workspace: Workspace,
    tmp_path: Path,
) -> None:
    section = documents(view, lucie)
    assert "Pièce d’identité | manque" in words(section)
    content = made.pdf("Carte")
    recorded_dialogs.answer("open", on_disk("scan0001.pdf", content))
    card = BLANK | {
        "name": "Carte d’identité",
        "kind_code": "piece_identite",
        "expires_on": date(2027, 5, 16),
    }
    recorded_dialogs.answer("form", card)
    press(section, "Joindre\u00a0: Pièce d’identité")
    wait_for_jobs(qtbot, view)
    assert recorded_dialogs.requests[-1].data["values"]["kind_code"] == "piece_identite"
    assert workspace.undo_label() == "Joindre une pièce au dossier de Lucie B."
    section = documents(view, lucie)
    assert "Pièce d’identité | expire dans 12\u00a0jours" in words(section)
    assert "Carte d’identité.pdf" in words(section)
    press(section, "Voir\u00a0: Carte d’identité.pdf")
    assert [title for title, _pages in window.shown] == ["Carte d’identité"]
    recorded_dialogs.answer("save", tmp_path / "sortie.pdf")
    press(section, "Enregistrer Carte d’identité.pdf")
    assert (tmp_path / "sortie.pdf").read_bytes() == content
    assert [action for action, _row in traced(workspace)] == ["lecture", "export"]
    press(section, "Retirer Carte d’identité.pdf")
    section = documents(view, lucie)
    assert "Aucun fichier joint." in words(section)
    view.context.bridge.undo()
    assert "Carte d’identité.pdf" in words(documents(view, lucie))


def test_files_dropped_together_are_kept_and_the_bad_ones_named(
    qtbot: QtBot,
    view: ParticipantsView,
    lucie: uuid.UUID,
    recorded_dialogs: RecordedDialogs,
    on_disk: Callable[[str, bytes], Path],
    workspace: Workspace,
) -> None:
    section = documents(view, lucie)
    paths = [
        on_disk("cv.pdf", made.pdf("CV")),
        on_disk("photo.png", made.png()),
        on_disk("facture.pdf", made.EXE),
        on_disk("grande.png", made.png(60_000, 60_000)),
    ]
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        dropped,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    recorded_dialogs.answer("inform")
    section.dropEvent(event)
    wait_for_jobs(qtbot, view)
    said = recorded_dialogs.requests[-1]
    assert said.title == "Des fichiers ne sont pas joints"
    assert "facture.pdf\u00a0: Ce fichier est un programme" in said.text
    assert "grande.png\u00a0: Cette image est trop grande" in said.text
    section = documents(view, lucie)
    assert {row.name for row in section.view.rows} == {"cv.pdf", "photo.png"}  # pyright: ignore
    assert workspace.undo_label() == "Joindre 2\u00a0pièces au dossier de Lucie B."


@pytest.mark.qt_log_ignore("Invalid JPEG", "propagateSizeHints")
def test_a_picture_is_shown_as_a_page_and_a_broken_one_says_so(
    qtbot: QtBot,
    view: ParticipantsView,
    lucie: uuid.UUID,
    window: RecordedWindow,
    workspace: Workspace,
    recorded_dialogs: RecordedDialogs,
) -> None:
    with workspace.write("Joindre") as session:
        attachments.add(session, attachments.NewAttachment(lucie, "photo.png", made.png()))
        attachments.add(session, attachments.NewAttachment(lucie, "abimee.jpg", made.jpeg()))
        attachments.add(session, attachments.NewAttachment(lucie, "protege.pdf", b"%PDF-1.4\n%%EOF"))
    section = documents(view, lucie)
    press(section, "Voir\u00a0: photo.png")
    wait_for_jobs(qtbot, view)
    assert [title for title, _pages in window.shown] == ["photo"]
    assert picture_pdf.page_of(made.png(60, 40)).startswith(b"%PDF-")
    recorded_dialogs.answer("error")
    press(section, "Voir\u00a0: abimee.jpg")
    wait_for_jobs(qtbot, view)
    assert recorded_dialogs.titles() == ["Cette image ne peut pas être affichée."]


def test_what_is_confidential_is_counted_for_the_welcome(
    view: ParticipantsView, lucie: uuid.UUID, workspace: Workspace
) -> None:
    with workspace.write("Joindre") as session:
        new = attachments.NewAttachment(lucie, "Notification.pdf", made.pdf(), kind_code="rqth")
        attachments.add(session, new)
    with acting_as(workspace, "accueil"):
        section = documents(view, lucie)
        said = words(section)
    assert "Notification" not in said
    assert "1\u00a0pièce confidentielle" in said


def test_the_confidential_block_is_absent_then_closed_then_traced(
    view: ParticipantsView, lucie: uuid.UUID, workspace: Workspace
) -> None:
    file = open_file(view, lucie)
    with pytest.raises(LookupError):
        file.section(ConfidentialSection)
    with workspace.write("Ouvrir le bloc") as session:
        sensitive.keep(session, on=True)
        sensitive.save(
            session, sensitive.SensitiveInput(lucie, note="Pauses le matin", note_purpose="amenager")
        )
    block = open_file(view, lucie).section(ConfidentialSection)
    assert "Pauses" not in words(block)
    assert block.form_section.form.values()["note"] == ""
    assert block.open()
    assert block.form_section.form.values()["note"] == "Pauses le matin"
    assert "Jamais ici" in words(block)
    assert ("lecture", lucie) in traced(workspace)
    block.form_section.form.field("rqth_code").set_value("oui")
    block.form_section.form.field("rqth_code").changed.emit()
    view.save()
    assert block.form_section.form.field("rqth_purpose").error().startswith("À quoi cela sert-il")
    block.form_section.form.field("rqth_purpose").set_value("droits")
    view.save()
    with workspace.read() as session:
        assert sensitive.view(session, lucie).rqth_code == "oui"
    assert "confidentiel" in (workspace.undo_label() or "")
    other = add_person(workspace, "Blin", "Rémi")
    again = open_file(view, other).section(ConfidentialSection)
    assert again.form_section.isHidden()
    assert again.form_section.form.values()["note"] == ""


def test_a_referent_sees_the_block_of_their_own_people_alone(
    view: ParticipantsView, lucie: uuid.UUID, workspace: Workspace
) -> None:
    with workspace.write("Ouvrir le bloc") as session:
        settings.put(session, settings.SENSITIVE_BLOCK, True)
    with acting_as(workspace, "referent"):
        block = open_file(view, lucie).section(ConfidentialSection)
        assert not block.open()
        assert "réservée à son référent" in words(block)
    view._drop_file()
    with acting_as(workspace, "accueil"), pytest.raises(LookupError):
        open_file(view, lucie).section(ConfidentialSection)


def test_what_an_office_document_says_is_shown_in_the_application(
    qtbot: QtBot,
    view: ParticipantsView,
    lucie: uuid.UUID,
    window: RecordedWindow,
    recorded_dialogs: RecordedDialogs,
    workspace: Workspace,
) -> None:
    letter = office_files.docx("<w:p><w:r><w:t>Madame, Monsieur</w:t></w:r></w:p>")
    broken = made.office(made.ODT, more={"content.xml": b"<office>"})
    with workspace.write("Joindre") as session:
        attachments.add(session, NewAttachment(lucie, "lettre.docx", letter))
        attachments.add(session, NewAttachment(lucie, "abimé.odt", broken))
    section = documents(view, lucie)
    press(section, "Voir le contenu\u00a0: lettre.docx")
    wait_for_jobs(qtbot, view)
    assert [title for title, _pages in window.shown] == ["lettre"]
    assert [action for action, _row in traced(workspace)] == ["lecture"]
    assert window.issued is not None
    window.issued()
    assert [action for action, _row in traced(workspace)] == ["lecture", "export"], "printed or saved there"
    recorded_dialogs.answer("error")
    press(section, "Voir le contenu\u00a0: abimé.odt")
    wait_for_jobs(qtbot, view)
    assert len(window.shown) == 1
    assert "abîmé" in recorded_dialogs.requests[-1].title + recorded_dialogs.requests[-1].text


def test_the_photo_of_a_person_stands_beside_their_name_once_it_is_allowed(
    qtbot: QtBot, view: ParticipantsView, lucie: uuid.UUID, workspace: Workspace
) -> None:
    with workspace.write("Joindre") as session:
        attachments.add(session, NewAttachment(lucie, "photo.png", pictures.png(120, 160), portraits.KIND))
    other = add_person(workspace, "Cissé", "Awa")
    file = open_file(view, lucie)
    wait_for_jobs(qtbot, view)
    assert not file.portrait.isVisibleTo(file)
    with workspace.write("Montrer") as session:
        portraits.keep(session, on=True)
    file = open_file(view, lucie)
    qtbot.waitUntil(lambda: file.portrait.isVisibleTo(file))
    assert file.portrait.pixmap().width() == file.portrait.pixmap().height() == theme.px(portrait.SIDE)
    assert file.portrait.accessibleName() == "Photo de Lucie Bazin"
    file = open_file(view, other)
    wait_for_jobs(qtbot, view)
    assert not file.portrait.isVisibleTo(file)
    assert portrait.reduced(b"rien", 56) is None


def test_a_photo_described_again_once_photos_are_hidden_stays_a_photo(
    view: ParticipantsView, lucie: uuid.UUID, workspace: Workspace, recorded_dialogs: RecordedDialogs
) -> None:
    with workspace.write("Joindre") as session:
        attachments.add(session, NewAttachment(lucie, "photo.png", pictures.png(40, 40), portraits.KIND))
    section = documents(view, lucie)
    recorded_dialogs.answer("form", None)
    press(section, "Décrire photo.png")
    (asked,) = recorded_dialogs.requests
    (kinds,) = [
        dict(spec.choices)
        for part in asked.data["sections"]
        for spec in part.fields
        if spec.name == "kind_code"
    ]
    assert kinds[portraits.KIND] == "Photo de la personne"
    assert asked.data["values"]["kind_code"] == portraits.KIND
