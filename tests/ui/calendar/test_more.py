"""The menu « … » of the calendar: appointments, copies, calendar files."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from elans_desktop.core.errors import InputError
from elans_desktop.services.calendar import activities, seances
from elans_desktop.services.calendar.seances import SeanceFilters
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.calendar.calendar_more import MoreActions
from elans_desktop.ui.calendar.view import CalendarView
from tests.services.calendar.test_ics_reading import calendar
from tests.support import calendar_world
from tests.support.calendar_window import Keyboard, RecordedWindow
from tests.support.calendar_world import World
from tests.support.dialogs import RecordedDialogs

TUESDAY = date(2027, 5, 4)
SKIPS = {"skip_days": True, "skip_school": False}


@pytest.fixture
def bike(workspace: Workspace, world: World) -> uuid.UUID:
    with workspace.write("Activité d’essai") as session:
        made = calendar_world.activity(session, world, "Atelier vélo", people=2)
        calendar_world.seance(session, world, made, TUESDAY, (9, 12))
        calendar_world.seance(session, world, made, date(2027, 5, 5), (9, 12))
        return made


@pytest.fixture
def more(view: CalendarView) -> MoreActions:
    return MoreActions(view.context, view, view)


def days(view: CalendarView, activity: uuid.UUID | None = None) -> list[date]:
    found = view.context.bridge.read(seances.rows, SeanceFilters(activity_id=activity))
    return [card.day for card in found]


def test_an_appointment_is_made_in_two_fields(
    view: CalendarView, more: MoreActions, world: World, recorded_dialogs: RecordedDialogs
) -> None:
    values = {
        "participant_id": world.people[3], "day": TUESDAY, "start": 600, "minutes": 60, "trainer_id": None,
        "place_id": None, "title": "",
    }  # fmt: skip
    recorded_dialogs.answer("form", values)
    more.appointment()
    shown = view.side.panel.view
    assert shown is not None
    assert (shown.card.name, shown.card.start) == ("Rendez-vous individuels", 600)
    assert [person.last_name for person in shown.people] == ["Delaunay"]
    assert view.context.bridge.undo_label() == "Nouveau rendez-vous, mar.\u00a004/05"


def test_a_week_is_copied_and_shown(
    view: CalendarView, more: MoreActions, bike: uuid.UUID, window: RecordedWindow,
    recorded_dialogs: RecordedDialogs,
) -> None:  # fmt: skip
    recorded_dialogs.answer("form", {"target": date(2027, 5, 13), **SKIPS})
    more.copy_week()
    assert view.monday == date(2027, 5, 10)
    assert days(view, bike)[2:] == [date(2027, 5, 11), date(2027, 5, 12)]
    assert window.said == ["2\u00a0séances copiées"]
    recorded_dialogs.answer("form", {"target": date(2027, 5, 13), **SKIPS})
    with pytest.raises(InputError, match="même semaine"):
        more.copy_week()


def test_an_activity_is_copied_to_next_year(
    view: CalendarView, more: MoreActions, bike: uuid.UUID, world: World, recorded_dialogs: RecordedDialogs
) -> None:
    view.select(None)
    recorded_dialogs.answer("form", {"activity_id": bike})
    values = {
        "title": "Atelier vélo 2028", "agreement_id": world.agreement, "first_day": date(2028, 5, 1),
        "with_people": True, **SKIPS,
    }  # fmt: skip
    recorded_dialogs.answer("form", values)
    more.copy_activity()
    proposed = recorded_dialogs.requests[-1].data["values"]
    assert proposed["first_day"] == date(2028, 5, 2)
    shown = view.side.panel.view
    assert shown is not None
    assert (shown.card.activity_title, shown.card.day, shown.card.expected) == (
        "Atelier vélo 2028", date(2028, 5, 2), 2,
    )  # fmt: skip


def test_the_calendar_goes_out(
    view: CalendarView, more: MoreActions, bike: uuid.UUID, world: World, window: RecordedWindow,
    recorded_dialogs: RecordedDialogs, tmp_path: Path,
) -> None:  # fmt: skip
    file = tmp_path / "sortie.ics"
    recorded_dialogs.answer("form", {"what": world.trainers[0]})
    recorded_dialogs.answer("save", file)
    more.export()
    assert recorded_dialogs.requests[-1].data["name"] == "calendrier-intervenant.ics"
    assert file.read_bytes().count(b"BEGIN:VEVENT") == 2
    assert window.said == ["Calendrier enregistré\u00a0: 2\u00a0événements"]
    recorded_dialogs.answer("form", {"what": world.trainers[2]})
    recorded_dialogs.answer("error")
    more.export()


def test_a_calendar_comes_in_after_its_plan_was_seen(
    view: CalendarView, more: MoreActions, bike: uuid.UUID, window: RecordedWindow,
    recorded_dialogs: RecordedDialogs, tmp_path: Path,
) -> None:  # fmt: skip
    file = tmp_path / "agenda.ics"
    file.write_bytes(
        calendar(
            "UID:a\nDTSTART:20270506T070000Z\nDTEND:20270506T080000Z\nSUMMARY:Atelier vélo",
            "UID:b\nDTSTART:20270507T070000Z\nDTEND:20270507T080000Z\nSUMMARY:Réparer un pneu",
            "UID:c\nDTSTART;VALUE=DATE:20270507\nSUMMARY:Congé",
        )
    )
    recorded_dialogs.answer("open", file)
    more.bring()
    panel = view.side.files
    assert panel.summary.text() == "Séances\u00a0: 1\u00a0nouvelle, 2\u00a0refusées."
    assert panel.submit.text() == "Importer 1\u00a0séance"
    panel.activity.set_value(bike)
    panel.activity.changed.emit()
    assert panel.submit.text() == "Importer 2\u00a0séances"
    words = [label.text() for label in panel.findChildren(QLabel)]
    assert any("Journée entière" in one for one in words)
    assert days(view, bike) == [TUESDAY, date(2027, 5, 5)]
    view.save()
    assert days(view, bike) == [date(2027, 5, day) for day in (4, 5, 6, 7)]
    assert view.side.currentWidget() is view.side.panel
    assert window.said[-1] == "Séances\u00a0: 2\u00a0nouvelles, 1\u00a0refusée."
    recorded_dialogs.answer("open", file)
    more.bring()
    assert not panel.submit.isEnabled()


def test_a_long_plan_is_read_to_its_end_by_the_keyboard(
    qtbot: QtBot,
    view: CalendarView,
    more: MoreActions,
    keyboard: Keyboard,
    recorded_dialogs: RecordedDialogs,
    tmp_path: Path,
) -> None:
    file = tmp_path / "agenda.ics"
    events = (
        f"UID:{day}\nDTSTART:202706{day:02}T070000Z\nDTEND:202706{day:02}T080000Z\nSUMMARY:Réunion"
        for day in range(1, 31)
    )
    file.write_bytes(calendar(*events))
    recorded_dialogs.answer("open", file)
    more.bring()
    panel = view.side.files
    bar = panel.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    for _page in range(20):
        keyboard.press(panel.submit, Qt.Key.Key_PageDown)
    assert bar.value() == bar.maximum()


def test_a_file_that_is_no_calendar_is_said(
    more: MoreActions, recorded_dialogs: RecordedDialogs, tmp_path: Path
) -> None:
    file = tmp_path / "photo.ics"
    file.write_bytes(b"\x89PNG")
    recorded_dialogs.answer("open", file)
    recorded_dialogs.answer("error")
    more.bring()
    assert "pas un calendrier" in recorded_dialogs.requests[-1].title


def test_the_menu_follows_the_role(view: CalendarView, more: MoreActions) -> None:
    assert [words for group in more.groups() for words, _act, _icon in group] == [
        "Nouvelle activité", "Nouveau rendez-vous…", "Copier cette semaine…", "Copier une activité…",
        "Contrôle du mois…", "Classer des feuilles numérisées…", "Reprendre des présences d’un tableau…",
        "Exporter en .ics…", "Importer un .ics…", "Vacances et fermetures",
    ]  # fmt: skip
    assert view.context.bridge.read(activities.rows) == ()
