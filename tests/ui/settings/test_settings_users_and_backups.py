from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from elans_desktop.services.organisation import places, settings, users
from elans_desktop.storage import keys
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui import machine
from elans_desktop.ui.context import Context
from elans_desktop.ui.settings.about_section import AboutSection
from elans_desktop.ui.settings.backups_section import BackupsSection
from elans_desktop.ui.settings.organisation_section import OrganisationSection
from elans_desktop.ui.settings.users_section import UsersSection
from elans_desktop.ui.settings.view import SettingsView
from tests.support.dialogs import RecordedDialogs
from tests.support.organisation import acting_as
from tests.support.workspaces import PASSPHRASE
from tests.ui.settings.conftest import NotedWindow

OTHER = "quatre poules sous la pluie"


def test_a_user_is_added_off_the_thread_of_the_window(
    view: SettingsView, context: Context, window: NotedWindow, recorded_dialogs: RecordedDialogs, qtbot: QtBot
) -> None:
    view.go_to("users")
    page = view.current
    assert isinstance(page, UsersSection)
    typed = {
        "name": "Nadia Le Goff",
        "function": "éducatrice",
        "role": "referent",
        "professional_id": None,
        "phrase": OTHER,
        "again": OTHER,
    }
    recorded_dialogs.answer("form", typed)
    page.add.click()
    qtbot.waitUntil(lambda: "Personne ajoutée" in window.said)
    found = context.bridge.read(users.rows)
    assert [row.name for row in found] == ["Camille Essai", "Nadia Le Goff"]
    page.table.set_current(found[1].id)
    recorded_dialogs.answer("ask", "yes")
    page.remove.click()
    qtbot.waitUntil(lambda: "Personne retirée" in window.said)
    assert not context.bridge.read(users.rows)[1].active


def test_one_cannot_remove_oneself(view: SettingsView, context: Context) -> None:
    view.go_to("users")
    page = view.current
    assert isinstance(page, UsersSection)
    page.table.set_current(context.bridge.actor.user_id)
    assert not page.remove.isEnabled()
    assert not page.role.isEnabled()


def test_a_phrase_changes_with_the_old_one_only(
    view: SettingsView, context: Context, window: NotedWindow, qtbot: QtBot
) -> None:
    view.go_to("users")
    page = view.current
    assert isinstance(page, UsersSection)
    form = page.phrase.form
    form.restore_draft({"old": PASSPHRASE, "new": OTHER, "again": "autre chose"})
    page.phrase.submit()
    assert form.field("again").error()
    form.restore_draft({"old": "ce n’est pas elle", "new": OTHER, "again": OTHER})
    page.phrase.submit()
    qtbot.waitUntil(lambda: bool(form.field("old").error()))
    form.restore_draft({"old": PASSPHRASE, "new": OTHER, "again": OTHER})
    page.phrase.submit()
    qtbot.waitUntil(lambda: "Votre phrase est changée" in window.said)
    assert form.values() == {"old": "", "new": "", "again": ""}
    workspace = context.bridge.workspace
    assert workspace.keys.unlock(workspace.actor.user_id, OTHER) == workspace.data_key


def test_a_new_recovery_sheet_is_asked_of_the_window(view: SettingsView, window: NotedWindow) -> None:
    view.go_to("users")
    page = view.current
    assert isinstance(page, UsersSection)
    page.recovery.button.click()
    assert [request.key for request in window.printed] == ["fiche-secours"]


def test_backup_copy_verification_and_space(
    view: SettingsView,
    context: Context,
    window: NotedWindow,
    tmp_path: Path,
    recorded_dialogs: RecordedDialogs,
    qtbot: QtBot,
) -> None:
    view.go_to("backups")
    page = view.current
    assert isinstance(page, BackupsSection)
    page.now.click()
    qtbot.waitUntil(lambda: "Sauvegarde faite et vérifiée" in window.said)
    assert page.table.model.rowCount() == 1
    (tmp_path / "cle").mkdir()
    recorded_dialogs.answer("folder", tmp_path / "cle")
    page.usb.click()
    qtbot.waitUntil(lambda: len(window.said) == 2)
    assert [path.suffix for path in (tmp_path / "cle").iterdir()] == [".elans"]
    assert "Dernière copie" in page.usb_words.text()
    assert machine.load().usb_folder == str(tmp_path / "cle")
    page.verify.click()
    qtbot.waitUntil(lambda: "Tout est en ordre" in page.verified.text())
    page.space.form.restore_draft({"backup_budget_mb": 500})
    view.save()
    assert context.bridge.read(settings.get, "backup_budget_mb") == 500


@pytest.mark.parametrize("by_code", [False, True])
def test_a_backup_is_restored_with_the_phrase_or_the_code_of_that_day(
    by_code: bool,
    recovery_code: str,
    view: SettingsView,
    context: Context,
    window: NotedWindow,
    recorded_dialogs: RecordedDialogs,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    workspace = context.bridge.workspace
    view.go_to("backups")
    page = view.current
    assert isinstance(page, BackupsSection)
    page.now.click()
    qtbot.waitUntil(lambda: page.table.model.rowCount() == 1)
    context.bridge.write("Ajouter un lieu", places.save, places.PlaceInput(name="Ajouté après"))
    page.table.select_first()
    closing = threading.Thread(target=workspace.close)  # the real window closes on its worker
    monkeypatch.setattr(window, "lock", closing.start)
    typed = {"phrase": "", "code": recovery_code} if by_code else {"phrase": PASSPHRASE, "code": ""}
    recorded_dialogs.answer("form", {"user": workspace.actor.user_id, **typed})
    recorded_dialogs.answer("inform")
    page.restore.click()
    qtbot.waitUntil(lambda: "Classeur restauré" in recorded_dialogs.titles())
    closing.join()
    again = Workspace.open(workspace.folder, passphrase=PASSPHRASE)
    with again.read() as session:
        assert places.rows(session) == ()
    again.close()


def test_about_says_where_things_are(view: SettingsView) -> None:
    view.go_to("about")
    assert isinstance(view.current, AboutSection)


def test_one_changes_ones_own_name_without_administering(
    workspace: Workspace,
    context: Context,
    window: NotedWindow,
    recorded_dialogs: RecordedDialogs,
    qtbot: QtBot,
) -> None:
    with acting_as(workspace, "accueil"):
        made = SettingsView(context)
        qtbot.addWidget(made)
        made.show()
        made.go_to("users")
        page = made.current
        assert isinstance(page, UsersSection)
        assert not page.add.isVisibleTo(page)
        page.table.set_current(context.bridge.actor.user_id)
        recorded_dialogs.answer("form", {"name": "Camille Martin", "function": "accueil"})
        page.name.click()
        qtbot.waitUntil(lambda: "Nom changé" in window.said)
    assert [slot.name for slot in workspace.keys.users] == ["Camille Martin"]


def test_the_classeur_is_renamed_for_the_next_opening(view: SettingsView, workspace: Workspace) -> None:
    page = view.current
    assert isinstance(page, OrganisationSection)
    page.workspace_name.form.restore_draft({"title": "Le Pressoir 2027"})
    page.save()
    assert keys.read(workspace.folder).title == "Le Pressoir 2027"
