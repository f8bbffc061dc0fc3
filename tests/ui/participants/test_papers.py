"""« Imprimer » on a file and on a selection: documents, letters, private notes, what follows the note."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from elans_desktop.models.journal import AccessTrace
from elans_desktop.services.participants import participants, sensitive
from elans_desktop.services.participants.letters import templates
from elans_desktop.services.participants.letters.templates import TemplateInput
from elans_desktop.services.pathways import interviews
from elans_desktop.services.pathways.interviews import InterviewInput
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.participants import after_printing, letters, papers
from elans_desktop.ui.participants.file import PersonFile
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import RecordedWindow
from tests.support.dialogs import RecordedDialogs
from tests.support.letter_files import odt, part
from tests.support.organisation import acting_as
from tests.support.people import add_pathway, add_person


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    person = add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2), commune="Flers")
    entry = date(2026, 8, 18)
    add_pathway(workspace, person, agreement, [("M", entry, None)], entry_on=entry)
    return person


@pytest.fixture
def file(qtbot: QtBot, view: ParticipantsView, lucie: uuid.UUID) -> PersonFile:
    view.show()
    view.open_item("participant", lucie)
    shown = view.right.currentWidget()
    assert isinstance(shown, PersonFile)
    return shown


def rows(menu: Menu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if not action.isSeparator()}


def opened(file: PersonFile) -> tuple[Menu, dict[str, QAction]]:
    menu = Menu(file)
    file._fill_print_menu(menu)
    return menu, rows(menu)


def note(workspace: Workspace, person: uuid.UUID) -> None:
    with workspace.write("Noter un entretien") as session:
        interviews.save(
            session,
            InterviewInput(
                person, day=date(2027, 4, 28), summary="Le code avance.", private_note="À revoir."
            ),
        )


def test_the_documents_come_in_the_order_of_the_design(file: PersonFile) -> None:
    _menu, names = opened(file)
    shown = list(names)
    wanted = [
        "Fiche individuelle", "Bilan de parcours", "Relevé mensuel de présence", "Charte d’engagement",
        "Plan d’action", "Note d’information sur les données",
    ]  # fmt: skip
    assert [name for name in shown if name in wanted] == wanted
    assert shown[-3:] == ["Courrier\u00a0: Attestation de suivi", "Courrier\u00a0: Convocation", "Enveloppe"]
    assert not any("confidentiel" in name or "notes privées" in name for name in shown)


def test_a_document_is_asked_for_this_person(
    file: PersonFile, lucie: uuid.UUID, window: RecordedWindow
) -> None:
    _menu, names = opened(file)
    names["Bilan de parcours"].trigger()
    names["Enveloppe"].trigger()
    assert [(asked.key, asked.object_ids, asked.variant) for asked in window.printed] == [
        ("bilan-parcours", (lucie,), None),
        ("enveloppes", (lucie,), "dl"),
    ]


def test_the_box_of_private_notes_is_unticked_and_leaves_the_menu_open(
    workspace: Workspace, file: PersonFile, lucie: uuid.UUID, window: RecordedWindow, qtbot: QtBot
) -> None:
    note(workspace, lucie)
    menu, names = opened(file)
    box = names["Inclure les notes privées (1)"]
    assert not box.isChecked()
    menu.popup(file.mapToGlobal(file.rect().topLeft()))
    qtbot.waitUntil(menu.isVisible)
    menu.setActiveAction(box)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(box).center())
    assert box.isChecked()
    assert menu.isVisible()
    names["Fiche individuelle"].trigger()
    names["Charte d’engagement"].trigger()
    assert [asked.variant for asked in window.printed] == ["notes-privees", None]
    menu.close()
    assert not opened(file)[1]["Inclure les notes privées (1)"].isChecked()


def test_the_box_is_ticked_from_the_keyboard(
    workspace: Workspace, file: PersonFile, lucie: uuid.UUID, qtbot: QtBot
) -> None:
    note(workspace, lucie)
    menu, names = opened(file)
    box = names["Inclure les notes privées (1)"]
    menu.popup(file.mapToGlobal(file.rect().topLeft()))
    qtbot.waitUntil(menu.isVisible)
    menu.setActiveAction(box)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        before = box.isChecked()
        event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        menu.keyPressEvent(event)
        assert box.isChecked() is not before
    assert menu.isVisible()
    menu.close()


def test_the_confidential_sheet_is_offered_to_those_who_read_it_where_it_is_kept(
    workspace: Workspace, file: PersonFile, lucie: uuid.UUID, window: RecordedWindow
) -> None:
    note(workspace, lucie)
    with workspace.write("Essai") as session:
        sensitive.keep(session, on=True)
    _menu, names = opened(file)
    names["Inclure les notes privées (1)"].toggle()
    names["Fiche individuelle, bloc confidentiel"].trigger()
    assert window.printed[-1].variant == "confidentiel+notes-privees"
    with acting_as(workspace, "accueil"):
        assert "Fiche individuelle, bloc confidentiel" not in opened(file)[1]
        assert "Bilan de parcours" not in opened(file)[1]


def test_every_interview_is_offered_on_paper_once_the_sheet_leaves_some_out(
    workspace: Workspace, file: PersonFile, lucie: uuid.UUID, window: RecordedWindow
) -> None:
    words = "Fiche individuelle, tous les entretiens"
    assert words not in opened(file)[1]
    with workspace.write("Essai") as session:
        for day in range(1, 15):
            interviews.save(session, InterviewInput(lucie, day=date(2027, 1, day), summary="Un fait."))
    opened(file)[1][words].trigger()
    assert window.printed[-1].variant == "tous-les-entretiens"
    with acting_as(workspace, "accueil"):
        assert words not in opened(file)[1]


def test_a_letter_is_saved_only_where_the_person_asks(
    workspace: Workspace,
    file: PersonFile,
    lucie: uuid.UUID,
    window: RecordedWindow,
    tmp_path: Path,
    recorded_dialogs: RecordedDialogs,
) -> None:
    with workspace.write("Essai") as session:
        templates.save(
            session, TemplateInput(title="Invitation", content=odt("<text:p>Bonjour {{prenom}}</text:p>"))
        )
    target = tmp_path / "lettre.odt"
    recorded_dialogs.answer("save", target)
    opened(file)[1]["Courrier\u00a0: Invitation"].trigger()
    assert "Bonjour Lucie" in part(target.read_bytes(), "content.xml")
    assert window.said == ["Courrier enregistré\u00a0: lettre.odt"]
    assert recorded_dialogs.requests[0].data["name"].endswith(".odt")
    assert "bazin" not in str(recorded_dialogs.requests[0].data["name"]).lower()
    with workspace.read() as session:
        actions = session.scalars(select(AccessTrace.action).where(AccessTrace.row_id == lucie)).all()
    assert "export" in actions
    recorded_dialogs.answer("save", None)
    opened(file)[1]["Courrier\u00a0: Invitation"].trigger()
    assert list(tmp_path.glob("*.odt")) == [target]


def test_what_a_letter_lacks_is_said_before_it_is_saved(
    file: PersonFile, recorded_dialogs: RecordedDialogs
) -> None:
    recorded_dialogs.answer("ask", None)
    opened(file)[1]["Courrier\u00a0: Convocation"].trigger()
    assert "1\u00a0personne sans prochain rendez-vous noté." in recorded_dialogs.requests[0].text


def test_letters_to_several_people(
    workspace: Workspace,
    view: ParticipantsView,
    lucie: uuid.UUID,
    window: RecordedWindow,
    tmp_path: Path,
    recorded_dialogs: RecordedDialogs,
) -> None:
    other = add_person(workspace, "Aubert", "Kévin")
    with workspace.write("Essai") as session:
        key = templates.save(
            session, TemplateInput(title="Invitation", content=odt("<text:p>{{prenom}}</text:p>"))
        )
    for way, name in ((letters.EACH, "x.zip"), (letters.TOGETHER, "x.odt")):
        recorded_dialogs.answer("form", {"template": key, "way": way})
        recorded_dialogs.answer("save", tmp_path / name)
        letters.choose(view.context, view, [lucie, other])
        assert (tmp_path / name).stat().st_size > 100
    assert window.said[-1] == "2 courriers enregistrés\u00a0: x.odt"
    assert recorded_dialogs.requests[1].data["name"].endswith(".zip")


def test_a_selection_is_printed_in_one_document(
    workspace: Workspace,
    view: ParticipantsView,
    lucie: uuid.UUID,
    window: RecordedWindow,
    recorded_dialogs: RecordedDialogs,
) -> None:
    other = add_person(workspace, "Aubert", "Kévin")
    menu = Menu(view)
    papers.fill_for_several(menu, view.context, view, [lucie, other])
    names = rows(menu)
    assert "Courrier…" in names
    names["Fiche individuelle"].trigger()
    recorded_dialogs.answer("form", {"sheet": "14", "start": 3})
    names["Étiquettes d’adresse…"].trigger()
    recorded_dialogs.answer("ask", "c5")
    names["Enveloppes…"].trigger()
    assert [(asked.key, asked.variant) for asked in window.printed] == [
        ("fiche-participant", None),
        ("etiquettes", "14:3"),
        ("enveloppes", "c5"),
    ]
    assert all(asked.object_ids == (lucie, other) for asked in window.printed)


def test_blank_papers_are_printed_from_the_list(view: ParticipantsView, window: RecordedWindow) -> None:
    menu = Menu(view)
    view._fill_tools(menu)
    names = rows(menu)
    for words in (
        "Fiche de repérage vierge",
        "Fiche de repérage, deux par page",
        "Charte d’engagement vierge",
    ):
        names[words].trigger()
    assert [(asked.key, asked.variant, asked.object_ids) for asked in window.printed] == [
        ("fiche-reperage", None, ()),
        ("fiche-reperage", "deux-a5", ()),
        ("charte", None, ()),
    ]


def test_once_the_note_is_printed_its_day_is_offered(
    workspace: Workspace,
    view: ParticipantsView,
    lucie: uuid.UUID,
    window: RecordedWindow,
    recorded_dialogs: RecordedDialogs,
) -> None:
    request = DocumentRequest("note-rgpd", object_ids=(lucie,))
    recorded_dialogs.answer("form", None)
    after_printing.offer(view.context, view, request)
    recorded_dialogs.answer("form", {"day": date(2027, 5, 3), "by": "Nadia"})
    after_printing.offer(view.context, view, request)
    after_printing.offer(view.context, view, request)  # noted: nothing more is asked
    after_printing.offer(view.context, view, DocumentRequest("note-rgpd"))
    after_printing.offer(view.context, view, DocumentRequest("charte", object_ids=(lucie,)))
    with workspace.read() as session:
        kept = participants.view(session, lucie).input
    assert (kept.information_given_on, kept.information_given_by) == (date(2027, 5, 3), "Nadia")
    assert window.said == ["Information donnée\u00a0: notée"]
    assert len(recorded_dialogs.requests) == 2
