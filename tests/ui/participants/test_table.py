"""The list as a table: columns chosen and remembered, many people chosen, what is done to them at once."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from elans_desktop.models.activities import Enrolment
from elans_desktop.models.organisation import Structure
from elans_desktop.models.participants import Pathway
from elans_desktop.services.calendar import activities
from elans_desktop.services.calendar.activities import ActivityInput
from elans_desktop.services.organisation import professionals
from elans_desktop.services.organisation.professionals import ProfessionalInput
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.participants.table_page import TablePage
from elans_desktop.ui.participants.twins_page import TwinsPage
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import RecordedWindow
from tests.support.dialogs import RecordedDialogs
from tests.support.organisation import acting_as
from tests.support.people import add_pathway, add_person

NAMES = ("Aubert", "Blin", "Cissé", "Duval")


@pytest.fixture
def people(workspace: Workspace, agreement: uuid.UUID) -> dict[str, uuid.UUID]:
    made = {name: add_person(workspace, name, "Zoé", commune="Flers") for name in NAMES}
    for name in ("Blin", "Cissé"):
        entry = date(2027, 1, 4)
        add_pathway(workspace, made[name], agreement, [("M", entry, None)], entry_on=entry)
    return made


@pytest.fixture
def page(qtbot: QtBot, view: ParticipantsView, people: dict[str, uuid.UUID]) -> TablePage:
    view.show()
    qtbot.waitUntil(lambda: bool(view.people.facts), timeout=20_000)
    view.open_item("table", None)
    found = view.pages.currentWidget()
    assert isinstance(found, TablePage)
    return found


def shown(page: TablePage) -> list[str]:
    model = page.table.model
    return [model.row_at(place).name.split()[0] for place in range(model.rowCount())]


def choose(page: TablePage, people: dict[str, uuid.UUID], *names: str) -> None:
    page.table.select_ids([people[name] for name in names])


def texts(menu: Menu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def test_the_table_opens_with_the_filters_of_the_list_and_gives_them_back(
    qapp: QApplication, view: ParticipantsView, page: TablePage
) -> None:
    assert shown(page) == list(NAMES)
    page.filters.toggle("brique:M")
    page.table.search.setText("blin")
    assert shown(page) == ["Blin"]
    page.table.view.setFocus()
    QTest.keyClick(page.table.view, Qt.Key.Key_Escape)
    assert view.pages.currentIndex() == 0
    assert view.pane.filters.active() == ("open", "brique:M")
    assert view.pane.search.text() == "blin"
    assert view.pane.model.rowCount() == 1


def test_columns_are_shown_moved_and_remembered_for_their_user(
    view: ParticipantsView, page: TablePage, workspace: Workspace
) -> None:
    assert page.shown_keys()[:3] == ["name", "age", "commune"]
    page.columns_button.click()
    rows = page.panel.list
    assert rows.row_words(rows.rows[1]) == "N° de dossier, masquée"
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Space)
    QTest.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.shown_keys()[:3] == ["number", "name", "age"]
    header = page.table.rows_view.horizontalHeader()
    header.resizeSection(0, 321)
    page.table._sort_clicked(5)
    page.keep_state()
    view.open_item("participant", None)
    view.pages.close_page()
    view.open_item("table", None)
    again = view.pages.currentWidget()
    assert isinstance(again, TablePage)
    assert again.shown_keys()[:3] == ["number", "name", "age"]
    assert again.table.rows_view.horizontalHeader().sectionSize(0) == 321
    assert again.table.model.sort_key == "commune"
    again.panel._as_shipped()
    assert again.shown_keys()[:2] == ["name", "age"]


def test_one_column_always_stays(page: TablePage) -> None:
    rows = page.panel.list
    for place in range(len(rows.rows)):
        rows.set_current(place)
        if rows.rows[place].shown:
            rows.toggle()
    assert len(page.shown_keys()) == 1


def test_many_are_chosen_by_the_keyboard(page: TablePage) -> None:
    view = page.table.view
    view.setFocus()
    view.go_to(0)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(page.chosen_ids()) == 2
    assert page.selection.words.text() == "2\u00a0personnes choisies"
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(page.chosen_ids()) == 4
    page.table.search.setText("zoe")
    assert len(page.chosen_ids()) == 4, "those still shown stay chosen"
    page.select_nobody()
    assert not page.selection.referent.isEnabled()
    assert page.selection.exporting.isEnabled()


def test_a_referent_is_given_to_many_in_one_operation(
    page: TablePage,
    people: dict[str, uuid.UUID],
    workspace: Workspace,
    window: RecordedWindow,
    recorded_dialogs: RecordedDialogs,
) -> None:
    nadia = ProfessionalInput(last_name="Lefort", first_name="Nadia", is_referent=True)
    with workspace.write("Ajouter") as session:
        referent = professionals.save(session, nadia)
    choose(page, people, "Aubert", "Blin", "Cissé")
    recorded_dialogs.answer("form", {"referent_id": referent})
    page.selection.assign()
    assert recorded_dialogs.titles() == ["Affecter un référent à 3\u00a0personnes"]
    assert window.said == ["Nadia Lefort, référent de 2\u00a0personnes (1 sans parcours ouvert)"]
    assert workspace.undo_label() == "Affecter Nadia Lefort à 2\u00a0personnes"
    with workspace.read() as session:
        assert {p.referent_id for p in session.scalars(select(Pathway))} == {referent}
    assert sorted(page.chosen_ids()) == sorted(people[name] for name in ("Aubert", "Blin", "Cissé"))
    workspace.undo()
    with workspace.read() as session:
        assert {p.referent_id for p in session.scalars(select(Pathway))} == {None}
    choose(page, people, "Aubert", "Duval")
    recorded_dialogs.answer("form", {"referent_id": referent})
    page.selection.assign()
    assert window.said[-1] == "Rien à changer (2 sans parcours ouvert)"


def test_many_are_enrolled_in_one_operation(
    page: TablePage,
    people: dict[str, uuid.UUID],
    workspace: Workspace,
    agreement: uuid.UUID,
    window: RecordedWindow,
    recorded_dialogs: RecordedDialogs,
) -> None:
    with workspace.write("Créer") as session:
        structure = session.scalars(select(Structure)).one()
        activity = activities.save(session, ActivityInput("Jardin", agreement, structure.id))
    choose(page, people, "Aubert", "Blin")
    recorded_dialogs.answer("form", {"activity": activity, "since": date(2027, 5, 4)})
    page.selection.enrol_people()
    assert workspace.undo_label() == "Inscrire 2\u00a0personnes à Jardin"
    assert window.said == ["2\u00a0personnes dans Jardin"]
    with workspace.read() as session:
        assert len(session.scalars(select(Enrolment)).all()) == 2


def test_papers_are_printed_for_those_chosen(
    page: TablePage, people: dict[str, uuid.UUID], window: RecordedWindow
) -> None:
    choose(page, people, "Blin", "Cissé")
    menu = Menu(page)
    page.selection._fill_print(menu)
    assert "Bilan de parcours" in texts(menu)
    assert not any("repérage" in text for text in texts(menu)), "papers about nobody are not offered"
    next(action for action in menu.actions() if action.text() == "Bilan de parcours").trigger()
    (request,) = window.printed
    assert (request.key, request.object_ids) == ("bilan-parcours", (people["Blin"], people["Cissé"]))


def export(page: TablePage, words: str) -> None:
    menu = Menu(page)
    page.selection._fill_export(menu)
    next(action for action in menu.actions() if action.text() == words).trigger()
    page.context.jobs.wait()
    QApplication.processEvents()


def test_the_columns_shown_are_exported_in_their_order(
    page: TablePage,
    people: dict[str, uuid.UUID],
    window: RecordedWindow,
    recorded_dialogs: RecordedDialogs,
    tmp_path: Path,
) -> None:
    page.table.search.setText("zoe")
    page.table.model.sort_by("name", False)
    recorded_dialogs.answer("save", tmp_path / "liste.xlsx")
    export(page, "Les colonnes affichées…")
    sheet = openpyxl.load_workbook(tmp_path / "liste.xlsx").active
    assert sheet is not None
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert lines[0][:3] == ["Nom", "Âge", "Commune"]
    assert [line[0] for line in lines[1:]] == ["Duval Zoé", "Cissé Zoé", "Blin Zoé", "Aubert Zoé"]
    assert window.said == ["Liste enregistrée\u00a0: liste.xlsx, 4\u00a0personnes"]
    assert recorded_dialogs.requests[0].data["name"] == "participants.xlsx", "a file name names nobody"


def test_the_whole_identity_of_those_chosen_is_exported(
    page: TablePage, people: dict[str, uuid.UUID], recorded_dialogs: RecordedDialogs, tmp_path: Path
) -> None:
    choose(page, people, "Aubert", "Cissé")
    recorded_dialogs.answer("save", tmp_path / "liste.csv")
    export(page, "Toute l’identité…")
    text = (tmp_path / "liste.csv").read_text("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [line["Nom d’usage"] for line in lines] == ["Aubert", "Cissé"]


def test_two_files_chosen_are_compared(
    view: ParticipantsView, page: TablePage, people: dict[str, uuid.UUID]
) -> None:
    choose(page, people, "Aubert", "Blin")
    assert not page.selection.join.isHidden()
    page.selection.join.click()
    found = view.pages.currentWidget()
    assert isinstance(found, TwinsPage)
    assert found.compare.view is not None
    assert {found.compare.view.kept.id, found.compare.view.other.id} == {people["Aubert"], people["Blin"]}


def test_entree_opens_the_file_in_the_list(
    view: ParticipantsView, page: TablePage, people: dict[str, uuid.UUID]
) -> None:
    page.table.view.go_to(2)
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    assert view.pages.currentIndex() == 0
    assert view.pane.current_id() == people["Cissé"]


def test_what_a_role_may_not_do_is_not_offered(
    qtbot: QtBot, view: ParticipantsView, people: dict[str, uuid.UUID], workspace: Workspace
) -> None:
    view.show()
    with acting_as(workspace, "accueil"):
        view.open_item("table", None)
    found = view.pages.currentWidget()
    assert isinstance(found, TablePage)
    choose(found, people, "Aubert", "Blin")
    hidden = {
        name
        for name in ("referent", "enrol", "join", "exporting")
        if getattr(found.selection, name).isHidden()
    }
    assert hidden == {"enrol", "join", "exporting"}
