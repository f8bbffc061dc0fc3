"""Banners: information, warning, accent (a limit near), danger, success, undo; never in the way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from elans_desktop.ui.kit import buttons, paint
from elans_desktop.ui.kit.empty import Action
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.layout import column, label, row

# tone: (ground, border, icon, colour of the icon)
TONES = {
    "info": ("primary-tint", "primary", "info", "primary-ink"),
    "warning": ("warning-tint", "warning", "triangle-alert", "warning-ink"),
    "accent": ("accent-tint", "accent", "timer", "accent-ink"),
    "danger": ("danger-tint", "danger", "circle-alert", "danger-ink"),
    "success": ("success-tint", "success", "circle-check", "success-ink"),
    "undo": ("sunken", "line-strong", "circle-check", "success-ink"),
}

LONG = 48  # letters beyond which a banner may take several lines


class Banner(QWidget):
    """A sentence with its icon and at most two actions (links; a small button for « undo »).

    `closed` is emitted by its cross, shown when `closable`.
    """

    closed = Signal()

    def __init__(
        self,
        text: str,
        tone: str = "info",
        *,
        icon: str = "",
        actions: Sequence[Action] = (),
        closable: bool = False,
    ) -> None:
        super().__init__()
        self._tone = tone
        self.icon = Icon(icon or TONES[tone][2], TONES[tone][3])
        self.words = label(text, "body", wrap=len(text) > LONG)
        self.action_buttons: list[buttons.Button] = []
        for words, run in actions:
            made = buttons.small(words, "undo-2", run) if tone == "undo" else buttons.link(words, "", run)
            self.action_buttons.append(made)
        line = row(spacing=8, margins=(12, 6, 12, 6))
        line.addLayout(column(3, self.icon, None, spacing=0) if len(text) > LONG else column(self.icon))
        line.addWidget(self.words, 1)
        for made in self.action_buttons:
            line.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        if closable:
            cross = buttons.icon_button("x", "Fermer", self._close, small=True)
            line.addWidget(cross)
        self.setLayout(line)
        self.setMinimumHeight(40)
        self.setAccessibleName(text)

    def set_text(self, text: str) -> None:
        """Change the sentence."""
        self.words.setText(text)
        self.words.setWordWrap(len(text) > LONG)
        self.setAccessibleName(text)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and border."""
        ground, border, _icon, _ink = TONES[self._tone]
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), ground, border)
        painter.end()


def undo_banner(text: str, undo: Action | None = None) -> Banner:
    """« Séance du 12/01 supprimée » with « Annuler »."""
    return Banner(text, "undo", actions=(undo,) if undo else ())
