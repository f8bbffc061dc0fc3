from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from elans_desktop.services.organisation import agreements, professionals
from elans_desktop.services.organisation.professionals import ProfessionalInput
from elans_desktop.services.participants import participants
from elans_desktop.services.pathways import pathways
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.participants.identity import IdentitySection
from elans_desktop.ui.participants.new_person import NewPerson
from elans_desktop.ui.participants.pathway import PathwaySection
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import RecordedWindow
from tests.support.dialogs import RecordedDialogs
from tests.support.people import add_pathway, add_person


@pytest.fixture
def people(workspace: Workspace, agreement: uuid.UUID) -> dict[str, uuid.UUID]:
    me = workspace.actor.professional_id
    made = {name: add_person(workspace, name, "Zoé", commune="Flers") for name in ("Éluard", "Blin", "Cissé")}
    entry = date(2026, 8, 18)
    add_pathway(workspace, made["Blin"], agreement, [("M", entry, None)], entry_on=entry, referent_id=me)
    add_pathway(
        workspace,
        made["Cissé"],
        agreement,
        [("A", entry, None)],
        entry_on=entry,
        exit_on=date(2027, 5, 1),
        exit_code="E1",
    )
    return made


def shown(view: ParticipantsView) -> list[str]:
    return [view.pane.model.row_at(place).name for place in range(view.pane.model.rowCount())]


def test_the_list_shows_open_files_in_the_order_of_a_directory(
    view: ParticipantsView, people: dict[str, uuid.UUID]
) -> None:
    view.show()
    assert shown(view) == ["Blin Zoé", "Éluard Zoé"]
    assert view.pane.count_label.text() == "2\u00a0personnes"
    view.pane.set_order("name", ascending=False)
    assert shown(view) == ["Éluard Zoé", "Blin Zoé"]


def test_a_file_that_the_list_lacks_leaves_nobody_chosen_in_it(
    view: ParticipantsView, workspace: Workspace, people: dict[str, uuid.UUID], agreement: uuid.UUID
) -> None:
    with workspace.write("Créer la convention de 2025") as session:
        dates = {"start": date(2025, 1, 1), "end": date(2025, 12, 31)}
        earlier = agreements.save(session, replace(agreements.new_input(session), **dates))
    gone = add_person(workspace, "Dumas", "Zoé")
    add_pathway(workspace, gone, earlier, entry_on=date(2025, 3, 3), exit_on=date(2025, 9, 1), exit_code="E1")
    view.show()
    view.open_item("participant", people["Blin"])
    assert view.pane.current_id() == people["Blin"]
    view.pane.search.setText("blin")
    view.open_item("participant", gone)
    assert view.pane.current_id() is None
    assert not view.pane.view.selectionModel().hasSelection()
    assert view.pane.search.text() == "blin"
    view.open_item("participant", people["Éluard"])
    assert view.pane.current_id() == people["Éluard"]
    assert view.pane.search.text() == ""


def test_the_search_reads_names_communes_and_numbers_whatever_the_accents(
    view: ParticipantsView, people: dict[str, uuid.UUID]
) -> None:
    view.show()
    for typed, found in (
        ("eluard", ["Éluard Zoé"]),
        ("flers zoe", ["Blin Zoé", "Éluard Zoé"]),
        ("a0002", ["Blin Zoé"]),
    ):
        view.pane.search.setText(typed)
        assert shown(view) == found


def test_chips_narrow_the_list(view: ParticipantsView, people: dict[str, uuid.UUID]) -> None:
    view.show()
    view.pane.chips.set_on("mine", True)
    assert shown(view) == ["Blin Zoé"]
    view.pane.chips.set_on("mine", False)
    view.pane.chips.set_on("limit", True)
    assert shown(view) == ["Blin Zoé"]
    view.pane.chips.set_on("limit", False)
    view.pane.filters.toggle("status:sorti")
    assert shown(view) == ["Cissé Zoé"]
    assert not view.pane.chips.chip("status:sorti").isHidden()
    view.pane.filters.toggle("status:sorti")
    assert "status:sorti" not in view.pane.chips.declared()
    assert shown(view) == ["Blin Zoé", "Éluard Zoé"]


