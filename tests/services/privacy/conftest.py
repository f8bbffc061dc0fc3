"""The example classeur, on a fixed day: its people have a row nearly everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from elans_desktop.core import clock
from elans_desktop.services import demo
from elans_desktop.storage.sealing import Kdf
from elans_desktop.storage.workspace import Workspace

NOW = datetime(2027, 5, 4, 9, 14)


@pytest.fixture
def example(tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    with clock.fixed(NOW):
        monkeypatch.setattr(Kdf, "default", Kdf.cheap)
        workspace, _code = demo.create_demo(tmp_path / "exemple")
        yield workspace
        workspace.close(back_up=False)
