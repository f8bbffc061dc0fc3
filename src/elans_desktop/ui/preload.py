"""What is imported once the first screen is painted: unlocking and first visits then wait for nothing.

First, on a thread, what knows nothing of Qt; then the windows, a few modules at a time between two events.
Never a module of Qt on the thread: PySide makes its types at their first use, and two threads doing it at
once find a type without its constants, or end the program.
"""

from __future__ import annotations

import threading
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from elans_desktop.core import memory

WITHOUT_QT = (
    "sqlalchemy.orm",
    "elans_desktop.storage.workspace",
    "elans_desktop.services.home.home_tasks",
    "elans_desktop.documents.catalogue",
    "elans_desktop.services.printing.preparation",
    "elans_desktop.services.participants.person_file",
    "elans_desktop.services.participants.people_filters",
    "elans_desktop.services.participants.letters.filling",
    "elans_desktop.services.imports.targets",
    "elans_desktop.services.calendar.series",
    "elans_desktop.services.reports.reports",
)
WITH_QT = (
    "elans_desktop.ui.kit.form",
    "elans_desktop.ui.kit.table",
    "elans_desktop.ui.shell.header",
    "elans_desktop.ui.shell.workbench",
    "elans_desktop.ui.home",
    "elans_desktop.ui.shell.opening",
    "elans_desktop.ui.participants.people_pane",
    "elans_desktop.ui.participants.identity",
    "elans_desktop.ui.participants.situation",
    "elans_desktop.ui.participants.interviews",
    "elans_desktop.ui.participants.documents",
    "elans_desktop.ui.participants.parts",
    "elans_desktop.ui.participants.view",
    "elans_desktop.ui.calendar.plans",
    "elans_desktop.ui.calendar.seance_panel",
    "elans_desktop.ui.calendar.seance_form",
    "elans_desktop.ui.calendar.view",
    "elans_desktop.ui.governance.view",
    "elans_desktop.ui.evaluations.view",
    "elans_desktop.ui.budget.view",
    "elans_desktop.ui.reports.view",
    "elans_desktop.ui.settings.view",
)
"""In the order of need, Accueil first; each takes less time than one notices while typing (40 ms)."""

_LOOK_AGAIN_MS = 20


class Preload(QObject):
    """Imports by itself once started, on the thread of the window but for what knows nothing of Qt."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left = list(WITH_QT)
        self._thread = threading.Thread(target=_import_without_qt, name="preload", daemon=True)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """To be called once, when the first screen is painted."""
        self._thread.start()
        self._timer.start()

    def _step(self) -> None:
        if self._thread.is_alive():
            return
        self._timer.setInterval(0)
        if self._left:
            import_module(self._left.pop(0))
            return
        self._timer.stop()
        memory.collect_seldom()


def everything() -> None:
    """The same at once, for what measures what comes after."""
    _import_without_qt()
    for name in WITH_QT:
        import_module(name)
    memory.collect_seldom()


def _import_without_qt() -> None:
    for name in WITHOUT_QT:
        import_module(name)
