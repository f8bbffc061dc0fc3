"""Long work off the window's thread: one worker, progress, cancel; never `processEvents()`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from elans_desktop.core.errors import Cancelled, ElansError

Progress = Callable[[int, int], None]
"""`progress(done, total)`; raises Cancelled when the person stopped the work."""


class Job(QObject):
    """A piece of work under way; its signals arrive on the window's thread."""

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)
    finished = Signal()

    def __init__(self, parent: QObject, work: Callable[[Progress], Any]) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def _step(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        self.progressed.emit(done, total)

    def execute(self) -> None:
        """Do the work (on the worker thread)."""
        try:
            result = self._work(self._step)
        except ElansError as problem:
            self.failed.emit(problem)
        except Exception as bug:  # handed to the window, which reports it as a bug
            self.failed.emit(bug)
        else:
            self.done.emit(result)
        self.finished.emit()


class _Runner(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.execute()


class Jobs(QObject):
    """The single worker of the window."""

    busy_changed = Signal(bool)
    bug = Signal(object)
    """An exception that is not an ElansError and that nobody asked to hear of."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._running: set[Job] = set()
        self._closed = False

    def run(
        self,
        work: Callable[[Progress], Any],
        *,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        progressed: Callable[[int, int], None] | None = None,
    ) -> Job:
        """Queue `work(progress)`; the callbacks are called on the window's thread. Once closed, nothing."""
        job = Job(self, work)
        if self._closed:
            return job
        if done:
            job.done.connect(done)
        if failed:
            job.failed.connect(failed)
        else:
            job.failed.connect(self.bug)
        if progressed:
            job.progressed.connect(progressed)
        job.finished.connect(self._forget)
        self._running.add(job)
        if len(self._running) == 1:
            self.busy_changed.emit(True)
        self._pool.start(_Runner(job))
        return job

    @property
    def busy(self) -> bool:
        """Whether some work is queued or running."""
        return bool(self._running)

    def close(self) -> None:
        """Begin no other work; what is queued goes on, `wait` for it.

        Qt waits for the work under way when it frees a pool, holding the lock of Python that this work needs:
        a pool is freed idle or the program hangs for good.
        """
        self._closed = True

    def wait(self) -> None:
        """Block until the queue is empty (closing the program)."""
        self._pool.waitForDone()

    @Slot()
    def _forget(self) -> None:
        job = self.sender()
        if isinstance(job, Job):
            self._running.discard(job)
            job.deleteLater()
        if not self._running:
            self.busy_changed.emit(False)
