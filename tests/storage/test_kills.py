"""`kill -9` at any moment loses no committed operation, and leaves nothing half done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_fifty_kills(workspace_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.storage.kills", str(workspace_folder), "50", "1"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    leftovers = [path.name for path in workspace_folder.rglob("*") if path.name.startswith(".")]
    assert leftovers == []
