"""One process at a time per workspace: a lock of the system, and a note saying who holds it.

The system's lock goes with the process, so a note left behind on this machine is known to be stale.
A note from another machine (USB stick pulled out, synchronised folder) cannot be checked: it is
believed while it was refreshed recently, unless the person decides otherwise.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from elans_desktop.core import clock
from elans_desktop.core.errors import WorkspaceInUse
from elans_desktop.core.formats import NBSP, date_long, time_of_day
from elans_desktop.storage import files

FILE = "verrou"
REFRESH_MS = 60_000
BELIEVED_MS = 12 * 3_600_000
_LOCKED_BYTE = 1 << 30
"""Far beyond the note, which Windows would otherwise forbid others to read."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds, or held, a workspace; instants in UTC milliseconds."""

    host: str
    user: str = field(repr=False)
    pid: int
    since: int
    seen: int

    def sentence(self) -> str:
        """« Le classeur est ouvert sur l’ordinateur PC-ACCUEIL par Lucie Bazin, depuis … »."""
        moment = clock.from_ms(self.since)
        hour = time_of_day(moment.hour * 60 + moment.minute)
        where = "sur cet ordinateur" if self.host == platform.node() else f"sur l’ordinateur {self.host}"
        who = f" par {self.user}" if self.user else ""
        return f"Le classeur est ouvert {where}{who}, depuis le {date_long(moment.date())} à {hour}."


class HeldElsewhere(WorkspaceInUse):
    """Another machine seems to hold the workspace: `holder`. Opening with `take_over=True` goes on."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(
            holder.sentence(),
            "Fermez-le là-bas. S’il y est déjà fermé (panne, clé USB retirée), choisissez "
            f"«{NBSP}Ouvrir quand même{NBSP}».",
        )
        self.holder = holder


class WorkspaceLock:
    """The lock held by this process, until `release`."""

    def __init__(self, folder: Path, user: str, *, take_over: bool = False) -> None:
        """Take the lock. Raises WorkspaceInUse, HeldElsewhere, SystemProblem."""
        self._path = folder / FILE
        with files.system_errors():
            self._file: IO[bytes] = open(self._path, "a+b")  # noqa: SIM115 held until release
        try:
            _lock(self._file)
        except OSError:
            holder = read_holder(folder)
            self._file.close()
            sentence = holder.sentence() if holder else "Le classeur est déjà ouvert dans une autre fenêtre."
            raise WorkspaceInUse(
                sentence,
                f"Fermez-le là où il est ouvert, puis réessayez{NBSP}; deux à la fois le gâteraient.",
            ) from None
        try:
            previous = read_holder(folder)
            if previous and not take_over and _elsewhere(previous):
                raise HeldElsewhere(previous)
            now = clock.now_ms()
            self._holder = Holder(platform.node(), user, os.getpid(), now, now)
            self._write()
        except BaseException:
            self._file.close()
            raise

    def name_user(self, user: str) -> None:
        """Say who holds it, once unlocked."""
        holder = self._holder
        self._holder = Holder(holder.host, user, holder.pid, holder.since, clock.now_ms())
        self._write()

    def refresh(self) -> None:
        """Note that the holder is still there; writes at most once a minute."""
        if clock.now_ms() - self._holder.seen >= REFRESH_MS:
            self.name_user(self._holder.user)

    @property
    def held(self) -> bool:
        """Whether this process still holds the workspace."""
        return not self._file.closed

    def release(self) -> None:
        """Give the workspace back."""
        if not self._file.closed:
            with contextlib.suppress(OSError):
                self._file.truncate(0)
            self._file.close()

    def _write(self) -> None:
        holder = self._holder
        note: dict[str, Any] = {name: getattr(holder, name) for name in Holder.__dataclass_fields__}
        with files.system_errors():
            self._file.truncate(0)
            self._file.write(json.dumps(note).encode("utf-8"))
            self._file.flush()


def read_holder(folder: Path) -> Holder | None:
    """The note of the last holder, if it did not leave properly."""
    try:
        note: dict[str, Any] = json.loads((folder / FILE).read_bytes())
        return Holder(
            str(note["host"]), str(note["user"]), int(note["pid"]), int(note["since"]), int(note["seen"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _elsewhere(holder: Holder) -> bool:
    return holder.host != platform.node() and clock.now_ms() - holder.seen < BELIEVED_MS


def _lock(file: IO[bytes]) -> None:
    """Lock a far byte of the file, without waiting. Raises OSError when somebody holds it."""
    if os.name == "nt":
        import msvcrt

        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
