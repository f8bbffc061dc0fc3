"""« Historique et postes »: the delay, condensing now, the laptops that are no longer used."""

from __future__ import annotations

from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from elans_desktop.core import clock
from elans_desktop.core.errors import PermissionDenied
from elans_desktop.models.journal import Laptop
from elans_desktop.services.history import upkeep
from elans_desktop.services.organisation import settings
from elans_desktop.services.organisation.places import PlaceInput
from elans_desktop.services.organisation.places import save as save_place
from elans_desktop.storage import condensing
from elans_desktop.ui.context import Context
from elans_desktop.ui.settings.journal_section import JournalSection
from elans_desktop.ui.settings.view import SettingsView
from tests.storage.rows import make
from tests.support.dialogs import RecordedDialogs
from tests.support.organisation import acting_as
from tests.ui.settings.conftest import NotedWindow

LATER, MUCH_LATER = datetime(2050, 3, 1, 9), datetime(2053, 3, 1, 9)


@pytest.fixture
def page(view: SettingsView) -> JournalSection:
    view.go_to("journal")
    found = view.current
    assert isinstance(found, JournalSection)
    return found


def test_condensing_now_says_what_it_gained(
    page: JournalSection, context: Context, window: NotedWindow, qtbot: QtBot
) -> None:
    assert page.state.text() == "Rien n’a encore été condensé."
    with clock.fixed(LATER):
        made = context.bridge.write("Ajouter", save_place, PlaceInput(name="Salle"))
        for name in ("Salle bleue", "Salle verte"):
            context.bridge.write("Renommer", save_place, PlaceInput(id=made, name=name))
    with clock.fixed(MUCH_LATER):
        context.bridge.write("Renommer", save_place, PlaceInput(id=made, name="Atelier"))
        page.now.click()
        qtbot.waitUntil(lambda: bool(window.said))
    assert "changements condensés" in window.said[-1]
    assert page.state.text().startswith("Condensé jusqu’au 01/03/2050. Dernière fois le 01/03/2053")
    assert context.bridge.read(condensing.until) is not None


def test_the_whole_history_may_be_kept(view: SettingsView, page: JournalSection, context: Context) -> None:
    page.delay.form.restore_draft({condensing.SETTING: 0})
    view.save()
    assert context.bridge.read(settings.get, condensing.SETTING) == 0
    page.refresh()
    assert page.state.text() == "Tout l’historique est gardé."
    assert not page.now.isEnabled()


def test_a_laptop_is_said_to_be_no_longer_used_and_used_again(
    page: JournalSection, context: Context, recorded_dialogs: RecordedDialogs
) -> None:
    other = make(Laptop, letter="B", name="vieux-portable", retired_at=None)
    with context.bridge.workspace.write("Ouvrir sur un nouveau poste") as session:
        session.add(other)
    page.refresh()
    page.table.set_current(context.bridge.actor.laptop_id)
    assert not page.retire.isEnabled()
    page.table.set_current(other.id)
    recorded_dialogs.answer("ask", "yes")
    page.retire.click()
    rows = {row.id: row for row in upkeep.view(context.bridge.workspace).laptops}
    assert rows[other.id].retired
    page.refresh()
    page.table.set_current(other.id)
    assert page.retire.text() == "Sert encore"
    page.retire.click()
    assert not {row.id: row for row in upkeep.view(context.bridge.workspace).laptops}[other.id].retired


def test_a_referent_may_not_say_so(context: Context) -> None:
    workspace = context.bridge.workspace
    with acting_as(workspace, "referent"), workspace.read() as session:
        laptop = session.scalars(select(Laptop.id)).one()
        with pytest.raises(PermissionDenied):
            upkeep.retire(session, laptop)
