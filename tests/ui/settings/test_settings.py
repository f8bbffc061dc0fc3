from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from elans_desktop.core.errors import InputError
from elans_desktop.core.resources import guide_dir
from elans_desktop.services import files
from elans_desktop.services.governance import structures
from elans_desktop.services.organisation import (
    agreements,
    organisation,
    places,
    professionals,
    reference,
    schemes,
    settings,
)
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui import machine, theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.settings.agreements_section import AgreementsSection
from elans_desktop.ui.settings.appearance_section import AppearanceSection
from elans_desktop.ui.settings.funders_section import FundersSection
from elans_desktop.ui.settings.lists_section import ListsSection
from elans_desktop.ui.settings.lock_section import LockSection
from elans_desktop.ui.settings.logo_editor import as_logo
from elans_desktop.ui.settings.organisation_section import OrganisationSection
from elans_desktop.ui.settings.places_section import PlacesSection
from elans_desktop.ui.settings.professionals_section import ProfessionalsSection
from elans_desktop.ui.settings.rate_field import read_rate, show_rate
from elans_desktop.ui.settings.rules_section import RulesSection
from elans_desktop.ui.settings.scheme_words import edit_words
from elans_desktop.ui.settings.view import GROUPS, GUIDE, SettingsView
from tests.support.dialogs import RecordedDialogs
from tests.support.organisation import acting_as
from tests.support.pictures import png
from tests.ui.settings.conftest import NotedWindow

PAGES = [key for _group, lines in GROUPS for key, _words, _name in lines]


def test_every_page_opens_from_the_outline(view: SettingsView) -> None:
    windows = {shown for shown in QApplication.topLevelWidgets() if shown.isVisible()}
    for key in PAGES:
        view.go_to(key)
        assert view.current.key == key
        assert view.pages.currentWidget() is view.current
    assert view.leave()
    assert {shown for shown in QApplication.topLevelWidgets() if shown.isVisible()} <= windows


def test_f1_opens_the_page_of_the_guide_about_what_is_on_show(view: SettingsView) -> None:
    assert view.current_help_page() == "reglages"
    for key, page in GUIDE.items():
        view.go_to(key)
        assert view.current_help_page() == page
        assert (guide_dir() / f"{page}.md").exists()


def test_the_outline_is_walked_with_the_arrows(view: SettingsView, qtbot: QtBot) -> None:
    entry = view._entries["organisation"]
    entry.setFocus()
    qtbot.keyClick(entry, Qt.Key.Key_Down)
    assert view.current.key == PAGES[1]


def test_a_reader_changes_nothing(workspace: Workspace, context: Context, qtbot: QtBot) -> None:
    with acting_as(workspace, "consultation"):
        made = SettingsView(context)
        qtbot.addWidget(made)
        made.show()
        for key in PAGES:
            made.go_to(key)
        identity = made.section("organisation")
        assert isinstance(identity, OrganisationSection)
        assert identity.identity.form.field("name").editor.property("readOnly")
        shown = made.section("places")
        assert isinstance(shown, PlacesSection)
        assert not shown.list.add_button.isVisibleTo(shown)


def test_the_organisation_is_kept_with_its_commune_and_its_remark(
    view: SettingsView, context: Context, window: NotedWindow
) -> None:
    page = view.current
    assert isinstance(page, OrganisationSection)
    form = page.identity.form
    form.restore_draft({"name": "Le Pressoir", "siret": "73282932000075", "commune": ("Flers", "61169")})
    form.field("commune").changed.emit()
    assert form.field("postcode").value() == "61100"
    assert "ne tombe pas juste" in form.field("siret").message.words.text()
    page.save()
    kept = context.bridge.read(structures.ours)
    assert kept is not None
    assert (kept.name, kept.input.insee, kept.input.postcode) == ("Le Pressoir", "61169", "61100")
    assert window.said == ["Organisation enregistrée"]
    assert not form.is_dirty()


def test_an_error_stays_beside_its_field_and_the_page_is_not_left(view: SettingsView) -> None:
    page = view.current
    assert isinstance(page, OrganisationSection)
    page.identity.form.restore_draft({"email": "pas une adresse"})
    view.go_to("places")
    assert view.current is page
    assert "ne se lit pas" in page.identity.form.field("email").error()


