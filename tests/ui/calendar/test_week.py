from __future__ import annotations

import uuid
from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from elans_desktop.services.calendar import seances
from elans_desktop.services.calendar.seance_list import DayInfo
from elans_desktop.services.calendar.seances import SeanceCard, SpanView
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.calendar.view import CalendarView
from elans_desktop.ui.calendar.week_layout import blocks_of, hours_of
from elans_desktop.ui.kit.menu import Menu
from tests.support import calendar_world
from tests.support.calendar_cards import card
from tests.support.calendar_window import Keyboard, RecordedWindow
from tests.support.calendar_world import World

TUESDAY = date(2027, 5, 4)


def lanes(*cards: SeanceCard) -> dict[str, tuple[int, int]]:
    week = SpanView((DayInfo(TUESDAY),), cards)
    return {block.card.name: (block.lane, block.lanes) for block in blocks_of(week, cards)}


def test_blocks_that_meet_stand_side_by_side() -> None:
    assert lanes(card("a", (540, 720)), card("b", (600, 660)), card("c", (660, 780))) == {
        "a": (0, 2),
        "b": (1, 2),
        "c": (1, 2),
    }
    assert lanes(card("a", (540, 600)), card("b", (600, 660))) == {"a": (0, 1), "b": (0, 1)}


def test_a_seance_of_two_slots_makes_two_blocks_and_the_axis_follows() -> None:
    long = card("a", (7 * 60, 8 * 60), (18 * 60, 20 * 60 + 30))
    week = SpanView((DayInfo(TUESDAY),), (long,))
    blocks = blocks_of(week, (long,))
    assert [(block.start, block.end) for block in blocks] == [(420, 480), (1080, 1230)]
    assert hours_of(blocks) == (7, 21)
    assert hours_of(()) == (8, 18)


def agenda(workspace: Workspace, world: World) -> dict[str, uuid.UUID]:
    with workspace.write("Agenda d’essai") as session:
        bike = calendar_world.activity(session, world, "Atelier vélo", people=3, capacity=12)
        resume = calendar_world.activity(session, world, "Atelier CV", brique="A", structure=1)
        return {
            "monday": calendar_world.seance(session, world, resume, date(2027, 5, 3), (9, 12), trainers=(2,)),
            "bike": calendar_world.seance(session, world, bike, TUESDAY, (14, 17)),
            "resume": calendar_world.seance(session, world, resume, TUESDAY, (13, 16), place=1),
            "later": calendar_world.seance(session, world, bike, date(2027, 5, 11), (14, 17)),
        }


def test_the_next_seance_is_shown_first_with_what_it_warns_about(
    qtbot: QtBot, workspace: Workspace, world: World, view: CalendarView
) -> None:
    held = agenda(workspace, world)
    view.invalidate()
    assert view.side.panel.seance_id == held["resume"]
    view.select(held["bike"])
    assert view.side.panel.view is not None
    assert view.side.panel.view.card.conflict
    assert view.bar.title.text() == "3 au 8\u00a0mai\u00a02027"
    assert view.bar.toolTip() == "semaine 18"
    assert view.bar.fact.text() == "", "beside a séance, the ways to look and to print take its place"
    view.select(None)
    qtbot.waitUntil(lambda: view.bar.fact.text() == "semaine 18")


def test_arrows_go_through_the_week(
    workspace: Workspace, world: World, view: CalendarView, keyboard: Keyboard
) -> None:
    held = agenda(workspace, world)
    view.open_item("seance", held["monday"])
    body = view.week.body
    keyboard.press(body, Qt.Key.Key_Right)
    assert view.side.panel.seance_id == held["resume"]
    keyboard.press(body, Qt.Key.Key_Down)
    assert view.side.panel.seance_id == held["bike"]
    assert "Atelier vélo" in body.accessibleDescription()
    keyboard.press(body, Qt.Key.Key_PageDown)
    assert view.monday == date(2027, 5, 10)
    keyboard.press(body, Qt.Key.Key_Home)
    assert view.monday == date(2027, 5, 3)
    keyboard.press(body, Qt.Key.Key_Return, "\r")
    assert view.pages.currentWidget() is view.presences


