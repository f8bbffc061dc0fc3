"""Carrying séances: by the mouse, by the keyboard; one operation, one Ctrl+Z; what is refused says why."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from elans_desktop.services.calendar import seances, series
from elans_desktop.services.calendar.recurrence import Recurrence
from elans_desktop.services.calendar.seances import SeanceCard, SeanceInput, SlotInput
from elans_desktop.services.presences import attendance, attendance_grid, attendance_sheets
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.calendar.carrying import Hold, Landing, Spot, landed
from elans_desktop.ui.calendar.plan_body import PlanBody
from elans_desktop.ui.calendar.view import CalendarView
from tests.support import calendar_world
from tests.support.calendar_window import Keyboard, RecordedWindow
from tests.support.calendar_world import World
from tests.support.dialogs import RecordedDialogs

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2027, 5, day) for day in (3, 4, 5, 6))
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def bike(workspace: Workspace, world: World, view: CalendarView) -> uuid.UUID:
    """A séance on Tuesday, 14 h – 17 h, by Jonas at the Hangar."""
    with workspace.write("Essai") as session:
        activity = calendar_world.activity(session, world, "Atelier vélo", people=2)
        made = calendar_world.seance(session, world, activity, TUESDAY, (14, 17))
    view.invalidate()
    view.select(None)
    return made


def card_of(view: CalendarView, seance_id: uuid.UUID) -> SeanceCard:
    return view.context.bridge.read(seances.view, seance_id).card


def hours(card: SeanceCard) -> list[tuple[int, int]]:
    return [(slot.start, slot.end) for slot in card.slots]


def drag(qtbot: QtBot, body: QWidget, start: QPointF, end: QPointF, *, let_go: bool = True) -> None:
    """Press, move in three strokes, release: as a hand does."""
    button = Qt.MouseButton.LeftButton
    qtbot.mousePress(body, button, pos=start.toPoint())
    for part in (0.3, 0.7, 1.0):
        qtbot.mouseMove(body, (start + (end - start) * part).toPoint())
    if let_go:
        qtbot.mouseRelease(body, button, pos=end.toPoint())


def centre(body: PlanBody, seance_id: uuid.UUID) -> QPointF:
    return body.rect_of_seance(seance_id).center()


def test_a_quarter_of_an_hour_is_the_step_and_odd_minutes_are_kept() -> None:
    before = Landing(TUESDAY, 9 * 60 + 10, 10 * 60 + 10)
    at = Spot(TUESDAY, 9 * 60 + 30)
    assert landed(Hold.WHOLE, before, at, Spot(WEDNESDAY, 10 * 60 + 12)) == Landing(WEDNESDAY, 595, 655)
    assert landed(Hold.WHOLE, before, at, Spot(TUESDAY, 23 * 60 + 59)) == Landing(TUESDAY, 1380, 1440)
    assert landed(Hold.END, before, at, Spot(TUESDAY, 8 * 60)) == Landing(TUESDAY, 550, 565)
    assert landed(Hold.START, before, at, Spot(WEDNESDAY, 9 * 60)).day == TUESDAY
    drawn = landed(Hold.NEW, Landing(TUESDAY, 600, 600), Spot(TUESDAY, 610), Spot(TUESDAY, 545))
    assert (drawn.start, drawn.end) == (540, 615)


def test_dragging_moves_to_another_day_and_hour_and_ctrl_z_takes_it_back(
    qtbot: QtBot, view: CalendarView, window: RecordedWindow, bike: uuid.UUID
) -> None:
    body = view.week.body
    start = centre(body, bike)
    right, down = body._day(1, 1).width(), body.y_of(60) - body.y_of(0)
    drag(qtbot, body, start, start + QPointF(right, -2 * down))
    card = card_of(view, bike)
    assert (card.day, hours(card)) == (WEDNESDAY, [(12 * 60, 15 * 60)])
    assert view.context.bridge.undo_label() == "Déplacer la séance du mar.\u00a004/05"
    assert window.said[-1] == "Séance déplacée\u00a0: mer.\u00a005/05, 12:00\u00a0–\u00a015:00"
    assert view.side.panel.seance_id == bike
    view.context.bridge.undo()
    card = card_of(view, bike)
    assert (card.day, hours(card)) == (TUESDAY, [(14 * 60, 17 * 60)])
    assert [block.day for block in body.blocks] == [1]


def test_the_edges_lengthen(qtbot: QtBot, view: CalendarView, bike: uuid.UUID) -> None:
    body = view.week.body
    rect = body.rect_of_seance(bike)
    hour = body.y_of(60) - body.y_of(0)
    drag(qtbot, body, QPointF(rect.center().x(), rect.bottom() - 2), rect.center() + QPointF(0, 2.5 * hour))
    assert hours(card_of(view, bike)) == [(14 * 60, 18 * 60)]
    assert view.context.bridge.undo_label() == "Changer les heures pour la séance du mar.\u00a004/05"
    rect = body.rect_of_seance(bike)
    drag(
        qtbot, body, QPointF(rect.center().x(), rect.top() + 2), QPointF(rect.center().x(), rect.top() + hour)
    )
    assert hours(card_of(view, bike)) == [(15 * 60, 18 * 60)]


def test_echap_while_dragging_changes_nothing(
    qtbot: QtBot, view: CalendarView, bike: uuid.UUID, keyboard: Keyboard
) -> None:
    body = view.week.body
    label = view.context.bridge.undo_label()
    start = centre(body, bike)
    drag(qtbot, body, start, start + QPointF(0, -120), let_go=False)
    assert body.carry is not None
    keyboard.press(body, Qt.Key.Key_Escape)
    assert body.carry is None
    qtbot.mouseRelease(body, Qt.MouseButton.LeftButton, pos=(start + QPointF(0, -120)).toPoint())
    assert hours(card_of(view, bike)) == [(14 * 60, 17 * 60)]
    assert view.context.bridge.undo_label() == label


def test_a_click_is_not_a_drag(qtbot: QtBot, view: CalendarView, bike: uuid.UUID) -> None:
    body = view.week.body
    start = centre(body, bike)
    drag(qtbot, body, start, start + QPointF(3, 3))
    assert view.side.panel.seance_id == bike
    assert view.context.bridge.undo_label() == "Essai"


def test_drawing_on_an_empty_stretch_opens_the_form_with_its_hours(
    qtbot: QtBot, view: CalendarView, bike: uuid.UUID
) -> None:
    body = view.week.body
    x = body._day(2, 1).center().x()
    drag(qtbot, body, QPointF(x, body.y_of(9 * 60 + 2)), QPointF(x, body.y_of(11 * 60 - 4)))
    entered = view.side.form.entered()
    assert (entered.day, entered.slots[0].start, entered.slots[0].end) == (WEDNESDAY, 540, 660)


def test_drawing_in_a_month_makes_a_morning(qtbot: QtBot, view: CalendarView, bike: uuid.UUID) -> None:
    view.bar.shape.set_current("month")
    body = view.plans.month.body
    assert body.span is not None
    cell = body.cell_rect((THURSDAY - body.span.first).days)
    drag(qtbot, body, cell.center() - QPointF(20, 0), cell.center() + QPointF(20, 0))
    entered = view.side.form.entered()
    assert (entered.day, entered.slots[0].start, entered.slots[0].end) == (THURSDAY, 540, 720)


def test_a_month_moves_the_day_and_keeps_the_hours(qtbot: QtBot, view: CalendarView, bike: uuid.UUID) -> None:
    view.bar.shape.set_current("month")
    body = view.plans.month.body
    assert body.span is not None
    target = body.cell_rect((THURSDAY - body.span.first).days + 7).center()
    drag(qtbot, body, centre(body, bike), target)
    card = card_of(view, bike)
    assert (card.day, hours(card)) == (date(2027, 5, 13), [(14 * 60, 17 * 60)])


def row_of(view: CalendarView, name: str) -> QRectF:
    body = view.plans.lanes.body
    rank = [lane.row.name for lane in body.lanes].index(name)
    tops = body.tops()
    return QRectF(0, tops[rank], body.width(), tops[rank + 1] - tops[rank])


def test_another_row_is_another_trainer_or_another_place(
    qtbot: QtBot, view: CalendarView, world: World, bike: uuid.UUID
) -> None:
    view.filters.rows.choose("trainers")
    body = view.plans.lanes.body
    start = centre(body, bike)
    drag(qtbot, body, start, QPointF(start.x(), row_of(view, "Nadia Lefort").center().y()))
    card = card_of(view, bike)
    assert [trainer.name for trainer in card.trainers] == ["Nadia Lefort"]
    assert (card.day, hours(card)) == (TUESDAY, [(14 * 60, 17 * 60)])
    assert view.context.bridge.undo_label() == "Changer l’intervenant pour la séance du mar.\u00a004/05"
    view.open_day(TUESDAY)
    view.filters.rows.choose("places")
    start = centre(body, bike)
    there = QPointF(body.x_of(10 * 60 + 30), row_of(view, "Mairie, salle 2").center().y())
    drag(qtbot, body, start, there)
    card = card_of(view, bike)
    assert card.place_id == world.places[1]
    assert hours(card) == [(9 * 60, 12 * 60)]
    view.context.bridge.undo()
    card = card_of(view, bike)
    assert (card.place_id, hours(card)) == (world.places[0], [(14 * 60, 17 * 60)])


def test_a_stretch_drawn_in_a_row_brings_its_trainer(
    qtbot: QtBot, view: CalendarView, world: World, bike: uuid.UUID
) -> None:
    view.open_day(WEDNESDAY)
    view.filters.rows.choose("trainers")
    body = view.plans.lanes.body
    y = row_of(view, "Claire Tanguy").center().y()
    drag(qtbot, body, QPointF(body.x_of(600), y), QPointF(body.x_of(720) - 2, y))
    entered = view.side.form.entered()
    assert (entered.slots[0].start, entered.slots[0].end) == (600, 720)
    assert entered.slots[0].trainer_ids == (world.trainers[2],)


def test_the_keyboard_carries_too_and_lets_go_with_alt(
    view: CalendarView, bike: uuid.UUID, keyboard: Keyboard
) -> None:
    body = view.week.body
    view.select(bike)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Up):
        keyboard.press(body, key, modifiers=ALT)
    keyboard.press(body, Qt.Key.Key_Down, modifiers=ALT | SHIFT)
    assert "mercredi 5\u00a0mai" in body.accessibleDescription()
    assert card_of(view, bike).day == TUESDAY, "nothing is written while it is carried"
    keyboard.press(body, Qt.Key.Key_Alt)
    card = card_of(view, bike)
    assert (card.day, hours(card)) == (WEDNESDAY, [(13 * 60 + 30, 16 * 60 + 45)])
    view.context.bridge.undo()
    assert card_of(view, bike).day == TUESDAY
    keyboard.press(body, Qt.Key.Key_Left, modifiers=ALT)
    keyboard.press(body, Qt.Key.Key_Escape)
    keyboard.press(body, Qt.Key.Key_Alt)
    assert card_of(view, bike).day == TUESDAY


def test_a_seance_of_two_slots_goes_whole_to_another_day_and_by_slot_in_its_own(
    qtbot: QtBot, workspace: Workspace, world: World, view: CalendarView, recorded_dialogs: RecordedDialogs
) -> None:
    with workspace.write("Essai") as session:
        activity = calendar_world.activity(session, world)
        seance = calendar_world.seance(session, world, activity, TUESDAY)
    view.invalidate()
    view.select(None)
    body = view.week.body
    hour = body.y_of(60) - body.y_of(0)
    start = centre(body, seance)
    drag(qtbot, body, start, start + QPointF(0, hour))
    assert hours(card_of(view, seance)) == [(10 * 60, 13 * 60), (14 * 60, 17 * 60)]
    start = centre(body, seance)
    drag(qtbot, body, start, start + QPointF(-body._day(1, 1).width(), 0))
    card = card_of(view, seance)
    assert (card.day, hours(card)) == (MONDAY, [(10 * 60, 13 * 60), (14 * 60, 17 * 60)])
    start = centre(body, seance)
    recorded_dialogs.answer("error")
    drag(qtbot, body, start, start + QPointF(0, 3 * hour))
    assert recorded_dialogs.titles() == ["Ce créneau commence avant la fin du précédent."]
    assert hours(card_of(view, seance)) == [(10 * 60, 13 * 60), (14 * 60, 17 * 60)]


def test_a_series_asks_how_far(
    qtbot: QtBot, workspace: Workspace, world: World, view: CalendarView, recorded_dialogs: RecordedDialogs
) -> None:
    with workspace.write("Essai") as session:
        activity = calendar_world.activity(session, world)
        data = SeanceInput(activity, TUESDAY, (SlotInput(840, 1020),))
        made = series.create(session, data, Recurrence(until=date(2027, 5, 25))).ids
    view.invalidate()
    view.select(None)
    body = view.week.body
    start = centre(body, made[0])
    there = start + QPointF(body._day(1, 1).width(), 0)
    recorded_dialogs.answer("ask", None)
    drag(qtbot, body, start, there)
    assert [card_of(view, one).day for one in made[:2]] == [TUESDAY, date(2027, 5, 11)]
    recorded_dialogs.answer("ask", "all")
    drag(qtbot, body, centre(body, made[0]), there)
    assert [card_of(view, one).day.day for one in made] == [5, 12, 19, 26]
    assert view.context.bridge.undo_label() == "Déplacer toutes les séances de la série"
    view.context.bridge.undo()
    assert [card_of(view, one).day.day for one in made] == [4, 11, 18, 25]


def test_a_validated_sheet_holds_its_seance_and_says_how_to_correct_it(
    qtbot: QtBot,
    workspace: Workspace,
    view: CalendarView,
    bike: uuid.UUID,
    recorded_dialogs: RecordedDialogs,
) -> None:
    activity = card_of(view, bike).activity_id
    with workspace.write("Valider") as session:
        attendance_sheets.prepare_week(
            session, DocumentRequest("emargement-semaine", MONDAY, date(2027, 5, 9), (activity,))
        )
        found = attendance_grid.grid(session, activity)
        attendance.all_present(session, [slot.id for slot in found.slots])
        calendar_world.validate(session, found.sheets[0].id)
    view.invalidate()
    view.select(None)
    body = view.week.body
    start = centre(body, bike)
    drag(qtbot, body, start, start + QPointF(0, -120), let_go=False)
    assert body.carry is not None
    assert body.carry.refused == "feuille validée", "said before it is let go"
    recorded_dialogs.answer("error")
    qtbot.mouseRelease(body, Qt.MouseButton.LeftButton, pos=(start + QPointF(0, -120)).toPoint())
    (refused,) = recorded_dialogs.requests
    assert "est validée" in refused.title
    assert "Retirer la validation" in refused.text
    assert hours(card_of(view, bike)) == [(14 * 60, 17 * 60)]


def test_what_is_dropped_onto_another_is_warned_about_at_once(
    qtbot: QtBot, workspace: Workspace, world: World, view: CalendarView, bike: uuid.UUID
) -> None:
    with workspace.write("Essai") as session:
        other = calendar_world.activity(session, world, "Atelier CV")
        moved = calendar_world.seance(session, world, other, WEDNESDAY, (14, 17), place=1)
    view.invalidate()
    view.select(None)
    body = view.week.body
    start = centre(body, moved)
    drag(qtbot, body, start, start - QPointF(body._day(1, 1).width(), 0))
    shown = view.side.panel.view
    assert shown is not None
    assert shown.card.id == moved
    assert [remark.kind for remark in shown.card.warnings] == ["trainer"]
    assert [block.lanes for block in body.blocks] == [2, 2], "they stand side by side"


def test_who_may_not_plan_carries_nothing(qtbot: QtBot, view: CalendarView, bike: uuid.UUID) -> None:
    body = view.week.body
    body.may_plan = False
    start = centre(body, bike)
    drag(qtbot, body, start, start + QPointF(0, -120))
    assert hours(card_of(view, bike)) == [(14 * 60, 17 * 60)]
    qtbot.mouseDClick(body, Qt.MouseButton.LeftButton, pos=QPoint(int(body._day(2, 1).center().x()), 40))
    assert not view.side.is_filling()


def test_the_keyboard_carries_in_a_month_and_from_row_to_row(
    view: CalendarView, world: World, bike: uuid.UUID, keyboard: Keyboard
) -> None:
    view.bar.shape.set_current("month")
    body = view.plans.month.body
    view.select(bike)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Left):
        keyboard.press(body, key, modifiers=ALT)
    keyboard.press(body, Qt.Key.Key_Down, modifiers=ALT | SHIFT)
    keyboard.press(body, Qt.Key.Key_Return, "\r")
    card = card_of(view, bike)
    assert (card.day, hours(card)) == (date(2027, 5, 10), [(14 * 60, 17 * 60)]), "a month changes no hour"
    view.context.bridge.undo()
    view.open_day(TUESDAY)
    view.filters.rows.choose("trainers")
    lanes = view.plans.lanes.body
    view.select(bike)
    keyboard.press(lanes, Qt.Key.Key_Down, modifiers=ALT)
    assert lanes.accessibleDescription().startswith("Nadia Lefort, mardi 4\u00a0mai")
    keyboard.press(lanes, Qt.Key.Key_Left, modifiers=ALT)
    keyboard.press(lanes, Qt.Key.Key_Right, modifiers=ALT | SHIFT)
    keyboard.press(lanes, Qt.Key.Key_Alt)
    card = card_of(view, bike)
    assert [trainer.name for trainer in card.trainers] == ["Nadia Lefort"]
    assert hours(card) == [(13 * 60 + 45, 17 * 60)]


def test_an_evening_is_drawn_when_something_is_carried_there(
    qtbot: QtBot, view: CalendarView, bike: uuid.UUID, keyboard: Keyboard
) -> None:
    body = view.week.body
    assert body.hours == (8, 18)
    view.select(bike)
    for _quarter in range(8):
        keyboard.press(body, Qt.Key.Key_Down, modifiers=ALT)
    assert body.hours == (8, 19)
    assert body.rect_of_landing(Landing(TUESDAY, 960, 1140)).bottom() <= body.height()
    keyboard.press(body, Qt.Key.Key_Alt)
    assert hours(card_of(view, bike)) == [(16 * 60, 19 * 60)]
    start = centre(body, bike)
    drag(qtbot, body, start, QPointF(start.x(), -400))
    assert hours(card_of(view, bike)) == [(8 * 60, 11 * 60)], "the first hour shown stops the pointer"


def test_nothing_is_asked_of_the_classeur_while_a_seance_is_carried_and_painted(
    qtbot: QtBot, workspace: Workspace, view: CalendarView, bike: uuid.UUID
) -> None:
    asked: list[str] = []
    with workspace.read() as session:
        engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    for shape, rows in (("week", "hours"), ("month", "hours"), ("week", "trainers"), ("day", "places")):
        view.bar.shape.set_current(shape)
        view.filters.rows.choose(rows)
        view.go_to(TUESDAY)
        assert asked, "what is shown was read"
        view.context.jobs.wait()  # the people of the month
        qtbot.wait(1)
        asked.clear()
        grid = view.plans.grid()
        assert grid is not None
        body = grid.plan
        start = centre(body, bike)
        drag(qtbot, body, start, start + QPointF(60, -40), let_go=False)
        body.grab()
        assert body.carry is not None
        body.cancel()
        assert asked == []
