"""Month, day, by trainer, by place: what they show, and the way through them by the keyboard."""

from __future__ import annotations

import uuid
from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from elans_desktop.core.formats import NBSP
from elans_desktop.services.calendar.seance_cards import SeanceCard
from elans_desktop.services.scope import Scope
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.bridge import Bridge
from elans_desktop.ui.calendar.month_layout import cell_of, shares_of
from elans_desktop.ui.calendar.view import CalendarView
from elans_desktop.ui.context import Context
from elans_desktop.ui.jobs import Jobs
from tests.support import calendar_world
from tests.support.calendar_cards import card
from tests.support.calendar_window import Keyboard, RecordedWindow
from tests.support.calendar_world import World

MONDAY, TUESDAY, THURSDAY = date(2027, 5, 3), date(2027, 5, 4), date(2027, 5, 6)
Agenda = dict[str, uuid.UUID]


@pytest.fixture
def agenda(workspace: Workspace, world: World, view: CalendarView) -> Agenda:
    """Five séances on a Tuesday; one on Monday without trainer; one without place in the next week."""
    with workspace.write("Agenda d’essai") as session:
        bike = calendar_world.activity(session, world, "Atelier vélo", people=3, capacity=12)
        resume = calendar_world.activity(session, world, "Atelier CV", brique="A", structure=1)

        add = partial(calendar_world.seance, session, world)

        made = {
            "alone": add(resume, MONDAY, (9, 12), trainers=()),
            "first": add(bike, TUESDAY, (8, 9)),
            "second": add(resume, TUESDAY, (9, 12), place=1, trainers=(2,)),
            "third": add(bike, TUESDAY, (10, 11), trainers=(1,)),
            "fourth": add(resume, TUESDAY, (14, 16), place=1, trainers=(0, 2)),
            "fifth": add(bike, TUESDAY, (17, 19)),
            "nowhere": add(bike, date(2027, 5, 11), (9, 12), place=None),
        }
    view.invalidate()
    view.select(None)
    return made


def test_a_day_too_full_says_how_many_others_there_are_and_shows_the_one_chosen() -> None:
    cards = [card("Atelier", (60 * hour, 60 * hour + 60)) for hour in range(8, 14)]
    whole = cell_of(0, cards, room=6)
    assert (len(whole.lines), whole.more) == (6, 0)
    short = cell_of(0, cards, room=4)
    assert [line.card for line in short.lines] == cards[:3]
    assert short.more == 3
    moved = cell_of(0, cards, room=4, current=cards[5].id)
    assert [line.card for line in moved.lines] == cards[3:]
    assert cell_of(0, cards, room=1).more == 6


def test_a_weekend_without_seance_is_narrow() -> None:
    empty: list[list[SeanceCard]] = [[] for _ in range(35)]
    assert shares_of(empty) == (1.0, 1.0, 1.0, 1.0, 1.0, 0.6, 0.6)
    empty[12] = [card("Atelier", (540, 720))]
    assert shares_of(empty)[5:] == (1.0, 0.6)


def test_a_month_shows_whole_weeks_and_opens_a_full_day(
    qtbot: QtBot, view: CalendarView, agenda: Agenda
) -> None:
    view.bar.shape.set_current("month")
    body = view.plans.month.body
    assert body.span is not None
    assert (body.span.first, body.span.last) == (date(2027, 4, 26), date(2027, 6, 6))
    assert {block.card.id for block in body.blocks} == set(agenda.values())
    assert body.span.days[10].bank_holiday == "Ascension"
    assert view.bar.title.text() == f"Mai{NBSP}2027"
    more = body.more_rect((TUESDAY - body.span.first).days)
    assert not more.isEmpty(), "five séances do not fit at this height"
    qtbot.mouseClick(body, Qt.MouseButton.LeftButton, pos=more.center().toPoint())
    assert view.bar.shape.current() == "day"
    assert len(view.week.body.blocks) == 5
    assert view.bar.title.text() == f"Mar. 4{NBSP}mai{NBSP}2027"


