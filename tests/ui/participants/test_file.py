from __future__ import annotations

import uuid
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.services.organisation import professionals
from elans_desktop.services.organisation.professionals import ProfessionalInput
from elans_desktop.services.participants import detection, participants, person_file
from elans_desktop.services.participants.detection import ContactInput
from elans_desktop.services.pathways import pathways, situations
from elans_desktop.services.scope import EVERYTHING
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.commune_field import former_remark, unknown_remark
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.participants.contacts import ContactsSection
from elans_desktop.ui.participants.exit import ExitSection
from elans_desktop.ui.participants.file import PersonFile
from elans_desktop.ui.participants.followed import EnrolmentsSection, EvaluationsSection, HistorySection
from elans_desktop.ui.participants.identity import IdentitySection
from elans_desktop.ui.participants.new_person import NewPerson
from elans_desktop.ui.participants.pathway import PathwaySection
from elans_desktop.ui.participants.section import FormSection
from elans_desktop.ui.participants.situation import SituationSection
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import Keyboard, RecordedWindow
from tests.support.dialogs import RecordedDialogs
from tests.support.organisation import acting_as
from tests.support.people import add_pathway, add_person


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2), commune="Flers")


@pytest.fixture
def pathway(workspace: Workspace, agreement: uuid.UUID, lucie: uuid.UUID) -> uuid.UUID:
    entry = date(2026, 8, 18)
    return add_pathway(workspace, lucie, agreement, [("M", entry, None)], entry_on=entry)


def open_file(view: ParticipantsView, person: uuid.UUID) -> PersonFile:
    view.show()
    view.open_item("participant", person)
    file = view.right.currentWidget()
    assert isinstance(file, PersonFile)
    return file


def write(file: PersonFile, section: type[FormSection], name: str, text: str) -> None:
    """Type in a field as a person does: what is there is replaced."""
    line = file.section(section).form.field(name).editor
    assert isinstance(line, QLineEdit)
    line.selectAll()
    line.insert(text)
    line.textEdited.emit(text)


def banners(widget: QWidget) -> list[str]:
    QApplication.processEvents()  # what was added to a shown page is shown at the next turn
    return [b.words.text() for b in widget.findChildren(Banner) if b.isVisibleTo(widget)]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_a_person_is_created_with_the_keyboard_alone(
    qtbot: QtBot, view: ParticipantsView, keyboard: Keyboard, workspace: Workspace
) -> None:
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.start_new()
    qtbot.waitUntil(lambda: isinstance(QGuiApplication.focusObject(), QLineEdit))
    for words in ("Œuvrard", "Zoé", "", "12/3/98"):
        keyboard.type(focused(), words)
        keyboard.press(focused(), Qt.Key.Key_Tab)
    keyboard.press(focused(), Qt.Key.Key_Return, modifiers=Qt.KeyboardModifier.ControlModifier)
    form = view.right.currentWidget()
    if isinstance(form, NewPerson):  # a shortcut is not delivered to a widget by sendEvent on every platform
        form.save()
    (row,) = view.context.bridge.read(participants.rows, EVERYTHING)
    assert (row.name, row.birth_date) == ("Œuvrard Zoé", date(1998, 3, 12))
    assert view.pane.current_id() == row.id
    assert isinstance(view.right.currentWidget(), PersonFile)
    assert workspace.undo_label() == "Créer le dossier de Zoé Œ."


