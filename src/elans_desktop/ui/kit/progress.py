"""Long work: its name, « 128 sur 300 », a bar, the time left, and « Arrêter »."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import count, number
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.card import Card
from elans_desktop.ui.kit.funnel import ShareBar
from elans_desktop.ui.kit.layout import label, row


def time_left(elapsed_ms: int, done: int, total: int) -> str:
    """« encore 12 secondes environ »; empty until a twentieth is done and one second has passed."""
    if done <= 0 or total <= 0 or done * 20 < total or elapsed_ms < 1000:
        return ""
    seconds = round(elapsed_ms * (total - done) / done / 1000)
    if seconds < 60:
        return f"encore {count(max(1, seconds), 'seconde')} environ"
    return f"encore {count(round(seconds / 60), 'minute')} environ"


class LongWork(Card):
    """`progress(done, total)` as the work goes; `stopped` when the person wants to stop it."""

    stopped = Signal()

    def __init__(self, title: str, *, stoppable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__()
        if parent is not None:
            self.setParent(parent)
        self._clock = QElapsedTimer()
        self._clock.start()
        self.name = label(title, "body")
        self.figure = label("", "muted")
        self.bar = ShareBar(0, framed=True)
        self.left = label("", "secondary")
        self.stop = buttons.small("Arrêter", "", self._stop)
        if not stoppable:
            self.stop.hide()
        self.add(row(self.name, None, self.figure), self.bar, row(self.left, None, self.stop))
        self.setAccessibleName(title)

    def start(self, title: str = "") -> None:
        """Begin again from nothing."""
        if title:
            self.name.setText(title)
        self._clock.restart()
        self.stop.setEnabled(True)
        self.progress(0, 0)

    def progress(self, done: int, total: int) -> None:
        """Show how far the work is; a total of 0 is not known yet."""
        self.figure.setText(f"{number(done)} sur {number(total)}" if total else "")
        self.bar.set_share(done / total if total else 0)
        self.left.setText(time_left(self._clock.elapsed(), done, total))

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.left.setText("arrêt en cours…")
        self.stopped.emit()
