"""« Complétude », « Confidentialité », « Communes et zones »: what the coordination decides about people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.services.organisation import schemes, zones
from elans_desktop.services.participants import attachments, completeness_lists, papers, sensitive
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.fields import PhoneField
from elans_desktop.ui.settings.view import SettingsView
from elans_desktop.ui.settings.zones_section import ZonesSection
from tests.support import attached_files as made
from tests.support.dialogs import RecordedDialogs
from tests.support.people import add_person

FLERS, ARGENTAN = "61169", "61006"


def page(view: SettingsView, key: str) -> Any:
    view.show()
    view.go_to(key)
    QApplication.processEvents()
    return view.current


def words(widget: QWidget) -> str:
    return " | ".join(part.text() for part in widget.findChildren(QLabel) if not part.isHidden())


def test_a_list_of_a_funder_is_added_shown_beside_the_names_and_removed(
    view: SettingsView, workspace: Workspace, recorded_dialogs: RecordedDialogs
) -> None:
    section = page(view, "completeness")
    assert [row.label for row in section.list.table.model.rows()] == ["Dossier", "FSE+", "Département"]
    section.start_new()
    form = section.list.form
    form.field("label").set_value("Région")
    form.field("label").changed.emit()
    section.save()
    assert len(section.list.table.model.rows()) == 3, "a list without a point is refused"
    form.field("items_identity").set_value(("sex", "commune"))
    form.field("items_exit").set_value(("exit_code",))
    form.field("items_exit").changed.emit()
    section.save()
    with workspace.read() as session:
        found = completeness_lists.lists(session)[-1]
    assert (found.label, found.items) == ("Région", ("sex", "commune", "exit_code"))
    section.list.table.set_current(found.id)
    section.show_button.click()
    with workspace.read() as session:
        assert completeness_lists.badge(session).label == "Région"
    assert not section.show_button.isEnabled()
    recorded_dialogs.answer("ask", "yes")
    recorded_dialogs.answer("error")
    section.list.delete_button.click()
    assert recorded_dialogs.titles()[-1] == "Cette liste est celle qui s’affiche à côté des noms."


def test_the_confidential_block_is_opened_with_a_warning_and_closed(
    view: SettingsView, workspace: Workspace, recorded_dialogs: RecordedDialogs
) -> None:
    section = page(view, "privacy")
    assert section.state.text() == "Fermé"
    recorded_dialogs.answer("ask", None)
    section.switch.click()
    assert section.state.text() == "Fermé"
    recorded_dialogs.answer("ask", "yes")
    section.switch.click()
    assert "registre" in recorded_dialogs.requests[-1].text
    page(view, "privacy")
    with workspace.read() as session:
        assert sensitive.is_kept(session)
    assert section.state.text().startswith("Ouvert")
    assert section.switch.text() == "Fermer le bloc"
    workspace.undo()
    with workspace.read() as session:
        assert not sensitive.is_kept(session)


def test_the_papers_of_a_scheme_are_chosen(view: SettingsView, workspace: Workspace) -> None:
    section = page(view, "privacy")
    form = section.papers.form
    assert form.values()["o2r"] == ("piece_identite", "charte")
    form.field("o2r").set_value(("piece_identite", "attestation_rsa"))
    form.field("o2r").changed.emit()
    view.save()
    with workspace.read() as session:
        (scheme,) = schemes.rows(session)
        assert papers.required_kinds(scheme.code, scheme.options) == ("piece_identite", "attestation_rsa")
    assert workspace.undo_label() == "Choisir les pièces demandées"


def test_removed_files_may_be_erased_at_once(
    view: SettingsView, workspace: Workspace, recorded_dialogs: RecordedDialogs
) -> None:
    person = add_person(workspace, "Bazin", "Lucie")
    with workspace.write("Joindre") as session:
        one = attachments.add(session, attachments.NewAttachment(person, "cv.pdf", made.pdf()))
    section = page(view, "privacy")
    assert section.weight.text().startswith("1\u00a0fichier")
    assert section.sweep.isHidden()
    with workspace.write("Retirer") as session:
        attachments.remove(session, one)
    page(view, "privacy")
    assert section.sweep.text() == "Effacer maintenant 1\u00a0fichier retiré"
    recorded_dialogs.answer("ask", "yes")
    section.sweep.click()
    assert section.weight.text().startswith("Aucun fichier")
    assert section.sweep.isHidden()


def test_zones_are_read_checked_then_imported(
    qtbot: QtBot, view: SettingsView, workspace: Workspace, tmp_path: Path, recorded_dialogs: RecordedDialogs
) -> None:
    path = tmp_path / "zones.csv"
    path.write_text(
        f"code INSEE;commune;zone\n{FLERS};Flers;FRR\n99999;Nulle-Part;FRR\n{ARGENTAN};Sées;FRR\n"
    )
    section: ZonesSection = page(view, "zones")
    recorded_dialogs.answer("open", path)
    section.importer.click()
    qtbot.waitUntil(lambda: section.plan is not None and not section.context.jobs.busy)
    assert section.summary.text() == "3\u00a0lignes lues, 1\u00a0refusée, 2\u00a0nouvelles."
    assert section.apply_button.text() == "Importer 2\u00a0zones de communes"
    section.lines.chips.set_on("refused", True)
    assert section.lines.model.rowCount() == 1
    assert section.lines.model.rows()[0].words == "Aucune commune n’a ce code INSEE."
    with workspace.read() as session:
        assert zones.codes_of(session, FLERS) == ()
    section.apply_button.click()
    qtbot.waitUntil(lambda: section.plan is None and not section.context.jobs.busy)
    with workspace.read() as session:
        assert zones.codes_of(session, FLERS) == zones.codes_of(session, ARGENTAN) == ("frr",)
    QApplication.processEvents()
    assert "FRR | 2\u00a0communes" in words(section.known)
    section.search.set_value(None)
    recorded_dialogs.answer("open", tmp_path / "absent.csv")
    recorded_dialogs.answer("error")
    section.importer.click()
    qtbot.waitUntil(lambda: not section.context.jobs.busy)
    assert section.pages.currentIndex() == 0


def test_the_blank_list_of_zones_can_be_saved(
    view: SettingsView, tmp_path: Path, recorded_dialogs: RecordedDialogs, workspace: Workspace
) -> None:
    section: ZonesSection = page(view, "zones")
    recorded_dialogs.answer("save", tmp_path / "zones.csv")
    section.template.click()
    from elans_desktop.services.organisation import zone_import

    with workspace.read() as session:
        found = zone_import.plan(session, tmp_path / "zones.csv")
    assert [line.state for line in found.lines] == ["ok"]


@pytest.mark.parametrize(
    ("typed", "shown", "doubt"),
    [
        ("0612345678", "06 12 34 56 78", ""),
        ("+33 6.12.34.56.78", "06 12 34 56 78", ""),
        ("061234567", "061234567", "Un numéro de téléphone français a 10 chiffres."),
        ("", "", ""),
    ],
)
def test_a_telephone_is_spaced_when_one_leaves_it(qtbot: QtBot, typed: str, shown: str, doubt: str) -> None:
    field = PhoneField("Téléphone")
    qtbot.addWidget(field)
    field.line.setText(typed)
    field.line.editingFinished.emit()
    assert field.value() == shown
    assert field.message.words.text() == doubt
    field.set_value(typed)
    assert field.value() == shown
