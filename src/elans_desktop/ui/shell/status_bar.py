"""The foot of the window: last save, age of the backup, who is at the keyboard; short notices."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from elans_desktop.core import clock
from elans_desktop.core.formats import NBSP
from elans_desktop.services.permissions import ROLE_LABELS
from elans_desktop.storage import backup
from elans_desktop.ui import theme
from elans_desktop.ui.context import Context
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.layout import label, surface

HEIGHT = 24
NOTICE_MS = 8000


def age_words(instant: int | None) -> str:
    """« il y a 2 h » for an instant in UTC milliseconds; « jamais » for none."""
    if instant is None:
        return "jamais"
    minutes = max(0, (clock.now_ms() - instant) // 60_000)
    if minutes < 2:
        return "à l’instant"
    if minutes < 60:
        return f"il y a {minutes}{NBSP}min"
    if minutes < 48 * 60:
        return f"il y a {minutes // 60}{NBSP}h"
    return f"il y a {minutes // 1440}{NBSP}jours"


class StatusBar(QWidget):
    """24 px: facts of the classeur, or a notice for a few seconds."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        surface(self, "background")
        self.setFixedHeight(theme.px(HEIGHT))
        self._saved = label("", "caption")
        self._backup = label("", "caption")
        self._notice = label("", "caption", tone="primary-ink")
        actor = context.bridge.actor
        who = label(f"{actor.name} ({ROLE_LABELS[actor.role].split(' (')[0]})", "caption")
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 0, 24, 0)
        line.setSpacing(4)
        line.addWidget(Icon("check", "muted", 14))
        line.addWidget(self._saved)
        line.addSpacing(12)
        line.addWidget(Icon("hard-drive", "muted", 14))
        line.addWidget(self._backup)
        line.addSpacing(16)
        line.addWidget(self._notice)
        line.addStretch(1)
        line.addWidget(Icon("user", "muted", 14))
        line.addWidget(who)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(NOTICE_MS)
        self._fade.timeout.connect(lambda: self._notice.setText(""))
        self._tick = QTimer(self)
        self._tick.setInterval(60_000)
        self._tick.timeout.connect(self.refresh)
        self._tick.start()
        self._saved.setText("Ouvert")
        context.bridge.changed.connect(self._note_save)
        self.refresh()

    def refresh(self) -> None:
        """Read the age of the last backup again."""
        self._backup.setText(f"Sauvegarde : {age_words(_last_backup(self.context))}")

    def notify(self, words: str) -> None:
        """Show a sentence for a few seconds."""
        self._notice.setText(words)
        self._fade.start()

    def _note_save(self, _tables: frozenset[str]) -> None:
        self._saved.setText(f"Enregistré à {clock.local_now():%H:%M}")


def _last_backup(context: Context) -> int | None:
    return backup.status(context.bridge.workspace).automatic_at
