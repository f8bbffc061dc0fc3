"""What is looked at behind the scenes once a classeur is open: is its folder safe, is its file whole?"""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from elans_desktop.core import clock
from elans_desktop.core.paths import user_data_dir
from elans_desktop.storage import integrity, places
from elans_desktop.storage.workspace import Workspace
from elans_desktop.ui.jobs import Jobs

AFTER_MS = 60_000
WEEK_MS = 7 * 24 * 3600 * 1000


class Watch(QObject):
    """Warns about a risky folder at once; verifies the whole base once a week, on the worker."""

    warned = Signal(str)

    def __init__(self, workspace: Workspace, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._jobs = jobs
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self._verify_when_due)

    def start(self) -> None:
        """Warn about the folder; the verification waits for a quiet minute."""
        if risk := places.warning(self._workspace.folder):
            self.warned.emit(risk)
        self._timer.start()

    def stop(self) -> None:
        """Begin no verification any more: the classeur is closing."""
        self._timer.stop()

    def _verify_when_due(self) -> None:
        key = self._workspace.id.hex
        if clock.now_ms() - _verified().get(key, 0) < WEEK_MS:
            return
        path, data_key = self._workspace.data_path, self._workspace.data_key
        self._jobs.run(lambda _progress: integrity.verify(path, data_key, full=True), done=self._verified)

    def _verified(self, report: integrity.Report) -> None:
        if report.ok:
            _note(self._workspace.id.hex)
        else:
            said = " ".join(report.problems)
            self.warned.emit(f"{said} Restaurez la dernière sauvegarde : Réglages, Sauvegardes.")


def _file() -> Path:
    return user_data_dir() / "verifications.json"


def _verified() -> dict[str, int]:
    """When each classeur was last found whole (UTC milliseconds), by identifier."""
    try:
        return {str(key): int(value) for key, value in json.loads(_file().read_text("utf-8")).items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _note(key: str) -> None:
    try:
        _file().write_text(json.dumps(_verified() | {key: clock.now_ms()}), encoding="utf-8")
    except OSError:
        return
