"""What the first screen does without until it is painted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from elans_desktop.ui import recent

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


def test_the_unlock_form_is_painted_without_the_constants_of_qt(
    own_home: Path, workspace_folder: Path
) -> None:
    recent.remember(workspace_folder, "Classeur d’essai", "")
    done = subprocess.run(
        [sys.executable, "-c", WATCH],
        cwd=Path(__file__).resolve().parents[3] / "src",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "ELANS_HOME": str(own_home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "unfolded False []", done.stderr
