"""A notice at the foot of the window that goes by itself: « Enregistré », « Séance supprimée · Annuler »."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.empty import Action

SHOWN_FOR = 8000  # milliseconds


class Toast(QObject):
    """Shows one notice at a time at the foot of `window`; the last one replaces the others."""

    def __init__(self, window: QWidget, *, above: int = 32) -> None:
        """`above`: pixels kept free under the notice (the status bar)."""
        super().__init__(window)
        self._window, self._above = window, above
        self._banner: Banner | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)

    def show(self, text: str, *, tone: str = "undo", action: Action | None = None) -> Banner:
        """Show a notice, with an action when given; it goes after 8 seconds or once acted upon."""
        self.hide()
        banner = Banner(text, tone, actions=(action,) if action else ())
        banner.setParent(self._window)
        for button in banner.action_buttons:
            button.clicked.connect(self.hide)
        self._banner = banner
        self._place()
        banner.show()
        banner.raise_()
        self._timer.start(SHOWN_FOR)
        return banner

    def hide(self) -> None:
        """Take the notice away."""
        self._timer.stop()
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None

    def _place(self) -> None:
        if self._banner is not None:
            hint = self._banner.sizeHint()
            width = min(max(hint.width(), 320), self._window.width() - 48)
            height = max(40, hint.height())
            left = (self._window.width() - width) // 2
            self._banner.setGeometry(left, self._window.height() - height - self._above, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place when the window changes."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False