def test_a_double_click_creates_where_it_falls(
    qtbot: QtBot, workspace: Workspace, world: World, view: CalendarView
) -> None:
    agenda(workspace, world)
    view.invalidate()
    view.select(None)
    body = view.week.body
    wednesday = body.width() // 2 - 20
    qtbot.mouseDClick(body, Qt.MouseButton.LeftButton, pos=QPoint(wednesday, int(body.y_of(10 * 60 + 10))))
    assert view.side.currentWidget() is view.side.form
    entered = view.side.form.entered()
    assert (entered.day, entered.slots[0].start) == (date(2027, 5, 5), 600)


def test_filters_keep_what_was_asked(workspace: Workspace, world: World, view: CalendarView) -> None:
    held = agenda(workspace, world)
    view.invalidate()

    def shown() -> set[uuid.UUID]:
        return {block.card.id for block in view.week.body.blocks}

    view.filters.briques["A"].click()
    assert shown() == {held["bike"]}
    view.filters.briques["A"].click()
    view.filters.trainer.choose(world.trainers[2])
    assert shown() == {held["monday"]}
    view.filters.trainer.choose(None)
    view.filters.member.choose(world.structures[1])
    assert shown() == {held["monday"], held["resume"]}
    view.filters.member.choose(None)
    view.filters.place.choose(world.places[1])
    assert shown() == {held["resume"]}


def test_the_list_shows_what_comes_and_what_waits(
    workspace: Workspace, world: World, view: CalendarView
) -> None:
    held = agenda(workspace, world)
    view.bar.shape.set_current("list")
    rows = [view.table.model.id_at(index) for index in range(view.table.model.rowCount())]
    assert rows == [held["monday"], held["resume"], held["bike"], held["later"]]
    view.table.chips.chip("coming").click()
    assert view.table.model.rowCount() == 3
    view.table.set_current(held["later"])
    assert view.side.panel.seance_id == held["later"]
    assert view.bar.title.text() == "Mai\u00a02027"
    for step, title in ((view.bar.after, "Juin"), (view.bar.before, "Mai"), (view.bar.before, "Avril")):
        step.click()
        assert view.bar.title.text() == f"{title}\u00a02027"
    view.bar.today.click()
    assert view.table.model.rowCount() == 3


def test_printing_from_the_bar_and_from_the_panel(
    workspace: Workspace, world: World, view: CalendarView, window: RecordedWindow
) -> None:
    held = agenda(workspace, world)
    view.open_item("seance", held["bike"])
    menu = Menu(view)
    view._print_menu(menu)
    for action in menu.actions():
        action.trigger()
    week = window.printed[0]
    assert (week.key, week.start, week.end) == ("emargement-semaine", date(2027, 5, 3), date(2027, 5, 9))
    assert week.scope.agreement_id == world.agreement
    asked = [(request.key, request.object_ids, request.variant) for request in window.printed]
    assert len(asked) == len(set(asked)), "two lines never do the same"
    assert ("emargement-seance", (), None) in asked
    assert ("emargement-seance", (held["bike"],), None) in asked
    assert ("emargement-seance", (held["bike"],), "apres-saisie") in asked
    assert ("planning", (), "a3") in asked


def test_a_deleted_seance_leaves_the_panel(workspace: Workspace, world: World, view: CalendarView) -> None:
    held = agenda(workspace, world)
    view.open_item("seance", held["later"])
    view.context.bridge.write("Supprimer", seances.delete, held["later"])
    assert not view.side.isVisibleTo(view)
    view.context.bridge.undo()
    assert held["later"] in {block.card.id for block in view.week.body.blocks}


def test_a_seance_without_anybody_says_so(view: CalendarView, workspace: Workspace, world: World) -> None:
    with workspace.write("Essai") as session:
        activity = calendar_world.activity(session, world, people=0)
        seance = calendar_world.seance(session, world, activity, date(2027, 5, 3))
    view.invalidate()
    view.select(seance)
    said = [label.text() for label in view.side.panel.findChildren(QLabel)]
    assert "Personne n’est inscrit." in said
    assert "tout est saisi" not in said
    add = [b for b in view.side.panel.findChildren(QPushButton) if b.text() == "Ajouter"]
    assert len(add) == 1
    add[0].click()
    assert view.side.currentWidget() is view.side.enrol
