"""What every test of the windows gets: the theme on the application, no dialog unforeseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from elans_desktop.ui import theme
from tests.support.dialogs import RecordedDialogs, recorded_dialogs

__all__ = ["recorded_dialogs"]

PATIENCE = 60_000
"""Milliseconds before a wait is given up: a verified copy flushes the disk six times, which takes more than
the five seconds of pytest-qt on a busy machine."""


class PatientBot(QtBot):
    """Waits as long as it takes on a busy machine; what comes at once is not waited for."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **options: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **options)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The patient one, for every test of the windows."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def themed(qapp: QApplication, recorded_dialogs: RecordedDialogs) -> RecordedDialogs:
    """The light theme at 100 %; dialogs recorded."""
    if theme.mode() != "light" or theme.scale() != 100 or not theme.state.fonts_loaded:
        theme.apply(qapp, "light", 100)
    return recorded_dialogs