def test_an_identity_is_changed_saved_and_undone(
    view: ParticipantsView, lucie: uuid.UUID, workspace: Workspace
) -> None:
    file = open_file(view, lucie)
    write(file, IdentitySection, "last_name", "Bazin-Morel")
    assert file.section(IdentitySection).state.text() == "modifié"
    view.save()
    assert not file.section(IdentitySection).is_dirty()
    assert file.head.title.text() == "Lucie Bazin-Morel"
    assert [row.name for row in view.pane.model.rows()] == ["Bazin-Morel Lucie"]
    assert workspace.undo_label() == "Modifier la fiche de Lucie B."
    view.context.bridge.undo()
    assert file.head.title.text() == "Lucie Bazin"
    assert file.section(IdentitySection).form.values()["last_name"] == "Bazin"
    assert [row.name for row in view.pane.model.rows()] == ["Bazin Lucie"]


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_written(
    view: ParticipantsView, lucie: uuid.UUID, workspace: Workspace
) -> None:
    before = workspace.undo_label()
    file = open_file(view, lucie)
    write(file, IdentitySection, "birth_date", "31/02/1999")
    view.save()
    assert file.section(IdentitySection).form.field("birth_date").error() == "Février 1999 a 28 jours."
    write(file, IdentitySection, "birth_date", "01/01/2028")
    view.save()
    assert "futur" in file.section(IdentitySection).form.field("birth_date").error()
    assert file.section(IdentitySection).is_dirty()
    assert workspace.undo_label() == before


def test_a_commune_is_found_by_postcode_and_brings_its_codes(
    view: ParticipantsView, lucie: uuid.UUID
) -> None:
    from elans_desktop.ui.commune_field import commune_choices

    labels = {choice.label: choice.detail for choice in commune_choices("61100")}
    assert labels["Flers"] == "61100 Orne (61)"
    homonyms = [choice.detail for choice in commune_choices("Saint-Denis") if choice.label == "Saint-Denis"]
    assert len(set(homonyms)) == len(homonyms) > 1
    file = open_file(view, lucie)
    chosen = next(choice for choice in commune_choices("Argentan") if choice.label == "Argentan")
    file.section(IdentitySection).form.field("commune").set_value(chosen.value)
    file.section(IdentitySection).form.field("commune").changed.emit()
    view.save()
    with view.context.bridge.workspace.read() as session:
        kept = participants.view(session, lucie).input
    assert (kept.commune, kept.postcode, kept.insee) == ("Argentan", "61200", "61006")


def test_what_is_typed_is_kept_as_a_draft_and_offered_again(
    view: ParticipantsView, lucie: uuid.UUID, workspace: Workspace
) -> None:
    other = add_person(workspace, "Blin", "Rémi")
    file = open_file(view, lucie)
    write(file, IdentitySection, "phone", "06 11 22 33 44")
    open_file(view, other)
    assert file.section(IdentitySection).form.values()["phone"] == ""
    open_file(view, lucie)
    assert banners(file) == ["Brouillon retrouvé de 14:02"]
    file.section(IdentitySection).findChildren(Banner)[-1].action_buttons[0].click()
    assert file.section(IdentitySection).form.values()["phone"] == "06 11 22 33 44"
    assert file.section(IdentitySection).is_dirty()
    view.save()
    open_file(view, other)
    open_file(view, lucie)
    assert banners(file) == []


def test_a_change_made_elsewhere_never_takes_away_what_is_being_typed(
    view: ParticipantsView, lucie: uuid.UUID, workspace: Workspace
) -> None:
    file = open_file(view, lucie)
    write(file, IdentitySection, "phone", "06 11 22 33 44")
    add_person(workspace, "Blin", "Rémi")
    assert file.section(IdentitySection).form.values()["phone"] == "06 11 22 33 44"
    assert len(view.pane.model.rows()) == 2


def test_the_situation_of_each_moment_and_unchanged_since_the_entry(
    view: ParticipantsView, lucie: uuid.UUID, pathway: uuid.UUID
) -> None:
    file = open_file(view, lucie)
    section = file.section(SituationSection)
    assert section.copy_button.isHidden()
    section.form.field("housing").set_value("chez_tiers")
    section.form.field("resources").set_value(("rsa",))
    section.form.field("housing").changed.emit()
    view.save()
    section.moments.set_current(situations.EXIT)
    assert section.form.values()["housing"] is None
    section.copy_button.click()
    assert section.form.values()["housing"] == "chez_tiers"
    assert section.copy_button.isHidden()
    with view.context.bridge.workspace.read() as session:
        found = situations.of_pathway(session, pathway)
    assert list(found) == [situations.ENTRY, situations.EXIT]
    assert found[situations.EXIT].resources == ("rsa",)