def test_another_tab_opens_a_file_even_when_the_filters_hide_it(
    view: ParticipantsView, people: dict[str, uuid.UUID]
) -> None:
    view.show()
    view.open_item("pathway", people["Cissé"])
    assert view.pane.current_id() == people["Cissé"]
    assert view._file is not None
    assert view._file.head.title.text() == "Zoé Cissé"
    assert view._file.page.current() == "pathway"


def test_likely_twins_are_shown_while_typing_and_do_not_block(
    qapp: QApplication, view: ParticipantsView, people: dict[str, uuid.UUID]
) -> None:
    view.show()
    view.start_new()
    form = view.right.currentWidget()
    assert isinstance(form, NewPerson)
    form.form.field("last_name").set_value("eluard")
    form.form.field("first_name").set_value("Zoe")
    form.look_for_twins()
    qapp.processEvents()
    (banner,) = [b for b in form.findChildren(Banner) if b.isVisibleTo(form)]
    assert "Éluard Zoé" in banner.words.text()
    assert form.save()
    assert shown(view).count("eluard Zoe") == 1
    view.start_new()
    form.form.field("last_name").set_value("Blin")
    form.form.field("first_name").set_value("Zoé")
    form.look_for_twins()
    qapp.processEvents()
    next(b for b in form.findChildren(Banner) if b.isVisibleTo(form)).action_buttons[0].click()
    assert view.pane.current_id() == people["Blin"]
    assert view.right.currentWidget() is view._file


def test_a_new_person_without_any_name_is_refused_beside_the_field(
    view: ParticipantsView, agreement: uuid.UUID
) -> None:
    view.show()
    view.start_new()
    form = view.right.currentWidget()
    assert isinstance(form, NewPerson)
    assert not form.save()
    assert form.form.field("last_name").error() == "Écrivez au moins un nom ou un prénom."


def test_an_empty_classeur_says_what_to_do(
    view: ParticipantsView, recorded_dialogs: RecordedDialogs, window: RecordedWindow, tmp_path: Path
) -> None:
    view.show()
    assert view.right.currentWidget() is view.nobody
    assert view.nobody.action is not None
    assert view.nobody.action.text() == "Importer une liste"
    target = tmp_path / "modele.xlsx"
    recorded_dialogs.answer("save", target)
    assert view.nobody.link is not None
    view.nobody.link.click()
    assert target.read_bytes().startswith(b"PK")
    assert window.said == ["Modèle enregistré\u00a0: modele.xlsx"]


def test_the_list_is_exported_where_the_person_says(
    qapp: QApplication,
    view: ParticipantsView,
    people: dict[str, uuid.UUID],
    recorded_dialogs: RecordedDialogs,
    tmp_path: Path,
) -> None:
    view.show()
    recorded_dialogs.answer("save", tmp_path / "liste.csv")
    view._export()
    view.context.jobs.wait()
    qapp.processEvents()
    text = (tmp_path / "liste.csv").read_text("utf-8-sig")
    assert text.count("\n") == 3, "those shown: the two open files"
    assert "Éluard" in text


def test_the_help_is_about_the_import_while_it_is_on_show(view: ParticipantsView) -> None:
    view.show()
    assert view.current_help_page() == "participants"
    view.start_import()
    assert view.current_help_page() == "importer"


def test_a_place_where_nothing_can_be_written_is_said(
    qapp: QApplication,
    view: ParticipantsView,
    people: dict[str, uuid.UUID],
    recorded_dialogs: RecordedDialogs,
    tmp_path: Path,
) -> None:
    view.show()
    recorded_dialogs.answer("save", tmp_path / "absent" / "liste.csv")
    recorded_dialogs.answer("error")
    view._export()
    view.context.jobs.wait()
    qapp.processEvents()
    assert recorded_dialogs.titles()[-1] == "Ce fichier n’a pas pu être écrit."


