"""`./run tour DIR`: a picture of every view, light and dark, at 1366 × 768 and at ×2, on a fixed day.

DIR/<view>[-sombre][-x2].png
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from elans_desktop.core import clock
from elans_desktop.services import demo
from elans_desktop.ui import recent, theme
from elans_desktop.ui.application import make_application
from elans_desktop.ui.shell.window import USUAL, Window
from tests.tour import views

ROOT = Path(__file__).parents[2]
MOMENT = datetime(2027, 5, 4, 9, 14)
"""Mar. 04/05/2027, as in the pictures of the design."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="run tour")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--example", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--only", default="", help="les vues dont le nom commence ainsi")
    parser.add_argument("--texte", type=int, default=100, help="taille du texte, en pour cent")
    asked = parser.parse_args()
    with clock.fixed(MOMENT):
        if asked.example is not None:
            return take_pictures(asked.folder, asked.example, asked.only, asked.texte)
        return at_both_scales(asked.folder.resolve(), asked.only, asked.texte)


def at_both_scales(folder: Path, only: str, text: int) -> int:
    """Make the example once, then walk through it in a process for each scale."""
    folder.mkdir(parents=True, exist_ok=True)
    codes: list[int] = []
    with tempfile.TemporaryDirectory(prefix="elans-tour-") as scratch:
        home, example = Path(scratch) / "home", Path(scratch) / "Documents" / "ELANS" / "Le Pressoir"
        example.parent.mkdir(parents=True)
        os.environ["ELANS_HOME"] = str(home)
        workspace, _code = demo.create_demo(example)
        recent.remember(example, workspace.title, workspace.actor.user_id.hex)
        workspace.close(back_up=True)
        for scale in ("1", "2"):
            words = [sys.executable, "-m", "tests.tour", str(folder), "--example", str(example)]
            words += ["--only", only, "--texte", str(text)]
            environment = {**os.environ, "QT_SCALE_FACTOR": scale}
            codes.append(subprocess.run(words, env=environment, cwd=ROOT, check=False).returncode)
    return max(codes)


def take_pictures(folder: Path, example: Path, only: str, text: int) -> int:
    """Every view in both themes at the scale of this process; 1 when one could not be shown."""
    app = make_application(["tour"])
    missing = 0
    for mode in ("light", "dark"):
        theme.apply(app, mode, text, fusion=True)
        window = Window()
        window.resize(*USUAL)
        window.show()
        for name, show in steps(window, example):
            if not name.startswith(only):
                continue
            ratio = window.devicePixelRatioF()
            suffix = ("-sombre" if mode == "dark" else "") + ("-x2" if ratio > 1 else "")
            try:
                shown = show()
                QTest.qWait(300)
                shown.grab().save(str(folder / f"{name}{suffix}.png"))
                print(f"{name}{suffix}", flush=True)
            except Exception as problem:  # a view under construction does not stop the tour
                missing += 1
                print(f"{name}{suffix} : passée ({type(problem).__name__}, {problem})", flush=True)
        window.close()
        QApplication.processEvents()
    return 1 if missing else 0


def steps(window: Window, example: Path) -> Iterator[views.Step]:
    """The whole walk."""
    yield from views.before_opening(window, example)
    yield from views.opened(window, example)
    yield from views.gallery()


raise SystemExit(main())
