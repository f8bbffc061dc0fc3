"""Text enlarged to 150 % in a window of 1366 × 768: nothing scrolls sideways, no button is cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from elans_desktop.core import clock
from elans_desktop.services import demo, listing
from elans_desktop.services.privacy import person_requests
from elans_desktop.storage.sealing import Kdf
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui import theme
from elans_desktop.ui.calendar.view import CalendarView
from elans_desktop.ui.kit.buttons import Button
from elans_desktop.ui.kit.chip import Chip
from elans_desktop.ui.kit.elided import Elided
from elans_desktop.ui.kit.layout import column, holder, label, row
from elans_desktop.ui.kit.panes import Pane, Panes, growing
from elans_desktop.ui.kit.table import Column, Table
from elans_desktop.ui.participants.barriers import BarriersSection
from elans_desktop.ui.participants.file import PersonFile
from elans_desktop.ui.participants.interviews import InterviewsSection
from elans_desktop.ui.participants.objectives import ObjectivesSection
from elans_desktop.ui.participants.rights_section import RightsSection
from elans_desktop.ui.participants.view import ParticipantsView
from elans_desktop.ui.settings.view import GROUPS
from elans_desktop.ui.shell.tabs import TABS
from elans_desktop.ui.shell.welcome import Welcome
from elans_desktop.ui.shell.workbench import Workbench


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr(Kdf, "default", Kdf.cheap)
    with clock.fixed(datetime(2027, 5, 4, 9, 14)):
        made, _code = demo.create_demo(tmp_path / "exemple")
        yield made
        made.close(back_up=False)


@pytest.fixture
def large(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 150)


@pytest.fixture
def bench(qtbot: QtBot, large: None, example: Workspace) -> Iterator[Workbench]:
    made = Workbench(example)
    made.resize(1366, 768)
    made.show()
    yield made
    made.jobs.wait()
    made.close()
    delete(made)  # now: so many widgets would be dressed again by the next test


def sideways(page: QWidget) -> list[str]:
    """The places on show that scroll sideways; a text one writes in is not one."""
    found: list[str] = []
    for bar in page.findChildren(QScrollBar):
        if bar.orientation() == Qt.Orientation.Horizontal and bar.maximum() > 0:
            area = bar.parentWidget()
            while area is not None and not isinstance(area, QAbstractScrollArea):
                area = area.parentWidget()
            if area is not None and area.isVisible() and not isinstance(area, QTextEdit | QPlainTextEdit):
                above = area.parentWidget()
                found.append(f"{type(area).__name__} of {type(above).__name__}")
    return found


def cut(page: QWidget) -> list[str]:
    """The buttons narrower than their words."""
    return [
        button.text() or button.accessibleName()
        for button in page.findChildren(Button)
        if button.isVisible() and button.width() < button.sizeHint().width()
    ]


def settle() -> None:
    """Let a form that turned to one column, and what holds it, take their places."""
    for _turn in range(6):
        QApplication.processEvents()


def test_nothing_scrolls_sideways_nor_is_cut(bench: Workbench) -> None:
    """Every tab with something open in it, and every page of the settings."""
    opened = {"governance": ("meeting", "reunions"), "participants": ("participant", "participants")}
    opened["evaluations"] = ("evaluation", "evaluations")
    faults: dict[str, list[str]] = {}
    for tab in (tab.name for tab in TABS):
        kind, table = opened.get(tab, (None, ""))
        chosen = bench.bridge.read(listing.rows, table)[0][0] if kind else None
        bench.navigate(tab, kind, chosen)
        settle()
        faults[tab] = sideways(bench) + cut(bench)
    for section in (key for _group, lines in GROUPS for key, _words, _class in lines):
        bench.navigate("settings", section)
        settle()
        faults[section] = sideways(bench) + cut(bench)
    assert {place: found for place, found in faults.items() if found} == {}


FILES = ("Yger Joël", "Guesdon", "Aubert Bintou")
"""A file with everything, one whose freins wait for an action, one of somebody who left."""


@pytest.mark.parametrize("name", FILES)
def test_a_whole_file_and_its_forms_keep_their_width(qtbot: QtBot, bench: Workbench, name: str) -> None:
    rows = bench.bridge.read(listing.rows, "participants")
    chosen = next(row_id for row_id, title in rows if name in title)
    bench.navigate("participants", "participant", chosen)
    file = bench.findChild(PersonFile)
    assert file is not None
    qtbot.waitUntil(lambda: not file._later.isActive())
    settle()
    assert (sideways(file), cut(file)) == ([], [])
    openings = (
        file.section(InterviewsSection).new,
        file.section(BarriersSection).edit,
        file.section(ObjectivesSection).new,
    )
    for open_form in openings:
        open_form()
        settle()
        assert (sideways(file), cut(file)) == ([], [])


def test_the_rights_of_somebody_who_objects_keep_their_width(qtbot: QtBot, bench: Workbench) -> None:
    asked = bench.bridge.read(person_requests.register)
    opposed = next(one for one in asked if one.input.opposes_contact)
    bench.navigate("participants", "rights", opposed.input.participant_id)
    file = bench.findChild(PersonFile)
    assert file is not None
    qtbot.waitUntil(lambda: not file._later.isActive())
    settle()
    assert (sideways(file), cut(file)) == ([], [])
    file.section(RightsSection).edit(opposed)
    settle()
    assert (sideways(file), cut(file)) == ([], [])


@pytest.mark.parametrize("page", ["new", "calls", "twins", "outreach", "requests"])
def test_the_pages_over_the_list_keep_their_width(bench: Workbench, page: str) -> None:
    bench.navigate("participants", page)
    settle()
    view = bench.findChild(ParticipantsView)
    assert view is not None
    assert (sideways(view), cut(view), squeezed(view)) == ([], [], [])


def squeezed(page: QWidget) -> list[str]:
    """The buttons and chips flatter than they ask: a page without room must scroll."""
    return [
        button.text()
        for kind in (Button, Chip)
        for button in page.findChildren(kind)
        if button.isVisible() and button.height() < button.sizeHint().height()
    ]


def test_the_first_screen_keeps_its_two_halves(qtbot: QtBot, large: None) -> None:
    made = Welcome()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    settle()
    assert (sideways(made), cut(made)) == ([], [])


def test_panes_stand_one_under_the_other_when_they_have_no_room(qtbot: QtBot) -> None:
    long = holder(column(*(label(f"Ligne {number}") for number in range(60))))
    panes = Panes((Pane(growing(long)), Pane(growing(holder(column(label("Bas")))), width=300)), least=800)
    qtbot.addWidget(panes)
    panes.resize(1000, 400)
    panes.show()
    first, second = (pane.widget for pane in panes._panes)
    settle()
    assert (panes.stacked, second.width()) == (False, 300)
    assert first.geometry().right() < second.geometry().left()
    panes.resize(700, 400)
    settle()
    assert panes.stacked
    assert first.geometry().bottom() < second.geometry().top()
    assert first.height() >= long.sizeHint().height()
    panes.resize(1000, 400)
    settle()
    assert not panes.stacked
    assert first.height() <= 400


def test_a_title_gives_way_and_keeps_all_its_words(qtbot: QtBot) -> None:
    title = Elided("Comité de pilotage du jardin partagé")
    page = holder(row(title, None))
    qtbot.addWidget(page)
    page.resize(900, 40)
    page.show()
    assert title.toolTip() == ""
    page.resize(120, 40)
    settle()
    assert title.text() == title.toolTip() == "Comité de pilotage du jardin partagé"
    assert title.width() <= 120


def test_a_narrow_table_hides_words_at_the_right_and_keeps_figures(qtbot: QtBot) -> None:
    columns = (
        Column("name", "Nom", str),
        Column("place", "Lieu", str, width=160),
        Column("note", "Remarque", str, width=160),
        Column("amount", "Montant", str, width=120, align="right"),
    )
    table = Table(columns, row_id=str)
    table.set_rows(["a"])
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    settle()
    rows = table.rows_view
    assert not any(rows.isColumnHidden(place) for place in range(4))
    table.resize(460, 300)
    settle()
    assert [rows.isColumnHidden(place) for place in range(4)] == [False, False, True, False]
    assert rows.columnWidth(0) >= 150
    table.resize(900, 300)
    settle()
    assert rows.columnWidth(1) == 160
    assert not rows.isColumnHidden(2)


def test_the_calendar_keeps_every_way_to_look_beside_a_seance(bench: Workbench) -> None:
    bench.navigate("calendar")
    view = bench.current_view()
    assert isinstance(view, CalendarView)
    faults: dict[tuple[str, str], list[str]] = {}
    for shape, rows in (("month", "hours"), ("day", "places"), ("week", "trainers"), ("week", "hours")):
        view.bar.shape.set_current(shape)
        view.filters.rows.choose(rows)
        view.select(view.cards[0].id)
        settle()
        faults[shape, rows] = sideways(bench) + cut(bench)
        assert view.bar.shape.width() >= view.bar.shape.sizeHint().width(), "« Liste » is still there"
    assert faults == {key: [] for key in faults}
