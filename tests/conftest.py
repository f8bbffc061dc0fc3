"""What every test gets: no screen, a home folder of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.support.workspaces"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("elans", deadline=None)
settings.load_profile("elans")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where the application keeps its settings during this test: never the person's own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("ELANS_HOME", str(home))
    return home
