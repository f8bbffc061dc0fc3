"""What the first screen does without until it is painted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from elans_desktop.ui import preload, recent

WATCH = """
import sys
from PySide6 import QtCore
from elans_desktop.ui import application

app, window = application._first_screen()

def tell():
    unfolded = window.welcome.cards[0].is_unfolded
    heavy = sorted({"sqlalchemy", "reportlab", "cryptography", "PySide6.QtPdf"} & set(sys.modules))
    print("unfolded" if unfolded else "folded", "Qt" in vars(QtCore), heavy)
    app.quit()

window.welcome.painted.connect(lambda: QtCore.QTimer.singleShot(0, tell))
window.show()
app.exec()
"""

LOADED = """
import linecache, sys
from elans_desktop.ui import application, preload

preload.everything()
names = [m for m in sys.modules if m.startswith("sqlalchemy.dialects.") and m.count(".") == 2]
dialects = sorted(m for m in names if "._" not in m)
sources = [name for name in linecache.cache if not name.startswith("<")]  # what SQLAlchemy generates is short
print(len(sources), dialects)
"""


APART = """
import sys
import elans_desktop.core.resources
sys.modules["PySide6"] = None  # the thread may be importing while the window makes its first types
from importlib import import_module
names = sys.argv[1:]
for name in names:
    import_module(name)
print(len(names))
"""

BEHIND = """
import gc, sys, threading
from PySide6 import QtCore
from elans_desktop.ui import application, preload

gc.disable()
app, window = application._first_screen()
window.welcome.painted.connect(lambda: QtCore.QTimer.singleShot(0, lambda: application.begin_preload(app)))
watch = QtCore.QTimer()
watch.timeout.connect(lambda: gc.isenabled() and app.quit())
watch.start(20)
window.show()
app.exec()
print(sorted(set(preload.WITH_QT + preload.WITHOUT_QT) - set(sys.modules)))
"""


def run(code: str, home: Path, *words: str) -> str:
    """What a program of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=Path(__file__).resolve().parents[3] / "src",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "ELANS_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


def test_the_unlock_form_is_painted_without_the_constants_of_qt(
    own_home: Path, workspace_folder: Path
) -> None:
    recent.remember(workspace_folder, "Classeur d’essai", "")
    assert run(WATCH, own_home) == "unfolded False []"


def test_neither_sources_nor_other_dialects_stay_in_memory(own_home: Path) -> None:
    sources, dialects = run(LOADED, own_home).split(" ", 1)
    assert int(sources) < 10
    assert dialects == "['sqlalchemy.dialects.sqlite']"


def test_what_is_imported_beside_the_window_never_touches_qt(own_home: Path) -> None:
    """Two threads that make the types of Qt at once end the program, or find them without their constants."""
    assert run(APART, own_home, *preload.WITHOUT_QT) == str(len(preload.WITHOUT_QT))


def test_everything_is_imported_behind_the_first_screen(own_home: Path) -> None:
    assert run(BEHIND, own_home) == "[]"
