"""« Imprimer » follows the view."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from elans_desktop.services.printing import preparation
from elans_desktop.services.printing.printing import DocumentRequest
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.calendar.view import CalendarView
from elans_desktop.ui.kit.menu import Menu
from tests.support import calendar_world
from tests.support.calendar_window import RecordedWindow
from tests.support.calendar_world import World

TUESDAY = date(2027, 5, 4)


@pytest.fixture
def bike(workspace: Workspace, world: World, view: CalendarView) -> uuid.UUID:
    with workspace.write("Essai") as session:
        activity = calendar_world.activity(session, world, people=2)
        made = calendar_world.seance(session, world, activity, TUESDAY, (9, 12))
    view.invalidate()
    view.select(None)
    return made


def asked(view: CalendarView, window: RecordedWindow) -> list[tuple[str, DocumentRequest]]:
    """Every row of the menu, chosen one after the other."""
    menu = Menu(view)
    view._print_menu(menu)
    made: list[tuple[str, DocumentRequest]] = []
    for action in menu.actions():
        if not action.isSeparator():
            action.trigger()
            made.append((action.text(), window.printed[-1]))
    return made


def test_each_period_has_its_sheets_first(
    view: CalendarView, window: RecordedWindow, bike: uuid.UUID
) -> None:
    firsts = {}
    for shape in ("month", "day", "list", "week"):
        view.bar.shape.set_current(shape)
        rows = asked(view, window)
        requests = [request for _words, request in rows]
        assert len(requests) == len(set(requests)), "two lines never do the same"
        firsts[shape] = (requests[0].key, requests[0].start, requests[0].end)
    may = (date(2027, 5, 1), date(2027, 5, 31))
    assert firsts == {
        "month": ("emargement-mois", *may),
        "day": ("emargement-journee", TUESDAY, TUESDAY),
        "list": ("emargement-mois", *may),
        "week": ("emargement-semaine", date(2027, 5, 3), date(2027, 5, 9)),
    }


def test_rows_print_a_planning_for_each_and_a_filter_only_its_own(
    view: CalendarView, window: RecordedWindow, world: World, workspace: Workspace, bike: uuid.UUID
) -> None:
    def plannings() -> list[tuple[str, tuple[uuid.UUID, ...]]]:
        found = asked(view, window)
        return [(words, r.object_ids) for words, r in found if r.key == "planning" and r.object_ids]

    assert plannings() == []
    view.filters.rows.choose("trainers")
    ((words, trainers),) = plannings()
    assert "par intervenant" in words
    assert set(trainers) == set(world.trainers)
    view.filters.rows.choose("places")
    ((words, places),) = plannings()
    assert "par lieu" in words
    assert set(places) == set(world.places)
    request = next(r for _w, r in asked(view, window) if r.object_ids == places)
    with workspace.write("Imprimer", "document") as session:
        assert len(preparation.prepare(session, request)) == 2
    view.bar.shape.set_current("month")
    view.filters.trainer.choose(world.trainers[0])
    ((words, only),) = plannings()
    assert "Jonas Prével" in words
    assert only == (world.trainers[0],)
