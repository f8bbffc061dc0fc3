"""A window with next to nothing in it, in a process of its own: prints « painted » once it is seen.

python tests/bench/bare_window.py                 an empty window
python tests/bench/bare_window.py FONT…           the fonts, three fields (no style sheet: nor has ours)
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget


class Bare(QWidget):
    """Leaves as soon as it has been painted whole."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self._leave)

    def _leave(self) -> None:
        print("painted", flush=True)
        QApplication.quit()


def main(words: list[str]) -> None:
    app = QApplication(["bare"])
    window = Bare()
    if words:
        app.setStyle("Fusion")
        for font in words:
            QFontDatabase.addApplicationFont(font)
        family = QFont("Source Sans 3")
        family.setPixelSize(15)
        app.setFont(family)
        lines = QVBoxLayout(window)
        for name in ("Classeur", "Vous êtes", "Phrase de passe"):
            lines.addWidget(QLabel(name))
            lines.addWidget(QLineEdit())
    window.resize(1366, 768)
    window.show()
    app.exec()


main(sys.argv[1:])
