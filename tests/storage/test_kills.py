"""`kill -9` at any moment loses no committed operation, and leaves nothing half done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(("module", "kills"), [("kills", "50"), ("condensing_kills", "20")])
def test_kills_at_random_moments(workspace_folder: Path, module: str, kills: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"tests.storage.{module}", str(workspace_folder), kills, "1"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    leftovers = [path.name for path in workspace_folder.rglob("*") if path.name.startswith(".")]
    assert leftovers == []
