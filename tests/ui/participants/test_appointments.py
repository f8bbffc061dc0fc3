"""The appointments of a person, in their file."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from elans_desktop.services.calendar import appointments, seances
from elans_desktop.services.calendar.appointments import AppointmentInput
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.participants.appointments import AppointmentsSection
from elans_desktop.ui.participants.view import ParticipantsView
from tests.support.calendar_window import RecordedWindow
from tests.support.dialogs import RecordedDialogs
from tests.support.people import add_person
from tests.support.person_page import open_file


@pytest.fixture
def lucie(workspace: Workspace, agreement: uuid.UUID) -> uuid.UUID:
    return add_person(workspace, "Bazin", "Lucie", birth_date=date(1996, 3, 2), commune="Flers")


def test_an_appointment_is_made_from_the_file(
    view: ParticipantsView, lucie: uuid.UUID, recorded_dialogs: RecordedDialogs, window: RecordedWindow
) -> None:
    file = open_file(view, lucie)
    values = dict.fromkeys(("trainer_id", "place_id"))
    values |= {"day": date(2027, 5, 6), "start": 600, "minutes": 60, "title": ""}
    recorded_dialogs.answer("form", values)
    file.section(AppointmentsSection).add_button.click()
    (tab, kind, seance) = window.visited[-1]
    assert (tab, kind) == ("calendar", "seance")
    assert seance is not None
    card = view.context.bridge.read(seances.view, seance).card
    assert (card.start, card.people) == (600, {lucie})


def test_appointments_stand_in_the_file_and_go_out_as_a_calendar_without_a_name(
    view: ParticipantsView,
    lucie: uuid.UUID,
    recorded_dialogs: RecordedDialogs,
    window: RecordedWindow,
    tmp_path: Path,
) -> None:
    file = open_file(view, lucie)
    section = file.section(AppointmentsSection)

    def lines() -> str:
        QApplication.processEvents()
        shown = [found.text() for found in section.findChildren(QLabel) if found.isVisibleTo(section)]
        return " ".join(shown)

    assert "Aucun rendez-vous" in lines()
    recorded_dialogs.answer("error")
    section.export_button.click()
    assert window.said == []
    made = [
        view.context.bridge.write(
            "Rendez-vous", appointments.create, AppointmentInput(lucie, date(2027, 5, day), 600)
        )
        for day in (6, 13)
    ]
    view.context.bridge.write("Annuler", seances.cancel, made[1], "Neige")
    said = lines()
    assert "1\u00a0rendez-vous à venir" in said
    assert "jeu. 06/05/2027" in said.replace("\u00a0", " ")
    target = tmp_path / "agenda.ics"
    recorded_dialogs.answer("save", target)
    section.export_button.click()
    content = target.read_bytes()
    assert content.count(b"BEGIN:VEVENT") == 2
    assert b"Bazin" not in content
    assert window.said == ["Calendrier enregistré\u00a0: 2\u00a0événements"]