def test_an_exit_asks_for_its_reason_then_closes_the_file(
    view: ParticipantsView, lucie: uuid.UUID, pathway: uuid.UUID, workspace: Workspace
) -> None:
    file = open_file(view, lucie)
    assert file.section(PathwaySection).limit.text() == "limite des 9\u00a0mois dans 14\u00a0jours"
    write(file, ExitSection, "exit_on", "03/05/2027")
    view.save()
    assert file.section(ExitSection).form.field("exit_code").error() == "Indiquez le motif de la sortie."
    file.section(ExitSection).form.field("exit_code").set_value("E1")
    view.save()
    assert workspace.undo_label() == "Noter la sortie de Lucie B."
    assert view.pane.model.rows()[0].status == pathways.LEFT
    assert view.pane.model.rowCount() == 0
    assert file.section(PathwaySection).limit.text() == ""


def test_stays_are_added_line_by_line(
    view: ParticipantsView, lucie: uuid.UUID, pathway: uuid.UUID, workspace: Workspace
) -> None:
    file = open_file(view, lucie)
    stays = file.section(PathwaySection).form.field("stays")
    stays.add_button.click()  # pyright: ignore[reportAttributeAccessIssue]
    brique, start, _end = stays._rows[-1][1]  # pyright: ignore[reportAttributeAccessIssue]
    brique.set_value("A")
    brique.changed.emit()
    view.save()
    assert stays.error() == "Indiquez la brique et le premier jour de chaque passage."
    start.set_value(date(2027, 1, 4))
    start.changed.emit()
    view.save()
    with workspace.read() as session:
        kept = pathways.of_participant(session, lucie)[0]
    assert [stay.brique for stay in kept.input.stays] == ["M", "A"]
    assert kept.status == pathways.SUPPORTED


def test_a_pathway_is_opened_where_it_is_missing(
    view: ParticipantsView, lucie: uuid.UUID, agreement: uuid.UUID
) -> None:
    file = open_file(view, lucie)
    assert not file.section(PathwaySection).open_button.isHidden()
    file.section(PathwaySection).open_button.click()
    assert file.file is not None
    assert file.file.pathway is not None
    assert file.file.pathway.agreement_id == agreement
    assert file.section(PathwaySection).open_button.isHidden()


def test_a_contact_is_noted_then_removed(
    view: ParticipantsView, lucie: uuid.UUID, recorded_dialogs: RecordedDialogs, window: RecordedWindow
) -> None:
    file = open_file(view, lucie)
    values = dict.fromkeys(("place", "oriented_by_name"), "")
    values |= {"day": date(2027, 5, 1), "mode_code": "ccas"}
    recorded_dialogs.answer("form", values)
    file.section(ContactsSection).add_button.click()
    assert file.file is not None
    (contact,) = file.file.contacts
    assert contact.mode == "CCAS, CIAS"
    file.section(ContactsSection)._delete(contact)
    assert file.file.contacts == ()
    assert window.said == ["Contact supprimé"]


def test_who_met_and_the_remark_stay_when_a_contact_is_corrected(
    workspace: Workspace, view: ParticipantsView, lucie: uuid.UUID, recorded_dialogs: RecordedDialogs
) -> None:
    with workspace.write("Préparer") as session:
        one = professionals.save(session, ProfessionalInput(last_name="Tessier", first_name="Claire"))
        typed = ContactInput(lucie, day=date(2027, 5, 1), professional_id=one, note="Vient en bus")
        detection.save(session, typed)
        professionals.archive(session, one)
    file = open_file(view, lucie)
    assert file.file is not None
    section = file.section(ContactsSection)
    recorded_dialogs.answer("form", {"place": "marché de Flers"})
    section._edit(file.file.contacts[0])
    data = recorded_dialogs.requests[-1].data
    (form,) = data["sections"]
    (met_by,) = [spec for spec in form.fields if spec.name == "professional_id"]
    assert (one, "Claire Tessier") in met_by.choices
    assert (data["values"]["professional_id"], data["values"]["note"]) == (one, "Vient en bus")
    (contact,) = file.file.contacts
    assert contact.input.place == "marché de Flers"
    assert (contact.met_by, contact.input.note) == ("Claire Tessier", "Vient en bus")