def test_a_logo_is_shown_once_kept_and_refused_with_a_sentence(
    view: SettingsView, context: Context, tmp_path: Path, recorded_dialogs: RecordedDialogs
) -> None:
    page = view.current
    assert isinstance(page, OrganisationSection)
    (tmp_path / "logo.png").write_bytes(png(120, 80))
    recorded_dialogs.answer("open", tmp_path / "logo.png")
    page.logo.choose.click()
    kept = context.bridge.read(structures.ours)
    assert kept is not None
    assert context.bridge.read(files.load, kept.logo_sha256) == png(120, 80)
    assert not page.logo.preview._image.isNull()
    (tmp_path / "faux.png").write_bytes(b"PK\x03\x04 pas une image")
    page.logo.take(tmp_path / "faux.png")
    assert "ne peut pas être lue" in page.logo.words.text()
    page.logo.remove.click()
    emptied = context.bridge.read(structures.ours)
    assert emptied is not None
    assert emptied.logo_sha256 is None


def test_a_picture_too_large_is_redrawn_smaller() -> None:
    size = files.image_size(as_logo(png(6000, 3000)))
    assert size == (1200, 600)
    with pytest.raises(InputError):
        as_logo(b"rien")


def test_a_place_is_added_changed_archived_and_undone(view: SettingsView, context: Context) -> None:
    view.go_to("places")
    page = view.current
    assert isinstance(page, PlacesSection)
    view.start_new()
    page.list.form.restore_draft({"name": "Salle des fêtes", "capacity": 40})
    view.save()
    added = context.bridge.read(places.rows)
    assert [(row.input.name, row.input.capacity) for row in added] == [("Salle des fêtes", 40)]
    assert page.list.shown_id() == added[0].id
    page.list.form.restore_draft({"capacity": 35})
    view.save()
    assert context.bridge.read(places.rows)[0].input.capacity == 35
    page.list.away_button.click()
    assert context.bridge.read(places.rows) == ()
    context.bridge.undo()
    assert len(context.bridge.read(places.rows)) == 1
    assert page.list.table.model.rowCount() == 1


def test_a_place_without_a_name_is_not_added(view: SettingsView, context: Context) -> None:
    view.go_to("places")
    page = view.current
    assert isinstance(page, PlacesSection)
    view.start_new()
    view.save()
    assert page.list.form.field("name").error()
    assert context.bridge.read(places.rows) == ()


@pytest.mark.parametrize(
    ("answer", "name", "here"),
    [("save", "Neuve", "agreements"), ("drop", "Ancienne", "agreements"), (None, "Ancienne", "places")],
)
def test_leaving_what_is_typed_asks_first(
    view: SettingsView,
    context: Context,
    recorded_dialogs: RecordedDialogs,
    answer: str | None,
    name: str,
    here: str,
) -> None:
    context.bridge.write("Ajouter un lieu", places.save, places.PlaceInput(name="Ancienne"))
    view.go_to("places")
    page = view.current
    assert isinstance(page, PlacesSection)
    page.list.table.select_first()
    page.list.form.restore_draft({"name": "Neuve"})
    recorded_dialogs.answer("ask", answer)
    view.go_to("agreements")
    assert view.current.key == here
    assert context.bridge.read(places.rows)[0].input.name == name
    page.list.drop()


def test_a_professional_of_our_structure_is_added(view: SettingsView, context: Context) -> None:
    view.go_to("professionals")
    page = view.current
    assert isinstance(page, ProfessionalsSection)
    view.start_new()
    page.list.form.restore_draft({"last_name": "Bazin", "first_name": "Lucie"})
    view.save()
    added = context.bridge.read(professionals.rows, trainers=True)
    assert [(row.natural_name, row.structure) for row in added] == [
        ("Lucie Bazin", "Association Le Pressoir")
    ]
    assert context.bridge.undo_label() == "Ajouter la fiche de Lucie B."


def test_funders_are_ordered_and_take_a_logo(view: SettingsView, context: Context) -> None:
    view.go_to("funders")
    page = view.current
    assert isinstance(page, FundersSection)
    for name in ("État", "Région"):
        view.start_new()
        page.list.form.restore_draft({"name": name})
        view.save()
    page.up.click()
    rows = context.bridge.read(organisation.funders)
    assert [row.input.name for row in rows] == ["Région", "État"]
    page.logo.chosen.emit(png(60, 40))
    assert context.bridge.read(organisation.funders)[0].logo_sha256 is not None


def test_an_agreement_is_added_with_its_ceiling(view: SettingsView, context: Context) -> None:
    view.go_to("agreements")
    page = view.current
    assert isinstance(page, AgreementsSection)
    view.start_new()
    page.list.form.restore_draft({"number": "O2R-29", "ceiling_rate": "14,5\u00a0%"})
    view.save()
    added = next(row for row in context.bridge.read(agreements.rows) if row.input.number == "O2R-29")
    assert added.input.ceiling_rate == 1450
    page.list.form.restore_draft({"ceiling_rate": "beaucoup"})
    assert not page.list.save()
    assert "pourcentage" in page.list.form.field("ceiling_rate").error()
    page.list.drop()


