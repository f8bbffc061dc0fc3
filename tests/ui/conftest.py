"""What every test of the windows gets: the theme on the application, no dialog unforeseen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from elans_desktop.ui import theme
from tests.support.dialogs import RecordedDialogs, recorded_dialogs

__all__ = ["recorded_dialogs"]


@pytest.fixture(autouse=True)
def themed(qapp: QApplication, recorded_dialogs: RecordedDialogs) -> RecordedDialogs:
    """The light theme at 100 %; dialogs recorded."""
    if theme.mode() != "light" or theme.scale() != 100 or not qapp.styleSheet():
        theme.apply(qapp, "light", 100)
    return recorded_dialogs
