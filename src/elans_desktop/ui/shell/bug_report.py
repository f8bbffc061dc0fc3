"""Bugs: one report for each distinct one, the program keeps running. No personal data in it."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal, qVersion

from elans_desktop import __version__
from elans_desktop.core.paths import user_data_dir

_KEPT_REPORTS = 20


class BugCatcher(QObject):
    """Receives what nobody caught, on any thread; emits each distinct report once, on the window's thread."""

    reported = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[str] = set()
        self._lock = threading.Lock()
        self._show: Callable[[str], object] | None = None

    def install(self) -> None:
        """Take the place of the interpreter's last resort."""
        sys.excepthook = self._hook

    def connect_report(self, show: Callable[[str], object]) -> None:
        """Call `show(report)` on the window's thread."""
        self._show = show

    def catch(self, bug: BaseException) -> None:
        """Report an exception found elsewhere (a job)."""
        self._hook(type(bug), bug, bug.__traceback__)

    def _hook(self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        report = describe(kind, trace)
        with self._lock:
            if report in self._seen:
                return
            if not self._seen:  # connected with the first bug: the first screen does without Qt's constants
                self.reported.connect(self._deliver, QtCore.Qt.ConnectionType.QueuedConnection)
            self._seen.add(report)
        _keep(report)
        self.reported.emit(report)

    def _deliver(self, report: str) -> None:
        if self._show is not None:
            self._show(report)


def describe(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where it happened, in which version: file names, lines and the kind of error.

    Not its message nor any value: those may hold a name.
    """
    import platform

    frames = traceback.extract_tb(trace)
    where = "\n".join(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
    system = f"{platform.system()} {platform.release()} · Python {platform.python_version()}"
    return f"ELANS {__version__} · {system} · Qt {qVersion()}\n{kind.__name__}\n{where}"


def _short(path: str) -> str:
    parts = path.replace("\\", "/").split("/")
    return "/".join(parts[-3:])


def _keep(report: str) -> None:
    """Add the report to a file of the machine, the last twenty only."""
    path = user_data_dir() / "rapports.txt"
    try:
        kept = path.read_text(encoding="utf-8").split("\n\n") if path.exists() else []
        path.write_text("\n\n".join([*kept[-_KEPT_REPORTS + 1 :], report]), encoding="utf-8")
    except OSError:
        return