def test_the_file_is_archived_and_opened_again(
    view: ParticipantsView, lucie: uuid.UUID, window: RecordedWindow
) -> None:
    file = open_file(view, lucie)
    file._toggle_archive()
    assert window.said[-1] == "Dossier de Lucie B. archivé"
    assert view.pane.model.rowCount() == 0
    assert "archivé le 04/05/2027" in banners(file)[0]
    file._toggle_archive()
    assert view.pane.model.rowCount() == 1
    assert banners(file) == []


def test_what_exists_is_printed_and_what_is_done_elsewhere_is_one_click_away(
    view: ParticipantsView, lucie: uuid.UUID, window: RecordedWindow
) -> None:
    file = open_file(view, lucie)
    menu = Menu()
    file._fill_print_menu(menu)
    blank = next(action for action in menu.actions() if action.text().startswith("Grille vierge, "))
    blank.trigger()
    assert window.printed[0].key == "grille-vierge"
    file.section(EvaluationsSection).add_button.click()
    assert window.visited == [("evaluations", "participant", lucie)]


def test_the_history_comes_a_moment_after_the_file(
    qtbot: QtBot, view: ParticipantsView, lucie: uuid.UUID
) -> None:
    file = open_file(view, lucie)
    qtbot.waitUntil(lambda: file.section(HistorySection).fact.text() == "1\u00a0opération")


def test_a_reader_sees_without_changing(
    qtbot: QtBot, workspace: Workspace, view: ParticipantsView, lucie: uuid.UUID
) -> None:
    with acting_as(workspace, "accueil"):
        reader = ParticipantsView(view.context)
        qtbot.addWidget(reader)
        file = open_file(reader, lucie)
        assert file.section(EnrolmentsSection).add_button.isHidden()
        assert not hasattr(reader, "tools")
        assert not file.section(IdentitySection).save_button.isHidden()


def test_a_file_that_has_gone_leaves_the_place(
    view: ParticipantsView, lucie: uuid.UUID, workspace: Workspace
) -> None:
    other = add_person(workspace, "Blin", "Rémi")
    open_file(view, other)
    view.context.bridge.undo()
    assert view.right.currentWidget() in (view.nothing, view._file)
    with workspace.read() as session:
        assert person_file.view(session, lucie, EVERYTHING).person.id == lucie
    assert [row.id for row in view.pane.model.rows()] == [lucie]


@pytest.mark.parametrize(
    ("name", "insee", "expected"),
    [
        ("Flers", "61169", ""),
        ("", "", ""),
        ("Tinchebray", "61486", "Aujourd’hui Tinchebray-Bocage\u00a0: c’est son code INSEE qui est noté."),
        ("Saint-Denis", "", "Plusieurs communes portent ce nom\u00a0: choisissez la bonne dans la liste."),
        (
            "Zzyzx",
            "",
            "Cette commune n’est dans aucune liste\u00a0: elle est gardée telle quelle, sans code INSEE.",
        ),
    ],
)
def test_a_commune_that_is_no_longer_one_says_so(name: str, insee: str, expected: str) -> None:
    assert former_remark(name, insee) + unknown_remark(name, insee) == expected


def test_a_commune_typed_by_its_former_name_takes_the_code_of_today(
    qtbot: QtBot, view: ParticipantsView, lucie: uuid.UUID, workspace: Workspace, keyboard: Keyboard
) -> None:
    file = open_file(view, lucie)
    with qtbot.waitActive(view):
        view.activateWindow()
    field = file.section(IdentitySection).form.field("commune")
    line = field.editor
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    keyboard.type(line, "Tinchebray")
    file.section(IdentitySection).form.field("postcode").editor.setFocus()
    assert "Tinchebray-Bocage" in field.message.words.text()
    view.save()
    with workspace.read() as session:
        kept = participants.view(session, lucie).input
    assert (kept.commune, kept.insee) == ("Tinchebray", "61486")
