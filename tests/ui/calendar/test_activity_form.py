"""The form of an activity: its project, what it works on, who pays."""

from __future__ import annotations

import uuid

import pytest

from elans_desktop.services.calendar import activities
from elans_desktop.services.governance import projects
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.calendar.activity_form import ActivityForm
from elans_desktop.ui.calendar.chosen_field import ChosenField
from elans_desktop.ui.calendar.view import CalendarView
from elans_desktop.ui.kit.fields import ChoiceField
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.dialogs import RecordedDialogs


@pytest.fixture
def bike(workspace: Workspace, world: World) -> uuid.UUID:
    with workspace.write("Activité d’essai") as session:
        return calendar_world.activity(session, world, "Atelier vélo", people=2)


def choose(form: ActivityForm, name: str, value: object) -> None:
    field = next(one for one in form.forms if name in one.names()).field(name)
    assert isinstance(field, ChoiceField)
    field.set_value(value)
    field.changed.emit()


def targets(form: ActivityForm) -> ChosenField:
    field = form.aims.field("targets")
    assert isinstance(field, ChosenField)
    return field


def test_an_activity_is_described_whole(
    view: CalendarView, world: World, recorded_dialogs: RecordedDialogs
) -> None:
    view.side.new_activity()
    form = view.side.activity
    form.main.field("title").set_value("Four à pain")
    choose(form, "type_code", "m_projet")
    assert form.main.values()["brique_code"] == "M"
    assert form.main.values()["mode_code"] == "chantier"
    choose(form, "domain_code", "patrimoine")
    choose(form, "setting_code", "hors_les_murs")
    answers = {"title": "Rallumer le four", "structure_id": None, "domain_code": None, "territory": ""}
    recorded_dialogs.answer("form", answers)
    form._create_project()
    targets(form).pick(("barriers", "isolement"))
    targets(form).pick(("barriers", "rythme"))
    targets(form).buttons()[0].click()
    choose(form, "cost_member_id", world.structures[1])
    assert form.save()
    (row,) = view.context.bridge.read(activities.rows)
    made = view.context.bridge.read(activities.view, row.id)
    (project,) = view.context.bridge.read(projects.rows)
    assert (made.project_id, made.domain_code, made.setting_code) == (
        project.id,
        "patrimoine",
        "hors_les_murs",
    )
    assert (made.targets, made.cost_member_id) == ((("barriers", "rythme"),), world.structures[1])


def test_what_is_known_of_an_activity_stays_when_one_field_changes(
    view: CalendarView, bike: uuid.UUID, world: World
) -> None:
    before = view.context.bridge.read(activities.view, bike)
    view.side.edit_activity(bike)
    form = view.side.activity
    form.main.field("title").set_value("Vélo")
    form.touched()
    assert view.leave()
    form.edit(bike)
    form._resume()
    assert form.main.values()["title"] == "Vélo"
    assert form.save()
    after = view.context.bridge.read(activities.view, bike)
    assert (after.title, after.place_id, after.trainers) == ("Vélo", before.place_id, before.trainers)