def test_a_month_warns_about_people_a_moment_later(
    qtbot: QtBot, view: CalendarView, workspace: Workspace, world: World
) -> None:
    with workspace.write("Deux séances à la même heure") as session:
        for title, trainer in (("Vélo", 0), ("CV", 1)):
            activity = calendar_world.activity(session, world, title, people=2)
            calendar_world.seance(session, world, activity, date(2027, 5, 12), (9, 12), trainers=(trainer,))

    def warned() -> set[str]:
        cards = (block.card for block in view.plans.month.body.blocks)
        return {remark.kind for card in cards if card.day.day == 12 for remark in card.warnings}

    view.invalidate()
    view.bar.shape.set_current("month")
    assert "participant" not in warned(), "shown at once, without them"
    qtbot.waitUntil(lambda: "participant" in warned())


def test_arrows_go_from_day_to_day_and_along_each_day_of_a_month(
    view: CalendarView, agenda: Agenda, keyboard: Keyboard
) -> None:
    view.bar.shape.set_current("month")
    body = view.plans.month.body
    view.open_item("seance", agenda["alone"])
    for key, name in (
        (Qt.Key.Key_Right, "first"),
        (Qt.Key.Key_Down, "second"),
        (Qt.Key.Key_Down, "third"),
        (Qt.Key.Key_Down, "fourth"),
        (Qt.Key.Key_Down, "fifth"),
        (Qt.Key.Key_Down, "nowhere"),
        (Qt.Key.Key_Up, "fifth"),
    ):
        keyboard.press(body, key)
        assert view.side.panel.seance_id == agenda[name]
        assert not body.rect_of_seance(agenda[name]).isEmpty(), "the line of the séance chosen is shown"
    keyboard.press(body, Qt.Key.Key_Right)
    assert body.at == date(2027, 5, 5)
    assert "aucune séance" in body.accessibleDescription()
    keyboard.press(body, Qt.Key.Key_N, "n")
    assert view.side.form.entered().day == date(2027, 5, 5)
    view.side.form.finished()
    view.side.close_form()
    keyboard.press(body, Qt.Key.Key_PageDown)
    assert view.month == date(2027, 6, 1)
    keyboard.press(body, Qt.Key.Key_T, "t")
    assert view.at == TUESDAY


def test_another_view_shows_the_day_one_was_at(
    qtbot: QtBot, view: CalendarView, agenda: Agenda, keyboard: Keyboard
) -> None:
    view.bar.shape.set_current("month")
    body = view.plans.month.body
    assert body.span is not None
    there = body.cell_rect((date(2027, 5, 20) - body.span.first).days).center()
    qtbot.mouseClick(body, Qt.MouseButton.LeftButton, pos=there.toPoint())
    keyboard.press(body, Qt.Key.Key_J, "j")
    assert (view.plans.shape, view.at) == ("day", date(2027, 5, 20))
    view.open_item("seance", agenda["nowhere"])
    view.bar.shape.set_current("week")
    assert view.monday == date(2027, 5, 10)


def test_a_seance_asked_for_from_elsewhere_is_shown_in_the_view_chosen(
    view: CalendarView, agenda: Agenda
) -> None:
    for shape in ("list", "month", "day", "week"):
        view.bar.shape.set_current(shape)
        view.open_item("seance", agenda["nowhere"])
        assert view.plans.shape == shape
        assert view.side.panel.seance_id == agenda["nowhere"]
        view.open_item("seance", agenda["alone"])
        assert view.side.panel.seance_id == agenda["alone"]
        assert view.at == MONDAY


def test_letters_choose_the_view_and_the_choice_is_remembered(
    qtbot: QtBot, workspace: Workspace, world: World, view: CalendarView, agenda: Agenda, keyboard: Keyboard
) -> None:
    def press(key: Qt.Key) -> tuple[str, str]:
        grid = view.plans.grid()
        assert grid is not None, "in the list, letters go to a name"
        keyboard.press(grid.plan, key, chr(key).lower())
        return view.plans.shape, view.plans.rows

    assert press(Qt.Key.Key_M) == ("month", "hours")
    assert press(Qt.Key.Key_I) == ("month", "hours"), "a month has no rows"
    assert press(Qt.Key.Key_J) == ("day", "hours")
    assert press(Qt.Key.Key_O) == ("day", "places")
    assert press(Qt.Key.Key_S) == ("week", "places")
    assert press(Qt.Key.Key_I) == ("week", "trainers")
    label = workspace.undo_label()

    def opened_again() -> tuple[str, str]:
        bridge = Bridge(workspace)
        bridge.set_scope(Scope(world.agreement, 2027))
        again = CalendarView(Context(bridge, Jobs(), RecordedWindow()))
        qtbot.addWidget(again)
        again.show()
        return again.plans.shape, again.plans.rows

    assert opened_again() == ("week", "trainers")
    assert press(Qt.Key.Key_J) == ("day", "trainers")
    assert press(Qt.Key.Key_O) == ("day", "places")
    assert opened_again() == ("day", "places")
    assert press(Qt.Key.Key_L) == ("list", "places")
    assert opened_again() == ("list", "places")
    assert label == "Agenda d’essai", "how one looks is not something to undo"


