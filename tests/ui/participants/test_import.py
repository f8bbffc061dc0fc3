from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from elans_desktop.services.imports.participants import Choice
from elans_desktop.services.participants import participants
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.imports import check as import_check
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.participants.import_page import ImportPage
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.dialogs import RecordedDialogs
from tests.support.people import add_person

LIST = """Liste des jeunes 2027

NOM;Prénom;Né(e) le;N° sécu;Ville;CP;Code interne
BAZIN;Lucie;02/03/1996;296036110012345;Flers;61100;a
LE GOFF;Anne-Marie;31/02/1999;;Caen;14000;b
Diallo;Mamadou;12.03.98;;Trifouilly;61000;c
;;03/04/1991;;Flers;61100;d
Łukasiewicz;Łukasz;1998-03-12;;ALENCON;61000;e
"""


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_text(LIST, "utf-8")
    return path


@pytest.fixture
def page(qtbot: QtBot, view: ParticipantsView, workspace: Workspace, agreement: uuid.UUID) -> ImportPage:
    from datetime import date

    add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2))
    view.show()
    view.start_import()
    made = view.pages.currentWidget()
    assert isinstance(made, ImportPage)
    return made


def finish(qtbot: QtBot, page: ImportPage) -> None:
    qtbot.waitUntil(lambda: page._job is None and not page.context.jobs.busy)


def names(view: ParticipantsView) -> list[str]:
    return [row.name for row in view.context.bridge.read(participants.rows)]


def read(qtbot: QtBot, page: ImportPage, path: Path, dialogs: RecordedDialogs) -> None:
    dialogs.answer("open", path)
    page.ask_file()
    finish(qtbot, page)


def test_a_list_is_read_corrected_imported_and_undone(
    qtbot: QtBot,
    view: ParticipantsView,
    page: ImportPage,
    csv: Path,
    recorded_dialogs: RecordedDialogs,
    workspace: Workspace,
) -> None:
    read(qtbot, page, csv, recorded_dialogs)
    step = page.columns
    assert "5\u00a0lignes remplies" in step.facts.text()
    assert step.header.value() == 3
    mapping = step.mapping()
    assert mapping is not None
    assert [m.target for m in mapping.matches] == [
        "last_name",
        "first_name",
        "birth_date",
        None,
        "commune",
        "postcode",
        None,
    ]
    assert any("décret" in b.words.text() for b in step.findChildren(Banner))
    step.next_button.click()
    finish(qtbot, page)
    plan = page.plan
    assert plan is not None
    assert (len(plan.ready), len(plan.twins), plan.rejected_lines) == (2, 1, (5, 7))
    check = page.check_step
    assert check.import_button.text() == "Importer 2\u00a0personnes"
    check.correct(5, "birth_date", "28/02/1999")
    check.recheck.click()
    finish(qtbot, page)
    check.ignore(7)
    finish(qtbot, page)
    check.decide(4, Choice.COMPLETE)
    assert check.import_button.text() == "Importer 3\u00a0personnes et compléter 1\u00a0dossier"
    check.import_button.click()
    finish(qtbot, page)
    assert names(view) == ["Bazin Lucie", "Diallo Mamadou", "LE GOFF Anne-Marie", "Łukasiewicz Łukasz"]
    lucie = view.context.bridge.read(participants.rows)[0]
    assert lucie.commune == "Flers"
    assert workspace.undo_label() == "Import de 4\u00a0personnes"
    page._undo()
    assert names(view) == ["Bazin Lucie"]


def test_the_columns_chosen_are_remembered_for_the_next_list(
    qtbot: QtBot, page: ImportPage, csv: Path, recorded_dialogs: RecordedDialogs
) -> None:
    read(qtbot, page, csv, recorded_dialogs)
    page.columns.choose(6, "notes")
    page.check()
    finish(qtbot, page)
    page.run_import()
    finish(qtbot, page)
    page.start()
    read(qtbot, page, csv, recorded_dialogs)
    mapping = page.columns.mapping()
    assert mapping is not None
    assert (mapping.matches[6].target, mapping.matches[6].how) == ("notes", "remembered")


def test_without_a_column_of_names_the_next_step_waits(
    qtbot: QtBot, page: ImportPage, csv: Path, recorded_dialogs: RecordedDialogs
) -> None:
    read(qtbot, page, csv, recorded_dialogs)
    page.columns.choose(0, None)
    page.columns.choose(1, None)
    assert not page.columns.next_button.isEnabled()
    page.columns.choose(1, "full_name")
    assert page.columns.next_button.isEnabled()


def test_another_line_of_titles_is_read_again(
    qtbot: QtBot, page: ImportPage, csv: Path, recorded_dialogs: RecordedDialogs
) -> None:
    read(qtbot, page, csv, recorded_dialogs)
    page.columns.header.set_value(4)
    page.columns.header.line.editingFinished.emit()
    finish(qtbot, page)
    assert page.table is not None
    assert page.table.header_line == 4
    assert len(page.table.rows) == 4


def test_a_file_that_is_not_a_list_gets_a_sentence(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, recorded_dialogs: RecordedDialogs
) -> None:
    wrong = tmp_path / "photo.csv"
    wrong.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    recorded_dialogs.answer("open", wrong)
    recorded_dialogs.answer("error")
    page.ask_file()
    finish(qtbot, page)
    assert page.pages.currentWidget() is page.choose
    assert "image" in recorded_dialogs.titles()[-1]


def test_an_import_that_is_stopped_writes_nothing(
    qtbot: QtBot, view: ParticipantsView, page: ImportPage, csv: Path, recorded_dialogs: RecordedDialogs
) -> None:
    read(qtbot, page, csv, recorded_dialogs)
    page.check()
    finish(qtbot, page)
    page.run_import()
    page.work.stop.click()
    finish(qtbot, page)
    assert names(view) == ["Bazin Lucie"]
    assert page.pages.currentWidget() is page.check_step


def test_every_kind_of_line_has_its_page(
    qtbot: QtBot, page: ImportPage, csv: Path, recorded_dialogs: RecordedDialogs
) -> None:
    read(qtbot, page, csv, recorded_dialogs)
    page.check()
    finish(qtbot, page)
    check = page.check_step
    for place, kind in enumerate(
        (import_check.READY, import_check.OPEN, import_check.REJECTED, import_check.REMARKS)
    ):
        check.kinds.set_current(kind)
        assert check.pages.currentIndex() == place
    assert check.ready.model.rowCount() == 2
    assert check.remarks.model.rowCount() >= 1


def test_closing_the_page_gives_the_list_back(view: ParticipantsView, page: ImportPage) -> None:
    page.close_page()
    assert view.pages.currentIndex() == 0
    assert view.pages.count() == 1
