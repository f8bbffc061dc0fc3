from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from elans_desktop.models.participants import Pathway
from elans_desktop.services.calendar import seances
from elans_desktop.services.home import home
from elans_desktop.services.pathways.milestones import Period
from elans_desktop.services.presences import attendance
from elans_desktop.services.presences.attendance import PresenceInput
from elans_desktop.services.scope import Scope
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.figure import Figure
from elans_desktop.ui.reports import ReportsView
from elans_desktop.ui.reports.indicator_card import IndicatorLine
from tests.support import calendar_world
from tests.support.calendar_world import World
from tests.support.dialogs import RecordedDialogs
from tests.support.noted_window import NotedWindow
from tests.support.pathway_world import complete, pathway


@pytest.fixture
def world(context: Context) -> World:
    """One spotted then mobilised this year, one left in March for a job, one last year."""
    with context.bridge.workspace.write("Essai") as session:
        made = calendar_world.build(session)
        complete(session, made)
        pathway(session, made, 0, entry=date(2027, 2, 1), R=date(2027, 1, 5), M=date(2027, 2, 1))
        start = date(2026, 9, 1)
        pathway(session, made, 1, entry=start, left=date(2027, 3, 1), exit_code="E1", M=start)
        pathway(session, made, 2, R=date(2026, 3, 1))
    context.bridge.set_scope(Scope(made.agreement, 2027))
    return made


@pytest.fixture
def view(context: Context, world: World, qtbot: QtBot) -> ReportsView:
    made = ReportsView(context)
    qtbot.addWidget(made)
    made.resize(1366, 655)
    made.show()
    return made


def figures(view: ReportsView) -> dict[str, Figure]:
    return {one.accessibleName(): one for one in view.funnel.findChildren(Figure)}


def test_figures_open_the_people_and_a_choice_opens_the_file(
    view: ReportsView, world: World, window: NotedWindow
) -> None:
    figures(view)["Sorties : 1"].click()
    table = view.people.table
    assert view.people.isVisible()
    assert [row.id for row in table.model.rows()] == [world.people[1]]
    table.select_first()
    table.activated.emit(table.current_id())
    assert window.travels == [("participants", "participant", world.people[1])]
    view.close_list()
    assert not view.people.isVisible()


def test_home_opens_a_list_by_its_word(view: ReportsView, world: World) -> None:
    view.open_item("spotted", None)
    assert [row.id for row in view.people.table.model.rows()] == [world.people[0]]


def test_an_indicator_unfolds_its_formula(view: ReportsView, qtbot: QtBot) -> None:
    lines = {one.text(): one for one in view.indicators.findChildren(IndicatorLine)}
    assert lines["Sorties vers une solution (O2R)"].accessibleName().endswith("n = 1")
    assert set(lines) == {
        "File active",
        "Part des «\u00a0invisibles\u00a0»",
        "Sorties vers une solution (O2R)",
        "Sorties dynamiques (IAE)",
        "Durée des parcours",
        "Parcours de plus de 9 et de 12\u00a0mois",
        "Heures-participants",
        "Assiduité",
    }


def test_another_period_is_chosen(view: ReportsView, recorded_dialogs: RecordedDialogs, qtbot: QtBot) -> None:
    recorded_dialogs.answer("form", {"start": date(2026, 1, 1), "end": date(2026, 12, 31)})
    view.ask_period()
    assert view.period == Period(date(2026, 1, 1), date(2026, 12, 31))
    qtbot.waitUntil(lambda: "Repérés : 2" in figures(view))


def test_another_scope_forgets_the_chosen_period(view: ReportsView, context: Context, world: World) -> None:
    view.choose(Period(date(2020, 1, 1), date(2020, 12, 31)))
    context.bridge.set_scope(Scope(world.agreement, 2026))
    assert view.period == Period(date(2026, 1, 1), date(2026, 12, 31))


def test_the_figures_of_one_member_are_shown_alone(
    view: ReportsView, context: Context, world: World, qtbot: QtBot
) -> None:
    with context.bridge.workspace.write("Essai") as session:
        carried = session.scalars(select(Pathway).where(Pathway.participant_id == world.people[1])).one()
        carried.member_id = world.structures[1]
    view.choose_member((world.structures[1], "Le Fil Vert"))
    qtbot.waitUntil(lambda: "Repérés : 0" in figures(view))
    assert view.member.text() == "Le Fil Vert"
    figures(view)["Sorties : 1"].click()
    assert [row.id for row in view.people.table.model.rows()] == [world.people[1]]
    context.bridge.set_scope(Scope(world.agreement, 2026))
    assert view.member.text() == "Tous les membres", "another agreement has other members"


def test_hours_and_ages_open_their_people(
    view: ReportsView, context: Context, world: World, qtbot: QtBot
) -> None:
    with context.bridge.workspace.write("Essai") as session:
        activity = calendar_world.activity(session, world, people=2)
        seance = calendar_world.seance(session, world, activity, date(2027, 4, 2), (9, 12))
        slot = seances.view(session, seance).card.slots[0].id
        attendance.set_presences(session, [PresenceInput(world.people[1], slot, "P")])
    qtbot.waitUntil(lambda: view.hours.whole.text() == "3\u00a0h\u00a000")
    view.hours.whole.click()
    assert [row.id for row in view.people.table.model.rows()] == [world.people[1]]
    april = next(one for one in view.hours.findChildren(Figure) if "avril" in one.accessibleName())
    april.click()
    assert [row.id for row in view.people.table.model.rows()] == [world.people[1]]
    ages = [one for one in view.ages.findChildren(Figure) if one.isEnabled()]
    ages[0].click()
    assert [row.id for row in view.people.table.model.rows()] == [world.people[0]]


def test_the_figures_are_saved_where_the_person_says(
    view: ReportsView, recorded_dialogs: RecordedDialogs, window: NotedWindow, tmp_path: Path
) -> None:
    recorded_dialogs.answer("save", tmp_path / "bilan.csv")
    view.export.click()
    text = (tmp_path / "bilan.csv").read_text("utf-8-sig")
    assert "du 01/01/2027 au 04/05/2027" in text
    assert "Remobilisation;1;100,00%;1" in text
    assert window.said == ["Bilan enregistré\u00a0: bilan.csv"]
    recorded_dialogs.answer("save", None)
    view.export.click()
    assert len(window.said) == 1


def test_a_very_large_classeur_asks_the_worker(
    view: ReportsView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, context: Context, world: World
) -> None:
    monkeypatch.setattr(home, "LARGE", 1)
    with context.bridge.workspace.write("Essai") as session:
        activity = calendar_world.activity(session, world)
        for day in (1, 2):
            calendar_world.seance(session, world, activity, date(2027, 4, day))
        pathway(session, world, 3, R=date(2027, 4, 1))
    qtbot.waitUntil(lambda: "Repérés : 2" in figures(view))


def test_the_incomplete_files_of_each_funder_open_with_what_they_miss(view: ReportsView) -> None:
    card = view.completeness
    figures = [one for one in card.findChildren(Figure) if "FSE+" in one.accessibleName()]
    (incomplete,) = figures
    incomplete.click()
    assert not view.people.isHidden()
    assert view.people.title.text() == "FSE+, dossiers incomplets"
    lines = view.people.table.model.rows()
    assert lines
    assert all("nationalité" in line.missing for line in lines)
    shown = [
        column.key
        for place, column in enumerate(view.people.table.model.columns)
        if not view.people.table.rows_view.isColumnHidden(place)
    ]
    assert shown == ["name", "missing"]
    view.show_list("exits", "Sorties")
    assert view.people.table.rows_view.isColumnHidden(4)
