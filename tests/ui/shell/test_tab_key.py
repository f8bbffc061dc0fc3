"""Tab walks through everything that a page shows and comes back, whatever was built on the way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from elans_desktop.services import listing
from elans_desktop.ui.kit import tab_order
from elans_desktop.ui.shell.tabs import TABS
from elans_desktop.ui.shell.workbench import Workbench
from tests.support.pages import Shell

Key = Qt.Key
SECTIONS = ("organisation", "lock", "users", "completeness", "privacy", "closures")


def stops(window: QWidget) -> set[QWidget]:
    """What Tab has to reach."""
    return {
        widget
        for widget in tab_order.reachable(window)
        if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }


def walk(window: QWidget, key: Qt.Key) -> set[QWidget]:
    """What the key goes through, until it comes back to where it began."""
    first = QApplication.focusWidget()
    assert first is not None
    seen: set[QWidget] = set()
    for _ in range(2 * len(stops(window)) + 10):
        held = QApplication.focusWidget()
        assert held is not None
        if held is first and len(seen) > 1:
            break
        seen.add(held)
        QTest.keyClick(held, key)
    return seen


def settle(shell: Shell) -> None:
    """What comes a moment after a page has been painted."""
    QTest.qWait(150)
    shell.qtbot.waitUntil(lambda: not shell.window.jobs.busy)
    shell.window.activateWindow()
    shell.qtbot.waitUntil(shell.window.isActiveWindow)


def missed(shell: Shell, bench: Workbench, key: Qt.Key = Key.Key_Tab) -> list[str]:
    settle(shell)
    bench.header.search.setFocus()
    seen = walk(shell.window, key)
    return sorted(f"{type(one).__name__} {one.accessibleName()}" for one in stops(shell.window) - seen)


@pytest.mark.parametrize("tab", [tab.name for tab in TABS])
def test_tab_reaches_everything_in_a_tab_and_comes_back(shell: Shell, bench: Workbench, tab: str) -> None:
    bench.navigate(tab)
    assert missed(shell, bench) == []


@pytest.mark.parametrize("section", SECTIONS)
def test_tab_reaches_everything_in_the_settings(shell: Shell, bench: Workbench, section: str) -> None:
    bench.navigate("settings", section)
    assert missed(shell, bench) == []


def test_tab_and_its_way_back_reach_everything_in_a_file(shell: Shell, bench: Workbench) -> None:
    person = bench.bridge.read(listing.rows, "participants")[0][0]
    bench.navigate("participants", "participant", person)
    settle(shell)
    assert len(stops(shell.window)) > 60
    assert missed(shell, bench) == []
    assert missed(shell, bench, Key.Key_Backtab) == []
