from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.services.home import home, home_tasks
from elans_desktop.services.organisation import settings
from elans_desktop.services.privacy import purge, retention_clocks
from elans_desktop.services.scope import Scope
from elans_desktop.ui.context import Context
from elans_desktop.ui.home import HomeView
from elans_desktop.ui.home.task_card import GroupHead, TaskLine
from elans_desktop.ui.home.week_card import AgendaRow
from elans_desktop.ui.kit.buttons import Button
from elans_desktop.ui.kit.figure import Figure
from tests.support import calendar_world, money_world
from tests.support.calendar_world import World
from tests.support.dialogs import RecordedDialogs
from tests.support.noted_window import NotedWindow
from tests.support.pathway_world import complete, contact, pathway

TUESDAY = date(2027, 5, 4)


def shown(context: Context, qtbot: QtBot) -> HomeView:
    view = HomeView(context)
    qtbot.addWidget(view)
    view.resize(1366, 655)
    view.show()
    return view


def filled(context: Context) -> tuple[World, uuid.UUID, uuid.UUID]:
    """Two séances of a vélo workshop: one past and not entered, one today."""
    with context.bridge.workspace.write("Essai") as session:
        world = calendar_world.build(session)
        complete(session, world)
        pathway(session, world, 0, entry=date(2027, 4, 20), R=date(2027, 4, 1), M=date(2027, 4, 20))
        activity = calendar_world.activity(session, world, people=2)
        past = calendar_world.seance(session, world, activity, date(2027, 4, 27), (9, 12))
        today = calendar_world.seance(session, world, activity, TUESDAY, (14, 17))
    context.bridge.set_scope(Scope(world.agreement, 2027))
    return world, past, today


def press(view: QWidget, name: str, qtbot: QtBot) -> None:
    """Click the shown button of this accessible name or these words."""

    def found() -> list[Button]:
        known = view.findChildren(Button)
        return [one for one in known if one.isVisible() and name in (one.accessibleName(), one.text())]

    qtbot.waitUntil(lambda: bool(found()))
    found()[0].click()


def test_a_new_classeur_offers_the_three_first_steps(
    context: Context, window: NotedWindow, qtbot: QtBot
) -> None:
    view = shown(context, qtbot)
    assert view.steps.isVisible()
    assert not view.week.isVisible()
    for words in ("Importer une liste", "Créer une activité", "Voir le calendrier"):
        press(view, words, qtbot)
    assert window.travels == [
        ("participants", "import", None), ("calendar", "activity_new", None), ("calendar", None, None),
    ]  # fmt: skip


def test_the_week_prints_and_enters(context: Context, window: NotedWindow, qtbot: QtBot) -> None:
    world, past, today = filled(context)
    view = shown(context, qtbot)
    assert view.bar.title.text() == "Mardi 4\u00a0mai\u00a02027"
    assert "Ascension" in view.bar.fact.text()
    assert [row.accessibleName() for row in view.week.findChildren(AgendaRow)] == [
        "14:00, Atelier vélo, Vire, Hangar du Pressoir · Jonas P. · 2\u00a0inscrits"
    ]
    press(view, "Imprimer la feuille de Atelier vélo", qtbot)
    press(view, "Imprimer les feuilles de la semaine", qtbot)
    press(view, "Saisir les présences", qtbot)
    press(view, "Saisir les présences : Atelier vélo", qtbot)
    one, whole = window.printed
    assert one.object_ids == (today,)
    assert (whole.key, whole.start, whole.end) == ("emargement-seance", date(2027, 5, 3), date(2027, 5, 9))
    assert whole.scope == Scope(world.agreement)
    assert window.travels == [("calendar", "presences", past)] * 2


def test_groups_fold_and_lines_lead_to_the_person(
    context: Context, window: NotedWindow, qtbot: QtBot
) -> None:
    world, _past, _today = filled(context)
    with context.bridge.workspace.write("Essai") as session:
        pathway(session, world, 1, entry=date(2026, 11, 1))
    view = shown(context, qtbot)
    heads = {head.kind: head for head in view.tasks.findChildren(GroupHead)}
    assert set(heads) == {home_tasks.ENTER, home_tasks.SILENT}
    line = next(one for one in view.tasks.findChildren(TaskLine) if one.text() == "Estelle Brionne")
    line.click()
    assert window.travels == [("participants", "participant", world.people[1])]
    heads[home_tasks.SILENT].click()
    qtbot.waitUntil(
        lambda: not [one for one in view.tasks.findChildren(TaskLine) if one.text() == "Estelle Brionne"]
    )


def test_it_follows_what_is_written_elsewhere(context: Context, qtbot: QtBot) -> None:
    world, _past, _today = filled(context)
    view = shown(context, qtbot)
    with context.bridge.workspace.write("Essai") as session:
        activity = calendar_world.activity(session, world, "Atelier CV", brique="A_pro")
        calendar_world.seance(session, world, activity, TUESDAY, (9, 12))
    qtbot.waitUntil(lambda: len(view.week.findChildren(AgendaRow)) == 2)