def test_a_person_who_changes_takes_their_new_place_without_reading_the_others_again(
    view: ParticipantsView, people: dict[str, uuid.UUID]
) -> None:
    view.show()
    view.open_item("participant", people["Éluard"])
    kept = view.pane.model.rows()[0]
    file = view._file
    assert file is not None
    file.section(IdentitySection).form.field("last_name").set_value("Abel")
    file.section(IdentitySection).form.field("last_name").changed.emit()
    view.save()
    assert shown(view) == ["Abel Zoé", "Blin Zoé"]
    assert view.pane.current_id() == people["Éluard"]
    assert view.pane.model.rows()[0] is kept
    view.pane.search.setText("abel")
    assert shown(view) == ["Abel Zoé"]
    view.pane.search.setText("eluard")
    assert shown(view) == []


def test_the_first_file_opens_once_the_list_is_painted(
    qtbot: QtBot, view: ParticipantsView, people: dict[str, uuid.UUID]
) -> None:
    view.show()
    assert view.right.currentWidget() is view.nothing
    qtbot.waitUntil(lambda: view._file is not None)
    assert view.pane.current_id() == people["Blin"]


def test_choosing_somebody_leaves_the_new_person_as_a_draft(
    qapp: QApplication, view: ParticipantsView, people: dict[str, uuid.UUID]
) -> None:
    view.show()
    view.start_new()
    form = view.right.currentWidget()
    assert isinstance(form, NewPerson)
    form.form.field("last_name").set_value("Hamel")
    form.form.field("last_name").changed.emit()
    view.open_item("participant", people["Blin"])
    assert view.right.currentWidget() is view._file
    view.start_new()
    qapp.processEvents()
    (banner,) = [b for b in form.findChildren(Banner) if b.isVisibleTo(form)]
    banner.action_buttons[0].click()
    assert form.form.values()["last_name"] == "Hamel"


def test_a_list_of_choices_that_changes_reaches_the_forms_and_keeps_what_is_typed(
    view: ParticipantsView, people: dict[str, uuid.UUID]
) -> None:
    view.show()
    view.open_item("participant", people["Blin"])
    before = view._file
    add = ProfessionalInput(last_name="Lefort", first_name="Nadia", is_referent=True)
    view.context.bridge.write("Ajouter Nadia L.", professionals.save, add)
    assert view._file is view.right.currentWidget() is not before
    assert view._file is not None
    referent: Any = view._file.section(PathwaySection).form.field("referent_id")
    labels = [choice.label for choice in referent._choices]
    assert "Nadia Lefort" in labels
    view.start_new()
    form = view.right.currentWidget()
    assert isinstance(form, NewPerson)
    form.form.field("last_name").set_value("Hamel")
    form.form.field("last_name").changed.emit()
    view.context.bridge.write(
        "Ajouter Jonas P.", professionals.save, ProfessionalInput(last_name="Petit", first_name="Jonas")
    )
    again = view.right.currentWidget()
    assert isinstance(again, NewPerson)
    assert again.form.values()["last_name"] == "Hamel"


def test_an_undo_reads_again_the_row_it_touched_alone_and_keeps_the_order(
    view: ParticipantsView, people: dict[str, uuid.UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    view.show()
    bridge = view.context.bridge
    typed = bridge.read(participants.view, people["Éluard"]).input
    bridge.write("Modifier une fiche", participants.save, replace(typed, last_name="Abel"))
    assert shown(view) == ["Abel Zoé", "Blin Zoé"]
    with monkeypatch.context() as patched:
        patched.setattr(view.pane, "set_rows", lambda _rows: pytest.fail("the whole list was read"))
        bridge.undo()
    assert shown(view) == ["Blin Zoé", "Éluard Zoé"]


def test_what_changes_a_pathway_reads_the_list_again(
    view: ParticipantsView, people: dict[str, uuid.UUID], workspace: Workspace, agreement: uuid.UUID
) -> None:
    view.show()
    entry = date(2027, 1, 4)
    add_pathway(workspace, people["Éluard"], agreement, [("A", entry, None)], entry_on=entry)
    row = next(row for row in view.pane.model.rows() if row.id == people["Éluard"])
    assert row.status == pathways.SUPPORTED
    view.context.bridge.undo()
    row = next(row for row in view.pane.model.rows() if row.id == people["Éluard"])
    assert row.status == pathways.SPOTTED