@pytest.mark.parametrize("points", [0, 700, 1450, 1433, 10_000])
def test_a_rate_reads_back_as_shown(points: int) -> None:
    assert read_rate(show_rate(points)) == points


def test_a_scheme_takes_the_name_and_the_word_of_the_organisation(
    view: SettingsView, context: Context, recorded_dialogs: RecordedDialogs
) -> None:
    scheme = context.bridge.read(schemes.rows)[0]
    recorded_dialogs.answer("form", {"label": "O2R Bocage", "agreement": "programme"})
    edit_words(view, context, scheme.id)
    current = context.bridge.read(agreements.current)
    assert current is not None
    assert current.title.startswith("O2R Bocage ")
    assert context.bridge.read(schemes.rows)[0].word("agreement") == "programme"


def test_a_line_is_added_renamed_and_put_away(
    view: SettingsView, context: Context, recorded_dialogs: RecordedDialogs
) -> None:
    view.go_to("lists")
    page = view.current
    assert isinstance(page, ListsSection)
    page.lists.set_current("domains")
    recorded_dialogs.answer("form", {"label": "Jardinage", "parent": None})
    page.add.click()
    page.lines.set_current("x_jardinage")
    recorded_dialogs.answer("form", {"label": "Jardin", "description": ""})
    page.edit.click()
    assert context.bridge.read(reference.label, "domains", "x_jardinage") == "Jardin"
    page.lines.set_current("x_jardinage")
    page.switch.click()
    assert "x_jardinage" not in [row.code for row in context.bridge.read(reference.items, "domains")]
    page.lists.set_current("expense_statuses")
    assert not page.add.isEnabled()


def test_a_rule_is_changed_in_its_unit_and_comes_back(
    view: SettingsView, context: Context, recorded_dialogs: RecordedDialogs
) -> None:
    view.go_to("rules")
    page = view.current
    assert isinstance(page, RulesSection)
    page.table.set_current("operating_ceiling")
    recorded_dialogs.answer("form", {"operating_ceiling": "12,5"})
    page.edit.click()
    assert context.bridge.read(settings.get, "operating_ceiling") == 1250
    page.table.set_current("operating_ceiling")
    page.reset.click()
    assert context.bridge.read(settings.get, "operating_ceiling") == 1500


def test_the_lock_delay_and_lock_now(view: SettingsView, context: Context, window: NotedWindow) -> None:
    view.go_to("lock")
    page = view.current
    assert isinstance(page, LockSection)
    page.delay.form.restore_draft({"auto_lock_minutes": 30})
    view.save()
    assert context.bridge.read(settings.lock_minutes) == 30


def test_appearance_is_applied_and_kept_on_this_machine(view: SettingsView, qapp: QApplication) -> None:
    view.go_to("appearance")
    page = view.current
    assert isinstance(page, AppearanceSection)
    try:
        page.theme.set_value("dark")
        page.theme.changed.emit()
        page.slider.setValue(13)
        assert (theme.is_dark(), theme.scale()) == (True, 130)
        assert machine.load() == machine.Machine("dark", 130)
    finally:
        theme.apply(qapp, "light", 100)


@pytest.mark.parametrize("stored", ["", "[]", '{"theme": "rose", "text_scale": 900}', '{"text_scale": "x"}'])
def test_unreadable_choices_of_the_machine_are_forgiven(own_home: Path, stored: str) -> None:
    (own_home / "machine.json").write_text(stored)
    kept = machine.load()
    assert kept.theme == "system"
    assert kept.text_scale in (100, 150)


def test_what_is_typed_survives_the_lock_and_is_offered_again(
    view: SettingsView, context: Context, qtbot: QtBot
) -> None:
    context.bridge.write("Ajouter un lieu", places.save, places.PlaceInput(name="Salle des fêtes"))
    undoable = context.bridge.undo_label()
    view.go_to("places")
    page = view.current
    assert isinstance(page, PlacesSection)
    page.list.table.select_first()
    page.list.form.restore_draft({"name": "Salle de la mairie", "commune": ("Flers", "61169")})
    assert view.leave()  # the lock asks nothing
    again = SettingsView(context)
    qtbot.addWidget(again)
    again.show()
    again.go_to("places")
    page = again.current
    assert isinstance(page, PlacesSection)
    page.list.table.select_first()
    assert page.list.drafts.isVisibleTo(page)
    page.list.drafts.resume()
    again.save()
    kept = context.bridge.read(places.rows)[0].input
    assert (kept.name, kept.commune, kept.insee) == ("Salle de la mairie", "Flers", "61169")
    page.list.table.select_first()
    assert not page.list.drafts.isVisibleTo(page)
    assert undoable == "Ajouter un lieu"
