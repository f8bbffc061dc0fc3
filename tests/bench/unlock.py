"""Starts the window on a classeur, waits two seconds, presses Entrée.

Prints the milliseconds to Accueil, then those that the key derivation takes alone.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from elans_desktop.storage import keys, sealing
from elans_desktop.ui.application import begin_preload, make_application
from elans_desktop.ui.shell.window import Window
from tests.bench.figures import milliseconds

READING_TIME = 2000


def main(folder: Path) -> None:
    phrase = os.environ["ELANS_PHRASE"]
    app = make_application(sys.argv[:1])
    window = Window()
    window.welcome.refresh(str(folder))
    times: list[float] = []

    def press() -> None:
        card = window.welcome.card(str(folder))
        assert card is not None
        card.phrase.line.setText(phrase)
        times.append(time.perf_counter())
        card.phrase.line.returnPressed.emit()

    def arrived() -> None:
        window.workbench.repaint()
        times.append(time.perf_counter())
        window.workbench.bridge.workspace.close(back_up=False)
        QApplication.quit()

    window.welcome.painted.connect(lambda: QTimer.singleShot(0, lambda: begin_preload(app)))
    window.welcome.painted.connect(lambda: QTimer.singleShot(READING_TIME, press))
    window.opened.connect(arrived)
    window.show()
    app.exec()
    slot = keys.read(folder).users[0]
    workspace = keys.read(folder).workspace
    derivation = statistics.median(
        milliseconds(lambda: sealing.unseal(slot.sealed, phrase, slot.id, workspace)) for _ in range(5)
    )
    print((times[1] - times[0]) * 1000, derivation)
    sys.stdout.flush()
    os._exit(0)  # the window is still up: nothing else to measure


main(Path(sys.argv[1]))
