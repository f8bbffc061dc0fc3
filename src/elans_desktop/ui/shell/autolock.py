"""Lock the classeur after some minutes without a key or a click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

REST = 1000
"""Milliseconds between two times one listens: hearing each of the thousands of events of a tab being built
costs a third of its building, and what builds a tab is a key or a click just heard."""
_SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class AutoLock(QObject):
    """Emits `expired` when nobody has touched the program for the delay (to the second)."""

    expired = Signal()

    def __init__(self, minutes: int, parent: QObject | None = None) -> None:
        """`minutes`: 0 never locks."""
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.expired)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._listen)
        self.set_minutes(minutes)
        self._rest.start()

    def set_minutes(self, minutes: int) -> None:
        """Change the delay; 0 never locks."""
        self._timer.stop()
        self._timer.setInterval(minutes * 60_000)
        if minutes:
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any sign of life starts the delay again."""
        if event.type() in _SIGNS_OF_LIFE:
            if self._timer.isActive():
                self._timer.start()
            self._application().removeEventFilter(self)
            self._rest.start()
        return False

    def _listen(self) -> None:
        self._application().installEventFilter(self)

    @staticmethod
    def _application() -> QApplication:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return app