def test_each_trainer_has_a_row_and_those_without_come_first(view: CalendarView, agenda: Agenda) -> None:
    view.filters.rows.choose("trainers")
    lanes = {lane.row.name: lane for lane in view.plans.lanes.body.lanes}
    assert list(lanes) == ["Sans intervenant", "Claire Tanguy", "Jonas Prével", "Nadia Lefort"]
    shown = {name: {block.card.id for block in lane.blocks} for name, lane in lanes.items()}
    assert shown["Sans intervenant"] == {agenda["alone"]}
    assert shown["Claire Tanguy"] == {agenda["second"], agenda["fourth"]}
    assert shown["Jonas Prével"] == {agenda["first"], agenda["fourth"], agenda["fifth"]}
    assert lanes["Jonas Prével"].deep == 3
    view.filters.trainer.choose(view.plans.lanes.body.lanes[1].row.id)
    assert [lane.row.name for lane in view.plans.lanes.body.lanes] == ["Claire Tanguy", "Jonas Prével"]


def test_each_place_has_a_row_along_the_hours_of_a_day(
    view: CalendarView, agenda: Agenda, keyboard: Keyboard
) -> None:
    view.open_day(TUESDAY)
    view.filters.rows.choose("places")
    body = view.plans.lanes.body
    assert [lane.row.name for lane in body.lanes] == ["Hangar du Pressoir", "Mairie, salle 2"]
    first, third = body.rect_of_seance(agenda["first"]), body.rect_of_seance(agenda["third"])
    assert first.right() < third.left(), "hours go from left to right"
    assert abs(third.width() - first.width()) <= 1
    keyboard.press(body, Qt.Key.Key_Right)
    assert view.side.panel.seance_id == agenda["first"]
    keyboard.press(body, Qt.Key.Key_Right)
    assert view.side.panel.seance_id == agenda["third"]
    keyboard.press(body, Qt.Key.Key_Down)
    assert view.side.panel.seance_id == agenda["second"]
    keyboard.press(body, Qt.Key.Key_PageDown)
    assert view.at == date(2027, 5, 5)
    assert body.blocks == ()


def test_a_round_stands_at_each_of_its_stops(workspace: Workspace, world: World, view: CalendarView) -> None:
    from elans_desktop.services.calendar import seances
    from elans_desktop.services.calendar.seances import SeanceInput, SlotInput, StopInput

    with workspace.write("Essai") as session:
        bus = calendar_world.activity(session, world, "Bus")
        stops = (StopInput(world.places[0], 540, 600), StopInput(world.places[1], 660, 720))
        seances.save(session, SeanceInput(bus, TUESDAY, (SlotInput(540, 720),), stops=stops))
    view.invalidate()
    view.filters.rows.choose("places")
    lanes = view.plans.lanes.body.lanes
    assert [(lane.row.name, [(b.start, b.end) for b in lane.blocks]) for lane in lanes] == [
        ("Hangar du Pressoir", [(540, 600)]),
        ("Mairie, salle 2", [(660, 720)]),
    ]


def test_filters_go_along_from_one_view_to_the_next_and_say_what_they_hide(
    view: CalendarView, agenda: Agenda
) -> None:
    view.filters.briques["A"].click()
    view.bar.shape.set_current("month")
    shown = {block.card.activity_title for block in view.plans.month.body.blocks}
    assert shown == {"Atelier vélo"}
    assert not view.hint.isVisibleTo(view)
    view.open_day(MONDAY)
    assert view.hint.isVisibleTo(view)
    assert view.hint.words.text() == f"Les filtres cachent 1{NBSP}séance ce jour-là."
    view.hint.clear.click()
    assert not view.hint.isVisibleTo(view)
    assert len(view.week.body.blocks) == 1
    view.open_day(THURSDAY)
    assert view.at == THURSDAY
    assert view.hint.isVisibleTo(view)
    assert view.hint.words.text().startswith("Aucune séance ce jour-là.")
    assert not view.hint.clear.isVisibleTo(view)