def test_figures_of_the_funnel_open_their_list(context: Context, window: NotedWindow, qtbot: QtBot) -> None:
    filled(context)
    view = shown(context, qtbot)
    figures = {one.accessibleName(): one for one in view.funnel.findChildren(Figure)}
    figures["Remobilisation : 1"].click()
    assert window.travels == [("reports", "mobilised", None)]


def test_the_exits_towards_a_solution_open_their_list(
    context: Context, window: NotedWindow, qtbot: QtBot
) -> None:
    world, *_seances = filled(context)
    with context.bridge.workspace.write("Essai") as session:
        entry, left = date(2027, 1, 4), date(2027, 4, 2)
        pathway(session, world, 1, entry=entry, left=left, exit_code="E1", R=entry)
    view = shown(context, qtbot)
    press(view.funnel, "dont 1 vers une solution (100\u00a0%, n\u00a0=\u00a01)", qtbot)
    assert window.travels == [("reports", "solution", None)]


def test_a_row_of_the_week_opens_by_the_keyboard(context: Context, window: NotedWindow, qtbot: QtBot) -> None:
    _world, _past, today = filled(context)
    view = shown(context, qtbot)
    [line] = view.week.findChildren(AgendaRow)
    assert line.focusPolicy() == Qt.FocusPolicy.TabFocus
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.travels == [("calendar", "seance", today)]


def test_the_gauge_says_what_is_left(context: Context, qtbot: QtBot) -> None:
    with context.bridge.workspace.write("Essai") as session:
        money = money_world.build(session)
    context.bridge.set_scope(money.scope)
    view = shown(context, qtbot)
    qtbot.waitUntil(view.ceiling.nothing.isVisible)
    with context.bridge.workspace.write("Essai") as session:
        money_world.line(session, money, 9_000_000)
        money_world.line(session, money, 1_430_000, running_cost=True, account_code="ind_fixes")
    qtbot.waitUntil(view.ceiling.gauge.isVisible)
    assert view.ceiling.gauge.sentence.text() == "encore 1\u00a0345,00\u00a0€ possibles"


def test_a_very_large_classeur_asks_the_worker(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _world, past, _today = filled(context)
    monkeypatch.setattr(home, "LARGE", 1)
    view = shown(context, qtbot)
    assert view.week.findChildren(AgendaRow), "the week does not wait"
    assert view.tasks.first_to_enter() is None
    qtbot.waitUntil(lambda: view.funnel.title.text() == "Parcours en 2027")
    to_enter = view.tasks.first_to_enter()
    assert to_enter is not None
    assert to_enter.id == past
    assert view.enter.isEnabled()


def test_what_is_written_while_the_worker_reads_is_read_again(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, _past, _today = filled(context)
    monkeypatch.setattr(home, "LARGE", 1)
    view = shown(context, qtbot)
    assert context.jobs.busy
    with context.bridge.workspace.write("Essai") as session:
        activity = calendar_world.activity(session, world, "Atelier CV", people=2)
        later = calendar_world.seance(session, world, activity, date(2027, 4, 30), (9, 12))
    qtbot.waitUntil(lambda: (task := view.tasks.first_to_enter()) is not None and task.id == later)
    qtbot.waitUntil(lambda: not context.jobs.busy)
    heads = {head.kind: head for head in view.tasks.findChildren(GroupHead)}
    assert "2" in heads[home_tasks.ENTER].accessibleName()


def test_the_copy_goes_to_the_chosen_folder(
    context: Context,
    window: NotedWindow,
    qtbot: QtBot,
    tmp_path: Path,
    recorded_dialogs: RecordedDialogs,
) -> None:
    filled(context)
    view = shown(context, qtbot)
    stick = tmp_path / "stick"
    stick.mkdir()
    recorded_dialogs.answer("folder", stick)
    view.backup.copy.click()
    qtbot.waitUntil(lambda: bool(window.said) and view.backup.copy.isEnabled(), timeout=20_000)
    assert len(list(stick.glob("*.elans"))) == 1
    assert "Copie vérifiée" in window.said[0]


def test_files_past_their_time_lead_to_the_assistant(
    context: Context, qtbot: QtBot, window: NotedWindow
) -> None:
    world, *_seances = filled(context)
    with context.bridge.workspace.write("Essai") as session:
        for person in (5, 6):
            contact(session, world, date(2024, 1, 9), person)
        settings.put(session, retention_clocks.FILE_MONTHS, 24)
        number = purge.how_many(session)
    assert number == 2
    view = shown(context, qtbot)
    head = next(one for one in view.findChildren(GroupHead) if one.kind == home_tasks.RETENTION)
    if not head.unfolded:
        head.click()
    qtbot.waitUntil(
        lambda: any("dossiers" in line.text() for line in view.findChildren(TaskLine) if line.isVisible())
    )
    line = next(one for one in view.findChildren(TaskLine) if "dossiers" in one.text())
    line.click()
    assert window.travels[-1] == ("settings", "purge", None)
