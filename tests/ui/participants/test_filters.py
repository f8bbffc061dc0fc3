"""The chips above the list: those always there, those of the « + », one's own under a name."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from elans_desktop.services.organisation import settings
from elans_desktop.services.participants import participants
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import RecordedWindow
from tests.support.dialogs import RecordedDialogs
from tests.support.people import add_pathway, add_person


@pytest.fixture
def people(workspace: Workspace, agreement: uuid.UUID) -> dict[str, uuid.UUID]:
    made = {name: add_person(workspace, name, "Zoé", commune="Flers") for name in ("Éluard", "Blin", "Cissé")}
    me = workspace.actor.professional_id
    for name, entry, brique in (("Blin", date(2026, 8, 18), "M"), ("Cissé", date(2027, 4, 20), "A")):
        stays = [(brique, entry, None)]
        add_pathway(workspace, made[name], agreement, stays, entry_on=entry, referent_id=me)
    return made


@pytest.fixture
def listed(qtbot: QtBot, view: ParticipantsView, people: dict[str, uuid.UUID]) -> ParticipantsView:
    """The list on show, its facts read."""
    view.show()
    qtbot.waitUntil(lambda: bool(view.people.facts), timeout=20_000)
    return view


def shown(view: ParticipantsView) -> list[str]:
    return [view.pane.model.row_at(place).name for place in range(view.pane.model.rowCount())]


def menu_of(view: ParticipantsView) -> dict[str, QAction]:
    menu = Menu(view)
    view.pane.filters.fill(menu)
    return {action.text(): action for action in menu.actions() if action.text()}


def test_the_plus_offers_the_silent_with_their_number(listed: ParticipantsView) -> None:
    offered = menu_of(listed)
    offered["Sans nouvelle depuis 30\u00a0j"].trigger()
    assert shown(listed) == ["Blin Zoé"]
    chip = listed.pane.chips.chip("silent")
    assert chip.accessibleName() == "Sans nouvelle depuis 30\u00a0j 1"
    chip.click()
    assert "silent" not in listed.pane.chips.declared(), "a chip of the « + » goes when it is switched off"
    assert len(shown(listed)) == 3


def test_filters_of_one_kind_exclude_each_other_and_add_to_the_others(listed: ParticipantsView) -> None:
    filters = listed.pane.filters
    filters.toggle("brique:M")
    filters.toggle("brique:A")
    assert shown(listed) == ["Cissé Zoé"]
    assert filters.active() == ("open", "brique:A")
    filters.toggle("status:repere")
    assert shown(listed) == []
    assert filters.active() == ("brique:A", "status:repere")
    listed.pane.clear_search()
    assert len(shown(listed)) == 3


def test_the_search_and_the_order_go_with_the_filters(listed: ParticipantsView) -> None:
    listed.pane.filters.toggle("commune:Flers")
    listed.pane.search.setText("zoe")
    listed.pane.set_order("name", ascending=False)
    assert shown(listed) == ["Éluard Zoé", "Cissé Zoé", "Blin Zoé"]
    listed.pane.search.setText("cis")
    assert shown(listed) == ["Cissé Zoé"]


def test_one_s_own_filter_is_saved_used_and_removed(
    listed: ParticipantsView, recorded_dialogs: RecordedDialogs, window: RecordedWindow
) -> None:
    listed.pane.filters.toggle("brique:M")
    listed.pane.search.setText("blin")
    recorded_dialogs.answer("form", {"text": "Mes M"})
    menu_of(listed)["Enregistrer ces filtres…"].trigger()
    assert window.said == ["Filtre enregistré"]
    listed.pane.clear_search()
    menu_of(listed)["Mes M"].trigger()
    assert shown(listed) == ["Blin Zoé"]
    assert listed.pane.chips.active() == ("saved:Mes M",)
    assert listed.pane.filters.active() == ("open", "brique:M")
    menu_of(listed)["Mes M"].trigger()
    assert listed.pane.chips.active() == ("open",)
    assert listed.pane.search.text() == ""
    recorded_dialogs.answer("form", {"name": "Mes M"})
    menu_of(listed)["Supprimer un de mes filtres…"].trigger()
    assert "Mes M" not in menu_of(listed)


def test_nothing_to_save_without_a_filter(listed: ParticipantsView) -> None:
    listed.pane.clear_search()
    assert not menu_of(listed)["Enregistrer ces filtres…"].isEnabled()


def test_many_values_are_chosen_in_a_field_that_searches(
    qtbot: QtBot, view: ParticipantsView, workspace: Workspace, agreement: uuid.UUID,
    recorded_dialogs: RecordedDialogs,
) -> None:  # fmt: skip
    for rank in range(16):
        add_person(workspace, f"Nom{rank}", "", commune=f"Commune {rank:02}")
    view.show()
    qtbot.waitUntil(lambda: bool(view.people.facts), timeout=20_000)
    recorded_dialogs.answer("form", {"key": "commune:Commune 03"})
    menu_of(view)["Par commune…"].trigger()
    assert shown(view) == ["Nom3"]
    choices: Any = recorded_dialogs.requests[0].data["sections"][0].fields[0].choices
    assert ("commune:Commune 03", "Commune 03 (1)") in choices


def test_a_change_of_one_person_is_seen_by_the_filters(
    listed: ParticipantsView, people: dict[str, uuid.UUID]
) -> None:
    from dataclasses import replace

    listed.pane.filters.toggle("zone:qpv")
    assert shown(listed) == []
    bridge = listed.context.bridge
    typed = bridge.read(participants.view, people["Blin"]).input
    bridge.write("Modifier", participants.save, replace(typed, zone="qpv"))
    assert shown(listed) == ["Blin Zoé"]
    assert listed.pane.chips.chip("zone:qpv").accessibleName().endswith(" 1")


def test_the_number_of_a_file_that_joined_another_opens_the_other(
    listed: ParticipantsView, people: dict[str, uuid.UUID], workspace: Workspace
) -> None:
    from elans_desktop.services.participants.person_merge import MergeInput, merge

    with workspace.write("Réunir") as session:
        merge(session, MergeInput(people["Blin"], people["Éluard"]))
    listed.open_item("participant", people["Éluard"])
    assert listed.pane.current_id() == people["Blin"]
    listed.pane.search.setText("eluard")
    assert shown(listed) == ["Blin Zoé"]


def test_the_hours_of_the_week_are_offered_once_an_aim_is_followed(
    qtbot: QtBot, listed: ParticipantsView, workspace: Workspace
) -> None:
    assert "Sous les heures visées" not in menu_of(listed)
    with workspace.write("Suivre") as session:
        settings.save(session, "weekly_hours_target_enabled", True)
    listed.people.read_facts()
    qtbot.waitUntil(lambda: any(one.target for one in listed.people.facts.values()), timeout=20_000)
    menu_of(listed)["Sous les heures visées"].trigger()
    assert shown(listed) == ["Blin Zoé", "Cissé Zoé"]
    assert listed.pane.filters.active() == ("open", "under")
