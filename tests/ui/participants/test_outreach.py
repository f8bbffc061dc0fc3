"""« Repérage »: a stand held by the keyboard alone, the list with its totals, files opened from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from elans_desktop.services.participants import detection_anonymous, detection_list, participants
from elans_desktop.services.participants.detection_anonymous import AnonymousInput
from elans_desktop.services.pathways.milestones import Period
from elans_desktop.services.reports import indicators
from elans_desktop.services.scope import EVERYTHING, Scope
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.participants.outreach_page import OutreachPage
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import Keyboard
from tests.support.dialogs import RecordedDialogs
from tests.support.organisation import acting_as
from tests.support.people import NOW, add_person

STAND: dict[str, Any] = {
    "place": "marché de Flers",
    "mode_code": "evenement",
    "commune": ("Flers", "61100", "61169"),
}
WHO: dict[str, Any] = {
    "last_name": "Bazin",
    "first_name": "Lucie",
    "birth_date": date(2005, 1, 1),
    "sex": "femme",
    "phone": "06 11 22 33 44",
    "email": "",
    "commune": ("Flers", "", "61169"),
    "referent_id": None,
    "other": False,
}


@pytest.fixture
def page(view: ParticipantsView) -> OutreachPage:
    view.show()
    view.start_outreach()
    shown = view.pages.currentWidget()
    assert isinstance(shown, OutreachPage)
    return shown


def set_up(page: OutreachPage) -> None:
    page.entry.stand.set_values(page.entry.stand.values() | STAND)


def type_keys(keyboard: Keyboard, page: OutreachPage, *keys: str) -> None:
    for key in keys:
        if key == "\r":
            keyboard.press(page.entry.pad, Qt.Key.Key_Return)
        else:
            keyboard.press(page.entry.pad, Qt.Key.Key_unknown, key)


def contacts(workspace: Workspace) -> int:
    with workspace.read() as session:
        period = Period(date(2027, 1, 1), date(2027, 12, 31))
        return indicators.funnel(session, EVERYTHING, period).contacts


def test_a_contact_takes_three_keys_and_the_stand_stays(
    page: OutreachPage, keyboard: Keyboard, workspace: Workspace
) -> None:
    set_up(page)
    type_keys(keyboard, page, "f", "2", "\r", "h", "é", "r", "\r")
    assert page.entry.figure.text() == "2"
    assert "femme\u00a01 · homme\u00a01" in page.entry.fact.text()
    with workspace.read() as session:
        second, first = detection_list.rows(session, EVERYTHING)
    assert (first.sex, first.age_band, first.place, first.commune) == (
        "Femme",
        "18 à 25\u00a0ans",
        "marché de Flers",
        "Flers",
    )
    assert second.age_band == first.age_band, "an AZERTY keyboard writes 2 as é"
    assert second.waits
    assert page.entry.stand.values()["place"] == "marché de Flers"
    assert page.entry.pad.sex is None
    workspace.undo()
    page.entry.refresh()
    assert page.entry.figure.text() == "1"


def test_nothing_is_noted_without_an_answer_or_a_day_that_can_be(
    page: OutreachPage, keyboard: Keyboard, workspace: Workspace
) -> None:
    set_up(page)
    type_keys(keyboard, page, "\r")
    assert page.entry.pad.message.text() == "Dites au moins le sexe ou l’âge."
    page.entry.stand.field("day").set_value(date(2027, 5, 5))
    type_keys(keyboard, page, "f", "\r")
    assert "futur" in page.entry.stand.field("day").error()
    assert page.entry.pad.sex == "femme", "what was chosen is not lost"
    assert contacts(workspace) == 0


def test_the_stand_of_today_is_taken_up_again(
    page: OutreachPage, view: ParticipantsView, keyboard: Keyboard
) -> None:
    set_up(page)
    type_keys(keyboard, page, "a", "7", "\r")
    view.show_main()
    view.start_outreach()
    again = view.pages.currentWidget()
    assert isinstance(again, OutreachPage)
    values = again.entry.stand.values()
    assert (values["place"], values["mode_code"]) == ("marché de Flers", "evenement")
    assert (values["commune"][0], values["commune"][2]) == ("Flers", "61169")
    assert again.entry.figure.text() == "1"


def test_a_file_opened_at_the_stand_leaves_one_contact(
    page: OutreachPage, keyboard: Keyboard, workspace: Workspace, recorded_dialogs: RecordedDialogs
) -> None:
    set_up(page)
    recorded_dialogs.answer("form", WHO)
    type_keys(keyboard, page, "f", "2", "d")
    assert contacts(workspace) == 1
    assert "dont 1 avec dossier" in page.entry.fact.text()
    with workspace.read() as session:
        (row,) = participants.rows(session)
    assert row.name == "Bazin Lucie"
    assert workspace.undo_label() == "Ouvrir le dossier de Lucie B."


def test_a_likely_twin_is_told_before_a_second_file(
    page: OutreachPage, workspace: Workspace, recorded_dialogs: RecordedDialogs
) -> None:
    from elans_desktop.core.errors import RuleError

    add_person(workspace, "Bazin", "Lucie", birth_date=date(2005, 1, 1))
    with workspace.write("Contact") as session:
        contact = detection_anonymous.save(session, AnonymousInput(day=NOW.date(), sex="femme"))
    recorded_dialogs.answer("form", WHO)
    with pytest.raises(RuleError) as refused:
        page.entry.convert(contact)
    assert "2027-A0001" in str(refused.value)
    assert "Bazin" not in str(refused.value)
    recorded_dialogs.answer("form", WHO | {"other": True})
    page.entry.convert(contact)
    with workspace.read() as session:
        assert len(participants.rows(session)) == 2


def test_the_list_counts_what_it_shows_and_joins_a_contact_to_a_file(
    page: OutreachPage, workspace: Workspace, recorded_dialogs: RecordedDialogs
) -> None:
    person = add_person(workspace, "Blin", "Rémi")
    with workspace.write("Contacts") as session:
        for day, mode in (
            (date(2027, 3, 6), "bus"),
            (date(2027, 4, 3), "evenement"),
            (date(2027, 4, 10), "bus"),
        ):
            detection_anonymous.save(session, AnonymousInput(day=day, mode_code=mode, sex="homme"))
    page.modes.set_current("list")
    totals = page.list.totals.model
    assert [(t.label, t.contacts) for t in totals.rows()] == [
        ("Bus ou véhicule itinérant", 2),
        ("Événement local (fête, marché, tournoi)", 1),
    ]
    page.list.kinds.set_current("month")
    assert [(t.label, t.contacts) for t in totals.rows()] == [("mars\u00a02027", 1), ("avril\u00a02027", 2)]
    page.list.table.search.setText("avril 2027")
    assert page.list.table.model.rowCount() == 2
    assert [t.contacts for t in totals.rows()] == [2]
    page.list.table.clear_search()
    page.list.table.select_first()
    recorded_dialogs.answer("form", {"person": person})
    page.list.attach()
    assert contacts(workspace) == 3
    assert [t.named for t in totals.rows()] == [0, 1]


def test_accueil_leads_to_a_contact_without_a_name(view: ParticipantsView, workspace: Workspace) -> None:
    with workspace.write("Contact") as session:
        contact = detection_anonymous.save(
            session, AnonymousInput(day=date(2027, 4, 3), sex="homme", recall_on=date(2027, 5, 4))
        )
    view.show()
    view.open_item("outreach", contact)
    page = view.pages.currentWidget()
    assert isinstance(page, OutreachPage)
    assert page.list.table.current_id() == contact
    page.list.settle()
    with workspace.read() as session:
        assert detection_list.recalls(session, Scope(), NOW.date(), 10) == ()


def test_the_welcome_holds_a_stand(
    qtbot: QtBot, view: ParticipantsView, workspace: Workspace, keyboard: Keyboard
) -> None:
    with acting_as(workspace, "accueil"):
        made = OutreachPage(view.context)
        qtbot.addWidget(made)
        made.start()
        set_up(made)
        type_keys(keyboard, made, "h", "1", "\r")
    assert contacts(workspace) == 1
